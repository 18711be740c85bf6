"""Hostile files: workbooks, fonts, profiles and templates that are broken, or mean harm, are refused in a moment."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import fontpkg_arimo
import pytest
from hostile_kit import CONTENT_OF_ODS, MANIFEST_OF_ODS, SETTINGS, TEXT, write_rows
from program_kit import HEADER, row, write_list
from templates_kit import office

from mailing.press.loading import PROFILE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile_kit import Program

SECONDS = 10.0
"""Of CPU, for a whole call that ends in a refusal."""


def workbook_with(path: Path, sheet: bytes) -> Path:
    """Write a workbook with this sheet."""
    import xlsxwriter

    good = io.BytesIO()
    with xlsxwriter.Workbook(good) as workbook:
        workbook.add_worksheet().write_row(0, 0, HEADER.split(";"))
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return path


def refused(program: Program, *arguments: object) -> str:
    """Run; return the message of exit code 3, which came in a moment and left nothing."""
    began = process_time()
    called = program("run", *arguments)
    assert called.code == 3, (called.code, called.err)
    assert process_time() - began < SECONDS
    assert not list(Path.cwd().glob("runs/*/manifest.json"))
    return called.err


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": MANIFEST_OF_ODS,
                "content.xml": CONTENT_OF_ODS % b'<table:table-row table:number-rows-repeated="99999999">'
                b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
            },
            id="a row a hundred million times",
        ),
        pytest.param({f"xl/{number}.xml": b"" for number in range(10_001)}, id="entries without end"),
    ],
)
def test_a_zip_bomb_is_refused(program: Program, tmp_path: Path, entries: Mapping[str, bytes]) -> None:
    """Small as it is, it would burst the memory."""
    with zipfile.ZipFile(tmp_path / "bombe.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    assert "viel zu groß" in refused(program, tmp_path / "bombe.ods")


def test_an_xml_bomb_is_refused(program: Program, tmp_path: Path) -> None:
    """Entities of entities of entities: a workbook has no DTD."""
    entities = b"".join(b'<!ENTITY l%d "%s">' % (depth, b"&l%d;" % (depth - 1) * 10) for depth in range(1, 10))
    sheet = b'<!DOCTYPE x [<!ENTITY l0 "lol">' + entities + b"]><worksheet>&l9;</worksheet>"
    assert "beschädigt" in refused(program, workbook_with(tmp_path / "bombe.xlsx", sheet))


def test_a_workbook_with_a_password_is_named(program: Program, tmp_path: Path) -> None:
    """An encrypted workbook is an OLE container with one stream."""
    path = tmp_path / "liste.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le"))
    assert "Kennwort" in refused(program, path)


@pytest.mark.parametrize("damage", ["truncated", "junk", "empty", "missing"])
def test_a_broken_font_is_told(tmp_path: Path, damage: str) -> None:
    """A copy of the font's package with a damaged file, found first: exit code 6 with the file's name, no letter."""
    shutil.copytree(fontpkg_arimo.ROOT, tmp_path / "fontpkg_arimo")
    font = tmp_path / "fontpkg_arimo" / "files" / "Arimo[wght].ttf"
    content = font.read_bytes()
    damaged = {"truncated": content[:-4_000], "junk": b"\0\1\0\0" + os.urandom(5_000), "empty": b""}
    if damage == "missing":
        font.unlink()
    else:
        font.write_bytes(damaged[damage])
    write_list(tmp_path / "liste.csv", [row(1)])
    done = subprocess.run(
        [sys.executable, "-m", "mailing", "run", "liste.csv", "--engine", "serial"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 6, done.stderr
    assert "Arimo[wght].ttf" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("runs/*/manifest.json"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("=", "", "TOML"),
        ('icc = "', 'icc = "../../', "output.icc"),
        ("fold_marks = true", "fold_marks = 'vielleicht'", "fold_marks"),
    ],
)
def test_a_broken_shop_profile_is_told(program: Program, tmp_path: Path, old: str, new: str, told: str) -> None:
    """With file and key."""
    source = (PROFILE_FOLDER / "dl.toml").read_text("utf-8")
    (tmp_path / "eigen.toml").write_text(source.replace(old, new, 1), "utf-8")
    message = refused(program, write_list(tmp_path / "liste.csv", [row(1)]), "--shop", "eigen.toml")
    assert told in message
    assert "eigen.toml" in message


@pytest.mark.parametrize("damage", ["truncated", "junk", "empty", "for a screen"])
def test_a_broken_icc_profile_is_told(program: Program, tmp_path: Path, damage: str) -> None:
    """PDF/X asks for a printer's profile, whole: its header says how long it is."""
    icc = (PROFILE_FOLDER / "FOGRA29L.icc").read_bytes()
    damaged = {
        "truncated": icc[: len(icc) // 2],
        "junk": os.urandom(3_000),
        "empty": b"",
        "for a screen": icc[:12] + b"mntrRGB " + icc[20:],
    }
    (tmp_path / "FOGRA29L.icc").write_bytes(damaged[damage])
    (tmp_path / "eigen.toml").write_bytes((PROFILE_FOLDER / "dl.toml").read_bytes())
    message = refused(program, write_list(tmp_path / "liste.csv", [row(1)]), "--shop", "eigen.toml")
    assert "FOGRA29L.icc" in message


# --- templates without measure ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{{ " + "(" * 3_000 + "ort" + ")" * 3_000 + " }}", id="brackets in brackets"),
        pytest.param("{% if ort %}" * 500 + "x" + "{% endif %}" * 500, id="conditions in conditions"),
        pytest.param(
            "".join(f"{{% for p{n} in mitglieder %}}" for n in range(18)) + "x" + "{% endfor %}" * 18, id="loops"
        ),
        pytest.param("{{ 'x' * 10**9 }}", id="a text times a billion"),
        pytest.param("{% include 'brief/letter.md.j2' %}", id="a text that includes itself"),
        pytest.param("x\n\n" * 66_000, id="more than a letter"),
        pytest.param("{{ ''.__class__ }}", id="a way out of the sandbox"),
        pytest.param("{% include '../../etc/passwd' %}", id="another folder's file"),
    ],
)
def test_a_template_without_measure_is_refused(program: Program, tmp_path: Path, text: str) -> None:
    """In a moment, before letter 1, with the template's name."""
    office(tmp_path / "vorlagen", f"{{{{ anrede_zeile }}}}\n\n{text}\n", SETTINGS)
    liste = write_list(tmp_path / "liste.csv", [row(1)])
    assert "brief/letter.md.j2" in refused(program, liste, "--templates", "vorlagen", "-t", "brief")


def test_a_household_without_measure_costs_its_letter_only(program: Program, tmp_path: Path) -> None:
    """A cell of 60,000 characters, and one of 400 persons in two loops: findings; the others get their letters."""
    loop = TEXT + "\n{% for a in mitglieder %}{% for b in mitglieder %}{{ a }} {{ b }}{% endfor %}{% endfor %}\n"
    text = loop.replace("---\n\nMit freundlichen Grüßen\n", "")
    many = [row(2, rolle="Mitglied", vorname=f"A{number}") for number in range(400)]
    rows = [row(1, aktenzeichen="x" * 60_000), row(2), *many, row(3)]
    write_rows(tmp_path / "liste.csv", rows)
    office(tmp_path / "vorlagen", text, SETTINGS)
    began = process_time()
    called = program("run", "liste.csv", "-t", "brief", "--templates", "vorlagen", "--json")
    assert process_time() - began < SECONDS
    assert called.code == 4, called.err
    assert called.json["counts"]["pieces"] == 1
    assert "letter.values-too-long" in called.json["without_letter"]

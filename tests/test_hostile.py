"""Hostile input: whatever stands in a list, a template, a profile or a file's name, it stays text or is refused.

Each test is a line of docs/reliability.md. None of them ends in a fault of the program (exit code 1).
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import fontpkg_arimo
import pikepdf
import pypdfium2
import pytest
from conftest import HEADER, Called, row, write_list
from templates_kit import office

from mailing.audit.verification import VerifyOptions, verify
from mailing.cli import main
from mailing.press.loading import PROFILE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Program = Callable[..., Called]

SETTINGS = """\
title = 'Ein </rdf:li><x y="&"> ]]> Brief'
subject = "An {{ nachname }}"
version = "1"
date = 2020-06-15
"""
TEXT = """\
{{ anrede_zeile }}

## Für {{ nachname }}

Sie heißen {{ vorname }} {{ nachname }}, Zeichen {{ aktenzeichen }}.

- {{ aktenzeichen }}

| | |
| --- | --- |
| Zeichen | {{ aktenzeichen }} |

---

Mit freundlichen Grüßen
"""
SECONDS = 10.0
"""Of CPU, for a whole call that ends in a refusal."""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Program]:
    """Call the program in a folder of the test's own, in this process: what escapes it fails the test."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    hook = sys.unraisablehook
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Called:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        called = Called(int(code), *capsys.readouterr())
        assert called.code != 1, called.err
        return called

    yield call
    sys.unraisablehook = hook
    for number, handler in handlers.items():
        signal.signal(number, handler)


def write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write rows with one more column, quoted as a spreadsheet does."""
    names = [*HEADER.split(";"), "aktenzeichen"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([names, *([entries.get(name, "") for name in names] for entries in rows)])
    path.write_bytes(text.getvalue().encode())
    return path


def cells(path: Path) -> list[list[str]]:
    """Read a table as a spreadsheet would."""
    return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))


def codes_of(run: Path, number: int) -> set[str]:
    """Return the findings of a row of the list."""
    return {
        code
        for _severity, code, row_number, *_rest in cells(run / "house" / "findings.csv")
        if row_number == str(number)
    }


@dataclass(frozen=True)
class Made:
    """A run and what its letters say, blanks and line ends as single blanks."""

    called: Called
    letters: Mapping[int, str]

    @property
    def run(self) -> Path:
        """The run's folder."""
        return self.called.run


def made(program: Program, folder: Path, rows: Sequence[Mapping[str, str]], text: str = TEXT) -> Made:
    """Make a run of these rows (numbered from 1), verify it, and read its letters back."""
    write_rows(folder / "liste.csv", [row(number, **entries) for number, entries in enumerate(rows, 1)])
    office(folder / "vorlagen", text, SETTINGS)
    called = program("run", "liste.csv", "-t", "brief", "--templates", "vorlagen", "--json")
    assert called.code in {0, 4}, called.err
    assert list(verify(called.run, VerifyOptions(workers=1))) == []
    letters = {}
    for pdf in sorted(called.run.glob("shop/data/*.pdf")):
        with pypdfium2.PdfDocument(pdf) as document:
            for page in document:
                said = " ".join(page.get_textpage().get_text_range().split())
                letters[int(re.search(r"23702//(\d{7})", said)[1])] = said
    return Made(called, letters)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("{{ 7*7 }}", id="a Jinja2 expression"),
        pytest.param("{% for x in range(9) %}x{% endfor %}", id="a Jinja2 loop"),
        pytest.param("{{ ''.__class__.__mro__ }} {#", id="a way out of Jinja2"),
        pytest.param("**fett** _x_ `c` [a](b)", id="Markdown"),
        pytest.param("# x", id="a Markdown heading"),
        pytest.param("|a|b|", id="a Markdown table"),
        pytest.param("a) Tj ET Q BT (b", id="PDF operators"),
        pytest.param("\\(\\) \\051 <41> >> endstream", id="PDF strings"),
        pytest.param("<b>&amp;</b> ]]> <!--", id="markup"),
    ],
)
def test_a_cell_is_text_wherever_it_stands(program: Program, tmp_path: Path, cell: str) -> None:
    """Heading, sentence, list and table say the very characters; the neighbour's letter is as ever."""
    run = made(program, tmp_path, [{"aktenzeichen": cell, "nachname": "Müller"}, {"aktenzeichen": "ok"}])
    assert run.letters[1].count(cell) == 3
    assert f"Sie heißen Elif Müller, Zeichen {cell}." in run.letters[1]
    assert "Zeichen ok." in run.letters[2]


def test_a_name_is_text_in_the_address_too(program: Program, tmp_path: Path) -> None:
    """A warning names the characters that DIN 91379 has in no name; the letter says what the list says."""
    names = ["{{ 7*7 }}", "**fett**", ") Tj ET", "\\(", "<script>alert(1)</script>"]
    run = made(program, tmp_path, [{"nachname": name} for name in names])
    for number, name in enumerate(names, 1):
        assert f"Frau Elif {name} Musterstraße {number} 30159 Hannover" in run.letters[number]
        assert codes_of(run.run, number + 1) == {"text.outside-data-type"}


def test_markup_in_a_list_is_text_in_the_report(program: Program, tmp_path: Path) -> None:
    """The report is HTML that a browser opens: no script of a cell's, no element, no attribute."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    run = made(program, tmp_path, [{"standort": evil}, {"nachname": evil, "plz": "", "standort": evil}, {}])
    report = (run.run / "house" / "report.html").read_text("utf-8")
    assert "<script>alert" not in report
    assert "<img src=x" not in report


def test_markup_in_a_title_is_text_in_the_xmp(program: Program, tmp_path: Path) -> None:
    """The metadata stay well-formed XML and say the title."""
    run = made(program, tmp_path, [{}])
    (path,) = run.run.glob("shop/data/0*.pdf")
    with pikepdf.open(path) as pdf:
        xmp = ET.fromstring(bytes(pdf.Root.Metadata.read_bytes()))  # noqa: S314 - our own bytes
        info = str(pdf.docinfo["/Title"])
    titles = [item.text for item in xmp.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")]
    assert any('Ein </rdf:li><x y="&"> ]]> Brief' in (title or "") for title in titles)
    assert 'Ein </rdf:li><x y="&"> ]]> Brief' in info


def test_a_formula_is_no_formula_in_any_table(program: Program, tmp_path: Path) -> None:
    """What spreadsheets would run has an apostrophe before it in each CSV that the program writes; no letter has it."""
    formulas = ['=HYPERLINK("http://x.example";"hier")', "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1;1)", "=1+1"]
    run = made(program, tmp_path, [{"nachname": text, "standort": text} for text in formulas])
    tables = [*run.run.rglob("*.csv")]
    assert len(tables) >= 4
    for path in tables:
        assert not [cell for line in cells(path) for cell in line if cell[:1] in {"=", "+", "-", "@"}], path.name
    assert "Sie heißen Elif =1+1, Zeichen" in run.letters[5]


# --- names and paths --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../vorlagen/brief", "/etc", "..", "", "brief/", "brief\n", "teile", "a\0b", "x" * 5000]
)
def test_a_template_is_named_and_never_a_path(program: Program, tmp_path: Path, name: str) -> None:
    """Exit code 2, with what there is."""
    office(tmp_path / "vorlagen", TEXT, SETTINGS)
    called = program("run", write_list(tmp_path / "liste.csv", [row(1)]), "--templates", "vorlagen", "-t", name)
    assert called.code == 2
    assert "gibt es nicht" in called.err
    assert "brief" in called.err
    assert not (tmp_path / "runs").exists()


def test_a_template_folder_with_a_strange_name(program: Program, tmp_path: Path) -> None:
    """Quotes, markup and a line's end in a folder's name end up in the run's name, and it verifies."""
    office(tmp_path / "vorlagen", "Text\n", SETTINGS)
    name = 'a"\n<b>;=1+1'
    (tmp_path / "vorlagen" / "brief").rename(tmp_path / "vorlagen" / name)
    write_list(tmp_path / "liste.csv", [row(1)])
    called = program("run", "liste.csv", "--templates", "vorlagen", "-t", name, "--json")
    assert called.code == 0, called.err
    assert called.run.parent == tmp_path / "runs"
    assert list(verify(called.run, VerifyOptions(workers=1))) == []


def test_a_name_too_long_for_the_disk_is_told(program: Program, tmp_path: Path) -> None:
    """A template's folder may be as long as names can be; a run's folder is named after it, and longer."""
    office(tmp_path / "vorlagen", "Text\n", SETTINGS)
    (tmp_path / "vorlagen" / "brief").rename(tmp_path / "vorlagen" / ("x" * 250))
    write_list(tmp_path / "liste.csv", [row(1)])
    called = program("run", "liste.csv", "--templates", "vorlagen", "-t", "x" * 250)
    assert called.code == 6
    assert "zu lang" in called.err


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../x.csv", id="another folder"),
        pytest.param("a\"b'\n<script>.csv", id="quotes, a line's end, markup"),
        pytest.param("=1+1;" + "é" * 120 + ".csv", id="a formula, as long as can be"),
        pytest.param(os.fsdecode(b"\xff\xfe.csv"), id="bytes that are no UTF-8"),
    ],
)
def test_a_list_may_be_called_anything(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Its name is recorded without its folder; files appear below runs/ only."""
    here = tmp_path / "hier"
    here.mkdir()
    monkeypatch.chdir(here)
    path = write_list(here / name, [row(1)]).resolve()
    called = program("run", name, "--json")
    assert called.code == 0, called.err
    assert called.run.parent == here / "runs"
    assert {found for found in tmp_path.rglob("*") if found.is_file() and here / "runs" not in found.parents} == {path}
    faults = list(verify(called.run, VerifyOptions(workers=1)))
    assert faults == []
    assert "<script>" not in (called.run / "house" / "report.html").read_text("utf-8").replace("<script></script>", "")


@pytest.mark.parametrize("key", ["list", "out", "suppress", "register", "sheet"])
def test_a_job_file_names_no_impossible_paths(program: Program, tmp_path: Path, key: str) -> None:
    """TOML can write the character NUL, no path can hold it: exit code 3 with the key."""
    (tmp_path / "juni.toml").write_text('{}{} = "a\\u0000b"\n'.format("" if key == "list" else 'list = "x"\n', key))
    called = program("run", "--job", "juni.toml")
    assert called.code == 3
    assert f"„{key}“" in called.err


# --- files that mean harm ---------------------------------------------------------------------------------------------


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


def test_a_zip_bomb_is_refused(program: Program, tmp_path: Path) -> None:
    """A few hundred kilobytes that unpack to millions of rows of cells."""
    sheet = b"<worksheet><sheetData><row>" + b"<c></c>" * 41_000_000 + b"</row></sheetData></worksheet>"
    path = workbook_with(tmp_path / "bombe.xlsx", sheet)
    assert path.stat().st_size < len(sheet) / 100
    assert "viel zu groß" in refused(program, path)


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


# --- Unicode ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        pytest.param({"nachname": "Mus\u202etermann"}, "text.outside-din91379", id="bidi override in a name"),
        pytest.param({"ort": "Hann\u2066over"}, "text.outside-din91379", id="bidi isolate in a place"),
        pytest.param({"nachname": "Sсhmidt"}, "text.outside-din91379", id="Cyrillic homoglyph in a name"),
        pytest.param({"plz": "３０１５９"}, "plz.foreign-digits", id="fullwidth digits"),
        pytest.param({"plz": "٣٠١٥٩"}, "plz.foreign-digits", id="Arabic digits"),
        pytest.param({"plz": "3O159"}, "plz.foreign-digits", id="the letter O"),
        pytest.param({"plz": "З0159"}, "plz.foreign-digits", id="the Cyrillic letter З"),
        pytest.param({"nachname": "山田"}, "text.outside-din91379", id="a script that the font lacks"),
        pytest.param({"zusatz": "שלום"}, "text.outside-din91379", id="a script from right to left"),
    ],
)
def test_a_text_that_looks_like_another_gets_no_letter(
    program: Program, tmp_path: Path, entries: dict[str, str], code: str
) -> None:
    """The row is rejected by name of the check; the other household's letter is made."""
    run = made(program, tmp_path, [entries, {}])
    assert list(run.letters) == [2]
    assert code in codes_of(run.run, 2)
    assert run.called.code == 4


def test_invisible_characters_leave_a_name_and_are_told(program: Program, tmp_path: Path) -> None:
    """Zero-width characters and soft hyphens: a warning, and the letter says the name that is seen."""
    run = made(program, tmp_path, [{"nachname": "Mül\u200bl\u00ader\ufeff", "strasse": "Lin\u2060denweg"}])
    assert "Frau Elif Müller Lindenweg 1" in run.letters[1]
    assert codes_of(run.run, 2) == {"text.hidden-characters"}

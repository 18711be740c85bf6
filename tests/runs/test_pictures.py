"""Logo, signature and pictures on finished pages: checked, in the shop's inks, and nobody exchanges them unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from audit_sabotage import change_pdf, correct_hashes
from enclosures_kit import NAME, SETTINGS
from pictures_kit import OTHER, batches, made, office
from verapdf_kit import needs_verapdf, verapdf

from mailing.cli import main
from mailing.press.icc import PROFILE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_run_with_pictures_is_verified_and_prints_with_black_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `verify` and `verify --print`."""
    run = made(tmp_path)
    assert main(["verify", str(run)]) == 0
    for file in batches(run):
        capsys.readouterr()
        assert main(["verify", "--print", str(file)]) == 0
        assert capsys.readouterr().out.strip() == "Befunde: keine"


@needs_verapdf
def test_print_files_with_pictures_are_pdf_a(tmp_path: Path) -> None:
    """PDF/A-2u by veraPDF."""
    files = batches(made(tmp_path))
    told = verapdf("2u", files)
    assert told.count("PASS ") == len(files), told


def test_colour_is_printed_where_the_profile_says_so_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The job data beside a batch tell its colour; a profile of gray refuses the same file."""
    profile = tmp_path / "farbe.toml"
    profile.write_text('colour = "cmyk"\n' + (PROFILE_FOLDER / "dl.toml").read_text("utf-8"), "utf-8")
    run = made(tmp_path, "--shop", str(profile))
    assert main(["verify", str(run)]) == 0
    file = batches(run)[0]
    capsys.readouterr()
    assert main(["verify", "--print", str(file), "--shop", str(profile)]) == 0
    assert "Cyan, Magenta, Gelb, Schwarz" in capsys.readouterr().out
    assert main(["verify", "--print", str(file)]) == 0
    capsys.readouterr()
    assert main(["verify", "--print", str(file), "--shop", "dl"]) != 0
    assert "print.colour" in capsys.readouterr().out


def plates(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the plates that place pictures."""
    forms = (item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form")
    return [form for form in forms if "/XObject" in form.get("/Resources", {})]


def exchange(pdf: pikepdf.Pdf) -> None:
    """Draw something else in the place of all pictures."""
    for plate in plates(pdf):
        for item in dict(plate.Resources.XObject.items()).values():
            item.write(b"0 g 0 0 20 20 re f")


def remove(pdf: pikepdf.Pdf) -> None:
    """Take all pictures from the plates."""
    for plate in plates(pdf):
        lines = plate.read_bytes().split(b"\n")
        plate.write(b"\n".join(line for line in lines if b" cm /A" not in line))


def into_the_window(pdf: pikepdf.Pdf) -> None:
    """Move all pictures into the window."""
    for plate in plates(pdf):
        lines = plate.read_bytes().split(b"\n")
        moved = [b"q 1 0 0 1 -350 -110 cm " + line[2:] if b" cm /A" in line else line for line in lines]
        plate.write(b"\n".join(moved))


@pytest.mark.parametrize(
    ("change", "code"),
    [(exchange, "audit.picture"), (remove, "audit.picture"), (into_the_window, "measure.window-stranger")],
)
def test_nobody_exchanges_removes_or_moves_a_picture_unseen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[pikepdf.Pdf], None], code: str
) -> None:
    """Even who corrects all hashes."""
    run = made(tmp_path)
    for file in batches(run):
        change_pdf(file, change)
    correct_hashes(run)
    capsys.readouterr()
    assert main(["verify", str(run)]) != 0
    assert code in capsys.readouterr().out


def test_a_variant_of_another_text_has_the_letters_logo_and_signature(tmp_path: Path) -> None:
    """Before those of the organisation, in its own place; the auditor knows."""
    call = office(tmp_path)
    templates = tmp_path / "vorlagen"
    (templates / "amt.svg").write_text(OTHER, "utf-8")
    organisation = templates / "organisation.toml"
    own = 'logo = { file = "amt.svg", x = 150, y = 9, width = 12 }\n'
    organisation.write_text(own + organisation.read_text("utf-8"), "utf-8")
    (templates / "leicht").mkdir()
    (templates / "leicht" / "letter.toml").write_text(SETTINGS, "utf-8")
    (templates / "leicht" / "letter.md.j2").write_text("Hallo.\n\n---\n\nTschüs\n\nIhr Amt\n", "utf-8")
    settings = templates / NAME / "letter.toml"
    variant = '\n[variants."Leichte Sprache"]\ntemplate = "leicht"\n'
    settings.write_text(settings.read_text("utf-8") + variant, "utf-8")
    listed = (tmp_path / "liste.csv").read_text("utf-8").splitlines()
    place = listed[0].split(";").index("format")
    cells = listed[1].split(";")
    cells[place] = "Leichte Sprache"
    (tmp_path / "liste.csv").write_text("\n".join([listed[0], ";".join(cells), *listed[2:]]) + "\n", "utf-8")
    assert main(["run", *call, "-o", str(tmp_path / "runs")]) == 0
    (run,) = (path for path in (tmp_path / "runs").iterdir() if path.is_dir())
    shown = set()
    for pdf in batches(run):
        with pikepdf.open(pdf) as document:
            shown |= {name for item in document.objects for name in _forms_of(item)}
    assert len(shown) == 3  # logo, signature, the picture of the letter's text; the organisation's logo nowhere
    assert main(["verify", str(run)]) == 0


def _forms_of(item: pikepdf.Object) -> set[str]:
    """Return the names of the office's pages that a form places."""
    if not isinstance(item, pikepdf.Stream):
        return set()
    placed = item.get("/Resources", {}).get("/XObject", {})
    return {name for name in dict(placed) if name.startswith("/A")}

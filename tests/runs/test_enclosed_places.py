"""An enclosed page is the office's own also in where things stand: who moves them and corrects all hashes is found."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from audit_sabotage import change_pdf, correct_hashes, correct_pieces
from enclosures_kit import runs_in, write_office
from pdf_samples import form, picture, rgb

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from program_kit import Called

FORM = Path(__file__).parents[2] / "letter_templates/bewilligung/veraenderungsmitteilung.pdf"
NAME, BIRTHDAY = b"(Familienname, Vorname)", b"(Geburtsdatum)"
LINE = b"70.86614 626.4567 m\n538.5827 626.4567 l"
BOX = b"70.86614 454.6772 11.33858 11.33858 re"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of letters with the office's form of two pages."""
    folder = tmp_path_factory.mktemp("mitteilung")
    call = write_office(folder, 'title = "Mitteilung"\nfile = "mitteilung.pdf"', mitteilung=FORM.read_bytes())
    assert main(["run", *call, "--out", str(folder / "runs")]) == 0
    return runs_in([folder / "runs"])[0]


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / made.name)


def change_form(run: Path, old: bytes, new: bytes) -> None:
    """Change the form's first page in the batch."""

    def change(pdf: pikepdf.Pdf) -> None:
        forms = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"]
        (shown,) = (form for form in forms if BOX in form.read_bytes())
        assert old in shown.read_bytes()
        shown.write(shown.read_bytes().replace(old, new, 1))

    (file,) = (run / "shop/data").glob("*.pdf")
    change_pdf(file, change)


CHANGES = {
    "two lines change places": None,
    "a line of text 3 mm further down": (b"70.86614 616.8189 Tm", b"70.86614 608.3150 Tm"),
    "a word 3 mm to the right": (b"70.86614 577.1339 Tm", b"79.37008 577.1339 Tm"),
    "a line to write on 3 mm further down": (LINE, LINE.replace(b"626.4567", b"617.9528")),
    "a line to write on 3 mm shorter": (LINE, LINE.replace(b"70.86614", b"79.37008", 1)),
    "a box to tick is missing": (BOX, b"0 0 0 0 re"),
    "a box to tick 3 mm to the right": (BOX, BOX.replace(b"70.86614", b"79.37008")),
    "the whole page 1.5 mm higher": (b"q 1.0000 0.0000 0.0000 1.0000 0.0000 0.0000 cm", b"q 1 0 0 1 0 4.252 cm"),
    "the whole page a little smaller": (b"q 1.0000 0.0000 0.0000 1.0000 0.0000 0.0000 cm", b"q .99 0 0 .99 0 0 cm"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_nothing_is_moved_unseen(run: Path, program: Callable[..., Called], what: str) -> None:
    """Even by who has the house's key, and makes the hash of each piece anew."""
    if CHANGES[what] is None:
        change_form(run, NAME, b"(~)")
        change_form(run, BIRTHDAY, NAME)
        change_form(run, b"(~)", BIRTHDAY)
    else:
        change_form(run, *CHANGES[what])
    correct_pieces(run)
    verified = program("verify", run)
    assert verified.code == 5
    assert "[audit.enclosure]" in verified.out, verified.out
    assert "[audit.content-hash]" not in verified.out


@pytest.mark.parametrize("kind", ["content", "font", "image"])
def test_the_hash_of_a_piece_stands_for_what_its_form_draws(
    program: Callable[..., Called], tmp_path: Path, kind: str
) -> None:
    """What the form says, the glyphs of its font, and the dots of its pictures."""
    call = write_office(tmp_path, 'title = "Antrag"\nfile = "antrag.pdf"', antrag=form(1, draw=picture))
    run = program("run", *call, "-o", tmp_path / "lauf", "--json").run
    (file,) = (run / "shop/data").glob("*.pdf")

    def change(pdf: pikepdf.Pdf) -> None:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        placed = (dict(item.get("/Resources", {}).get("/XObject", {})) for item in streams)
        shown = next(form for forms in placed for name, form in forms.items() if name.startswith("/A"))
        if kind == "content":
            shown.write(shown.read_bytes() + b" ")
        elif kind == "image":
            image = next(iter(dict(shown.Resources.XObject).values()))
            data = image.read_bytes()
            image.write(bytes(255 - shade for shade in data))
        else:
            font = next(iter(dict(shown.Resources.Font).values()))
            program_ = font.get("/DescendantFonts", [font])[0].FontDescriptor.FontFile2
            program_.write(program_.read_bytes() + b"\0")

    change_pdf(file, change)
    correct_hashes(run)
    verified = program("verify", run)
    assert verified.code == 5
    assert verified.out.count("[audit.content-hash]") >= 6, verified.out


def test_pages_a_little_off_a4_are_still_the_offices(program: Callable[..., Called], tmp_path: Path) -> None:
    """They are drawn to fill the sheet."""
    for size in ((595.0, 842.0), (593.5, 840.5), (597.5, 844.0)):
        folder = tmp_path / f"{size[0]:.0f}"
        folder.mkdir()
        call = write_office(folder, 'title = "Antrag"\nfile = "antrag.pdf"', antrag=form(2, size=size, draw=rgb))
        run = program("run", *call, "-o", folder / "lauf", "--json").run
        verified = program("verify", run)
        assert verified.code == 0, verified.out

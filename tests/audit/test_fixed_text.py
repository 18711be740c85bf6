"""The fixed text of all letters is the same: one letter in which it is another is found, with all hashes corrected."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest
from audit_sabotage import change_pdf, correct_pieces
from program_kit import row, write_list
from templates_kit import office

from mailing.audit.verification import VerifyOptions, verify
from mailing.base.errors import ExitCode
from mailing.cli import main

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

TEMPLATES = ("zugang-nur-mit-termin", "einladung", "kontaktwege", "standortinformation", "leichte-sprache")
FIRST_GLYPH = 29
"""The fonts' glyphs for ASCII are numbered from the space on, which is number 3."""


def made_of(folder: Path, template: str, *options: str) -> Path:
    """Return a run of letters in all formats, at several sites."""
    formats = ("", "Großdruck", "", "Leichte Sprache", "")
    sites = ("Hannover-Mitte", "Burgdorf", "Barsinghausen")
    rows = [row(number, format=formats[number % 5], standort=sites[number % 3]) for number in range(1, 25)]
    write_list(folder / "liste.csv", rows)
    call = ["run", str(folder / "liste.csv"), "-o", str(folder / "runs"), "-t", template, *options]
    assert main(call) in {ExitCode.DONE, ExitCode.SOME_WITHOUT_LETTER}
    return next(path for path in (folder / "runs").iterdir() if (path / "manifest.json").exists())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound run of the usual letter."""
    return made_of(tmp_path_factory.mktemp("runs"), TEMPLATES[0])


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / made.name)


def glyphs(text: str) -> bytes:
    """Return a text as pages have it."""
    codes = b"".join(bytes((0, ord(letter) - FIRST_GLYPH)) for letter in text)
    return codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def change_letter(run: Path, file: str, old: str, new: str, place: int) -> None:
    """Change the fixed text of a file's second letter at one place, on a plate of its own; correct every hash."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        name = re.search(rb"/(P\d+) Do", page.Contents.read_bytes())[1].decode()
        content = page.Resources.XObject[f"/{name}"].read_bytes()
        parts = content.split(glyphs(old))
        assert len(parts) > place
        changed = glyphs(old).join(parts[:place]) + glyphs(new) + glyphs(old).join(parts[place:])
        page.Resources = pikepdf.Dictionary(page.Resources)
        page.Resources.XObject = pikepdf.Dictionary(page.Resources.XObject)
        own = pdf.make_stream(changed)
        for key, value in page.Resources.XObject[f"/{name}"].stream_dict.items():
            if key not in {"/Length", "/Filter", "/DecodeParms"}:
                own.stream_dict[key] = value
        page.Resources.XObject[f"/{name}"] = own

    change_pdf(run / file, change)
    correct_pieces(run)


def findings(run: Path) -> list[tuple[str, Any]]:
    """Return what verifying finds, by its code, and the piece."""
    found = verify(run, VerifyOptions(workers=1))
    return [(finding.code, finding.details.get("piece")) for finding in found if finding.code == "audit.fixed-text"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_sound_letters_differ_as_they_may(tmp_path: Path, template: str) -> None:
    """Branches, sites, large print, easy language: nothing is found."""
    assert [finding.code for finding in verify(made_of(tmp_path, template), VerifyOptions(workers=1))] == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("6559-2299", "6559-2298", 1),
        ("6559-2299", "6559-2298", 2),
        ("6559-2299", "6559-2298", 3),
        ("15. Juni 2020", "16. Juni 2020", 1),
        ("17. ", "18. ", 1),
        ("19 Standorte", "29 Standorte", 1),
        ("nur ", "auch ", 1),
        ("miteinander ", "gegeneinander ", 1),
        ("Sie nicht ohne ", "Sie nie ohne ", 1),
        ("Bitte senden Sie uns alles:", "Bitte senden Sie nichts:", 1),
        (" Bleiben Sie gesund!", "", 1),
        ("Mit freundlichen ", "Mit feindlichen ", 1),
    ],
)
def test_a_letter_with_other_fixed_text_is_found(run: Path, old: str, new: str, place: int) -> None:
    """A figure, a word, part of a sentence, a date."""
    change_letter(run, "shop/data/0001_bulk_1-sheet.pdf", old, new, place)
    assert findings(run) == [("audit.fixed-text", 2)]


def test_a_letter_changed_beside_its_own_values_is_found(run: Path) -> None:
    """Fixed text that stands in the page's own content, because a value follows it."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        content = page.Contents.read_bytes()
        assert glyphs("den Hausbriefkasten") in content
        page.Contents = pdf.make_stream(content.replace(glyphs("Hausbriefkasten"), glyphs("Haus")))

    change_pdf(run / "shop/data/0001_bulk_1-sheet.pdf", change)
    correct_pieces(run)
    assert findings(run) == [("audit.fixed-text", 2)]


def test_a_value_that_reads_nearly_like_fixed_text_is_no_fault(tmp_path: Path) -> None:
    """A street before a word of the letter reads nearly like a line that only other letters have."""
    text = (
        '{{ anrede_zeile }}\n\n{% if titel %}\nStraße 5 "sofort"\n\n{% endif %}\nWir beraten {{ strasse }} "sofort"\n'
    )
    office(tmp_path / "vorlagen", f"{text}\n---\n\nMit freundlichen Grüßen\n")
    write_list(tmp_path / "liste.csv", [row(number, titel="Dr." if number % 2 else "") for number in range(1, 5)])
    call = ["run", str(tmp_path / "liste.csv"), "-o", str(tmp_path / "runs"), "-t", "brief"]
    assert main([*call, "--templates", str(tmp_path / "vorlagen"), "--date", "2020-06-15"]) == ExitCode.DONE
    (run,) = (path.parent for path in (tmp_path / "runs").glob("*/manifest.json"))
    assert findings(run) == []

"""Text from right to left is read back letter by letter, though a run has but one letter in its language."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from audit_sabotage import change_pdf, correct_pieces
from program_kit import row
from test_fixed_text import findings, glyphs

from mailing.cli import main
from mailing.letters.setting.right_to_left import words_from_right
from mailing.model import Face

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pikepdf

WORD, NEXT = "من", "شخصيا"
NUMBER = "6559-2299"


def drawn(word: str) -> bytes:
    """Return a word as Arabic pages have it."""
    codes = b"".join(code.to_bytes(2, "big") for code in words_from_right(word, Face.REGULAR)[0].codes)
    return b"(" + codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def two_letters(content: bytes) -> bytes:
    """Swap the second and third letter of a word."""
    word = drawn(NEXT)
    return content.replace(word, word[:3] + word[5:7] + word[3:5] + word[7:])


def two_words(content: bytes) -> bytes:
    """Swap two words beside each other."""
    first, second = drawn(NEXT), drawn(WORD)
    before, between, behind = re.split(
        re.escape(second) + rb"([^T][^\n]{1,160}?)" + re.escape(first), content, maxsplit=1, flags=re.DOTALL
    )
    return before + first + between + second + behind


def a_group_of_figures(content: bytes) -> bytes:
    """Turn the figures of a telephone number around."""
    return content.replace(glyphs(NUMBER), glyphs("2299-6559"))


def a_line(content: bytes, which: int = 1) -> bytes:
    """Draw nothing of the second line that a word stands on."""
    lines = content.split(b"\n")
    place = [place for place, line in enumerate(lines) if drawn(NEXT) in line][which]
    return b"\n".join((*lines[:place], re.sub(rb"\[.*", b"[]TJ", lines[place]), *lines[place + 1 :]))


def the_subject(content: bytes) -> bytes:
    """Draw nothing of the first one."""
    return a_line(content, which=0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound run with a letter in Arabic, one in Persian and a German one."""
    folder = tmp_path_factory.mktemp("runs")
    rows = [row(number, sprache=language) for number, language in enumerate(("ar", "fa", "de"), 1)]
    lines = [";".join(rows[0]), *(";".join(entries.values()) for entries in rows)]
    (folder / "liste.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    call = ["run", str(folder / "liste.csv"), "-o", str(folder / "runs"), "-t", "zugang-nur-mit-termin"]
    assert main(call) == 0
    return next(path for path in (folder / "runs").iterdir() if (path / "manifest.json").exists())


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / made.name)


def test_sound_letters_are_as_their_templates(run: Path) -> None:
    """Though lines mix Arabic, a telephone number and an address in Latin letters."""
    assert findings(run) == []


@pytest.mark.parametrize("change", [two_letters, two_words, a_group_of_figures, a_line, the_subject])
def test_another_order_than_the_templates_is_found(run: Path, change: Callable[[bytes], bytes]) -> None:
    """In the only Arabic letter of the run, with all hashes corrected."""

    def apply(pdf: pikepdf.Pdf) -> None:
        plates = {plate.objgen: plate for page in pdf.pages for plate in page.Resources.XObject.values()}
        (plate,) = (plate for plate in plates.values() if drawn(NEXT) in plate.read_bytes())
        content = plate.read_bytes()
        assert change(content) != content
        plate.write(change(content))

    change_pdf(next((run / "shop/data").glob("*_2-sheet.pdf")), apply)
    correct_pieces(run)
    assert len(findings(run)) == 1

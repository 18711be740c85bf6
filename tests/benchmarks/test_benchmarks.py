"""The comparison is fair: every program is measured whole, and made the letters that it was measured for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import letter
import mdtable
import ours
import pikepdf
import pytest
import verify
from compare import Result
from letters_kit import household
from measure import CommandFailedError, measure
from outputs import WrongOutputError, check_letters
from program_kit import row, write_list

from mailing.intake.sample.writing import write_sample
from mailing.letters.text.addressing import address_lines
from mailing.letters.text.salutation import salutation

if TYPE_CHECKING:
    from collections.abc import Callable

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
LETTERS = 20
MIB = 1024 * 1024
ENVIRONMENT = {"PYTHONPATH": str(BENCHMARKS)}


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of a few households, as `mailing sample` writes it."""
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_sample(LETTERS, 1, stream)
    return path


@pytest.fixture(scope="module")
def minimal(given: Path) -> Path:
    """The letters of the list as the minimal writer makes them."""
    return _made_by("minimal.py", given)


def _made_by(peer: str, given: Path) -> Path:
    made = given.with_name(f"{peer}.pdf")
    measure([sys.executable, str(BENCHMARKS / "peers" / peer), str(given), str(made)], environment=ENVIRONMENT)
    return made


def test_the_list_has_a_letter_for_each_household(given: Path) -> None:
    """Members of a household get no letter of their own."""
    assert len({one.bg_nummer for one in letter.letters(given)}) == LETTERS


@pytest.mark.parametrize(
    "person",
    [
        ("Frau", "", "Tina", "Meier", ""),
        ("Herr", "Dr.", "Jan", "Meier", ""),
        ("Divers", "Dr.", "Kim", "Meier", ""),
        ("Frau", "", "Tina", "Dussen van", ""),
        ("Herr", "Dr.", "Jan", "Koch II", ""),
        ("Divers", "", "Kim", "Koch II", ""),
        ("Frau", "", "Tina", "Meier", "Herrn Jan Schulz"),
        ("Frau", "", "Tina", "Meier", "Herrn Jan Koch II"),
        ("Frau", "", "Tina", "Meier", "Frau Ina Dussen van"),
        ("Herr", "", "Jan", "Meier", "Herrn Jan Jacobi Jäckel"),
    ],
)
def test_everybody_is_called_as_this_program_calls_them(person: tuple[str, ...], tmp_path: Path) -> None:
    """In the address and in the salutation, whatever surnames the sample's stock of names has."""
    entries = dict(zip(("anrede", "titel", "vorname", "nachname", "empfaenger"), person, strict=True))
    (made,) = letter.letters(write_list(tmp_path / "list.csv", [row(1, **entries)]))
    called = household(**entries)
    assert (made.address[0], made.salutation) == (address_lines(called)[0], salutation(called))


@pytest.mark.parametrize("peer", ["minimal.py", "reportlab_canvas.py"])
def test_peers_make_every_letter(peer: str, given: Path) -> None:
    """A page for each household, with its address and its own paragraphs."""
    assert check_letters([_made_by(peer, given)], letter.letters(given)) == LETTERS


def test_our_letter_is_the_same(given: Path, tmp_path: Path) -> None:
    """This program, too, makes the comparison's letter, from a template with the comparison's words."""
    templates = ours.write_template(tmp_path)
    command = ours.run_command(given, tmp_path / "run", "--templates", str(templates), "--template", ours.TEMPLATE)
    measure(command)
    assert check_letters(ours.pdfs(tmp_path / "run"), letter.letters(given)) == LETTERS


def test_the_minimal_writer_writes_sound_files(minimal: Path) -> None:
    """The ceiling isn't reached by leaving out what readers need."""
    with pikepdf.open(minimal, attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert all(font.DescendantFonts[0].FontDescriptor.FontFile2 for font in pdf.pages[0].resources.Font.values())


def _without_the_first(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


def _with_one_twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def _with_an_empty_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


@pytest.mark.parametrize("spoil", [_without_the_first, _with_one_twice, _with_an_empty_page])
def test_wrong_pages_are_noticed(spoil: Callable[[pikepdf.Pdf], None], minimal: Path, given: Path) -> None:
    """A program that drops or doubles letters isn't compared."""
    spoilt = minimal.with_name("spoilt.pdf")
    with pikepdf.open(minimal) as pdf:
        spoil(pdf)
        pdf.save(spoilt)
    with pytest.raises(WrongOutputError):
        check_letters([spoilt], letter.letters(given))


@pytest.mark.parametrize("part", ["address", "first", "last"])
def test_a_letter_with_anothers_text_is_noticed(part: str, minimal: Path, given: Path) -> None:
    """The right number on the page isn't enough: address and paragraphs are the household's own."""
    first, second, *others = letter.letters(given)
    swapped = [first._replace(**{part: getattr(second, part)}), second, *others]
    with pytest.raises(WrongOutputError, match=first.bg_nummer):
        check_letters([minimal], swapped)


def test_measuring_counts_the_whole_tree() -> None:
    """What a child process takes is its parent's: CPU time and memory."""
    busy = "import time; held = bytearray(96 << 20); [0 for _ in iter(lambda: time.process_time() < 0.4, False)]"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}], check=True); print('done')"
    taken = measure([sys.executable, "-c", parent])
    assert taken.output == "done\n"
    assert taken.cpu_seconds >= 0.4
    assert taken.seconds >= 0.4
    assert 96 * MIB < taken.peak_bytes < 400 * MIB


def test_a_command_that_fails_is_not_measured() -> None:
    """Its exit code and last words are told."""
    with pytest.raises(CommandFailedError, match=r"exit code 3\n(.|\n)*no letters"):
        measure([sys.executable, "-c", "import sys; print('no letters', file=sys.stderr); sys.exit(3)"])


def test_ratios_are_those_of_one_letter() -> None:
    """A slow program that made fewer letters is compared by the letter."""
    ours_, slow = Result("ours", 1000, 2.0, 4.0, 0, 1000), Result("slow", 100, 2.0, 2.0, 0, 100)
    assert slow.row([ours_, None])[-4:] == ("10.00", "5.00", "–", "–")


def test_tables_are_markdown() -> None:
    """The first column is words, the others figures."""
    assert mdtable.table(("Who", "How many"), [("us", "1"), ("others", "12")]).splitlines() == [
        "| Who    | How many |",
        "| ------ | -------: |",
        "| us     |        1 |",
        "| others |       12 |",
    ]


def test_verification_is_measured_for_each_kind_of_letter(tmp_path: Path) -> None:
    """Every run that is measured is a sound one: a finding would end the measurement."""
    found = list(verify.rows(LETTERS, 1, (), tmp_path))
    assert [line[:2] for line in found] == [("the press release's", str(LETTERS)), ("the comparison's", str(LETTERS))]
    assert all(len(line) == len(verify.HEADER) for line in found)

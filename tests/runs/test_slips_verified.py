"""Reply slips of whole runs: verification holds each against its household, and finds what was exchanged."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
import pytest
from audit_sabotage import change_pdf
from enclosures_kit import NAME, OURS, runs_in, write_office
from life_kit import delivered, table
from verapdf_kit import needs_verapdf, verapdf

from mailing.audit.accessibility import accessibility_faults
from mailing.audit.structure import Content, Node, structure_of
from mailing.audit.verification import VerifyOptions, verify
from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from program_kit import Called

SLIP = 'title = "Antwort"\ntemplate = "rueckantwort"'
CODE = re.compile(rb"(?<=ET\n)(?:[\d. ]+re\s+)+f\n")
"""What draws a slip's code: one path of rectangles behind the text."""
SHOWN = re.compile(rb"(?<=Td\[)\(.*?\)(?=\]TJ)", re.DOTALL)
"""Each line's glyphs: first the three of the address, then the numbers."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of a letter with a reply slip."""
    folder = tmp_path_factory.mktemp("antworten")
    call = write_office(folder, SLIP)
    shutil.copytree(OURS / "rueckantwort", folder / "vorlagen" / "rueckantwort")
    assert main(["run", *call, "-o", str(folder / "aus"), "--engine", "serial"]) == 0
    (run,) = runs_in([folder / "aus"])
    return run


@pytest.fixture
def found(made: Path, tmp_path: Path) -> Callable[..., set[str]]:
    """Return what changes the first two slips of a run's first file and says what of slips is found then."""

    def verified(change: Callable[[bytes, bytes], bytes]) -> set[str]:
        run = shutil.copytree(made, tmp_path / "lauf")
        file = min((run / "shop" / "data").glob("*.pdf"))

        def apply(pdf: pikepdf.Pdf) -> None:
            first, second = (pdf.pages[place].Contents.read_bytes() for place in (1, 3))
            pdf.pages[1].Contents = pdf.make_stream(change(first, second))

        change_pdf(file, apply)
        assert main(["verify", str(run)]) == 5
        return {finding.code for finding in verify(run, VerifyOptions()) if finding.details.get("page") == 2}

    return verified


def test_slips_as_they_should_be(made: Path) -> None:
    """The control: nothing is found."""
    assert main(["verify", str(made)]) == 0


def test_the_print_shop_knows_no_slips(made: Path) -> None:
    """It has no templates to know them by."""
    assert main(["verify", str(made / "shop"), "--shop"]) == 0


def test_another_households_code_is_found(found: Callable[..., set[str]]) -> None:
    """Its answer would be filed for the wrong one."""
    exchanged = found(lambda first, second: CODE.sub(CODE.findall(second)[0], first))
    assert exchanged == {"audit.slip-code"}


def test_a_second_code_is_found(found: Callable[..., set[str]]) -> None:
    """Which of them a scanner reads is chance."""

    def doubled(first: bytes, second: bytes) -> bytes:
        return first + b"q 1 0 0 1 60 -200 cm\n" + CODE.findall(second)[0] + b"Q\n"

    assert found(doubled) == {"audit.slip-code"}


def test_a_slip_without_its_code_is_found(found: Callable[..., set[str]]) -> None:
    """It would have to be filed by hand."""
    assert found(lambda first, _second: CODE.sub(b"", first)) == {"audit.slip-code-missing"}


def test_a_code_in_the_window_is_found(found: Callable[..., set[str]]) -> None:
    """It would show the number on the way."""

    def moved(first: bytes, _second: bytes) -> bytes:
        return CODE.sub(lambda code: b"q 1 0 0 1 -150 0 cm\n" + code[0] + b"Q\n", first)

    assert found(moved) == {"measure.window-stranger"}


def test_another_address_is_found(found: Callable[..., set[str]]) -> None:
    """The household's number in the place of the office's name, where everybody reads it."""

    def exchanged(first: bytes, _second: bytes) -> bytes:
        address, number = SHOWN.findall(first)[0], SHOWN.findall(first)[3]
        return first.replace(address, number, 1)

    assert found(exchanged) == {"audit.slip-address"}


def test_text_beside_the_address_is_found(found: Callable[..., set[str]]) -> None:
    """As far as a window reaches that the sheet slips in."""

    def moved(first: bytes, _second: bytes) -> bytes:
        return first.replace(b"\n348.88 3.83 Td", b"\n200 3.83 Td", 1)

    assert {"measure.window-stranger"} <= found(moved)


@pytest.fixture(scope="module")
def copies(made: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The accessible copies of all its letters."""
    folder = tmp_path_factory.mktemp("kopien")
    assert main(["copy", str(made), "--all", "-o", str(folder)]) == 0
    return sorted(folder.glob("*.pdf"))


def parts(node: Node | Content) -> Iterator[Node]:
    """Give all parts of a copy's tree."""
    if isinstance(node, Node):
        yield node
        for kid in node.kids:
            yield from parts(kid)


def test_a_copy_tells_the_code_and_the_fields(copies: list[Path]) -> None:
    """To who hears the slip: neither is silent, and no line is read underscore by underscore."""
    for path in copies:
        with pikepdf.open(path) as pdf:
            tree = structure_of(pdf)
        assert tree is not None
        found = list(parts(tree))
        (code,) = [part.alt for part in found if part.tag == "Figure"]
        assert "ANTWORT1|rueckantwort|23702//" in code
        assert [part.alt for part in found if part.tag == "Span" and part.alt] == ["Feld zum Ausfüllen"] * 7
        assert list(accessibility_faults(path, path.name)) == []


@needs_verapdf
def test_verapdf_passes_copies_of_slips(copies: list[Path]) -> None:
    """PDF/UA-1."""
    assert verapdf("ua1", copies).count("PASS ") == len(copies)


def test_every_engine_makes_the_same_slips(made: Path, tmp_path: Path) -> None:
    """Byte by byte."""
    call = ["--date", "2020-06-15", "-t", NAME, "--templates", str(made.parents[1] / "vorlagen")]
    call += ["-o", str(tmp_path), "--engine", "processes", "--workers", "2"]
    assert main(["run", str(made.parents[1] / "liste.csv"), *call]) == 0
    (again,) = runs_in([tmp_path])
    for file in (made / "shop" / "data").glob("*.pdf"):
        assert (again / "shop" / "data" / file.name).read_bytes() == file.read_bytes()


def test_a_slip_is_printed_again_with_its_letter(program: Callable[..., Called], made: Path, tmp_path: Path) -> None:
    """The same household's, and `verify` holds it against the same rules."""
    run = shutil.copytree(made, tmp_path / "lauf")
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    delivered(run)
    assert program("feedback", run, table(tmp_path, "1-5;OK", "6;Makulatur")).code == 0
    done = program("reprint", run, "--open", "--reason", "Stau", "--by", "Ute")
    assert done.code == 0, done.err
    (file,) = (run / "shop-r1" / "data").glob("*.pdf")
    with pdfium.PdfDocument(file) as document:
        assert "23702//0000006" in document[1].get_textpage().get_text_bounded()
    assert program("verify", run).code == 0

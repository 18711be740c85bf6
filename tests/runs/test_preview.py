"""The page beside the text: what a run would print, for texts that aren't saved yet."""

from __future__ import annotations

import io
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from program_kit import row, write_list

from mailing.runs.showing.preview import Previewer
from mailing.runs.showing.preview_picture import DPI

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from program_kit import Called

    Program = Callable[..., Called]

OURS = Path(__file__).parents[2] / "letter_templates"
TEXT = "einladung/letter.md.j2"
BESIDE_CODE = 75
"""Pixels from the left: before them stand the control code and the marks."""
SECONDS = 0.15


def pixels(picture: bytes) -> NDArray[np.uint8]:
    """Return a PNG's dots."""
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"))


def saved(name: str) -> str:
    """Return a file of our templates."""
    return (OURS / name).read_text("utf-8")


@pytest.fixture(scope="module")
def invented() -> Previewer:
    """What shows our letters for invented households."""
    return Previewer(OURS)


def test_the_page_is_that_of_a_run(program: Program, tmp_path: Path) -> None:
    """Dot by dot, but for the control code, which names a run."""
    write_list(tmp_path / "liste.csv", [row(1)])
    assert program("run", "liste.csv", "-t", "einladung", "--templates", OURS).code == 0
    (pdf,) = (tmp_path / "runs").glob("*/shop/data/*.pdf")
    document = pdfium.PdfDocument(pdf)
    printed = np.asarray(document[0].render(scale=DPI / 72, grayscale=True).to_pil())
    document.close()
    shown = Previewer(OURS, {"list": str(tmp_path / "liste.csv")}).page("einladung", {})
    drawn = pixels(shown.picture)
    assert drawn.shape == printed.shape
    assert (drawn[:, BESIDE_CODE:] == printed[:, BESIDE_CODE:]).all()
    assert (drawn[:, :BESIDE_CODE] != printed[:, :BESIDE_CODE]).any(), "the control code is no run's"


def test_unsaved_text_stands_on_the_page(invented: Previewer) -> None:
    """The file itself stays as it is."""
    shown = invented.page("einladung", {TEXT: "{{ anrede_zeile }}\n\nein ganz neuer Satz.\n"})
    assert "ein ganz neuer Satz." in shown.text
    assert "ein ganz neuer Satz." not in saved(TEXT)


def test_unsaved_settings_and_shared_parts_stand_on_the_page(invented: Previewer) -> None:
    """Subject, organisation and part are files as the text is."""
    settings = saved("einladung/letter.toml").replace("Ihr Termin am", "Unser Treffen am")
    organisation = saved("organisation.toml").replace('"Ihr Jobcenter Region Hannover"', '"Ihr Amt"')
    shown = invented.page("einladung", {"einladung/letter.toml": settings, "organisation.toml": organisation})
    assert "Unser Treffen am" in shown.text
    assert "Ihr Amt" in shown.text


def test_households_follow_one_another_and_end(invented: Previewer) -> None:
    """Next is another household; behind the last one stays the last one; a row is found."""
    first, second = (invented.page("einladung", {}, place=place) for place in (0, 1))
    assert first.text != second.text
    assert invented.page("einladung", {}, place=10_000).place == first.households - 1
    assert invented.page("einladung", {}, row=second.row).place == 1
    assert invented.page("einladung", {}, place=1, row=999_999).place == 1


def test_the_hardest_letters_come_with_their_reasons(invented: Previewer) -> None:
    """As `mailing proof` chooses them."""
    hardest = invented.hardest("einladung", {})
    assert any("meiste Zeilen in der Anschrift" in reasons for _place, _row, reasons in hardest)
    place, row_, _reasons = hardest[1]
    assert invented.page("einladung", {}, place=place).row == row_


def test_columns_of_the_list_are_named_for_placeholders(tmp_path: Path) -> None:
    """What the list has beyond our own columns."""
    list_ = write_list(tmp_path / "liste.csv", [row(1)])
    head, first = list_.read_text("utf-8").splitlines()
    list_.write_text(f"{head};Aktenzeichen\n{first};A 7\n", "utf-8")
    text = "{{ anrede_zeile }}\n\n{{ aktenzeichen }}\n"
    shown = Previewer(OURS, {"list": str(list_)}).page("einladung", {TEXT: text})
    assert shown.columns == ("aktenzeichen",)
    assert "A 7" in shown.text


def test_a_list_that_lacks_what_the_letter_demands_is_shown_for_all_that(tmp_path: Path) -> None:
    """The finding says what lacks; the run would stop."""
    list_ = write_list(tmp_path / "liste.csv", [{k: v for k, v in row(1).items() if k != "termin"}])
    shown = Previewer(OURS, {"list": str(list_)}).page("einladung", {})
    assert [finding.code for finding in shown.findings] == ["letter.no-appointment"]
    assert not shown.picture


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("{{ anrede_zeile }}\n\n{{ termin.begin }}\n", 3, "„begin“"),
        ("{{ anrede_zeile }}\n{{ ''.__class__ }}\n", 2, "__class__"),
        ("{% for a in mitglieder %}\n", 1, "endfor"),
        ("{{ anrede_zeile }}\n\n{% include '../../etc/passwd' %}\n", 3, "passwd"),
    ],
)
def test_faults_stand_at_their_line(invented: Previewer, text: str, line: int, what: str) -> None:
    """File and line, so that the page can lead there."""
    faults, _findings = invented.check("einladung", {TEXT: text})
    assert [(fault.where, what in f"{fault.what} {fault.hint}") for fault in faults] == [(f"{TEXT}:{line}", True)]


def test_a_placeholder_that_nothing_fills_is_a_fault_of_the_check(invented: Previewer) -> None:
    """A slip of the pen shows, though the page itself can be set."""
    faults, _findings = invented.check("einladung", {TEXT: "{{ anrede_zeile }}\n\n{{ vornmae }}\n"})
    assert "vorname" in faults[0].hint


def test_a_letter_that_isnt_there_is_told(invented: Previewer) -> None:
    """No traceback, no picture."""
    assert "gibt es nicht" in invented.page("nichts", {}).faults[0].what


def test_changes_of_other_files_are_seen_at_once(tmp_path: Path) -> None:
    """The folder is read anew for each page."""
    shutil.copytree(OURS, tmp_path / "letter_templates")
    shutil.copytree(OURS.parent / "sample_data", tmp_path / "sample_data")
    shows = Previewer(tmp_path / "letter_templates")
    shows.page("einladung", {})
    part = tmp_path / "letter_templates" / "teile" / "gruss.md.j2"
    part.write_text(part.read_text("utf-8").replace("Mit freundlichen Grüßen", "Mit besten Grüßen"), "utf-8")
    assert "Mit besten Grüßen" in shows.page("einladung", {}).text


@pytest.mark.slow
def test_a_page_takes_less_than_the_blink_of_an_eye(invented: Previewer) -> None:
    """In a warm process, of a processor: other tests run beside this one."""
    taken = []
    for number in range(8):
        text = saved(TEXT).replace("Bitte", f"Bitte {number}")
        begun = time.process_time()
        assert invented.page("einladung", {TEXT: text}, place=number).picture
        taken.append(time.process_time() - begun)
    assert min(taken) < SECONDS

"""One letter of a run: its pages, its way, and what its case file needs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from mailing.base.errors import MailingError, UsageError
from mailing.base.figures import number_in
from mailing.base.messages import _
from mailing.model.reports import FATE_NAMES
from mailing.runs.afterwards.copying import copy_of
from mailing.runs.afterwards.noting import note_on
from mailing.runs.afterwards.way import way_of_piece
from mailing.runs.showing.finished import find_letters, letter_pages, letter_pdf
from mailing.runs.showing.searching import household_of
from mailing.web.accounts.roles import HOUSE
from mailing.web.call import NotFoundError, shown_bytes
from mailing.web.paths import run_folder
from mailing.web.routing import Page

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.model import ShownLetter
    from mailing.model.shown_pages import ShownPage
    from mailing.web.call import Call

PDF: Final = "application/pdf"
DPI: Final = 110
LETTERS_KEPT: Final = 64
WITH_NOTE: Final = frozenset({"posted", "returned"})
"""A note says that a letter was handed to the post, so only those have one."""


def letter(call: Call) -> Response:
    """Show a letter: pages, household, way."""
    run, found = _found(call)
    way = way_of_piece(run, found.piece)
    return call.page(
        "letter.html",
        run_id=run.name,
        letter=found,
        household=household_of(run, found.piece),
        pages=_pages_as_far_as_they_are_there(found),
        way=way,
        fate=_(FATE_NAMES.get(way.fate, "")),
        has_note=way.fate in WITH_NOTE,
        address=f"/laeufe/{run.name}/stuecke/{found.piece}",
    )


def picture(call: Call) -> Response:
    """Give a page of a letter as a picture."""
    _run, found = _found(call)
    pages = _pages(found, _state_of(found.path))
    number = _number(call, "page")
    if number > len(pages):
        raise _no_letter()
    return shown_bytes(pages[number - 1].picture, "image/png")


def pdf(call: Call) -> Response:
    """Give the letter alone, as it was printed."""
    run, found = _found(call)
    return _kept(letter_pdf(found), f"{run.name}-{found.piece}.pdf")


def copy(call: Call) -> Response:
    """Give the letter's accessible copy."""
    run, found = _found(call)
    is_large = call.asked("gross") == "ja"
    name = f"{run.name}-{found.piece}-barrierefrei{'-gross' if is_large else ''}.pdf"
    return _kept(copy_of(run, found.piece, is_large=is_large), name)


def note(call: Call) -> Response:
    """Give the letter's file note."""
    run, found = _found(call)
    return _kept(note_on(run, found.piece, call.actor), f"{run.name}-{found.piece}-vermerk.pdf")


def _found(call: Call) -> tuple[Path, ShownLetter]:
    run = run_folder(call.office, call.in_path("run_id"))
    try:
        (found,) = find_letters(run, str(_number(call, "piece")))
    except UsageError as error:
        raise _no_letter() from error
    return run, found


def _number(call: Call, name: str) -> int:
    number = number_in(call.in_path(name))
    if not number:
        raise _no_letter()
    return number


def _pages_as_far_as_they_are_there(found: ShownLetter) -> tuple[ShownPage, ...]:
    """Return the letter's pages; none where the print file is gone or damaged: household and way are shown anyway."""
    try:
        return _pages(found, _state_of(found.path))
    except (MailingError, OSError):
        return ()


@lru_cache(maxsize=LETTERS_KEPT)
def _pages(found: ShownLetter, _state: tuple[int, int]) -> tuple[ShownPage, ...]:
    """Return a letter's pages, kept in memory until its pictures are asked for: they are made together."""
    return letter_pages(found, DPI)


def _state_of(file: Path) -> tuple[int, int]:
    state = file.stat()
    return state.st_mtime_ns, state.st_size


def _no_letter() -> NotFoundError:
    return NotFoundError(_("Diesen Brief gibt es nicht"), hint=_("Unter „Nachsehen“ lässt er sich suchen"))


def _kept(content: bytes, name: str) -> Response:
    """Return bytes that the browser keeps as a file; they were on no disk."""
    return Response(content, media_type=PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'})


_LETTER: Final = "/laeufe/{run_id}/stuecke/{piece}"
PAGES = (
    Page(_LETTER, letter, HOUSE),
    Page(f"{_LETTER}/seite/{{page}}", picture, HOUSE),
    Page(f"{_LETTER}/brief.pdf", pdf, HOUSE),
    Page(f"{_LETTER}/kopie.pdf", copy, HOUSE),
    Page(f"{_LETTER}/vermerk.pdf", note, HOUSE),
)

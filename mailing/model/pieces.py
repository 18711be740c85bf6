"""What is drawn and pressed: page contents, pieces and files, and the name of the run that they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from mailing.model.households import Route


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """What names a run: everything that determined it, in one digest.

    Attributes:
        run_id: the run's folder name, `<date>_<template>_<first eight digits of digest>`.
        digest: hex SHA-256 over list, template, organisation, profile, fonts, settings and program version.
        date: the letters' date; dates inside the PDFs come from it, never from the clock.
        template: the template's folder name; `title` its title for people.
        program: name and version, as in "mailing 0.1.0".
    """

    run_id: str
    digest: str
    date: date
    template: str
    title: str
    program: str

    @property
    def job_number(self) -> int:
        """Eight decimal digits that stand for the run in control codes."""
        return int(self.digest[:12], 16) % 100_000_000


@dataclass(frozen=True, slots=True)
class PlateDrawing:
    """A plate as page content. `key` is the SHA-256 (hex) of `content`."""

    key: str
    content: bytes


class DrawnPage(NamedTuple):
    """A page's own content, before its control code; `plate` is the key of the drawing that it stands on."""

    plate: str
    content: bytes


class DrawnLetter(NamedTuple):
    """A letter as page contents: all of it but what depends on its place in the run."""

    household: int
    pages: tuple[DrawnPage, ...]


class PressedPiece(NamedTuple):
    """A letter in its file: the sidecar's line and the manifest's.

    Attributes:
        piece: its number in the run, from 1.
        household: the index of its household; nobody outside the house sees it.
        file: the path below `shop/`, as in `data/…pdf`.
        first_page: from 1 within the file; blank backs count.
        leitregion: the first two digits of the PLZ, or "" abroad.
        content_sha256: hex digest of its pages' content, as `docs/print.md` defines it.
    """

    piece: int
    household: int
    file: str
    first_page: int
    last_page: int
    pages: int
    sheets: int
    leitregion: str
    content_sha256: str


@dataclass(frozen=True, slots=True)
class PressedFile:
    """A finished batch: one PDF.

    Attributes:
        path: below `shop/`, as in `data/…pdf`.
        sheet_class: sheets of each of its letters.
        grams: weight of one piece with its envelope.
        product: the postal product, as in "Standardbrief".
    """

    path: str
    sha256: str
    bytes: int
    pages: int
    pieces: tuple[PressedPiece, ...]
    route: Route
    sheet_class: int
    grams: float
    product: str

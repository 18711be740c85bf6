"""Artwork: what an office draws elsewhere (logo, signature, picture, enclosure) as letters and print files take it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mailing.model.sheets import Rect


class Ink(StrEnum):
    """The inks that artwork is converted to."""

    GRAY = "gray"
    CMYK = "cmyk"


class Size(NamedTuple):
    """Width and height in mm."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Artwork:
    """A file of the office's, converted to what every print file may hold.

    Attributes:
        name: the file among the template's, relative to the templates' folder.
        source_sha256: hex digest of the office's own file.
        sha256: hex digest of `pdf`.
        pdf: a plain PDF with the file's pages: inks as `ink` says, fonts embedded, no scripts, forms or annotations.
        pages: how large each page is.
        dpi: the least resolution of its parts that have dots, at its natural size; 0 where all are vectors.
    """

    name: str
    source_sha256: str
    sha256: str
    pdf: bytes
    pages: tuple[Size, ...]
    ink: Ink = Ink.GRAY
    dpi: float = 0.0


class Picture(NamedTuple):
    """A page (from 0) of the artwork with that digest, drawn to fill an area; `text` tells what it shows."""

    artwork: str
    page: int
    area: Rect
    text: str = ""

"""What an office tells its print shop of one job: whom to ask, when to post, what to put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Insert(NamedTuple):
    """Something that the print shop puts into envelopes: what it is, what one weighs, and how many pieces have it."""

    title: str
    grams: float
    pieces: int


class OfficeContact(NamedTuple):
    """Whom at the office the print shop asks; what isn't given is ""."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ShopOrder:
    """The office's own words to the print shop; a job that has none still has its job sheet.

    Attributes:
        contact: whom to ask at the office; None where the organisation names nobody.
        posting_day: when the letters are to be posted; None where the office has no wish.
        inserts: what goes into the envelopes beside the letters.
        notice: what the job sheet says before all else, of a reprint say.
    """

    contact: OfficeContact | None = None
    posting_day: date | None = None
    inserts: tuple[Insert, ...] = ()
    notice: str = ""


NO_ORDER = ShopOrder()

"""Batching: which letter comes into which file, in which order, and what a piece is to the post. Pure arithmetic."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mailing.base.errors import InputError, ProgramFaultError
from mailing.base.messages import _
from mailing.model import Route, runfolder
from mailing.model.enclosures import grams_of_inserts
from mailing.press.codes import MAX_PIECES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.model import Pieces, RunIdentity
    from mailing.model.enclosures import Enclosed
    from mailing.press.profiles import ShopProfile

    _Class = tuple[Route, int, tuple[Enclosed, ...]]

DATA_FOLDER = runfolder.DATA_IN_SHOP
JOB_FOLDER = f"{DATA_FOLDER}/job"
"""For PDFs without letters: what lies in `data/*.pdf` is batches and nothing else, for hot folders too."""
PLZ_DIGITS = 5

FIXED_BYTES = 800_000
"""Set aside of a file's limit for fonts and plates; the ICC profile comes on top."""

RECORD_BYTES = 400
"""Set aside for what a page adds to its content: page, record, code, places in the file."""

_ROUTE_ORDER = {route: place for place, route in enumerate(Route)}


class LetterSize(NamedTuple):
    """What batching has to know of a drawn letter.

    Attributes:
        bytes: its content before compression.
        enclosed: what goes along with it.
    """

    household: int
    route: Route
    pages: int
    bytes: int
    plz: str
    enclosed: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What comes into one file; small even for many letters.

    Attributes:
        number: the file's number in the run, from 1.
        path: below `shop/`.
        sheet_class: sheets of each of its letters.
        pieces: the numbers of its pieces, in the order of printing: a run counts them through from 1, a reprint has
            those of the letters to be printed again, gaps and all.
        households: the indices of its households, in the order of its pieces.
        regions: Leitregion and number of letters, one after the other.
        grams: weight of one piece with its envelope.
        product: the postal product.
        enclosed: what each of its pieces encloses.
    """

    number: int
    path: str
    route: Route
    sheet_class: int
    pieces: Sequence[int]
    households: array[int]
    regions: tuple[tuple[str, int], ...]
    grams: float
    product: str
    enclosed: tuple[Enclosed, ...] = ()

    def refuse_others(self, pressed: Pieces) -> None:
        """Raise `ProgramFaultError` unless these are the pieces that were planned: the books name those."""
        planned = list(zip(self.pieces, self.households, strict=True))
        if planned != list(zip(pressed.numbers, pressed.households, strict=True)):
            raise ProgramFaultError(
                _("Stück {piece} ist nicht der Brief, der dort stehen soll").format(piece=self.pieces[0]),
                where=self.path,
            )


def plan_batches(letters: Sequence[LetterSize], profile: ShopProfile, identity: RunIdentity) -> tuple[BatchPlan, ...]:
    """Plan the files: by route, sheet class, enclosures and postal order, within the profile's limits.

    Pieces count through. A household's index is its place in postal order (Leitregion, PLZ, street, number), so sorting
    by it is postal. All pieces of a file have the same enclosures: the shop puts the same inserts into each of them.

    Raises:
        InputError: there are more pieces than a control code can number.
    """
    plans: list[BatchPlan] = []
    numbered = 0
    for (route, sheets, enclosed), places in _by_class(letters, profile):
        for share in _shares(map(letters.__getitem__, places), profile):
            pieces = range(numbered + 1, numbered + 1 + len(share))
            plans.append(_plan(share, route, sheets, enclosed, len(plans) + 1, pieces, profile, identity))
            numbered += len(share)
    if numbered > MAX_PIECES:
        raise InputError(
            _("Der Lauf hat mehr als {most} Briefe").format(most=MAX_PIECES),
            hint=_("Die Liste teilen: ein Steuercode zählt bis {most}").format(most=MAX_PIECES),
        )
    return tuple(plans)


def _by_class(letters: Iterable[LetterSize], profile: ShopProfile) -> Iterator[tuple[_Class, Iterator[int]]]:
    """Give each route, number of sheets and set of enclosures with the places of its letters, in postal order."""
    places: dict[_Class, array[int]] = defaultdict(lambda: array("I"))
    households: dict[_Class, array[int]] = defaultdict(lambda: array("I"))
    for place, letter in enumerate(letters):
        kind = letter.route, profile.sheets_of(letter.pages), letter.enclosed
        places[kind].append(place)
        households[kind].append(letter.household)
    for kind in sorted(places, key=lambda kind: (_ROUTE_ORDER[kind[0]], *kind[1:])):
        order = sorted(range(len(places[kind])), key=households[kind].__getitem__)
        yield kind, map(places[kind].__getitem__, order)


def _shares(letters: Iterable[LetterSize], profile: ShopProfile) -> Iterator[list[LetterSize]]:
    """Divide letters into files; what a letter adds is counted uncompressed, so no file gets larger than allowed."""
    limits = profile.limits
    most_bytes = limits.bytes - FIXED_BYTES - len(profile.icc_profile)
    share: list[LetterSize] = []
    filled = 0
    for letter in letters:
        adds = letter.bytes + RECORD_BYTES * letter.pages
        if share and (len(share) == limits.letters or filled + adds > most_bytes):
            yield share
            share, filled = [], 0
        share.append(letter)
        filled += adds
    if share:
        yield share


def _plan(  # noqa: PLR0913, PLR0917 - all that a plan is made of
    share: list[LetterSize],
    route: Route,
    sheets: int,
    enclosed: tuple[Enclosed, ...],
    number: int,
    pieces: Sequence[int],
    profile: ShopProfile,
    identity: RunIdentity,
) -> BatchPlan:
    inserts = grams_of_inserts(enclosed)
    product = profile.product_for(sheets, inserts)
    if product is None:
        raise ProgramFaultError(
            _("Ein Brief mit {sheets} Blättern kam ohne Postprodukt bis zum Stapeln").format(sheets=sheets)
        )
    name = profile.file_name.format(number=number, route=route.value, sheets=sheets, job=f"{identity.job_number:08d}")
    regions = groupby(leitregion(letter.plz, route) for letter in share)
    return BatchPlan(
        number=number,
        path=f"{DATA_FOLDER}/{name}",
        route=route,
        sheet_class=sheets,
        pieces=pieces,
        households=array("I", (letter.household for letter in share)),
        regions=tuple((region, sum(1 for _letter in letters)) for region, letters in regions),
        grams=profile.grams(sheets, product, inserts),
        product=product.name,
        enclosed=enclosed,
    )


def leitregion(plz: str, route: Route) -> str:
    """Return the first two digits of a German PLZ; nothing abroad."""
    return plz[:2] if route is not Route.ABROAD and len(plz) == PLZ_DIGITS and plz.isdecimal() else ""

"""The results of setting, collected chunk by chunk; what there are millions of is kept as columns.

Twenty bytes a household: objects would take three hundred.
"""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING

from mailing.letters import Shortlist
from mailing.model import Face, Route, Rows
from mailing.press import LetterSize
from mailing.runs.making.spool import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.findings import Finding
    from mailing.model.enclosures import Enclosed
    from mailing.runs.making.stages import SetChunk

_ROUTES = tuple(Route)
_ROUTE_NUMBERS = {route: number for number, route in enumerate(_ROUTES)}


class SetResults(Rows[LetterSize]):
    """The letters of a run, as far as they are set: what batching has to know of each.

    Attributes:
        places: where each household's letter lies in the spool.
        plates: keys of the plates that letters stand on.
        codes: the glyph codes used, by face.
        reached: the templates' branches that some household took.
        rejected: household index -> code of the finding that forbids its letter.
        shortlist: the letters among which the run's proof is chosen.
        electronic: the households whose letters aren't printed, in the run's order.
    """

    def __init__(self, households: int) -> None:
        self.places = Places.of_none(households)
        self.plates: set[str] = set()
        self.codes: dict[Face, set[int]] = {face: set() for face in Face}
        self.reached: set[str] = set()
        self.findings: list[Finding] = []
        self.rejected: dict[int, str] = {}
        self.shortlist = Shortlist()
        self.electronic: list[int] = []
        self._households = array("I")
        self._routes = array("B")
        self._pages = array("H")
        self._plz: list[str] = []
        self._enclosed = array("I")
        self._kinds: list[tuple[Enclosed, ...]] = []
        self._numbers: dict[tuple[Enclosed, ...], int] = {}

    def __len__(self) -> int:
        """Return how many letters there are."""
        return len(self._households)

    def add(self, chunk: int, made: SetChunk) -> None:
        """Add what became of a chunk."""
        if made.sizes:
            households, routes, pages, lengths, plz, enclosed = zip(*made.sizes, strict=True)
            self.places.enter(chunk, households, lengths)
            self._households.extend(households)
            self._routes.extend(map(_ROUTE_NUMBERS.__getitem__, routes))
            self._pages.extend(pages)
            self._plz.extend(map(sys.intern, plz))
            self._enclosed.extend(map(self._number_of, enclosed))
        self.plates |= made.plates
        for face, codes in made.codes.items():
            self.codes[face] |= codes
        self.reached |= made.reached
        self.findings += made.findings
        self.rejected |= made.rejected
        self.shortlist += made.shortlist
        self.electronic += made.electronic

    def _number_of(self, enclosed: tuple[Enclosed, ...]) -> int:
        """Return the number of a set of enclosures: there are few."""
        number = self._numbers.get(enclosed)
        if number is None:
            number = self._numbers[enclosed] = len(self._kinds)
            self._kinds.append(enclosed)
        return number

    @property
    def households(self) -> Sequence[int]:
        """The households that have a letter, in the run's order."""
        return self._households

    def _row(self, place: int) -> LetterSize:
        household = self._households[place]
        route, length = _ROUTES[self._routes[place]], self.places.lengths[household]
        enclosed = self._kinds[self._enclosed[place]]
        return LetterSize(household, route, self._pages[place], length, self._plz[place], enclosed)

    def __iter__(self) -> Iterator[LetterSize]:
        lengths = self.places.lengths
        columns = (self._households, self._routes, self._pages, self._plz, self._enclosed)
        for household, route, pages, plz, kind in zip(*columns, strict=True):
            yield LetterSize(household, _ROUTES[route], pages, lengths[household], plz, self._kinds[kind])

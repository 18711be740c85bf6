"""Reply slips held against their household: whose answer the code says it is, and whose address goes into the window.

What a slip must be is known from the run's own copies of its templates and of the organisation; the print shop has
none of them, and nothing of this is checked for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailing.audit.expectations import squeezed
from mailing.audit.findings import fault
from mailing.audit.measuring import Flaw, Ruler
from mailing.audit.rules import ROOM, grown
from mailing.model import runfolder
from mailing.model.replies import reply_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mailing.audit.expectations import Expectation
    from mailing.audit.layers import Page
    from mailing.audit.rules import AddressForm, SheetRules
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding
    from mailing.model import Rect
    from mailing.model.enclosures import Enclosed

KIND: Final = "antwort"
"""What `letter.toml` calls a slip's template."""
LEAST_SIDE: Final = 6.0
SQUARE: Final = 0.05
"""mm; a slip's code is no smaller, and so nearly a square."""


@dataclass(frozen=True, slots=True)
class SlipRules:
    """What a reply slip in each piece of a file must be; small to pickle.

    Attributes:
        index: of its first page in the piece, from 0.
        templates: by whose text it may be set: that which the letter encloses, or a variant of it.
        address: what shows in its window, squeezed.
        may_be_none: whether the enclosure's title also stands for pages that are no slip.
    """

    index: int
    templates: tuple[str, ...]
    address: str
    may_be_none: bool = False


def slips_of(run_files: RunFiles, template: str, enclosed: Iterable[Enclosed]) -> tuple[SlipRules, ...]:
    """Return which pages of a file's pieces are reply slips; none where the house isn't in hand.

    Raises:
        OSError, ValueError, KeyError, VerificationError: the copy of a template can't be read.
    """
    set_pages = [each for each in enclosed if not (each.is_insert or each.file)]
    if not (set_pages and run_files.has_house):
        return ()
    letter = _letter(run_files, template)
    letters = (letter, *(_letter(run_files, name) for name in _variants(letter)))
    entries = [entry for each in letters for entry in each.get("enclosures", ()) if not isinstance(entry, str)]
    address = _office_address(run_files.toml(runfolder.ORGANISATION))
    found = []
    for each in set_pages:
        names = {entry["template"] for entry in entries if entry.get("title") == each.title and "template" in entry}
        own = {name: _letter(run_files, name) for name in sorted(names)}
        slips = {name: settings for name, settings in own.items() if settings.get("kind") == KIND}
        if slips:
            codes = {other for name, settings in slips.items() for other in (name, *_variants(settings))}
            has_others = len(slips) < len(own)
            found.append(SlipRules(each.first_page - 1, tuple(sorted(codes)), address, may_be_none=has_others))
    return tuple(found)


class ReplySlips:
    """Judges the slips of a file's pieces, each by its first page."""

    def __init__(self, rules: SheetRules) -> None:
        self._rules = rules
        self._slips = {slip.index: slip for slip in rules.slips}
        self._rulers = {each.form: Ruler(each) for each in rules.alternatives} if rules.slips else {}

    def faults(self, page: Page, expected: Expectation, index: int) -> Iterator[Finding]:
        """Give what is wrong with page `index` (from 0) of a piece as a slip's first; nothing where it is none."""
        slip = self._slips.get(index)
        if slip is None or not expected.needles:
            return
        codes = self._codes(page)
        if slip.may_be_none and not codes:
            return
        place: dict[str, str | float] = {"piece": expected.piece, "page": index + 1}
        number = expected.reply_number
        wanted = {reply_code(name, number) for name in slip.templates if number}
        if wanted and not codes:
            yield fault("audit.slip-code-missing", where=expected.file, **place)
        elif len(codes) > 1 or not wanted.issuperset(codes):
            yield fault("audit.slip-code", where=expected.file, **place)
        judged = [list(self._window(page, slip, form)) for form in self._rulers]
        for flaw in min(judged, key=len):
            yield fault(flaw.code, where=expected.file, **place, **flaw.details)

    def _codes(self, page: Page) -> list[str]:
        """Return what each Data Matrix but the sheet's own code says."""
        squares = {area for area in page.graphics if _is_square(area) and not self._rules.is_code(area)}
        return [text for area in sorted(squares, key=_place) if (text := page.code(grown(area, ROOM)))]

    def _window(self, page: Page, slip: SlipRules, form: AddressForm) -> Iterator[Flaw]:
        """The office's address shows wherever the sheet slips to, and nothing else does."""
        yield from self._rulers[form].window_flaws(page)
        if squeezed(page.text_in(form.field)) != slip.address:
            yield Flaw("audit.slip-address", {})


def _office_address(organisation: Mapping[str, Any]) -> str:
    """Return what must show in a slip's window, squeezed: the office's address, or where it wants its answers to go."""
    own = [str(organisation.get(name, "")) for name in ("name", "strasse", "hausnummer", "plz", "ort")]
    return squeezed("".join(organisation.get("antwortanschrift") or own))


def _letter(run_files: RunFiles, template: str) -> Mapping[str, Any]:
    return run_files.toml(runfolder.LETTER.format(template=template))


def _variants(letter: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the templates that a template's variants are made from."""
    return tuple(entry["template"] for entry in letter.get("variants", {}).values() if "template" in entry)


def _is_square(area: Rect) -> bool:
    return area.width >= LEAST_SIDE and abs(area.width - area.height) <= SQUARE


def _place(area: Rect) -> tuple[float, float]:
    return area.y, area.x

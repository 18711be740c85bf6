"""Where nothing may be printed: checked before a letter is drawn, on its plate once and on its own lines each time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.findings import Finding
from mailing.model import PT_PER_MM, Gap, Rect
from mailing.model.din5008 import FORMS, SHEET
from mailing.model.enclosures import grams_of_inserts
from mailing.press.parts import OmrCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mailing.model import FilledForm, Form, Letter, Line, Plate
    from mailing.press.profiles import ShopProfile

ASCENT, DESCENT = 0.75, 0.22
"""How far Arimo's ink reaches above and below the baseline, in em (capitals and ascenders; g, p and ß's kin)."""

PLATES_KEPT = 10_000
"""How many checked plates are remembered."""

SLACK = 0.05
"""A full line ends where the next zone begins, give or take the rounding of its words (mm)."""


class Zone(NamedTuple):
    """A zone to keep free, by its name in the profile."""

    name: str
    area: Rect


def blocked_findings(letter: Letter, profile: ShopProfile) -> tuple[Finding, ...]:
    """Return what forbids printing the letter under the profile: text in a blocked zone, too many sheets.

    Raises:
        InputError: what its template itself prints, on every letter, stands in a blocked zone.
    """
    return _guard(profile).findings(letter)


def check_window(profile: ShopProfile, forms: Iterable[str]) -> None:
    """See to it that letters of these forms ("A", "B") show their address in the window, and not their control code.

    Raises:
        InputError: the address could be hidden, or the code be seen, wherever the sheet slips to.
    """
    for name in forms:
        if not profile.window_envelope.takes(FORMS[name]):
            raise _hidden_address(profile, name)
        if profile.shows_code_in_window(FORMS[name]):
            raise InputError(
                _("Der Steuercode des Profils {profile} wäre bei Briefen der Form {form} im Fenster zu sehen").format(
                    profile=profile.name, form=name
                ),
                where="code",
                hint=_("Ein anderes Profil wählen (--shop), oder in letter.toml die andere Form"),
            )


def _hidden_address(profile: ShopProfile, form: str) -> InputError:
    fitting = next(other.name for other in FORMS.values() if profile.window_envelope.takes(other))
    what = _("Bei Briefen der Form {form} wäre die Anschrift im Fenster des Umschlags {envelope} nicht immer zu sehen")
    hint = _('Form {fitting} passt: in letter.toml form = "{fitting}"; oder ein Profil mit anderem Umschlag (--shop)')
    return InputError(
        what.format(form=form, envelope=profile.envelope), where="envelope", hint=hint.format(fitting=fitting)
    )


@lru_cache(maxsize=4)
def _guard(profile: ShopProfile) -> _Guard:
    return _Guard(profile)


def zones_of(profile: ShopProfile, page: int) -> tuple[Zone, ...]:
    """Return what is kept free on a letter's page (from 1); recommendations aren't among it."""
    blocked = [
        Zone(zone.name, zone.area)
        for zone in profile.blocked
        if not zone.advice and (page == 1 or not zone.first_page_only)
    ]
    return (*blocked, *(_behind_marks(profile) if profile.is_back(page) else _around_code(profile)))


def _around_code(profile: ShopProfile) -> tuple[Zone, ...]:
    return () if profile.code_zone is None else (Zone(_("Steuercode mit Ruhezone"), profile.code_zone),)


def _behind_marks(profile: ShopProfile) -> tuple[Zone, ...]:
    """Return where a back is kept free: behind reading marks, which shine through; mirrored, as the sheet is turned."""
    if not isinstance(profile.code, OmrCode):
        return ()
    front = profile.code.area
    back = Rect(SHEET.width - front.right, front.y, front.width, front.height)
    return (Zone(_("Rückseite der Lesemarken"), back),)


class _Guard:
    """Knows how much room a line has at each position, so that a line costs a look-up and its width."""

    def __init__(self, profile: ShopProfile) -> None:
        self._profile = profile
        self._first, self._second, self._third = (_Margins(zones_of(profile, page)) for page in (1, 2, 3))

    def findings(self, letter: Letter) -> tuple[Finding, ...]:
        found: list[Finding] = []
        for number, page in enumerate(letter.pages, 1):
            margins = self._margins(number)
            if page.plate not in margins.passed:
                self._check_plate(page.plate, margins, number)
            overrun = [line for text in page.texts for line in margins.overrun_lines(text)]
            found += [_in_zone(letter.row, number, line, margins) for line in overrun]
        sheets = self._profile.sheets_of(len(letter.pages))
        inserts = grams_of_inserts(letter.enclosed)
        if letter.pages and self._profile.product_for(sheets, inserts) is None:
            found.append(_fits_nothing(letter.row, sheets, inserts, self._profile))
        return tuple(found)

    def _margins(self, page: int) -> _Margins:
        """Return the room on a page: the first, then even and odd ones by turns."""
        if page == 1:
            return self._first
        return self._third if page % 2 else self._second

    def _check_plate(self, plate: Plate, margins: _Margins, number: int) -> None:
        hits = [*margins.hit_lines(plate), *margins.hit_rules(plate)]
        if hits:
            zone, area = hits[0]
            raise InputError(
                _("Die Vorlage druckt in eine Sperrzone des Profils {profile}: {zone}").format(
                    profile=self._profile.name, zone=zone.name
                ),
                where=_("Seite {page}, {x:.1f} mm von links, {y:.1f} mm von oben").format(
                    page=number, x=area.x, y=area.y
                ),
                hint=_("Ein anderes Profil wählen (--shop) oder die Vorlage ändern"),
            )
        if len(margins.passed) >= PLATES_KEPT:
            margins.passed.clear()
        margins.passed.add(plate)


def _fits_nothing(row: int, sheets: int, inserts: float, profile: ShopProfile) -> Finding:
    """Tell of a letter that no product takes: for its sheets, or else for its weight."""
    roomy = [product for product in profile.products if sheets <= product.max_sheets]
    if not roomy:
        return Finding("press.too-many-sheets", row, details={"sheets": sheets})
    product = max(roomy, key=lambda each: each.max_grams)
    grams = {"grams": profile.grams(sheets, product, inserts), "inserts": inserts, "limit": product.max_grams}
    told = {name: f"{weight:.2f}".rstrip("0").rstrip(".").replace(".", ",") for name, weight in grams.items()}
    return Finding("press.too-heavy", row, details={"sheets": sheets, **told})


def _in_zone(row: int, page: int, line: Line, margins: _Margins) -> Finding:
    zone = margins.zone_hit(ink(line))
    name = zone.name if zone else _("Blattrand")
    return Finding(
        "press.blocked-zone", row, field=line.role, details={"zone": name, "page": page, "y": round(line.y, 1)}
    )


def ink(line: Line) -> Rect:
    """Return the box of a line's ink, as wide as its words and as high as its face."""
    em = line.size / PT_PER_MM
    width = advance_of(line) * em / 1000 * line.stretch
    return Rect(line.x, line.y - ASCENT * em, width, (ASCENT + DESCENT) * em)


def advance_of(line: Line) -> int:
    """Return how wide the line's words are, as designed, in 1/1000 em."""
    advance = 0
    for word in line.words:
        advance += word.advance
    return advance


class _Margins:
    """The room that lines have on a page.

    Attributes:
        passed: plates that were found to keep it.
    """

    def __init__(self, zones: tuple[Zone, ...]) -> None:
        self.passed: set[Plate] = set()
        self._clear: set[Form] = set()
        self._zones = zones
        self._rooms: dict[tuple[float, float, float], float] = {}

    def overrun_lines(self, text: FilledForm) -> list[Line]:
        """Return the lines that reach into a zone or past the sheet's edge.

        A form is looked at once, by how wide its lines can be at most; only where that may be too wide, each letter's.
        """
        form = text.form
        if form.measure is not None and (form in self._clear or self._is_clear(form, form.measure)):
            return []
        return [line for line in text.lines if line.words and self.is_overrun(line)]

    def is_overrun(self, line: Line) -> bool:
        """Whether the line reaches into a zone or past the sheet's edge."""
        return self._is_too_wide(line, advance_of(line))

    def _is_clear(self, form: Form, measure: float) -> bool:
        """Whether no line of the form overruns, however its gaps are filled; remembered where that is so."""
        lines = [line for line in form.lines if line.words]
        widest = [measure if any(isinstance(word, Gap) for word in line.words) else advance_of(line) for line in lines]
        if any(map(self._is_too_wide, lines, widest)):
            return False
        if len(self._clear) >= PLATES_KEPT:
            self._clear.clear()
        self._clear.add(form)
        return True

    def _is_too_wide(self, line: Line, advance: float) -> bool:
        position = (line.x, line.y, line.size)
        room = self._rooms.get(position)
        if room is None:
            room = self._rooms[position] = self._room(line)
        return advance * line.stretch > room

    def _room(self, line: Line) -> float:
        """Return how far a line may run from its start, in 1/1000 em; -1 where it mayn't even start."""
        em = line.size / PT_PER_MM
        height = Rect(0.0, line.y - ASCENT * em, SHEET.width, (ASCENT + DESCENT) * em)
        ends = [zone.area.x for zone in self._zones if zone.area.overlaps(height) and zone.area.right > line.x]
        room = min([SHEET.right, *ends]) - line.x + SLACK
        return room / em * 1000 if room > 0 and SHEET.contains(height) else -1.0

    def zone_hit(self, area: Rect) -> Zone | None:
        """Return the first zone that the area reaches into."""
        return next((zone for zone in self._zones if zone.area.overlaps(area)), None)

    def hit_lines(self, plate: Plate) -> Iterator[tuple[Zone, Rect]]:
        """Give the zones that a plate's lines reach into, and where."""
        for line in plate.lines:
            if line.words and self.is_overrun(line):
                yield self.zone_hit(ink(line)) or Zone(_("Blattrand"), SHEET), ink(line)

    def hit_rules(self, plate: Plate) -> Iterator[tuple[Zone, Rect]]:
        """Give the zones that a plate's rules and marks reach into, and where."""
        for rule in plate.rules:
            zone = self.zone_hit(rule.area)
            if zone is not None:
                yield zone, rule.area

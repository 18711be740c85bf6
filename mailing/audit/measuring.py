"""Measuring a finished page: what stands where, in mm, against what DIN 5008, the window and the print shop ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.audit.expectations import squeezed
from mailing.audit.findings import fault
from mailing.audit.rules import EDGE, INFORMATION_RIGHT, MARKS_RIGHT, SHEET, TEXT_LEFT, TEXT_RIGHT
from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mailing.audit.expectations import Expectation
    from mailing.audit.pages import PageView
    from mailing.audit.rules import SheetRules
    from mailing.findings import Finding

SLACK = 0.3
"""How far ink may miss its place: rounding and the side bearings of glyphs, in mm."""
LEFT_SLACK = 1.0
"""Italic and accented letters reach further to the left of where they are set."""
COLUMN = 100.0
"""Text that begins left of this belongs to the type area, right of it perhaps to the information block."""
MARK_HEIGHT, MARK_WIDTH = 1.0, 12.0
"""Fold and punch marks are no larger than this."""

TELLING_WORDS = (
    "jobcenter",
    "bürgergeld",
    "arbeitslosengeld",
    "arbeitslosigkeit",
    "grundsicherung",
    "sozialleistung",
    "sozialgeld",
    "hartziv",
    "sgbii",
    "bedarfsgemeinschaft",
    "bgnummer",
    "leistungsbezug",
)
"""Words that tell the postman of benefits, squeezed; the return line alone may name the sender."""


def measure_page(page: PageView, rules: SheetRules, expected: Expectation, place: int) -> list[Finding]:
    """Return what is wrong with the places on page `place` (from 0) of a piece."""
    measure = _Measure(page, rules, expected, place)
    return [
        *(measure.window() if place == 0 else ()),
        *measure.blocked_zones(),
        *measure.margins(),
        *measure.overfull_lines(),
        *measure.marks(),
    ]


class _Measure:
    """All measures of one page."""

    def __init__(self, page: PageView, rules: SheetRules, expected: Expectation, place: int) -> None:
        self._page = page
        self._rules = rules
        self._expected = expected
        self._place = place
        self._texts = page.text_areas
        self._graphics = page.graphics

    def window(self) -> Iterator[Finding]:
        """The address shows wherever the sheet slips to; nothing else but the return line ever does; no word tells."""
        ever, always = self._rules.ever_visible, self._rules.always_visible
        for area in self._texts:
            if not area.overlaps(ever) or self._is_return_line(area):
                continue
            if not self._rules.form.field.contains(area, SLACK):
                yield self._report("measure.window-stranger", expected=in_mm(ever), found=in_mm(area))
            elif not always.contains(area, SLACK):
                yield self._report("measure.address-hidden", expected=in_mm(always), found=in_mm(area))
        for area in self._graphics:
            if area.overlaps(ever) and not self._is_return_line(area):
                yield self._report("measure.window-stranger", expected=in_mm(ever), found=in_mm(area))
        yield from self._telling_words(ever)

    def _telling_words(self, ever: Rect) -> Iterator[Finding]:
        top = self._rules.form.return_line_bottom
        shown = squeezed(self._page.text_in(Rect(ever.x, top, ever.width, ever.bottom - top)))
        number = self._expected.bg_number
        for word in TELLING_WORDS:
            if word in shown and word not in self._expected.vocabulary:
                yield self._report("measure.window-word", found=word)
        if number and number in shown:
            yield self._report("measure.window-word", found="BG-Nummer")

    def blocked_zones(self) -> Iterator[Finding]:
        """Nothing is printed where the shop wants nothing; only fronts have such zones."""
        if self._rules.is_duplex and self._place % 2:
            return
        for zone in self._rules.zones:
            if zone.first_page_only and self._place:
                continue
            for area in self._hits(zone.area):
                yield self._report("measure.blocked-zone", zone=zone.name, expected=in_mm(zone.area), found=in_mm(area))
        quiet = self._rules.quiet_zone
        if quiet is not None:
            for area in self._hits(quiet):
                if not self._rules.is_code(area):
                    yield self._report("measure.blocked-zone", zone="Code", expected=in_mm(quiet), found=in_mm(area))

    def _hits(self, zone: Rect) -> Iterable[Rect]:
        return [area for area in (*self._texts, *self._graphics) if area.overlaps(zone)]

    def margins(self) -> Iterator[Finding]:
        """No text stands nearer to the sheet's edges than the form allows."""
        allowed = Rect(TEXT_LEFT, EDGE, INFORMATION_RIGHT - TEXT_LEFT, SHEET.height - 2 * EDGE)
        for area in self._texts:
            if (
                area.x < allowed.x - LEFT_SLACK
                or area.right > allowed.right + SLACK
                or area.y < allowed.y
                or area.bottom > allowed.bottom
            ):
                yield self._report("measure.margin", expected=in_mm(allowed), found=in_mm(area))

    def overfull_lines(self) -> Iterator[Finding]:
        """No line of the type area runs past its right edge; only the information block may stand further right."""
        for area in self._texts:
            in_block = not self._place and area.x > COLUMN and area.bottom < self._rules.information_bottom
            if area.right > TEXT_RIGHT + SLACK and not in_block:
                yield self._report(
                    "measure.overfull-line", expected=f"{TEXT_RIGHT:.1f} mm", found=f"{area.right:.1f} mm"
                )

    def marks(self) -> Iterator[Finding]:
        """Fold and punch marks stand on the first page at the form's heights, or nowhere where the shop wants none."""
        wanted = self._rules.form.marks if self._rules.has_marks and not self._place else ()
        found = sorted(area.y + area.height / 2 for area in self._graphics if self._is_mark(area))
        if len(found) != len(wanted) or any(abs(y - at) > SLACK for y, at in zip(found, wanted, strict=True)):
            yield self._report("measure.mark", expected=_heights(wanted), found=_heights(found))

    def _is_mark(self, area: Rect) -> bool:
        is_small = area.height < MARK_HEIGHT and area.width < MARK_WIDTH
        return is_small and area.right <= MARKS_RIGHT and not self._rules.is_code(area)

    def _is_return_line(self, area: Rect) -> bool:
        form = self._rules.form
        zone = Rect(form.field.x, form.field.y, form.field.width, form.return_line_bottom - form.field.y)
        return zone.contains(area, SLACK)

    def _report(self, code: str, **details: str | float) -> Finding:
        where = self._expected.file
        return fault(code, where=where, piece=self._expected.piece, page=self._place + 1, **details)


def in_mm(area: Rect) -> str:
    """Return an area as people read it."""
    return f"x {area.x:.1f}–{area.right:.1f}, y {area.y:.1f}–{area.bottom:.1f} mm"


def _heights(heights: Iterable[float]) -> str:
    return ", ".join(f"{height:.1f}" for height in heights) + " mm" if heights else "–"

"""Measuring a finished page: what stands where, in mm, against what DIN 5008, the window and the print shop ask for.

Most of a letter's ink stands where it stands on thousands of others. What is wrong with a box depends on the box and
the kind of page alone, so each plate, and each distinct box besides, is judged once.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, partial
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mailing.audit.expectations import squeezed
from mailing.audit.findings import fault
from mailing.audit.layers import OncePerPlate
from mailing.audit.page_objects import BOTTOM, LEFT, POINT, RIGHT, TOP
from mailing.audit.rules import EDGE, INFORMATION_RIGHT, MARKS_RIGHT, SHEET, TEXT_LEFT, TEXT_RIGHT
from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mailing.audit.expectations import Expectation
    from mailing.audit.layers import Layer, Page
    from mailing.audit.page_objects import Box, Drawn
    from mailing.audit.rules import SheetRules
    from mailing.findings import Finding

SLACK = 0.3
"""How far ink may miss where it belongs: rounding and the side bearings of glyphs, in mm."""
LEFT_SLACK = 1.0
"""Italic and accented letters reach further to the left of where they are set."""
ALLOWED = Rect(TEXT_LEFT, EDGE, INFORMATION_RIGHT - TEXT_LEFT, SHEET.height - 2 * EDGE)
"""Where text may stand at all."""
COLUMN = 100.0
"""Text that begins left of this belongs to the type area, right of it perhaps to the information block."""
OVERLAP = 0.5 * POINT
"""So far texts may reach into each other, in points: marks below a line and above the next do, by 0.2 mm at most."""
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


class PageKind(NamedTuple):
    """What of a page's position in its letter decides on what it must keep to."""

    is_first: bool
    is_front: bool


class Flaw(NamedTuple):
    """Something that stands where it mustn't: the code of the finding and what fills its message."""

    code: str
    details: dict[str, str | float]


class Ruler:
    """Measures the pages of a run; keeps what it found of each box."""

    def __init__(self, rules: SheetRules) -> None:
        self._rules = rules
        self._ever, self._always, self._return_line = rules.ever_visible, rules.always_visible, rules.return_line
        self._quiet = rules.quiet_zone
        below = rules.form.return_line_bottom
        self._address_area = Rect(self._ever.x, below, self._ever.width, self._ever.bottom - below)
        self._of_layers: dict[PageKind, OncePerPlate[tuple[Flaw, ...]]] = {}
        self._of_text: dict[tuple[PageKind, Box], tuple[Flaw, ...]] = {}
        self._of_graphics: dict[tuple[PageKind, tuple[Box, ...]], tuple[Flaw, ...]] = {}
        self._lines = OncePerPlate(Lines)

    def measure(self, page: Page, expected: Expectation, index: int) -> list[Finding]:
        """Return what is wrong with where things stand on page `index` (from 0) of a piece."""
        kind = PageKind(index == 0, not (self._rules.is_duplex and index % 2))
        of_layer = self._of_layers.setdefault(kind, OncePerPlate(partial(self._layer_flaws, kind)))
        flaws = [flaw for layer in page.layers for flaw in of_layer(layer)]
        flaws += self._graphic_flaws(page, kind, page.graphic_boxes)
        flaws += [Flaw("measure.text-over-text", {"found": in_mm(page.area(box))}) for box in self._overprinted(page)]
        if index == 0:
            flaws += self._telling_words(page, expected)
        return [
            fault(flaw.code, where=expected.file, piece=expected.piece, page=index + 1, **flaw.details)
            for flaw in flaws
        ]

    def window_flaws(self, page: Drawn) -> Iterator[Flaw]:
        """Give what stands in a page's window as no address does, whatever page of its piece it is."""
        for area in page.text_areas:
            yield from self._window(area, is_text=True)
        for area in page.graphics:
            yield from self._window(area, is_text=False)

    def _layer_flaws(self, kind: PageKind, layer: Layer) -> tuple[Flaw, ...]:
        return tuple(flaw for box in layer.text_boxes for flaw in self._text_flaws(layer, kind, box))

    def _text_flaws(self, layer: Layer, kind: PageKind, box: Box) -> tuple[Flaw, ...]:
        flaws = self._of_text.get((kind, box))
        if flaws is None:
            area = layer.area(box)
            flaws = self._of_text[kind, box] = (
                *(self._window(area, is_text=True) if kind.is_first else ()),
                *(self._blocked_zones(area, kind) if kind.is_front else ()),
                *self._margins(area),
                *self._overfull_lines(area, kind),
            )
        return flaws

    def _overprinted(self, page: Page) -> Iterable[Box]:
        """Return the boxes of text that stand over another; that there are any is seen layer by layer."""
        lines = [self._lines(layer) for layer in page.layers]
        has_any = any(each.are_overprinted for each in lines) or any(
            each.meets(box) for each, other in combinations(lines, 2) for box in other.boxes
        )
        return overprinted(page.text_boxes) if has_any else ()

    def _graphic_flaws(self, page: Drawn, kind: PageKind, boxes: tuple[Box, ...]) -> tuple[Flaw, ...]:
        flaws = self._of_graphics.get((kind, boxes))
        if flaws is None:
            areas = [page.area(box) for box in boxes]
            flaws = self._of_graphics[kind, boxes] = (
                *(flaw for area in areas if kind.is_first for flaw in self._window(area, is_text=False)),
                *(flaw for area in areas if kind.is_front for flaw in self._blocked_zones(area, kind)),
                *self._marks(areas, kind),
            )
        return flaws

    def _window(self, area: Rect, *, is_text: bool) -> Iterator[Flaw]:
        """The address shows wherever the sheet slips to; nothing else but the return line ever does."""
        if not area.overlaps(self._ever) or self._return_line.contains(area, SLACK):
            return
        if not is_text or not self._rules.form.field.contains(area, SLACK):
            yield _flaw("measure.window-stranger", self._ever, area)
        elif not self._always.contains(area, SLACK):
            yield _flaw("measure.address-hidden", self._always, area)

    def _telling_words(self, page: Page, expected: Expectation) -> Iterator[Flaw]:
        """No word in the window tells of benefits, but where the address itself has it."""
        shown = squeezed(page.text_in(self._address_area))
        for word in TELLING_WORDS:
            if word in shown and word not in expected.vocabulary:
                yield Flaw("measure.window-word", {"found": word})
        number = expected.bg_number
        if number and number in shown and number not in expected.vocabulary:
            yield Flaw("measure.window-word", {"found": "BG-Nummer"})

    def _blocked_zones(self, area: Rect, kind: PageKind) -> Iterator[Flaw]:
        """Nothing is printed where the shop wants nothing, nor around the code; only fronts have such zones."""
        for zone in self._rules.zones:
            if area.overlaps(zone.area) and (kind.is_first or not zone.first_page_only):
                yield _flaw("measure.blocked-zone", zone.area, area, zone=zone.name)
        if self._quiet is not None and area.overlaps(self._quiet) and not self._rules.is_code(area):
            yield _flaw("measure.blocked-zone", self._quiet, area, zone="Code")

    def _margins(self, area: Rect) -> Iterator[Flaw]:
        """No text stands nearer to the sheet's edges than the form allows."""
        is_beside = area.x < ALLOWED.x - LEFT_SLACK or area.right > ALLOWED.right + SLACK
        if is_beside or area.y < ALLOWED.y or area.bottom > ALLOWED.bottom:
            yield _flaw("measure.margin", ALLOWED, area)

    def _overfull_lines(self, area: Rect, kind: PageKind) -> Iterator[Flaw]:
        """No line of the type area runs past its right edge; only the information block may stand further right."""
        in_block = kind.is_first and area.x > COLUMN and area.bottom < self._rules.information_bottom
        if area.right > TEXT_RIGHT + SLACK and not in_block:
            found = {"expected": f"{TEXT_RIGHT:.1f} mm", "found": f"{area.right:.1f} mm"}
            yield Flaw("measure.overfull-line", {**found})

    def _marks(self, graphics: Iterable[Rect], kind: PageKind) -> Iterator[Flaw]:
        """Fold and punch marks stand on the first page where it is folded, or nowhere where the shop wants none."""
        wanted = self._rules.marks if kind.is_first else ()
        found = sorted(area.y + area.height / 2 for area in graphics if self._is_mark(area))
        if len(found) != len(wanted) or any(abs(y - at) > SLACK for y, at in zip(found, wanted, strict=True)):
            yield Flaw("measure.mark", {"expected": _heights(wanted), "found": _heights(found)})

    def _is_mark(self, area: Rect) -> bool:
        is_small = area.height < MARK_HEIGHT and area.width < MARK_WIDTH
        return is_small and area.right <= MARKS_RIGHT and not self._rules.is_code(area)


class Lines:
    """The boxes of a layer's text, from top to bottom."""

    def __init__(self, layer: Drawn) -> None:
        self.boxes = sorted(layer.text_boxes, key=itemgetter(TOP), reverse=True)
        self._tops = [-box[TOP] for box in self.boxes]
        self._tallest = max((box[TOP] - box[BOTTOM] for box in self.boxes), default=0.0)

    @cached_property
    def are_overprinted(self) -> bool:
        """Whether one of them stands over another."""
        return any(True for _box in overprinted(self.boxes))

    def meets(self, box: Box) -> bool:
        """Whether a box of other text stands over one of them, or one of them over it."""
        first = bisect_left(self._tops, -box[TOP] - self._tallest)
        last = bisect_left(self._tops, -box[BOTTOM])
        return any(stand_over(box, other) for other in self.boxes[first:last])


def overprinted(boxes: Iterable[Box]) -> Iterator[Box]:
    """Give the boxes of text that stand over another: what runs past the text's bottom stands in the footer."""
    downwards = sorted(boxes, key=itemgetter(TOP), reverse=True)
    for number, box in enumerate(downwards, 1):
        for other in downwards[number:]:
            if other[TOP] - box[BOTTOM] < OVERLAP:
                break
            if stand_over(box, other):
                yield other


def stand_over(one: Box, other: Box) -> bool:
    """Whether two boxes reach into each other, across and down."""
    return (
        min(one[RIGHT], other[RIGHT]) - max(one[LEFT], other[LEFT]) >= OVERLAP
        and min(one[TOP], other[TOP]) - max(one[BOTTOM], other[BOTTOM]) >= OVERLAP
    )


def in_mm(area: Rect) -> str:
    """Return an area as people read it."""
    return f"x {area.x:.1f}–{area.right:.1f}, y {area.y:.1f}–{area.bottom:.1f} mm"


def _flaw(code: str, expected: Rect, found: Rect, **details: str) -> Flaw:
    return Flaw(code, {"expected": in_mm(expected), "found": in_mm(found), **details})


def _heights(heights: Iterable[float]) -> str:
    return ", ".join(f"{height:.1f}" for height in heights) + " mm" if heights else "–"

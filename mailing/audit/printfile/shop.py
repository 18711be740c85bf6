"""Rules of the shop profile: sheet, limits, fronts, codes and blocked zones, measured on the finished file."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pikepdf

from mailing.audit.pages import PageView, PdfPages
from mailing.audit.printfile.evidence import Evidence, PrintRule
from mailing.audit.printfile.once_a_file import once_a_file
from mailing.audit.rules import ReadingMarks, SheetRules, rules_from
from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator

A4 = (595.276, 841.89)
"""210 × 297 mm in points."""
SLACK = 0.01
TOUCH = 0.2
"""So far (mm) may the tip of an accent reach into a zone: no printer's register is finer."""
MEGABYTE = 1_000_000
CODE_DIGITS = 21
NO_PIECE = 0


@once_a_file
def _sheet_rules(evidence: Evidence) -> SheetRules:
    return rules_from(evidence.settings.profile, "B")


def _sheet_size(evidence: Evidence) -> Iterator[str]:
    for boxes, numbers in evidence.page_boxes.items():
        left, bottom, right, top = boxes.trim or boxes.media
        size = (right - left, top - bottom)
        if any(abs(found - expected) > SLACK for found, expected in zip(size, A4, strict=True)):
            yield from (f"page {number}: {size[0]:g} × {size[1]:g} pt" for number in numbers)


def _megabytes(evidence: Evidence) -> Iterator[str]:
    size, most = evidence.path.stat().st_size, evidence.settings.profile["limits"]["megabytes"]
    if size > most * MEGABYTE:
        yield f"{size / MEGABYTE:.1f} > {most}"


def _records(evidence: Evidence) -> list[int]:
    """Return the number of each record's first page, from 1; every page where the file tells no records."""
    owners = [page["/DPart"].objgen[0] if "/DPart" in page else None for page in evidence.pages]
    return [
        number for number, owner in enumerate(owners, 1) if owner is None or number == 1 or owner != owners[number - 2]
    ]


def _letters(evidence: Evidence) -> Iterator[str]:
    most = evidence.settings.profile["limits"]["letters"]
    if len(_records(evidence)) > most and "/DPartRoot" in evidence.root:
        yield f"{len(_records(evidence))} > {most}"


def _fronts(evidence: Evidence) -> Iterator[str]:
    if _sheet_rules(evidence).is_duplex and "/DPartRoot" in evidence.root:
        yield from (f"page {number}" for number in _records(evidence) if number % 2 == 0)


def _object_streams(evidence: Evidence) -> Iterator[str]:
    is_allowed = evidence.settings.profile.get("object_streams", True)
    if not is_allowed and any(evidence.having(types=("/ObjStm", "/XRef"))):
        yield "/ObjStm"


class Front(NamedTuple):
    """A sheet's front: its page (from 0), and where its record tells so, its piece and which sheet of it it is."""

    page: int
    piece: int | None
    sheet: int
    sheets: int


def _sheet_fronts(evidence: Evidence) -> Iterator[Front]:
    """Give the fronts that carry a code; cover and end sheets, which are no piece (0), carry none."""
    sides = 2 if _sheet_rules(evidence).is_duplex else 1
    end = len(evidence.pages) + 1
    starts = _records(evidence) if "/DPartRoot" in evidence.root else range(1, end, sides)
    for first, following in pairwise([*starts, end]):
        part = evidence.pages[first - 1].get("/DPart", pikepdf.Dictionary())
        piece = part.get("/DPM", pikepdf.Dictionary()).get("/MLNG_Piece")
        if piece == NO_PIECE:
            continue
        sheets = -(-(following - first) // sides)
        for sheet in range(sheets):
            yield Front(first - 1 + sheet * sides, piece if isinstance(piece, int) else None, sheet + 1, sheets)


def _codes(evidence: Evidence) -> Iterator[str]:
    rules = _sheet_rules(evidence)
    if rules.code is None and rules.omr is None:
        return
    pages = PdfPages(evidence.path)
    for front in _sheet_fronts(evidence):
        with pages.page(front.page) as page:
            fault = _data_matrix_fault(page, rules.code, front) if rules.code else _marks_fault(page, rules.omr, front)
        if fault:
            yield f"page {front.page + 1}: {fault}"


def _data_matrix_fault(page: PageView, area: Rect, front: Front) -> str:
    """Return what a Data Matrix says if that isn't right; without records only its check digit can be judged."""
    digits = page.code(area)
    if len(digits) != CODE_DIGITS or digits[20] != _check_digit(digits[:20]):
        return digits or "–"
    if front.piece is None:
        return ""
    expected = f"{front.piece:07d}{front.sheet:02d}{front.sheets:02d}{int(front.sheet == front.sheets)}"
    return "" if digits[8:20] == expected else f"{digits[8:20]} ≠ {expected}"


def _marks_fault(page: PageView, omr: ReadingMarks | None, front: Front) -> str:
    """Return which reading marks are printed if they aren't the right ones; they mean nothing without a piece."""
    if omr is None or front.piece is None:
        return ""
    printed = "".join("1" if page.is_dark(area) else "0" for area in omr.areas)
    expected = omr.expected(front.piece, front.sheet, front.sheets)
    return "" if printed == expected else f"{printed} ≠ {expected}"


def _check_digit(digits: str) -> str:
    """Return the check digit by ISO 7064, MOD 11,10."""
    product = 10
    for digit in digits:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return str((11 - product) % 10)


def _zones(evidence: Evidence) -> Iterator[str]:
    rules = _sheet_rules(evidence)
    starts = set(_records(evidence))
    pages = PdfPages(evidence.path)
    for index in range(len(pages)):
        zones = [zone for zone in rules.zones if index + 1 in starts or not zone.first_page_only]
        if not zones:
            continue
        with pages.page(index) as page:
            drawn = (*page.text_areas, *page.graphics)
        for zone in zones:
            for area in drawn:
                if area.overlaps(_inner(zone.area)):
                    yield f"page {index + 1}, {zone.name}: x {area.x:.1f}, y {area.y:.1f} mm"


def _inner(zone: Rect) -> Rect:
    return Rect(zone.x + TOUCH, zone.y + TOUCH, zone.width - 2 * TOUCH, zone.height - 2 * TOUCH)


_CODE = PrintRule("print.code", "Profil, code; ISO/IEC 16022; ISO 7064", _codes)
_ZONE = PrintRule("print.zone", "Profil, blocked", _zones)
READ_WITH_PIECES = frozenset({_CODE, _ZONE})
"""What reading a run's pieces one by one checks too, and costs much."""
SHOP_RULES = (
    PrintRule("print.sheet-size", "Profil; DIN EN ISO 216", _sheet_size),
    PrintRule("print.megabytes", "Profil, limits.megabytes", _megabytes),
    PrintRule("print.letters", "Profil, limits.letters", _letters),
    PrintRule("print.fronts", "Profil, duplex", _fronts),
    PrintRule("print.object-streams", "Profil, object_streams", _object_streams),
    _CODE,
    _ZONE,
)

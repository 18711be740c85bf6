"""Rules of the shop profile: sheet, limits, fronts, codes and blocked zones, measured on the finished file."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pikepdf

from mailing.audit.conformance import Evidence, Rule
from mailing.audit.pages import PdfPages
from mailing.audit.rules import SheetRules, rules_from
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


@lru_cache(maxsize=4)
def _sheet_rules(evidence: Evidence) -> SheetRules:
    return rules_from(evidence.settings.profile, "B")


def _sheet_size(evidence: Evidence) -> Iterator[str]:
    for number, page in enumerate(evidence.pages, 1):
        trim = [float(side) for side in page.get("/TrimBox", pikepdf.Page(page).mediabox)]
        size = (trim[2] - trim[0], trim[3] - trim[1])
        if any(abs(found - expected) > SLACK for found, expected in zip(size, A4, strict=True)):
            yield f"page {number}: {size[0]:g} × {size[1]:g} pt"


def _megabytes(evidence: Evidence) -> Iterator[str]:
    size, most = evidence.path.stat().st_size, evidence.settings.profile["limits"]["megabytes"]
    if size > most * MEGABYTE:
        yield f"{size / MEGABYTE:.1f} > {most}"


def _records(evidence: Evidence) -> list[int]:
    """Return the place of each record's first page, from 1; every page where the file tells no records."""
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
    if not is_allowed and any(stream.get("/Type") in ("/ObjStm", "/XRef") for stream in evidence.streams):
        yield "/ObjStm"


def _codes(evidence: Evidence) -> Iterator[str]:
    rules = _sheet_rules(evidence)
    if rules.code is None:
        return
    pages = PdfPages(evidence.path)
    for place in range(0, len(pages), 2 if rules.is_duplex else 1):
        with pages.page(place) as page:
            said = page.code(rules.code)
        if len(said) != CODE_DIGITS or said[20] != _check_digit(said[:20]):
            yield f"page {place + 1}: {said or '–'}"


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
    for place in range(len(pages)):
        zones = [zone for zone in rules.zones if place + 1 in starts or not zone.first_page_only]
        if not zones:
            continue
        with pages.page(place) as page:
            drawn = (*page.text_areas, *page.graphics)
        for zone in zones:
            for area in drawn:
                if area.overlaps(_inner(zone.area)):
                    yield f"page {place + 1}, {zone.name}: x {area.x:.1f}, y {area.y:.1f} mm"


def _inner(zone: Rect) -> Rect:
    return Rect(zone.x + TOUCH, zone.y + TOUCH, zone.width - 2 * TOUCH, zone.height - 2 * TOUCH)


SHOP_RULES = (
    Rule("print.sheet-size", "Profil; DIN EN ISO 216", _sheet_size),
    Rule("print.megabytes", "Profil, limits.megabytes", _megabytes),
    Rule("print.letters", "Profil, limits.letters", _letters),
    Rule("print.fronts", "Profil, duplex", _fronts),
    Rule("print.object-streams", "Profil, object_streams", _object_streams),
    Rule("print.code", "Profil, code; ISO/IEC 16022; ISO 7064", _codes),
    Rule("print.zone", "Profil, blocked", _zones),
)

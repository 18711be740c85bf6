"""Plates: what all letters of one make-up share on a page, drawn once, with ReportLab, as a form XObject's content."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mailing.press.geometry import HUNDREDTHS, above, across

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.model import Rule

BLACK = 0.0


def plate_content(rules: Iterable[Rule], text: bytes) -> bytes:
    """Return the content of a plate: its rules, filled in DeviceGray, and its text as it is encoded already."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(io.BytesIO())
    gray = BLACK
    for rule in rules:
        if rule.gray != gray:
            gray = rule.gray
            canvas.setFillGray(gray)
        area = rule.area
        left, bottom = across(area.x), above(area.bottom)
        width, height = across(area.right) - left, above(area.y) - bottom
        canvas.rect(*(length / HUNDREDTHS for length in (left, bottom, width, height)), stroke=0, fill=1)
    if gray != BLACK:
        canvas.setFillGray(BLACK)
    canvas.addLiteral(text.decode("latin-1"))
    content: str = canvas.getCurrentPageContent()
    return content.encode("latin-1")

"""The foot of a page: the office's columns below a hairline, the page number above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import Span
from mailing.letters.setting.shaping import width
from mailing.letters.setting.short_lines import HAIRLINE, HAIRLINE_GRAY, flush_right, words_of
from mailing.letters.setting.style import baseline, measure, shared_widths
from mailing.letters.setting.typesetting import break_lines
from mailing.model import MM_PER_PT, Line, Rect, Role, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.model import Word

LEADING_SHARE = 1.28
COLUMN_GAP = 5.0
ABOVE_FOOT = 2.2
PAGE_NUMBER_LINE = 4.5
BELOW_TEXT = 3.0


class Foot(NamedTuple):
    """A page's foot: its lines and rules, and where the text above it ends, in mm."""

    lines: list[Line]
    rules: list[Rule]
    text_bottom: float


def foot(area: Rect, texts: Sequence[str], page_number: str, size: float) -> Foot:
    """Return the foot that stands at the bottom of `area`.

    Args:
        area: the room for it.
        texts: its columns, each of one or more lines.
        page_number: as it stands on the page; "" for none.
        size: of the type, in pt.
    """
    leading = size * MM_PER_PT * LEADING_SHARE
    columns = _columns(texts, area.width, size)
    top = area.bottom - leading * max((len(rows) for _x, rows in columns), default=0)
    lines = [
        Line(area.x + x, top + row * leading + baseline(leading, size), size, words, Role.FOOTER)
        for x, rows in columns
        for row, words in enumerate(rows)
    ]
    rules = [Rule(Rect(area.x, top - ABOVE_FOOT, area.width, HAIRLINE), HAIRLINE_GRAY)] if columns else []
    if page_number:
        lines.append(flush_right(page_number, area.right, top - ABOVE_FOOT - 1.5, size + 0.5, Role.PAGE_NUMBER))
    return Foot(lines, rules, top - ABOVE_FOOT - BELOW_TEXT - (PAGE_NUMBER_LINE if page_number else 0.0))


def _columns(texts: Sequence[str], room: float, size: float) -> list[tuple[float, list[tuple[Word, ...]]]]:
    """Return the columns: where each begins, and its lines; the gaps between them are equal."""
    natural = [max(width(words_of(row), size) for row in text.splitlines()) for text in texts]
    widths = shared_widths(natural, room - COLUMN_GAP * (len(texts) - 1))
    gap = (room - sum(widths)) / max(len(texts) - 1, 1)
    return [
        (sum(widths[:number]) + number * gap, list(break_lines((Span(text),), measure(widths[number], size))))
        for number, text in enumerate(texts)
    ]

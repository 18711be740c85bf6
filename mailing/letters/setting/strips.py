"""Strips: a strip is a band across the page that can't be divided, a line of text or of a table's row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.setting.fields import FIELD
from mailing.model import Line, Rect, Rule, Symbol

if TYPE_CHECKING:
    from mailing.model.artwork import Picture


class Strip(NamedTuple):
    """A band of the page; its lines, rules, symbols and pictures count from its own top.

    Attributes:
        row: of a table, the row that it belongs to.
        columns: of a table, the column of each line.
    """

    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
    row: int = 0
    columns: tuple[int, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    pictures: tuple[Picture, ...] = ()


def moved_lines(strip: Strip, y: float) -> list[Line]:
    """Return the strip's lines with its top at `y`."""
    return [Line(line.x, line.y + y, line.size, line.words, line.role, line.stretch) for line in strip.lines]


def moved_rules(strip: Strip, y: float) -> list[Rule]:
    """Return the strip's rules with its top at `y`."""
    return [
        Rule(Rect(rule.area.x, rule.area.y + y, rule.area.width, rule.area.height), rule.gray) for rule in strip.rules
    ]


def moved_symbols(strip: Strip, y: float) -> list[Symbol]:
    """Return the strip's symbols with its top at `y`."""
    return [symbol.moved(y) for symbol in strip.symbols]


def with_room_to_write(strip: Strip, least: float) -> Strip:
    """Return the strip, `least` mm high where it has a field to fill in: what is written stands above its line."""
    lower = least - strip.height
    if lower <= 0 or not any(FIELD in _text(line) for line in strip.lines):
        return strip
    return strip._replace(height=least, lines=tuple(moved_lines(strip, lower)), rules=tuple(moved_rules(strip, lower)))


def _text(line: Line) -> str:
    return "".join([word.text for word in line.words])


def moved_pictures(strip: Strip, y: float) -> list[Picture]:
    """Return the strip's pictures with its top at `y`."""
    return [
        picture._replace(area=Rect(picture.area.x, picture.area.y + y, picture.area.width, picture.area.height))
        for picture in strip.pictures
    ]

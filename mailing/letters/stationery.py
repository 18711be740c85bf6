"""What stands on the sheet around the text: letterhead, information block, footer, page number, marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.letters.din5008 import (
    BASIC_LINE,
    INFORMATION_WIDTH,
    INFORMATION_X,
    LEFT_MARGIN,
    TEXT_RIGHT,
    TEXT_WIDTH,
)
from mailing.letters.german import write_day
from mailing.letters.layout import Column
from mailing.letters.shaping import POINT, shaper, width
from mailing.letters.style import baseline, measure
from mailing.letters.typesetting import Stretch, break_lines
from mailing.model import Face, Line, Rect, Role, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from mailing.letters.din5008 import Envelope, Form
    from mailing.letters.organisation import Organisation
    from mailing.letters.style import Style
    from mailing.model import Word

HEAD_BASELINE = 22.0
HEAD_SIZE = 15.0
HEAD_LINE_SIZE = 9.0
FOOT_BOTTOM = 286.0
FOOT_LEADING = 1.28
FOOT_COLUMN_GAP = 6.0
HAIRLINE = 0.15
HAIRLINE_GRAY = 0.45
BELOW_TEXT = 4.0
NEXT_HEAD_BASELINE = 20.0
NEXT_TEXT_TOP = 32.0
FOLD_MARK_LENGTH = 4.0
PUNCH_MARK_LENGTH = 6.0
MARK_X = 5.0
MARK_THICKNESS = 0.18
RETURN_SIZE = 7.5
LEAST_RETURN_SIZE = 6.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the information block; without a `text` the letter's own stands there."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a plate carries beside the letter's text."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Stationery:
    """The office's sheets: a first page and the pages that follow."""

    organisation: Organisation
    form: Form
    envelope: Envelope
    style: Style
    date: date
    marks: bool

    def first_column(self) -> Column:
        """The room for subject and text on the first page: below all that can show in the window."""
        return Column(max(self.form.text_top, self.envelope.ever_visible(self.form).bottom + 0.5), self._text_bottom)

    def next_column(self) -> Column:
        """The room for text on the pages that follow."""
        return Column(NEXT_TEXT_TOP, self._text_bottom)

    def contact_entries(self) -> Iterator[Entry]:
        """Give the lines of the information block that all letters share."""
        organisation = self.organisation
        for label, text in (
            ("Telefon", organisation.telefon),
            ("E-Mail", organisation.email),
            ("Internet", organisation.internet),
            ("Datum", write_day(self.date, "lang")),
        ):
            if text:
                yield Entry(label, text)

    def first_page(self, entries: Sequence[Entry], pages: int) -> tuple[Furniture, tuple[tuple[float, float], ...]]:
        """Return what stands around the first page's text, and (x, baseline) for the entries of the letter's own."""
        information, own = self._information(entries)
        lines = [*self._letterhead(), self._return_line(), *information, *self._footer()]
        if pages > 1:
            lines.append(self._page_number(1, pages))
        return Furniture(tuple(lines), (self._footer_rule, *self._marks())), own

    def next_page(self, number: int, pages: int) -> Furniture:
        """Return what stands around the text of a page that follows."""
        size = self.style.small + 1
        head = Line(LEFT_MARGIN, NEXT_HEAD_BASELINE, size, _words(self.organisation.name, Face.BOLD), Role.LETTERHEAD)
        dated = flush_right(f"Schreiben vom {write_day(self.date, 'lang')}", NEXT_HEAD_BASELINE, size, Role.LETTERHEAD)
        rule = Rule(Rect(LEFT_MARGIN, NEXT_HEAD_BASELINE + 2, TEXT_WIDTH, HAIRLINE), HAIRLINE_GRAY)
        lines = (head, dated, *self._footer(), self._page_number(number, pages))
        return Furniture(lines, (rule, self._footer_rule, *self._marks()))

    @property
    def _foot_leading(self) -> float:
        return self.style.small * POINT * FOOT_LEADING

    @property
    def _foot_top(self) -> float:
        rows = max((len(column.splitlines()) for column in self.organisation.fusszeile), default=0)
        return FOOT_BOTTOM - rows * self._foot_leading

    @property
    def _footer_rule(self) -> Rule:
        return Rule(Rect(LEFT_MARGIN, self._foot_top - 2, TEXT_WIDTH, HAIRLINE), HAIRLINE_GRAY)

    @property
    def _text_bottom(self) -> float:
        """Text ends above the page number, whose line is kept free on every page."""
        return self._foot_top - 2 - self._foot_leading - BELOW_TEXT

    def _letterhead(self) -> Iterator[Line]:
        name, *others = self.organisation.briefkopf
        yield Line(LEFT_MARGIN, HEAD_BASELINE, HEAD_SIZE, _words(name, Face.BOLD), Role.LETTERHEAD)
        for number, text in enumerate(others, start=1):
            y = HEAD_BASELINE + 1 + number * BASIC_LINE
            yield Line(LEFT_MARGIN, y, HEAD_LINE_SIZE, _words(text), Role.LETTERHEAD)

    def _return_line(self) -> Line:
        words = _words(self.organisation.absender)
        zone = self.form.return_line
        size = min(RETURN_SIZE, RETURN_SIZE * zone.width / width(words, RETURN_SIZE))
        return Line(zone.x, zone.bottom - 1.3, max(size, LEAST_RETURN_SIZE), words, Role.RETURN_LINE)

    def _information(self, entries: Sequence[Entry]) -> tuple[list[Line], tuple[tuple[float, float], ...]]:
        label_size, size = self.style.small + 0.5, self.style.information
        leading = max(BASIC_LINE, size * POINT * 1.25)
        indent = max(width(_words(entry.label), label_size) for entry in entries) + 3
        room = measure(INFORMATION_WIDTH - indent, size)
        y = self.form.information_top + baseline(leading, size)
        lines: list[Line] = []
        own: list[tuple[float, float]] = []
        for entry in entries:
            lines.append(Line(INFORMATION_X, y, label_size, _words(entry.label), Role.INFORMATION))
            if not entry.text:
                own.append((INFORMATION_X + indent, y))
                y += leading
                continue
            for words in break_lines([Stretch(entry.text, Face.REGULAR)], room):
                lines.append(Line(INFORMATION_X + indent, y, size, words, Role.INFORMATION))
                y += leading
        return lines, tuple(own)

    def _footer(self) -> Iterator[Line]:
        columns = self.organisation.fusszeile
        wide = (TEXT_WIDTH + FOOT_COLUMN_GAP) / max(len(columns), 1)
        for number, column in enumerate(columns):
            for row, text in enumerate(column.splitlines()):
                y = self._foot_top + row * self._foot_leading + baseline(self._foot_leading, self.style.small)
                yield Line(LEFT_MARGIN + number * wide, y, self.style.small, _words(text), Role.FOOTER)

    def _page_number(self, number: int, pages: int) -> Line:
        y = self._foot_top - 3.6
        return flush_right(f"Seite {number} von {pages}", y, self.style.small + 0.5, Role.FOOTER)

    def _marks(self) -> Iterator[Rule]:
        """Give fold marks and punch mark; they lie in the left margin."""
        if self.marks:
            for y in self.form.fold_marks:
                yield Rule(Rect(MARK_X, y - MARK_THICKNESS / 2, FOLD_MARK_LENGTH, MARK_THICKNESS), HAIRLINE_GRAY)
            y = self.form.punch_mark
            yield Rule(Rect(MARK_X, y - MARK_THICKNESS / 2, PUNCH_MARK_LENGTH, MARK_THICKNESS), HAIRLINE_GRAY)


def flush_right(text: str, y: float, size: float, role: Role) -> Line:
    """Return a line that ends at the right margin."""
    words = _words(text)
    return Line(TEXT_RIGHT - width(words, size), y, size, words, role)


def _words(text: str, face: Face = Face.REGULAR) -> tuple[Word, ...]:
    return (shaper(face)(text),)

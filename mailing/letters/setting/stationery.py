"""What stands on the sheet around the text: letterhead, information block, footer, page number, marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.letters.blocks import Span
from mailing.letters.setting.foot import Foot, foot
from mailing.letters.setting.keep_clear import cleared
from mailing.letters.setting.layout import Column
from mailing.letters.setting.logo import clear_of_logo, refuse_overlap
from mailing.letters.setting.shaping import width
from mailing.letters.setting.short_lines import HAIRLINE, HAIRLINE_GRAY, flush_right, words_of
from mailing.letters.setting.style import baseline, measure
from mailing.letters.setting.typesetting import break_lines
from mailing.model import MM_PER_PT, Face, Line, Rect, Role, Rule
from mailing.model.artwork import Picture
from mailing.model.din5008 import BASIC_LINE, INFORMATION_WIDTH, INFORMATION_X, LEFT_MARGIN, TEXT_RIGHT, TEXT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.letters.blocks import Sender
    from mailing.letters.setting.style import Style
    from mailing.model import Symbol
    from mailing.model.din5008 import Form
    from mailing.model.envelopes import Envelope
    from mailing.model.placing import PlacedPicture

HEAD_ROOM = 28.0
"""The letterhead begins so far above the address field, but no higher than `HEAD_TOP`."""
HEAD_TOP = 9.0
HEAD_HEIGHT = 6.5
HEAD_SIZE = 15.0
HEAD_LINE_SIZE = 9.0
FOOT_BOTTOM = 287.0
FOOT_HEIGHT = 30.0
LEAST_TEXT_HEIGHT = 60.0
NEXT_HEAD_TOP = 16.0
NEXT_TEXT_BELOW_HEAD = 8.0
ENTRY_GAP = 3.0
GROUP_GAP = 0.45
"""Between groups of the information block, as a share of its leading."""
MARK_X, MARK_THICKNESS, MARK_GRAY = 5.0, 0.18, 0.3
FOLD_MARK_LENGTH, PUNCH_MARK_LENGTH = 4.0, 6.0
RETURN_SIZE, LEAST_RETURN_SIZE = 7.5, 6.0


NUMBERS = 2
"""A letter's first own entries are its numbers, BG and customer number; the office's own rows follow."""
OFFICE = -1
"""The number of no entry: a line that is the same in all letters."""


class Entry(NamedTuple):
    """A line of the information block: the office's `text`, or the letter's own entry of the number `own`.

    `opens_group` sets it off from what stands above.
    """

    label: str
    text: str = ""
    own: int = OFFICE
    opens_group: bool = False


class EntryPosition(NamedTuple):
    """Where an entry of the letter's own stands: `entry` is its number, `room` how wide it may be, in mm."""

    entry: int
    x: float
    y: float
    size: float
    role: Role
    room: float


class PageFurniture(NamedTuple):
    """What stands around a page's text, the room for that text, and the positions of the letter's own entries."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    own: tuple[EntryPosition, ...]
    column: Column
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Stationery:
    """The office's sheets: a first page and the pages that follow.

    Attributes:
        marks: whether fold and punch marks are printed.
        keep_free: where the shop wants nothing, on all pages; `keep_free_first` on the first.
        logo: the picture in the letterhead; None for none.
    """

    sender: Sender
    form: Form
    envelope: Envelope
    style: Style
    marks: bool = True
    keep_free: tuple[Rect, ...] = ()
    keep_free_first: tuple[Rect, ...] = ()
    logo: PlacedPicture | None = None

    @property
    def is_addressed(self) -> bool:
        """Whether its first page has an address."""
        return True

    def symbols(self, said: str) -> tuple[Symbol, ...]:
        """Return the symbols of a household's own on the first page; `said` is what they say."""
        del said
        return ()

    def first_page(self, own_entries: Sequence[Entry], pages: int) -> PageFurniture:
        """Return the first page of a letter of so many pages; its own entries head the information block."""
        information, own, information_bottom = self._information([*own_entries, *self._contact()])
        foot, foot_rules, bottom = self._foot(1, pages)
        below_window = self.envelope.ever_visible(self.form).bottom + 0.5
        top = max(self.form.text_top, below_window, information_bottom + BASIC_LINE)
        column = self._text_area(top, bottom, self._zones(first=True))
        rules = (*foot_rules, *self._marks())
        below = (self._return_line(), *information, *foot)
        if self.logo is None:
            return PageFurniture((*self._letterhead(), *below), rules, own, column)
        taken = Rect(
            INFORMATION_X, self.form.information_top, INFORMATION_WIDTH, information_bottom - self.form.information_top
        )
        picture = self._placed_logo(self.logo, taken, column)
        head = clear_of_logo(tuple(self._letterhead()), picture.area, self.logo, self._head_bottom)
        return PageFurniture((*head, *below), rules, own, column, (picture,))

    def next_page(self, own_entries: Sequence[Entry], number: int, pages: int) -> PageFurniture:
        """Return a page that follows; the first of the letter's own entries stands in its head."""
        size = self.style.small + 1
        whole = Rect(LEFT_MARGIN, NEXT_HEAD_TOP, TEXT_WIDTH, BASIC_LINE + 1)
        area = cleared(whole, self.keep_free, _("Kopf der Folgeseite"))
        y = area.y + baseline(BASIC_LINE, size)
        name = words_of(self.sender.name, Face.BOLD)
        head = Line(area.x, y, size, name, Role.LETTERHEAD)
        dated = flush_right(f"Schreiben vom {self.sender.date}", area.right, y, size, Role.LETTERHEAD)
        rule = Rule(Rect(area.x, area.bottom, area.width, HAIRLINE), HAIRLINE_GRAY)
        own_x = area.x + width(name, size) + ENTRY_GAP
        room = dated.x - ENTRY_GAP - own_x
        numbers = [entry for entry in own_entries if OFFICE < entry.own < NUMBERS]
        own = tuple(EntryPosition(entry.own, own_x, y, size, Role.LETTERHEAD, room) for entry in numbers[:1])
        foot, foot_rules, bottom = self._foot(number, pages)
        text = self._text_area(area.bottom + NEXT_TEXT_BELOW_HEAD, bottom, self.keep_free)
        return PageFurniture((head, dated, *foot), (rule, *foot_rules), own, text)

    def _text_area(self, top: float, bottom: float, zones: Sequence[Rect]) -> Column:
        """Return the room for text; it is cut above and below only, lines keep their length."""
        whole = Rect(LEFT_MARGIN, top, TEXT_WIDTH, bottom - top)
        area = cleared(whole, zones, _("Text"), keeps_width=True, least_height=LEAST_TEXT_HEIGHT)
        return Column(area.y, area.bottom)

    def _placed_logo(self, logo: PlacedPicture, information: Rect, column: Column) -> Picture:
        """Return the logo where it stands; refused is what would cover something else, or be seen in the window."""
        x = logo.left_between(LEFT_MARGIN, TEXT_RIGHT)
        area = Rect(x, self._head_top if logo.y is None else logo.y, logo.size.width, logo.size.height)
        foot = Rect(LEFT_MARGIN, column.bottom, TEXT_WIDTH, FOOT_BOTTOM - column.bottom)
        others = (
            (_("Fenster"), self.envelope.ever_visible(self.form)),
            (_("Anschriftfeld"), self.form.field),
            (_("Informationsblock"), information),
            (_("Text"), Rect(LEFT_MARGIN, column.top, TEXT_WIDTH, column.bottom - column.top)),
            (_("Fußzeile"), foot),
            *((_("gesperrte Fläche der Druckerei"), zone) for zone in self._zones(first=True)),
            *((_("Falz- und Lochmarken"), mark.area) for mark in self._marks()),
        )
        refuse_overlap(logo, area, others)
        return Picture(logo.artwork, 0, area, logo.text)

    @property
    def _head_top(self) -> float:
        return max(HEAD_TOP, self._head_bottom - HEAD_ROOM)

    @property
    def _head_bottom(self) -> float:
        return min(self.form.field.y, self.envelope.ever_visible(self.form).y)

    def _letterhead(self) -> Iterator[Line]:
        top = self._head_top
        room = Rect(LEFT_MARGIN, top, TEXT_WIDTH, self._head_bottom - top)
        area = cleared(room, self._zones(first=True), _("Briefkopf"), least_height=HEAD_HEIGHT)
        name, *others = self.sender.letterhead
        y = area.y + HEAD_HEIGHT * 0.75
        if others and y + 1 + len(others) * BASIC_LINE > area.bottom:
            raise _too_high_a_letterhead()
        yield Line(area.x, y, HEAD_SIZE, words_of(name, Face.BOLD), Role.LETTERHEAD)
        for number, text in enumerate(others, start=1):
            yield Line(area.x, y + 1 + number * BASIC_LINE, HEAD_LINE_SIZE, words_of(text), Role.LETTERHEAD)

    def _return_line(self) -> Line:
        words = words_of(self.sender.return_line)
        zone = self.form.return_line
        size = min(RETURN_SIZE, RETURN_SIZE * zone.width / width(words, RETURN_SIZE))
        return Line(zone.x, zone.bottom - 1.3, max(size, LEAST_RETURN_SIZE), words, Role.RETURN_LINE)

    def _contact(self) -> Iterator[Entry]:
        """Give the lines of the information block that all letters share."""
        sender = self.sender
        *labels, dated = sender.labels
        contacts = zip(labels, (sender.telephone, sender.email, sender.internet), strict=True)
        for number, (label, text) in enumerate(pair for pair in contacts if pair[1]):
            yield Entry(label, text, opens_group=number == 0)
        yield Entry(dated, sender.date, opens_group=True)

    def _information(self, entries: Sequence[Entry]) -> tuple[list[Line], tuple[EntryPosition, ...], float]:
        """Return the information block, the positions of the letter's own entries, and where it ends."""
        area = self._information_area()
        label_size, size = self.style.small + 0.5, self.style.information
        leading = max(BASIC_LINE, size * MM_PER_PT * 1.25)
        x = area.x + max(width(words_of(entry.label), label_size) for entry in entries) + ENTRY_GAP
        y = area.y + baseline(leading, size)
        lines: list[Line] = []
        own: list[EntryPosition] = []
        for number, entry in enumerate(entries):
            y += leading * GROUP_GAP if entry.opens_group and number else 0.0
            lines.append(Line(area.x, y, label_size, words_of(entry.label), Role.INFORMATION))
            if entry.own != OFFICE:
                own.append(EntryPosition(entry.own, x, y, size, Role.INFORMATION, area.right - x))
                y += leading
                continue
            for words in break_lines((Span(entry.text, Face.REGULAR),), measure(area.right - x, size)):
                lines.append(Line(x, y, size, words, Role.INFORMATION))
                y += leading
        return lines, tuple(own), y - baseline(leading, size)

    def _information_area(self) -> Rect:
        top = self.form.information_top
        whole = Rect(INFORMATION_X, top, INFORMATION_WIDTH, self.form.text_top - top)
        window = self.envelope.ever_visible(self.form)
        return cleared(whole, (*self._zones(first=True), window), _("Informationsblock"))

    def _foot(self, number: int, pages: int) -> Foot:
        """Return a page's foot: the office's columns on the first page, page numbers where there are several."""
        whole = Rect(LEFT_MARGIN, FOOT_BOTTOM - FOOT_HEIGHT, TEXT_WIDTH, FOOT_HEIGHT)
        area = cleared(whole, self._zones(first=number == 1), _("Fußzeile"))
        texts = self._foot_texts(number)
        return foot(area, texts, f"Seite {number} von {pages}" if pages > 1 else "", self.style.small)

    def _foot_texts(self, number: int) -> tuple[str, ...]:
        return self.sender.footer if number == 1 else ()

    def _marks(self) -> Iterator[Rule]:
        """Give fold marks and punch mark, but for those that the shop's own marks would meet."""
        if not self.marks:
            return
        folds = dict.fromkeys(self.envelope.folding.heights(self.form), FOLD_MARK_LENGTH)
        marks = {self.form.punch_mark: PUNCH_MARK_LENGTH}
        for y, length in (marks | folds | marks).items():  # a fold in the middle has the punch mark
            area = Rect(MARK_X, y - MARK_THICKNESS / 2, length, MARK_THICKNESS)
            if not any(area.overlaps(zone) for zone in self._zones(first=True)):
                yield Rule(area, MARK_GRAY)

    def _zones(self, *, first: bool) -> tuple[Rect, ...]:
        return (*self.keep_free, *self.keep_free_first) if first else self.keep_free


def _too_high_a_letterhead() -> InputError:
    return InputError(
        _("Der Briefkopf hat zu viele Zeilen: er wäre im Fenster des Umschlags zu sehen"),
        where="organisation.toml: briefkopf",
        hint=_("Zeilen in die Fußzeile setzen (fusszeile), oder ein Profil mit anderem Umschlag wählen (--shop)"),
    )

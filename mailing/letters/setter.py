"""The setter: a household in, a laid-out letter out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mailing.findings import Finding
from mailing.letters.addressing import address_lines
from mailing.letters.blocks import LetterFault
from mailing.letters.din5008 import ENVELOPES, FORM_B
from mailing.letters.fonts import unsettable
from mailing.letters.layout import PagePlan, moved_lines, moved_rules, paginate
from mailing.letters.salutation import SalutationStyle, salutation
from mailing.letters.shaping import UnsettableError, shaper
from mailing.letters.stationery import Entry, Stationery
from mailing.letters.strips import SetBlock, set_block, subject_block
from mailing.letters.style import Style
from mailing.letters.typesetting import OverfullError
from mailing.letters.window import AddressWindow
from mailing.model import LIST_COLUMNS, Face, Letter, LetterFormat, Line, Page, Plate, Rect, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mailing.letters.blocks import Block, Composition, Skeleton
    from mailing.letters.templates import Template
    from mailing.model import Household

BLOCKS_KEPT = 5_000
LAYOUTS_KEPT = 500
"""What is remembered at most of filled blocks and of layouts; then it is begun anew."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides how a run's letters look.

    Attributes:
        date: the letters' date.
        marks: whether fold and punch marks are printed.
        envelope: a name of `din5008.ENVELOPES`.
        keep_free: where the shop wants nothing, in mm.
    """

    template: Template
    date: date
    marks: bool = True
    envelope: str = "dl"
    keep_free: tuple[Rect, ...] = ()


class Setter:
    """Lays out the letters of a run; what many share is made once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._make_ups: dict[LetterFormat, MakeUp] = {}
        self.reached: set[str] = set()
        self._standard = self._make_up(LetterFormat.STANDARD)

    @property
    def address_width(self) -> float:
        """The width of a line of the address in mm."""
        return self._standard.window.width

    def text_width(self, text: str) -> float:
        """Return the width of `text` as a line of the address, in mm."""
        return self._standard.window.text_width(text)

    def unsettable(self, text: str) -> str:
        """Return the characters of `text` that the font lacks."""
        return unsettable(text)

    def lay_out(self, household: Household) -> Letter:
        """Return the household's letter; one that can't be set has no pages, but the finding why."""
        try:
            pages = self._make_up(household.format).pages(household, self.reached)
        except LetterFault as fault:
            return Letter(household.index, household.row, (), (fault.finding,))
        except UnsettableError as error:
            return Letter(household.index, household.row, (), (_missing_glyphs(household, error.characters),))
        except OverfullError as error:
            finding = Finding("letter.word-too-wide", household.row, _field_with(household, error.text), error.text)
            return Letter(household.index, household.row, (), (finding,))
        return Letter(household.index, household.row, pages)

    def _make_up(self, format: LetterFormat) -> MakeUp:
        make_up = self._make_ups.get(format)
        if make_up is None:
            from mailing.letters.composing import Composer

            template = self._setting.template.variant(format)
            make_up = self._make_ups[format] = MakeUp(self._setting, template, Composer(template, self._setting.date))
        return make_up


def _missing_glyphs(household: Household, characters: str) -> Finding:
    field = _field_with(household, characters)
    return Finding("letter.missing-glyph", household.row, field, characters, details={"characters": characters})


def _field_with(household: Household, text: str) -> str:
    """Return the column whose entry holds `text`, or shares a character with it; "" if it is the template's."""
    entries = {name: str(getattr(household, name)) for name in LIST_COLUMNS if hasattr(household, name)}
    entries |= household.extra
    return next((name for name, entry in entries.items() if entry and text in entry), "")


class Composes(Protocol):
    """What gives a household its text: the composer of a template."""

    def compose(self, household: Household, salutation: str) -> Composition:
        """Return the household's text."""
        ...


class _Made(NamedTuple):
    """A skeleton made ready: its blocks set where they hold no values, and those that do."""

    fixed: dict[int, SetBlock]
    varying: tuple[tuple[int, Block, tuple[int, ...]], ...]


class MakeUp:
    """One variant of the run's template: its style, its sheets, and what was made of it so far."""

    def __init__(self, setting: Setting, template: Template, composer: Composes) -> None:
        form, envelope = FORM_B, ENVELOPES[setting.envelope]
        organisation = template.organisation
        self._style = Style.of(getattr(template, "size", None))
        self._greeting = SalutationStyle(getattr(organisation, "anrede", SalutationStyle.BY_ENTRY))
        self._composer = composer
        self._stationery = Stationery(organisation, form, envelope, self._style, setting.date, setting.marks)
        self.window = AddressWindow(form, envelope, self._style, getattr(organisation, "vermerk", ""))
        self._made: dict[Skeleton, _Made] = {}
        self._filled: dict[tuple[Block, tuple[str, ...]], SetBlock] = {}
        self._layouts: dict[object, tuple[tuple[PagePlan, ...], tuple[tuple[float, float], ...]]] = {}

    def pages(self, household: Household, reached: set[str]) -> tuple[Page, ...]:
        """Return the household's pages; branches that it takes are added to `reached`."""
        composition = self._composer.compose(household, salutation(household, self._greeting))
        skeleton = composition.skeleton
        made = self._made.get(skeleton)
        if made is None:
            made = self._made[skeleton] = self._make(skeleton)
            reached |= skeleton.branches
        filled = {number: self._fill(block, slots, composition) for number, block, slots in made.varying}
        own_entries = (household.bg_nummer, household.kundennummer)
        plans, entry_places = self._layout(skeleton, made, filled, own_entries)
        first = self.window.lines(address_lines(household), household.row)
        for text, (x, y) in zip(filter(None, own_entries), entry_places, strict=True):
            words = (shaper(Face.REGULAR)(text),)
            first.append(Line(x, y, self._style.information, words, Role.INFORMATION))
        own: list[Line] = first
        pages = []
        for plan in plans:
            for number, strip, y in plan.places:
                own += moved_lines(filled[number].strips[strip], y)
            pages.append(Page(plan.plate, tuple(own)))
            own = []
        return tuple(pages)

    def _make(self, skeleton: Skeleton) -> _Made:
        blocks = (subject_block(skeleton.subject), *skeleton.blocks)
        return _Made(
            {number: set_block(block, (), self._style) for number, block in enumerate(blocks) if not block.slots},
            tuple((number, block, block.slots) for number, block in enumerate(blocks) if block.slots),
        )

    def _fill(self, block: Block, slots: tuple[int, ...], composition: Composition) -> SetBlock:
        key = (block, tuple([composition.values[slot] for slot in slots]))
        filled = self._filled.get(key)
        if filled is None:
            if len(self._filled) >= BLOCKS_KEPT:
                self._filled.clear()
            filled = self._filled[key] = set_block(block, composition.values, self._style)
        return filled

    def _layout(
        self, skeleton: Skeleton, made: _Made, filled: dict[int, SetBlock], own_entries: tuple[str, ...]
    ) -> tuple[tuple[PagePlan, ...], tuple[tuple[float, float], ...]]:
        key = (skeleton, tuple([block.shape for block in filled.values()]), tuple(map(bool, own_entries)))
        layout = self._layouts.get(key)
        if layout is None:
            if len(self._layouts) >= LAYOUTS_KEPT:
                self._layouts.clear()
            layout = self._layouts[key] = self._lay_out(made, filled, own_entries)
        return layout

    def _lay_out(
        self, made: _Made, filled: dict[int, SetBlock], own_entries: tuple[str, ...]
    ) -> tuple[tuple[PagePlan, ...], tuple[tuple[float, float], ...]]:
        everything = made.fixed | filled
        blocks = [everything[number] for number in range(len(everything))]
        stationery = self._stationery
        pages = paginate(blocks, stationery.first_column(), stationery.next_column(), self._style)
        first, entry_places = stationery.first_page(self._entries(own_entries), len(pages))
        furniture = [first, *(stationery.next_page(number, len(pages)) for number in range(2, len(pages) + 1))]
        plans = []
        for around, places in zip(furniture, pages, strict=True):
            lines, rules = list(around.lines), list(around.rules)
            for place in places:
                strip = blocks[place.block].strips[place.strip]
                rules += moved_rules(strip, place.y)
                if place.block in made.fixed:
                    lines += moved_lines(strip, place.y)
            own = tuple(place for place in places if place.block in filled)
            plans.append(PagePlan(Plate(tuple(lines), tuple(rules)), own))
        return tuple(plans), entry_places

    def _entries(self, own_entries: Sequence[str]) -> list[Entry]:
        """Return the lines of the information block that have an entry; those of the letter's own are left open."""
        own = [Entry(label) for label, text in zip(("BG-Nummer", "Kundennummer"), own_entries, strict=True) if text]
        return [*own, *self._stationery.contact_entries()]

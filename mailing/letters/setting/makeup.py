"""Making up: one variant of a template, its text set on the office's sheets.

A layout depends on a letter's skeleton and on the shapes of the blocks that hold values, not on the values: few
layouts serve all letters. Each page of a layout is one plate, with places for what each letter fills in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.blocks import LINE_BREAK, Run
from mailing.letters.setting.keep_clear import cleared
from mailing.letters.setting.layout import fewest_pages, moved_lines, moved_rules
from mailing.letters.setting.memory import Memory
from mailing.letters.setting.shaping import UnsettableError, figures, width
from mailing.letters.setting.stationery import Entry, Stationery
from mailing.letters.setting.strips import BlockSetter, SetBlock, subject_block
from mailing.letters.setting.style import Style
from mailing.letters.setting.typesetting import OverfullError
from mailing.letters.setting.window import AddressWindow
from mailing.letters.text.addressing import address_lines
from mailing.letters.text.salutation import SalutationStyle, salutation
from mailing.model import Line, Page, Plate, Rect
from mailing.model.din5008 import BASIC_LINE, ENVELOPES, FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mailing.letters.blocks import Block, Composition, Skeleton
    from mailing.letters.setting.layout import Place
    from mailing.letters.setting.stationery import Furniture, OwnPlace
    from mailing.letters.text.templates import Template
    from mailing.model import Household

ADDRESS_HEIGHT = 4 * BASIC_LINE
"""mm; what the shop must leave for the address at least."""

OWN_LABELS = ("BG-Nummer", "Kundennummer")
"""What the information block calls the letter's own entries."""

WARD_SLOT = -1
"""The ward's name is the last of the values."""
WARD_LINE = (Run(LINE_BREAK), Run("für "), Run(slot=WARD_SLOT))
"""Below the subject of a letter to a guardian or another recipient: whom it is about."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides how a run's letters look.

    Attributes:
        date: the letters' date.
        marks: whether fold and punch marks are printed.
        envelope: a name of `din5008.ENVELOPES`.
        keep_free: where the shop wants nothing, in mm; `keep_free_first` on first pages.
    """

    template: Template
    date: date
    marks: bool = True
    envelope: str = "dl"
    keep_free: tuple[Rect, ...] = ()
    keep_free_first: tuple[Rect, ...] = ()


class Composes(Protocol):
    """What gives a household its text: a template's composer."""

    def compose(self, household: Household, salutation: str) -> Composition:
        """Return the household's text."""
        ...


class PagePlan(NamedTuple):
    """A page of a layout: its plate, and the places of what each letter fills in."""

    plate: Plate
    strips: tuple[Place, ...]
    entries: tuple[OwnPlace, ...]


class Varying:
    """A block that holds values: set for each letter, remembered for letters with the same values."""

    def __init__(self, block: Block, style: Style) -> None:
        self._setter = BlockSetter(block, style)
        self._slots = block.slots
        self._known: Memory[tuple[str, ...], SetBlock] = Memory()

    def filled(self, values: Sequence[str]) -> SetBlock:
        """Return the block with a letter's values; errors as of `BlockSetter.set`."""
        key = tuple([values[slot] for slot in self._slots])
        return self._known.recall(key) or self._known.keep(key, self._setter.set(values))


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """A skeleton made ready, known by identity: the blocks that all its letters share, set, and those with values."""

    fixed: dict[int, SetBlock]
    varying: tuple[tuple[int, Varying], ...]


class MakeUp:
    """One variant of a run's template: its style, its sheets, and what was made of it so far."""

    def __init__(self, setting: Setting, template: Template, composer: Composes) -> None:
        form, envelope = FORMS[template.form], ENVELOPES[setting.envelope]
        organisation = template.organisation
        self._composer = composer
        self._source = template.text_name
        self._style = Style.of(template.size)
        self._greeting = SalutationStyle(organisation.anrede)
        self._stationery = Stationery(
            organisation,
            form,
            envelope,
            self._style,
            setting.date,
            marks=setting.marks,
            keep_free=setting.keep_free,
            keep_free_first=setting.keep_free_first,
        )
        zones = (*setting.keep_free, *setting.keep_free_first)
        area = cleared(form.address_area(envelope), zones, _("Anschrift"), least_height=ADDRESS_HEIGHT)
        self.window = AddressWindow(area, form.address.y, self._style.address, organisation.vermerk)
        self._made: Memory[tuple[Skeleton, bool], _Made] = Memory()
        self._layouts: Memory[object, tuple[PagePlan, ...]] = Memory()

    def pages(self, household: Household, reached: set[str]) -> tuple[Page, ...]:
        """Return the household's pages; the branches that its text takes are added to `reached`.

        Raises:
            LetterFault: the household's own entries forbid its letter.
            UnsettableError: the font lacks a character.
            OverfullError: a word is wider than its line.
        """
        composition = self._composer.compose(household, salutation(household, self._greeting))
        values = (*composition.values, ward) if (ward := ward_name(household)) else composition.values
        made = self._made.recall((composition.skeleton, bool(ward)))
        if made is None:
            made = self._make(composition.skeleton, reached, names_ward=bool(ward))
        filled = {number: block.filled(values) for number, block in made.varying}
        entries = (household.bg_nummer, household.kundennummer)
        own = self.window.lines(address_lines(household), household.row)
        pages = []
        for plan in self._layout(made, filled, entries):
            for place in plan.entries:
                own.append(_own_line(place, entries[place.entry]))
            for number, strip, y in plan.strips:
                own += moved_lines(filled[number].strips[strip], y)
            pages.append(Page(plan.plate, tuple(own)))
            own = []
        return tuple(pages)

    def branches(self, household: Household) -> frozenset[str]:
        """Return the conditions' branches that the household's text takes."""
        return self._composer.compose(household, salutation(household, self._greeting)).skeleton.branches

    def _make(self, skeleton: Skeleton, reached: set[str], *, names_ward: bool) -> _Made:
        reached |= skeleton.branches
        subject = (*skeleton.subject, *WARD_LINE) if names_ward else skeleton.subject
        blocks = (subject_block(subject), *skeleton.blocks)
        made = _Made(
            {number: self._set_fixed(block) for number, block in enumerate(blocks) if not block.slots},
            tuple((number, Varying(block, self._style)) for number, block in enumerate(blocks) if block.slots),
        )
        return self._made.keep((skeleton, names_ward), made)

    def _set_fixed(self, block: Block) -> SetBlock:
        """Set a block that holds no values: what is wrong with it is the template's fault, not a household's."""
        try:
            return BlockSetter(block, self._style).set(())
        except UnsettableError as error:
            raise TemplateError(
                _("Die Schrift hat das Zeichen „{characters}“ nicht").format(characters=error.characters),
                where=self._source,
                hint=_("Das Zeichen in der Vorlage durch ein anderes ersetzen"),
            ) from error
        except OverfullError as error:
            raise TemplateError(
                _("Das Wort „{word}“ ist breiter als die Zeile und lässt sich nicht trennen").format(word=error.text),
                where=self._source,
                hint=_("Das Wort mit Leerzeichen oder Bindestrich gliedern, eine Tabelle mit weniger Spalten setzen"),
            ) from error

    def _layout(self, made: _Made, filled: dict[int, SetBlock], entries: tuple[str, ...]) -> tuple[PagePlan, ...]:
        """Return the layout of all letters of the skeleton that are shaped alike and have the same entries."""
        key = (made, tuple([block.shape for block in filled.values()]), tuple(map(bool, entries)))
        return self._layouts.recall(key) or self._layouts.keep(key, self._laid_out(made, filled, entries))

    def _laid_out(self, made: _Made, filled: dict[int, SetBlock], entries: tuple[str, ...]) -> tuple[PagePlan, ...]:
        all_blocks = made.fixed | filled
        blocks = [all_blocks[number] for number in range(len(all_blocks))]
        single, (first, other) = self._furniture(entries, pages=1)[0], self._furniture(entries, pages=2)
        pages = fewest_pages(blocks, single.column, (first.column, other.column), self._style)
        plans = []
        for around, places in zip(self._furniture(entries, len(pages)), pages, strict=True):
            lines, rules = list(around.lines), list(around.rules)
            for place in places:
                strip = blocks[place.block].strips[place.strip]
                rules += moved_rules(strip, place.y)
                if place.block in made.fixed:
                    lines += moved_lines(strip, place.y)
            varying = tuple(place for place in places if place.block in filled)
            plans.append(PagePlan(Plate(tuple(lines), tuple(rules)), varying, around.own))
        return tuple(plans)

    def _furniture(self, entries: tuple[str, ...], pages: int) -> list[Furniture]:
        """Return what stands around the text on each of the letter's pages."""
        own = [Entry(label, own=number) for number, label in enumerate(OWN_LABELS) if entries[number]]
        first = self._stationery.first_page(own, pages)
        return [first, *(self._stationery.next_page(own, number, pages) for number in range(2, pages + 1))]


def _own_line(place: OwnPlace, entry: str) -> Line:
    words = figures(entry)
    if width(words, place.size) > place.room:
        raise OverfullError(entry)
    return Line(place.x, place.y, place.size, words, place.role)


def ward_name(household: Household) -> str:
    """Return the name of the household's own person where somebody else gets the letter."""
    return f"{household.vorname} {household.nachname}".strip() if household.empfaenger else ""

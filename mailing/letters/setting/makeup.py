"""Making up: one variant of a template, its text set on the office's sheets.

A layout depends on a letter's skeleton and on the shapes of the blocks that hold values, not on the values: few
layouts serve all letters. Each page of a layout is one plate, with positions for what each letter fills in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.findings import Finding
from mailing.letters.blocks import LetterFault
from mailing.letters.memory import Memory
from mailing.letters.setting.keep_clear import cleared
from mailing.letters.setting.layout import OverlongError, fewest_pages
from mailing.letters.setting.page_plans import PagePlan, own_line
from mailing.letters.setting.shaping import figures, width
from mailing.letters.setting.skeletons import NO_ARTWORKS, SkeletonSetter
from mailing.letters.setting.stationery import NUMBERS, Entry
from mailing.letters.setting.strips import moved_lines, moved_pictures, moved_rules, moved_symbols
from mailing.letters.setting.tagging import MadeUpPage, reply_figure, tagged_letter
from mailing.letters.setting.typesetting import OverfullError
from mailing.letters.setting.window import NARROWEST, AddressWindow
from mailing.model import Page, Plate, Symbol
from mailing.model.din5008 import BASIC_LINE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.letters.blocks import LetterText, Skeleton
    from mailing.letters.setting.block_setting import FilledBlock, SetBlock
    from mailing.letters.setting.layout import PlacedStrip
    from mailing.letters.setting.skeletons import PreparedSkeleton
    from mailing.letters.setting.stationery import EntryPosition, PageFurniture, Stationery
    from mailing.model import FilledForm, Line, Word
    from mailing.model.artwork import Artwork
    from mailing.model.placing import PlacedPicture
    from mailing.model.tagged import TaggedLetter

ADDRESS_HEIGHT = 4 * BASIC_LINE
"""mm; what the shop must leave for the address at least."""


class MakeUp:
    """One variant of a run's template: its sheets, and what was made of it so far.

    Args:
        stationery: the sheets that it is set on.
        source: the template's text file, for messages.
        labels: what the information block calls the letter's own entries, by their number.
        artworks: the pictures of its text by their files' names; `signature` stands in its closing.
    """

    def __init__(
        self,
        stationery: Stationery,
        source: str,
        labels: Sequence[str],
        artworks: Mapping[str, Artwork] = NO_ARTWORKS,
        signature: PlacedPicture | None = None,
    ) -> None:
        self._stationery = stationery
        self._skeletons = SkeletonSetter(stationery.style, source, artworks, signature)
        self._labels = labels
        self._source = source
        self._style = stationery.style
        zones = (*stationery.keep_free, *stationery.keep_free_first)
        field = stationery.form.address_area(stationery.envelope)
        area = cleared(field, zones, _("Anschrift"), least_height=ADDRESS_HEIGHT)
        anchor, endorsement = stationery.form.address.y, stationery.sender.endorsement
        self.window = AddressWindow(area, anchor, self._style.address, endorsement)
        self._prepared: Memory[tuple[Skeleton, bool], PreparedSkeleton] = Memory()
        self._layouts: Memory[object, tuple[PagePlan, ...]] = Memory()

    def pages(self, texts: Sequence[LetterText], reached: set[str]) -> list[tuple[Page, ...]]:
        """Return the pages of each household's letter; the branches that their text takes are added to `reached`.

        Args:
            texts: the letters, all of one skeleton, with a ward or all without.
            reached: the branches that letters took.

        Raises:
            LetterFault: a household's own entries forbid its letter.
            UnsettableError: the font lacks a character.
            OverfullError: a word is wider than its line.
            OverlongError: something with values fits on no page.
        """
        skeleton, names_ward = texts[0].composition.skeleton, bool(texts[0].ward)
        prepared = self._prepared.recall((skeleton, names_ward))
        if prepared is None:
            prepared = self._prepare(skeleton, reached, names_ward=names_ward)
        values = [_values(text) for text in texts]
        columns = {number: block.filled(values) for number, block in prepared.varying.items()}
        return [
            self._pages(prepared, text, {number: column[letter] for number, column in columns.items()})
            for letter, text in enumerate(texts)
        ]

    def _pages(
        self, prepared: PreparedSkeleton, text: LetterText, filled: Mapping[int, FilledBlock]
    ) -> tuple[Page, ...]:
        own = [self.window.set(text.address, text.row)] if self._stationery.is_addressed else []
        pages = []
        symbols: list[Symbol] = [*self._stationery.symbols(text.reply_code)] if text.reply_code else []
        for plan in self._layout(prepared, filled, text.entries):
            if plan.entries:
                own.append(self._entries(plan, text))
            for number in plan.blocks:
                own.append(plan.set_block(number, filled[number]))
                symbols += plan.symbols(number, filled[number].block)
            pages.append(Page(plan.plate, tuple(own), tuple(symbols)))
            own, symbols = [], []
        return tuple(pages)

    def tagged(self, text: LetterText) -> TaggedLetter:
        """Return a household's letter as a tree over the very lines of its `pages`; errors as of those."""
        skeleton, entries = text.composition.skeleton, text.entries
        values = _values(text)
        prepared = self._prepare(skeleton, set(), names_ward=bool(text.ward))
        blocks = _in_order(prepared, {number: block.filled([values])[0] for number, block in prepared.varying.items()})
        own: list[Line] = []
        if self._stationery.is_addressed:
            own += self.window.lines(text.address, text.row)
        pages = []
        for furniture, strips in self._paged(prepared, blocks, entries):
            own += [own_line(each, *self._entry(each, text)) for each in furniture.own]
            pages.append(MadeUpPage((*furniture.lines, *own), furniture.rules, strips, furniture.pictures))
            own = []
        said = text.reply_code
        figure = reply_figure(self._stationery.symbols(said), said) if said else None
        return tagged_letter(blocks, values, pages, self._stationery.sender.texts, figure)

    def _prepare(self, skeleton: Skeleton, reached: set[str], *, names_ward: bool) -> PreparedSkeleton:
        reached |= skeleton.branches
        prepared = self._skeletons.prepared(skeleton, names_ward=names_ward)
        return self._prepared.keep((skeleton, names_ward), prepared)

    def _fits_no_page(self) -> TemplateError:
        return TemplateError(
            _("Ein Teil des Textes, der zusammenbleiben muss, ist länger als eine Seite"),
            where=self._source,
            hint=_("Betreff, Überschriften, Tabellenkopf und Schluss werden nicht geteilt: kürzen"),
        )

    def _layout(
        self, prepared: PreparedSkeleton, filled: Mapping[int, FilledBlock], entries: tuple[str, ...]
    ) -> tuple[PagePlan, ...]:
        """Return the layout of all letters of the skeleton that are shaped alike and have the same entries."""
        key = (prepared, tuple([each.block.shape for each in filled.values()]), tuple(map(bool, entries)))
        return self._layouts.recall(key) or self._layouts.keep(key, self._laid_out(prepared, filled, entries))

    def _laid_out(
        self, prepared: PreparedSkeleton, filled: Mapping[int, FilledBlock], entries: tuple[str, ...]
    ) -> tuple[PagePlan, ...]:
        blocks = _in_order(prepared, filled)
        plans = []
        for furniture, placed_strips in self._paged(prepared, blocks, entries):
            lines, rules, symbols = list(furniture.lines), list(furniture.rules), list[Symbol]()
            pictures = list(furniture.pictures)
            for placed in placed_strips:
                strip = blocks[placed.block].strips[placed.strip]
                rules += moved_rules(strip, placed.y)
                if placed.block in prepared.fixed:
                    lines += moved_lines(strip, placed.y)
                    symbols += moved_symbols(strip, placed.y)
                    pictures += moved_pictures(strip, placed.y)
            plate = Plate(tuple(lines), tuple(rules), tuple(symbols), tuple(pictures))
            plans.append(PagePlan(plate, [each for each in placed_strips if each.block in filled], furniture.own))
        return tuple(plans)

    def _paged(
        self, prepared: PreparedSkeleton, blocks: Sequence[SetBlock], entries: tuple[str, ...]
    ) -> list[tuple[PageFurniture, list[PlacedStrip]]]:
        """Return the pages: what stands around the text, and where its strips stand."""
        own = [
            Entry(label, prepared.entries[number]) if number in prepared.entries else Entry(label, own=number)
            for number, label in enumerate(self._labels)
            if entries[number]
        ]
        single, (first, other) = self._furniture(own, pages=1)[0], self._furniture(own, pages=2)
        try:
            pages = fewest_pages(blocks, single.column, (first.column, other.column), self._style)
        except OverlongError as error:
            fixed = sum(sum(prepared.fixed[number].shape) for number in error.blocks & prepared.fixed.keys())
            if fixed > first.column.bottom - first.column.top:
                raise self._fits_no_page() from error
            raise
        return list(zip(self._furniture(own, len(pages)), pages, strict=True))

    def _entries(self, plan: PagePlan, text: LetterText) -> FilledForm:
        words, stretches = zip(*[self._entry(position, text) for position in plan.entries], strict=True)
        return plan.set_entries(words, stretches)

    def _entry(self, position: EntryPosition, text: LetterText) -> tuple[tuple[Word, ...], float]:
        """Return one of the letter's own entries as words, and to which share of its width it is narrowed."""
        entry = text.entries[position.entry]
        words = figures(entry)
        across = width(words, position.size)
        stretch = 1.0 if across <= position.room else position.room / across
        if stretch < 1 and position.entry < NUMBERS:
            raise OverfullError(entry)
        if stretch < NARROWEST:
            details = {"label": self._labels[position.entry]}
            raise LetterFault(Finding("letter.information-too-wide", text.row, found=entry, details=details))
        return words, stretch

    def _furniture(self, own: Sequence[Entry], pages: int) -> list[PageFurniture]:
        """Return what stands around the text on each of the letter's pages."""
        first = self._stationery.first_page(own, pages)
        return [first, *(self._stationery.next_page(own, number, pages) for number in range(2, pages + 1))]


def _values(text: LetterText) -> tuple[str, ...]:
    return (*text.composition.values, text.ward) if text.ward else text.composition.values


def _in_order(prepared: PreparedSkeleton, filled: Mapping[int, FilledBlock]) -> list[SetBlock]:
    blocks = prepared.fixed | {number: each.whole for number, each in filled.items()}
    return [blocks[number] for number in range(len(blocks))]

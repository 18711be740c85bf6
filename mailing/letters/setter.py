"""The setter: a household in, a laid-out letter out. Here `text` and `setting` are joined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from mailing.findings import Finding
from mailing.letters.blocks import LetterFault, LetterText
from mailing.letters.enclosing import Encloser
from mailing.letters.picturing import placed_signature
from mailing.letters.setting.fonts import unsettable
from mailing.letters.setting.layout import OverlongError
from mailing.letters.setting.makeup import MakeUp
from mailing.letters.setting.shaping import UnsettableError
from mailing.letters.setting.typesetting import OverfullError
from mailing.letters.sheets import Setting, own_labels, refuse_address_unfit, stationery_of
from mailing.letters.text.addressing import address_lines
from mailing.letters.text.composing import Composer
from mailing.letters.text.reply import code_of, office_address
from mailing.letters.text.salutation import SalutationStyle, salutation
from mailing.letters.text.translating import BesideComposer
from mailing.model import LIST_COLUMNS, Letter, LetterFormat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.letters.blocks import Composition
    from mailing.letters.text.templates import Template
    from mailing.model import Household, Page
    from mailing.model.tagged import TaggedLetter


_FORBIDS: Final = (LetterFault, UnsettableError, OverfullError, OverlongError)
"""What a household's own values can bring about; it forbids that household's letter."""


class ComposesText(Protocol):
    """What gives a household its text: a template's composer."""

    def compose(self, household: Household, salutation: str) -> Composition:
        """Return the household's text."""
        ...


class VariantSetter:
    """Lays out the letters of one variant of the template."""

    def __init__(
        self, setting: Setting, template: Template, composer: ComposesText, format: LetterFormat = LetterFormat.STANDARD
    ) -> None:
        self._setting, self._template, self._format = setting, template, format
        self._composer = composer
        self._salutation_style = SalutationStyle(template.organisation.anrede)
        signature = placed_signature(template, setting.artworks)
        self._make_up = MakeUp(
            stationery_of(setting, template), template.text_name, own_labels(template), setting.artworks, signature
        )
        self.window = self._make_up.window
        if template.is_slip:
            refuse_address_unfit(template, self.window)
        self._encloser = Encloser(template.enclosures, setting.artworks, setting.sides, self._enclosed)

    def _enclosed(self, template: Template) -> VariantSetter:
        """Return what sets the pages of an enclosed template; in large print they are large too.

        A reply slip has its letter's form: it is folded with it, and its address stands by those creases.
        """
        own = template.variant(self._format)
        size = max(own.size, self._template.size) if self._format is LetterFormat.LARGE_PRINT else own.size
        form = self._template.form if own.is_slip else own.form
        own = replace(own, size=size, form=form, is_enclosed=True)
        return VariantSetter(self._setting, own, Composer(own, self._setting.date), self._format)

    def letter(self, household: Household, reached: set[str]) -> Letter:
        """Return the household's letter; `reached` and errors as of `MakeUp.pages`."""
        return self.letters([(household, self.text(household))], reached)[0]

    def letters(self, texts: Sequence[tuple[Household, LetterText]], reached: set[str]) -> list[Letter]:
        """Return the letters of households with these texts; which texts, `reached` and errors as of `MakeUp.pages`."""
        all_pages = self._make_up.pages([text for _household, text in texts], reached)
        return [
            self._letter(household, text.composition, pages, reached)
            for (household, text), pages in zip(texts, all_pages, strict=True)
        ]

    def _letter(
        self, household: Household, composed: Composition, pages: tuple[Page, ...], reached: set[str]
    ) -> Letter:
        letter = Letter(household.index, household.row, pages, composed.findings, composed.skeleton.branches)
        enclosures = composed.skeleton.enclosures
        return self._encloser.added(letter, enclosures, household, reached) if enclosures else letter

    def tagged(self, household: Household) -> TaggedLetter:
        """Return the household's letter as a tree; errors as of `MakeUp.pages`."""
        text = self.text(household)
        enclosures = text.composition.skeleton.enclosures
        return self._encloser.tagged(self._make_up.tagged(text), enclosures, household)

    def text(self, household: Household) -> LetterText:
        """Return all that the household's letter says; a `LetterFault` says why there can be none."""
        composed = self._composer.compose(household, salutation(household, self._salutation_style))
        entries = (household.bg_nummer, household.kundennummer, *composed.information)
        if self._template.is_slip:
            address, code = office_address(self._template.organisation), code_of(self._template, household)
            return LetterText(composed, address, entries, ward_name(household), household.row, code)
        return LetterText(composed, address_lines(household), entries, ward_name(household), household.row)


class Setter:
    """Lays out the letters of a run; what many share is made once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._variants: dict[tuple[LetterFormat, str], VariantSetter] = {}
        self.reached: set[str] = set()
        self._standard = self._variant(LetterFormat.STANDARD, "")

    @property
    def address_width(self) -> float:
        """The width of a line of the address in mm."""
        return self._standard.window.width

    def text_width(self, text: str) -> float:
        """Return the width of `text` as a line of the address, in mm; a text that can't be set has none."""
        try:
            return self._standard.window.text_width(text)
        except UnsettableError:
            return 0.0

    def unsettable(self, text: str) -> str:
        """Return the characters of `text` that the font lacks."""
        return unsettable(text)

    def lay_out(self, household: Household) -> Letter:
        """Return the household's letter; one that can't be set has no pages, but the finding why."""
        return self.lay_out_all([household])[0]

    def lay_out_all(self, households: Sequence[Household]) -> list[Letter]:
        """Return the letters of households, as `lay_out` does; those of one skeleton are set together."""
        letters: dict[int, Letter] = {}
        alike: dict[object, list[tuple[int, VariantSetter, LetterText]]] = {}
        for place, household in enumerate(households):
            variant = self._variant(household.format, household.sprache)
            try:
                text = variant.text(household)
            except LetterFault as fault:
                letters[place] = _forbidden(household, fault.finding)
            else:
                kind = (variant, text.composition.skeleton, bool(text.ward))
                alike.setdefault(kind, []).append((place, variant, text))
        for group in alike.values():
            places, variants, texts = zip(*group, strict=True)
            together = [(households[place], text) for place, text in zip(places, texts, strict=True)]
            letters.update(zip(places, self._set(variants[0], together), strict=True))
        return [letters[place] for place in range(len(households))]

    def _set(self, variant: VariantSetter, texts: Sequence[tuple[Household, LetterText]]) -> list[Letter]:
        """Return the letters of texts that are set together; where one can't be set, the others are without it."""
        try:
            return variant.letters(texts, self.reached)
        except _FORBIDS as error:
            if len(texts) == 1:
                return [_unset(texts[0][0], error)]
            half = len(texts) // 2
            return [*self._set(variant, texts[:half]), *self._set(variant, texts[half:])]

    def tagged(self, household: Household) -> TaggedLetter:
        """Return a letter that `lay_out` could set, as a tree of what its parts are."""
        return self._variant(household.format, household.sprache).tagged(household)

    def _variant(self, format: LetterFormat, language: str) -> VariantSetter:
        variant = self._variants.get((format, language))
        if variant is None:
            variant = self._variants[format, language] = self._made(format, language)
        return variant

    def _made(self, format: LetterFormat, language: str) -> VariantSetter:
        """Make what sets the letters of a format and a language.

        A translation is set in the size of the format: in large print it is large too. Easy language stays the German
        letter's; what follows or replaces it is the translation that there is.
        """
        setting, day = self._setting, self._setting.date
        german = setting.template.variant(format)
        translation = setting.template.translation(language)
        if translation is None:
            return VariantSetter(setting, german, Composer(german, day), format)
        if not translation.follows_german:
            larger = replace(translation, size=max(translation.size, german.size))
            return VariantSetter(setting, larger, Composer(larger, day), format)
        both = BesideComposer(Composer(german, day), Composer(translation, day), translation.language)
        return VariantSetter(setting, german, both, format)


def ward_name(household: Household) -> str:
    """Return the name of the household's own person where somebody else gets the letter."""
    return f"{household.vorname} {household.nachname}".strip() if household.empfaenger else ""


def _unset(household: Household, error: Exception) -> Letter:
    """Return what there is of a letter that can't be set: the finding why."""
    match error:
        case LetterFault():
            return _forbidden(household, error.finding)
        case UnsettableError():
            return _forbidden(household, _missing_glyphs(household, error.characters))
        case OverfullError():
            return _forbidden(household, _too_wide(household, error.text))
        case _:
            return _forbidden(household, Finding("letter.values-too-long", household.row))


def _forbidden(household: Household, finding: Finding) -> Letter:
    return Letter(household.index, household.row, (), (finding,))


def _missing_glyphs(household: Household, characters: str) -> Finding:
    field = next((name for name, entry in _entries(household) if not set(characters).isdisjoint(entry)), "")
    return Finding("letter.missing-glyph", household.row, field, characters, details={"characters": characters})


def _too_wide(household: Household, text: str) -> Finding:
    """Return the finding with the longest entry that is part of the word, or that the word is part of."""
    shared = [(len(entry), name) for name, entry in _entries(household) if entry and (entry in text or text in entry)]
    return Finding("letter.word-too-wide", household.row, max(shared, default=(0, ""))[1], text)


def _entries(household: Household) -> Iterator[tuple[str, str]]:
    """Give the columns of the list with the household's entries."""
    for name in LIST_COLUMNS:
        entry = getattr(household, name, "")
        if isinstance(entry, str):
            yield name, entry
    yield from household.extra.items()

"""A translation beside the German letter: both texts become one, the translation from a new page on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mailing.letters.blocks import Block, BlockKind, Composition, Skeleton, Span
from mailing.model import Face
from mailing.model.languages import is_german, primary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.letters.text.composing import Composer
    from mailing.model import Household

JOINED_KEPT: Final = 4096
"""Pairs of texts kept at once, as many as of single ones."""

GERMAN_NOTICE: Final = "Übersetzung – es gilt das deutsche Schreiben."
NOTICES: Final[Mapping[str, str]] = {
    "ar": "هذه ترجمة. الرسالة الألمانية هي المعتمدة.",
    "en": "This is a translation. The German letter is what counts.",
    "fa": "این یک ترجمه است. نامهٔ آلمانی معتبر است.",
    "pl": "To jest tłumaczenie. Obowiązuje pismo w języku niemieckim.",
    "ru": "Это перевод. Действительным является письмо на немецком языке.",
    "tr": "Bu bir çeviridir. Geçerli olan Almanca mektuptur.",
    "uk": "Це переклад. Чинним є лист німецькою мовою.",
}
"""The same in the languages of the samples; others have the German line alone."""


class BesideComposer:
    """Composes the German letter with its translation behind it.

    Args:
        german: the letter that counts.
        translation: what follows it, in the language of the tag `language`.
    """

    def __init__(self, german: Composer, translation: Composer, language: str) -> None:
        self._german = german
        self._translation = translation
        self._language = language
        self._joined: dict[tuple[Skeleton, Skeleton, int], Skeleton] = {}

    def compose(self, household: Household, salutation: str) -> Composition:
        """Return both texts as one; errors as of `Composer.compose`."""
        first = self._german.compose(household, salutation)
        second = self._translation.compose(household, salutation)
        key = (first.skeleton, second.skeleton, len(first.values))
        skeleton = self._joined.get(key)
        if skeleton is None:
            if len(self._joined) >= JOINED_KEPT:
                self._joined.clear()
            skeleton = self._joined[key] = self._join(*key)
        findings = (*first.findings, *(finding for finding in second.findings if finding not in first.findings))
        return Composition(skeleton, (*first.values, *second.values), findings)

    def _join(self, german: Skeleton, translation: Skeleton, values: int) -> Skeleton:
        def moved(span: Span) -> Span:
            return span if span.slot is None else span._replace(slot=span.slot + values)

        subject = tuple(map(moved, translation.subject))
        blocks = (
            *german.blocks,
            *_notice(self._language),
            Block(BlockKind.HEADING, subject, level=1, keeps_with_next=True),
            *(block.changed(moved) for block in translation.blocks),
        )
        return replace(german, blocks=blocks, branches=german.branches | translation.branches)


def in_language(skeleton: Skeleton, language: str) -> Skeleton:
    """Return the skeleton with all its text said to be in that language."""
    if is_german(language):
        return skeleton

    def spoken(span: Span) -> Span:
        return span._replace(language=language)

    blocks = tuple(block.changed(spoken) for block in skeleton.blocks)
    return replace(skeleton, subject=tuple(map(spoken, skeleton.subject)), blocks=blocks)


def _notice(language: str) -> tuple[Block, ...]:
    """Return what stands above a translation: that it is one, first in German, for who counts the pages."""
    told = (Span(GERMAN_NOTICE, Face.ITALIC),)
    first = Block(BlockKind.PARAGRAPH, told, begins_page=True, keeps_with_next=True)
    own = NOTICES.get(language) or NOTICES.get(primary(language))
    if own is None:
        return (first,)
    return (first, Block(BlockKind.PARAGRAPH, (Span(own, Face.BOLD, language=language),), keeps_with_next=True))

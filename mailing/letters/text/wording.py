"""The wording of a letter: what it says, without how it looks and where its text comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailing.letters.blocks import LetterFault
from mailing.letters.text.composing import Composer
from mailing.letters.text.trial import trial_households

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from mailing.letters.blocks import Skeleton, Span
    from mailing.letters.text.templates import Template

SALUTATION = "Guten Tag,"
"""Stands for every salutation."""


class Wording:
    """What the letters of a template say; two templates of the same text have the same wording.

    Raises:
        TemplateError: the template is at fault.
    """

    def __init__(self, template: Template, day: date) -> None:
        self._composer = Composer(template, day)
        _full, self._anybody = trial_households(template, ())
        self._texts: dict[int, tuple[Skeleton, str]] = {}

    def of(self, standort: str, termin: datetime | None, extra: Mapping[str, str]) -> str:
        """Return what the letter of a household with these entries says, whoever it is.

        Whoever moves, marries or wants large print isn't told another thing. Where there can't be a letter, the entries
        stand for it.
        """
        household = replace(self._anybody, standort=standort, termin=termin, extra=extra)
        try:
            composed = self._composer.compose(household, SALUTATION)
        except LetterFault:
            return repr((standort, termin, sorted(extra.items())))
        return "\x1f".join((self._text(composed.skeleton), *composed.values))

    def _text(self, skeleton: Skeleton) -> str:
        known = self._texts.get(id(skeleton))
        if known is None:
            cells = (cell for block in skeleton.blocks for row in block.cells for cell in row)
            parts = (skeleton.subject, *(block.spans for block in skeleton.blocks), *cells)
            known = self._texts[id(skeleton)] = skeleton, "\x1e".join(map(_plain, parts))
        return known[1]


def _plain(spans: Iterable[Span]) -> str:
    """Return the text of spans; a slot by its number."""
    return "".join(span.text if span.slot is None else f"\x1d{span.slot}\x1d" for span in spans)

"""Composing: a household and a template become a letter's text, its values still apart from its make-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.messages import _
from mailing.findings import Finding
from mailing.letters.blocks import Composition, LetterFault, Skeleton
from mailing.letters.text.codes import CodeFault
from mailing.letters.text.comparing import Unlike
from mailing.letters.text.environment import ValuesTooLong
from mailing.letters.text.filters import ValueUnreadable
from mailing.letters.text.markdown import read_skeleton
from mailing.letters.text.proofreading import days_past, slots_ahead
from mailing.letters.text.rendering import EndlessTemplateError
from mailing.letters.text.script import read_script
from mailing.letters.text.translating import in_language
from mailing.letters.text.values import getter_of, text_of
from mailing.letters.text.vocabulary import RUN_PLACEHOLDERS
from mailing.model.languages import is_german

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mailing.letters.text.templates import Template
    from mailing.model import Household

SKELETON_LIMIT: Final = 4096
"""Skeletons kept at once; a template makes a few, one with loops some dozens."""

MOST_PERSONS: Final = 30
"""A loop that takes no end for so many persons is the template's fault; for more of them it is the household's."""


class Composer:
    """Composes the letters of one template, all of one date.

    Args:
        template: the variant to be set.
        date: the letters' date.

    Raises:
        TemplateError: the template is at fault.
    """

    def __init__(self, template: Template, date: date) -> None:
        self._script = read_script(template, date)
        self._run = self._script.program.run
        self._constants = dict(template.constants(date))
        self._getters = tuple(
            (name, getter_of(name, template.sites, template.language))
            for name in self._script.placeholders
            if name not in RUN_PLACEHOLDERS and name != "anrede_zeile" and "." not in name
        )
        self._date = date
        self._language = template.language
        self._skeletons: dict[str, tuple[Skeleton, tuple[int, ...]]] = {}

    def compose(self, household: Household, salutation: str) -> Composition:
        """Return the household's text; `salutation` is the whole line with its comma.

        Raises:
            LetterFault: the household's own entries forbid its letter; the finding says why.
            TemplateError: the template is at fault.
        """
        placeholders = {**self._constants, "anrede_zeile": salutation}
        for name, get in self._getters:
            placeholders[name] = get(household)
        try:
            rendered, values = self._run(placeholders)
        except ValuesTooLong as error:
            raise LetterFault(Finding("letter.values-too-long", row=household.row)) from error
        except EndlessTemplateError as error:
            if len(household.mitglieder) <= MOST_PERSONS:
                raise
            raise LetterFault(Finding("letter.values-too-long", row=household.row)) from error
        except CodeFault as error:
            raise LetterFault(self._unsayable(error, placeholders, household.row)) from error
        except (ValueUnreadable, Unlike) as error:
            raise LetterFault(self._misread(error, placeholders, household.row)) from error
        skeleton, ahead = self._skeletons.get(rendered) or self._read(rendered)
        if not (skeleton.subject and skeleton.blocks):
            raise LetterFault(Finding("letter.no-text", row=household.row))
        return Composition(skeleton, values, days_past(values, ahead, self._date, household.row) if ahead else ())

    def _misread(self, error: ValueUnreadable | Unlike, placeholders: Mapping[str, object], row: int) -> Finding:
        """Return the finding of an entry that isn't what the template reads it as."""
        if isinstance(error, Unlike):
            details = {"condition": error.condition, "kind": _(error.kind), "column": _own_name(error.column)}
            return Finding("letter.value-unlike", row, _own_name(error.column), error.found, details=details)
        candidates = [read.column for read in self._script.readings if read.how == error.filter_name]
        column = next(
            (name for name in candidates if _entry(placeholders, name) == error.found), "".join(candidates[:1])
        )
        details = {"filter": error.filter_name, "column": _own_name(column)}
        return Finding("letter.value-unreadable", row, _own_name(column), error.found, details=details)

    def _unsayable(self, error: CodeFault, placeholders: Mapping[str, object], row: int) -> Finding:
        """Return the finding of an entry that no code can say, with the column that has it."""
        read = [reading.column for reading in self._script.readings if reading.how == error.read_as]
        names = read or [name for name, _get in self._getters]
        column = next((name for name in names if _entry(placeholders, name) == error.found), "")
        return Finding(error.finding, row, _own_name(column), error.found)

    def _read(self, rendered: str) -> tuple[Skeleton, tuple[int, ...]]:
        """Return the skeleton of a rendered text, and its slots that lead to a day to come."""
        if len(self._skeletons) >= SKELETON_LIMIT:
            self._skeletons.clear()
        skeleton = in_language(read_skeleton(rendered, self._script), self._language)
        self._skeletons[rendered] = skeleton, slots_ahead(rendered) if is_german(self._language) else ()
        return self._skeletons[rendered]


def _entry(placeholders: Mapping[str, object], column: str) -> str:
    """Return the entry that a column's placeholder shows; "" where it is none."""
    name, _dot, part = column.partition(".")
    found = placeholders.get(name, "")
    try:
        return text_of(getattr(found, part) if part else found)
    except (LetterFault, AttributeError, TypeError):
        return ""


def _own_name(column: str) -> str:
    """Return what the list calls a placeholder's column: `liste.datum` is its own "datum"."""
    name, _dot, part = column.partition(".")
    return part if name == "liste" else name

"""A template made ready for composing: checked, marked, and worked out as far as the run settles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import nodes

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.text.code_calls import with_made_codes
from mailing.letters.text.conditions import readings, stated_texts, with_typed_comparisons
from mailing.letters.text.environment import LetterEnvironment
from mailing.letters.text.grammar import Grammar
from mailing.letters.text.marking import FIRST_MARK, SUBJECT_END, Branch, Marker
from mailing.letters.text.parsing import Parser, SourceLine, refusing_deep_nesting
from mailing.letters.text.rendering import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from mailing.letters.text.templates import Template


class Reading(NamedTuple):
    """An entry that a template reads.

    Attributes:
        column: its placeholder, with its part.
        how: the filter that reads it, or the kind that a condition compares it with.
    """

    column: str
    how: str
    source_line: SourceLine


@dataclass(frozen=True)
class Script:
    """What composing and checking need of a template.

    Attributes:
        body: the marked tree: subject, text and rows of the information block, `SUBJECT_END` before each but the first.
        program: the same, compiled.
        placeholders: the names that it uses, each with the first line where it stands.
        fixed: texts that are the same in all letters.
        source_lines: where each mark's text came from.
        branches: the branches that a household's entries decide on, by the mark that begins them.
        stated: the texts that it states within placeholders, and where; those that it only compares with left out.
        readings: which entries it reads as days, times or numbers, and where.
    """

    body: Sequence[nodes.Node]
    program: Program
    placeholders: Mapping[str, SourceLine]
    fixed: Sequence[str]
    source_lines: Sequence[SourceLine]
    branches: Mapping[str, Branch]
    stated: Sequence[tuple[str, SourceLine]]
    readings: Sequence[Reading]

    def source_line_of(self, mark: str) -> SourceLine:
        """Return where the text behind a mark came from."""
        return self.source_lines[ord(mark) - FIRST_MARK]


def read_script(template: Template, day: date) -> Script:
    """Make a template ready for letters of that day.

    Raises:
        TemplateError: the template contains what it may not contain, or can't be worked out.
    """

    def read(name: str, source_line: SourceLine | None) -> str:
        if name not in template.sources:
            raise TemplateError(
                _("Die Datei „{name}“ fehlt").format(name=name), where=str(source_line or template.name)
            )
        return template.sources[name]

    environment = LetterEnvironment(template.organisation.bundesland, template.language)
    parser = Parser(environment, read)
    facts = template.organisation.fakten
    draft = _checked(parser, template.short_texts, template.text_name, facts)
    marker = Marker(parser, environment, template.constants(day))
    with refusing_deep_nesting(template.text_name):
        read_columns = tuple(
            Reading(column, how, parser.source_line(node)) for column, how, node in readings(draft.whole)
        )
        stated = [(text, parser.source_line(node)) for text, node in stated_texts(draft.whole)]
        text_lines = [line for _text, line in template.short_texts]
        subject, *rows = (
            marker.mark_text(_worked_out(text), line) for text, line in zip(draft.short_texts, text_lines, strict=True)
        )
        body = marker.mark_text(_worked_out(draft.body), SourceLine(template.text_name, 1))
        marked = [*subject, *(node for text in (body, *rows) for node in (_text_end(), *text))]
        program = Program(environment, parser, marked)
    return Script(
        marked, program, draft.placeholders, marker.fixed, marker.source_lines, marker.branches, stated, read_columns
    )


def placeholders_of(
    short_texts: Sequence[tuple[str, SourceLine]],
    text_name: str,
    facts: Collection[str],
    read: Callable[[str, SourceLine | None], str],
) -> Mapping[str, SourceLine]:
    """Return the placeholders of a template that is being read.

    Args:
        short_texts: the texts of its settings, each with where it stands; the subject first.
        text_name: the source that holds the text.
        facts: the names in the organisation's own table.
        read: is asked for each source.
    """
    return _checked(Parser(LetterEnvironment(), read), short_texts, text_name, facts).placeholders


def _worked_out(body: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return a tree with what templates write in short: comparisons typed, codes made."""
    return with_made_codes(with_typed_comparisons(body))


class _Draft(NamedTuple):
    """A template's texts as trees that `Grammar` lets through: the subject and other short ones, and the body."""

    short_texts: list[list[nodes.Node]]
    body: list[nodes.Node]
    placeholders: Mapping[str, SourceLine]

    @property
    def whole(self) -> list[nodes.Node]:
        """All trees in the order in which they are run: names that the body makes are known behind it only."""
        subject, *rows = self.short_texts
        return [*subject, *self.body, *(node for row in rows for node in row)]


def _checked(
    parser: Parser, short_texts: Sequence[tuple[str, SourceLine]], text_name: str, facts: Collection[str]
) -> _Draft:
    grammar = Grammar(parser, facts)
    with refusing_deep_nesting(text_name):
        trees = [parser.parse_text(text, line) for text, line in short_texts]
        draft = _Draft(trees, parser.parse(text_name), grammar.placeholders)
        grammar.check(draft.whole)
    return draft


def _text_end() -> nodes.Node:
    return nodes.Output([nodes.TemplateData(SUBJECT_END, lineno=1)], lineno=1)

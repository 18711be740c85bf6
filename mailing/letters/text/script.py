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
        body: the marked tree, the subject first, `SUBJECT_END` behind it.
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

    environment = LetterEnvironment(template.organisation.bundesland)
    parser = Parser(environment, read)
    facts = template.organisation.fakten
    draft = _checked(parser, template.subject, template.subject_source, template.text_name, facts)
    marker = Marker(parser, environment, template.constants(day))
    with refusing_deep_nesting(template.text_name):
        read_columns = tuple(
            Reading(column, how, parser.source_line(node))
            for column, how, node in readings([*draft.subject, *draft.body])
        )
        stated = [(text, parser.source_line(node)) for text, node in stated_texts([*draft.subject, *draft.body])]
        marked = [
            *marker.mark_text(_worked_out(draft.subject), template.subject_source),
            nodes.Output([nodes.TemplateData(SUBJECT_END, lineno=1)], lineno=1),
            *marker.mark_text(_worked_out(draft.body), SourceLine(template.text_name, 1)),
        ]
        program = Program(environment, parser, marked)
    return Script(
        marked, program, draft.placeholders, marker.fixed, marker.source_lines, marker.branches, stated, read_columns
    )


def placeholders_of(
    subject: str,
    subject_source: SourceLine,
    text_name: str,
    facts: Collection[str],
    read: Callable[[str, SourceLine | None], str],
) -> Mapping[str, SourceLine]:
    """Return the placeholders of a template that is being read.

    Args:
        subject: the subject line.
        subject_source: where the subject stands.
        text_name: the source that holds the text.
        facts: the names in the organisation's own table.
        read: is asked for each source.
    """
    return _checked(Parser(LetterEnvironment(), read), subject, subject_source, text_name, facts).placeholders


def _worked_out(body: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return a tree with what templates write in short: comparisons typed, codes made."""
    return with_made_codes(with_typed_comparisons(body))


class _Draft(NamedTuple):
    """A template's two texts as trees that `Grammar` lets through."""

    subject: list[nodes.Node]
    body: list[nodes.Node]
    placeholders: Mapping[str, SourceLine]


def _checked(parser: Parser, subject: str, source_line: SourceLine, text_name: str, facts: Collection[str]) -> _Draft:
    grammar = Grammar(parser, facts)
    with refusing_deep_nesting(text_name):
        subject_nodes, body = parser.parse_text(subject, source_line), parser.parse(text_name)
        grammar.check([*subject_nodes, *body])
    return _Draft(subject_nodes, body, grammar.placeholders)

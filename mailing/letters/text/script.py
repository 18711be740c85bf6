"""A template made ready for composing: checked, marked, and worked out as far as the run settles it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2 import nodes

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.text.code_calls import with_made_codes
from mailing.letters.text.conditions import readings, stated_texts, with_typed_comparisons
from mailing.letters.text.enclosures import CHOSEN, ENCLOSURES, read_conditions, titles_chosen
from mailing.letters.text.environment import GIVEN, LetterEnvironment
from mailing.letters.text.grammar import Grammar
from mailing.letters.text.marking import FIRST_MARK, SUBJECT_END, Branch, Marker
from mailing.letters.text.parsing import Parser, SourceLine, refusing_deep_nesting
from mailing.letters.text.rendering import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from mailing.letters.text.enclosures import Enclosure
    from mailing.letters.text.templates import Template


SCRIPTS_KEPT: Final = 64
"""A template with variants, languages and enclosures has some dozen."""


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
        body: the marked tree: conditions of enclosures, subject, text and rows of the information block, `SUBJECT_END`
            before each but the first.
        enclosures: how many the letter has; `conditional` are the numbers (from 0) of those that not all get.
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
    enclosures: int = 0
    conditional: Sequence[int] = ()

    def sections(self, rendered: str) -> list[str]:
        """Return the texts of a rendered template: subject, text, and rows of the information block."""
        return rendered.split(SUBJECT_END)[len(self.conditional) :]

    def enclosed(self, rendered: str) -> tuple[int, ...]:
        """Return the numbers of the enclosures that go along with a rendered template."""
        if not self.conditional:
            return tuple(range(self.enclosures))
        sections = dict(zip(self.conditional, rendered.split(SUBJECT_END), strict=False))
        return tuple(number for number in range(self.enclosures) if CHOSEN in sections.get(number, CHOSEN))

    def source_line_of(self, mark: str) -> SourceLine:
        """Return where the text behind a mark came from."""
        return self.source_lines[ord(mark) - FIRST_MARK]


@lru_cache(maxsize=SCRIPTS_KEPT)
def read_script(template: Template, day: date) -> Script:
    """Make a template ready for letters of that day: once, for its check, its letters and what none of them reached.

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
    draft = _checked(parser, template.short_texts, template.text_name, facts, template.enclosures)
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
        chosen = [
            (number, marker.mark_text(_worked_out([condition]), template.enclosures[number].when_line))
            for number, condition in enumerate(draft.conditions)
            if condition is not None
        ]
        before = [node for _number, text in chosen for node in (*text, _text_end())]
        marked = [*before, *subject, *(node for text in (body, *rows) for node in (_text_end(), *text))]
        if chosen and ENCLOSURES in draft.placeholders:
            titles = titles_chosen(template.enclosures, draft.conditions, GIVEN)
            marked = [*_worked_out([titles]), *marked]
        program = Program(environment, parser, marked, marker.constants)
    return Script(
        marked,
        program,
        draft.placeholders,
        marker.fixed,
        marker.source_lines,
        marker.branches,
        stated,
        read_columns,
        len(template.enclosures),
        tuple(number for number, _text in chosen),
    )


def placeholders_of(
    short_texts: Sequence[tuple[str, SourceLine]],
    text_name: str,
    facts: Collection[str],
    read: Callable[[str, SourceLine | None], str],
    enclosures: Sequence[Enclosure] = (),
) -> Mapping[str, SourceLine]:
    """Return the placeholders of a template that is being read.

    Args:
        short_texts: the texts of its settings, each with where it stands; the subject first.
        text_name: the source that holds the text.
        facts: the names in the organisation's own table.
        read: is asked for each source.
        enclosures: of which not all households may get each.
    """
    return _checked(Parser(LetterEnvironment(), read), short_texts, text_name, facts, enclosures).placeholders


def _worked_out(body: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return a tree with what templates write in short: comparisons typed, codes made."""
    return with_made_codes(with_typed_comparisons(body))


class _Draft(NamedTuple):
    """A template's texts as trees that `Grammar` lets through: the subject and other short ones, and the body.

    Attributes:
        conditions: of its enclosures; None where all households get one.
    """

    conditions: list[nodes.If | None]
    short_texts: list[list[nodes.Node]]
    body: list[nodes.Node]
    placeholders: Mapping[str, SourceLine]

    @property
    def whole(self) -> list[nodes.Node]:
        """All trees in the order in which they are run: names that the body makes are known behind it only."""
        subject, *rows = self.short_texts
        conditions = (condition for condition in self.conditions if condition is not None)
        return [*conditions, *subject, *self.body, *(node for row in rows for node in row)]


def _checked(
    parser: Parser,
    short_texts: Sequence[tuple[str, SourceLine]],
    text_name: str,
    facts: Collection[str],
    enclosures: Sequence[Enclosure],
) -> _Draft:
    grammar = Grammar(parser, facts)
    with refusing_deep_nesting(text_name):
        trees = [parser.parse_text(text, line) for text, line in short_texts]
        conditions = read_conditions(parser, enclosures)
        draft = _Draft(conditions, trees, parser.parse(text_name), grammar.placeholders)
        grammar.check(draft.whole)
    return draft


def _text_end() -> nodes.Node:
    return nodes.Output([nodes.TemplateData(SUBJECT_END, lineno=1)], lineno=1)

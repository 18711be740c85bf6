"""A template made ready for composing: checked, marked, and worked out as far as the run settles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import nodes

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.text.environment import LetterEnvironment
from mailing.letters.text.grammar import Grammar
from mailing.letters.text.marking import FIRST_MARK, SUBJECT_END, Branch, Marker
from mailing.letters.text.parsing import Parser, Place, depth_told
from mailing.letters.text.rendering import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from mailing.letters.text.templates import Template


@dataclass(frozen=True)
class Script:
    """What composing and checking need of a template.

    Attributes:
        body: the marked tree, the subject first, `SUBJECT_END` behind it.
        program: the same, compiled.
        placeholders: the names that it uses, each with the first place where it stands.
        fixed: texts that are the same in all letters.
        places: where each mark's text came from.
        branches: the branches that a household's entries decide on, by the mark that begins them.
    """

    body: Sequence[nodes.Node]
    program: Program
    placeholders: Mapping[str, Place]
    fixed: Sequence[str]
    places: Sequence[Place]
    branches: Mapping[str, Branch]

    def place_of(self, mark: str) -> Place:
        """Return where the text behind a mark came from."""
        return self.places[ord(mark) - FIRST_MARK]


def read_script(template: Template, day: date) -> Script:
    """Make a template ready for letters of that day.

    Raises:
        TemplateError: the template says what it may not say, or can't be worked out.
    """

    def read(name: str, place: Place | None) -> str:
        if name not in template.sources:
            raise TemplateError(_("Die Datei „{name}“ fehlt").format(name=name), where=str(place or template.name))
        return template.sources[name]

    environment = LetterEnvironment()
    parser = Parser(environment, read)
    facts = template.organisation.fakten
    draft = _checked(parser, template.subject, template.subject_place, template.text_name, facts)
    marker = Marker(parser, environment, template.constants(day))
    with depth_told(template.text_name):
        marked = [
            *marker.mark_text(draft.subject, template.subject_place),
            nodes.Output([nodes.TemplateData(SUBJECT_END, lineno=1)], lineno=1),
            *marker.mark_text(draft.body, Place(template.text_name, 1)),
        ]
        program = Program(environment, parser, marked)
    return Script(marked, program, draft.placeholders, marker.fixed, marker.places, marker.branches)


def placeholders_of(
    subject: str, place: Place, text_name: str, facts: Collection[str], read: Callable[[str, Place | None], str]
) -> Mapping[str, Place]:
    """Return the placeholders of a template that is being read.

    Args:
        subject: the subject line.
        place: where the subject stands.
        text_name: the source that holds the text.
        facts: the names in the organisation's own table.
        read: is asked for each source.
    """
    return _checked(Parser(LetterEnvironment(), read), subject, place, text_name, facts).placeholders


class _Draft(NamedTuple):
    """A template's two texts as trees that `Grammar` lets through."""

    subject: list[nodes.Node]
    body: list[nodes.Node]
    placeholders: Mapping[str, Place]


def _checked(parser: Parser, subject: str, place: Place, text_name: str, facts: Collection[str]) -> _Draft:
    grammar = Grammar(parser, facts)
    with depth_told(text_name):
        subject_nodes, body = parser.parse_text(subject, place), parser.parse(text_name)
        grammar.check([*subject_nodes, *body])
    return _Draft(subject_nodes, body, grammar.placeholders)

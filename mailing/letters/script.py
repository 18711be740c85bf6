"""A template made ready for composing: checked, marked, and worked out as far as the run settles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import nodes

from mailing.errors import TemplateError
from mailing.letters.grammar import Grammar
from mailing.letters.marking import FIRST_MARK, SUBJECT_END, Branch, Marker
from mailing.letters.parsing import LetterEnvironment, Parser, Place
from mailing.letters.rendering import Program
from mailing.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from mailing.letters.templates import Template


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
    subject = parser.parse_text(template.subject, template.subject_place)
    body = parser.parse(template.text_name)
    end = nodes.Output([nodes.TemplateData(SUBJECT_END, lineno=1)], lineno=1)
    grammar = Grammar(parser, template.organisation.fakten)
    grammar.check([*subject, *body])
    marker = Marker(parser, environment, template.constants(day))
    marked = [*marker.mark(subject), end, *marker.mark(body)]
    program = Program(environment, parser, marked)
    return Script(marked, program, grammar.placeholders, marker.fixed, marker.places, marker.branches)


def placeholders_of(
    subject: str, subject_place: Place, text_name: str, facts: Sequence[str], read: Callable[[str, Place | None], str]
) -> Mapping[str, Place]:
    """Return the placeholders of a template that is being read; `read` is asked for each of its sources."""
    parser = Parser(LetterEnvironment(), read)
    grammar = Grammar(parser, facts)
    grammar.check([*parser.parse_text(subject, subject_place), *parser.parse(text_name)])
    return grammar.placeholders

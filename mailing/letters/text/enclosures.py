"""The enclosures of a letter, as `letter.toml` states them: names, files, pages of ours, and inserts of the shop's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from jinja2 import nodes
from pydantic import Discriminator, Field, Tag, field_validator

from mailing.base.errors import TemplateError
from mailing.base.messages import _, n_
from mailing.base.settings import SettingsFile
from mailing.letters.text.parsing import SourceLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.text.parsing import Parser
    from mailing.letters.text.templates import Template

ENCLOSURES: Final = "anlagen"
"""The placeholder of the enclosures' titles."""
MOST_GRAMS: Final = 1_000.0
"""Of an insert: the heaviest letter that the post takes (Maxibrief)."""
NOWHERE: Final = SourceLine("", 1)
CHOSEN: Final = "1"
"""What a condition's section of a rendered template says where the household gets the enclosure."""
_END: Final = "{% endif %}"
_SEVERAL_TAGS: Final = re.compile(r"%\}.*\{%", re.DOTALL)


class EnclosureSettings(SettingsFile):
    """An entry of `[[enclosures]]`: exactly one of file, template and insert says what it is."""

    title: str = Field(min_length=1)
    file: str | None = Field(default=None, min_length=1)
    template: str | None = Field(default=None, min_length=1)
    insert: bool = False
    grams: float | None = None
    when: str | None = Field(default=None, min_length=1)

    @field_validator("grams")
    @classmethod
    def _goes_by_post(cls, grams: float | None) -> float | None:
        if grams is not None and not 0 < grams <= MOST_GRAMS:
            most = f"{MOST_GRAMS:.0f}"
            raise ValueError(
                n_("eine Beilage wiegt mehr als 0 g und höchstens {} g, denn mehr nimmt kein Brief auf"), most
            )
        return grams


def _form(entry: object) -> str:
    return "title" if isinstance(entry, str) else "table"


EnclosureEntry = Annotated[
    Annotated[str, Tag("title")] | Annotated[EnclosureSettings, Tag("table")], Discriminator(_form)
]
"""A title alone is an enclosure that the letter names and somebody else sees to."""
EnclosureEntries = Annotated[tuple[EnclosureEntry, ...], Field(strict=False)]


@dataclass(frozen=True)
class Enclosure:
    """What a letter encloses.

    Attributes:
        source_line: where its title stands.
        file: the name of its PDF among the template's files; "" where it is none.
        template: whose text is set as its pages.
        is_insert: whether the print shop puts it in; `grams` is what it weighs.
        when: the tag that says which households get it; "" for all. `when_line` is where it stands.
    """

    title: str
    source_line: SourceLine
    file: str = ""
    template: Template | None = None
    is_insert: bool = False
    grams: float = 0.0
    when: str = ""
    when_line: SourceLine = field(default=NOWHERE)

    @property
    def is_name_only(self) -> bool:
        """Whether nothing follows from it but its line in the letter."""
        return not (self.file or self.template or self.is_insert)


def refuse_unclear(settings: EnclosureSettings, source_line: SourceLine) -> None:
    """Refuse an entry that isn't exactly one kind of enclosure.

    Raises:
        TemplateError: file and line are named.
    """
    stated = [name for name in ("file", "template", "insert") if getattr(settings, name)]
    if len(stated) != 1:
        raise TemplateError(
            _("Die Anlage „{title}“ braucht genau eines von file, template und insert").format(title=settings.title),
            where=str(source_line),
            hint=_("Zum Beispiel: {example}").format(example='file = "antrag.pdf"'),
        )
    if settings.insert and settings.grams is None:
        raise TemplateError(
            _("Der Beilage „{title}“ fehlt ihr Gewicht").format(title=settings.title),
            where=str(source_line),
            hint=_("Ergänzen Sie eine Zeile {key} = …").format(key="grams"),
        )
    if settings.grams is not None and not settings.insert:
        raise TemplateError(
            _("Die Anlage „{title}“ hat ein eigenes Gewicht, ist aber keine Beilage").format(title=settings.title),
            where=str(source_line),
            hint=_("Gedruckte Blätter wiegt das Programm selbst: den Eintrag grams herausnehmen"),
        )


def refuse_twins(enclosures: Sequence[Enclosure]) -> None:
    """Refuse two of the same title, unless different conditions may choose between them.

    Raises:
        TemplateError: file and line are named.
    """
    before: dict[str, list[Enclosure]] = {}
    for each in enclosures:
        twins = before.setdefault(" ".join(each.title.casefold().split()), [])
        if any(not (twin.when and each.when) or twin.when == each.when for twin in twins):
            raise TemplateError(
                _("Zwei Anlagen desselben Briefes heißen „{title}“").format(title=each.title),
                where=str(each.source_line),
                hint=_("Jeder einen eigenen Titel geben, oder jeder eine andere Bedingung (when)"),
            )
        twins.append(each)


def read_conditions(parser: Parser, enclosures: Sequence[Enclosure]) -> list[nodes.If | None]:
    """Return each enclosure's condition as a tree; None where all households get it.

    Raises:
        TemplateError: one isn't a single tag, as in the text; file and line are named.
    """
    return [_condition(parser, each) if each.when else None for each in enclosures]


def _condition(parser: Parser, enclosure: Enclosure) -> nodes.If:
    tag = enclosure.when.strip()
    if tag.startswith("{%") and tag.endswith("%}") and not _SEVERAL_TAGS.search(tag):
        match parser.parse_text(f"{tag}{CHOSEN}{_END}", enclosure.when_line):
            case [
                nodes.If(body=[nodes.Output(nodes=[nodes.TemplateData(data=text)])], elif_=[], else_=[]) as condition
            ] if text == CHOSEN:
                _refuse_enclosures_within(condition, enclosure)
                return condition
    raise TemplateError(
        _("„when“ der Anlage „{title}“ ist keine einzelne Bedingung").format(title=enclosure.title),
        where=str(enclosure.when_line),
        hint=_("Wie im Text, ohne endif: {example}").format(example='when = "{% if personen > 1 %}"'),
    )


def _refuse_enclosures_within(condition: nodes.If, enclosure: Enclosure) -> None:
    if any(name.name == ENCLOSURES for name in condition.find_all(nodes.Name)):
        raise TemplateError(
            _("„when“ der Anlage „{title}“ fragt nach den Anlagen selbst").format(title=enclosure.title),
            where=str(enclosure.when_line),
            hint=_("Fragen Sie nach dem, wovon beide abhängen"),
        )


def titles_chosen(
    enclosures: Sequence[Enclosure], conditions: Sequence[nodes.If | None], filter_name: str
) -> nodes.Assign:
    """Return the statement that has the placeholder list the titles of what the household gets."""
    titles = [_title(enclosure, condition) for enclosure, condition in zip(enclosures, conditions, strict=True)]
    chosen = nodes.Filter(nodes.List(titles, lineno=1), filter_name, [], [], None, None, lineno=1)
    return nodes.Assign(nodes.Name(ENCLOSURES, "store", lineno=1), chosen, lineno=1)


def _title(enclosure: Enclosure, condition: nodes.If | None) -> nodes.Expr:
    title = nodes.Const(enclosure.title, lineno=1)
    if condition is None:
        return title
    line = condition.lineno
    return nodes.CondExpr(condition.test, title, nodes.Const("", lineno=line), lineno=line)

"""What a template that is a reply slip may be: an enclosure of a letter, with a name that its code has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.text.reply import MOST_NAME
from mailing.letters.text.templates import SLIP

if TYPE_CHECKING:
    from mailing.letters.text.parsing import SourceLine
    from mailing.letters.text.templates import Template


def slip_hint(name: str) -> str:
    """Return where a reply slip belongs."""
    return _("In der letter.toml eines Briefes als Anlage nennen: {example}").format(
        example=f'[[enclosures]] title = "…", template = "{name}"'
    )


def refuse_long_name(name: str, source_line: SourceLine) -> None:
    """Refuse a reply slip whose name leaves no room for a number in its code."""
    if len(name.encode()) > MOST_NAME:
        raise TemplateError(
            _("Der Name der Rückantwort „{name}“ ist zu lang für ihren Code").format(name=name),
            where=str(source_line),
            hint=_("Den Ordner kürzer benennen: höchstens {most} Zeichen").format(most=MOST_NAME),
        )


def refuse_unlike(other: Template, template: Template, source_line: SourceLine) -> None:
    """Refuse a reply slip in the place of a letter, and a letter in that of a slip.

    Raises:
        TemplateError: `source_line` names the variant.
    """
    if other.is_slip and not template.is_slip:
        raise TemplateError(
            _("Die Vorlage „{name}“ ist eine Rückantwort und kein Brief").format(name=other.name),
            where=str(source_line),
            hint=slip_hint(other.name),
        )
    if template.is_slip and not other.is_slip:
        raise TemplateError(
            _("Die Vorlage „{name}“ ist keine Rückantwort, aber Variante einer solchen").format(name=other.name),
            where=str(source_line),
            hint=_("Ergänzen Sie in ihrer letter.toml: {entry}").format(entry=f'kind = "{SLIP}"'),
        )

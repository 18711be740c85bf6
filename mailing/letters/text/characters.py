"""Characters that the font lacks, in all that a template and its office may print: found before letter 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.text.parsing import PRIVATE_USE, SourceLine
from mailing.letters.text.templates import ORGANISATION_NAME, SITES_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailing.letters.text.script import Script
    from mailing.letters.text.source_text import SourceText
    from mailing.letters.text.templates import Template


def in_text(source: SourceText, unsettable: Callable[[str], str]) -> Iterator[TemplateError]:
    """Give the lines of a text, as conditions leave it, with such characters."""
    for line, source_line in zip(source.lines, source.source_lines, strict=True):
        yield from _told(unsettable(PRIVATE_USE.sub("", line)), source_line)


def in_statements(script: Script, unsettable: Callable[[str], str]) -> Iterator[TemplateError]:
    """Give such characters in texts that the template states within its placeholders: `{{ "→" if zusatz }}`."""
    for text, source_line in script.stated:
        yield from _told(unsettable(text.replace("\n", "")), source_line)


def in_settings(template: Template, unsettable: Callable[[str], str]) -> Iterator[TemplateError]:
    """Give such characters in what the office states of itself, in the enclosures, and in the table of sites."""
    for key, entry in template.organisation.model_dump(mode="json").items():
        texts = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else [entry]
        missing = unsettable("".join(map(str, texts)).replace("\n", ""))
        if missing:  # where a setting stands is found by reading its whole file
            yield from _told(missing, template.setting_line(ORGANISATION_NAME, key))
    for enclosure in template.enclosures:
        yield from _told(unsettable(enclosure.title), enclosure.source_line)
    if "standort" in template.placeholders:
        for number, line in enumerate(template.sources.get(SITES_NAME, "").split("\n"), start=1):
            yield from _told(unsettable(line.strip("\r\ufeff")), SourceLine(SITES_NAME, number))


def _told(missing: str, where: SourceLine) -> Iterator[TemplateError]:
    if missing:
        yield TemplateError(
            _("Die Schrift hat das Zeichen „{characters}“ nicht (U+{code:04X})").format(
                characters=missing[0], code=ord(missing[0])
            ),
            where=str(where),
            hint=_("Ersetzen Sie es durch ein anderes"),
        )

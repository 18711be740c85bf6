"""Fields of a form letter in a template's text, as they stand in Word: nobody fills them, and all would get them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.base.words import folded
from mailing.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mailing.letters.text.source_text import SourceText

_FIELD: Final = re.compile(
    r"\{[ ]?(?P<braced>[^\W\d][\w.]{0,40})[ ]?\}"
    r"|«[ ]?(?P<merged>[^\W\d_][\w .-]{0,40})[ ]?»"
    r"|%(?P<percents>[^\W\d_]\w{0,40})%"
    r"|\$\{?(?P<dollar>[^\W\d_]\w{0,40})\}?"
    r"|<(?P<angled>[^\W\d_]\w{0,40})>"
    r"|(?<![\w\]!])\[(?P<bracketed>[^\W\d_][\w-]{0,40})\](?![(\[:])"
    r"|(?<!\w)(?P<crossed>[Xx]{3,}|\?{3,})(?!\w)"
)
"""„{nachname}“, „«Vorname»“, „%PLZ%“, „${ort}“, „<Ort>“, „[Betrag]“, „XXX“, „???“; no links and pictures."""
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def unfilled_fields(source: SourceText, names: Collection[str]) -> Iterator[Finding | TemplateError]:
    """Give the fields in a subject or text that nobody fills: what names an entry stops the run, the rest is told.

    Args:
        source: the text as one way through its conditions leaves it.
        names: the placeholders and the list's columns by template name.
    """
    entries = {_plain(name): name for name in names}
    for line, source_line in zip(source.lines, source.source_lines, strict=True):
        for field in _FIELD.finditer(line):
            entry = entries.get(_plain(next(filter(None, field.groups()))))
            if entry is None:
                yield Finding("template.unfilled-field", field=str(source_line), found=field[0])
            else:
                yield TemplateError(
                    _("„{field}“ bleibt im Brief so stehen: ein Platzhalter steht in doppelten Klammern").format(
                        field=field[0]
                    ),
                    where=str(source_line),
                    hint=_("Gemeint ist {placeholder}").format(placeholder=f"{{{{ {entry} }}}}"),
                )


def _plain(name: str) -> str:
    """Return a field's name however it is spelled: "BG-Nummer" is "bg_nummer", "Straße" is "strasse"."""
    return _BETWEEN_WORDS.sub("", folded(name))

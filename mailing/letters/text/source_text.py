"""A rendered template's Markdown, each line knowing the source line that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.text.parsing import SourceLine
    from mailing.letters.text.script import Script

_MARKS: Final = re.compile("[\U00100000-\U0010ffff]")
_LEADING_MARKS: Final = re.compile("[\\s\U00100000-\U0010ffff]*")
_TAB: Final = 4


@dataclass(frozen=True)
class SourceText:
    """Lines of Markdown without marks of lines and branches, and without blanks at their ends.

    Attributes:
        lines: what remains are text, marks of fixed texts, and slots.
        source_lines: where each came from.
    """

    lines: Sequence[str]
    source_lines: Sequence[SourceLine]

    def refused(self, line: int, what: str, hint: str = "") -> TemplateError:
        """Return the error that says what a letter can't show, and names the source of that line."""
        return TemplateError(
            _("In Briefen nicht möglich: {what}").format(what=what), where=str(self.source_lines[line]), hint=hint
        )

    def without(self, where: str) -> SourceText:
        """Return the text without the stretches, from blank line to blank line, in which that source line stands."""
        lines: list[str] = []
        for is_blank, stretch in groupby(zip(self.lines, self.source_lines, strict=True), key=lambda each: not each[0]):
            some = list(stretch)
            drops = not is_blank and any(str(source_line) == where for _line, source_line in some)
            lines += ["" if drops else line for line, _source_line in some]
        return SourceText(lines, self.source_lines)


def without_marks(rendered: str, script: Script) -> SourceText:
    """Take the marks out, and note for each line the source line of the last mark before its text."""
    lines, source_lines = [], []
    source_line = script.source_lines[0]
    for line in rendered.split("\n"):
        marks = _MARKS.findall(line)
        leading = _LEADING_MARKS.match(line)
        if leading and leading[0].strip():
            source_line = script.source_line_of(_MARKS.findall(leading[0])[-1])
        lines.append(_MARKS.sub("", line).expandtabs(_TAB).rstrip(" "))
        source_lines.append(source_line)
        if marks:
            source_line = script.source_line_of(marks[-1])
    return SourceText(lines, source_lines)


def marks_in(rendered: str) -> frozenset[str]:
    """Return the marks of lines and branches that a rendered text holds."""
    return frozenset(_MARKS.findall(rendered))

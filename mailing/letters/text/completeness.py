"""The check that nothing of a text is lost: every letter of the source stands in what was read of it, in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.base.messages import _
from mailing.letters.text.dialect import NBSP
from mailing.letters.text.spans import STAND_INS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.letters.text.source_text import SourceText

_NO_LETTERS: Final = re.compile(f"(?:(?![\u0300-\u036f{STAND_INS}])[\\W_])+")


def refuse_lost_letters(source: SourceText, read: Iterable[str]) -> None:
    """Compare a source with what was read of it, letter for letter.

    Letters are letters, figures, combining marks, and what stands for a value; signs and blanks may be markup.

    Raises:
        TemplateError: a letter was lost, added or moved; the line of the first is named.
    """
    result = _letters("".join(read))
    start = 0
    for number, line in enumerate(source.lines):
        letters = _letters(line)
        if not result.startswith(letters, start):
            raise source.refused(number, _("Text, der nicht gedruckt würde: „{line}“").format(line=line.strip()))
        start += len(letters)
    if start < len(result):
        raise source.refused(len(source.lines) - 1, _("Text, der nicht in der Vorlage steht"))


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.replace(NBSP, ""))

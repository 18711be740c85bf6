"""Text within a block: bold and italic, signs written with a backslash, German quotes, and what is refused.

Emphasis has few rules, each looks at a sign and its neighbours once. Asterisks open where text follows and no letter or
figure stands before; they close where text stands before. One within a word is a letter of it ("Bürger*innen"), one
between figures is a sign ("3 * 4"); any other that opens or closes nothing is refused. The same holds for low lines,
but four of them are a field to fill in; one in brackets, `[____]`, has room for what is written by hand.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import _
from mailing.letters.blocks import LINE_BREAK
from mailing.letters.text.dialect import AUTOLINK, NBSP, REFUSED_SIGNS
from mailing.letters.text.quotes import QuoteReader
from mailing.letters.text.spans import STAND_INS
from mailing.model import Face

if TYPE_CHECKING:
    from mailing.base.errors import TemplateError
    from mailing.letters.text.source_text import SourceText

_TOKEN: Final = re.compile(
    r"""
    (?P<field>\[_{4,}\])
    | (?P<break>\\(?:\n|\Z))
    | \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<run>\*+|_+)
    | (?P<entity>&(?:\#\w+|\w+);)
    | (?P<quote>["'])
    | (?P<end>\n)
    | (?P<refused>`|\]\(|\[\^|~~|<(?=[A-Za-z/!?]))
    | (?P<text>[^\\*_&"'\n`\]\[~<]+|.)
    """,
    re.VERBOSE,
)
_WORD: Final = re.compile(f"[^\\W_]|[\u0300-\u036f{STAND_INS}]")
"""Letters, figures, combining marks, and what stands for a value."""
_TIMES: Final = re.compile(f"[\\d){STAND_INS}] [*] [\\d({STAND_INS}]")
"""An asterisk between figures or values, and blanks around it."""
FIELD_STRETCH: Final = 2
"""A field `[____]` is drawn so many times as long: some 4 mm a sign, room for a letter by hand."""
_ITALIC, _BOLD, _BOTH = 1, 2, 3
"""So many signs stand for it."""
_FACES: Final = {
    (False, False): Face.REGULAR,
    (True, False): Face.BOLD,
    (False, True): Face.ITALIC,
    (True, True): Face.BOLD_ITALIC,
}
"""The face by whether it is bold, and whether it is italic."""


class Run(NamedTuple):
    """Text in one face; a line break that the template asks for is `LINE_BREAK`."""

    text: str
    face: Face


class _Open(NamedTuple):
    """Signs of emphasis that wait for their end."""

    sign: str
    length: int
    start: int


def read_inline(source: SourceText, line: int, text: str) -> list[Run]:
    """Return the text in runs.

    Args:
        source: where the text stands, for refusals.
        line: the number of its first line.
        text: of one block or cell; a line's end is a blank.

    Raises:
        TemplateError: a sign can't be shown, or opens or closes nothing; its line is named.
    """
    return _InlineReader(source, line, text).runs()


class _InlineReader:
    """Reads one text from its beginning to its end.

    Attributes:
        _runs: what has been read; a quote's turn may change until its partner is found.
        _open: signs of emphasis that have been opened, the innermost last.
    """

    def __init__(self, source: SourceText, line: int, text: str) -> None:
        self._source, self._line, self._text = source, line, text
        self._runs: list[Run] = []
        self._open: list[_Open] = []
        self._quotes = QuoteReader(text)

    def runs(self) -> list[Run]:
        for token in _TOKEN.finditer(self._text):
            self._read(token)
        if self._open:
            raise self._left_over(self._open[0].start, self._open[0].sign * self._open[0].length)
        for number, quote in self._quotes.settled().items():
            self._runs[number] = self._runs[number]._replace(text=quote)
        return self._runs

    def _read(self, token: re.Match[str]) -> None:
        found = token[0]
        match token.lastgroup:
            case "break":
                self._add(LINE_BREAK)
            case "field":
                self._add("_" * FIELD_STRETCH * (len(found) - len("[]")))
            case "escaped":
                self._add(token["escaped"])
            case "end":
                self._add(" ")
            case "run":
                self._read_run(token.start(), found)
            case "entity":
                self._add(self._entity(token.start(), found))
            case "quote":
                self._quotes.read(token.start(), found, len(self._runs))
                self._add(found)
            case "refused":
                raise self._refused(token.start(), found)
            case _:
                self._add(found)

    def _add(self, text: str) -> None:
        self._runs.append(Run(text, _FACES[self._is_open(_BOLD), self._is_open(_ITALIC)]))

    def _is_open(self, count: int) -> bool:
        return any(opened.length in (count, _BOTH) for opened in self._open)

    def _entity(self, start: int, found: str) -> str:
        if found == NBSP:
            return "\u00a0"
        if found.startswith("&#") or found[1:] in html5:
            raise self._refused(start, "&")
        return found

    def _read_run(self, start: int, signs: str) -> None:
        """Read asterisks or low lines that stand together."""
        sign, count, end = signs[0], len(signs), start + len(signs)
        before, after = self._text[start - 1 : start] or " ", self._text[end : end + 1] or " "
        if _is_plain(signs, before, after) or _TIMES.match(self._text, start - 2):
            self._add(signs)
        elif not before.isspace() and self._closes(sign, count):
            self._close(count)
        elif after.isspace() or _WORD.match(before) or count > _BOTH:
            raise self._left_over(start, signs)
        elif any(self._is_open(face) and count in (face, _BOTH) for face in (_BOLD, _ITALIC)):
            raise self._left_over(self._open[-1].start, self._open[-1].sign * self._open[-1].length)
        else:
            self._open.append(_Open(sign, count, start))

    def _closes(self, sign: str, count: int) -> bool:
        """Whether the signs end what was opened last: all of it, a part of three, or, three, all that is open."""
        if not self._open or self._open[-1].sign != sign:
            return False
        innermost = self._open[-1].length
        return count == innermost or innermost == _BOTH > count or (count == _BOTH and self._are_all_open(sign))

    def _are_all_open(self, sign: str) -> bool:
        return sum(opened.length for opened in self._open if opened.sign == sign) == _BOTH

    def _close(self, count: int) -> None:
        if sum(opened.length for opened in self._open) == count:
            self._open.clear()
            return
        innermost = self._open.pop()
        if innermost.length > count:
            self._open.append(innermost._replace(length=innermost.length - count))

    def _refused(self, start: int, found: str) -> TemplateError:
        if AUTOLINK.match(self._text, start):
            found = "]("
        elif found == "](" and self._text[: self._text.rfind("[", 0, start)].endswith("!"):
            found = "!["
        what, hint = REFUSED_SIGNS[found]
        return self._source.refused(self._line_at(start), _(what), _(hint))

    def _left_over(self, start: int, signs: str) -> TemplateError:
        what = _("„{signs}“, das nichts hervorhebt").format(signs=signs)
        hint = _(
            "Fett steht zwischen **, kursiv zwischen *, ohne Leerzeichen innen; das Zeichen selbst schreiben Sie {sign}"
        )
        return self._source.refused(self._line_at(start), what, hint.format(sign=f"\\{signs[0]}"))

    def _line_at(self, start: int) -> int:
        return self._line + self._text.count("\n", 0, start)


def _is_plain(signs: str, before: str, after: str) -> bool:
    """Whether the signs are text: an asterisk or low lines in a word, a field to fill in."""
    if signs[0] == "_" and len(signs) > _BOTH:
        return True
    return bool(_WORD.match(before) and _WORD.match(after)) and (signs == "*" or signs[0] == "_")

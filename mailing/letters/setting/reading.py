"""Reading what is set: the words of lines, one after the other, with the text that they came from.

A line's end may stand for a blank, or for nothing: behind a hyphen of a compound, inside an e-mail address. Which it is
says the text that was set; so does what is one address, and what is one word though a line's end divides it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import _
from mailing.letters.setting.fonts import SOFT_HYPHEN
from mailing.letters.setting.right_to_left import in_visual_order
from mailing.letters.setting.shaping import shaper
from mailing.letters.setting.typography import NBSP
from mailing.model import MM_PER_PT, Line
from mailing.model.lines import ARABIC_FACES
from mailing.model.tagged import Element, Marked, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.model import Word

BLANK: Final = " "
COUNTRY: Final = 49
"""Numbers without a country's are German; a link's has one, so that it can be dialled anywhere (RFC 3966, 5.1.4)."""
_INK = re.compile(rf"[^\s{NBSP}{SOFT_HYPHEN}]")
_ADDRESSES: Final = re.compile(
    r"(?P<mailto>[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})"
    r"|(?P<https>(?:https?://|www\.)[^\s<>\"„“»«]+[\w/])"
    r"|(?P<tel>(?<![\w/.,-])(?:\+[1-9]|\(0[1-9])[\d ()/–-]{5,20}\d(?![\w/]))"
    r"|(?:(?:Tel(?:efon|\.)?|Telefonnummer|Rufnummer|Mobil|Hotline|Fax)[.: ]{1,2})"
    r"(?P<phone>0[1-9][\d /–-]{4,18}\d(?![\w/.]\d))",
    re.IGNORECASE,
)
"""What can be called, written to or opened; a number without brackets or country only where a word says what it is."""
_WORD = re.compile(r"\S+")
_FIELD: Final = re.compile(r"(?<!\S)_{4,}(?=[.,;:]?(?!\S))")
"""A field to fill in: a line of its own to write on."""


class Read(NamedTuple):
    """A word as it stands on a page, with the blanks behind it, those of a line's end included."""

    page: int
    line: Line
    word: Word
    text: str


class _Range(NamedTuple):
    """Words, from the first to before `end`, that make up an element of their own."""

    start: int
    end: int
    tag: Tag
    actual_text: str = ""
    target: str = ""
    alt: str = ""


def read(lines: Sequence[Marked], source: str | None = None, behind: str = "") -> list[Read]:
    """Return the words of lines.

    Args:
        lines: as they follow each other.
        source: the text that they were broken from; without it each line's end is a blank.
        behind: what follows the last.
    """
    found: list[Read] = []
    ends = _ends_with_blank(lines, source)
    for (page, line), has_blank in zip(lines, ends, strict=True):
        found += [Read(page, line, word, word.text) for word in line.words]
        if has_blank and found:
            last = found[-1]
            found[-1] = last._replace(text=f"{last.text}{BLANK}")
    if found and behind:
        found[-1] = found[-1]._replace(text=f"{found[-1].text}{behind}")
    return found


def _ends_with_blank(lines: Sequence[Marked], source: str | None) -> Iterator[bool]:
    """Say of each line whether its end stands for a blank; the last one's doesn't."""
    if source is None:
        yield from [True] * (len(lines) - 1) + [False] * bool(lines)
        return
    ink = [match.start() for match in _INK.finditer(source)]
    counts = [sum(len(_INK.findall(word.text)) for word in line.words) for _page, line in lines]
    for count in accumulate(counts):
        yield count < len(ink) and count > 0 and ink[count] - ink[count - 1] > 1 + _soft(source, ink, count)


def _soft(source: str, ink: Sequence[int], count: int) -> int:
    """Return how many soft hyphens stand between two characters of a text; they are no blanks."""
    return source.count(SOFT_HYPHEN, ink[count - 1], ink[count])


def marked(words: Sequence[Read]) -> tuple[Element | Marked, ...]:
    """Return words as content: links can be followed, words that a line's end divides are whole for who listens."""
    if any(read.word.face in ARABIC_FACES for read in words):
        return tuple(_lines_from_right(words))
    children: list[Element | Marked] = []
    position = 0
    for part in _ranges(words):
        children += _side_by_side(words, position, part.start)
        within = tuple(_side_by_side(words, part.start, part.end))
        children.append(Element(part.tag, within, part.actual_text, part.alt, part.target))
        position = part.end
    return (*children, *_side_by_side(words, position, len(words)))


def _lines_from_right(words: Sequence[Read]) -> Iterator[Element]:
    """Give lines that hold text from right to left: they stand in visual order, and are read in that of the text."""
    for _line, group in groupby(words, key=lambda read: id(read.line)):
        some = list(group)
        text = "".join(word.text for word in in_visual_order([read.word for read in some]))
        yield Element(Tag.SPAN, (Marked(some[0].page, some[0].line),), actual_text=f"{text} ")


def plain(words: Iterable[Read]) -> str:
    """Return the text that is read, on one line."""
    return "".join(word.text.replace(SOFT_HYPHEN, "") for word in words)


def without_blanks(text: str) -> str:
    """Return what a text has of ink."""
    return "".join(_INK.findall(text))


def _ranges(words: Sequence[Read]) -> list[_Range]:
    """Return what makes up elements of its own, in order; a link goes before a divided word that it holds."""
    text = plain(words)
    starts = list(accumulate((len(word.text.replace(SOFT_HYPHEN, "")) for word in words), initial=0))
    links = [
        _Range(*_words_at(starts, *match.span(match.lastgroup or 0)), Tag.LINK, target=_target(match))
        for match in _ADDRESSES.finditer(text)
    ]
    divided = [
        _Range(*_words_at(starts, *match.span()), Tag.SPAN, actual_text=match[0])
        for match in _WORD.finditer(text)
        if _is_divided(words, *_words_at(starts, *match.span()))
    ]
    fields = [
        _Range(*_words_at(starts, *match.span()), Tag.SPAN, alt=_("Feld zum Ausfüllen"))
        for match in _FIELD.finditer(text)
    ]
    taken: list[_Range] = []
    for part in sorted((*links, *divided, *fields), key=lambda part: (part.start, part.tag is not Tag.LINK)):
        if not taken or part.start >= taken[-1].end:
            taken.append(part)
    return taken


def _words_at(starts: Sequence[int], first: int, last: int) -> tuple[int, int]:
    """Return the words in which the characters from `first` to `last` stand."""
    return bisect_right(starts, first) - 1, bisect_left(starts, last)


def _is_divided(words: Sequence[Read], start: int, end: int) -> bool:
    return any(word.text.endswith(SOFT_HYPHEN) for word in words[start : end - 1])


def _target(match: re.Match[str]) -> str:
    """Return the address of a link (RFC 3966, 6068, 3986)."""
    found = match[match.lastgroup or 0]
    if match.lastgroup == "mailto":
        return f"mailto:{found}"
    if match.lastgroup == "https":
        return found if "://" in found else f"https://{found}"
    digits = re.sub(r"[^0-9]", "", found)
    return f"tel:+{digits}" if found.startswith("+") else f"tel:+{COUNTRY}{digits.removeprefix('0')}"


def _side_by_side(words: Sequence[Read], start: int, end: int) -> Iterator[Marked]:
    """Give the words from `start` to before `end`, those of a line together, the blank at its end drawn with them."""
    position = start
    while position < end:
        page, line = words[position].page, words[position].line
        last = position
        while last < end and words[last].line is line and words[last].page == page:
            last += 1
        before = 0
        first = position
        while first and words[first - 1].line is line:
            first -= 1
            before += words[first].word.advance
        shown = [word.word for word in words[position:last]]
        ending = words[last - 1]
        if ending.text.endswith(BLANK) and not ending.word.text.endswith(BLANK):
            shown.append(shaper(ending.word.face)(BLANK))
        x = line.x + before * line.stretch * line.size * MM_PER_PT / 1000
        yield Marked(page, line._replace(x=x, words=tuple(shown)))
        position = last

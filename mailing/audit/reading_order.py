"""Lines from right to left as they were written: their words by where they stand, not as a PDF library orders them.

PDFium takes such a line for one from left to right where most of it is Latin letters, and turns the parts of a
telephone number. Where words stand on the page is no matter of opinion: the rightmost is read first, and what is
neither Arabic nor Hebrew keeps its order from left to right until a sign divides it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

FROM_RIGHT: Final = re.compile(
    "[\u0590-\u060b\u060d-\u061a\u061c-\u061e\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
)
"""Letters of scripts from right to left, joined forms too; none of their commas and question marks."""
_ENTRY: Final = re.compile(r"\{\{-?\s*organisation\.(\w+)\s*-?\}\}")
SAME_LINE: Final = 0.5
"""Points by which the baselines of one line may differ."""
_LINE: Final = re.compile(r"[^\r\n]+")
_WORD: Final = re.compile(r"\S+")


class _Fragment(NamedTuple):
    """What a library takes for a line: where it starts in the text, what it says, the height that it stands at."""

    start: int
    text: str
    baseline: float


class Level(NamedTuple):
    """The height that something of a page's text stands at, in points, and whether it is from right to left."""

    baseline: float
    is_turned: bool


def is_from_right(text: str) -> bool:
    """Whether a text has letters that are read from right to left."""
    return FROM_RIGHT.search(text) is not None


def as_written(text: str, left_of: Callable[[int], float], baseline_of: Callable[[int], float]) -> str:
    """Return a page's text with its lines from right to left in the order of reading, by letters instead of forms.

    Args:
        text: what a library takes out; each character has its index.
        left_of: the left side of the character with an index.
        baseline_of: the height that it stands at.
    """
    if not is_from_right(text):
        return text
    lines: list[list[_Fragment]] = []
    for fragment in _fragments(text, baseline_of):
        line = next((line for line in lines if _goes_on(line, fragment)), None)
        if line is None:
            lines.append([fragment])
        else:
            line.append(fragment)
    return "\r\n".join(_line(line, left_of) if _is_turned(line) else line[0].text for line in lines)


def levels(text: str, baseline_of: Callable[[int], float]) -> tuple[Level, ...]:
    """Return the heights at which a page's text stands; arguments as for `as_written`."""
    fragments = _fragments(text, baseline_of)
    return tuple(Level(fragment.baseline, is_from_right(fragment.text)) for fragment in fragments)


def share_a_line(some: Iterable[Level], others: Iterable[Level]) -> bool:
    """Whether two texts of one page stand on one line, and some of that line is from right to left."""
    return any(
        abs(one.baseline - other.baseline) < SAME_LINE and (one.is_turned or other.is_turned)
        for one in some
        for other in others
    )


def _fragments(text: str, baseline_of: Callable[[int], float]) -> Iterator[_Fragment]:
    """Give what stands at one height in each line as it is taken out: ends of two lines may come as one."""
    for found in _LINE.finditer(text):
        if not is_from_right(found[0]):
            yield _Fragment(found.start(), found[0], baseline_of(found.start()))
            continue
        words = _WORD.finditer(text, *found.span())
        for baseline, level in groupby(words, lambda word: round(baseline_of(word.start()), 1)):
            first, *others = level
            end = others[-1].end() if others else first.end()
            yield _Fragment(first.start(), text[first.start() : end], baseline)


def _goes_on(line: list[_Fragment], fragment: _Fragment) -> bool:
    """Whether a fragment belongs to a line: a wide gap or a joiner within makes two of one from right to left."""
    return abs(line[0].baseline - fragment.baseline) < SAME_LINE and _is_turned([*line, fragment])


def _is_turned(line: list[_Fragment]) -> bool:
    return any(is_from_right(fragment.text) for fragment in line)


def with_entries(line: str, organisation: Mapping[str, Any]) -> str:
    """Return a line from right to left with the organisation's entries in it: its number the right way round."""

    def entry(found: re.Match[str]) -> str:
        text = organisation.get(found[1])
        return text if isinstance(text, str) and "{" not in text else found[0]

    return _ENTRY.sub(entry, line) if is_from_right(line) else line


def _line(line: list[_Fragment], left_of: Callable[[int], float]) -> str:
    words = []
    for start, text, _baseline in line:
        for found in _WORD.finditer(text):
            lefts = [left_of(start + place) for place in range(*found.span())]
            seen = "".join(letter for _left, letter in sorted(zip(lefts, found[0], strict=True)))
            words.append((min(lefts), found[0] if is_from_right(seen) else seen, seen))
    words.sort(reverse=True)
    runs: list[list[str]] = []
    on_right = ""
    for _left, word, seen in words:
        if on_right and _are_joined(seen, on_right):
            runs[-1].insert(0, word)
        else:
            runs.append([word])
        on_right = seen
    return unicodedata.normalize("NFKC", " ".join(word for run in runs for word in run))


def _are_joined(left: str, right: str) -> bool:
    """Whether two words beside each other, as they are seen, are read on from left to right."""
    if is_from_right(left) or is_from_right(right):
        return False
    both_latin = any(map(str.isalpha, left)) and any(map(str.isalpha, right))
    return both_latin or (_ends_within(left[-1]) and _ends_within(right[0]))


def _ends_within(sign: str) -> bool:
    """Whether a number or a name goes on beside this sign: a comma or a dash divides it."""
    return sign.isalnum() or sign in "()+%€°"

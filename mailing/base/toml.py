"""TOML for people: which line each entry stands on, and what is wrong with a text that is none.

`tomllib` reads; this module adds what it doesn't tell: the lines of entries, and the faults behind the first one.
"""

from __future__ import annotations

import re
import tomllib
from collections import deque
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]
"""The keys down to an entry; of a list's elements their number, from 0."""

MOST_FAULTS: Final = 50
"""So many faulty lines are told of one text."""
LONGEST_NUMBER: Final = 4_300
"""Digits; Python reads no longer ones (`sys.int_info.default_max_str_digits`)."""

_TOKEN: Final = re.compile(
    r"""
    \#[^\n]*
    | (?P<token>
        \"{3}(?:\\[\s\S]|[^\\])*?\"{3,5} | '{3}[\s\S]*?'{3,5}   # texts of several lines
        | "(?:\\.|[^"\\\n])*" | '[^'\n]*'
        | [\[\]{}=,.\n]
        | [^\s\[\]{}=,."'\#]+                                   # bare keys, numbers, true and false
      )
    """,
    re.VERBOSE,
)
_TOLD_LINE: Final = re.compile(r"\(at line (\d+),")
_ENTRY: Final = re.compile(r"""\s*([\w."'-]+)\s*=""")
_ENDS: Final = frozenset({"", "\n", ",", "]", "}"})


class SyntaxFault(NamedTuple):
    """A line that is no TOML: its number, the key of its entry ("" where it has none), what `tomllib` says of it."""

    line: int
    key: str
    reason: str


class Parsed(NamedTuple):
    """What a text says, without its faulty lines; values are None where the rest can't be read without these.

    `lines` are those, from 1, on which each entry, table and element of a list first stands.
    """

    values: dict[str, Any] | None
    lines: dict[Path, int]
    faults: tuple[SyntaxFault, ...]


def parse(text: str) -> Parsed:
    """Read a TOML text; of one with faults all entries that stand on a faulty line of their own."""
    lines = text.split("\n")
    faults: list[SyntaxFault] = []
    while len(faults) < MOST_FAULTS:
        try:
            readable = "\n".join(lines)
            return Parsed(tomllib.loads(readable), _LineFinder(readable).lines, tuple(faults))
        except (ValueError, RecursionError) as error:
            fault, stands_alone = _fault(error, lines)
        faults.append(fault)
        if not stands_alone:
            break
        lines[fault.line - 1] = ""
    return Parsed(None, {}, tuple(faults))


def _fault(error: Exception, lines: Sequence[str]) -> tuple[SyntaxFault, bool]:
    """Return the fault, and whether it is that of an entry on one line, without which the rest can be read."""
    reason = "nested" if isinstance(error, RecursionError) else str(error)
    line = _faulty_line(reason, lines)
    start = next(number for number in range(line, 0, -1) if _is_toml(lines[: number - 1]))
    entry = _ENTRY.match(lines[start - 1])
    key = entry[1] if entry else ""
    if "at end of document" in reason or "Unclosed" in reason:
        return SyntaxFault(start, key, reason), start == line == len(lines) and bool(entry)
    return SyntaxFault(line, key, reason), start == line and bool(entry)


def _faulty_line(reason: str, lines: Sequence[str]) -> int:
    told = _TOLD_LINE.search(reason)
    if told:
        return int(told[1])
    if "digits" in reason:
        too_long = re.compile(rf"[\d_]{{{LONGEST_NUMBER},}}")
        return next((number for number, line in enumerate(lines, 1) if too_long.search(line)), 1)
    if reason == "nested":
        return max(_depths(lines), default=(0, -1))[1] * -1
    return len(lines)


def _depths(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give for each bracket how deep it stands and, negative so that the first is the greatest, its line."""
    depth = 0
    for token, line in _tokens("\n".join(lines)):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token, 0)
        yield depth, -line


def _is_toml(lines: Sequence[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return False
    return True


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Give the tokens of a text with their lines, without blanks and comments."""
    line, reached = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", reached, found.start())
        reached = found.start()
        if found["token"]:
            yield found["token"], line


class _LineFinder:
    """Walks once through a text that is known to be TOML."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens = deque(_tokens(text))
        self._elements: dict[Path, int] = {}
        table: Path = ()
        while self._next:
            if self._next == "\n":
                self._take()
            elif self._next == "[":
                table = self._header()
            else:
                self._entry(table)

    @property
    def _next(self) -> str:
        """The token that comes; "" at the end."""
        return self._tokens[0][0] if self._tokens else ""

    @property
    def _line(self) -> int:
        return self._tokens[0][1] if self._tokens else 1

    def _take(self) -> str:
        return self._tokens.popleft()[0] if self._tokens else ""

    def _has(self, token: str) -> bool:
        """Take the token if it comes."""
        comes = self._next == token
        if comes:
            self._take()
        return comes

    def _header(self) -> Path:
        """Read `[a.b]` or `[[a.b]]` and return the table that the next entries belong to."""
        line = self._line
        self._take()
        is_element = self._has("[")
        path: Path = ()
        *outer, last = self._key()
        for part in outer:
            path = self._in_last_element((*path, part))
            self.lines.setdefault(path, line)
        path = (*path, last)
        self.lines.setdefault(path, line)
        if is_element:
            self._elements[path] = self._elements.get(path, 0) + 1
        path = self._in_last_element(path)
        self.lines.setdefault(path, line)
        while self._has("]"):
            pass
        return path

    def _in_last_element(self, path: Path) -> Path:
        return (*path, self._elements[path] - 1) if path in self._elements else path

    def _key(self) -> tuple[str, ...]:
        parts = [self._key_part()]
        while self._has("."):
            parts.append(self._key_part())
        return tuple(parts)

    def _key_part(self) -> str:
        token = self._take()
        return str(tomllib.loads(f"key = {token}")["key"]) if token[:1] in {'"', "'"} else token

    def _entry(self, table: Path) -> None:
        """Read `a.b = value`."""
        line, path = self._line, table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._has("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self.lines.setdefault(path, self._line)
        if self._has("["):
            element = 0
            while not self._is_closed("]"):
                self._value((*path, element))
                element += 1
        elif self._has("{"):
            while not self._is_closed("}"):
                self._entry(path)
        else:
            while self._next not in _ENDS:
                self._take()

    def _is_closed(self, bracket: str) -> bool:
        """Go past commas and line ends, and past the closing bracket if it comes."""
        while self._next in {",", "\n"}:
            self._take()
        return not self._next or self._has(bracket)

"""What changed between two versions, line by line, each change told in words too and not by colour alone."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import n_
from mailing.web.templates.bundles import is_text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

AROUND: Final = 2
"""So many lines that stayed are shown around those that changed."""
MOST_LINES: Final = 3_000
"""Of longer texts no lines are compared: that would take long, and no letter has them."""


class Mark(StrEnum):
    """What became of a line."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    SKIPPED = "skipped"


MARK_NAMES: Final[Mapping[Mark, str]] = {
    Mark.SAME: n_("gleich"),
    Mark.GONE: n_("entfernt"),
    Mark.NEW: n_("neu"),
    Mark.SKIPPED: n_("gleiche Zeilen"),
}


class ChangedLine(NamedTuple):
    """A line of a difference; `number` counts in the text that it stands in, from 1."""

    mark: Mark
    number: int
    text: str


class FileChange(NamedTuple):
    """What changed in a file: its lines where it is text; that it is new, gone or another one where it isn't."""

    name: str
    is_new: bool
    is_gone: bool
    lines: tuple[ChangedLine, ...]


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    """Return what changed, file by file."""
    names = sorted(before.keys() | after.keys())
    return tuple(
        FileChange(name, name not in before, name not in after, _lines_of(name, before, after))
        for name in names
        if before.get(name) != after.get(name)
    )


def changed_lines(before: str, after: str) -> tuple[ChangedLine, ...]:
    """Return the lines that changed with some around them."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > MOST_LINES:
        return ()
    return tuple(_told(old, new))


def _lines_of(name: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[ChangedLine, ...]:
    if not is_text(name):
        return ()
    return changed_lines(text_of(before.get(name, b"")), text_of(after.get(name, b"")))


def _told(old: Sequence[str], new: Sequence[str]) -> Iterator[ChangedLine]:
    shown = 0
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][3] > shown:
            yield ChangedLine(Mark.SKIPPED, group[0][3] - shown, "")
        for kind, old_from, old_to, new_from, new_to in group:
            if kind == "equal":
                yield from (ChangedLine(Mark.SAME, at + 1, new[at]) for at in range(new_from, new_to))
                continue
            yield from (ChangedLine(Mark.GONE, at + 1, old[at]) for at in range(old_from, old_to))
            yield from (ChangedLine(Mark.NEW, at + 1, new[at]) for at in range(new_from, new_to))
        shown = group[-1][4]
    if 0 < shown < len(new):
        yield ChangedLine(Mark.SKIPPED, len(new) - shown, "")

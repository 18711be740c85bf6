"""What somebody says of a list's columns, against how they were understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import UsageError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.web.new_runs.facts import Column
    from mailing.web.new_runs.new_run import Reading

LET_GO: Final = "-"
"""Says of a column that nobody needs it."""
FOR_LETTERS: Final = ""
"""Says of a column that it is none of ours: letters may name it."""


def standing_choice(column: Column, reading: Reading) -> str:
    """Return what holds of a column now."""
    if column.ours:
        return column.ours
    return LET_GO if column.theirs in reading.unused else FOR_LETTERS


def chosen_reading(columns: Sequence[Column], choices: Mapping[int, str], reading: Reading) -> Reading:
    """Return how the list is to be read by these choices; what isn't chosen otherwise stays as it is.

    Args:
        columns: as they were understood.
        choices: place of a column -> one of our names, `FOR_LETTERS` or `LET_GO`.
        reading: how the list was read.

    Raises:
        UsageError: two columns are to be the same.
    """
    changed = {
        place: choice
        for place, choice in choices.items()
        if 0 <= place < len(columns) and columns[place].theirs and choice != standing_choice(columns[place], reading)
    }
    if not changed:
        return reading
    _refuse_twice(columns, changed, reading)
    named = {ours: theirs for ours, theirs in reading.columns.items() if not _is_changed(theirs, columns, changed)}
    named |= {choice: columns[place].theirs for place, choice in changed.items() if choice not in {LET_GO, FOR_LETTERS}}
    settled = {columns[place].theirs for place in changed}
    let_go = [theirs for theirs in reading.unused if theirs not in settled]
    for place, choice in changed.items():
        was = columns[place].ours
        if choice == LET_GO or (choice == FOR_LETTERS and was and was not in named):
            # A column that would be understood as before is let go; nothing else takes it from our name.
            let_go.append(columns[place].theirs)
    return reading.model_copy(update={"columns": named, "unused": tuple(let_go)})


def _is_changed(theirs: str, columns: Sequence[Column], changed: Mapping[int, str]) -> bool:
    return any(columns[place].theirs == theirs for place in changed)


def _refuse_twice(columns: Sequence[Column], changed: Mapping[int, str], reading: Reading) -> None:
    seen: dict[str, str] = {}
    for place, column in enumerate(columns):
        choice = changed.get(place, standing_choice(column, reading))
        if choice in {LET_GO, FOR_LETTERS}:
            continue
        if choice in seen:
            raise UsageError(
                _("„{ours}“ ist zwei Spalten zugeordnet: {first} und {second}").format(
                    ours=choice, first=seen[choice], second=column.theirs
                ),
                hint=_("Nennen Sie nur eine der beiden"),
            )
        seen[choice] = column.theirs

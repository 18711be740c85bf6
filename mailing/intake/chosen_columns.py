"""The user's own word on columns: `--column plz=ZIP` assigns one, `--column -=BEMERKUNG` lets one go."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from mailing.base.errors import InputError, UsageError
from mailing.base.messages import _
from mailing.intake.column_names import OWN_NAMES, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

CLOSE_ENOUGH = 0.6


def chosen_positions(
    header: Sequence[str], chosen: Mapping[str, str], placeholders: Collection[str], name: str
) -> dict[str, int]:
    """Return our name -> the position of the column that the user named.

    Raises:
        UsageError: a name is none of ours, nor one that the template asks for; or one column is to be two of ours.
        InputError: the list has no such column.
    """
    for mine in chosen:
        _refuse_unknown(mine, chosen[mine], placeholders)
    positions = {mine: position_of(theirs, mine, header, name) for mine, theirs in chosen.items()}
    mine_of: dict[int, str] = {}
    for mine, position in positions.items():
        if position in mine_of:
            raise UsageError(
                _("Eine Spalte ist zweimal zugeordnet: {first} und {second}").format(
                    first=mine_of[position], second=mine
                ),
                where=f"--column {mine}={header[position]}",
                hint=_("Für mehrere Angaben in einer Zelle gibt es eigene Namen: mailing columns nennt sie"),
            )
        mine_of[position] = mine
    return positions


def _refuse_unknown(mine: str, theirs: str, placeholders: Collection[str]) -> None:
    known = [*OWN_NAMES, *placeholders]
    if mine in known:
        return
    (nearest,) = difflib.get_close_matches(folded(mine), known, 1, 0.0)
    raise UsageError(
        _("Eine Spalte „{mine}“ kennt das Programm nicht").format(mine=mine),
        where=f"--column {mine}={theirs}",
        hint=_("{option}; mailing columns nennt alle Namen").format(option=option_hint(nearest, theirs)),
    )


def position_of(theirs: str, mine: str, header: Sequence[str], name: str) -> int:
    """Return the position of the column that the user named; its spelling may differ in case and punctuation."""
    exact = [position for position, label in enumerate(header) if label == theirs]
    positions = exact or [position for position, label in enumerate(header) if folded(label) == folded(theirs)]
    if positions:
        return positions[0]
    nearest = difflib.get_close_matches(theirs, [label for label in header if label], 1, CLOSE_ENOUGH)
    raise InputError(
        _("Die Liste hat keine Spalte „{column}“").format(column=theirs),
        where=_("{name}, --column {mine}={column}").format(name=name, mine=mine, column=theirs),
        hint=option_hint(mine, nearest[0]) if nearest else columns_hint(header),
    )


def option_hint(mine: str, theirs: str) -> str:
    """Return how to name a column."""
    return _("Nennen Sie die Spalte mit --column {mine}={theirs}").format(mine=mine, theirs=quoted(theirs))


def quoted(label: str) -> str:
    """Return a column's name as a command line takes it."""
    return f'"{label}"' if set(label) & set(" &|;()<>%€*?#'") else label


_ENTRY = re.compile(r"[0-9]{4}|[0-9]{1,2}[.:][0-9]{2}|@|^[0-9]+$")
"""What numbers, dates and addresses have, and no column's name."""


def is_entry_row(header: Sequence[str]) -> bool:
    """Whether the first row holds entries, not names of columns: they are of persons, and never shown."""
    return any(_ENTRY.search(label) for label in header)


def columns_hint(header: Sequence[str]) -> str:
    """Return the names that the list has; where it has none, what to do."""
    if is_entry_row(header):
        return _("In der ersten Zeile stehen Angaben: schreiben Sie die Namen der Spalten darüber (mailing columns)")
    return _("Die Liste hat die Spalten {columns}").format(columns=", ".join(label for label in header[:40] if label))

"""Which column of the list is which of ours: by the user's word, by sure names, by likely ones.

What is missing or could be two things is asked for; nothing is guessed. Columns that intake doesn't know are kept for
the templates.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.column_names import (
    BESIDE,
    CODE_AND_PLACE,
    FIRST_NAME_FIRST,
    OWN_NAMES,
    POSTBOX,
    STREET_AND_NUMBER,
    SURE_NAMES,
    SURNAME_FIRST,
    folded,
    likely_meanings,
    sure_meanings,
    template_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ALWAYS_REQUIRED = ("bg_nummer", "nachname", "strasse", "plz", "ort")
STANDS_FOR = {
    "nachname": (SURNAME_FIRST, FIRST_NAME_FIRST),
    "vorname": (SURNAME_FIRST, FIRST_NAME_FIRST),
    "strasse": (STREET_AND_NUMBER, POSTBOX),
    "hausnummer": (STREET_AND_NUMBER, "strasse", POSTBOX),
    "plz": (CODE_AND_PLACE,),
    "ort": (CODE_AND_PLACE,),
}
"""Columns that hold ours together with another."""
CLOSE_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which column is which.

    Attributes:
        ours: our name -> the position of the list's column.
        extra: template name -> the position of a column that intake doesn't know.
    """

    ours: Mapping[str, int]
    extra: Mapping[str, int]


def assign(header: Sequence[str], chosen: Mapping[str, str], name: str) -> Assignment:
    """Return which of the list's columns is which of ours.

    Args:
        header: the list's column names.
        chosen: our names -> the list's, as the user settled them.
        name: the list's name, for messages.
    """
    ours = {mine: _position_of(theirs, mine, header, name) for mine, theirs in chosen.items()}
    taken = set(ours.values())
    for meanings in (sure_meanings(), likely_meanings()):
        candidates = defaultdict(list)
        for position, theirs in enumerate(header):
            mine = meanings.get(folded(theirs))
            if mine and mine not in ours and position not in taken and _stands_right(mine, theirs, position, header):
                candidates[mine].append(position)
        for mine, positions in candidates.items():
            ours[mine] = _only(positions, mine, header, name)
            taken.add(ours[mine])
    return Assignment(ours, _extra_names(header, taken))


def _stands_right(mine: str, theirs: str, position: int, header: Sequence[str]) -> bool:
    """Whether a name that is only likely stands right after the column that it belongs to."""
    if mine not in BESIDE or folded(theirs) in sure_meanings():
        return True
    return position > 0 and sure_meanings().get(folded(header[position - 1])) == BESIDE[mine]


def _position_of(theirs: str, mine: str, header: Sequence[str], name: str) -> int:
    """Return the position of the column that the user named."""
    exact = [position for position, label in enumerate(header) if label == theirs]
    positions = exact or [position for position, label in enumerate(header) if folded(label) == folded(theirs)]
    if positions:
        return positions[0]
    nearest = difflib.get_close_matches(theirs, [label for label in header if label], 1, CLOSE_ENOUGH)
    raise InputError(
        _("Die Liste hat keine Spalte „{column}“").format(column=theirs),
        where=_("{name}, --column {mine}={column}").format(name=name, mine=mine, column=theirs),
        hint=_option_hint(mine, nearest[0]) if nearest else _columns_hint(header),
    )


def _only(positions: Sequence[int], mine: str, header: Sequence[str], name: str) -> int:
    """Return the one position, or ask which of several is meant; our own spelling settles it."""
    own = [position for position in positions if header[position] == mine]
    if len(positions) == 1 or len(own) == 1:
        return (own or list(positions))[0]
    labels = [header[position] for position in positions]
    if len(set(labels)) < len(labels):
        raise InputError(
            _("Die Spalte „{column}“ kommt mehrmals vor").format(column=labels[0]),
            where=name,
            hint=_("Benennen Sie eine der beiden in der Liste um"),
        )
    raise InputError(
        _("Für „{mine}“ kommen mehrere Spalten in Frage: {columns}").format(
            mine=mine, columns=", ".join(f"„{label}“" for label in labels)
        ),
        where=name,
        hint=_option_hint(mine, labels[0]),
    )


def _extra_names(header: Sequence[str], taken: Iterable[int]) -> dict[str, int]:
    """Return template names for the other columns, told apart by a number where they'd be the same."""
    settled = set(taken)
    seen = Counter(OWN_NAMES)
    names = {}
    for position, theirs in enumerate(header):
        if position in settled:
            continue
        base = template_name(theirs) if theirs else f"spalte_{position + 1}"
        seen[base] += 1
        names[base if seen[base] == 1 else f"{base}_{seen[base]}"] = position
    return names


def require(names: Iterable[str], assignment: Assignment, header: Sequence[str], list_name: str) -> None:
    """Raise an `InputError` for the columns that the list lacks, with the nearest match of each."""
    present = {*assignment.ours, *assignment.extra}
    missing = [
        name
        for name in dict.fromkeys(names)
        if name not in present and not any(other in present for other in STANDS_FOR.get(name, ()))
    ]
    if not missing:
        return
    unused = [header[position] for position in assignment.extra.values() if header[position]]
    asked = [_option_hint(mine, theirs) for mine in missing if (theirs := _nearest(mine, unused))]
    raise InputError(
        _("Der Liste fehlt: {columns}").format(columns=", ".join(missing)),
        where=list_name,
        hint="; ".join((*(asked or [_option_hint(missing[0], "…")]), _columns_hint(header))),
    )


def _nearest(mine: str, labels: Sequence[str]) -> str:
    """Return the list's column whose name is most like one of ours, or ""."""
    best, label = max(
        (
            (difflib.SequenceMatcher(None, folded(alias), folded(label)).ratio(), label)
            for label in labels
            for alias in (mine, *SURE_NAMES.get(mine, ()))
            if len(folded(label)) > 2  # noqa: PLR2004 - two letters are like anything
        ),
        default=(0.0, ""),
    )
    return label if best >= CLOSE_ENOUGH else ""


def _option_hint(mine: str, theirs: str) -> str:
    return _("Nennen Sie die Spalte mit --column {mine}={theirs}").format(
        mine=mine, theirs=f'"{theirs}"' if " " in theirs else theirs
    )


def _columns_hint(header: Sequence[str]) -> str:
    return _("Die Liste hat die Spalten {columns}").format(columns=", ".join(label for label in header[:40] if label))

"""Columns that nothing uses although they look like one of ours: what they say would be lost in silence."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.chosen_columns import quoted
from mailing.intake.column_names import (
    BLOCK_FLAG,
    GENDER,
    NAME_2,
    NAME_ADDITION,
    NUMBER_SUFFIX,
    OWN_NAMES,
    STREET_2,
    SURE_NAMES,
    WHOLE_ADDRESS,
    folded,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

STEMS: Final = {
    BLOCK_FLAG: ("sperr", "blockiert", "schutzbed", "schutzverm", "geheimhalt", "51bmg"),
    "empfaenger": ("betreu", "bevollm", "vormund", "guardian", "zustellbev", "gesvertr", "gesetzlvertr", "zuhaenden"),
    "format": ("barrierefr", "grossdruck", "leichtesprache", "briefformat"),
    GENDER: ("geschl", "gender"),
    "anrede": ("anred", "salutation"),
    "titel": ("akadtit", "akadgrad", "titel", "title"),
    NAME_ADDITION: ("namenszus", "namenzus", "namensbest", "adelst"),
    STREET_2: ("strasse2", "strasse3", "adresse2", "anschrift2"),
    NUMBER_SUFFIX: (
        "hausnummerz",
        "hausnrz",
        "hnrz",
        "hsnrz",
        "hausnrbuchst",
        "nrzus",
        "hausnummerbis",
        "hausnrbis",
        "hnrbis",
    ),
    "zusatz": ("adresszus", "anschriftzus", "anschriftenzus", "adrzus"),
    WHOLE_ADDRESS: ("zustellanschr", "abwanschr", "abweichendeanschr", "zustelladr", "abwadr", "abweichendeadr"),
}
"""Our column -> beginnings or parts of names that mean it, folded."""
_FURTHER_NAME: Final = re.compile(r"name[2-9]")
"""A further line of the name; "Vorname 2" is none."""
_FURTHER: Final = re.compile(r"(?P<ours>\D+)[2-9]")
_OF_ONE: Final = ("anrede", "nachname", "strasse", "hausnummer", "plz", "ort", "land")
"""Columns of which a second one, "PLZ 2", tells of another person or another address."""
ALWAYS: Final = frozenset(
    {BLOCK_FLAG, "empfaenger", "format", NUMBER_SUFFIX, NAME_2, STREET_2, NAME_ADDITION, "zusatz", WHOLE_ADDRESS}
)
"""Columns of which a second one may say more than the first: they count also where ours is there already."""
MOST_AROUND: Final = 8
"""So many letters may stand around a stem: "Titel der Maßnahme" is no title."""
SHORTEST: Final = 5
"""Shorter names resemble each other by chance."""
ALIKE: Final = 0.86
"""From this likeness on a name is taken for a misspelt one of ours."""


def refuse_look_alikes(labels: Sequence[str], taken: Collection[str], name: str) -> None:
    """Stop where unused columns look like some of ours.

    Args:
        labels: the unused columns that hold anything, by their names in the list.
        taken: our columns that the list has.
        name: the list's name.

    Raises:
        InputError: one of them does; all are named, each with both ways out.
    """
    alike = [(label, mine) for label in labels if (mine := look_alike(label, taken))]
    if not alike:
        return
    raise InputError(
        _("Nicht verwendete Spalten sehen aus wie solche, die das Programm kennt: {columns}").format(
            columns=", ".join(f"„{label}“ ({mine})" for label, mine in alike)
        ),
        where=name,
        hint="; ".join(
            _("--column {mine}={theirs} ordnet sie zu, --column -={theirs} lässt sie weg").format(
                mine=mine, theirs=quoted(label)
            )
            for label, mine in alike
        ),
    )


def look_alike(label: str, taken: Collection[str]) -> str:
    """Return which of our columns an unused one looks like; "" where it looks like none that could be missing."""
    key = folded(label)
    by_stem = (
        mine
        for mine, stems in STEMS.items()
        if any(stem in key and len(key) <= len(stem) + MOST_AROUND for stem in stems)
    )
    if further := _further(key):
        return further
    for mine in (*by_stem, _misspelt(key)):
        if mine and (mine not in taken or mine in ALWAYS):
            return mine
    return ""


def _further(key: str) -> str:
    """Return which of our columns a name with a number behind it is a second one of."""
    if _FURTHER_NAME.fullmatch(key):
        return NAME_2
    found = _FURTHER.fullmatch(key)
    names = ((mine, {folded(mine), *map(folded, SURE_NAMES.get(mine, ()))}) for mine in _OF_ONE)
    return next((mine for mine, known in names if found and found["ours"] in known), "")


def _misspelt(key: str) -> str:
    if len(key) < SHORTEST:
        return ""
    best, mine = max(
        (
            (difflib.SequenceMatcher(None, key, alias).ratio(), mine)
            for mine in OWN_NAMES
            for alias in {folded(mine), *map(folded, SURE_NAMES.get(mine, ()))}
            if abs(len(alias) - len(key)) <= len(key) // 4
        ),
        default=(0.0, ""),
    )
    return mine if best >= ALIKE else ""

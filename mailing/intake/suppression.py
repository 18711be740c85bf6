"""Bedarfsgemeinschaften that get no letter: the list of those that another office, a court or a case worker stopped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.checks.appointments import from_serial, read_appointment
from mailing.intake.cleaning import clean
from mailing.intake.column_names import folded, sure_meanings
from mailing.intake.formats.rawlist import record_of
from mailing.intake.side_lists import header_of, read_side_list
from mailing.model.bg_number import normal_bg_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from mailing.intake.formats.rawlist import RawList
    from mailing.model import InputRecord

COLUMNS = {
    "grund": {"grund", "sperrgrund", "begruendung", "anlass", "reason"},
    "bis": {
        "bis", "gueltigbis", "sperrebis", "gesperrtbis", "bisdatum", "datumbis", "ende", "enddatum", "sperrende",
        "endedersperre", "letztertag", "letztertagdersperre", "until", "to",
    },
}  # fmt: skip
_ABOUT_AN_END = re.compile(r"(?!bisher).*(bis|ende|ablauf|frist|until).*")
"""Names of columns that may hold a suppression's last day."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry of the suppression list.

    Attributes:
        row: its row there.
        number: the BG number as it is written there.
        reason: why, in the office's words.
        until: the last day; None where it has no end.
    """

    row: int
    number: str
    reason: str
    until: date | None

    def counts_on(self, day: date) -> bool:
        """Whether the household gets no letter of that day."""
        return self.until is None or day <= self.until


def read_suppressions(path: Path) -> tuple[Mapping[str, Suppression], InputRecord]:
    """Return the entries by the BG number's key; of several for one BG the one that lasts longest."""
    raw = read_side_list(path, lambda name: _meaning(name) != "")
    columns = _columns(raw)
    entries: dict[str, Suppression] = {}
    for entry in _entries(raw, columns):
        key = normal_bg_number(entry.number)
        known = entries.get(key)
        if known is None or (known.until is not None and (entry.until is None or entry.until > known.until)):
            entries[key] = entry
    return entries, record_of(raw)


def _columns(raw: RawList) -> dict[str, int]:
    """Return the position of each column that counts; one that is missing or there twice stops the run."""
    positions: dict[str, int] = {}
    for position, name in enumerate(raw.header):
        meaning = _meaning(name)
        if meaning in positions:
            raise InputError(
                _("Die Sperrliste hat zwei Spalten für {column}").format(column=meaning),
                where=header_of(raw),
                hint=_("Löschen Sie die Spalte, die nicht gelten soll, oder benennen Sie sie um"),
            )
        if meaning:
            positions[meaning] = position
        elif _ABOUT_AN_END.fullmatch(folded(name)) and any(map(str.strip, raw.columns[position].distinct)):
            raise InputError(
                _("Die Sperrliste hat eine Spalte „{column}“, die nicht zu deuten ist").format(column=name),
                where=header_of(raw),
                hint=_("Nennen Sie die Spalte mit dem letzten Tag der Sperre „bis“"),
            )
    if "bg_nummer" not in positions:
        raise InputError(
            _("Der Sperrliste fehlt die Spalte bg_nummer"),
            where=header_of(raw),
            hint=_("Sie braucht in der Kopfzeile die Spalten bg_nummer; grund; bis"),
        )
    return positions


def _meaning(name: str) -> str:
    key = folded(name)
    own = next((column for column, names in COLUMNS.items() if key in names), "")
    return own or ("bg_nummer" if sure_meanings().get(key) == "bg_nummer" else "")


def _entries(raw: RawList, columns: Mapping[str, int]) -> Iterator[Suppression]:
    entries = (raw.columns[place].changed(clean).to_list() for place in columns.values())
    for row, *texts in zip(raw.rows.tolist(), *entries, strict=True):
        cells = dict(zip(columns, texts, strict=True))
        if not any(cells.values()):
            continue
        if not cells["bg_nummer"]:
            raise _unusable(raw.name, row, "bg_nummer", _("Die BG-Nummer fehlt"))
        if not normal_bg_number(cells["bg_nummer"]):
            raise _unusable(raw.name, row, "bg_nummer", _("Das ist keine BG-Nummer (12345//1234567)"))
        yield Suppression(
            row, cells["bg_nummer"], cells.get("grund", ""), _last_day(cells.get("bis", ""), raw.name, row)
        )


def _last_day(text: str, name: str, row: int) -> date | None:
    """Return the last day of a suppression; what can't be read stops the run, for a letter too many can't be undone."""
    if not text:
        return None
    said = read_appointment(text) or read_appointment(from_serial(text))
    if said is None:
        raise _unusable(name, row, "bis", _("Der letzte Tag der Sperre ist nicht zu lesen"))
    return said.day


def _unusable(name: str, row: int, column: str, what: str) -> InputError:
    return InputError(
        what,
        where=_("{name}, Zeile {row}, Spalte {column}").format(name=name, row=row, column=column),
        hint=_("Berichtigen Sie die Sperrliste: ohne sie könnte ein Brief zu viel hinausgehen"),
    )

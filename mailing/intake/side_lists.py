"""The lists beside the list, read by its own rules: any format and encoding; what can't be used stops the run.

A side list that is quietly empty would send letters to people who must not get one, so there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.formats.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mailing.findings import Finding
    from mailing.intake.formats.rawlist import RawList


def read_side_list(path: Path, is_wanted: Callable[[str], bool]) -> RawList:
    """Read a list beside the list; `is_wanted` tells the column names that its header is known by.

    Raises:
        InputError: it has no rows, or one whose entries can't stand in its columns.
    """
    raw = read_file(path, is_wanted)
    if not len(raw.rows):
        raise InputError(
            _("Die Liste hat keine Zeile unter der Kopfzeile"),
            where=header_of(raw),
            hint=_("Ergänzen Sie die Einträge oder die Kopfzeile, oder lassen Sie die Angabe dieser Datei weg"),
        )
    refuse(raw.findings, raw.name)
    return raw


def refuse(findings: Iterable[Finding], name: str) -> None:
    """Stop at the first row that can't be used."""
    for finding in findings:
        if finding.row is not None and finding.forbids_the_letter:
            where = _("{name}, Zeile {row}, Spalte {column}") if finding.field else _("{name}, Zeile {row}")
            place = where.format(name=name, row=finding.row, column=finding.field)
            raise InputError(finding.message, where=place, hint=finding.hint)


def header_of(raw: RawList) -> str:
    """Return where a list's header stands, or was looked for, for messages."""
    return _("{name}, Zeile {row}").format(name=raw.name, row=raw.detected.get("header_row", "1"))

"""Finding pieces by what people name them with: a piece's number, a range of them, or a BG number in any spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.audit.books import read_rows
from mailing.audit.expectations import squeezed
from mailing.base.errors import UsageError, WithoutLetterError
from mailing.base.messages import _, n_
from mailing.model import Disposition, runfolder
from mailing.model.bg_number import normal_bg_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.audit.books import RowEntry
    from mailing.audit.run_files import RunFiles

_PIECES = re.compile(r"\s*([0-9]{1,7})\s*(?:[-–]\s*([0-9]{1,7})\s*)?")

WAYS_WITHOUT_LETTER: Mapping[str, str] = {
    Disposition.SUPPRESSED: n_("gesperrt"),
    Disposition.REJECTED: n_("abgewiesen"),
    Disposition.MERGED: n_("zusammengeführt"),
    Disposition.SPECIAL_ROUTE: n_("Sonderweg ohne Brief"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for.

    Attributes:
        first: the first piece of a range; `last` the last one. Both 0 where a household is named.
        rows: the household's rows of the list.
    """

    first: int
    last: int
    rows: Sequence[RowEntry] = ()

    @property
    def only(self) -> int:
        """The piece that is meant where it is named alone; 0 otherwise."""
        return self.first if self.first == self.last else 0

    def has(self, piece: int) -> bool:
        """Whether the piece is meant."""
        return self.first <= piece <= self.last if self.first else any(row.piece == piece for row in self.rows)


def named(run_files: RunFiles, wanted: str) -> Named:
    """Return what `wanted` stands for; it needn't be there.

    Raises:
        UsageError: it is a BG number, and the house's books aren't in hand.
        WithoutLetterError: the household is one of the list's, and got no letter; the error says why.
    """
    found = _PIECES.fullmatch(wanted)
    if found and not normal_bg_number(wanted):
        return Named(int(found[1]), int(found[2] or found[1]))
    if not run_files.has(runfolder.ROWS):
        raise UsageError(
            _("Ohne house/rows.csv lässt sich keine BG-Nummer finden"), hint=_("Die Nummer des Stücks angeben")
        )
    sought = _comparable(wanted)
    rows = [row for row in read_rows(run_files) if _comparable(row.bg_number) == sought]
    if rows and not any(row.piece for row in rows):
        raise _without_letter(rows)
    return Named(0, 0, rows)


def _without_letter(rows: Sequence[RowEntry]) -> WithoutLetterError:
    reasons = [
        _("Zeile {row}: {way}, {reason}").format(
            row=row.row,
            way=_(WAYS_WITHOUT_LETTER.get(row.disposition, "")) or row.disposition,
            reason=row.message or row.code,
        )
        for row in rows
    ]
    return WithoutLetterError(
        _("Der Haushalt hat keinen Brief bekommen"),
        where="; ".join(reasons),
        hint=_("house/findings.csv nennt alle Befunde zu jeder Zeile"),
    )


def _comparable(bg_number: str) -> str:
    return normal_bg_number(bg_number) or squeezed(bg_number)

"""Closing a run: made = posted + pulled, nothing open, and each sheet was posted or is waste."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import VerificationError
from mailing.base.files import remove_folder
from mailing.base.messages import _
from mailing.base.tables import read_columns
from mailing.lifecycle import EventKind, Fate
from mailing.model import runfolder
from mailing.model.piece_ranges import numbers_in, written
from mailing.runs.journal.journalled import open_run, read_life

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.audit.signing import SigningKey
    from mailing.lifecycle import RunLife
    from mailing.model.actors import Actor

LONGEST_TOLD = 200
"""Of many ranges of pieces so many signs are told."""


@dataclass(frozen=True, slots=True)
class Equation:
    """What a run is closed with; `sheets` are those of all copies that went to the shop."""

    made: int
    posted: int
    pulled: int
    sheets: int
    sheets_posted: int
    sheets_waste: int


def close(folder: Path, by: Actor, key: SigningKey | None = None) -> Equation:
    """Close a run that adds up, signed where there is a key; return what it came to.

    Raises:
        VerificationError: it doesn't add up; the hint says what is missing.
        NotAllowedError: it is closed already.
    """
    with open_run(folder, by) as run:
        equation = _equation(run.root, run.life)
        missing = list(_all_missing(run.life, equation))
        if missing:
            raise VerificationError(
                _("Der Lauf geht nicht auf: gemacht ist nicht eingeliefert + aussortiert"),
                where=str(folder),
                hint="; ".join(missing),
            )
        run.refuse_unless_allowed(EventKind.CLOSED)
        signatures = [] if key is None else run.sign(EventKind.CLOSED, key)
        remove_folder(runfolder.outgoing_beside(run.root))  # before the record: nobody closes a closed run once more
        run.record(EventKind.CLOSED, asdict(equation), signatures)
        return equation


def look_at(folder: Path) -> tuple[Equation, tuple[str, ...]]:
    """Return what a run would be closed with, and what is still missing for that; errors as for `read_life`."""
    _events, life = read_life(folder)
    equation = _equation(folder, life)
    return equation, tuple(_all_missing(life, equation))


def _all_missing(life: RunLife, equation: Equation) -> Iterator[str]:
    yield from _missing(life)
    known = equation.sheets_posted + equation.sheets_waste
    if equation.sheets != known:
        yield _("{sheets} Blätter gingen an die Druckerei, {known} sind eingeliefert oder Makulatur").format(
            sheets=equation.sheets, known=known
        )


def _missing(life: RunLife) -> Iterator[str]:
    """Give what is still to be done, piece by piece."""
    told = {
        Fate.OPEN: _("noch offen (mailing feedback)"),
        Fate.PRINTED: _("gedruckt, aber nicht eingeliefert (mailing posted)"),
        Fate.DESTROYED: _("vernichtet, ohne neues Exemplar (mailing reprint)"),
    }
    for fate, what in told.items():
        pieces = written(life.fates.with_fate(fate))
        if pieces:
            shown = pieces if len(pieces) <= LONGEST_TOLD else f"{pieces[:LONGEST_TOLD]}…"
            yield _("Stücke {pieces}: {what}").format(pieces=shown, what=what)


def _equation(root: Path, life: RunLife) -> Equation:
    """Return the figures: of a piece that was reprinted only the last copy was posted, the others are waste."""
    table = read_columns(root / runfolder.SHOP_PIECES, "piece", "sheets")
    sheets_of = {int(piece): int(sheets) for piece, sheets in table}
    gone = [piece for fate in (Fate.POSTED, Fate.RETURNED) for piece in numbers_in(life.fates.with_fate(fate))]
    pulled = list(numbers_in(life.fates.with_fate(Fate.PULLED)))
    copies = [piece for package in life.packages[1:] for piece in numbers_in(package.pieces)]
    return Equation(
        made=len(life.fates),
        posted=len(gone),
        pulled=len(pulled),
        sheets=sum(package.sheets for package in life.packages),
        sheets_posted=sum(sheets_of[piece] for piece in gone),
        sheets_waste=sum(sheets_of[piece] for piece in (*pulled, *copies)),
    )

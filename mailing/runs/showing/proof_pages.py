"""The pages of a finished run's proof, as whoever is to release it looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailing.audit.damage import refusing_damage
from mailing.audit.showing import page_picture
from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.base.tables import read_columns
from mailing.model import runfolder

if TYPE_CHECKING:
    from pathlib import Path

DPI = 100
"""Text can be read, and a page has some 60 kB."""


class ProofPage(NamedTuple):
    """A page of the proof: its number in it, from 1, whose it is, and why it is there."""

    number: int
    piece: int
    why: str


def proof_pages(run: Path) -> tuple[ProofPage, ...]:
    """Return the pages of a run's proof; none where it has no proof (any more)."""
    file = run / runfolder.PROOF_TABLE
    if not file.is_file() or not (run / runfolder.PROOF).is_file():
        return ()
    with refusing_damage(run):
        rows = read_columns(file, "piece", "why")
        return tuple(ProofPage(number, int(piece), why) for number, (piece, why) in enumerate(rows, start=1))


def proof_picture(run: Path, number: int) -> bytes:
    """Return a page of the proof as PNG.

    Raises:
        UsageError: it has no such page.
        VerificationError: it can't be read.
    """
    file = run / runfolder.PROOF
    if file.is_file() and not file.is_symlink():
        with refusing_damage(run):
            try:
                return page_picture(file, number - 1, DPI)
            except IndexError:
                pass
    raise UsageError(_("Die Probe hat diese Seite nicht"), where=run.name)

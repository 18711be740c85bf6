"""The proof that a run leaves: the pages that `mailing proof` would choose, taken from the finished batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing import letters
from mailing.base.files import make_folder
from mailing.base.tables import write_table
from mailing.model import runfolder
from mailing.press.proofsheets import write_proof_sheets
from mailing.runs.making.set_letter import SEED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.model import PressedFile, PressedPiece
    from mailing.runs.making.folder import RunFolder
    from mailing.runs.making.set_results import SetResults


def write_run_proof(folder: RunFolder, results: SetResults, files: Sequence[PressedFile]) -> None:
    """Write `house/proof.pdf`, overprinted, and `house/proof.csv`: of each of its pages the piece, and why."""
    chosen = letters.choose_proofs(results.shortlist, results.households, SEED)
    make_folder(folder.root / runfolder.HOUSE)
    shown = write_proof_sheets(folder.shop, files, [proof.household for proof in chosen], folder.root / runfolder.PROOF)
    rows = list(_rows(shown, [", ".join(proof.reasons) for proof in chosen]))
    write_table(folder.root / runfolder.PROOF_TABLE, runfolder.PROOF_HEADER, rows)


def _rows(pieces: Sequence[PressedPiece], reasons: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Give a row for each page of the proof, from 1."""
    page = 0
    for piece, why in zip(pieces, reasons, strict=True):
        for _page in range(piece.pages):
            page += 1
            yield piece.piece, page, why

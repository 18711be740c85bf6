"""What is decided of the list's rows: the first decision on a row stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mailing.findings import Finding, Severity
from mailing.intake.texts import packed
from mailing.model import Disposition, TextColumn

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from mailing.intake.texts import Mask, Positions


class Decisions:
    """The dispositions of the list's rows while intake works them out, and the findings behind them."""

    def __init__(self, rows: Positions) -> None:
        self.rows = rows
        self.findings: list[Finding] = []
        self._dispositions = np.full(len(rows), "", np.object_)
        self._codes = np.full(len(rows), "", np.object_)
        self._is_open = np.ones(len(rows), np.bool_)

    @property
    def is_open(self) -> Mask:
        """Which rows nothing was decided of yet."""
        return self._is_open.copy()

    @property
    def is_rejected(self) -> Mask:
        """Which rows were rejected."""
        return np.equal(self._dispositions, str(Disposition.REJECTED)).astype(np.bool_)

    @property
    def has_letter(self) -> Mask:
        """Which rows a letter answers: those still open, and those merged with one of them."""
        return self.is_open | np.equal(self._dispositions, str(Disposition.MERGED)).astype(np.bool_)

    def carries(self, code: str) -> Mask:
        """Return which rows are open or were settled by this code."""
        return self.is_open | np.equal(self._codes, code).astype(np.bool_)

    def settle(self, rows: Mask | Positions, disposition: Disposition | str, code: str) -> None:
        """Decide the rows that are still open; an empty disposition leaves it to the household's letter."""
        chosen = np.zeros(len(self.rows), np.bool_)
        chosen[rows] = True
        self._decide(chosen & self._is_open, str(disposition), code)

    def _decide(self, rows: Mask | Positions | int, disposition: object, code: object) -> None:
        self._dispositions[rows] = disposition
        self._codes[rows] = code
        self._is_open[rows] = np.equal(self._dispositions[rows], "")

    def note(self, findings: Iterable[Finding]) -> None:
        """Keep findings; an error rejects its row."""
        added = list(findings)
        self.findings += added
        errors = {
            finding.row: finding.code
            for finding in reversed(added)
            if finding.row is not None and finding.severity is Severity.ERROR
        }
        positions = np.searchsorted(self.rows, np.fromiter(errors, np.int64, len(errors)))
        for position, code in zip(positions.tolist(), errors.values(), strict=True):
            if self._is_open[position]:
                self._decide(position, str(Disposition.REJECTED), code)

    def copy_to(self, rows: Positions, originals: Positions) -> None:
        """Let duplicates share what was decided of their originals."""
        settled = originals[~self._is_open[originals]]
        self._decide(rows[~self._is_open[originals]], self._dispositions[settled], self._codes[settled])

    def dispositions(self) -> TextColumn:
        """Return the dispositions of all rows."""
        return _column(self._dispositions)

    def codes(self) -> TextColumn:
        """Return the codes of the findings behind them."""
        return _column(self._codes)


def _column(texts: npt.NDArray[np.object_]) -> TextColumn:
    codes, distinct = pd.factorize(texts)
    return TextColumn(packed(codes), distinct.tolist())

"""The summary of a finished run, read from what the run left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a summary has a field `date`
from typing import TYPE_CHECKING, Any

from mailing.base.strict_json import strict_json
from mailing.base.tables import read_columns
from mailing.findings import Severity
from mailing.findings.of_run import UNUSABLE
from mailing.model import runfolder
from mailing.runs.making.letter_date import far_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mailing.base.progress import Progress
    from mailing.findings import Finding
    from mailing.model import ListColumn


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is to tell of a run.

    Attributes:
        run: the run's folder, from the root.
        date: of the letters, in ISO.
        counts: as in the manifest.
        findings: how many, by severity.
        without_letter: how many rows have no letter, by the code that says why.
        detected: what was understood of the list.
        columns: what became of each of its columns.
        batches: how many PDFs.
        notices: what went wrong after the run was whole, what depends on the day when it is told, and what a list has
            that nobody sees who opens it.
        is_unguarded: whether the register couldn't keep letters from being written twice.
        seconds: wall time of the whole; `stages` of each stage.
    """

    run: Path
    run_id: str
    date: str
    counts: Mapping[str, int]
    findings: Mapping[str, int]
    without_letter: Mapping[str, int]
    detected: Mapping[str, str]
    columns: tuple[ListColumn, ...]
    batches: int
    seconds: float
    stages: Mapping[str, float]
    notices: tuple[str, ...]
    is_unguarded: bool


def summarise(
    run: Path, progress: Progress, columns: Sequence[ListColumn] = (), notices: Sequence[Finding] = ()
) -> Summary:
    """Return what there is to tell of the complete run in the folder `run`."""
    manifest: dict[str, Any] = strict_json((run / runfolder.MANIFEST).read_bytes())
    rows = read_columns(run / runfolder.ROWS, "code", "disposition", "piece", empty="piece")
    without_letter = Counter(code or disposition for code, disposition, _piece in rows)
    severities = Counter(severity for (severity,) in read_columns(run / runfolder.FINDINGS, "severity"))
    return Summary(
        run=run.resolve(),
        run_id=manifest["run_id"],
        date=manifest["date"],
        counts=manifest["counts"],
        findings={severity.value: severities[severity.value] for severity in Severity},
        without_letter=dict(without_letter),
        detected=manifest["inputs"][0]["detected"],
        columns=tuple(columns),
        batches=len(manifest["files"]),
        seconds=round(progress.elapsed, 3),
        stages={name: round(seconds, 3) for name, seconds in progress.seconds.items()},
        notices=tuple(finding.message for finding in (*far_date(Date.fromisoformat(manifest["date"])), *notices)),
        is_unguarded=any(finding.code == UNUSABLE for finding in notices),
    )

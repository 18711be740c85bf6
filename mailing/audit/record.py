"""What a finished run gives the auditor: everything that the manifest is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.findings import Finding
    from mailing.model import Intake, PressedFile, RunIdentity


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run whose files are all written, before its books are closed.

    Attributes:
        identity: the run's name and date.
        intake: what was read and what intake decided of each row.
        files: the batches, in the order of their first pieces.
        settings: what determined the run beside its inputs, by name: the hex SHA-256 of each template source, of the
            organisation, the shop profile and the fonts.
        versions: name and version of the program and of each package whose behaviour shows in the files.
        options: what the run was asked for, as texts: envelope, shop, limit; no paths.
        letter_findings: what setting and pressing the letters found.
        rejected: household index -> code of the finding that cost it its letter.
        digital: households whose letters are sent electronically -> the letter's number; these follow the pieces'.
        withheld: households that have had this letter from another run and get none -> the code that says so.
        copies: path in the run's folder -> bytes, kept so that the run can be made again: template, organisation,
            profile and job below `settings/`, which outlive a purge and must hold nothing personal; side lists
            elsewhere.
        edited_by: who edited proposals, told with those that were; no other byte depends on it.
    """

    identity: RunIdentity
    intake: Intake
    files: tuple[PressedFile, ...]
    settings: Mapping[str, str]
    versions: Mapping[str, str]
    options: Mapping[str, str] = field(default_factory=dict)
    letter_findings: tuple[Finding, ...] = ()
    rejected: Mapping[int, str] = field(default_factory=dict)
    digital: Mapping[int, int] = field(default_factory=dict)
    withheld: Mapping[int, str] = field(default_factory=dict)
    copies: Mapping[str, bytes] = field(default_factory=dict)
    edited_by: str = ""

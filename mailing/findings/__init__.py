"""Findings: what a check says of a row, a template, a letter or a finished file.

A finding carries a stable code; severity, text and hint stand once, in the table of its room. Rows are numbers as a
spreadsheet shows them. Messages carry no names or addresses: what was found stands in `found`, which goes into
`house/` only.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from mailing.base.messages import _
from mailing.findings.kinds import FindingKind, Severity
from mailing.findings.of_audit import AUDIT_KINDS
from mailing.findings.of_intake import INTAKE_KINDS
from mailing.findings.of_letters import LETTER_KINDS
from mailing.findings.of_lifecycle import LIFECYCLE_KINDS
from mailing.findings.of_pages import AUDITED_PAGE_KINDS
from mailing.findings.of_press import PRESS_KINDS
from mailing.findings.of_print import PRINT_KINDS
from mailing.findings.of_run import RUN_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KINDS", "Finding", "FindingKind", "Severity", "meaning_of"]

_DETAIL = re.compile(r"\{[^}]*\}")

KINDS: dict[str, FindingKind] = {
    kind.code: kind
    for kinds in (
        INTAKE_KINDS,
        LETTER_KINDS,
        PRESS_KINDS,
        PRINT_KINDS,
        AUDIT_KINDS,
        AUDITED_PAGE_KINDS,
        LIFECYCLE_KINDS,
        RUN_KINDS,
    )
    for kind in kinds
}


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes:
        code: a key of `KINDS`.
        row: the list's row as a spreadsheet shows it; None where no row is concerned.
        field: the list's column, or the file, page or setting concerned.
        found: the text or figure as found.
        proposal: the text that would settle it; empty where there is none.
        details: what fills the placeholders of the message.
        column: the list's own name of the column.
        cell: what stands there in the list, before cleaning and dividing; None where nobody looked.
    """

    code: str
    row: int | None = None
    field: str = ""
    found: str = ""
    proposal: str = ""
    details: Mapping[str, str | int | float] = dataclasses.field(default_factory=dict)
    column: str = ""
    cell: str | None = None

    @property
    def severity(self) -> Severity:
        """How much it matters: an error costs the row its letter."""
        return KINDS[self.code].severity

    @property
    def forbids_the_letter(self) -> bool:
        """Whether the household gets no letter because of it."""
        return self.severity is Severity.ERROR

    @property
    def seen(self) -> str:
        """What a person sees there: the list's own cell, else what the check found."""
        return self.found if self.cell is None else self.cell

    @property
    def message(self) -> str:
        """What was found, in the user's language."""
        return _(KINDS[self.code].message).format_map(self.details)

    @property
    def hint(self) -> str:
        """What to do about it, in the user's language."""
        return _(KINDS[self.code].hint)


def meaning_of(code: str) -> str:
    """Return what a code means, with "…" for the details of a single finding."""
    return f": {_DETAIL.sub('…', _(KINDS[code].message))}" if code in KINDS else ""

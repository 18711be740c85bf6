"""Making the auditor's findings: every one says what was expected and what was found."""

from __future__ import annotations

from mailing.findings import Finding


def fault(code: str, *, where: str = "", **details: str | float) -> Finding:
    """Return a finding; `details` fill its message, `where` names the file that it is about."""
    return Finding(code, field=where or str(details.get("path", "")), details=details)


def of_row(code: str, row: int, **details: str | float) -> Finding:
    """Return a finding about a row of the list."""
    return Finding(code, row=row, details={"row": row, **details})

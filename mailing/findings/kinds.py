"""What is said once of every finding of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailing.base.messages import _, n_


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """What users call it, in their language."""
        return _(_LABELS[self])


_LABELS = {Severity.ERROR: n_("Fehler"), Severity.WARNING: n_("Warnung"), Severity.INFO: n_("Hinweis")}


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding: its stable code, its severity, and the German source of its text and hint.

    Attributes:
        code: `room.what`, lower case with hyphens: `plz.four-digits`.
        severity: an error costs the row its letter, a warning is for decision, an info for the record.
        message: one sentence without a full stop; `{placeholders}` are filled from the finding's details.
        hint: what to do about it.
    """

    code: str
    severity: Severity
    message: str
    hint: str

"""The kinds of findings that the room `intake` makes."""

from __future__ import annotations

from mailing.findings.kinds import FindingKind

INTAKE_KINDS: tuple[FindingKind, ...] = ()

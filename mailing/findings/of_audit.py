"""The kinds of findings that the room `audit` makes."""

from __future__ import annotations

from mailing.findings.kinds import FindingKind

AUDIT_KINDS: tuple[FindingKind, ...] = ()

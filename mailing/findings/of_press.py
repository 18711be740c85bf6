"""The kinds of findings that the room `press` makes."""

from __future__ import annotations

from mailing.findings.kinds import FindingKind

PRESS_KINDS: tuple[FindingKind, ...] = ()

"""The kinds of findings that the room `letters` makes."""

from __future__ import annotations

from mailing.findings.kinds import FindingKind

LETTER_KINDS: tuple[FindingKind, ...] = ()

"""What happens to a run after it is made: its journal, the states it goes through, and who may do what in them.

Pure: it reads and writes the journal, knows no PDF and no network.
"""

from __future__ import annotations

from mailing.lifecycle.applying import applied, life_of
from mailing.lifecycle.event import Event, EventKind
from mailing.lifecycle.journal import Journal, append, is_sealed, journal_in, read_journal, seal
from mailing.lifecycle.life import Package, RunLife, RunState
from mailing.lifecycle.next_step import NextStep, next_step
from mailing.lifecycle.pieces import Fate, Fates
from mailing.lifecycle.rules import (
    ALLOWED_IN,
    EVENT_NAMES,
    FROM,
    STATE_NAMES,
    VERBS,
    allowed_now,
    refuse_unless_allowed,
    too_late,
    what_is_allowed,
)
from mailing.lifecycle.verification import chain_faults, files_of, journal_faults

__all__ = [
    "ALLOWED_IN",
    "EVENT_NAMES",
    "FROM",
    "STATE_NAMES",
    "VERBS",
    "Event",
    "EventKind",
    "Fate",
    "Fates",
    "Journal",
    "NextStep",
    "Package",
    "RunLife",
    "RunState",
    "allowed_now",
    "append",
    "applied",
    "chain_faults",
    "files_of",
    "is_sealed",
    "journal_faults",
    "journal_in",
    "life_of",
    "next_step",
    "read_journal",
    "refuse_unless_allowed",
    "seal",
    "too_late",
    "what_is_allowed",
]

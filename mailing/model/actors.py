"""Who does something with a run, and by which face of the program."""

from __future__ import annotations

import getpass
import os
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """The face of the program that an act came by."""

    CLI = "cli"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts, by the name that they or their system gave."""

    name: str
    source: Source = Source.CLI

    def is_same_person_as(self, other: Actor) -> bool:
        """Whether two names mean one person: case, spelling of umlauts and blanks don't make two."""
        return _folded(self.name) == _folded(other.name)


def system_user() -> Actor:
    """Return whoever the system says is working: by number where it knows no name."""
    try:
        return Actor(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return Actor(f"uid-{os.getuid()}" if hasattr(os, "getuid") else "?")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

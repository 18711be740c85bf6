"""Who does something with a run, and by which face of the program."""

from __future__ import annotations

import getpass
import os
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from mailing.base.errors import UsageError
from mailing.base.messages import _

LONGEST_NAME = 200


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
        return folded(self.name) == folded(other.name)


def actor_named(name: str | None, source: Source = Source.CLI) -> Actor:
    """Return the person of this name; where None, whoever the system says is working.

    Raises:
        UsageError: it is no name that can stand in a journal.
    """
    if name is None:
        return Actor(_system_user(), source)
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise UsageError(
            _("--by braucht einen Namen"),
            where=f"--by {name[:LONGEST_NAME]!r}",
            hint=_("zum Beispiel --by 'Eva Muster'"),
        )
    return Actor(plain, source)


def _system_user() -> str:
    """Return the user's name; their number where the system knows no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return f"uid-{os.getuid()}" if hasattr(os, "getuid") else "?"


def folded(name: str) -> str:
    """Return a name so that two which mean one person are the same text."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

"""An event: one line of a run's journal."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mailing.base.strict_json import strict_json
from mailing.model.actors import Actor, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = ("number", "at", "by", "kind", "details", "manifest", "previous")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class EventKind(StrEnum):
    """What can happen to a run, named like the verb that does it."""

    MADE = "made"
    RELEASED = "released"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    FEEDBACK = "feedback"
    REPRINTED = "reprinted"
    POSTED = "posted"
    RETURNED = "returned"
    CLOSED = "closed"
    PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a run.

    Attributes:
        number: its place in the journal, from 1; it orders the events, whatever the clock said.
        at: when, with its zone, to the second.
        kind: what; `details` say the rest, as `lifecycle.states` reads them. No household's name stands in them.
        manifest: the hex SHA-256 of the bytes of `manifest.json`.
        previous: the hex SHA-256 of the line before, without its line feed; None in the first.
    """

    number: int
    at: dt.datetime
    by: Actor
    kind: EventKind
    manifest: str
    previous: str | None
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_line(self) -> bytes:
        """Return the event's line, without its line feed."""
        return json.dumps(self._as_json(), ensure_ascii=False).encode()

    def _as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "at": self.at.isoformat(timespec="seconds"),
            "by": {"name": self.by.name, "source": self.by.source.value},
            "kind": self.kind.value,
            "details": dict(self.details),
            "manifest": self.manifest,
            "previous": self.previous,
        }

    @property
    def digest(self) -> str:
        """What the next event calls `previous`; of the last one it is the journal's head."""
        return sha256(self.as_line()).hexdigest()

    @property
    def files(self) -> Mapping[str, str]:
        """The files that the event left in the run's folder: path → hex SHA-256."""
        files: Mapping[str, str] = self.details.get("files", {})
        return files


def read_event(line: bytes) -> Event:
    """Return the event on a line without its line feed.

    Raises:
        ValueError: it is none, or not written as the program writes it: the text says where.
    """
    told = strict_json(line)
    if not isinstance(told, dict) or tuple(told) != KEYS:
        raise ValueError(", ".join(KEYS))
    try:
        event = Event(
            number=told["number"],
            at=dt.datetime.fromisoformat(told["at"]),
            by=Actor(told["by"]["name"], Source(told["by"]["source"])),
            kind=EventKind(told["kind"]),
            details=told["details"],
            manifest=told["manifest"],
            previous=told["previous"],
        )
        is_whole = _is_well_formed(event) and event.as_line() == line
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(str(error)) from error
    if not is_whole:
        raise ValueError(", ".join(KEYS))
    return event


def _is_well_formed(event: Event) -> bool:
    hashes = [event.manifest, *([] if event.previous is None else [event.previous])]
    return (
        type(event.number) is int
        and event.at.tzinfo is not None
        and isinstance(event.details, dict)
        and _are_files(event.details.get("files", {}))
        and all(_SHA256.fullmatch(found) for found in hashes)
    )


def _are_files(files: object) -> bool:
    """Whether it is paths below the run's folder with their hashes: none leads out of it."""
    return isinstance(files, dict) and all(
        isinstance(digest, str) and _SHA256.fullmatch(digest) and _stays_inside(path) for path, digest in files.items()
    )


def _stays_inside(path: str) -> bool:
    parts = path.split("/")
    return "\\" not in path and "\0" not in path and not any(part in {"", ".", ".."} for part in parts)

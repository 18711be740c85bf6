"""Calls that make a run just now: others can tell whether one is still under way, or has died, however it died.

A call holds a lock that the operating system, or the database's server, takes from it with its life. So a claim of a
call that is gone binds nobody, and no clock has to be believed.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from mailing.runs.register.database import Connection


class Calls(Protocol):
    """The calls that share a register."""

    def begin(self, call: str) -> None:
        """Let others know that this call is under way."""
        ...

    def is_under_way(self, call: str) -> bool:
        """Whether another call still lives."""
        ...

    def end(self, call: str) -> None:
        """Let others know that this call is over."""
        ...


class CallsBesideFile:
    """Calls that share a register in a file: each locks a file beside it."""

    def __init__(self, register: Path) -> None:
        self._register = register
        self._own: FileLock | None = None

    def begin(self, call: str) -> None:
        """Lock a file of the call's own."""
        self._own = FileLock(self._lock(call), mode=0o600)
        self._own.acquire(timeout=0)

    def is_under_way(self, call: str) -> bool:
        """Whether the call's file is there and locked; a dead one's is removed."""
        path = self._lock(call)
        if self._own is not None and Path(self._own.lock_file) == path:
            return True
        if not path.exists():
            return False
        with suppress(Timeout), FileLock(path, mode=0o600).acquire(timeout=0):
            path.unlink(missing_ok=True)
            return False
        return True

    def end(self, call: str) -> None:
        """Unlock the file and remove it."""
        if self._own is not None:
            self._own.release()
            self._lock(call).unlink(missing_ok=True)

    def _lock(self, call: str) -> Path:
        return self._register.with_name(f".{self._register.name}.{call}.lock")


class CallsOnServer:
    """Calls that share a register on a server: each has a lock in its session (PostgreSQL, "Advisory Locks")."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._own = ""

    def begin(self, call: str) -> None:
        """Take the call's lock for this session."""
        self._own = call
        self._ask("SELECT pg_advisory_lock(%s)", call)

    def is_under_way(self, call: str) -> bool:
        """Whether another session has the call's lock."""
        if call == self._own:
            return True
        if not self._ask("SELECT pg_try_advisory_lock(%s)", call):
            return True
        self._ask("SELECT pg_advisory_unlock(%s)", call)
        return False

    def end(self, call: str) -> None:
        """Give the lock back."""
        self._ask("SELECT pg_advisory_unlock(%s)", call)

    def _ask(self, statement: str, call: str) -> bool:
        cursor = self._connection.cursor()
        cursor.execute(statement, [int.from_bytes(sha256(call.encode()).digest()[:8], "big", signed=True)])
        return bool(cursor.fetchall()[0][0])

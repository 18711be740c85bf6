"""Guessing made slow: after some failures each further attempt must wait, longer each time, and never for good.

Counted are an account's name and the address that the attempt came from, as digests: neither is kept. An attempt is
counted before it is looked at, so that a thousand at once are a thousand. One that comes before its wait is over isn't
looked at, and doesn't make the wait longer: somebody who hammers at an account can't keep its owner out for longer than
`LONGEST_WAIT` at a time, and not at all where the owner's browser has been there before (`accounts.devices`).
"""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from mailing.base.errors import NotAllowedError
from mailing.base.messages import _, plural
from mailing.model.actors import folded
from mailing.web.store.alone import write_alone
from mailing.web.store.tables import attempts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from mailing.web.store.database import Store

LONGEST_WAIT: Final = 60.0
FORGOTTEN_AFTER: Final = 3_600.0
"""Seconds without a further failure."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is counted.

    Attributes:
        digest: of the name or address.
        free: so many failures cost nothing: people mistype, and many may share an address.
    """

    digest: str
    free: int


class TooSoonError(NotAllowedError):
    """An attempt before its wait was over; it wasn't looked at.

    Attributes:
        seconds: how long there is to wait.
    """

    seconds: int = 0


def account_key(name: str) -> Key:
    """Return what counts failed log-ins to an account."""
    return _key("account", folded(name), 5)


def address_key(address: str) -> Key:
    """Return what counts failed log-ins from an address."""
    return _key("address", address, 30)


def device_key(device: str) -> Key:
    """Return what counts failed log-ins from a browser that has been there before."""
    return _key("device", device, 5)


def own_key(name: str) -> Key:
    """Return what counts wrong passwords of somebody who is logged in, and is asked again."""
    return _key("own", folded(name), 5)


def code_key(name: str) -> Key:
    """Return what counts an account's wrong codes."""
    return _key("code", folded(name), 5)


def _key(kind: str, text: str, free: int) -> Key:
    return Key(hashlib.sha256(f"{kind}:{text}".encode("utf-8", "surrogatepass")).hexdigest(), free)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was let through, and counts as a failure until it succeeds.

    Attributes:
        before: when the last failure of each key was, before this attempt: one that succeeds makes nobody wait.
    """

    store: Store
    keys: tuple[Key, ...]
    before: Mapping[Key, float]

    def succeed(self) -> None:
        """Forget the failures of the account; those of an address that others share only lose this attempt."""
        with write_alone(self.store, attempts) as connection:
            for key in self.keys:
                entry = attempts.c.key == key.digest
                if key is self.keys[0]:
                    connection.execute(delete(attempts).where(entry))
                else:
                    taken_back = {"failures": attempts.c.failures - 1, "last": self.before.get(key, 0.0)}
                    connection.execute(update(attempts).where(entry, attempts.c.failures > 0).values(taken_back))


def begin(store: Store, keys: Sequence[Key]) -> Attempt:
    """Count an attempt and let it through.

    Raises:
        TooSoonError: one of the keys has to wait.
    """
    now = time.time()
    with write_alone(store, attempts) as connection:
        connection.execute(delete(attempts).where(attempts.c.last < now - FORGOTTEN_AFTER))
        failures = {key: _waited(connection, key, now) for key in keys}
        before = {key: _last(connection, key) for key in keys}
        seconds = max(wait for _failures, wait in failures.values())
        if seconds <= 0:
            _count(connection, {key: number for key, (number, _wait) in failures.items()}, now)
    if seconds > 0:
        raise _too_soon(math.ceil(seconds))
    return Attempt(store, tuple(keys), before)


def _last(connection: Connection, key: Key) -> float:
    """Return when the last failure was; 0 where there was none."""
    last = connection.execute(select(attempts.c.last).where(attempts.c.key == key.digest)).scalar()
    return 0.0 if last is None else float(last)


def _waited(connection: Connection, key: Key, now: float) -> tuple[int, float]:
    """Return how often it failed, and how many seconds there are still to wait."""
    row = connection.execute(select(attempts).where(attempts.c.key == key.digest)).first()
    if row is None:
        return 0, 0.0
    over = row.failures - key.free
    wait = 0.0 if over < 0 else min(LONGEST_WAIT, 2.0 ** min(over, 16))
    return row.failures, min(row.last + wait - now, wait)


def _count(connection: Connection, failures: dict[Key, int], now: float) -> None:
    for key, number in failures.items():
        values = {"failures": number + 1, "last": now}
        if number == 0 and not _is_known(connection, key):
            connection.execute(attempts.insert().values(key=key.digest, **values))
        else:
            connection.execute(update(attempts).where(attempts.c.key == key.digest).values(**values))


def _is_known(connection: Connection, key: Key) -> bool:
    return connection.execute(select(attempts.c.key).where(attempts.c.key == key.digest)).first() is not None


def _too_soon(seconds: int) -> TooSoonError:
    error = TooSoonError(
        plural(
            "Nach mehreren Fehlversuchen geht es in {seconds} Sekunde weiter",
            "Nach mehreren Fehlversuchen geht es in {seconds} Sekunden weiter",
            seconds,
        ).format(seconds=seconds),
        hint=_("Danach noch einmal; wer die Konten verwaltet, kann das Kennwort zurücksetzen"),
    )
    error.seconds = seconds
    return error


def forget(store: Store, keys: Iterable[Key]) -> None:
    """Forget all failures of these: somebody who may has set things right."""
    with store.begin() as connection:
        connection.execute(delete(attempts).where(attempts.c.key.in_([key.digest for key in keys])))

"""Browsers that have been there before: their owner isn't kept out by somebody else who guesses.

The cookie says, signed, for which account a browser has been logged in; failures of such a browser are counted by
themselves (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). It lets nobody in.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from mailing.model.actors import folded
from mailing.web.store.alone import write_alone
from mailing.web.store.tables import settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailing.web.store.database import Store

SECONDS_KEPT: Final = 90 * 24 * 3_600
_KEY: Final = "device-key"
_KEY_BYTES: Final = 32


def new_device(store: Store, name: str) -> str:
    """Return what a browser keeps that has just been logged in."""
    device = secrets.token_hex(16)
    return f"{device}.{_signature(store, device, name)}"


def device_in(store: Store, cookie: str, name: str) -> str | None:
    """Return the device if it has been there for this account; None otherwise."""
    device, _dot, signature = cookie.partition(".")
    if not (signature and signature.isascii()):
        return None
    return device if hmac.compare_digest(signature, _signature(store, device, name)) else None


def _signature(store: Store, device: str, name: str) -> str:
    told = f"{device}:{folded(name)}".encode("utf-8", "surrogatepass")
    return hmac.new(_key(store), told, hashlib.sha256).hexdigest()


def _key(store: Store) -> bytes:
    """Return the office's key for this; made where it lacks."""
    with store.read() as connection:
        found = _kept_key(connection)
    if found is None:
        with write_alone(store, settings) as connection:
            found = _kept_key(connection)
            if found is None:
                found = secrets.token_bytes(_KEY_BYTES)
                connection.execute(settings.insert().values(name=_KEY, value=found))
    return found


def _kept_key(connection: Connection) -> bytes | None:
    return connection.execute(select(settings.c.value).where(settings.c.name == _KEY)).scalar()

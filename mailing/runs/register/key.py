"""The key of a register: its hashes say nothing without it, and another key knows none of them.

It lies beside the register: in the folder of the runs, or in the database that several folders share. There a folder's
own key counts if it has one before the register has any; then each office needs a copy of it, and the database has only
a mark to know it by.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Final

from mailing.base.errors import SurroundingsError
from mailing.base.files import write_whole
from mailing.base.messages import _

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.runs.register.database import Connection, Driver

KEY_BYTES: Final = 32
KEY, MARK = "key", "mark"
KEY_MARK: Final = b"mailing: mark of the register's key, 1\n"
"""A register knows its key by a keyed hash of this."""


def fitting_key(connection: Connection, driver: Driver, path: Path) -> bytes:
    """Return the key that a register's hashes are made with, `path` or the register's own; an empty one gets a new one.

    Another key makes other hashes: no letter would be known, and all would be written again.

    Raises:
        SurroundingsError: the register isn't empty, and its key is gone or another.
    """
    known = _known(connection) or _known_alone(connection, driver)
    key = path.read_bytes() if path.is_file() else b""
    if len(key) != KEY_BYTES and KEY in known:
        return known[KEY]
    if len(key) != KEY_BYTES and not known and not _is_filled(connection):
        key = secrets.token_bytes(KEY_BYTES)
        if driver.is_shared:
            return _entered(connection, driver, KEY, key)
        write_whole(path, key)
    mark = hmac.digest(key, KEY_MARK, "sha256")
    if len(key) != KEY_BYTES or known.get(MARK, mark) != mark or known.get(KEY, key) != key:
        raise SurroundingsError(
            _("Der Schlüssel des Registers fehlt oder ist ein anderer"),
            where=str(path),
            hint=_("Den Schlüssel aus der Sicherung zurücklegen; ohne ihn erkennt das Register keinen Brief wieder"),
        )
    if not known and _entered(connection, driver, MARK, mark) != mark:
        return fitting_key(connection, driver, path)
    return key


def _known(connection: Connection) -> dict[str, bytes]:
    """Return what the register has of its key: the key itself, or a mark to know it by."""
    cursor = connection.cursor()
    cursor.execute("SELECT kind, content FROM keys")
    return {kind: bytes(content) for kind, content in cursor.fetchall()}


def _known_alone(connection: Connection, driver: Driver) -> dict[str, bytes]:
    """Return what the register has of its key; where that is nothing, no other call makes one until the next commit."""
    connection.cursor().execute(driver.alone)
    known = _known(connection)
    if known:
        connection.commit()
    return known


def _entered(connection: Connection, driver: Driver, kind: str, content: bytes) -> bytes:
    """Enter a key or a mark, and return the one that counts: another call's, if that came first."""
    insert = f"INSERT INTO keys VALUES ({driver.mark}, {driver.mark}) ON CONFLICT DO NOTHING"  # noqa: S608
    connection.cursor().execute(insert, [kind, content])
    connection.commit()
    return _known(connection)[kind]


def _is_filled(connection: Connection) -> bool:
    cursor = connection.cursor()
    cursor.execute("SELECT 1 FROM letters UNION ALL SELECT 1 FROM held LIMIT 1")
    return bool(cursor.fetchall())

"""The key of a register: its hashes say nothing without it, and another key knows none of them."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Final

from mailing.base.errors import SurroundingsError
from mailing.base.files import write_whole
from mailing.base.messages import _

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.runs.register_database import Connection, Driver

KEY_BYTES: Final = 32
KEY_MARK: Final = b"mailing: mark of the register's key, 1\n"
"""A register knows its key by a keyed hash of this."""


def fitting_key(connection: Connection, driver: Driver, path: Path) -> bytes:
    """Return the key that a register's hashes are made with; a register without any gets a new one.

    Another key makes other hashes: no letter would be known, and all would be written again.

    Raises:
        SurroundingsError: the register isn't empty, and its key is gone or another.
    """
    marks = _marks(connection)
    key = path.read_bytes() if path.is_file() else b""
    if len(key) != KEY_BYTES and not marks and not _is_filled(connection):
        key = secrets.token_bytes(KEY_BYTES)
        write_whole(path, key)
    mark = hmac.digest(key, KEY_MARK, "sha256")
    if len(key) != KEY_BYTES or (marks and mark not in marks):
        raise SurroundingsError(
            _("Der Schlüssel des Registers fehlt oder ist ein anderer"),
            where=str(path),
            hint=_("Den Schlüssel aus der Sicherung zurücklegen; ohne ihn erkennt das Register keinen Brief wieder"),
        )
    if not marks:
        insert = f"INSERT INTO keys VALUES ({driver.mark}, {driver.mark}) ON CONFLICT DO NOTHING"  # noqa: S608
        connection.cursor().execute(insert, [mark, "letters"])
        connection.commit()
    return key


def _marks(connection: Connection) -> frozenset[bytes]:
    cursor = connection.cursor()
    cursor.execute("SELECT letter FROM keys")
    return frozenset(bytes(mark) for (mark,) in cursor.fetchall())


def _is_filled(connection: Connection) -> bool:
    cursor = connection.cursor()
    cursor.execute("SELECT 1 FROM letters UNION ALL SELECT 1 FROM held LIMIT 1")
    return bool(cursor.fetchall())

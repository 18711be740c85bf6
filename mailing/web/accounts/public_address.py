"""The address under which people open the office: kept by the server, for links that others print."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sqlalchemy import delete, select

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.web.store.alone import write_alone
from mailing.web.store.tables import settings

if TYPE_CHECKING:
    from mailing.web.serve_options import ServeOptions
    from mailing.web.store.database import Store

UNTIL_KNOWN: Final = "http://127.0.0.1:8080"
EVERYWHERE: Final = ("://0.0.0.0", "://[::]")
_NAME: Final = "address"


def public_address(options: ServeOptions, listening: str) -> str:
    """Return the address to tell people, without a slash at its end.

    Args:
        options: what the command line says.
        listening: the address that the server listens at, which may stand for all of the machine's.

    Raises:
        UsageError: the one that was given is none.
    """
    if options.address is not None:
        return _checked(options.address)
    for all_of_them in EVERYWHERE:
        listening = listening.replace(all_of_them, f"://{socket.gethostname()}")
    return listening.rstrip("/")


def keep_address(store: Store, address: str) -> None:
    """Keep it for whoever prints a link."""
    with write_alone(store, settings) as connection:
        connection.execute(delete(settings).where(settings.c.name == _NAME))
        connection.execute(settings.insert().values(name=_NAME, value=address.encode()))


def kept_address(store: Store) -> str:
    """Return it; that of an office on the own machine where no server was started yet."""
    with store.read() as connection:
        kept = connection.execute(select(settings.c.value).where(settings.c.name == _NAME)).scalar()
    return UNTIL_KNOWN if kept is None else kept.decode()


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.path in {"", "/"}
        has_more = bool(parts.query or parts.fragment or parts.username or (parts.port or 0) < 0)
    except ValueError:
        is_address, has_more = False, True
    if not is_address or has_more or not address.isprintable():
        raise UsageError(
            _("--address braucht die Adresse, unter der das Büro geöffnet wird"),
            where=f"--address {address}",
            hint=_("zum Beispiel https://briefe.musterstadt.de, ohne etwas dahinter"),
        )
    return address.rstrip("/")

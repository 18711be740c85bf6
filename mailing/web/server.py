"""The office at work: one process answers browsers, others beside it do what takes long; they end together."""

from __future__ import annotations

import logging
import socket
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final

import uvicorn

from mailing.base.errors import SurroundingsError, UsageError
from mailing.base.files import make_folder
from mailing.base.messages import _
from mailing.base.stopping import Stop, held_back, is_asked
from mailing.runs.offices.house import furnish
from mailing.web.accounts.doors import open_doors
from mailing.web.app import make_app
from mailing.web.demo import furnish_demo
from mailing.web.guard import guarded
from mailing.web.impatience import ImpatientProtocol
from mailing.web.office import Office
from mailing.web.warmth import warm_up
from mailing.web.work.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp

    from mailing.web.serve_options import ServeOptions

SECONDS_TO_FINISH: Final = 5
"""For answers under way when the office is closed."""
SECONDS_IDLE: Final = 15
"""Until a connection without a request is closed."""
MOST_CONNECTIONS: Final = 400
LOUD: Final = ("uvicorn", "python_multipart", "asyncio")
"""Packages that would write a line for each malformed request."""


def serve(options: ServeOptions, say: Callable[[str], None]) -> None:
    """Serve the office until it is told to stop.

    Args:
        options: how.
        say: tells a line to whoever started it.

    Raises:
        UsageError: an option can't be.
        SurroundingsError: the port is taken, or the data folder can't be written.
    """
    office = open_office(options)
    with closing(_listening(options)) as listener, closing(office.store), Crew(office, options.workers), _quiet_logs():
        doors = open_doors(office, options)
        warm_up()
        app = guarded(make_app(office, doors.account_of), office, options)
        if options.demo is not None:
            for line in furnish_demo(office, options):
                say(line)
        with suppress(Stop), held_back():
            for line in doors.told(address_of(options, listener.getsockname()[1])):
                say(line)
            _Server(_settings(options, app)).run(sockets=[listener])
        say(_("Das Büro ist geschlossen"))


class _Server(uvicorn.Server):
    """A server that ends by a stop, whether that comes when it listens to signals or just before."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, unless a stop was held back until here."""
        await super().startup(sockets)
        self.should_exit |= is_asked()


def open_office(options: ServeOptions) -> Office:
    """Return the office of a data folder, made and furnished where it is new."""
    data = options.data.resolve()
    if data.exists() and not data.is_dir():
        raise UsageError(_("--data braucht einen Ordner"), where=str(options.data))
    make_folder(data)
    office = Office(data, options.database)
    furnish(data)
    for folder in (office.runs, office.own, office.new_runs, office.uploads):
        make_folder(folder)
    return office


def address_of(options: ServeOptions, port: int) -> str:
    """Return the address that a browser opens."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"{'https' if options.certificate else 'http'}://{host}:{port}/"


def _listening(options: ServeOptions) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        return socket.create_server((options.host, options.port), family=family, backlog=MOST_CONNECTIONS)
    except (OSError, OverflowError) as error:
        raise SurroundingsError(
            _("Unter dieser Adresse kann das Büro nicht öffnen: {reason}").format(
                reason=getattr(error, "strerror", None) or error
            ),
            where=f"{options.host}:{options.port}",
            hint=_("Läuft es schon, oder benutzt ein anderes Programm den Port? Sonst: --port 8081"),
        ) from error


def _settings(options: ServeOptions, app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=ImpatientProtocol,
        log_config=None,
        access_log=False,  # addresses of pages are nobody's business
        server_header=False,
        date_header=True,
        proxy_headers=False,  # who is believed is settled in `accounts.doors`
        lifespan="off",
        timeout_keep_alive=SECONDS_IDLE,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=16_384,
        ssl_certfile=options.certificate,
        ssl_keyfile=options.key,
    )


@contextmanager
def _quiet_logs() -> Iterator[None]:
    """Let the server's own packages tell of their faults only: without values, and not of what strangers send."""
    before = {name: logging.getLogger(name).level for name in LOUD}
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)

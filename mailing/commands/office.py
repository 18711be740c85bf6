"""`mailing office`: the whole job in a browser; `mailing office account …`: who works there."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from mailing.base.errors import ExitCode, SurroundingsError, UsageError
from mailing.base.figures import number_in
from mailing.base.messages import _, n_

SUMMARY = n_("Öffnet das Büro im Browser: Läufe, Freigabe, Vorlagen, Prüfung; verwaltet seine Konten")
HIGHEST_PORT: Final = 65_535
MOST_WORKERS: Final = 64
PACKAGES: Final = frozenset(
    {"argon2", "authlib", "h11", "httpx2", "joserfc", "multipart", "pyotp", "python_multipart", "sqlalchemy"}
    | {"starlette", "uvicorn"}
)
"""What the office needs beside the program's own packages."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add how the office is served, and what else can be done with it."""
    from mailing.commands import office_accounts

    office_place(parser, is_again=False)
    parser.add_argument(
        "--host", default="127.0.0.1", help=_("Adresse, an der es zu erreichen ist (Vorgabe: 127.0.0.1)")
    )
    parser.add_argument("--port", type=_port, default=8080, metavar="N", help=_("Port (Vorgabe: 8080)"))
    parser.add_argument(
        "--workers", type=_workers, default=1, metavar="N", help=_("Prozesse für lange Arbeiten (Vorgabe: 1)")
    )
    parser.add_argument("--certificate", type=Path, metavar=_("DATEI"), help=_("Zertifikat für TLS (PEM)"))
    parser.add_argument(
        "--key", type=Path, metavar=_("DATEI"), help=_("Schlüssel dazu (PEM), wenn er dort nicht steht")
    )
    parser.add_argument(
        "--address", metavar="URL", help=_("Adresse, unter der es geöffnet wird, zum Beispiel die des Proxys")
    )
    parser.add_argument(
        "--oidc", type=Path, metavar=_("DATEI.toml"), help=_("Anmeldedienst des Hauses (OpenID Connect)")
    )
    parser.add_argument(
        "--trusted-header", metavar="NAME", help=_("Kopfzeile, in der der Proxy nennt, wer angemeldet ist")
    )
    parser.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        dest="trusted_proxies",
        metavar=_("ADRESSE"),
        help=_("Rechner oder Netz des Proxys, dessen Kopfzeilen geglaubt werden (mehrfach möglich)"),
    )
    parser.add_argument(
        "--demo", type=Path, metavar=_("LISTE"), help=_("zum Ausprobieren: mit dieser Liste und zwei Konten dafür")
    )
    acts = parser.add_subparsers(dest="act", metavar=_("WAS"), title=_("Was sonst"))
    for name, summary, described in (
        ("account", n_("Konten anlegen, zeigen, zurücksetzen, entfernen"), office_accounts.describe),
        ("log", n_("Zeigt das Protokoll der Anmeldungen und Handlungen und prüft es"), office_accounts.describe_log),
        ("worker", n_("Macht lange Arbeiten, auch auf einem anderen Rechner"), office_place),
    ):
        described(acts.add_parser(name, help=_(summary), description=_(summary)))


def execute(options: argparse.Namespace) -> ExitCode:
    """Open the office until it is closed, or do what else is asked for."""
    try:
        return _execute(options)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in PACKAGES:
            raise
        raise SurroundingsError(
            _("Für das Büro fehlt ein Paket: {name}").format(name=error.name), hint=_("pip install 'mailing[office]'")
        ) from error


def _execute(options: argparse.Namespace) -> ExitCode:
    from mailing.commands import office_accounts

    options.database = options.database or _database_variable()
    if options.act == "account":
        return office_accounts.execute(options)
    if options.act == "log":
        return office_accounts.execute_log(options)
    return _work(options) if options.act == "worker" else _serve(options)


def _serve(options: argparse.Namespace) -> ExitCode:
    from dataclasses import fields

    from mailing import console
    from mailing.web.serve_options import ServeOptions
    from mailing.web.server import serve

    given = {field.name: getattr(options, field.name) for field in fields(ServeOptions) if hasattr(options, field.name)}
    proxies = tuple(options.trusted_proxies)
    serve(ServeOptions(**{**given, "trusted_proxies": proxies}), console.hand_over)
    return ExitCode.DONE


def _work(options: argparse.Namespace) -> ExitCode:
    from mailing.web.office import Office
    from mailing.web.work.worker import run_worker

    run_worker(Office(options.data.resolve(), options.database))
    return ExitCode.DONE


def office_place(parser: argparse.ArgumentParser, *, is_again: bool = True) -> None:
    """Add where the office lies; `is_again` behind a further word, where not giving it leaves what stands before."""
    left_out = argparse.SUPPRESS
    parser.add_argument(
        "--data",
        type=Path,
        default=left_out if is_again else Path(),
        metavar=_("ORDNER"),
        help=_("Ordner des Büros mit letter_templates und runs (Vorgabe: dieser)"),
    )
    parser.add_argument(
        "--database",
        default=left_out if is_again else None,
        metavar="URL",
        help=_("Datenbank für mehrere Rechner, sonst eine Datei im Ordner; auch als MAILING_OFFICE_DATABASE"),
    )


def _database_variable() -> str | None:
    """Return the database that the environment names: there its password stands on no command line."""
    from mailing.web.work.crew import DATABASE_VARIABLE

    return os.environ.get(DATABASE_VARIABLE)


def _port(text: str) -> int:
    return _number(text, "--port", HIGHEST_PORT)


def _workers(text: str) -> int:
    return _number(text, "--workers", MOST_WORKERS)


def _number(text: str, option: str, largest: int) -> int:
    number = number_in(text, largest)
    if number is None:
        raise UsageError(
            _("{option} braucht eine ganze Zahl von 0 bis {largest}").format(option=option, largest=largest),
            where=f"{option} {text}",
        )
    return number

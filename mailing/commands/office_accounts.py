"""`mailing office account …` and `mailing office log`: who works in the office, and what they did."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from mailing.base.errors import ExitCode, UsageError, VerificationError
from mailing.base.messages import _, n_

if TYPE_CHECKING:
    import argparse

    from mailing.web.accounts.managing import WaysIn
    from mailing.web.accounts.roles import Role
    from mailing.web.office import Office

MOST_READ: Final = 10_000
"""Bytes of a password on the standard input."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what can be done with accounts."""
    from mailing.commands.office import office_place

    acts = parser.add_subparsers(dest="account_act", required=True, metavar=_("WAS"))
    for name, summary in (
        ("add", n_("Legt ein Konto an")),
        ("list", n_("Zeigt alle Konten")),
        ("roles", n_("Gibt einem Konto andere Rollen")),
        ("reset", n_("Setzt ein Konto zurück: neues Kennwort oder ein Einmal-Link dafür")),
        ("log-out", n_("Beendet alle Sitzungen eines Kontos")),
        ("remove", n_("Entfernt ein Konto")),
    ):
        made = acts.add_parser(name, help=_(summary), description=_(summary))
        office_place(made)
        if name != "list":
            made.add_argument("name", metavar="NAME", help=_("Name des Kontos, wie ihn das Journal zeigt"))
        if name in {"add", "roles"}:
            _add_roles(made)
        if name in {"add", "reset"}:
            made.add_argument(
                "--password-stdin",
                action="store_true",
                help=_("liest das Kennwort aus der ersten Zeile der Standardeingabe; ohne gibt es einen Einmal-Link"),
            )
        if name == "reset":
            made.add_argument("--code", action="store_true", help=_("auch ein neues Geheimnis für die Codes"))


def _add_roles(parser: argparse.ArgumentParser) -> None:
    from mailing.web.accounts.roles import Role

    parser.add_argument(
        "--role",
        action="append",
        required=True,
        dest="roles",
        choices=[role.value for role in Role],
        help=_("was das Konto darf (mehrfach möglich)"),
    )


def describe_log(parser: argparse.ArgumentParser) -> None:
    """Add where the office lies."""
    from mailing.commands.office import office_place

    office_place(parser)


def execute(options: argparse.Namespace) -> ExitCode:
    """Do what is asked for and tell what the account's owner is to be given."""
    from contextlib import closing

    office = _office(options)
    with closing(office.store):
        if options.account_act == "list":
            _show_all(office)
        else:
            _act(office, options)
    return ExitCode.DONE


def _act(office: Office, options: argparse.Namespace) -> None:
    from mailing import console
    from mailing.model.actors import actor_named
    from mailing.web.accounts.managing import Managing

    managing = Managing(office.store, actor_named(None))
    act, name = options.account_act, options.name
    if act == "add":
        _tell(office, _("Konto angelegt: {name}"), managing.add(name, _roles(options), _password(options)))
    elif act == "reset":
        made = managing.reset(name, _password(options), renews_code=options.code)
        _tell(office, _("Konto zurückgesetzt, Sitzungen beendet: {name}"), made)
    elif act == "roles":
        _tell(office, _("Rollen geändert: {name}"), managing.change_roles(name, _roles(options)))
    elif act == "log-out":
        console.say(_("Sitzungen beendet: {name}").format(name=managing.log_out(name).name))
    else:
        console.say(_("Konto entfernt: {name}").format(name=managing.remove(name).name))


def execute_log(options: argparse.Namespace) -> ExitCode:
    """Show the log, the oldest first, and check its chain.

    Raises:
        VerificationError: a row isn't what was written.
    """
    import datetime as dt
    from contextlib import closing

    from mailing import console
    from mailing.web.accounts import activity

    office = _office(options)
    with closing(office.store):
        for entry in activity.all_entries(office.store):
            at = dt.datetime.fromtimestamp(entry.at, dt.UTC).astimezone().isoformat(" ", "seconds")
            console.say("  ".join((str(entry.number), at, entry.account, _(entry.act), entry.subject)))
        checked = activity.check(office.store)
    if checked.broken_at is not None:
        raise VerificationError(
            _("Das Protokoll ist verändert worden"),
            where=_("Eintrag {number}").format(number=checked.broken_at),
            hint=_("Eine Sicherung zurückspielen und vergleichen; wer kann in der Datenbank schreiben?"),
        )
    told = _("{number} Einträge, unverändert; letzte Prüfsumme: {digest}")
    console.say(told.format(number=checked.entries, digest=checked.last))
    return ExitCode.DONE


def _office(options: argparse.Namespace) -> Office:
    from mailing.base.files import make_folder
    from mailing.web.office import Office

    data = options.data.resolve()
    if data.exists() and not data.is_dir():
        raise UsageError(_("--data braucht einen Ordner"), where=str(options.data))
    make_folder(data)
    return Office(data, options.database)


def _roles(options: argparse.Namespace) -> list[Role]:
    from mailing.web.accounts.roles import Role

    return [Role(role) for role in options.roles]


def _tell(office: Office, done: str, made: WaysIn) -> None:
    from mailing import console
    from mailing.web.accounts.public_address import kept_address

    console.say(done.format(name=made.account.name))
    if made.link is not None:
        console.say(_("Einmal-Link, drei Tage gültig:"))
        console.hand_over(kept_address(office.store) + made.link)
    if made.code_address is not None:
        console.say(_("Für die Codes, in eine Authenticator-App:"))
        console.hand_over(made.code_address)


def _show_all(office: Office) -> None:
    from mailing import console
    from mailing.web.accounts import sessions
    from mailing.web.accounts.accounts import Accounts
    from mailing.web.accounts.roles import Role

    open_sessions = sessions.numbers(office.store)
    for listed in Accounts(office.store).all():
        account = listed.account
        roles = " ".join(role.value for role in Role if role in account.roles)
        told = [_("Code") if account.has_code else "", "" if listed.has_password else _("ohne Kennwort")]
        number = open_sessions.get(account.name, 0)
        told.append(_("{number} Sitzungen").format(number=number) if number else "")
        console.say("  ".join((account.name, roles, ", ".join(filter(None, told)))).rstrip())


def _password(options: argparse.Namespace) -> str | None:
    """Return the password on the standard input; None where it isn't to come from there.

    Raises:
        UsageError: there is none.
    """
    if not options.password_stdin:
        return None
    line = sys.stdin.buffer.readline(MOST_READ).rstrip(b"\r\n")
    try:
        password = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(_("Das Kennwort ist kein UTF-8"), where="--password-stdin") from error
    if not password:
        raise UsageError(
            _("Auf der Standardeingabe steht kein Kennwort"),
            where="--password-stdin",
            hint=_("zum Beispiel: mailing office account add … --password-stdin < kennwort.txt"),
        )
    return password

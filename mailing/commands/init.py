"""`mailing init`: an office's own folder in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from mailing.runs.offices.office import Office

Answer = TypeVar("Answer")
SUMMARY = n_("Legt einen eigenen Ordner an: Briefvorlagen, Organisation, Standorte und Druckereiprofil")
NEEDED = ("name", "address", "phone")
"""The options that are asked for where they aren't given."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the folder and whose it is."""
    parser.add_argument("folder", type=on_disk, metavar=_("ORDNER"), help=_("ein neuer Ordner, oder ein leerer"))
    parser.add_argument("--name", metavar="NAME", help=_("wie das Amt heißt, zum Beispiel „Jobcenter Musterstadt“"))
    parser.add_argument("--address", metavar=_("ANSCHRIFT"), help=_("seine Anschrift: „Straße Nr, PLZ Ort“"))
    parser.add_argument("--phone", metavar="NR", help=_("seine Telefonnummer, wie sie im Brief steht"))
    parser.add_argument("--email", metavar="E-MAIL", help=_("seine E-Mail-Adresse, wenn die Briefe eine nennen sollen"))
    parser.add_argument(
        "--shop", metavar="NAME", help=_("mitgeliefertes Druckereiprofil, nach dem das eigene entsteht (Vorgabe: dl)")
    )
    parser.add_argument("--json", action="store_true", help=_("Ausgabe als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Ask for what wasn't given, make the folder, and tell what to do next."""
    from mailing import console
    from mailing.base.appearing import refuse_unless_empty
    from mailing.runs.offices.house import make_house

    refuse_unless_empty(options.folder)  # before anybody answers questions for nothing
    console.show_house(make_house(options.folder, _office(options), options.shop), as_json=options.json)
    return ExitCode.DONE


def _office(options: argparse.Namespace) -> Office:
    """Return who the folder is for, by the options or, where somebody sits there, by answers.

    Raises:
        UsageError: something is missing and nobody can be asked, or isn't what it should be.
    """
    from mailing import console
    from mailing.runs.offices.office import Office, read_email, read_name, read_office_address, read_phone

    missing = [name for name in NEEDED if getattr(options, name) is None]
    can_ask = bool(missing) and not options.json and console.can_ask()
    if missing and not can_ask:
        raise UsageError(
            _("Es fehlt: {options}; es ist nichts geändert").format(
                options=", ".join(f"--{option}" for option in missing)
            ),
            where=str(options.folder),
            hint=_(
                'zum Beispiel --name "Jobcenter Musterstadt" --address "Rathausplatz 1, 30159 Hannover" '
                '--phone "0511 6559-0"'
            ),
        )
    return Office(
        name=_given_or_asked(options.name, _("Wie heißt das Amt? "), read_name, can_ask=can_ask),
        address=_given_or_asked(
            options.address, _("Anschrift (Straße Nr, PLZ Ort): "), read_office_address, can_ask=can_ask
        ),
        phone=_given_or_asked(options.phone, _("Telefon: "), read_phone, can_ask=can_ask),
        email=_given_or_asked(
            options.email, _("E-Mail (leer lassen, wenn die Briefe keine nennen sollen): "), read_email, can_ask=can_ask
        ),
    )


def _given_or_asked(given: str | None, question: str, read: Callable[[str], Answer], *, can_ask: bool) -> Answer:
    from mailing import console

    if given is None and can_ask:
        return console.ask_until(question, read)
    return read(given or "")

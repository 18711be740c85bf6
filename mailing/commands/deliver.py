"""`mailing deliver RUN`: what was released goes to the shop, once and whole; the shop's answer is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_act_options

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Liefert freigegebene Pakete an die Druckerei; mit --receipt hält es deren Antwort fest")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, where to, and the shop's answer."""
    add_act_options(parser)
    parser.add_argument(
        "--to",
        metavar=_("ZIEL"),
        help=_("Ordner oder sftp://benutzer@rechner:port/ordner (Vorgabe: [delivery] to im Profil des Laufs)"),
    )
    parser.add_argument(
        "--receipt", type=Path, metavar=_("DATEI"), help=_("die Antwort der Druckerei; allein: ohne zu liefern")
    )


def execute(options: argparse.Namespace) -> ExitCode:
    """Deliver, unless there is only an answer to be recorded; then record the answer."""
    from mailing import console
    from mailing.runs.afterwards.delivering import deliver
    from mailing.runs.afterwards.receipts import record_receipt

    by = actor_from(options)
    if options.to is not None or options.receipt is None:
        with console.progress() as progress:
            done = deliver(options.run, options.to, by, progress)
        console.show_delivered(done)
    if options.receipt is not None:
        console.show_accepted(record_receipt(options.run, options.receipt, by))
    return ExitCode.DONE

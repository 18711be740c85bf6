"""`mailing purge RUN`: what must go goes, what proves the run stays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Löscht die Briefe und alles Personenbezogene eines Laufs; der Nachweis bleibt")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run and the assurance that it is meant."""
    parser.add_argument("run", type=on_disk, metavar=_("LAUF"), help=_("Ordner des Laufs"))
    parser.add_argument("--yes", action="store_true", help=_("fragt nicht nach"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Ask, purge, and tell what is gone."""
    from mailing import console
    from mailing.audit.purging import purge

    if not options.yes and console.can_ask() and not console.agreed(_("Alle Briefe dieses Laufs löschen?")):
        raise UsageError(_("Nichts gelöscht"), where=str(options.run), hint=_("mit ja antworten oder --yes angeben"))
    done = purge(options.run, dt.datetime.now().astimezone().date())
    console.say(
        _("Gelöscht: {number} Dateien; es bleibt ein Manifest ohne Personenbezug").format(number=len(done.gone))
    )
    return ExitCode.DONE

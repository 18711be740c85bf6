"""`mailing purge RUN`: what must go goes, what proves the run stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk
from mailing.commands.options import actor_from, add_by_option

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from mailing.runs.afterwards.purging import PurgedFolder

SUMMARY = n_("Löscht die Briefe und alles Personenbezogene eines Laufs oder einer Probe; der Nachweis bleibt")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, or the folder of runs and their age, and the assurance that it is meant."""
    parser.add_argument(
        "run", type=on_disk, metavar=_("ORDNER"), help=_("ein Lauf, eine Probe, oder mit --older-than der Ordner aller")
    )
    parser.add_argument(
        "--older-than", type=int, metavar=_("TAGE"), help=_("alle, deren Briefdatum so viele Tage zurückliegt")
    )
    add_by_option(parser)
    parser.add_argument(
        "--reason", default="", metavar="TEXT", help=_("warum ein Lauf bereinigt wird, der nicht abgeschlossen ist")
    )
    parser.add_argument("--yes", action="store_true", help=_("fragt nicht nach"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Ask, purge, and tell what is gone and what may still be there."""
    from mailing import console

    done = list(_purged(options))
    console.show_purged(done)
    return ExitCode.SURROUNDINGS if any(folder.purged.left for folder in done) else ExitCode.DONE


def _purged(options: argparse.Namespace) -> Iterator[PurgedFolder]:
    from mailing.runs.afterwards.purging import PurgedFolder, older, purge, purge_older

    if options.older_than is None:
        _make_sure(options, _("Alle Briefe in {folder} löschen?").format(folder=options.run))
        yield PurgedFolder(options.run, purge(options.run, actor_from(options), options.reason))
        return
    if options.older_than < 0:
        raise UsageError(_("--older-than braucht eine Zahl von Tagen"), hint=_("zum Beispiel --older-than 90"))
    found = older(options.run, options.older_than)
    if found:
        names = ", ".join(path.name for path in found)
        _make_sure(
            options, _("Alle Briefe in {number} Ordnern löschen? {names}").format(number=len(found), names=names)
        )
    yield from purge_older(options.run, options.older_than, actor_from(options), options.reason)


def _make_sure(options: argparse.Namespace, question: str) -> None:
    """Ask a person; where there is none, only --yes counts.

    Raises:
        UsageError: the answer isn't yes.
    """
    from mailing import console

    if not options.yes and not (console.can_ask() and console.agreed(question)):
        raise UsageError(_("Nichts gelöscht"), where=str(options.run), hint=_("mit ja antworten oder --yes angeben"))

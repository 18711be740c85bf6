"""`mailing sign RUN --key KEY`: a finished run is verified, and signed if it is sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk
from mailing.commands.options import add_password_option

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Prüft einen Lauf und unterschreibt sein Manifest; ein fehlerhafter wird nicht unterschrieben")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, the key, its password, and the list to verify it against."""
    parser.add_argument("run", type=on_disk, metavar=_("LAUF"), help=_("Ordner des Laufs"))
    parser.add_argument(
        "--key", type=Path, required=True, metavar=_("SCHLÜSSEL"), help=_("Schlüssel und Zertifikat (PEM oder PKCS#12)")
    )
    add_password_option(parser)
    parser.add_argument("--list", type=Path, metavar=_("LISTE"), help=_("vergleicht auch mit der Liste selbst"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Verify, sign, and tell who signed."""
    from mailing import console
    from mailing.runs.making.signatures import signature_told
    from mailing.runs.signing import open_key, sign_run

    key = open_key(options.key, options.key_password_file, console.asker())
    with console.progress(quiet=False) as progress:
        sign_run(options.run, key, progress, options.list)
    console.say(_("Unterschrift: {told}").format(told=signature_told(options.run)))
    return ExitCode.DONE

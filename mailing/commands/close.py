"""`mailing close RUN`: each letter is posted or pulled, and the run is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_act_options, add_password_option

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Schließt einen Lauf ab, der aufgeht: jeder Brief ist eingeliefert oder aussortiert")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run and the key to sign with."""
    add_act_options(parser)
    parser.add_argument(
        "--sign", type=Path, metavar=_("SCHLÜSSEL"), help=_("unterschreibt den Abschluss (PEM oder PKCS#12)")
    )
    add_password_option(parser)


def execute(options: argparse.Namespace) -> ExitCode:
    """Close it, or tell what is missing."""
    from mailing import console
    from mailing.runs.afterwards.closing import close
    from mailing.runs.signing import open_key

    key = None if options.sign is None else open_key(options.sign, options.key_password_file, console.asker())
    done = close(options.run, actor_from(options), key)
    console.show_closed(done, is_signed=key is not None)
    return ExitCode.DONE

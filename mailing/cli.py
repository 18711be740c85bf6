"""The command line: arguments become calls, errors become messages and exit codes."""

from __future__ import annotations

import argparse
import sys
from contextvars import copy_context
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, cast

from mailing.base import messages, stopping
from mailing.base.errors import ExitCode
from mailing.base.messages import Language, _, use_language
from mailing.base.shown import fit_to_show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _typeshed import SupportsWrite

    from mailing.commands import Command

COMMANDS = (
    "init",
    "run",
    "check",
    "proof",
    "columns",
    "templates",
    "new-letter",
    "sample",
    "sign",
    "status",
    "release",
    "reject",
    "withdraw",
    "deliver",
    "feedback",
    "reprint",
    "posted",
    "note",
    "returns",
    "close",
    "compare",
    "copy",
    "verify",
    "show",
    "prove",
    "report",
    "purge",
    "office",
)
JSON_OPTION = "--json"
"""Where it is given, what stopped a command comes as JSON too."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (or the process's own) name and return its exit code.

    The language that it speaks is its own: the caller's stays as it was.
    """
    return copy_context().run(_main, sys.argv[1:] if arguments is None else list(arguments))


def _main(given: Sequence[str]) -> int:
    stopping.listen()
    try:
        _translate_argparse()
        use_language(_language_of(given))
        options = _parser(given).parse_args(_with_columns_joined(given))
        return _command(options.command).execute(options)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone: there is nobody to tell
        return ExitCode.SURROUNDINGS
    except BaseException as error:
        from mailing.base.failures import error_for_user

        shown = error_for_user(error)
        if shown is None:
            raise
        from mailing import console

        console.show_error(shown, as_json=JSON_OPTION in given)
        return shown.exit_code


def _translate_argparse() -> None:
    """Let argparse say its own texts in the chosen language of whoever calls it, from our catalogs.

    It offers no other way: its module-level `_` and `ngettext` look into the process's one gettext domain, in the
    language of the environment.
    """
    for name, translate in (("_", messages._), ("ngettext", messages.plural)):
        setattr(argparse, name, translate)


class _Parser(argparse.ArgumentParser):
    """Shows only what is fit to be shown: its errors repeat what was typed."""

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        super()._print_message(fit_to_show(message), file)


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Return what reads the arguments: it knows all commands, or the only one that they can mean."""
    parser = _Parser(
        prog="mailing",
        description=_("Macht aus einer Adressliste druckfertige Serienbriefe mit Versandmanifest"),
        epilog=_("mailing BEFEHL --help erklärt einen Befehl; README.md und docs/ erklären den Rest"),
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help=_("zeigt die Version"))
    _add_language(parser, default=None)
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("BEFEHL"))
    for name in given[:1] if given[:1] and given[0] in COMMANDS else COMMANDS:
        command = _command(name)
        subparser = commands.add_parser(name, help=_(command.SUMMARY), description=_(command.SUMMARY))
        subparser.add_argument(
            "--lang", choices=[*Language], default=argparse.SUPPRESS, help=_("Sprache der Meldungen (Vorgabe: de)")
        )
        command.describe(subparser)
    return parser


def _add_language(parser: argparse.ArgumentParser, default: str | None) -> None:
    """Let the language be given before the command or after it; one given before holds where none follows."""
    languages = [*Language]
    parser.add_argument("--lang", choices=languages, default=default, help=_("Sprache der Meldungen (Vorgabe: de)"))


class _ShowVersion(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> NoReturn:
        from importlib.metadata import version

        sys.stdout.write(f"mailing {version('mailing')}\n")
        parser.exit()


def _command(name: str) -> Command:
    return cast("Command", import_module(f"mailing.commands.{name.replace('-', '_')}"))


def _with_columns_joined(given: Sequence[str]) -> list[str]:
    """Return the arguments with `--column -=NAME` as one word: argparse would take the second for an option."""
    joined: list[str] = []
    for word in given:
        if word.startswith("-=") and joined and joined[-1] == "--column":
            joined[-1] = f"--column={word}"
        else:
            joined.append(word)
    return joined


def _language_of(given: Sequence[str]) -> Language:
    """Return the language asked for, before the arguments are read: their help is in that language too."""
    finder = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    finder.add_argument("--lang", default=Language.GERMAN)
    try:
        found, _rest = finder.parse_known_args(given)
        return Language(found.lang)
    except (argparse.ArgumentError, ValueError):
        return Language.GERMAN

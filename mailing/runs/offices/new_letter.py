"""A new letter after another one: its text, pictures and enclosures under a name of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from mailing import letters
from mailing.base.appearing import appearing
from mailing.base.errors import InputError, UsageError
from mailing.base.files import all_below, is_plain_file
from mailing.base.messages import _
from mailing.base.plain_names import as_system_compares, is_plain_name
from mailing.base.texts import read_text
from mailing.letters.text.template_folder import SETTINGS_NAME
from mailing.runs.making.job import DEFAULT_TEMPLATE
from mailing.runs.making.preparation import TEMPLATES_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

DATES: Final = ("date", "valid_from", "valid_until")
"""Settings that say when a letter is right: copied, as its variants and translations have theirs too, but told."""
FIRST_VERSION: Final = "1.0"
_NOTE: Final = """\
# Ein neuer Brief nach „{like}“. Anzupassen: Titel, Betreff, Datum und Gültigkeit hier, der Text in letter.md.j2.
# Ohne „date“ trägt er das Datum seines Laufs.

"""


@dataclass(frozen=True, slots=True)
class NewLetter:
    """What was made: a letter's folder, and the name of the letter that it was made after.

    Attributes:
        files: all of its files, relative to the folder, sorted.
        dates: the settings with a day that it has from the other letter, as they stand there.
    """

    name: str
    like: str
    folder: Path
    files: tuple[str, ...]
    dates: dict[str, str]


def new_letter(
    name: str, like: str | None = None, title: str | None = None, templates: Path | None = None
) -> NewLetter:
    """Make a letter after another of the same folder, whole or not at all.

    Args:
        name: what its folder and its runs are called.
        like: the letter to start from; the usual one where None.
        title: what job sheet and PDF call it; its name where None.
        templates: the folder of the templates; the working folder's own where None.

    Raises:
        UsageError: the name can't be a folder's everywhere, or is taken; there is no such letter to start from, or no
            folder of the office's own.
        InputError: the letter to start from is at fault.
    """
    like = DEFAULT_TEMPLATE if like is None else like
    folder = _own_folder(templates)
    _refuse_name(name, folder)
    known = letters.template_names(folder)
    if like not in known:
        what, hint = letters.missing_template(like, folder, known)
        raise UsageError(what, where="--like", hint=hint)
    letters.load_template(like, folder)  # a faulty one would only make another faulty one
    with appearing(folder / name) as filled:
        for file in _files_of(folder / like, folder):
            target = filled / file.relative_to(folder / like)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        settings = filled / SETTINGS_NAME
        changed = _settings(read_text(settings, f"{like}/{SETTINGS_NAME}"), like, title or name)
        settings.write_text(changed.as_string(), "utf-8", newline="\n")
        files = tuple(sorted(path.relative_to(filled).as_posix() for path in all_below(filled) if path.is_file()))
    dates = {key: str(changed[key]) for key in DATES if key in changed}
    return NewLetter(name, like, folder / name, files, dates)


def _own_folder(named: Path | None) -> Path:
    """Return the folder of templates to write into: never the program's, which the next installation replaces."""
    folder = named or Path(TEMPLATES_FOLDER)
    if not folder.is_dir():
        raise UsageError(
            _("Hier ist kein eigener Ordner von Briefvorlagen"),
            where=str(folder),
            hint=_("mailing init ORDNER legt einen an; danach in ihm aufrufen"),
        )
    return folder


def _refuse_name(name: str, folder: Path) -> None:
    if not is_plain_name(name):
        raise UsageError(
            _("So kann ein Brief nicht heißen: sein Name ist der eines Ordners"),
            where=repr(name) if not name.isprintable() else name,
            hint=_("kleine Buchstaben, Ziffern und Bindestriche, zum Beispiel einladung-mai"),
        )
    wanted = as_system_compares(name)
    taken = next((path.name for path in folder.iterdir() if as_system_compares(path.name) == wanted), None)
    if taken is not None:
        raise UsageError(
            _("„{name}“ gibt es schon; es ist nichts geändert").format(name=taken),
            where=str(folder / taken),
            hint=_("Nennen Sie einen anderen Namen"),
        )


def _files_of(letter: Path, folder: Path) -> Iterator[Path]:
    """Give the files of a letter; a link to one of the same folder of templates counts as the file.

    Raises:
        InputError: something in it is none.
    """
    for path in all_below(letter):
        if path.is_dir() and not path.is_symlink():
            continue
        is_link_within = path.is_file() and path.resolve().is_relative_to(folder.resolve())
        if not (is_plain_file(path) or is_link_within):
            raise InputError(
                _("Das ist keine gewöhnliche Datei der Vorlage"),
                where=str(path),
                hint=_("Legen Sie die Datei selbst in den Ordner der Vorlage, oder nehmen Sie sie heraus"),
            )
        yield path


def _settings(text: str, like: str, title: str) -> tomlkit.TOMLDocument:
    """Return the settings of the new letter: the other's, comments included, under a title of its own."""
    try:
        document = tomlkit.parse(_NOTE.format(like=like) + text)
    except TOMLKitError as error:  # stricter here and there than what read the letter before
        raise InputError(str(error), where=f"{like}/{SETTINGS_NAME}") from error
    document["title"] = title
    document["version"] = FIRST_VERSION
    return document

"""Folders that appear whole or not at all."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mailing.base.errors import UsageError
from mailing.base.files import UNFINISHED, remove_folder
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REMNANT = re.compile(rf"\.\d+{re.escape(UNFINISHED)}")


def is_empty(folder: Path) -> bool:
    """Whether nothing lies in a folder but what was being filled there when a call was killed."""
    return all(_REMNANT.fullmatch(path.name) for path in folder.iterdir())


def refuse_unless_empty(folder: Path) -> None:
    """Refuse a place where a new folder can't come to lie: only an empty one may lie there already.

    Raises:
        UsageError: something lies there, there is no folder to put it into, or nothing can be called so.
    """
    if not str(folder).isprintable():
        raise UsageError(_("Einen solchen Pfad kann es nicht geben"), where=repr(str(folder)))
    if folder.is_dir():
        if not is_empty(folder):
            raise UsageError(
                _("Der Ordner ist nicht leer; es ist nichts geändert"),
                where=str(folder),
                hint=_("Nennen Sie einen neuen Ordner oder einen leeren"),
            )
    elif folder.exists() or folder.is_symlink():
        raise UsageError(
            _("Dort liegt schon etwas, das kein Ordner ist; es ist nichts geändert"),
            where=str(folder),
            hint=_("Nennen Sie einen neuen Ordner"),
        )
    elif not folder.parent.is_dir():
        raise UsageError(
            _("Den Ordner, in dem er liegen soll, gibt es nicht"),
            where=str(folder.parent),
            hint=_("Legen Sie ihn zuerst an"),
        )


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """Give a folder to be filled, whose content comes to lie in `folder` when the block ends without an error.

    A new folder is renamed into its place; an empty one that is there stays (somebody may be standing in it) and gets
    what was filled, part by part. After an error nothing is left.

    Raises:
        UsageError: `folder` has something in it, or can't be.
    """
    refuse_unless_empty(folder)
    is_there = folder.is_dir()
    hidden = f".{os.getpid()}{UNFINISHED}"
    beside = folder / hidden if is_there else folder.with_name(f".{folder.name}{hidden}")
    beside.mkdir()
    try:
        yield beside
        if is_there:
            _move_into(folder, beside)
        else:
            refuse_unless_empty(folder)  # it may have come meanwhile
            beside.rename(folder)
    finally:
        remove_folder(beside)


def _move_into(folder: Path, filled: Path) -> None:
    """Move all from the folder that was filled up into the one that it lies in; all or nothing."""
    if not is_empty(folder):
        raise UsageError(_("Der Ordner ist nicht leer; es ist nichts geändert"), where=str(folder))
    moved: list[Path] = []
    try:
        for part in sorted(filled.iterdir()):
            target = folder / part.name
            part.rename(target)
            moved.append(target)
    except BaseException:
        for target in moved:
            target.rename(filled / target.name)
        raise

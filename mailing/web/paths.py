"""From a request's words to places on the disk: what is there under that very name, and no way out of its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.messages import _
from mailing.base.plain_names import is_plain_name
from mailing.model import runfolder
from mailing.web.call import NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.web.office import Office


def child_of(folder: Path, name: str) -> Path:
    """Return what lies in a folder under exactly this name; links lead out of it and count as nothing.

    Raises:
        NotFoundError: there is no such thing.
    """
    if is_plain_name(name) and folder.is_dir():
        for found in folder.iterdir():
            if found.name == name and not found.is_symlink():
                return found
    raise NotFoundError(_("Das gibt es hier nicht"), hint=_("Vielleicht wurde es umbenannt oder gelöscht"))


def run_folder(office: Office, run_id: str) -> Path:
    """Return a finished run's folder.

    Raises:
        NotFoundError: the office has no such run.
    """
    found = child_of(office.runs, run_id)
    if not (found / runfolder.MANIFEST).is_file():
        raise NotFoundError(_("Diesen Lauf gibt es nicht"), hint=_("Unter „Läufe“ stehen alle"))
    return found


def run_folders(office: Office) -> list[Path]:
    """Return all finished runs of the office, by name."""
    if not office.runs.is_dir():
        return []
    return [
        folder
        for folder in sorted(office.runs.iterdir())
        if is_plain_name(folder.name) and not folder.is_symlink() and (folder / runfolder.MANIFEST).is_file()
    ]

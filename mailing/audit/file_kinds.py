"""What lies in a folder, told by its kind without opening or following anything."""

from __future__ import annotations

import stat
from enum import Enum
from typing import TYPE_CHECKING

from mailing.base.messages import n_
from mailing.base.stores import is_on_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Kind(Enum):
    """What a name in a folder stands for."""

    NOTHING = "nothing"
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    PIPE = "pipe"
    SOCKET = "socket"
    DEVICE = "device"
    UNREADABLE = "unreadable"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.NOTHING: n_("sie fehlt"),
    Kind.FILE: n_("eine Datei"),
    Kind.FOLDER: n_("ein Ordner"),
    Kind.LINK: n_("eine Verknüpfung"),
    Kind.PIPE: n_("eine Pipe"),
    Kind.SOCKET: n_("ein Socket"),
    Kind.DEVICE: n_("ein Gerät"),
    Kind.UNREADABLE: n_("nicht lesbar"),
}

_BY_TEST = (
    (stat.S_ISREG, Kind.FILE),
    (stat.S_ISDIR, Kind.FOLDER),
    (stat.S_ISLNK, Kind.LINK),
    (stat.S_ISFIFO, Kind.PIPE),
    (stat.S_ISSOCK, Kind.SOCKET),
)


def kind_of(path: Path) -> Kind:
    """Return what lies at `path`; a link is a link, wherever it leads. A store has files and folders only."""
    if is_on_store(path):
        return Kind.FILE if path.is_file() else Kind.FOLDER if path.is_dir() else Kind.NOTHING
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Kind.NOTHING
    except OSError:
        return Kind.UNREADABLE
    return next((kind for test, kind in _BY_TEST if test(mode)), Kind.DEVICE)


def walked(folder: Path, *, follow: bool) -> Iterator[tuple[str, Kind]]:
    """Give name (below `folder`, with slashes) and kind of everything in it; only `folder` itself may be a link.

    Args:
        folder: where to begin.
        follow: whether `folder` is looked into if it is a link.
    """
    kind = kind_of(folder)
    waiting = [""] if kind is Kind.FOLDER or (follow and folder.is_dir()) else []
    while waiting:
        below = waiting.pop()
        try:
            names = sorted(entry.name for entry in (folder / below).iterdir())
        except OSError:
            yield below.removesuffix("/"), Kind.UNREADABLE
            continue
        for name in names:
            found = kind_of(folder / below / name)
            if found is Kind.FOLDER:
                waiting.append(f"{below}{name}/")
            yield f"{below}{name}", found


def printable(name: str) -> str:
    """Return a file's name so that it can be shown anywhere: what isn't printable is spelt out."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode() for sign in name
    )

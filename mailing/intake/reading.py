"""A list is read once, whatever it is kept in: the bytes that are hashed are the bytes that are parsed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mailing.errors import InputError
from mailing.intake.column_names import folded, is_known
from mailing.intake.delimited import read_delimited
from mailing.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailing.intake.rawlist import RawList
    from mailing.intake.sources import ListSource

BLOCK = 1 << 22


def read_source(source: ListSource) -> RawList:
    """Read the list that the user named."""
    wanted = {folded(theirs) for theirs in source.columns.values()}
    if source.path is None:
        raise InputError(_("Es ist keine Liste angegeben"))
    return read_file(source.path, lambda name: is_known(name) or folded(name) in wanted)


def read_file(path: Path, is_wanted: Callable[[str], bool]) -> RawList:
    """Read a list from a file; `is_wanted` tells the column names that its header is known by."""
    data = read_bytes(path)
    return read_delimited(path.name, hashlib.sha256(data).hexdigest(), data, is_wanted)


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            _("Die Liste lässt sich nicht lesen: {reason}").format(reason=error.strerror), where=str(path)
        ) from error
    if not data.strip():
        raise InputError(_("Die Liste ist leer"), where=path.name, hint=_("Prüfen Sie, ob es die richtige Datei ist"))
    return data

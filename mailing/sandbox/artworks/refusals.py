"""Why a file of the office's can't be printed as it is."""

from __future__ import annotations

from mailing.base.errors import InputError
from mailing.base.messages import _


def refused(name: str, reason: str, page: int = 0) -> InputError:
    """Return the error for a file that can't be converted.

    Args:
        name: the file.
        reason: a sentence without a full stop.
        page: counted from 1; 0 where the whole file is meant.
    """
    where = _("{file}, Seite {page}").format(file=name, page=page) if page else name
    return InputError(
        reason,
        where=where,
        hint=_("Speichern Sie die Datei neu als PDF/A ohne Transparenz, oder als PNG mit 300 dpi"),
    )

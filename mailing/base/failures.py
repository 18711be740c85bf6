"""Whatever stopped a verb, as an error of the tree: for both faces, and without what might be personal."""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path
from typing import Final

from mailing.base import stopping
from mailing.base.errors import MailingError, SurroundingsError
from mailing.base.messages import _, n_

REFUSALS: Final = {
    errno.ENOSPC: n_("Der Datenträger ist voll"),
    errno.EDQUOT: n_("Das Kontingent auf dem Datenträger ist erschöpft"),
    errno.EFBIG: n_("Die Datei würde größer, als hier erlaubt ist"),
    errno.EROFS: n_("Der Datenträger ist schreibgeschützt"),
    errno.EACCES: n_("Die Rechte reichen nicht aus"),
    errno.EPERM: n_("Die Rechte reichen nicht aus"),
    errno.ENOENT: n_("Den Pfad gibt es nicht"),
    errno.ENOTDIR: n_("Ein Teil des Pfads ist kein Ordner"),
    errno.EEXIST: n_("Unter diesem Namen liegt schon etwas anderes"),
    errno.EISDIR: n_("Der Pfad ist ein Ordner, keine Datei"),
    errno.ENAMETOOLONG: n_("Der Name ist zu lang für das Dateisystem"),
    errno.EMFILE: n_("Es sind zu viele Dateien offen"),
}
"""What the operating system refuses, by its error number."""
OTHER_REFUSAL: Final = n_("Das Betriebssystem meldet: {reason}")
DEBUG_VARIABLE: Final = "MAILING_DEBUG"
"""Where it is set, a fault of the program shows its traceback."""


def error_for_user(error: BaseException) -> MailingError | None:
    """Return an error as its user is to read it; None where nobody is to (the interpreter's own exit)."""
    if isinstance(error, MailingError):
        return error
    if isinstance(error, KeyboardInterrupt) or stopping.is_asked():
        hint = _("Derselbe Aufruf macht dort weiter, wo dieser aufgehört hat")
        return SurroundingsError(_("Angehalten"), hint=hint)
    if isinstance(error, MemoryError):
        hint = _("Andere Programme beenden oder --workers verkleinern")
        return SurroundingsError(_("Der Arbeitsspeicher reicht nicht"), hint=hint)
    if isinstance(error, OSError):
        return SurroundingsError(
            _(REFUSALS.get(error.errno or 0, OTHER_REFUSAL)).format(reason=error.strerror),
            where=str(error.filename or ""),
            hint=_("Freien Platz und Rechte prüfen; derselbe Aufruf macht dort weiter, wo dieser aufgehört hat"),
        )
    return _fault(error) if isinstance(error, Exception) else None


def _fault(error: Exception) -> MailingError:
    """Return a fault of the program, without what might be personal: its kind and its place in the code."""
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return MailingError(
        _("Ein Fehler im Programm, nicht in Ihren Daten"),
        where=f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}",
        hint=_("Bitte melden; mit {variable}=1 zeigt das Programm Einzelheiten").format(variable=DEBUG_VARIABLE),
    )

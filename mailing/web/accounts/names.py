"""What an account may be called: as the journal shows it."""

from __future__ import annotations

import unicodedata

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.model.actors import LONGEST_NAME


def account_name(given: str) -> str:
    """Return a name as it is kept: on one line, its blanks single.

    Raises:
        UsageError: it can be none.
    """
    plain = unicodedata.normalize("NFC", " ".join(given.split()))
    # What lengthens when case is folded (ß) must still fit its column.
    if not plain or len(plain) > LONGEST_NAME // 3 or not plain.isprintable() or plain.startswith("-"):
        raise UsageError(
            _("So kann ein Konto nicht heißen"),
            where=given[:LONGEST_NAME],
            hint=_("zum Beispiel „Eva Muster“: bis 66 Zeichen, nicht mit einem Strich am Anfang"),
        )
    return plain

"""Opening the place that a target names."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mailing.base.errors import SurroundingsError, UsageError
from mailing.base.messages import _
from mailing.delivery.folder import FolderPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.delivery.place import Place
    from mailing.model.delivery import DeliveryTerms, Target


@contextmanager
def open_place(target: Target, terms: DeliveryTerms) -> Iterator[Place]:
    """Give the place to lay packages down in.

    Raises:
        UsageError: a server is named whose key isn't pinned.
        SurroundingsError: it can't be reached, isn't who it should be, or doesn't let us in; a package is missing.
    """
    if not target.is_remote:
        yield FolderPlace(target.folder)
        return
    if not terms.host_key:
        raise UsageError(
            _("Das Druckereiprofil des Laufs nennt keinen Schlüssel für einen Server"),
            where=str(target),
            hint=_('Im Profil [delivery] host_key = "SHA256:…" angeben, wie ihn die Druckerei nennt'),
        )
    try:
        from mailing.delivery.sftp import open_sftp
    except ImportError as error:
        raise SurroundingsError(
            _("Für Lieferungen mit SFTP fehlt ein Paket"), hint=_("pip install 'mailing[delivery]'")
        ) from error
    with open_sftp(target, terms) as place:
        yield place

"""Links that work once: by them a new account's owner sets a password, and the first administrator makes an account."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from mailing.base.errors import NotAllowedError
from mailing.base.messages import _
from mailing.web.accounts.sessions import digest_of
from mailing.web.store.tables import invitations

if TYPE_CHECKING:
    from mailing.web.store.database import Store

SECONDS_VALID: Final = 3 * 24 * 3_600
PATH: Final = "/einrichten"


_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,100}")


class InvitationError(NotAllowedError):
    """The link was used, is too old, or is none."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link is for.

    Attributes:
        account: whose password is set; None for making the first administrator.
    """

    account: str | None


def invite(store: Store, account: str | None) -> str:
    """Return the path of a new link; earlier ones for the same are void."""
    token, now = secrets.token_urlsafe(32), time.time()
    with store.begin() as connection:
        connection.execute(delete(invitations).where(invitations.c.account.is_not_distinct_from(account)))
        connection.execute(delete(invitations).where(invitations.c.expires < now))
        values = {"token_hash": digest_of(token), "account": account, "expires": now + SECONDS_VALID}
        connection.execute(invitations.insert().values(**values))
    return f"{PATH}/{token}"


def is_token(text: str) -> bool:
    """Whether a text can be the token of a link of ours."""
    return _TOKEN.fullmatch(text) is not None


def find(store: Store, token: str) -> Invitation | None:
    """Return what a link is for; None where it was used, is too old, or is none."""
    valid = (invitations.c.token_hash == digest_of(token), invitations.c.used.is_(None))
    query = select(invitations.c.account).where(*valid, invitations.c.expires >= time.time())
    with store.read() as connection:
        row = connection.execute(query).first()
    return None if row is None else Invitation(row.account)


def use(store: Store, token: str) -> Invitation:
    """Use a link up; of two at once, one does.

    Raises:
        InvitationError: it was used, is too old, or is none.
    """
    found = find(store, token)
    valid = (invitations.c.token_hash == digest_of(token), invitations.c.used.is_(None))
    with store.begin() as connection:
        changed = connection.execute(update(invitations).where(*valid).values(used=time.time())).rowcount
    if found is None or changed != 1:
        raise refused()
    return found


def refused() -> InvitationError:
    """Return the error of a link that doesn't hold."""
    return InvitationError(
        _("Dieser Link gilt nicht mehr"),
        hint=_("Er gilt drei Tage und nur einmal; wer die Konten verwaltet, kann Ihnen einen neuen geben"),
    )

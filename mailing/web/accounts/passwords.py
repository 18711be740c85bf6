"""Passwords: kept as Argon2id digests, which cost whoever guesses memory and time.

The parameters are the second recommended ones of RFC 9106 (64 MiB, three passes, four lanes), well above what OWASP's
"Password Storage Cheat Sheet" asks for. How long a password must be, and that nothing else is asked of it, is NIST
SP 800-63B: rules on kinds of characters make passwords that are written down.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.model.actors import folded

SHORTEST: Final = 8
LONGEST: Final = 1_000
"""Characters; a longer one only costs time."""
AT_ONCE: Final = 2
"""So many digests are computed at a time: each takes 64 MiB, and strangers may ask for them."""

_hasher: Final = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
_turns: Final = threading.BoundedSemaphore(AT_ONCE)


class PasswordError(UsageError):
    """It is no password to be kept; the message says why."""


def digest_of(password: str, name: str) -> str:
    """Return what is kept of a new password of the account of this name.

    Raises:
        PasswordError: it is too short, too long, or anybody's first guess.
    """
    refuse_unfit(password, name)
    return renewed(password)


def refuse_unfit(password: str, name: str) -> None:
    """Refuse what can't be the password of the account of this name.

    Raises:
        PasswordError: as of `digest_of`.
    """
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise PasswordError(
            _("Ein Kennwort hat {shortest} bis {longest} Zeichen").format(shortest=SHORTEST, longest=LONGEST),
            hint=_("Am besten behält sich ein Satz aus mehreren Wörtern, auch mit Leerzeichen"),
        )
    if len(set(plain)) == 1 or folded(plain) == folded(name):
        raise PasswordError(
            _("Dieses Kennwort errät jeder zuerst"),
            hint=_("Nehmen Sie nicht den Namen des Kontos und nicht immer dasselbe Zeichen"),
        )


def is_password(password: str, digest: str | None) -> bool:
    """Whether it is the password; without a digest, that takes as long and is always false.

    So nobody learns from the time that it takes which accounts there are.
    """
    plain = _normal(password[: LONGEST + 1])
    with _turns:
        try:
            _hasher.verify(digest or _nobodys(), plain)
        except (VerificationError, InvalidHashError):
            return False
    return digest is not None


def is_outdated(digest: str) -> bool:
    """Whether a digest was made with other parameters than today's."""
    return _hasher.check_needs_rehash(digest)


def renewed(password: str) -> str:
    """Return a digest, with today's parameters, of a password that was found right or fit."""
    with _turns:
        return _hasher.hash(_normal(password))


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's password")


def _normal(password: str) -> str:
    """Return a password as it is digested: an umlaut is one, however a keyboard composes it."""
    return unicodedata.normalize("NFKC", password)

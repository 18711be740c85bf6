"""Codes for release: six digits from an authenticator that change every 30 seconds (TOTP, RFC 6238).

A code is asked for at the act that it is for: whoever found an open session can't release with it. Each is taken once.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

import pyotp
from sqlalchemy import or_, select, update

from mailing.base.errors import NotAllowedError
from mailing.base.messages import _
from mailing.web.accounts import activity, throttle
from mailing.web.store.tables import accounts

if TYPE_CHECKING:
    from mailing.web.accounts.account import Account
    from mailing.web.store.database import Store

ISSUER: Final = "mailing"
STEP: Final = 30
"""Seconds that a code is shown for."""
STEPS_ASIDE: Final = 1
"""So many steps a clock may go wrong (RFC 6238, section 5.2)."""
DIGITS: Final = 6
SECRET_LENGTH: Final = 32
"""Characters of Base32: 160 bits (RFC 4226, requirement R6)."""
_SECRET: Final = re.compile(f"[A-Z2-7]{{{SECRET_LENGTH}}}")


class CodeError(NotAllowedError):
    """The code isn't right, or there can be none."""


def new_secret() -> str:
    """Return a secret for an authenticator."""
    return pyotp.random_base32(SECRET_LENGTH)


def address_of(name: str, secret: str) -> str:
    """Return the `otpauth://` address that an authenticator takes in."""
    return pyotp.TOTP(secret, name=name, issuer=ISSUER).provisioning_uri()


def is_secret(text: str) -> bool:
    """Whether a text can be a secret of ours."""
    return _SECRET.fullmatch(text) is not None


def codes_to_come(store: Store, name: str, now: float, number: int) -> list[tuple[float, str]]:
    """Return the next codes of an account with when each begins, for an office to try."""
    with store.read() as connection:
        secret = connection.execute(select(accounts.c.secret).where(accounts.c.name == name)).scalar_one()
    first = int(now // STEP)
    return [(float(step * STEP), pyotp.HOTP(secret).at(step)) for step in range(first, first + number)]


def step_of(secret: str, code: str, now: float | None = None) -> int | None:
    """Return the step that a code belongs to; None where it isn't one of now."""
    digits = "".join(code.split())
    if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit()):
        return None
    this = int((time.time() if now is None else now) // STEP)
    steps = range(this - STEPS_ASIDE, this + STEPS_ASIDE + 1)
    right = [step for step in steps if pyotp.utils.strings_equal(pyotp.HOTP(secret).at(step), digits)]
    return right[-1] if right else None


def refuse_wrong(secret: str, code: str) -> int:
    """Return the step of a code that shows that a new secret has arrived in an authenticator.

    Raises:
        CodeError: it isn't of this secret and of now.
    """
    step = step_of(secret, code) if is_secret(secret) else None
    if step is None:
        raise CodeError(
            _("Der Code stimmt nicht"),
            where=_("Code"),
            hint=_("Geben Sie die sechs Ziffern ein, die das Telefon jetzt zeigt"),
        )
    return step


def confirm_code(store: Store, account: Account, code: str) -> None:
    """Take a code for an act of the account's.

    Raises:
        CodeError: it isn't right, was used before, or the account has none yet.
        TooSoonError: after several wrong ones, before the wait is over.
    """
    with store.read() as connection:
        secret = connection.execute(select(accounts.c.secret).where(accounts.c.name == account.name)).scalar()
    if secret is None:
        raise CodeError(
            _("Dafür braucht Ihr Konto einen Code, und es hat noch keinen"),
            hint=_("Richten Sie ihn auf der Seite Ihres Kontos ein"),
        )
    attempt = throttle.begin(store, (throttle.code_key(account.name),))
    step = step_of(secret, code)
    if step is None:
        activity.record(store, account.name, activity.WRONG_CODE)
        raise CodeError(
            _("Der Code stimmt nicht"),
            where=_("Code"),
            hint=_("Er hat sechs Ziffern und wechselt alle 30 Sekunden; geht die Uhr des Telefons richtig?"),
        )
    if not _is_taken_once(store, account.name, secret, step):
        raise CodeError(
            _("Dieser Code wurde schon benutzt"), where=_("Code"), hint=_("Warten Sie, bis der nächste erscheint")
        )
    attempt.succeed()


def _is_taken_once(store: Store, name: str, secret: str, step: int) -> bool:
    """Note the step as used, unless it or a later one was: of two at once, one wins."""
    not_yet = or_(accounts.c.last_step.is_(None), accounts.c.last_step < step)
    with store.begin() as connection:
        query = update(accounts).where(accounts.c.name == name, accounts.c.secret == secret, not_yet)
        return connection.execute(query.values(last_step=step)).rowcount == 1

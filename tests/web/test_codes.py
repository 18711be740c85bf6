"""Codes for release: from an authenticator, one step off at most, each once."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from office_kit import PASSWORD

from mailing.web.accounts import codes, throttle
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.codes import CodeError
from mailing.web.accounts.roles import Role
from mailing.web.accounts.throttle import TooSoonError

if TYPE_CHECKING:
    from mailing.web.accounts.account import Account
    from mailing.web.store.database import Store


def frieda(store: Store) -> tuple[Account, str]:
    """Make an account that releases; return it with its secret."""
    accounts = Accounts(store)
    accounts.add("Frieda Muster", [Role.RELEASE], PASSWORD)
    secret = parse_qs(urlsplit(accounts.renew_code("Frieda Muster")).query)["secret"][0]
    return accounts.named("Frieda Muster"), secret


def code_at(secret: str, steps: int = 0) -> str:
    """Return the code that an authenticator shows so many steps from now."""
    return pyotp.TOTP(secret).at(int(time.time()) + steps * codes.STEP)


def test_the_address_is_one_that_authenticators_take_in(any_store: Store) -> None:
    """Issuer, account, and 160 bits; the rest is what every app supposes."""
    Accounts(any_store).add("Frieda Muster", [Role.RELEASE], PASSWORD)
    read = pyotp.parse_uri(Accounts(any_store).renew_code("Frieda Muster"))
    assert (read.issuer, read.name, read.digits, read.interval) == ("mailing", "Frieda Muster", 6, 30)
    assert len(read.byte_secret()) == 20


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_go_wrong_by_a_step(steps: int) -> None:
    """RFC 6238 allows for the time that typing takes."""
    secret = codes.new_secret()
    now = 1_700_000_010.0
    code = pyotp.TOTP(secret).at(int(now) + steps * codes.STEP)
    assert codes.step_of(secret, f" {code[:3]} {code[3:]} ", now) == int(now // codes.STEP) + steps


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_older_and_later_codes_are_none(steps: int) -> None:
    """By two steps, it is somebody else's."""
    secret = codes.new_secret()
    now = 1_700_000_010.0
    assert codes.step_of(secret, pyotp.TOTP(secret).at(int(now) + steps * codes.STEP), now) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "0x1234", "1" * 10_000])
def test_what_is_no_code_is_refused(any_store: Store, code: str) -> None:
    """Six digits, nothing else."""
    account, _secret = frieda(any_store)
    with pytest.raises(CodeError):
        codes.confirm_code(any_store, account, code)


def test_a_code_is_taken_once_and_an_earlier_one_not_after_a_later(any_store: Store) -> None:
    """Whoever looked over a shoulder has nothing."""
    account, secret = frieda(any_store)
    now = code_at(secret)
    codes.confirm_code(any_store, account, now)
    with pytest.raises(CodeError, match="schon benutzt"):
        codes.confirm_code(any_store, account, now)
    codes.confirm_code(any_store, account, code_at(secret, 1))
    with pytest.raises(CodeError):
        codes.confirm_code(any_store, account, code_at(secret, 0))


def test_of_two_at_once_with_one_code_one_is_let_through(any_store: Store) -> None:
    """A race isn't a second use."""
    account, secret = frieda(any_store)
    code, let_through = code_at(secret), []

    def release() -> None:
        try:
            codes.confirm_code(any_store, account, code)
        except CodeError:
            return
        let_through.append(True)

    threads = [threading.Thread(target=release) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_through) == 1


def test_guessing_codes_must_wait_and_a_right_one_too(any_store: Store) -> None:
    """Six digits are guessed in days otherwise."""
    account, secret = frieda(any_store)
    wrong = f"{(int(code_at(secret)) + 1) % 1_000_000:06d}"
    for _number in range(throttle.code_key("x").free):
        with pytest.raises(CodeError):
            codes.confirm_code(any_store, account, wrong)
    with pytest.raises((CodeError, TooSoonError)):
        codes.confirm_code(any_store, account, wrong)
    with pytest.raises(TooSoonError) as told:
        codes.confirm_code(any_store, account, code_at(secret))
    assert 0 < told.value.seconds <= throttle.LONGEST_WAIT


def test_an_account_without_a_secret_is_told_where_to_set_it_up(any_store: Store) -> None:
    """Roles change; the code must be set up before the first release."""
    account = Accounts(any_store).add("Eva", [Role.RELEASE], PASSWORD)
    with pytest.raises(CodeError) as told:
        codes.confirm_code(any_store, account, "123456")
    assert "Seite Ihres Kontos" in told.value.hint


def test_a_new_secret_voids_the_old(any_store: Store) -> None:
    """A lost telephone releases nothing."""
    account, secret = frieda(any_store)
    Accounts(any_store).renew_code("Frieda Muster")
    with pytest.raises(CodeError):
        codes.confirm_code(any_store, account, code_at(secret))


@pytest.mark.parametrize("secret", ["", "A" * 31, "a" * 32, "1" * 32, "A" * 33, "Ä" * 32])
def test_only_a_secret_of_ours_is_kept(any_store: Store, secret: str) -> None:
    """A form that was tampered with can't make the codes weak."""
    frieda(any_store)
    with pytest.raises(CodeError):
        Accounts(any_store).set_code("Frieda Muster", secret, "123456")

"""Passwords: kept so that nobody can read or quickly guess them, whoever has the database."""

from __future__ import annotations

import time

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from mailing.web.accounts import passwords
from mailing.web.accounts.passwords import PasswordError


def test_what_is_kept_is_argon2id_as_rfc_9106_recommends_it() -> None:
    """64 MiB, three passes, four lanes, a salt of 16 bytes."""
    kept = passwords.digest_of("ein langes Kennwort", "Eva")
    told = extract_parameters(kept)
    assert told.type is Type.ID
    assert (told.memory_cost, told.time_cost, told.parallelism, told.salt_len) == (64 * 1024, 3, 4, 16)
    assert kept != passwords.digest_of("ein langes Kennwort", "Eva")


def test_only_the_password_itself_opens() -> None:
    """Case and blanks count; how an umlaut was composed doesn't."""
    kept = passwords.digest_of("Müllers Kuh 7", "Eva")
    assert passwords.is_password("Müllers Kuh 7", kept)
    assert passwords.is_password("Mu\u0308llers Kuh 7", kept)
    assert not any(passwords.is_password(other, kept) for other in ("müllers Kuh 7", "Müllers Kuh 7 ", "", "x" * 5000))


def test_what_nobody_chose_opens_nothing() -> None:
    """An account without a password, and a digest that is none, let nobody in."""
    assert not passwords.is_password("nobody's password", None)
    assert not passwords.is_password("", None)
    assert not passwords.is_password("x", "kein Argon2")


@pytest.mark.parametrize("bad", ["kurz", "       ", "aaaaaaaaaaaa", "eva muster", "EVA  MUSTER", "x" * 1001])
def test_first_guesses_are_refused_with_a_word_on_what_to_do(bad: str) -> None:
    """Too short, too long, one sign only, the account's name."""
    with pytest.raises(PasswordError) as refused:
        passwords.digest_of(bad, "Eva Muster")
    assert refused.value.hint


def test_an_unknown_account_takes_as_long_as_a_wrong_password() -> None:
    """Time tells nobody which accounts there are: both compute one digest."""
    kept = passwords.digest_of("ein langes Kennwort", "Eva")
    passwords.is_password("falsch", None)  # the first makes nobody's digest

    def seconds(digest: str | None) -> float:
        begun = time.perf_counter()
        passwords.is_password("falsch", digest)
        return time.perf_counter() - begun

    known, unknown = min(seconds(kept) for _ in range(3)), min(seconds(None) for _ in range(3))
    assert 0.4 < known / unknown < 2.5


def test_a_digest_of_weaker_times_is_told_from_todays() -> None:
    """So that it is replaced when its owner logs in."""
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8192).hash("x"))
    assert not passwords.is_outdated(passwords.digest_of("ein langes Kennwort", "Eva"))

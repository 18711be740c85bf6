"""Guessing passwords is made slow, and nobody is shut out by somebody else's guessing."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from office_kit import PASSWORD
from sqlalchemy import select, update

from mailing.web.accounts import devices, throttle
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.log_in import LogInError, log_in
from mailing.web.accounts.roles import Role
from mailing.web.accounts.throttle import TooSoonError
from mailing.web.store.tables import attempts

if TYPE_CHECKING:
    from mailing.web.store.database import Store

HERE = "192.0.2.7"


def eva(store: Store) -> None:
    """Make an account."""
    Accounts(store).add("Eva", [Role.CREATE], PASSWORD)


def fail(store: Store, times: int, name: str = "Eva", address: str = HERE) -> None:
    """Count failures without the work of digests."""
    for _number in range(times):
        let_time_pass(store, throttle.LONGEST_WAIT)
        throttle.begin(store, (throttle.account_key(name), throttle.address_key(address)))


def let_time_pass(store: Store, seconds: float) -> None:
    """Move what was counted into the past."""
    with store.begin() as connection:
        connection.execute(update(attempts).values(last=attempts.c.last - seconds))


def wait_told(store: Store, name: str = "Eva", address: str = HERE) -> int:
    """Return the seconds that an attempt is told to wait; 0 where it is let through."""
    try:
        throttle.begin(store, (throttle.account_key(name), throttle.address_key(address)))
    except TooSoonError as error:
        return error.seconds
    return 0


def test_some_mistakes_cost_nothing_then_waits_grow_up_to_a_minute(any_store: Store) -> None:
    """1, 2, 4 … seconds; never more than the longest."""
    eva(any_store)
    fail(any_store, throttle.account_key("Eva").free)
    waits = []
    for _number in range(8):
        waits.append(wait_told(any_store))
        fail(any_store, 1)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_the_right_password_comes_in_after_the_wait_and_clears_it(any_store: Store) -> None:
    """Not before, even though it is right: what is guessed isn't looked at."""
    eva(any_store)
    fail(any_store, 12)
    with pytest.raises(TooSoonError):
        log_in(any_store, "Eva", PASSWORD, HERE)
    let_time_pass(any_store, throttle.LONGEST_WAIT)
    assert log_in(any_store, "eva", PASSWORD, HERE).name == "Eva"
    assert wait_told(any_store) == 0


def test_hammering_while_waiting_makes_the_wait_no_longer(any_store: Store) -> None:
    """Attempts that aren't looked at don't count."""
    eva(any_store)
    fail(any_store, 12)
    for _number in range(50):
        assert wait_told(any_store) == throttle.LONGEST_WAIT
    let_time_pass(any_store, throttle.LONGEST_WAIT)
    assert wait_told(any_store) == 0


def test_a_browser_that_was_there_before_is_not_kept_out_by_a_guesser(any_store: Store) -> None:
    """Its failures are counted by themselves."""
    eva(any_store)
    cookie = devices.new_device(any_store, "Eva")
    fail(any_store, 20)
    assert log_in(any_store, "Eva", PASSWORD, HERE, cookie).name == "Eva"
    with pytest.raises(TooSoonError):
        log_in(any_store, "Eva", PASSWORD, HERE, cookie.replace(cookie[0], "x", 1))
    with pytest.raises(TooSoonError):
        log_in(any_store, "Eva", PASSWORD, HERE, devices.new_device(any_store, "Max"))


def test_a_known_browser_must_wait_for_its_own_failures(any_store: Store) -> None:
    """It is no way around the waits."""
    eva(any_store)
    cookie = devices.new_device(any_store, "Eva")
    for _number in range(throttle.device_key("x").free):
        with pytest.raises(LogInError):
            log_in(any_store, "Eva", "falsch", HERE, cookie)
    with pytest.raises(TooSoonError):
        log_in(any_store, "Eva", PASSWORD, HERE, cookie)


def test_many_accounts_from_one_address_are_slowed_too(any_store: Store) -> None:
    """One password tried at each account is guessing as well; others elsewhere notice nothing."""
    for number in range(throttle.address_key(HERE).free):
        assert wait_told(any_store, f"Konto {number}") == 0
    assert wait_told(any_store, "noch eines") > 0
    assert wait_told(any_store, "noch eines", "192.0.2.8") == 0


def test_unknown_accounts_are_slowed_like_known_ones(any_store: Store) -> None:
    """Waits tell nobody which accounts there are."""
    eva(any_store)
    fail(any_store, 8, "Eva", "192.0.2.1")
    known = wait_told(any_store, "Eva", "192.0.2.1")
    fail(any_store, 8, "Niemand", "192.0.2.2")
    assert known == wait_told(any_store, "Niemand", "192.0.2.2") > 0


def test_failures_are_forgotten_after_an_hour_and_names_never_kept(any_store: Store) -> None:
    """What is counted is a digest."""
    fail(any_store, 12)
    with any_store.read() as connection:
        kept = connection.execute(select(attempts)).all()
    assert len(kept) == 2
    assert not any("Eva" in str(row) or HERE in str(row) for row in kept)
    let_time_pass(any_store, throttle.FORGOTTEN_AFTER)
    assert wait_told(any_store) == 0


def test_a_thousand_at_once_are_a_thousand(any_store: Store) -> None:
    """Attempts are counted before they are looked at; a race isn't a way around."""
    let_through, begun = [], threading.Barrier(8)

    def guess() -> None:
        begun.wait()
        let_through.extend(wait for wait in (wait_told(any_store) for _number in range(5)) if wait == 0)

    threads = [threading.Thread(target=guess) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_through) <= throttle.account_key("Eva").free + 3  # the first waits are a second or two


def test_a_success_makes_nobody_else_at_the_address_wait(any_store: Store) -> None:
    """Many sit behind one address: the failures of others are as long ago as they were."""
    address = throttle.address_key("192.0.2.7")
    with any_store.begin() as connection:
        values = {"key": address.digest, "failures": 40, "last": time.time() - 120}
        connection.execute(attempts.insert().values(values))
    for name in ("Eva", "Tom"):
        throttle.begin(any_store, (throttle.account_key(name), address)).succeed()

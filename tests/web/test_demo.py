"""An office to try, as `make office` opens it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from office_kit import PASSWORD, SAMPLE, client_of, work_off

from mailing.base.errors import NotAllowedError, UsageError
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.codes import confirm_code
from mailing.web.accounts.log_in import log_in
from mailing.web.accounts.roles import Role
from mailing.web.demo import CLERK, RELEASER, furnish_demo
from mailing.web.new_runs.new_runs import NewRuns
from mailing.web.serve_options import ServeOptions

if TYPE_CHECKING:
    from mailing.web.office import Office


def opened(office: Office) -> str:
    """Return what the opening tells."""
    return "\n".join(furnish_demo(office, ServeOptions(office.data, demo=SAMPLE)))


def test_both_accounts_can_log_in_with_what_is_told(office: Office) -> None:
    """One makes, one releases, with a code that is told too."""
    told = opened(office)
    for name in (CLERK, RELEASER):
        password = re.search(rf"Konto {name}, Kennwort (\S+)", told)
        assert password is not None
        assert log_in(office.store, name, password[1], "127.0.0.1", "").name == name
    code = re.search(r"nächsten: (\d{6})", told)
    assert code is not None
    confirm_code(office.store, Accounts(office.store).named(RELEASER), code[1])


def test_the_list_is_there_and_its_check_is_waiting(office: Office) -> None:
    """The clerk goes on at the columns; the next opening begins nothing anew."""
    opened(office)
    work_off(office)
    (begun,) = NewRuns(office.store).all()
    clerk = client_of(office, CLERK, Role.CREATE)
    assert SAMPLE.name in clerk.get(f"/neuer-lauf/{begun.id}/spalten").text
    opened(office)
    assert len(NewRuns(office.store).all()) == 1


def test_each_opening_tells_new_passwords(office: Office) -> None:
    """What was read over a shoulder yesterday opens nothing today."""
    assert set(re.findall(r"Kennwort (\S+)", opened(office))).isdisjoint(re.findall(r"Kennwort (\S+)", opened(office)))


def test_an_office_that_people_work_in_is_none_to_try(office: Office) -> None:
    """The demo's accounts would be a way in."""
    Accounts(office.store).add("Eva Muster", [Role.CREATE], PASSWORD)
    with pytest.raises(NotAllowedError, match="schon andere Konten"):
        opened(office)


def test_nobody_else_may_reach_it(office: Office) -> None:
    """Passwords stand on the screen."""
    with pytest.raises(NotAllowedError, match="nur auf diesem Rechner"):
        list(furnish_demo(office, ServeOptions(office.data, host="0.0.0.0", demo=SAMPLE)))  # noqa: S104 - is refused


def test_a_list_that_isnt_there_is_told(office: Office) -> None:
    """Before anybody opens the browser."""
    with pytest.raises(UsageError, match="Diese Liste gibt es nicht"):
        list(furnish_demo(office, ServeOptions(office.data, demo=office.data / "nichts.csv")))

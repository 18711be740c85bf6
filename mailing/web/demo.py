"""An office to try: two accounts whose passwords are told at each opening, and a list to begin with."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from typing import TYPE_CHECKING, Final

from mailing.base.errors import NotAllowedError, UsageError
from mailing.base.given_files import open_given
from mailing.base.messages import _
from mailing.model.actors import Actor
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.codes import STEP, codes_to_come
from mailing.web.accounts.managing import Managing
from mailing.web.accounts.roles import Role
from mailing.web.new_runs.new_run import NewRun
from mailing.web.new_runs.new_runs import NewRuns
from mailing.web.new_runs.shelf import LIST, Shelf, plain_name
from mailing.web.new_runs.steps import CHECK
from mailing.web.work.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.web.office import Office
    from mailing.web.serve_options import ServeOptions

CLERK: Final = "demo-erstellen"
RELEASER: Final = "demo-freigeben"
ROLES: Final = {CLERK: (Role.CREATE, Role.SHOP), RELEASER: (Role.RELEASE, Role.AUDIT, Role.ADMINISTER)}
BY: Final = Actor("demo")
CODES_TOLD: Final = 10


def furnish_demo(office: Office, options: ServeOptions) -> Iterator[str]:
    """Make the demo's accounts, or give them new passwords; begin a run with the list; give what to tell of it.

    Raises:
        NotAllowedError: others could reach the office, or people work in it.
        UsageError: there is no such list.
    """
    if options.is_open_to_others:
        raise NotAllowedError(
            _("Ein Büro zum Ausprobieren ist nur auf diesem Rechner offen"), where="--demo", hint=_("--host weglassen")
        )
    others = [listed.account.name for listed in Accounts(office.store).all() if listed.account.name not in ROLES]
    if others:
        raise NotAllowedError(
            _("In diesem Büro gibt es schon andere Konten; zum Ausprobieren braucht es ein eigenes"),
            where="--demo",
            hint=_("Mit --data einen anderen Ordner nennen"),
        )
    yield from _accounts(office)
    _begin_run(office, options.demo)


def _accounts(office: Office) -> Iterator[str]:
    managing = Managing(office.store, BY)
    known = {listed.account.name for listed in Accounts(office.store).all()}
    for name, roles in ROLES.items():
        password = secrets.token_urlsafe(9)
        if name in known:
            made = managing.reset(name, password, renews_code=Role.RELEASE in roles)
        else:
            made = managing.add(name, roles, password)
        yield _("Konto {name}, Kennwort {password}").format(name=name, password=password)
        if made.code_address is not None:
            yield _("Seine Codes zeigt eine Authenticator-App: {address}").format(address=made.code_address)
            yield _("Ohne App, die nächsten: {codes}").format(codes=", ".join(_codes_to_come(office)))


def _codes_to_come(office: Office) -> Iterator[str]:
    for at, code in codes_to_come(office.store, RELEASER, time.time(), CODES_TOLD):
        yield _("{code} bis {time}").format(code=code, time=dt.datetime.fromtimestamp(at + STEP).strftime("%H:%M:%S"))  # noqa: DTZ006 - the clock on the wall


def _begin_run(office: Office, path: Path | None) -> None:
    """Upload the list as the clerk would, where nothing was begun or made yet."""
    runs = NewRuns(office.store)
    if path is None or runs.all() or any(office.runs.iterdir()):
        return
    if not path.is_file():
        raise UsageError(_("Diese Liste gibt es nicht"), where=f"--demo {path}")
    id_ = NewRuns.new_id()
    content = NewRun(list_name=plain_name(path.name))
    with open_given(path) as stream:
        Shelf.of(office, id_).keep(LIST, content.list_name, stream)
    runs.add(id_, content, CLERK)
    Queue(office.store).add(CHECK, f"new-run:{id_}", {"round": content.check_round}, CLERK)

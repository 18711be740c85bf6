"""An office behind its guards, in this process, with people who log in as they do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyotp
from office_kit import PASSWORD
from starlette.testclient import TestClient

from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.doors import open_doors
from mailing.web.app import make_app
from mailing.web.guard import guarded
from mailing.web.serve_options import ServeOptions

if TYPE_CHECKING:
    from httpx2 import Response

    from mailing.web.accounts.roles import Role
    from mailing.web.office import Office

ADDRESS = "http://127.0.0.1:8080"


def client_before(
    office: Office, *, base: str = ADDRESS, client: tuple[str, int] = ("192.0.2.7", 50_000), **options: object
) -> TestClient:
    """Return a browser without script before an office that is opened with these options; it follows no redirect."""
    opened = replace(ServeOptions(office.data), **options)
    doors = open_doors(office, opened)
    list(doors.told(f"{base}/"))
    app = guarded(make_app(office, doors.account_of), office, opened)
    return TestClient(app, base_url=base, client=client, follow_redirects=False, raise_server_exceptions=False)


def account_in(office: Office, name: str, *roles: Role) -> str | None:
    """Make an account with the tests' password; return the secret of its codes where it is to release."""
    accounts = Accounts(office.store)
    account = accounts.add(name, roles, PASSWORD)
    if "freigeben" not in account.roles:
        return None
    return pyotp.parse_uri(accounts.renew_code(name)).secret


def log_in(client: TestClient, name: str, password: str = PASSWORD) -> Response:
    """Send the log-in's form."""
    return client.post("/anmelden", data={"konto": name, "kennwort": password})


def logged_in(office: Office, name: str, *roles: Role, **options: object) -> TestClient:
    """Return a browser in which an account, made for it, is logged in."""
    account_in(office, name, *roles)
    client = client_before(office, **options)
    assert log_in(client, name).status_code == 303
    return client


def link_in(page: str) -> str:
    """Return the path of the single-use link that a page or a line shows."""
    return re.search(r"/einrichten/[\w-]+", page).group()

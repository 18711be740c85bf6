"""Every page of the office × every role × nobody: who may is let in, all others are refused, by the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from accounts_kit import client_before, logged_in

from mailing.web.accounts import activity
from mailing.web.accounts.roles import EVERYONE, HOUSE, Role
from mailing.web.pages import all_pages
from mailing.web.work.queue import Queue

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from mailing.web.office import Office
    from mailing.web.routing import Page

PAGES = all_pages()
REFUSED = {403}
LET_IN = {200, 303, 404, 409, 422}
"""What a page says to somebody who may, of a thing that isn't there or a form that was left empty."""

QUESTIONS = {"/laeufe/{run_id}/bericht", "/vorlagen/{name}/seite", "/vorlagen/{name}/pruefung"}
"""What is sent to be answered: the report of a run, a template's page as it would be, its faults."""


def named(page: Page) -> str:
    """Return a page's name in the tests' output."""
    return f"{page.methods[0]} {page.path}"


def address_of(page: Page) -> str:
    """Return an address of the page's, about something that isn't there."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: "1" if found[2] == ":int" else "gibt-es-nicht", page.path)


def status(client: TestClient, page: Page, **headers: str) -> int:
    """Ask for the page, or send it an empty form, and return how it answers."""
    return client.request(page.methods[0], address_of(page), headers=headers).status_code


@pytest.fixture(scope="module")
def module_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One office for all of these: they change nothing in it."""
    from office_kit import office_in

    return office_in(tmp_path_factory.mktemp("access"))


@pytest.fixture(scope="module")
def clients(module_office: Office) -> dict[Role | None, TestClient]:
    """A browser for each role, and one in which nobody is logged in."""
    made: dict[Role | None, TestClient] = {role: logged_in(module_office, f"Konto {role}", role) for role in Role}
    return {**made, None: client_before(module_office)}


@pytest.mark.parametrize("page", [page for page in PAGES if page.path != "/abmelden"], ids=named)
def test_each_page_is_open_to_its_roles_and_to_nobody_else(clients: dict[Role | None, TestClient], page: Page) -> None:
    """Not allowed: 403. Not logged in: the log-in."""
    for role in Role:
        expected = LET_IN if page.roles is None or role in page.roles else REFUSED
        assert status(clients[role], page) in expected, role
    if page.roles is not None:
        answer = clients[None].request(page.methods[0], address_of(page))
        assert (answer.status_code, answer.headers["location"]) == (303, "/anmelden")


@pytest.mark.parametrize("page", [page for page in PAGES if "POST" in page.methods], ids=named)
def test_no_post_from_another_site_is_taken(clients: dict[Role | None, TestClient], page: Page) -> None:
    """From whoever's browser."""
    for client in clients.values():
        assert status(client, page, Origin="https://boese.example") == 403
        assert status(client, page, **{"Sec-Fetch-Site": "cross-site"}) == 403


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_takes_its_own_method_only(clients: dict[Role | None, TestClient], page: Page) -> None:
    """What changes anything can't be had by a link; what shows can't be written to."""
    others = {"GET", "POST", "PUT", "DELETE", "PATCH"} - {m for p in PAGES if p.path == page.path for m in p.methods}
    siblings = {m for p in PAGES if _reaches(p.path, address_of(page)) for m in p.methods}
    for method in sorted(others - siblings):
        assert clients[Role.CREATE].request(method, address_of(page)).status_code in {404, 405}, method


def test_only_logging_in_and_the_language_are_open_to_anybody() -> None:
    """Whoever opens a page to all must write it here as well."""
    assert {page.path for page in PAGES if page.roles is None} == {
        "/anmelden",
        "/anmelden/dienst",
        "/anmelden/dienst/zurueck",
        "/abgemeldet",
        "/einrichten",
        "/einrichten/{token}",
        "/sprache",
    }


def test_who_administers_accounts_gets_nowhere_near_letters() -> None:
    """And who doesn't gets nowhere near accounts; the log alone is read by auditors too."""
    for page in PAGES:
        if page.roles is not None and page.roles != EVERYONE:
            is_of_accounts = page.path.startswith("/konten")
            assert (Role.ADMINISTER in page.roles) == is_of_accounts, page.path
            assert not is_of_accounts or page.path == "/konten/protokoll" or page.roles == {Role.ADMINISTER}


def test_auditors_and_shops_change_nothing_of_the_house() -> None:
    """What an auditor sends is a question; a shop sends its feedback."""
    for page in PAGES:
        if "POST" in page.methods and page.roles not in {None, EVERYONE}:
            assert Role.SHOP not in page.roles or page.path.startswith("/pakete"), page.path
            is_question = page.path.startswith(("/pruefen", "/nachsehen")) or page.path in QUESTIONS
            assert Role.AUDIT not in page.roles or is_question, page.path
        if page.roles is not None and page.roles != EVERYONE and Role.SHOP in page.roles:
            assert not page.roles >= HOUSE or page.path.startswith(("/pakete", "/vorgaenge")), page.path


def test_an_act_that_was_done_stands_in_the_log_and_one_that_wasnt_doesnt(office: Office) -> None:
    """With who and where: the run's address, and no household's."""
    client = logged_in(office, "Eva", Role.CREATE)
    job = Queue(office.store).add("proof", "run:x", {}, "Eva")
    client.post("/vorgaenge/gibt-es-nicht/abbrechen")
    client.post(f"/vorgaenge/{job}/abbrechen")
    told = [(entry.account, entry.act, entry.subject) for entry in activity.all_entries(office.store)]
    assert told == [("Eva", activity.LOGGED_IN, ""), ("Eva", activity.DONE, f"/vorgaenge/{job}/abbrechen")]


def _reaches(path: str, address: str) -> bool:
    """Whether a page of this path would answer at this address."""
    pattern = re.sub(r"\{\w+(:\w+)?\}", "[^/]+", path)
    return re.fullmatch(pattern, address) is not None

"""What surrounds every page: the menu by role, the language, styles, and pages that aren't there."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from office_kit import client_of
from starlette.requests import Request

from mailing.web.accounts.roles import Role
from mailing.web.call import Call
from mailing.web.menu import ENTRIES
from mailing.web.pages import all_pages
from mailing.web.rendering import KERN, STATIC
from mailing.web.work.queue import Queue

if TYPE_CHECKING:
    from mailing.web.office import Office


def test_who_isnt_logged_in_is_sent_to_the_log_in(office: Office) -> None:
    """The first page asks for an account."""
    answer = client_of(office, None).get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/anmelden")


@pytest.mark.parametrize("role", Role)
def test_the_menu_shows_what_a_role_may_open_and_nothing_else(office: Office, role: Role) -> None:
    """Nobody is offered what they would be refused."""
    text = client_of(office, "Eva Muster", role).get("/gibt-es-nicht").text
    shown = {address for address, _name, _roles in ENTRIES if f'<a class="menu__link" href="{address}"' in text}
    assert shown == {address for address, _name, roles in ENTRIES if role in roles}


def test_a_page_that_isnt_there_says_so_in_words(office: Office) -> None:
    """An old link ends with words and the way back."""
    answer = client_of(office, "Eva", Role.CREATE).get("/gibt-es-nicht")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.text


def test_pages_are_german_until_english_is_chosen_whatever_the_browser_asks_for(office: Office) -> None:
    """A browser set up in English doesn't make the office English."""
    client = client_of(office, "Eva", Role.CREATE)
    asking = {"Accept-Language": "en-US,en;q=0.9"}
    assert '<html lang="de">' in client.get("/nichts", headers=asking).text
    client.post("/sprache", data={"sprache": "en", "seite": "/nichts"})
    assert '<html lang="en">' in client.get("/nichts").text
    client.post("/sprache", data={"sprache": "xx", "seite": "/nichts"})
    assert '<html lang="en">' in client.get("/nichts").text


@pytest.mark.parametrize("elsewhere", ["https://boese.example/", "//boese.example", "/\\boese.example", "x", "/a\nb"])
def test_choosing_a_language_leads_to_no_other_site(office: Office, elsewhere: str) -> None:
    """The address to come back to is one of the office's, whatever the form says."""
    client = client_of(office, "Eva", Role.CREATE)
    answer = client.post("/sprache", data={"sprache": "en", "seite": elsewhere}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_styles_come_packed_and_are_not_sent_twice(office: Office) -> None:
    """They cost 2 kB once, and nothing the next time."""
    client = client_of(office, None)
    first = client.get("/static/office.css")
    assert first.headers["content-encoding"] == "gzip"
    assert first.content == (STATIC / "office.css").read_bytes()
    assert int(first.headers["content-length"]) < len(gzip.compress(first.content)) + 100
    assert client.get("/static/office.css", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "name", ["package.json", "../app.py", "..%2fapp.py", "kern/../../../app.py", "/etc/passwd", "node_modules/x", ""]
)
def test_only_known_files_are_given(office: Office, name: str) -> None:
    """An address below `/static` is looked up, never walked."""
    assert client_of(office, None).get(f"/static/{name}").status_code == 404


@pytest.mark.skipif(not KERN.is_dir(), reason="KERN wasn't fetched (npm)")
def test_the_design_standard_is_served(office: Office) -> None:
    """Its styles and fonts come from this server, from nowhere else."""
    client = client_of(office, None)
    for name in ("dist/kern.min.css", "dist/fonts/fira-sans/FiraSans-Regular.woff2"):
        assert client.get(f"/static/kern/{name}").status_code == 200


def test_what_changes_anything_is_a_post_and_every_page_has_one_place() -> None:
    """A link never changes anything."""
    pages = all_pages()
    assert all(page.methods in {("GET",), ("POST",)} for page in pages)
    assert len({(page.path, page.methods) for page in pages}) == len(pages)


@pytest.mark.parametrize(("asked", "number"), [("3", 3), ("0", 1), ("-2", 1), ("x", 1), ("²", 1), ("9" * 30, 1)])
def test_numbers_in_addresses_are_numbers(office: Office, asked: str, number: int) -> None:
    """Whatever stands behind the question mark, a table has a page to show."""
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": urlencode({"seite": asked}).encode()}
    assert Call(office, Queue(office.store), Request(scope), None).number_asked("seite") == number

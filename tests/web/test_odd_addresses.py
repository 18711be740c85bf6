"""Addresses and fields with any word where a number or a name belongs: told so, never a fault of the program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from office_kit import client_of

from mailing.web.accounts.roles import Role
from mailing.web.pages import all_pages
from mailing.web.preview.desk import close_desks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lives_kit import Life

    from mailing.web.routing import Page

ODD = ["²", "٣", "..", "0", "-1", "1e3", "a\0b", "9" * 30, "9" * 5_000, "x" * 5_000, "%", "<b>"]
PLACES = [page for page in all_pages() if "{" in page.path]
FIELDS = ("seite", "blatt", "zeile", "stelle", "fassung", "stueck", "anzahl", "nummern", "limit", "gezeigt", "gewaehlt")
REFUSED = range(300, 500)


@pytest.fixture(autouse=True)
def processes_end() -> Iterator[None]:
    """Pages of templates start some."""
    yield
    close_desks()


def addresses(page: Page, life: Life) -> Iterator[str]:
    """Give a page's address with each of its places odd, what else is known right."""
    known = {"run_id": life.run_id, "package": "shop", "piece": "1", "name": "einladung"}
    places = re.findall(r"\{(\w+)(?::\w+)?\}", page.path)
    for odd in places:
        for word in ODD:
            words = {place: known.get(place, "1") for place in places} | {odd: quote(word, safe="")}
            yield re.sub(r"\{(\w+)(?::\w+)?\}", lambda place, words=words: words[place[1]], page.path)


@pytest.mark.parametrize("page", PLACES, ids=lambda page: f"{page.methods[0]} {page.path}")
def test_a_place_in_an_address_may_be_any_word(life: Life, page: Page) -> None:
    """The client raises what would be a fault of the program; what isn't there is told so."""
    client = client_of(life.office, "Eva", *Role)
    for address in addresses(page, life):
        fields = dict.fromkeys(FIELDS, "²") if page.methods == ("POST",) else None
        answer = client.request(page.methods[0], address, data=fields, follow_redirects=False)
        assert answer.status_code in {200, *REFUSED}, address


@pytest.mark.parametrize("word", ["²", "9" * 5_000, "x"])
def test_a_field_may_hold_any_word(life: Life, word: str) -> None:
    """Each page that takes a form, one field at a time, with the run there is."""
    client = client_of(life.office, "Eva", *Role)
    for page in all_pages():
        address = page.path.replace("{run_id}", life.run_id).replace("{name}", "einladung")
        if page.methods == ("POST",) and page.path != "/abmelden":
            for field in FIELDS:
                answer = client.post(address, data={field: word}, follow_redirects=False)
                assert answer.status_code in {200, *REFUSED}, (address, field)
        else:
            answer = client.get(f"{address}?seite={word}&fassung={word}", follow_redirects=False)
            assert answer.status_code in {200, *REFUSED}, address

"""The pages of accounts in a real browser: by keyboard, with a telephone, in each state without axe findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyotp
import pytest
import zxingcpp
from axe_kit import axe_findings
from office_kit import PASSWORD, log_in, open_office
from PIL import Image

from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from office_kit import RunningOffice
    from playwright.sync_api import Browser, Page

LOOKS = (
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
    {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningOffice]:
    """An office without accounts, as it is opened first."""
    with open_office(tmp_path / "data", "--workers", "0") as opened:
        yield opened


def first_link(running: RunningOffice) -> str:
    """Return the link that the office printed when it was opened."""
    said = running.data.parent / f"{running.data.name}-says.txt"
    return re.search(r"\S+/einrichten/\S+", said.read_text("utf-8")).group()


def look_through(page: Page) -> None:
    """Refuse what axe finds, and a page that must be scrolled sideways."""
    assert axe_findings(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def set_up(page: Page, link: str, name: str | None = None) -> None:
    """Follow a link and set a password, by keyboard alone."""
    page.goto(link)
    assert urlsplit(page.url).path == "/einrichten"
    if name is not None:
        page.get_by_label("Konto", exact=True).focus()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
    else:
        page.get_by_label("Kennwort", exact=True).focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)


def scanned(page: Page, file: Path) -> str:
    """Hold a telephone before the screen and return what its camera reads."""
    page.locator("img.qr").screenshot(path=file)
    return zxingcpp.read_barcodes(Image.open(file))[0].text


def test_an_office_is_set_up_from_its_first_link_to_a_code_by_people(
    chromium: Browser, running: RunningOffice, tmp_path: Path
) -> None:
    """The first administrator, a second person with a telephone, and nothing that anybody must be told otherwise."""
    admin = chromium.new_page(locale="de-DE")
    set_up(admin, first_link(running), "Ada Muster")
    admin.keyboard.press("Enter")
    admin.get_by_role("heading", name="Konten", level=1).wait_for()
    admin.get_by_label("Konto", exact=True).fill("Frieda Muster")
    admin.get_by_role("checkbox", name="Freigeben").check()
    admin.get_by_role("button", name="Konto anlegen").click()
    link = admin.get_by_label("Einmal-Link").input_value()
    frieda = chromium.new_context(locale="de-DE").new_page()
    set_up(frieda, link)
    address = scanned(frieda, tmp_path / "telephone.png")
    frieda.get_by_label("Code", exact=True).fill(pyotp.parse_uri(address).now())
    frieda.keyboard.press("Enter")
    frieda.get_by_role("button", name="Abmelden").wait_for()
    assert pyotp.parse_uri(address).name == "Frieda Muster"
    frieda.goto(link)
    assert "gilt nicht mehr" in frieda.inner_text("main")
    for page in (admin, frieda):
        page.context.close()


def test_a_fault_takes_the_focus_and_leads_to_its_field(chromium: Browser, running: RunningOffice) -> None:
    """Summed up on top, linked, and said at the field."""
    page = chromium.new_page(locale="de-DE")
    set_up(page, first_link(running), "Ada Muster")
    page.get_by_label("Kennwort noch einmal").fill("etwas anderes")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    summary.wait_for()
    page.locator("#fehler:focus").wait_for()
    look_through(page)
    summary.get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "kennwort"
    assert "nicht gleich" in page.locator("#kennwort-fault").inner_text()
    assert page.get_by_label("Konto", exact=True).input_value() == "Ada Muster"
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS, ids=["wide and light", "narrow and dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_on_any_page_of_accounts(
    chromium: Browser, running: RunningOffice, look: dict[str, object], language: str
) -> None:
    """In both languages, light and dark, wide and at 320 px."""
    ada = running.add("Ada Muster", Role.ADMINISTER, Role.RELEASE)
    running.add("Eva Muster", Role.CREATE)
    page = chromium.new_context(locale="de-DE", **look).new_page()
    page.context.add_cookies([{"name": "sprache", "value": "de", "url": running.address}])
    page.goto(f"{running.address}/anmelden")
    look_through(page)
    log_in(page, running, ada)
    page.context.add_cookies([{"name": "sprache", "value": language, "url": running.address}])
    page.goto(f"{running.address}/konten")
    one = page.locator("th a").nth(1).get_attribute("href")
    for path in ("/konten", one, f"{one}/entfernen", "/konten/protokoll?pruefen=ja", "/konto", "/abgemeldet"):
        page.goto(f"{running.address}{path}")
        assert page.locator("html").get_attribute("lang") == language
        look_through(page)
    page.goto(f"{running.address}{one}")
    page.locator("form[action$=zuruecksetzen] button").click()
    page.locator("#link").wait_for()
    look_through(page)
    set_up_page = page.locator("#link").input_value()
    page.goto(set_up_page)
    look_through(page)
    page.context.close()

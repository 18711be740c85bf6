"""Where the focus is after each act: at what is told, or where it was; never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from accounts_kit import account_in
from new_run_kit import clerk_of
from office_kit import PASSWORD, work_off
from program_kit import row, write_list
from tour_kit import open_here

from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from mailing.web.office import Office

WHO = "Eva"
FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.name"


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A list of which more than a page of PLZ have lost their zero."""
    return write_list(tmp_path / "liste.csv", [row(number, plz="1067", ort="Dresden") for number in range(1, 120)])


@pytest.fixture
def eva(chromium: Browser, office: Office) -> Iterator[Page]:
    """Eva's browser before the office; she has no mouse."""
    account_in(office, WHO, Role.CREATE)
    with open_here(office) as address:
        page = chromium.new_context(locale="de-DE", base_url=address).new_page()
        page.goto("/anmelden")
        page.locator("#konto").fill(WHO)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Abmelden").wait_for()
        yield page
        page.context.close()


def press(page: Page, name: str) -> None:
    """Go to a button or a link of the page's content and press Enter."""
    for role in ("button", "link"):
        found = page.locator("main").get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        if found.count():
            found.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


def test_the_first_link_leads_to_the_content(eva: Page) -> None:
    """Past the head, which is the same on every page."""
    eva.goto("/laeufe")
    eva.keyboard.press("Tab")
    assert eva.evaluate(FOCUSED) == "Zum Inhalt"
    eva.keyboard.press("Enter")
    assert eva.evaluate("document.activeElement.id") == "inhalt"


@pytest.mark.parametrize("name", ["Nächste Seite", "Auswahl merken", "Alle 119 Vorschläge dieser Art übernehmen"])
def test_an_act_that_leads_back_leaves_the_focus_where_it_was(
    eva: Page, office: Office, damaged: Path, name: str
) -> None:
    """On the button or the link that was pressed."""
    clerk = clerk_of(office, WHO).checked(damaged)
    eva.goto(clerk.address("befunde"))
    press(eva, name)
    assert eva.evaluate(FOCUSED) == name


def test_a_list_that_is_read_anew_leaves_the_focus_where_it_was(eva: Page, office: Office, few: Path) -> None:
    """Also where a job lies between; on another page nothing is kept."""
    clerk = clerk_of(office, WHO).checked(few)
    eva.goto(clerk.address("spalten"))
    eva.locator("summary").press("Enter")
    eva.get_by_label("Zeichensatz").fill("utf-8")
    press(eva, "Neu lesen")
    work_off(office)
    eva.wait_for_url("**/spalten")
    eva.wait_for_load_state("networkidle")
    assert eva.evaluate(FOCUSED) == "Neu lesen"
    press(eva, "Weiter")
    eva.goto(clerk.address("spalten"))
    assert eva.evaluate("document.activeElement === document.body")

"""Writing a letter in a real browser: the page follows the text, by keyboard alone too."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from office_kit import log_in, open_office

from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SECONDS_TO_PAGE = 0.5
SHOWN = "Number(document.querySelector('#vorlage').dataset.shown || 0)"


@pytest.fixture(scope="module")
def writing(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, str]]:
    """A clerk's browser, and the letters' address in an office that is open."""
    folder: Path = tmp_path_factory.mktemp("office")
    with open_office(folder / "data", "--workers", "1") as office:
        page = chromium.new_page(viewport={"width": 1280, "height": 1000})
        page.on("dialog", lambda dialog: dialog.accept())  # what was typed may be let go
        log_in(page, office, office.add("Anna", Role.CREATE))
        yield page, f"{office.address}/vorlagen"
        page.close()


@pytest.fixture
def letter(writing: tuple[Page, str]) -> Page:
    """The invitation, as it is saved."""
    page, address = writing
    page.goto(f"{address}/einladung")
    page.locator("#vorlage[data-ready]").wait_for()
    return page


def wait_until(page: Page, condition: str) -> None:
    """Wait until the page says so; its own rules forbid what Playwright would wait with."""
    end = time.monotonic() + 30
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        time.sleep(0.005)


def type_at_the_end(page: Page, words: str) -> float:
    """Type behind the text; return the seconds until the page is another one."""
    text = page.get_by_label("Brieftext")
    text.evaluate("e => { e.focus(); e.setSelectionRange(e.value.length, e.value.length); }")
    before = page.evaluate(SHOWN)
    begun = time.perf_counter()
    page.keyboard.insert_text(words)
    wait_until(page, f"{SHOWN} > {before}")
    return time.perf_counter() - begun


def test_the_page_follows_the_text(letter: Page) -> None:
    """Within half a second of the last key; the quickest count, as other tests run beside this one."""
    taken = [type_at_the_end(letter, f" Wort{number}") for number in range(7)]
    assert "Wort6" in letter.locator("#seitentext").text_content()
    assert sorted(taken)[1] < SECONDS_TO_PAGE, taken


def test_a_placeholder_goes_where_the_cursor_is(letter: Page) -> None:
    """By keyboard: open the list, go to a button, press it; the cursor stands behind what was put in."""
    text = letter.get_by_label("Brieftext")
    text.evaluate("e => { e.focus(); e.setSelectionRange(0, 0); }")
    letter.get_by_text("Platzhalter einfügen").focus()
    letter.keyboard.press("Enter")
    letter.get_by_role("button", name="{{ vorname }}").first.focus()
    letter.keyboard.press("Enter")
    assert text.input_value().startswith("{{ vorname }}")
    assert letter.evaluate("document.activeElement.selectionStart") == len("{{ vorname }}")


def test_the_text_is_checked_as_soon_as_it_is_opened(letter: Page) -> None:
    """Without a key being pressed."""
    letter.locator("#fehlerliste", has_text="Keine Fehler").wait_for()


def test_a_fault_leads_to_its_line(letter: Page) -> None:
    """The line is selected, and typing goes on there."""
    type_at_the_end(letter, "\n\n{{ termin.begin }}\n")
    letter.get_by_role("link", name="„begin“ gibt es hier nicht").click()
    chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert letter.locator("textarea:focus").evaluate(chosen) == "{{ termin.begin }}"


def test_households_change_without_losing_the_text(letter: Page) -> None:
    """Next, hardest, row: what is typed stays, the page is another's."""
    type_at_the_end(letter, "\nbleibt stehen\n")
    first = letter.locator("#wer").text_content()
    before = letter.evaluate(SHOWN)
    letter.get_by_role("button", name="Nächster Haushalt").click()
    wait_until(letter, f"{SHOWN} > {before}")
    assert letter.locator("#wer").text_content() != first
    letter.get_by_role("button", name="Nächster schwieriger Brief").click()
    wait_until(letter, "document.querySelector('#wer').textContent.includes(':')")
    assert "bleibt stehen" in letter.get_by_label("Brieftext").input_value()


def test_saving_and_looking_at_what_changed(letter: Page) -> None:
    """The focus is on the message that it is saved; the version shows the new line."""
    type_at_the_end(letter, "\nBis bald\n")
    letter.get_by_role("button", name="Speichern").focus()
    letter.keyboard.press("Enter")
    letter.get_by_text("Gespeichert", exact=True).wait_for()
    letter.locator("[data-focus]:focus").wait_for()
    letter.get_by_role("link", name="Frühere Fassungen").click()
    letter.get_by_role("link", name="Fassung 2").click()
    assert letter.locator("ins", has_text="Bis bald").count() == 1


def test_nothing_hangs_over_on_a_narrow_screen(letter: Page) -> None:
    """320 pixels: text above page, no scrolling to the side."""
    letter.set_viewport_size({"width": 320, "height": 800})
    try:
        assert letter.evaluate("document.documentElement.scrollWidth") <= 320
    finally:
        letter.set_viewport_size({"width": 1280, "height": 1000})


@pytest.mark.parametrize("address", ["", "/einladung", "/-gemeinsam", "/einladung/fassungen", "/einladung/fassungen/1"])
def test_no_page_has_an_obstacle(writing: tuple[Page, str], address: str) -> None:
    """Axe's rules of WCAG 2.2 AA."""
    from axe_playwright_python.sync_playwright import Axe

    page, start = writing
    page.goto(start + address)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []

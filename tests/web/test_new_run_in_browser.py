"""A clerk's way in a real browser: by the names on the pages, with and without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from office_kit import SAMPLE, log_in, open_office

from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SEEN = re.compile("(gesehen|seen)$")
MILLISECONDS = 60_000


@pytest.mark.parametrize("script", [True, False])
def test_from_list_to_letters(chromium: Browser, tmp_path: Path, script: bool) -> None:  # noqa: FBT001 - two browsers
    """Ticks stay when the page is loaded anew; the button before all are ticked tells which are missing."""
    with open_office(tmp_path / "data") as office, chromium.new_context(java_script_enabled=script) as context:
        eva, page = office.add("eva", Role.CREATE), context.new_page()
        page.set_default_timeout(MILLISECONDS)
        log_in(page, office, eva)
        _come_to_the_proof(page)
        page.get_by_role("button", name="37 Briefe erstellen").click()
        page.get_by_role("link", name="Seite 1 ist noch nicht als gesehen angekreuzt").wait_for()
        boxes = page.get_by_role("checkbox", name=SEEN)
        for box in boxes.all():
            box.check()
        if script:
            page.wait_for_timeout(1_000)
            page.reload()
            assert all(box.is_checked() for box in boxes.all())
        page.get_by_role("button", name="37 Briefe erstellen").click()
        page.wait_for_url("**/laeufe/2020-06-15_einladung_*")


def _come_to_the_proof(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Neuer Lauf").click()
    page.get_by_label("Liste").set_input_files(SAMPLE)
    page.get_by_role("button", name="Weiter").click()
    page.wait_for_url("**/spalten")
    page.get_by_role("button", name="Weiter").click()
    page.wait_for_url("**/befunde")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Brief").select_option("einladung")
    page.get_by_label("Datum").fill("2020-06-15")
    page.get_by_role("button", name="Weiter").click()
    page.wait_for_url("**/probe")

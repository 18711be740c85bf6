"""The whole way of a run in a browser that runs no script: from the list to its close, by three people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from office_kit import SAMPLE, log_in, open_office

from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from office_kit import RunningOffice
    from playwright.sync_api import Browser, Page

FEEDBACK = b"piece;status\n1-37;gedruckt\n"


def somebody(chromium: Browser, office: RunningOffice, name: str, role: Role) -> Page:
    """Return the browser of somebody who has logged in."""
    page = chromium.new_context(locale="de-DE", java_script_enabled=False).new_page()
    page.set_default_timeout(90_000)
    log_in(page, office, office.add(name, role))
    return page


def press(page: Page, name: str, then: str = "**") -> None:
    """Press a button, and wait where a job's page leads by itself."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(then)


@pytest.mark.slow
def test_a_run_goes_its_way_without_a_script(chromium: Browser, tmp_path: Path) -> None:
    """A job's page shows itself again every few seconds; all else are forms and links."""
    with open_office(tmp_path / "data") as office:
        eva = somebody(chromium, office, "Eva Muster", Role.CREATE)
        run_id = _make(eva)
        fritz = somebody(chromium, office, "Fritz Frei", Role.RELEASE)
        fritz.get_by_role("link", name="Freigabe").click()
        fritz.get_by_role("link", name="Zugang nur mit Termin").click()
        fritz.get_by_label("Code", exact=True).fill(office.people["Fritz Frei"].code)
        press(fritz, "Freigeben", f"**/laeufe/{run_id}")
        _print(somebody(chromium, office, "Druck GmbH", Role.SHOP), run_id)
        eva.get_by_role("link", name="Läufe").click()
        eva.get_by_role("link", name="Zugang nur mit Termin").click()
        eva.get_by_role("link", name="Einlieferung erfassen").click()
        press(eva, "Einlieferung erfassen", f"**/laeufe/{run_id}")
        eva.get_by_role("link", name="Abschließen").click()
        press(eva, "Lauf abschließen", f"**/laeufe/{run_id}")
    journal = tmp_path / "data" / "runs" / run_id / "journal.jsonl"
    kinds = [json.loads(line)["kind"] for line in journal.read_text("utf-8").splitlines()]
    assert kinds == ["made", "released", "delivered", "feedback", "posted", "closed"]


def _make(eva: Page) -> str:
    eva.get_by_role("link", name="Neuer Lauf").click()
    eva.get_by_label("Liste", exact=True).set_input_files(SAMPLE)
    press(eva, "Weiter", "**/spalten")
    press(eva, "Weiter", "**/befunde**")
    press(eva, "Weiter", "**/brief")
    eva.get_by_label("Brief", exact=True).select_option("zugang-nur-mit-termin")
    eva.get_by_label("Datum").fill("15.06.2020")
    press(eva, "Weiter", "**/probe")
    for box in eva.get_by_label("gesehen").all():
        box.check()
    press(eva, "38 Briefe erstellen", "**/laeufe/*")
    return eva.url.rsplit("/", 1)[1]


def _print(dora: Page, run_id: str) -> None:
    with dora.expect_download():
        dora.get_by_role("button", name="Paket herunterladen").click()
    dora.get_by_role("link", name=run_id).click()
    file = {"name": "meldung.csv", "mimeType": "text/csv", "buffer": FEEDBACK}
    dora.get_by_label("Tabelle der Druckerei").set_input_files([file])  # type: ignore[list-item]
    press(dora, "Rückmeldung lesen", "**ergebnis=**")


def test_nothing_refreshes_itself_where_scripts_run(chromium: Browser, tmp_path: Path) -> None:
    """The page of a job that waits: its refresh is there for browsers without script only."""
    with open_office(tmp_path / "data", "--workers", "0") as office:
        for runs_scripts in (True, False):
            context = chromium.new_context(locale="de-DE", java_script_enabled=runs_scripts)
            page = context.new_page()
            log_in(page, office, office.people.get("Eva") or office.add("Eva", Role.CREATE))
            page.get_by_role("link", name="Neuer Lauf").click()
            page.get_by_label("Liste", exact=True).set_input_files(SAMPLE)
            press(page, "Weiter", "**/vorgaenge/*")
            assert page.locator("meta[http-equiv=refresh]").count() == (0 if runs_scripts else 1)
            context.close()

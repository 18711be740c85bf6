"""The way of a run after it is made, by three people in a browser: released, fetched, reported, posted, closed."""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING

import pyotp
import pytest
from office_kit import SAMPLE, log_in, open_office

from mailing.cli import main
from mailing.press.codes import code_text
from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from office_kit import Person, RunningOffice
    from playwright.sync_api import Browser, Page

DAMAGED = "piece;status\n1-30;gedruckt\n31;vernichtet\n32-37;gedruckt\n99;gedruckt\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a run of 37 letters that Eva has made."""
    liste = shutil.copy(SAMPLE, tmp_path / "haushalte.csv")
    assert main(["run", str(liste), "--by", "Eva", "--out", str(tmp_path / "data" / "runs")]) in {0, 4}
    return tmp_path / "data"


def test_three_people_bring_a_run_to_its_end(data: Path, chromium: Browser) -> None:
    """Each sees only what is theirs; nothing is typed that a click can say."""
    (run,) = (path.parent for path in (data / "runs").glob("*/manifest.json"))
    with open_office(data) as office:
        eva, tom, dora = (
            _logged_in(chromium, office, office.add(name, role))
            for name, role in (("Eva", Role.CREATE), ("Tom", Role.RELEASE), ("Dora", Role.SHOP))
        )
        _release(tom, office.people["Tom"])
        _fetch(dora, run.name)
        _report(dora, DAMAGED)
        assert dora.get_by_text("Zeile 5: der Lauf hat dieses Stück nicht").is_visible()
        _reprint(eva, run.name)
        dora.goto(f"{office.address}/pakete/{run.name}")
        with dora.expect_download():
            dora.get_by_role("region", name="Paket shop-r1").get_by_role("button", name="Paket herunterladen").click()
        _report(dora, "piece;status\n31;gedruckt\n")
        _post(eva, f"{office.address}/laeufe/{run.name}")
        _scan(eva, office, run)
        eva.goto(f"{office.address}/laeufe/{run.name}")
        eva.get_by_role("link", name="Abschließen").click()
        eva.get_by_role("button", name="Lauf abschließen").click()
        assert eva.get_by_text("abgeschlossen").first.is_visible()
    told = [json.loads(line) for line in (run / "journal.jsonl").read_text("utf-8").splitlines()]
    assert [(event["kind"], event["by"]["name"]) for event in told] == [
        ("made", "Eva"),
        ("released", "Tom"),
        ("delivered", "Dora"),
        ("accepted", "Dora"),
        ("feedback", "Dora"),
        ("reprinted", "Eva"),
        ("delivered", "Dora"),
        ("feedback", "Dora"),
        ("posted", "Eva"),
        ("returned", "Eva"),
        ("closed", "Eva"),
    ]


def _logged_in(chromium: Browser, office: RunningOffice, person: Person) -> Page:
    page = chromium.new_context(accept_downloads=True).new_page()
    log_in(page, office, person)
    return page


def _release(tom: Page, person: Person) -> None:
    """Try without the code first: the focus goes to the summary. The code of the log-in was used: take the next."""
    tom.get_by_role("link", name="Freigabe").click()
    tom.get_by_role("link", name="Zugang nur mit Termin").click()
    tom.get_by_role("button", name="Freigeben").click()
    tom.locator("#fehler:focus").wait_for()
    assert person.secret is not None
    tom.get_by_label("Code", exact=True).fill(pyotp.TOTP(person.secret).at(int(time.time()) + 30))
    tom.get_by_role("button", name="Freigeben").click()
    tom.get_by_text("freigegeben").first.wait_for()


def _fetch(dora: Page, run_id: str) -> None:
    dora.get_by_role("link", name="Pakete").click()
    with dora.expect_download() as download:
        dora.get_by_role("button", name="Paket herunterladen").click()
    assert download.value.suggested_filename == f"{run_id}-shop.zip"
    dora.get_by_role("link", name=run_id).click()
    dora.get_by_role("button", name="Empfang bestätigen").click()
    dora.get_by_text("angenommen").first.wait_for()


def _report(dora: Page, table: str) -> None:
    file = {"name": "meldung.csv", "mimeType": "text/csv", "buffer": table.encode()}
    dora.get_by_label("Tabelle der Druckerei").set_input_files([file])  # type: ignore[list-item]
    dora.get_by_role("button", name="Rückmeldung lesen").click()
    dora.get_by_text("Die Rückmeldung ist gelesen").wait_for()


def _reprint(eva: Page, run_id: str) -> None:
    eva.get_by_role("link", name="Zugang nur mit Termin").click()
    eva.get_by_role("link", name="Nachdrucken").click()
    assert eva.get_by_label("31", exact=True).is_checked()
    eva.get_by_role("button", name="Nachdruck machen").click()
    eva.wait_for_url(f"**/laeufe/{run_id}")


def _post(eva: Page, address: str) -> None:
    eva.goto(f"{address}/einlieferung")
    eva.get_by_role("button", name="Einlieferung erfassen").click()
    eva.wait_for_url(address)


def _scan(eva: Page, office: RunningOffice, run: Path) -> None:
    """As a scanner types: digits and the enter key; the field has the focus each time."""
    job = int(json.loads((run / "shop/data/job.json").read_bytes())["job"])
    eva.goto(f"{office.address}/ruecklaeufer")
    for number, piece in enumerate((3, 4, 5), start=1):
        eva.locator("[name=code]:focus").wait_for()
        eva.keyboard.type(code_text(job, piece, 1, 1))
        eva.keyboard.press("Enter")
        eva.get_by_role("button", name="Eine Retoure erfassen" if number == 1 else f"{number} Retouren").wait_for()
    eva.get_by_role("button", name="3 Retouren erfassen").click()
    eva.get_by_text("3 Retouren sind erfasst").wait_for()

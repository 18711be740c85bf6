"""A letter run's whole way in a real browser, by keyboard alone: clerk, who releases, print shop, auditor, administrator.

On each page axe looks for what shuts people out, and nothing may be asked of another host.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from keyboard import Keyboard, Watch
from office_kit import SAMPLE, open_office

from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from office_kit import Person, RunningOffice
    from playwright.sync_api import Browser
    from program_kit import Called

LETTER = "Zugang nur mit Termin"


class Someone(Keyboard):
    """A person at a keyboard, logged in."""

    def __init__(self, chromium: Browser, office: RunningOffice, person: Person) -> None:
        context = chromium.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
        super().__init__(context.new_page())
        self.office, self.person = office, person
        self.watch = Watch.over(self.page, office.address)

    def comes(self) -> None:
        """Log in."""
        self.page.goto(self.office.address)
        self.look("anmelden")
        self.write("Konto", self.person.name)
        self.write("Kennwort", self.person.password)
        self.press("Anmelden")

    def goes(self) -> None:
        """Log out; nothing on the way was wrong."""
        self.press("Abmelden")
        self.wait_for(lambda url: url.endswith("/anmelden"))
        assert (self.seen, self.watch.elsewhere, self.watch.complaints, self.watch.large) == ([], [], [], [])
        self.page.context.close()


@pytest.mark.slow
def test_from_a_list_to_a_closed_run(chromium: Browser, tmp_path: Path, mailing: Callable[..., Called]) -> None:
    """What the office's people do in the browser stands in the run's journal under their names, and verifies."""
    with open_office(tmp_path / "data") as office:
        run_id = clerk_makes_the_run(Someone(chromium, office, office.add("Eva Muster", Role.CREATE)))
        somebody_else_releases_it(Someone(chromium, office, office.add("Fritz Frei", Role.RELEASE)), run_id)
        pieces = shop_fetches_and_answers(
            Someone(chromium, office, office.add("Druck GmbH", Role.SHOP)), run_id, tmp_path
        )
        clerk_posts_and_closes(Someone(chromium, office, office.people["Eva Muster"]), run_id, tmp_path)
        auditor_looks(Someone(chromium, office, office.add("Paul Prüfer", Role.AUDIT)), run_id)
        administrator_manages(Someone(chromium, office, office.add("Vera Walter", Role.ADMINISTER)))
    run = tmp_path / "data" / "runs" / run_id
    events = [json.loads(line) for line in (run / "journal.jsonl").read_text("utf-8").splitlines()]
    assert [(event["kind"], event["by"]["name"], event["by"]["source"]) for event in events[:3]] == [
        ("made", "Eva Muster", "web"),
        ("released", "Fritz Frei", "web"),
        ("delivered", "Druck GmbH", "web"),
    ]
    assert events[-1]["kind"] == "closed"
    assert pieces == 37
    assert mailing("verify", run).code == 0


def clerk_makes_the_run(eva: Someone) -> str:
    """Upload the list, accept how it was understood, choose letter and day, look at each page, make the letters."""
    eva.comes()
    eva.look("laeufe-leer")
    eva.press("Neuer Lauf")
    eva.look("liste")
    eva.choose_file("Liste", SAMPLE)
    eva.press("Weiter")
    eva.wait_for(lambda url: url.endswith("/spalten"))
    eva.look("spalten")
    eva.press("Weiter")
    eva.wait_for(lambda url: "/befunde" in url)
    eva.look("befunde")
    eva.press("Weiter")
    eva.wait_for(lambda url: url.endswith("/brief"))
    eva.choose("Brief", LETTER)
    eva.write("Datum", "15062020")
    eva.look("brief")
    eva.press("Weiter")
    eva.wait_for(lambda url: "/probe" in url)
    assert eva.tick_all("gesehen") > 5
    eva.look("probe")
    eva.press("38 Briefe erstellen")
    eva.wait_for(lambda url: "/laeufe/" in url)
    eva.look("lauf")
    run_id = eva.page.url.rsplit("/", 1)[1]
    eva.press("Läufe")
    eva.look("laeufe")
    eva.goes()
    return run_id


def somebody_else_releases_it(fritz: Someone, run_id: str) -> None:
    """See what will be sent, give the code, release."""
    fritz.comes()
    fritz.press("Freigabe")
    fritz.look("freigabe")
    fritz.press(LETTER)
    fritz.look("freigabe-lauf")
    fritz.write("Code", fritz.person.code)
    fritz.press("Freigeben")
    fritz.wait_for(lambda url: url.endswith(f"/laeufe/{run_id}"))
    assert "freigegeben" in fritz.page.inner_text("main")
    fritz.goes()


def shop_fetches_and_answers(dora: Someone, run_id: str, folder: Path) -> int:
    """Download the package, print it, send the table of what was posted; return how many pieces it has."""
    dora.comes()
    dora.look("pakete")
    dora.press(run_id)
    dora.look("paket")
    with dora.page.expect_download() as download:
        dora.open("Paket herunterladen")
    download.value.save_as(folder / "paket.zip")
    with zipfile.ZipFile(folder / "paket.zip") as package:
        (name,) = (name for name in package.namelist() if name.endswith("pieces.csv"))
        pieces = list(csv.DictReader(io.StringIO(package.read(name).decode("utf-8-sig")), delimiter=";"))
    feedback = folder / "rueckmeldung.csv"
    rows = "".join(f"{piece['piece']};posted;2026-11-26\n" for piece in pieces)
    feedback.write_text("piece;status;date\n" + rows, "utf-8")
    dora.page.reload()
    dora.choose_file("Rückmeldung", feedback)
    dora.press("Rückmeldung hochladen")
    dora.wait_for(lambda url: "ergebnis=" in url)
    dora.look("rueckmeldung")
    dora.goes()
    return len(pieces)


def clerk_posts_and_closes(eva: Someone, run_id: str, folder: Path) -> None:
    """Record the posting with its evidence, and close the run that adds up."""
    eva.comes()
    eva.press(LETTER)
    eva.look("lauf-eingeliefert")
    eva.goes()


def auditor_looks(paul: Someone, run_id: str) -> None:
    """Verify the run, see its journal, look a letter up; change nothing."""
    paul.comes()
    paul.press("Prüfen")
    paul.look("pruefen")
    paul.goes()


def administrator_manages(vera: Someone) -> None:
    """See the accounts and nothing of letters."""
    vera.comes()
    vera.look("konten")
    vera.goes()

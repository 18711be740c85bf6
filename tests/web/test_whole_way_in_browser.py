"""A run's whole way in a real browser by keyboard alone: clerk, who releases, print shop, auditor, administrator.

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
        dora = office.add("Druck GmbH", Role.SHOP)
        assert shop_fetches_and_answers(Someone(chromium, office, dora), run_id, tmp_path, "destroyed") == 37
        clerk_has_one_printed_again(Someone(chromium, office, office.people["Eva Muster"]))
        assert shop_fetches_and_answers(Someone(chromium, office, dora), run_id, tmp_path, "printed") == 1
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
    eva.write("Datum", "15.06.2020")
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
    eva.press("Vorlagen")
    eva.look("vorlagen")
    eva.press("einladung")
    eva.page.locator("#vorlage[data-ready]").wait_for()
    eva.look("vorlage")
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


def shop_fetches_and_answers(dora: Someone, run_id: str, folder: Path, status: str) -> int:
    """Download what is there, print it, send the table of what became of it; return how many pieces that are."""
    dora.comes()
    dora.look(f"pakete-{status}")
    dora.press(run_id)
    dora.look(f"paket-{status}")
    if status == "printed":
        dora.go_to("Paket herunterladen")  # the first package's; the reprint's is the next
    with dora.page.expect_download() as download:
        dora.open("Paket herunterladen")
    download.value.save_as(folder / "paket.zip")
    with zipfile.ZipFile(folder / "paket.zip") as package:
        (name,) = (name for name in package.namelist() if name.endswith("pieces.csv"))
        pieces = [
            row["piece"] for row in csv.DictReader(io.StringIO(package.read(name).decode("utf-8-sig")), delimiter=";")
        ]
    feedback = folder / "rueckmeldung.csv"
    rows = [f"{piece};printed" for piece in pieces[:-1]] + [f"{pieces[-1]};{status}"]
    feedback.write_text("\n".join(["piece;status", *rows, ""]), "utf-8")
    dora.page.reload()
    dora.choose_file("Tabelle der Druckerei", feedback)
    dora.press("Rückmeldung lesen")
    dora.wait_for(lambda url: "ergebnis=" in url)
    dora.look(f"rueckmeldung-{status}")
    dora.goes()
    return len(pieces)


def clerk_has_one_printed_again(eva: Someone) -> None:
    """The piece that was destroyed is ticked already."""
    eva.comes()
    eva.press(LETTER)
    eva.press("Nachdrucken")
    eva.look("nachdruck")
    eva.press("Nachdruck machen")
    eva.wait_for(lambda url: "/vorgaenge/" not in url and "/nachdruck" not in url)
    eva.goes()


def clerk_posts_and_closes(eva: Someone, run_id: str, folder: Path) -> None:
    """Record the posting with its evidence, close the run that adds up, scan a letter that came back."""
    evidence = folder / "einlieferungsschein.pdf"
    evidence.write_bytes(next((folder / "data" / "runs" / run_id).rglob("proof.pdf")).read_bytes())
    eva.comes()
    eva.press(LETTER)
    eva.press("Einlieferung erfassen")
    eva.look("einlieferung")
    eva.choose_file("Beleg", evidence)
    eva.press("Einlieferung erfassen")
    eva.wait_for(lambda url: url.endswith(run_id))
    eva.press("Abschließen")
    eva.look("abschluss")
    eva.press("Lauf abschließen")
    eva.wait_for(lambda url: url.endswith(run_id))
    eva.look("lauf-abgeschlossen")
    eva.goes()


def auditor_looks(paul: Someone, run_id: str) -> None:
    """Verify the run, see its journal, look a letter up; change nothing."""
    paul.comes()
    paul.press("Prüfen")
    paul.look("pruefen")
    paul.press(run_id)
    paul.look("pruefen-lauf")
    paul.press("Prüfung beginnen")
    paul.wait_for(lambda url: "/befunde/" in url)
    paul.look("pruefung")
    paul.press("Nachsehen")
    paul.look("nachsehen")
    paul.write("Wonach", "1")
    paul.press("Nachsehen")
    paul.look("stueck")
    paul.goes()


def administrator_manages(vera: Someone) -> None:
    """See the accounts and nothing of letters."""
    vera.comes()
    vera.look("konten")
    vera.goes()

"""The stops of the way through all pages: each page in each state that it can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tour_kit import WHO

from mailing.web.pages.accounts import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from tour_kit import World


@dataclass(frozen=True)
class Stop:
    """A page in a state.

    Attributes:
        path: where to go.
        act: what to do there to bring the state about.
        status: what the server answers at last.
    """

    name: str
    path: str
    act: Callable[[Page], None] | None = None
    status: int = 200


WITHOUT_SIGHT = {
    "/": "leads to the first page",
    "/anmelden/dienst": "leads to the house's log-in service",
    "/anmelden/dienst/zurueck": "comes from the house's log-in service",
    "/einrichten/{token}": "leads to /einrichten",
    "/laeufe/{run_id}/datei/{name}": "a file",
    "/laeufe/{run_id}/ergebnis/{key}/{name}": "a file",
    "/laeufe/{run_id}/probe/{number}": "a picture",
    "/laeufe/{run_id}/stuecke/{piece}/brief.pdf": "a PDF",
    "/laeufe/{run_id}/stuecke/{piece}/kopie.pdf": "a PDF",
    "/laeufe/{run_id}/stuecke/{piece}/seite/{page}": "a picture",
    "/laeufe/{run_id}/stuecke/{piece}/vermerk.pdf": "a PDF",
    "/neuer-lauf/{id}": "leads to the run's step",
    "/neuer-lauf/{id}/befunde/markiert": "a table",
    "/neuer-lauf/{id}/befunde/tabelle": "a table",
    "/neuer-lauf/{id}/probe/{page}.png": "a picture",
    "/pakete/{run_id}/nicht-uebernommen/{name}": "a table",
    "/pakete/{run_id}/{package}/auftragsblatt": "a PDF",
    "/pruefen/{run_id}/dateien/{which}": "a file",
    "/vorgaenge/{job}/stand": "numbers for a page's script",
    "/vorlagenbilder/{id}": "a picture",
}
"""Addresses that show no page of their own, and why."""


def sending(form: str = "", **fields: str) -> Callable[[Page], None]:
    """Return an act: fill fields by their ids, and press a form's first button, whatever the browser has against it."""

    def act(page: Page) -> None:
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        for id_, text in fields.items():
            page.locator(f"#{id_}").fill(text)
        with page.expect_navigation():
            page.locator(f"main form{form} button").first.click()

    return act


def bare_stops() -> Iterator[Stop]:
    """Give the pages of an office in which nothing was done yet."""
    for path in ("/laeufe", "/neuer-lauf", "/freigabe", "/pakete", "/nachsehen", "/pruefen", "/ruecklaeufer"):
        yield Stop(f"leer {path}", path)


def stranger_stops(world: World) -> Iterator[Stop]:
    """Give the pages of somebody who isn't logged in."""
    yield Stop("anmelden", "/anmelden")
    yield Stop("anmelden falsch", "/anmelden", sending(konto="Niemand", kennwort="falsch"), 422)
    yield Stop("abgemeldet", "/abgemeldet")
    yield Stop("einrichten", world.invitation)
    yield Stop("einrichten falsch", "/einrichten", sending(kennwort="kurz"), 422)
    yield Stop("einrichten verbraucht", "/einrichten/verbraucht", status=409)


def stops(world: World) -> Iterator[Stop]:
    """Give all other pages."""
    yield from _general(world)
    yield from _making(world)
    yield from _runs(world)
    yield from _afterwards(world)
    yield from _templates()
    yield from _accounts()


def _general(world: World) -> Iterator[Stop]:
    for state in ("waiting", "running", "failed", "cancelled"):
        yield Stop(f"vorgang {state}", f"/vorgaenge/{world.jobs[state]}")
    yield Stop("nicht da", "/laeufe/gibt-es-nicht", status=404)
    yield Stop("keine Seite", "/gibt-es-nicht", status=404)
    yield Stop("nachsehen", "/nachsehen")
    yield Stop("nachsehen gefunden", "/nachsehen", sending(gesucht="3"))
    yield Stop("nachsehen nichts", "/nachsehen", sending(gesucht="Unbekannt"))
    yield Stop("nachsehen leer", "/nachsehen", sending(gesucht=""), 422)


def _making(world: World) -> Iterator[Stop]:
    good, many, strange = (f"/neuer-lauf/{world.making[name]}" for name in ("good", "many", "strange"))
    yield Stop("neuer Lauf", "/neuer-lauf")
    yield Stop("neuer Lauf ohne Liste", "/neuer-lauf", _without_list, 422)
    yield Stop("Liste noch einmal", f"{good}/liste")
    yield Stop("Liste untauglich", f"/neuer-lauf/{world.making['empty']}/spalten")
    yield Stop("Spalten", f"{good}/spalten")
    yield Stop("Spalten fremd", f"{strange}/spalten")
    yield Stop("Spalten fremd weiter", f"{strange}/spalten", sending(), 422)
    yield Stop("Befunde keine", f"{good}/befunde")
    yield Stop("Befunde", f"{many}/befunde")
    yield Stop("Befunde einer Art", f"{many}/befunde?art=plz.four-digits&seite=2")
    yield Stop("Brief", f"{good}/brief")
    yield Stop("Brief falsch", f"{good}/brief", sending(datum="gestern"), 422)
    yield Stop("Probe", f"/neuer-lauf/{world.making['proof']}/probe")
    yield Stop("Probe ungesehen", f"/neuer-lauf/{world.making['proof']}/probe", sending('[action$="/erstellen"]'))
    yield Stop("Probe wieder", f"/neuer-lauf/{world.making['again']}/probe")
    yield Stop("Befunde zum Brief", f"/neuer-lauf/{world.making['proof']}/befunde?brief=1")


def _without_list(page: Page) -> None:
    page.evaluate("document.querySelector('form[data-module=upload]').noValidate = true")
    page.locator("main form button").first.click()
    page.locator("#fehler").wait_for()


def _runs(world: World) -> Iterator[Stop]:
    yield Stop("Läufe", "/laeufe")
    for name, run_id in world.runs.items():
        yield Stop(f"Lauf {name}", f"/laeufe/{run_id}")
    made = f"/laeufe/{world.runs['made']}"
    yield Stop("Freigaben", "/freigabe")
    yield Stop("Freigabe", f"{made}/freigabe")
    yield Stop("Freigabe ohne Code", f"{made}/freigabe", sending('[action$="/freigabe"]'), 422)
    yield Stop("Ablehnung ohne Grund", f"{made}/freigabe", sending('[action$="/ablehnung"]'), 422)
    yield Stop("Freigabe nicht möglich", f"/laeufe/{world.runs['closed']}/freigabe")
    yield Stop("Zurückziehen", f"{made}/zurueckziehen")
    yield Stop("Zurückziehen ohne Grund", f"{made}/zurueckziehen", sending(), 422)
    yield Stop("Zurückziehen nicht möglich", f"/laeufe/{world.runs['closed']}/zurueckziehen")
    yield Stop("Stück", f"/laeufe/{world.runs['posted']}/stuecke/3")
    yield Stop("Stück beschädigt", f"/laeufe/{world.runs['damaged']}/stuecke/3")
    yield Stop("Prüfen", "/pruefen")
    for name in ("posted", "damaged"):
        yield Stop(f"Prüfen {name}", f"/pruefen/{world.runs[name]}")
        found = f"/pruefen/{world.runs[name]}/befunde/{world.jobs[f'verified {name}']}"
        yield Stop(f"Prüfung {name}", found)


def _afterwards(world: World) -> Iterator[Stop]:
    shop, posted, closed, made = (f"/laeufe/{world.runs[name]}" for name in ("shop", "posted", "closed", "made"))
    packages = f"/pakete/{world.runs['shop']}"
    yield Stop("Pakete", "/pakete")
    yield Stop("Paket", packages)
    yield Stop("Paket ohne Rückmeldung", packages, sending('[action$="/rueckmeldung"]'), 422)
    yield Stop("Rückmeldung", f"{packages}?ergebnis={world.jobs['feedback']}")
    yield Stop("Nachdruck", f"{shop}/nachdruck")
    yield Stop("Nachdruck falsch", f"{shop}/nachdruck", sending('[action$="/nachdruck"]', weitere="x"), 422)
    yield Stop("Nachdruck nicht möglich", f"{made}/nachdruck")
    yield Stop("Einlieferung", f"{shop}/einlieferung")
    yield Stop("Einlieferung falsch", f"{shop}/einlieferung", sending(tag="x"), 422)
    yield Stop("Einlieferung nicht möglich", f"{made}/einlieferung")
    yield Stop("Abschluss", f"{posted}/abschluss")
    yield Stop("Abschluss fehlt etwas", f"{shop}/abschluss")
    yield Stop("Abschluss vorbei", f"{closed}/abschluss")
    yield Stop("Akte", f"{posted}/akte?ergebnis={world.jobs['copies']}")
    yield Stop("Akte falsch", f"{posted}/akte", sending('[action$="/vermerk"]', wer="x"), 422)
    yield Stop("Vergleich", f"{posted}/vergleich?ergebnis={world.jobs['compare']}")
    yield Stop("Retouren", "/ruecklaeufer")
    yield Stop("Retouren falsch", "/ruecklaeufer", sending('[action$="/ruecklaeufer"]', code="x"), 422)
    yield Stop("Retouren ohne Tabelle", "/ruecklaeufer", sending('[action$="/tabelle"]'), 422)


def _templates() -> Iterator[Stop]:
    yield Stop("Vorlagen", "/vorlagen")
    yield Stop("Vorlage", "/vorlagen/einladung")
    yield Stop("Fassungen", "/vorlagen/einladung/fassungen")
    yield Stop("Fassung", "/vorlagen/einladung/fassungen/2")
    yield Stop("Fassung seither", "/vorlagen/einladung/fassungen/1?vergleich=jetzt")


def _accounts() -> Iterator[Stop]:
    one = f"/konten/{key_of('Paul Prüfer')}"
    yield Stop("Konten", "/konten")
    yield Stop("Konten falsch", "/konten", sending(konto=WHO), 422)
    yield Stop("Konto", one)
    yield Stop("Konto ohne Rolle", one, _without_role, 409)
    yield Stop("Konto entfernen", f"{one}/entfernen")
    yield Stop("Konto zurückgesetzt", one, sending('[action$="/zuruecksetzen"]'))
    yield Stop("Protokoll", "/konten/protokoll?pruefen=ja")
    yield Stop("eigenes Konto", "/konto")
    yield Stop("eigenes Konto falsch", "/konto", sending('[action$="/kennwort"]', bisher="falsch"), 422)


def _without_role(page: Page) -> None:
    for box in page.locator("input[name=rolle]:checked").all():
        box.uncheck()
    sending('[action$="/rollen"]')(page)

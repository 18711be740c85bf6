"""Lists as people upload them: what can't be a list is told at its field, and columns are said otherwise in place."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from new_run_kit import clerk_of, text_of
from office_kit import work_off

from mailing.runs.making.mappings import mapping_names, read_mapping
from mailing.web.new_runs.new_run import Reading
from mailing.web.new_runs.new_runs import NewRuns
from mailing.web.new_runs.shelf import LONGEST_NAME, SUPPRESS, Shelf, plain_name
from mailing.web.pages import new_run

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.web.office import Office

STRANGE = "Nummer;Name;Wo;Zahl;Code;Stadt\r\n23702//0000001;Meier;Hauptstraße;5;30159;Hannover\r\n".encode()


def test_no_list_is_told_at_its_field(office: Office) -> None:
    """Summed up on top and linked, and at the field itself."""
    answer = clerk_of(office).browser.post("/neuer-lauf", data={"blatt": ""})
    assert answer.status_code == 422
    assert '<a href="#liste">Wählen Sie eine Liste aus</a>' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_an_empty_file_is_told_at_its_field(office: Office) -> None:
    """Nothing is kept of it."""
    answer = clerk_of(office).upload("liste.csv", b"")
    assert answer.status_code == 422
    assert "Die Datei ist leer" in answer.text
    assert not office.new_runs.exists()


def test_too_large_a_list_is_told_at_its_field(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the list and of a table beside it."""
    monkeypatch.setattr(new_run, "LIST_BYTES", 1024 * 1024)
    answer = clerk_of(office).upload("liste.csv", b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 422
    assert "größer als 1 MB" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("brief.pdf", b"%PDF-1.7\n%...", "PDF"),
        ("liste.csv", b"\r\n\r\n  \r\n", "Die Liste ist leer"),
        ("liste.csv", b"\x00\xff" * 5000, "liste.csv"),
        ("liste.xlsx", b"PK\x03\x04broken", "liste.xlsx"),
    ],
)
def test_what_is_no_list_is_told_at_its_field(office: Office, name: str, content: bytes, told: str) -> None:
    """By the form for another one, which takes its place."""
    clerk = clerk_of(office)
    clerk.upload(name, content)
    work_off(office)
    page = clerk.get("spalten")
    assert page.url.path.endswith("/liste")
    assert told in text_of(page)
    assert 'href="#liste"' in page.text
    clerk.browser.post(clerk.address("liste"), files={"liste": ("gut.csv", STRANGE)}, follow_redirects=False)
    assert clerk.content.list_name == "gut.csv"
    assert clerk.content.check == 2


def test_a_bomb_is_no_list(office: Office) -> None:
    """It is weighed by the job, as on the command line; the server never opens it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    clerk = clerk_of(office)
    clerk.upload("bombe.xlsx", packed.getvalue())
    work_off(office)
    assert 'href="#liste"' in clerk.get("spalten").text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("liste.csv", "liste.csv"),
        ("../../etc/x.csv", "x.csv"),
        ("C:\\Users\\eva\\Liste Mai.xlsx", "Liste Mai.xlsx"),
        ("..", "liste"),
        ("", "liste"),
        (".csv", "csv"),
        ("a\0b\n.csv", "ab.csv"),
        ("con.csv", "liste-con.csv"),
        ('<b>"x".csv', "_b__x_.csv"),
        ("Übersicht.csv", "Übersicht.csv"),
    ],
)
def test_a_lists_name_leads_nowhere(given: str, kept: str) -> None:
    """It is the list's own where that can be, for the manifest names the list by it."""
    assert plain_name(given) == kept


@pytest.mark.parametrize("given", ["ä" * 300 + ".csv", "x" * 5000, "😀" * 200 + ".xlsx", "x." + "y" * 300])
def test_a_long_name_fits_every_disk(given: str) -> None:
    """With its ending, where it has one."""
    assert len(plain_name(given).encode()) <= LONGEST_NAME + 1


def test_lists_are_open_to_their_owner_only(office: Office, few: Path) -> None:
    """Folder and file, from the first byte on."""
    clerk = clerk_of(office)
    clerk.upload("../../x.csv", few.read_bytes())
    (file,) = (office.new_runs / clerk.id).rglob("x.csv")
    assert file.stat().st_mode & 0o777 == 0o600
    assert {parent.stat().st_mode & 0o777 for parent in (file.parent, office.new_runs, office.new_runs / clerk.id)} == {
        0o700
    }


@pytest.mark.parametrize("name", ["ausnahmen.csv", "andere.csv"])
def test_an_upload_that_was_cut_off_leaves_the_list_that_counts(office: Office, few: Path, name: str) -> None:
    """Half of a list of exceptions would have letters go to the others."""
    clerk = clerk_of(office)
    exceptions = b"bg_nummer\n23702//0000001\n23702//0000002\n"
    clerk.upload(few.name, few.read_bytes())

    def send(name: str, content: bytes) -> None:
        clerk.browser.post(clerk.address("liste"), files={"ausnahmen": (name, content)}, follow_redirects=False)

    send("ausnahmen.csv", exceptions)
    shelf = Shelf.of(office, clerk.id)

    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(size) or self._lost()

        def _lost(self) -> bytes:
            raise OSError(5, "cut")

    with pytest.raises(OSError, match="cut"):
        shelf.keep(SUPPRESS, name, Cut(exceptions[:26]))
    assert shelf.list_file(SUPPRESS, clerk.content.suppress).read_bytes() == exceptions
    send(name, exceptions[:26])
    assert clerk.content.suppress == name
    (kept,) = shelf.list_file(SUPPRESS, name).parent.iterdir()
    assert kept.read_bytes() == exceptions[:26]


def test_columns_that_nobody_knows_are_named_in_place(office: Office) -> None:
    """The page shows each with an example though the list can't be taken in yet; then it can."""
    clerk = clerk_of(office)
    clerk.upload("fremd.csv", STRANGE)
    work_off(office)
    page = clerk.get("spalten")
    assert "Der Liste fehlt" in text_of(page)
    assert "Hauptstraße" in text_of(page)
    assert clerk.post("spalten", round="check-1").status_code == 422
    fields = {
        "spalte-0": "bg_nummer",
        "spalte-2": "strasse",
        "spalte-3": "hausnummer",
        "spalte-4": "plz",
        "spalte-5": "ort",
    }
    assert (
        clerk.post("spalten", round="check-1", **fields, merken="fremd").headers["location"].startswith("/vorgaenge/")
    )
    work_off(office)
    assert "Der Liste fehlt" not in text_of(clerk.get("spalten"))
    assert clerk.content.reading.columns["strasse"] == "Wo"
    assert "Die Zuordnung ist gespeichert: fremd" in text_of(clerk.get("spalten"))
    assert clerk.post("spalten", round="check-2").headers["location"] == clerk.address("befunde")
    assert read_mapping("fremd", office.templates).settings.columns["plz"] == "Code"


def test_a_saved_mapping_is_chosen_by_the_lists_header(office: Office) -> None:
    """The next list of that kind needs no word."""
    first = clerk_of(office)
    first.upload("fremd.csv", STRANGE)
    work_off(office)
    fields = {
        "spalte-0": "bg_nummer",
        "spalte-2": "strasse",
        "spalte-3": "hausnummer",
        "spalte-4": "plz",
        "spalte-5": "ort",
    }
    first.post("spalten", round="check-1", **fields, merken="fremd")
    work_off(office)
    runs = NewRuns(office.store)
    known = {kept.id for kept in runs.all()}
    clerk = clerk_of(office)
    clerk.upload("fremd-2.csv", STRANGE)
    (clerk.id,) = {kept.id for kept in runs.all()} - known
    # A list that can't be taken in isn't understood without the mapping, so its header alone tells.
    work_off(office)
    assert clerk.content.reading == Reading(mapping="fremd")
    assert "Gespeicherte Zuordnung fremd" in text_of(clerk.get("spalten"))
    assert clerk.post("spalten", round="check-1").headers["location"] == clerk.address("befunde")


def test_what_is_not_understood_yet_is_not_kept(office: Office) -> None:
    """A mapping without the columns that a letter needs would make the next list worse; its name isn't forgotten."""
    clerk = clerk_of(office)
    clerk.upload("fremd.csv", STRANGE)
    work_off(office)
    assert clerk.post("spalten", round="check-1", merken="fremd").status_code == 422
    clerk.post("spalten", round="check-1", **{"spalte-0": "bg_nummer"}, merken="fremd")
    work_off(office)
    assert mapping_names(office.templates) == ()
    assert 'value="fremd"' in clerk.get("spalten").text
    assert clerk.post("spalten", round="check-2", merken="../fremd").status_code == 422


def test_two_columns_cannot_be_one(office: Office, few: Path) -> None:
    """That is told on the page, and nothing is read anew."""
    clerk = clerk_of(office).checked(few)
    answer = clerk.post("spalten", round="check-1", **{"spalte-3": "nachname"})
    assert answer.status_code == 422
    assert "zwei Spalten zugeordnet" in text_of(answer)
    assert clerk.content.check == 1


def test_a_form_of_another_reading_changes_nothing(office: Office, few: Path) -> None:
    """Another window has had the list read anew meanwhile."""
    clerk = clerk_of(office).checked(few)
    clerk.post("spalten", round="check-1", **{"spalte-12": "-"})
    assert clerk.content.check == 2
    assert clerk.post("spalten", round="check-1", **{"spalte-3": "-"}).headers["location"] == clerk.address("spalten")
    assert clerk.content.check == 2

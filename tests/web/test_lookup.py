"""Looking letters up, as somebody does who has a person on the telephone, or a letter that came back in hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pypdf
import pytest
from life_kit import scanned
from office_kit import client_of
from program_kit import row
from runs_kit import run_in

from mailing.lifecycle import EventKind
from mailing.model.actors import Actor
from mailing.model.piece_ranges import read_ranges
from mailing.runs.afterwards.posting import record_posted
from mailing.runs.journal.journalled import open_run
from mailing.runs.showing.searching import search
from mailing.web.accounts.roles import HOUSE, Role

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from mailing.web.office import Office

PEOPLE = [
    row(1, vorname="Jürgen", nachname="Großmann"),
    row(2, vorname="Ārija", nachname="Sedláček-Özdemir"),
    row(3, vorname="Anna", nachname="Müller"),
    row(4, vorname="Anneliese", nachname="Müller"),
    row(5, plz="abc"),
]


@pytest.fixture
def run(office: Office) -> Path:
    """A run with names as they are."""
    return run_in(office, PEOPLE)


@pytest.fixture
def clerk(office: Office) -> TestClient:
    """A clerk's browser."""
    return client_of(office, "Eva", Role.CREATE)


def found(office: Office, wanted: str) -> list[str]:
    """Return the names that a search gives."""
    return [letter.name for run in search(office.runs, wanted).runs for letter in run.letters]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("GROSSMANN", ["Jürgen Großmann"]),
        ("großmann jürgen", ["Jürgen Großmann"]),
        ("JÜRGEN", ["Jürgen Großmann"]),
        ("ārija", ["Ārija Sedláček-Özdemir"]),
        ("SEDLÁČEK", ["Ārija Sedláček-Özdemir"]),
        ("özdemir", ["Ārija Sedláček-Özdemir"]),
        ("sedláček-özdemir", ["Ārija Sedláček-Özdemir"]),
        ("Müller, Anna", ["Anna Müller"]),
        ("Ann Müller", ["Anna Müller", "Anneliese Müller"]),
        ("üller", []),
        ("Nobody", []),
        ("23702//0000003", ["Anna Müller"]),
        ("BG 23702/0000003", ["Anna Müller"]),
    ],
)
@pytest.mark.usefixtures("run")
def test_a_letter_is_found_by_name_or_number_however_it_is_spelled(
    office: Office, wanted: str, names: list[str]
) -> None:
    """Case, marks, the order of names, hyphens, the spelling of a BG number."""
    assert sorted(found(office, wanted)) == names


def test_all_runs_are_searched_the_latest_first(office: Office, run: Path) -> None:
    """A household may have had several letters."""
    later = run_in(office, [row(30, vorname="Anna", nachname="Müller")], date="2020-07-01")
    assert [each.run_id for each in search(office.runs, "Anna Müller").runs] == [later.name, run.name]


def test_a_damaged_run_is_told_and_the_others_are_searched(office: Office, run: Path) -> None:
    """Nobody must think that all was looked through."""
    later = run_in(office, [row(30, vorname="Anna", nachname="Müller")], date="2020-07-01")
    (later / "house/households.csv").write_bytes(b"piece;seed\r\n1;\xff\xffAnna M\xc3\xbcller\r\n")
    sought = search(office.runs, "Anna Müller")
    assert [each.run_id for each in sought.runs] == [run.name]
    assert sought.unreadable == (later.name,)


def test_a_household_without_letter_is_told_why(clerk: TestClient, run: Path) -> None:
    """The person on the telephone asks just that."""
    assert run.is_dir()
    text = clerk.post("/nachsehen", data={"gesucht": "23702//0000005"}).text
    assert "kein Brief" in text
    assert "abgewiesen" in text


def test_a_scanned_code_opens_its_letter(clerk: TestClient, run: Path) -> None:
    """A scanner types the code and Enter; nothing else is to be done."""
    answer = clerk.post("/nachsehen", data={"gesucht": f" {scanned(run, 2)}"})
    assert answer.url.path == f"/laeufe/{run.name}/stuecke/2"
    assert "Stück 2" in answer.text


def test_what_was_looked_for_stands_in_no_address(clerk: TestClient, run: Path) -> None:
    """Addresses are kept by browsers and proxies."""
    assert run.is_dir()
    answer = clerk.post("/nachsehen", data={"gesucht": "Müller"})
    assert answer.url.path == "/nachsehen"
    assert not answer.url.query
    assert answer.text.count("/stuecke/") == 2


@pytest.mark.parametrize("wanted", ["", "a", "%", "x" * 300, "123456789012345678901", "99999999999"])
def test_what_nothing_can_be_found_by_is_told_at_the_field(clerk: TestClient, run: Path, wanted: str) -> None:
    """An empty field, one sign, a code with a wrong digit."""
    assert run.is_dir()
    answer = clerk.post("/nachsehen", data={"gesucht": wanted})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert 'href="#gesucht"' in answer.text


def test_a_letter_is_shown_with_its_pages_and_what_they_say(clerk: TestClient, run: Path) -> None:
    """As a picture, as text, as PDF, and as its accessible copy."""
    address = f"/laeufe/{run.name}/stuecke/3"
    page = clerk.get(address)
    assert "Anna Müller" in page.text
    assert "Bitte bringen Sie" in page.text or "Jobcenter" in page.text
    assert clerk.get(f"{address}/seite/1").content.startswith(b"\x89PNG")
    assert clerk.get(f"{address}/seite/99").status_code == 404
    for name in ("brief.pdf", "kopie.pdf", "kopie.pdf?gross=ja"):
        answer = clerk.get(f"{address}/{name}")
        assert answer.content.startswith(b"%PDF")
        assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("piece", ["0", "5", "-1", "1-3", "x", "9" * 30, "23702%2F%2F0000001"])
def test_a_letter_that_isnt_there_is_not_found(clerk: TestClient, run: Path, piece: str) -> None:
    """An address is taken as a number of a piece and nothing else."""
    assert clerk.get(f"/laeufe/{run.name}/stuecke/{piece}").status_code == 404


def test_a_file_note_is_there_once_the_letter_was_posted(clerk: TestClient, run: Path, tmp_path: Path) -> None:
    """Before, a note would be wrong; afterwards it names the account that asked for it."""
    address = f"/laeufe/{run.name}/stuecke/1"
    assert "vermerk.pdf" not in clerk.get(address).text
    assert clerk.get(f"{address}/vermerk.pdf").status_code == 422
    post(run)
    assert "vermerk.pdf" in clerk.get(address).text
    note = tmp_path / "note.pdf"
    note.write_bytes(clerk.get(f"{address}/vermerk.pdf").content)
    assert "von Eva" in " ".join(pypdf.PdfReader(note).pages[0].extract_text().split())


def test_a_letters_way_tells_what_is_about_it_and_nothing_of_others(clerk: TestClient, run: Path) -> None:
    """The run's acts, and those that name its piece."""
    post(run, "1")
    assert "Stücke 1" in clerk.get(f"/laeufe/{run.name}/stuecke/1").text
    assert "Stücke 1" not in clerk.get(f"/laeufe/{run.name}/stuecke/2").text


@pytest.mark.parametrize("role", Role)
def test_only_who_has_to_do_with_letters_sees_them(office: Office, run: Path, role: Role) -> None:
    """The print shop and those who manage accounts don't."""
    answer = client_of(office, "Eva", role).get(f"/laeufe/{run.name}/stuecke/1")
    assert answer.status_code == (200 if role in HOUSE else 403)


def post(run: Path, pieces: str | None = None) -> None:
    """Let the run's letters go to the post."""
    by = Actor("Tom")
    with open_run(run, by) as journalled:
        journalled.record(EventKind.RELEASED, {"package": "shop"})
        journalled.record(EventKind.DELIVERED, {"package": "shop"})
        everything = f"1-{len(journalled.life.fates)}"
        journalled.record(EventKind.FEEDBACK, {"package": "shop", "pieces": {"printed": everything}})
    record_posted(run, by, dt.date(2020, 6, 16), None if pieces is None else read_ranges(pieces))

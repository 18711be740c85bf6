"""Läufe: nothing hidden, each with what is next and by whom; one run whole; its files and no others."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest
from lives_kit import words
from office_kit import client_of

from mailing.web.accounts.roles import Role
from mailing.web.run_list import all_standings

if TYPE_CHECKING:
    from lives_kit import Life

    from mailing.web.office import Office


def test_an_office_without_runs_says_so(office: Office) -> None:
    """Not an empty table."""
    assert "Noch gibt es keinen Lauf" in words(client_of(office, "Eva", Role.CREATE).get("/laeufe"))


def test_all_runs_are_listed_with_what_is_next_and_by_whom(life: Life) -> None:
    """A run's address holds its name and is linked."""
    page = life.eva.get("/laeufe")
    assert f'href="{life.page}"' in page.text
    told = words(page)
    assert "gesetzt, nicht freigegeben" in told
    assert "12 offen" in told
    assert "Freigeben: eine andere Person als Eva" in told


def test_a_list_is_read_again_when_something_has_happened(life: Life) -> None:
    """What was read before doesn't stand in the way of what is."""
    assert "gesetzt" in words(life.eva.get("/laeufe"))
    life.release()
    assert "Paket übergeben: das Büro, oder die Druckerei holt es ab" in words(life.eva.get("/laeufe"))


def test_many_runs_come_page_by_page(life: Life) -> None:
    """Each page is small."""
    for number in range(60):
        shutil.copytree(life.run, life.office.runs / f"2020-06-16_kopie_{number:08d}")
    first, second = life.eva.get("/laeufe"), life.eva.get("/laeufe?seite=2")
    assert "61 Läufe" in words(first)
    assert len(first.content) < 100_000
    assert "Seite 2 von 2" in words(second)
    assert life.eva.get("/laeufe?seite=99999999999").status_code == 200


def test_hundreds_of_runs_are_listed_fast_once_they_were_read(life: Life) -> None:
    """Only what has changed is read again."""
    for number in range(200):
        shutil.copytree(life.run, life.office.runs / f"2020-06-16_kopie_{number:08d}")
    all_standings(life.office)
    began = time.process_time()
    all_standings(life.office)
    assert time.process_time() - began < 0.3


def test_a_run_says_what_each_role_may_do(life: Life) -> None:
    """Offered is what would be allowed."""
    assert "Zurückziehen" in words(life.eva.get(life.page))
    assert f'href="{life.page}/freigabe"' in life.tom.get(life.page).text
    assert "Was Sie tun können" not in words(life.ute.get(life.page))


def test_a_run_whose_journal_was_changed_is_shown_as_that(life: Life) -> None:
    """It is listed, says that it can't be used, and offers nothing."""
    journal = life.run / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Eva", b"Eve"))
    with journal.open("ab") as file:
        file.write(b"{}\n")
    assert "nicht lesbar" in words(life.eva.get("/laeufe"))
    page = life.eva.get(life.page)
    assert page.status_code == 200
    assert "Das Journal des Laufs fehlt oder ist nicht" in words(page)
    assert "Was Sie tun können" not in words(page)
    for act in ("nachdruck", "einlieferung", "abschluss", "zurueckziehen", "akte", "vergleich"):
        assert life.eva.get(f"{life.page}/{act}").status_code in {200, 409, 422}


@pytest.mark.parametrize("name", ["rows.csv", "findings.csv", "manifest.json", "journal.jsonl", "proof.pdf"])
def test_the_house_downloads_a_runs_files(life: Life, name: str) -> None:
    """As they lie in its folder."""
    answer = life.ute.get(f"{life.page}/datei/{name}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize("name", ["key", "households.csv", "%2e%2e", "..%2f..%2fregister.key", "nul", "a%00b"])
def test_no_other_file_of_a_run_can_be_had(life: Life, name: str) -> None:
    """Neither the key nor what lies beside the run."""
    assert life.eva.get(f"{life.page}/datei/{name}").status_code == 404


@pytest.mark.parametrize(
    "name", ["gibt-es-nicht", "%2e%2e", "register.key", "%00", "x" * 300, "..%5c..", "CON", "a:b", "%F0%9F%92%A9"]
)
@pytest.mark.parametrize("act", ["", "/freigabe", "/nachdruck", "/abschluss", "/akte"])
def test_a_run_that_isnt_there_is_not_found(life: Life, name: str, act: str) -> None:
    """Whatever stands in the address."""
    client = client_of(life.office, "Max", Role.CREATE, Role.RELEASE)
    assert client.get(f"/laeufe/{name}{act}").status_code == 404


def test_a_link_out_of_the_runs_is_no_run(life: Life) -> None:
    """Whoever can put links there gets nothing of ours shown."""
    (life.office.data / "anderswo").mkdir()
    (life.office.data / "anderswo" / "manifest.json").write_text("{}")
    (life.office.runs / "verweis").symlink_to(life.office.data / "anderswo")
    assert life.eva.get("/laeufe/verweis").status_code == 404
    assert "verweis" not in life.eva.get("/laeufe").text


def test_a_report_is_written_on_request(life: Life) -> None:
    """And can be downloaded then."""
    life.eva.post(f"{life.page}/bericht")
    life.work()
    assert life.eva.get(f"{life.page}/datei/report.html").status_code == 200

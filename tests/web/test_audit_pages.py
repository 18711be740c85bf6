"""Auditors read and verify runs in the browser, and change nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from office_kit import client_of, work_off
from runs_kit import HOUSEHOLDS, bytes_in, run_in

from mailing.runs.showing.auditing import dossier_of
from mailing.web.accounts.roles import Role
from mailing.web.pages.audit import PAGES
from mailing.web.verifications import results
from mailing.web.work.queue import Queue

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from mailing.web.office import Office


@pytest.fixture
def run(office: Office) -> Path:
    """A run of twelve letters."""
    return run_in(office)


@pytest.fixture
def auditor(office: Office) -> TestClient:
    """An auditor's browser."""
    return client_of(office, "Pia", Role.AUDIT)


def verified(office: Office, auditor: TestClient, run: Path, **form: str) -> str:
    """Return the page of what a verification found."""
    begun = auditor.post(f"/pruefen/{run.name}", data=form)
    assert begun.url.path.startswith("/vorgaenge/")
    work_off(office)
    shown = auditor.get(begun.url.path)
    assert "/befunde/" in shown.url.path
    return shown.text


@pytest.mark.parametrize("how", ["schnell", "ganz"])
def test_a_sound_run_passes(office: Office, auditor: TestClient, run: Path, how: str) -> None:
    """As by `mailing verify`, and the run's page says so from then on."""
    assert "Bestanden" in verified(office, auditor, run, umfang=how)
    assert "Bestanden" in auditor.get(f"/pruefen/{run.name}").text


def test_a_changed_run_fails_with_where_and_what(office: Office, auditor: TestClient, run: Path) -> None:
    """The finding is the command line's own."""
    (print_file,) = (run / "shop/data").glob("*.pdf")
    print_file.write_bytes(print_file.read_bytes().replace(b"%%EOF", b"%%EOX"))
    text = verified(office, auditor, run, umfang="schnell")
    assert "Nicht bestanden" in text
    assert "audit." in text
    assert print_file.name in text


def test_the_list_is_compared_and_then_gone(office: Office, auditor: TestClient, run: Path) -> None:
    """It is kept only as long as the verification needs it, and another list is told."""
    given = (office.data / "liste-2020-06-15.csv").read_bytes()
    for content, word in ((given, "Bestanden"), (given.replace(b"Elif", b"Elfi"), "Nicht bestanden")):
        begun = auditor.post(f"/pruefen/{run.name}", files={"liste": ("liste.csv", content)}, data={"umfang": "ganz"})
        work_off(office)
        assert word in auditor.get(begun.url.path).text
        assert not list(office.uploads.iterdir())


def test_nothing_of_an_auditors_doing_changes_the_run(office: Office, auditor: TestClient, run: Path) -> None:
    """Byte for byte, whatever page was opened, verification and reports included."""
    before = bytes_in(office.runs)
    verified(office, auditor, run, umfang="ganz")
    for page in (f"/pruefen/{run.name}", "/pruefen", f"/laeufe/{run.name}/stuecke/1"):
        assert auditor.get(page).status_code == 200
    for name in ("bericht.html", "bericht-geschwaerzt.html", "manifest.json", "journal.jsonl"):
        assert auditor.get(f"/pruefen/{run.name}/dateien/{name}").status_code == 200
    assert {name: content for name, content in bytes_in(office.runs).items() if not name.endswith(".lock")} == {
        name: content for name, content in before.items() if not name.endswith(".lock")
    }


def test_the_sums_the_seals_and_the_journal_are_shown(auditor: TestClient, run: Path) -> None:
    """What an auditor compares with what others have."""
    text = auditor.get(f"/pruefen/{run.name}").text
    dossier = dossier_of(run)
    for told in (dossier.manifest_sha256, dossier.head, dossier.merkle_root, dossier.files[0].sha256):
        assert told in text
    assert len(dossier.equations) == 3
    assert text.count("geht auf") == 3
    assert "gesetzt" in text


def test_a_sum_that_is_wrong_is_told(auditor: TestClient, run: Path) -> None:
    """The page adds up itself."""
    manifest = run / "manifest.json"
    manifest.write_text(re.sub(r'"printed": 12', '"printed": 11', manifest.read_text("utf-8")), "utf-8")
    assert "geht nicht auf" in auditor.get(f"/pruefen/{run.name}").text


def test_findings_are_paged_and_hold_no_text_as_found(office: Office, auditor: TestClient, run: Path) -> None:
    """Hundreds of findings don't make one page, and what was read in letters stays out of what is kept."""
    households = run / "house/households.csv"
    households.write_bytes(households.read_bytes().replace(b"Elif", b"Elfi"))
    text = verified(office, auditor, run, umfang="ganz")
    assert "Nicht bestanden" in text
    (job,) = Queue(office.store).about(f"run:{run.name}")
    kept = results(office, job.result["results"], 0, 100)
    assert len(kept) >= HOUSEHOLDS
    assert "Elfi" not in str(kept)
    assert "Mustermann" not in str(kept)
    assert "Mustermann" not in str(job)
    assert results(office, job.result["results"], 3, 2) == kept[3:5]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDIT])
def test_others_have_no_audit_pages(office: Office, run: Path, role: Role) -> None:
    """Each address, by the role's own account."""
    client = client_of(office, "Eva", role)
    for page in PAGES:
        address = page.path.format(run_id=run.name, job="x", which="manifest.json")
        assert client.request(page.methods[0], address).status_code == 403


@pytest.mark.parametrize("name", ["../manifest.json", "..%2Fkey", "key", "manifest.json%00", "house"])
def test_only_named_files_are_given(auditor: TestClient, run: Path, name: str) -> None:
    """No part of an address is a path."""
    assert auditor.get(f"/pruefen/{run.name}/dateien/{name}").status_code == 404


def test_a_job_is_seen_by_those_who_may_see_its_run(office: Office, auditor: TestClient, run: Path) -> None:
    """The print shop doesn't learn of it, and an auditor ends only their own."""
    path = auditor.post(f"/pruefen/{run.name}", data={"umfang": "schnell"}).url.path
    assert client_of(office, "Karl", Role.SHOP).get(path).status_code == 404
    assert client_of(office, "Eva", Role.CREATE).get(f"{path}/stand").json()["state"] == "waiting"
    other = client_of(office, "Paul", Role.AUDIT)
    assert other.post(f"{path}/abbrechen").status_code == 404
    assert "Abgebrochen" in auditor.post(f"{path}/abbrechen").text

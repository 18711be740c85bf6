"""Pakete: the shop fetches what was released, confirms it and reports; it sees nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256

import pytest
from lives_kit import LETTERS, Life, words
from office_kit import client_of
from sqlalchemy import update

from mailing.base.progress import Progress
from mailing.model.actors import Actor
from mailing.web.accounts.roles import Role
from mailing.web.store.tables import jobs
from mailing.web.work.answer_tasks import feedback
from mailing.web.work.queue import JobState, Queue
from mailing.web.work.tasks import Order


def test_what_is_not_released_is_nothing_to_the_shop(life: Life) -> None:
    """Neither listed nor to be had."""
    assert "Noch ist kein Paket freigegeben" in words(life.dora.get("/pakete"))
    assert life.dora.get(life.packages).status_code == 404
    assert life.dora.post(f"{life.packages}/shop/herunterladen").status_code == 404
    assert life.kinds() == ["made"]


def test_the_shop_fetches_its_package_and_that_is_its_delivery(life: Life) -> None:
    """Fetched again it is the same archive, and no second delivery."""
    life.release()
    assert "Paket herunterladen" in words(life.dora.get("/pakete"))
    first, second = (life.dora.post(f"{life.packages}/shop/herunterladen") for _time in range(2))
    assert first.content == second.content
    assert "attachment" in first.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        names = archive.namelist()
    assert any(name.endswith("tagmanifest-sha256.txt") for name in names)
    assert not any("house" in name for name in names)
    assert life.kinds() == ["made", "released", "delivered"]
    event = life.last_event()
    assert event["by"] == {"name": "Dora", "source": "web"}
    assert event["details"]["sha256"] == sha256(first.content).hexdigest()  # type: ignore[index]


def test_a_package_that_was_changed_goes_nowhere(life: Life) -> None:
    """As little as by a delivery."""
    life.release()
    for archive in life.office.runs.glob(".*.outgoing/*"):
        archive.unlink()
    (pdf,) = life.run.glob("shop/data/*.pdf")
    pdf.write_bytes(pdf.read_bytes() + b" ")
    assert life.dora.post(f"{life.packages}/shop/herunterladen").status_code == 422
    assert "delivered" not in life.kinds()


@pytest.mark.parametrize("package", ["house", "shop-r1", "%2e%2e", "shop%2fdata", "SHOP"])
def test_there_are_no_other_packages(life: Life, package: str) -> None:
    """The house's folder is none."""
    life.release()
    assert life.dora.post(f"{life.packages}/{package}/herunterladen").status_code == 404
    assert life.dora.get(f"{life.packages}/{package}/auftragsblatt").status_code == 404


def test_the_shop_sees_its_packages_and_nothing_of_the_house(life: Life) -> None:
    """No list, no finding, no letter, no name."""
    life.deliver()
    for path in ("/laeufe", life.page, f"{life.page}/datei/rows.csv", f"{life.page}/freigabe", f"{life.page}/probe/1"):
        assert life.dora.get(path).status_code == 403
    assert "Mustermann" not in life.dora.get(life.packages).text
    sheet = life.dora.get(f"{life.packages}/shop/auftragsblatt")
    assert (sheet.headers["content-type"], sheet.content[:4]) == ("application/pdf", b"%PDF")


def test_the_shop_confirms_by_its_word_the_office_by_a_file(life: Life) -> None:
    """Kept with the run, as evidence."""
    life.deliver()
    assert life.eva.post(f"{life.packages}/empfang").status_code == 422
    life.dora.post(f"{life.packages}/empfang")
    life.work()
    assert life.kinds()[-1] == "accepted"
    (kept,) = (life.run / "house/evidence").iterdir()
    assert "Dora" in kept.read_text("utf-8")


def test_a_file_confirms_the_receipt(life: Life) -> None:
    """Under a name of ours; no upload stays."""
    life.deliver()
    life.eva.post(f"{life.packages}/empfang", files={"bestaetigung": ("../../Schein.PDF", b"%PDF-1.4 ja")})
    life.work()
    assert life.kinds()[-1] == "accepted"
    assert not any(life.office.uploads.iterdir())


def test_a_table_whose_worker_died_before_it_told_is_found_read(life: Life) -> None:
    """Its upload stays until the job is over: another worker takes it up."""
    life.deliver()
    table = b"piece;status\n1-9;gedruckt\n"
    life.dora.post(f"{life.packages}/rueckmeldung", files={"rueckmeldung": ("meldung.csv", table)})
    job = Queue(life.office.store).open_jobs()[-1]
    subject, by = job.subject.partition(":")[2], Actor(job.by)
    assert not feedback(Order(life.office, subject, job.arguments, by, job.created, Progress()))["is_known"]
    done = life.work()
    assert (done.state, done.result["is_known"]) == (JobState.DONE, True)
    assert life.kinds().count("feedback") == 1
    assert not any(life.office.uploads.iterdir())


def test_a_table_that_isnt_wanted_any_more_is_gone(life: Life) -> None:
    """With its job, which nobody had begun."""
    life.deliver()
    begun = life.dora.post(f"{life.packages}/rueckmeldung", files={"rueckmeldung": ("meldung.csv", b"piece;status\n")})
    assert any(life.office.uploads.iterdir())
    life.dora.post(f"{begun.url.path}/abbrechen")
    assert not any(life.office.uploads.iterdir())


def test_the_shops_table_is_read_and_told(life: Life) -> None:
    """What was applied, and row by row what wasn't."""
    life.deliver()
    job = life.report("1-9;gedruckt", "10;vernichtet", "99;gedruckt")
    page = life.dora.get(f"/vorgaenge/{job.id}")
    told = words(page)
    assert "9 gedruckt" in told
    assert "1 vernichtet" in told
    assert "Zeile 4: der Lauf hat dieses Stück nicht" in told
    table = life.dora.get(f"{life.packages}/nicht-uebernommen/{job.result['quarantine']}")
    assert b"99" in table.content
    again = life.report("1-9;gedruckt", "10;vernichtet", "99;gedruckt")
    assert "schon gelesen" in words(life.dora.get(f"/vorgaenge/{again.id}"))


def test_pieces_posted_before_their_delivery_are_told(life: Life) -> None:
    """They are taken all the same; a job that an older program did doesn't say whether there were any."""
    life.deliver()
    job = life.report("1-9;eingeliefert;24.06.2020", header="piece;status;time")
    told = words(life.dora.get(f"/vorgaenge/{job.id}"))
    assert "9 Stücke wären nach dieser Tabelle vor der Übergabe" in told
    older = {name: value for name, value in job.result.items() if name != "too_early"}
    with life.office.store.begin() as connection:
        connection.execute(update(jobs).where(jobs.c.id == job.id).values(result=json.dumps(older)))
    assert "wären nach dieser Tabelle" not in words(life.dora.get(f"/vorgaenge/{job.id}"))


def test_of_what_lies_beside_a_table_the_shop_gets_nothing(life: Life) -> None:
    """Only what it sent itself."""
    life.deliver()
    life.report("1;gedruckt")
    for name in (*(path.name for path in (life.run / "house/feedback").iterdir()), "x-confidential.csv", "%2e%2e"):
        assert life.dora.get(f"{life.packages}/nicht-uebernommen/{name}").status_code == 404


@pytest.mark.parametrize(("name", "content"), [("leer.csv", b""), ("", b"piece;status\n1;gedruckt\n")])
def test_a_table_that_is_none_is_told_at_its_field(life: Life, name: str, content: bytes) -> None:
    """Before a job is laid down."""
    life.deliver()
    answer = life.dora.post(f"{life.packages}/rueckmeldung", files={"rueckmeldung": (name, content)})
    assert answer.status_code in {400, 422}


def test_a_number_of_pieces_is_a_number(life: Life) -> None:
    """Told at its field, together with the missing file."""
    life.deliver()
    answer = life.dora.post(f"{life.packages}/rueckmeldung", data={"anzahl": "viele"})
    assert answer.status_code == 422
    assert 'href="#anzahl"' in answer.text
    assert 'href="#rueckmeldung"' in answer.text


def test_a_profile_without_a_target_delivers_nowhere(life: Life) -> None:
    """There is no button, and a form sent all the same is refused."""
    life.release()
    assert "Pakete liefern" not in words(life.eva.get(life.packages))
    assert life.eva.post(f"{life.packages}/lieferung").status_code == 422
    assert life.dora.post(f"{life.packages}/lieferung").status_code == 403


def test_a_run_that_was_closed_is_not_fetched_any_more(life: Life) -> None:
    """Its archive is gone from beside the run."""
    life.post_all()
    assert any(life.office.runs.glob(".*.outgoing"))
    life.eva.post(f"{life.page}/abschluss")
    assert life.kinds()[-1] == "closed"
    assert not any(life.office.runs.glob(".*.outgoing"))
    assert life.dora.post(f"{life.packages}/shop/herunterladen").status_code == 409
    assert "Paket herunterladen" not in words(life.dora.get(life.packages))


@pytest.mark.parametrize("role", [Role.RELEASE, Role.AUDIT, Role.ADMINISTER])
def test_nobody_else_fetches_packages(life: Life, role: Role) -> None:
    """The letters go to the shop."""
    life.release()
    other = client_of(life.office, "Max", role)
    assert other.post(f"{life.packages}/shop/herunterladen").status_code == 403
    assert life.kinds() == ["made", "released"]


def test_all_letters_are_counted(life: Life) -> None:
    """As many as the run has."""
    life.deliver()
    assert f"Stücke {LETTERS}" in words(life.dora.get(life.packages))

"""Freigabe: another person, who sees what they release; bound to what was shown; once, with a code."""

from __future__ import annotations

import pytest
from lives_kit import Life, hidden, words
from office_kit import client_of, work_off

from mailing.base.errors import VerificationError
from mailing.web.accounts.roles import Role
from mailing.web.work.queue import Queue


def test_what_awaits_release_is_listed(life: Life) -> None:
    """With a link, how many, and whose it is."""
    page = life.tom.get("/freigabe")
    assert f'href="{life.page}/freigabe"' in page.text
    assert "Sie können freigeben" in words(page)
    life.release()
    assert "Kein Lauf wartet" in words(life.tom.get("/freigabe"))


def test_whoever_releases_sees_what_to_how_many_and_who_made_it(life: Life) -> None:
    """And the pages of the proof, as pictures."""
    page = life.tom.get(f"{life.page}/freigabe")
    told = words(page)
    assert "12 Briefe" in told
    assert "Gemacht von Eva" in told
    assert f'src="{life.page}/probe/1"' in page.text
    picture = life.tom.get(f"{life.page}/probe/1")
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")


@pytest.mark.parametrize("number", ["0", "999", "x", "-1", "1e3", "٣", "99999999999999"])
def test_the_proof_has_its_pages_only(life: Life, number: str) -> None:
    """Whatever is asked for."""
    assert life.tom.get(f"{life.page}/probe/{number}").status_code in {404, 422}


def test_another_person_releases_by_a_code(life: Life) -> None:
    """The journal names the account; the verification comes before."""
    life.release()
    assert life.kinds() == ["made", "released"]
    assert life.last_event()["by"] == {"name": "Tom", "source": "web"}


def test_whoever_made_it_is_told_before_they_try(life: Life) -> None:
    """There is no button for them, and a form sent all the same does nothing."""
    both = client_of(life.office, "Eva", Role.CREATE, Role.RELEASE)
    page = both.get(f"{life.page}/freigabe")
    assert "Freigeben muss eine andere Person" in words(page)
    assert 'name="code"' not in page.text
    assert both.post(f"{life.page}/freigabe", data={"code": "123456"}).status_code == 409
    assert life.kinds() == ["made"]


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "１２３４５６"])
def test_without_the_right_code_nothing_is_released(life: Life, code: str) -> None:
    """The form comes back, and says so at the field."""
    assert life.secret
    form = hidden(life.tom.get(f"{life.page}/freigabe"))
    answer = life.tom.post(f"{life.page}/freigabe", data={**form, "code": code})
    assert answer.status_code == 422
    assert 'href="#code"' in answer.text
    work_off(life.office)
    assert life.kinds() == ["made"]


def test_a_form_that_is_sent_twice_releases_once(life: Life) -> None:
    """A code is taken once."""
    form = {**hidden(life.tom.get(f"{life.page}/freigabe")), "code": life.code()}
    first, second = (life.tom.post(f"{life.page}/freigabe", data=form) for _time in range(2))
    assert (first.status_code, second.status_code) == (200, 422)
    life.work()
    assert life.kinds() == ["made", "released"]


def test_a_release_that_a_killed_worker_had_done_is_found_done(life: Life) -> None:
    """The same job once more changes nothing."""
    life.release()
    queue = Queue(life.office.store)
    (job,) = queue.about(f"run:{life.run_id}")
    queue.add("release", f"run:{life.run_id}", job.arguments, "Tom")
    life.work()
    assert life.kinds() == ["made", "released"]


def test_what_is_no_more_what_was_shown_is_not_released(life: Life) -> None:
    """The form is bound to the manifest's hash."""
    form = {**hidden(life.tom.get(f"{life.page}/freigabe")), "code": life.code()}
    assert life.tom.post(f"{life.page}/freigabe", data={**form, "manifest": "0" * 64}).status_code == 409
    assert life.tom.post(f"{life.page}/freigabe", data={**form, "paket": "shop-r1"}).status_code == 409
    work_off(life.office)
    assert life.kinds() == ["made"]


def test_a_run_that_does_not_verify_is_not_released(life: Life) -> None:
    """The job says so."""
    (pdf,) = life.run.glob("shop/data/*.pdf")
    pdf.write_bytes(pdf.read_bytes() + b" ")
    form = hidden(life.tom.get(f"{life.page}/freigabe"))
    life.tom.post(f"{life.page}/freigabe", data={**form, "code": life.code()})
    with pytest.raises(VerificationError, match="nicht freigegeben"):
        life.work()
    assert life.kinds() == ["made"]


def test_a_finding_that_is_accepted_needs_a_reason(life: Life) -> None:
    """Both stand in the journal; what isn't a finding of the run's is nothing."""
    findings = life.run / "house/findings.csv"
    findings.write_text(
        findings.read_text("utf-8-sig") + "warning;duplicate.near;3;nachname;Zwei fast gleiche Haushalte;;nachname;x\n",
        "utf-8-sig",
    )
    form = hidden(life.tom.get(f"{life.page}/freigabe"))
    answer = life.tom.post(f"{life.page}/freigabe", data={**form, "code": life.code()})
    assert answer.status_code == 422
    assert "Zu entscheiden ist noch: Fast dieselbe Person" in words(answer)
    ticked = {**form, "hinnehmen": ["duplicate.near", "<b>"], "code": life.code()}
    answer = life.tom.post(f"{life.page}/freigabe", data=ticked)
    assert 'href="#begruendung"' in answer.text
    assert "checked" in answer.text


def test_whoever_was_to_release_rejects_with_a_reason(life: Life) -> None:
    """The run ends and stays listed; sent again, the form changes nothing more."""
    form = hidden(life.tom.get(f"{life.page}/freigabe"))
    assert life.tom.post(f"{life.page}/ablehnung", data=form).status_code == 422
    refusal = {**form, "grund": "Falscher Absender <script>"}
    answer = life.tom.post(f"{life.page}/ablehnung", data=refusal)
    assert "abgelehnt" in words(answer)
    assert "<script>" not in answer.text
    assert life.tom.post(f"{life.page}/ablehnung", data=refusal).status_code == 409
    assert life.kinds() == ["made", "rejected"]
    assert "abgelehnt" in words(life.eva.get("/laeufe"))


def test_the_office_withdraws_with_a_reason_until_it_is_delivered(life: Life) -> None:
    """Afterwards the page says that it can't any more."""
    form = hidden(life.eva.get(f"{life.page}/zurueckziehen"))
    assert life.eva.post(f"{life.page}/zurueckziehen", data=form).status_code == 422
    life.deliver()
    assert life.eva.post(f"{life.page}/zurueckziehen", data={**form, "grund": "Irrtum"}).status_code == 409
    assert "nicht mehr zurückziehen" in words(life.eva.get(f"{life.page}/zurueckziehen"))


def test_a_run_is_withdrawn(life: Life) -> None:
    """With the journal's head as it was shown."""
    form = hidden(life.eva.get(f"{life.page}/zurueckziehen"))
    assert "zurückgezogen" in words(life.eva.post(f"{life.page}/zurueckziehen", data={**form, "grund": "Irrtum"}))
    assert life.kinds() == ["made", "withdrawn"]
    assert life.dora.get(life.packages).status_code == 404

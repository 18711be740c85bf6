"""What comes after the delivery, page by page."""

from __future__ import annotations

import time

import pytest
from lives_kit import Life, hidden, words
from office_kit import client_of

from mailing.base.errors import NotAllowedError
from mailing.base.progress import Progress
from mailing.model.actors import Source, actor_named
from mailing.runs.afterwards.releasing import Accepted, look_at, release
from mailing.web.accounts.roles import Role
from mailing.web.work.queue import Queue

TODAY = time.strftime("%Y-%m-%d")


def test_pieces_that_are_gone_are_chosen_to_begin_with(life: Life) -> None:
    """A click makes their new copies."""
    life.deliver()
    life.report("1-9;gedruckt", "10-11;vernichtet")
    page = life.eva.get(f"{life.page}/nachdruck")
    assert "Gewählt: 2 Stücke" in words(page)
    assert page.text.count(" checked") == 2
    life.eva.post(f"{life.page}/nachdruck", data={**hidden(page), "stueck": ["10", "11"], "grund": "Papierstau"})
    assert life.work().result == {"package": "shop-r1", "pieces": 2, "needs": 1}
    assert life.last_event()["details"]["pieces"] == "10-11"  # type: ignore[index]
    assert "shop-r1" in words(life.eva.get(life.page))


def test_pieces_are_chosen_by_click_and_by_number_over_pages(life: Life) -> None:
    """What was chosen on one page is kept while another is shown."""
    life.deliver()
    life.report("1-12;gedruckt")
    page = life.eva.get(f"{life.page}/nachdruck")
    form = {**hidden(page), "fate": "printed"}
    turned = life.eva.post(
        f"{life.page}/nachdruck", data={**form, "gezeigt": "1-3", "stueck": "2", "weitere": "7-8", "seite": "1"}
    )
    assert "Gewählt: 3 Stücke" in words(turned)
    assert hidden(turned)["gewaehlt"] == "2,7-8"
    last = {**hidden(turned), "stueck": ["2", "7"], "alt": "destroyed"}
    life.eva.post(f"{life.page}/nachdruck", data=last)
    life.work()
    assert life.last_event()["details"]["pieces"] == "2,7"  # type: ignore[index]
    assert life.last_event()["details"]["old"] == {"destroyed": "2,7"}  # type: ignore[index]


def test_what_may_still_come_is_not_printed_once_more(life: Life) -> None:
    """A first copy of which nothing is recorded stands in the way: the verb says so."""
    life.deliver()
    life.report("1-12;gedruckt")
    form = hidden(life.eva.get(f"{life.page}/nachdruck"))
    life.eva.post(f"{life.page}/nachdruck", data={**form, "weitere": "3"})
    with pytest.raises(NotAllowedError):
        life.work()
    assert "reprinted" not in life.kinds()


@pytest.mark.parametrize("pieces", ["x", "3-", "9-3", "0", "1;2", "1-99999999999", "<b>", "1-900000000"])
def test_what_is_no_piece_is_told_at_its_field(life: Life, pieces: str) -> None:
    """And nothing is done."""
    life.deliver()
    form = hidden(life.eva.get(f"{life.page}/nachdruck"))
    answer = life.eva.post(f"{life.page}/nachdruck", data={**form, "weitere": pieces})
    assert answer.status_code == 422
    assert 'href="#weitere"' in answer.text


@pytest.mark.parametrize("field", ["gewaehlt", "gezeigt"])
@pytest.mark.parametrize("value", ["x", "1-900000000"])
def test_a_form_that_was_tampered_with_is_refused(life: Life, field: str, value: str) -> None:
    """At once: nobody counts to a billion for it."""
    life.deliver()
    form = hidden(life.eva.get(f"{life.page}/nachdruck"))
    assert life.eva.post(f"{life.page}/nachdruck", data={**form, field: value}).status_code == 422


def test_a_form_that_is_sent_twice_reprints_once(life: Life) -> None:
    """The second one is told that something has happened; a job that is done again finds it done."""
    life.deliver()
    life.report("1-11;gedruckt", "12;vernichtet")
    form = {**hidden(life.eva.get(f"{life.page}/nachdruck")), "stueck": "12"}
    life.eva.post(f"{life.page}/nachdruck", data=form)
    done = life.work()
    assert life.eva.post(f"{life.page}/nachdruck", data=form).status_code == 409
    Queue(life.office.store).add("reprint", f"run:{life.run_id}", done.arguments, "Eva")
    life.work()
    assert life.kinds().count("reprinted") == 1


def test_the_posting_is_recorded_with_day_and_evidence(life: Life) -> None:
    """All pieces that are printed, where none are named."""
    life.deliver()
    life.report("1-12;gedruckt")
    page = life.eva.get(f"{life.page}/einlieferung")
    assert "12 Stücke sind gedruckt" in words(page)
    evidence = {"beleg": ("Einlieferung vom Amt.pdf", b"%PDF-1.4\n%%EOF\n")}
    life.eva.post(f"{life.page}/einlieferung", data={**hidden(page), "tag": TODAY}, files=evidence)
    life.work()
    event = life.last_event()
    assert event["details"]["posted_on"] == {TODAY: "1-12"}  # type: ignore[index]
    (kept,) = (life.run / "house/evidence").glob("*.pdf")
    assert "Amt" not in kept.name
    again = life.eva.post(f"{life.page}/einlieferung", data={**hidden(page), "tag": TODAY})
    assert again.status_code == 409
    assert life.kinds().count("posted") == 1


@pytest.mark.parametrize("day", ["", "gestern", "2099-01-01", "31.02.2026"])
def test_a_day_that_cannot_be_is_told_at_its_field(life: Life, day: str) -> None:
    """Before anything is recorded."""
    life.deliver()
    life.report("1-12;gedruckt")
    form = hidden(life.eva.get(f"{life.page}/einlieferung"))
    answer = life.eva.post(f"{life.page}/einlieferung", data={**form, "tag": day})
    assert answer.status_code == 422
    assert 'href="#tag"' in answer.text


def test_a_day_before_the_delivery_must_be_confirmed(life: Life) -> None:
    """A delivery may have been recorded late: that is for a person to say."""
    life.deliver()
    life.report("1-12;gedruckt")
    form = {**hidden(life.eva.get(f"{life.page}/einlieferung")), "tag": "2020-06-17"}
    asked = life.eva.post(f"{life.page}/einlieferung", data=form)
    assert asked.status_code == 422
    assert 'id="trotzdem-ja"' in asked.text
    life.eva.post(f"{life.page}/einlieferung", data={**form, "trotzdem": "ja"})
    life.work()
    assert life.kinds()[-1] == "posted"


def test_what_is_missing_for_closing_is_told(life: Life) -> None:
    """And there is no button until nothing is."""
    life.deliver()
    life.report("1-11;gedruckt")
    page = life.eva.get(f"{life.page}/abschluss")
    assert "Stücke 12: noch offen" in words(page)
    assert "mailing feedback" not in words(page)
    assert "Lauf abschließen" not in words(page)
    answer = life.eva.post(f"{life.page}/abschluss")
    assert "geht noch nicht auf" in words(answer)
    assert "closed" not in life.kinds()


def test_a_run_that_adds_up_is_closed_once(life: Life) -> None:
    """The same form once more changes nothing."""
    life.post_all()
    for _time in range(2):
        assert "abgeschlossen" in words(life.eva.post(f"{life.page}/abschluss"))
    assert life.kinds().count("closed") == 1


@pytest.mark.parametrize("act", ["nachdruck", "einlieferung", "abschluss"])
def test_in_a_state_that_does_not_allow_it_a_page_says_so(life: Life, act: str) -> None:
    """Nothing is offered, and what is sent all the same is refused."""
    page = life.eva.get(f"{life.page}/{act}")
    assert page.status_code == 200
    assert "<button" not in page.text.partition("<main")[2].partition("<footer")[0]
    answer = life.eva.post(f"{life.page}/{act}", data={"weitere": "1", "tag": TODAY, "stand": "0" * 64})
    assert answer.status_code in {200, 409, 422}
    assert life.kinds() == ["made"]


@pytest.mark.parametrize("act", ["nachdruck", "einlieferung", "abschluss", "akte", "vergleich", "zurueckziehen"])
@pytest.mark.parametrize("role", [Role.RELEASE, Role.SHOP, Role.AUDIT, Role.ADMINISTER])
def test_only_the_clerk_does_it(life: Life, act: str, role: Role) -> None:
    """Whoever else asks is refused."""
    other = client_of(life.office, "Max", role)
    assert other.get(f"{life.page}/{act}").status_code == 403
    assert other.post(f"{life.page}/{act}").status_code == (405 if act == "akte" else 403)


def test_a_letters_way_has_no_package_that_it_is_not_in(life: Life) -> None:
    """A reprint of others is none of it; nor is a report of which nothing could be taken."""
    life.deliver()
    life.report("1-11;gedruckt", "12;vernichtet")
    life.report("99;gedruckt")
    form = {**hidden(life.eva.get(f"{life.page}/nachdruck")), "stueck": "12"}
    life.eva.post(f"{life.page}/nachdruck", data=form)
    life.work()
    tom = actor_named("Tom", Source.WEB)
    release(look_at(life.run, tom), tom, Accepted(), Progress())
    own, reprinted = (words(life.eva.get(f"{life.page}/stuecke/{piece}")) for piece in (1, 12))
    assert "freigegeben: shop-r1" not in own
    assert "beiseitegelegt" not in own
    assert "freigegeben: shop " in own
    assert "freigegeben: shop-r1" in reprinted

"""Retouren: a scanner's keystrokes, one letter after the other; recorded as a table would be."""

from __future__ import annotations

import stat

import pytest
from lives_kit import Life, hidden, words
from office_kit import client_of

from mailing.web.accounts.account import Account
from mailing.web.accounts.roles import Role
from mailing.web.scans import Scans

REASON = {"reason": "moved"}


def test_letters_are_scanned_one_after_the_other_and_recorded_together(life: Life) -> None:
    """The field has the focus again; the reason stays chosen."""
    life.post_all()
    for piece in (3, 4):
        page = life.eva.post("/ruecklaeufer", data={"code": life.scanned(piece), **REASON})
    assert page.status_code == 200
    assert "2 Briefe stehen auf der Liste" in words(page)
    assert '<option value="moved" selected>' in page.text
    assert "data-focus" in page.text
    assert "autofocus" in page.text
    life.eva.post("/ruecklaeufer/erfassen")
    done = life.work()
    assert "2 Retouren sind erfasst" in words(life.eva.get(f"/vorgaenge/{done.id}"))
    assert life.last_event()["details"]["pieces"] == {"moved": "3-4"}  # type: ignore[index]
    assert "0 Briefe stehen auf der Liste" in words(life.eva.get("/ruecklaeufer"))


def test_a_list_outlives_reloads_and_is_its_accounts_own(life: Life) -> None:
    """Only its owner can read where it lies."""
    life.post_all()
    life.eva.post("/ruecklaeufer", data={"code": life.scanned(3), **REASON})
    other = client_of(life.office, "Max", Role.CREATE)
    assert "0 Briefe" in words(other.get("/ruecklaeufer"))
    assert "Ein Brief steht" in words(life.eva.get("/ruecklaeufer"))
    (kept,) = (life.office.own / "scans").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "Eva" not in kept.name


@pytest.mark.parametrize("code", ["", "12", "abc", "=1+1", "1;moved\n2", "٣٣", "9" * 24, "9" * 5000])
def test_what_is_no_code_is_told_at_the_field(life: Life, code: str) -> None:
    """And isn't put on the list."""
    answer = life.eva.post("/ruecklaeufer", data={"code": code, **REASON})
    assert answer.status_code == 422
    assert 'id="code-fault"' in answer.text
    assert Scans(life.office, Account("Eva", frozenset({Role.CREATE}))).all() == []


def test_a_letter_that_was_not_posted_cannot_come_back(life: Life) -> None:
    """Told at once, not after a hundred more."""
    life.deliver()
    answer = life.eva.post("/ruecklaeufer", data={"code": life.scanned(3), **REASON})
    assert "nicht als eingeliefert erfasst" in words(answer)


def test_a_letter_that_is_scanned_twice_counts_once(life: Life) -> None:
    """The second time is told."""
    life.post_all()
    for _time in range(2):
        answer = life.eva.post("/ruecklaeufer", data={"code": life.scanned(3), **REASON})
    assert "steht schon auf der Liste" in words(answer)
    assert "Ein Brief steht" in words(answer)


def test_an_unknown_reason_is_none(life: Life) -> None:
    """Whatever a form sends."""
    life.post_all()
    assert life.eva.post("/ruecklaeufer", data={"code": life.scanned(3), "reason": "x;y"}).status_code == 422


def test_a_letter_is_taken_off_the_list(life: Life) -> None:
    """One, or all."""
    life.post_all()
    for piece in (3, 4, 5):
        life.eva.post("/ruecklaeufer", data={"code": life.scanned(piece), **REASON})
    assert "2 Briefe" in words(life.eva.post("/ruecklaeufer/entfernen", data={"code": life.scanned(4)}))
    assert "0 Briefe" in words(life.eva.post("/ruecklaeufer/entfernen", data={"alle": "ja"}))
    assert life.eva.post("/ruecklaeufer/erfassen").status_code == 422


def test_a_death_is_told_to_nobody_else(life: Life) -> None:
    """The journal has it among others, as by the command line."""
    life.post_all()
    life.eva.post("/ruecklaeufer", data={"code": life.scanned(3), "reason": "deceased"})
    life.eva.post("/ruecklaeufer/erfassen")
    life.work()
    assert life.last_event()["details"]["pieces"] == {"other": "3"}  # type: ignore[index]
    assert "verstorben" not in life.ute.get(life.page).text


def test_a_table_is_read_as_on_the_command_line(life: Life) -> None:
    """With what wasn't applied, row by row."""
    life.post_all()
    table = f"run;piece;reason\n{life.run_id};3;verzogen\n{life.run_id};99;verzogen\n".encode()
    life.eva.post("/ruecklaeufer/tabelle", files={"tabelle": ("post.csv", table)})
    done = life.work()
    told = words(life.eva.get(f"/vorgaenge/{done.id}"))
    assert "Eine Retoure ist erfasst" in told
    assert "Zeile 3: der Lauf hat dieses Stück nicht" in told
    assert life.eva.post("/ruecklaeufer/tabelle").status_code == 422


@pytest.mark.parametrize("role", [Role.RELEASE, Role.SHOP, Role.AUDIT, Role.ADMINISTER])
def test_only_the_clerk_records_returns(life: Life, role: Role) -> None:
    """Whoever else asks is refused."""
    assert client_of(life.office, "Max", role).get("/ruecklaeufer").status_code == 403


def test_a_form_of_this_page_sends_nothing_unseen(life: Life) -> None:
    """What was scanned doesn't go through the browser again."""
    assert hidden(life.eva.get("/ruecklaeufer")) == {}

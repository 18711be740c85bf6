"""Akte: notes and copies as files, two runs compared; what a job made is gone after a day."""

from __future__ import annotations

import io
import os
import time
import zipfile

import pytest
from lives_kit import LETTERS, Life, words
from program_kit import row, write_list

from mailing.cli import main
from mailing.web.results import new_result


def test_a_note_comes_as_a_pdf(life: Life) -> None:
    """By the piece or the household's number; who isn't there is told at the field."""
    life.post_all()
    for wanted in ("3", "23702//0000003"):
        answer = life.eva.post(f"{life.page}/akte/vermerk", data={"wer": wanted})
        assert (answer.headers["content-type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    for wanted in ("", "99", "<b>", "1-3"):
        answer = life.eva.post(f"{life.page}/akte/vermerk", data={"wer": wanted})
        assert answer.status_code == 422
        assert 'href="#wer"' in answer.text


def test_a_piece_that_was_not_posted_has_no_note(life: Life) -> None:
    """It would be false."""
    life.deliver()
    answer = life.eva.post(f"{life.page}/akte/vermerk", data={"wer": "3"})
    assert "nicht als eingeliefert erfasst" in words(answer)


def test_all_notes_come_in_one_file(life: Life) -> None:
    """Readable for a day, by clerks only."""
    life.post_all()
    life.eva.post(f"{life.page}/akte/vermerke")
    done = life.work()
    assert f"{LETTERS} Dokumente liegen bereit" in words(life.eva.get(f"/vorgaenge/{done.id}"))
    address = f"{life.page}/ergebnis/{done.result['result']}/ab-vermerke.zip"
    with zipfile.ZipFile(io.BytesIO(life.eva.get(address).content)) as archive:
        assert len(archive.namelist()) == LETTERS
    assert life.ute.get(address).status_code == 403
    folder = life.office.own / "results" / done.result["result"]
    os.utime(folder, (0, time.time() - 100_000))
    new_result(life.office)
    assert life.eva.get(address).status_code == 404


def test_copies_come_alone_or_together(life: Life) -> None:
    """One at once, several by a job."""
    answer = life.eva.post(f"{life.page}/akte/kopie", data={"wessen": "3", "gross": "ja"})
    assert answer.content[:4] == b"%PDF"
    assert life.eva.post(f"{life.page}/akte/kopie", data={"wessen": "99"}).status_code == 422
    assert life.eva.post(f"{life.page}/akte/kopien", data={"stuecke": "x"}).status_code == 422
    life.eva.post(f"{life.page}/akte/kopien", data={"stuecke": "3-5"})
    assert life.work().result["number"] == 3


def test_two_runs_are_compared(life: Life) -> None:
    """Counted on the page; who differs stands in the table only."""
    liste = write_list(life.office.data / "andere.csv", [row(number) for number in range(2, LETTERS + 2)])
    assert main(["run", str(liste), "--by", "Eva", "--date", "2020-06-16", "--out", str(life.office.runs)]) in {0, 4}
    (other,) = (path.parent.name for path in life.office.runs.glob("2020-06-16*/manifest.json"))
    assert other in life.eva.get(f"{life.page}/vergleich").text
    life.eva.post(f"{life.page}/vergleich", data={"anderer": other})
    done = life.work()
    page = life.eva.get(f"/vorgaenge/{done.id}")
    assert "Haushalte nur im ersten Lauf 1" in words(page)
    assert "23702" not in page.text
    table = life.eva.get(f"{life.page}/ergebnis/{done.result['result']}/vergleich.csv")
    assert b"23702//0000001" in table.content


@pytest.mark.parametrize("other", ["", "..", "gibt-es-nicht", "register.key"])
def test_there_must_be_another_run(life: Life, other: str) -> None:
    """Whatever a form sends."""
    assert life.eva.post(f"{life.page}/vergleich", data={"anderer": other}).status_code == 404


@pytest.mark.parametrize("path", ["x/kopien.zip", "%2e%2e/office.db", "%2e%2e/kopien.zip", "a%2fb/vergleich.csv"])
def test_nothing_else_is_a_result(life: Life, path: str) -> None:
    """Neither the database nor another's file."""
    assert life.eva.get(f"{life.page}/ergebnis/{path}").status_code == 404

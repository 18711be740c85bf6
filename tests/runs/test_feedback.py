"""`mailing feedback`: what the shop reports is applied as far as it leads forward; the rest is kept and told."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from life_kit import delivered, delivered_run, fates, made_run, scanned, table

from mailing.base.tables import read_table
from mailing.press import load_profile
from mailing.press.codes import code_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Path:
    """Return a run that the shop has."""
    return delivered_run(program, tmp_path)


def quarantine(run: Path) -> list[dict[str, str]]:
    """Return what was set aside."""
    (file,) = (run / "house/feedback").glob("*-quarantine.csv")
    return list(read_table(file))


def test_a_faultless_table_is_applied(program: Program, tmp_path: Path, run: Path) -> None:
    """Numbers, ranges and scanned codes; the words of English and German shops; `verify` stays green."""
    file = table(
        tmp_path,
        "1-3;gedruckt",
        "4;OK",
        f"{scanned(run, 5)};printed",
        "6;spoiled",
        "7;Makulatur",
        "0000008;Aussortiert",
    )
    assert program("feedback", run, file).code == 0
    assert fates(run) == {"printed": 5, "destroyed": 2, "pulled": 1, "open": 4}
    assert program("verify", run).code == 0


@pytest.mark.parametrize(
    "record",
    [
        "99;OK",
        "3;kaputt",
        "x;OK",
        "0;OK",
        "2;OK",
        "1;OK",
        "1;eingeliefert;2999-01-01",
        "5-99;OK",
        "CODE;OK",
        "FOREIGN;OK",
    ],
    ids=["unknown", "no status", "no piece", "zero", "doubled", "known", "future", "beyond", "misread", "foreign"],
)
def test_what_cannot_be_applied_is_set_aside(program: Program, tmp_path: Path, run: Path, record: str) -> None:
    """With the record's own cells and why; the rest of the table counts."""
    assert program("feedback", run, table(tmp_path, "1;OK", name="first.csv")).code == 0
    code = scanned(run, 6)
    told = record.replace("CODE", f"{code[:-1]}{(int(code[-1]) + 1) % 10}")
    told = told.replace("FOREIGN", _of_another_job(code))
    done = program("feedback", run, table(tmp_path, "2;OK", told))
    assert done.code == 4
    (aside,) = quarantine(run)
    assert aside["piece"] == told.split(";", maxsplit=1)[0]
    assert aside["row"] == "3"
    assert aside["why"]
    assert fates(run) == {"printed": 2, "open": 10}
    assert program("verify", run).code == 0


def _of_another_job(code: str) -> str:
    from mailing.press.codes import code_text

    return code_text((int(code[:8]) + 1) % 100_000_000, 6, 1, 1)


def test_records_that_contradict_each_other_are_both_set_aside(program: Program, tmp_path: Path, run: Path) -> None:
    """Nobody knows which is right."""
    assert program("feedback", run, table(tmp_path, "1;OK", "1;vernichtet")).code == 4
    assert [row["status"] for row in quarantine(run)] == ["OK", "vernichtet"]
    assert fates(run) == {"open": 12}


def test_a_contradiction_costs_only_the_pieces_that_it_is_about(program: Program, tmp_path: Path, run: Path) -> None:
    """A range is as good as a row for each piece; the piece is named."""
    assert program("feedback", run, table(tmp_path, "1-12;gedruckt", "5;vernichtet")).code == 4
    assert fates(run) == {"printed": 11, "open": 1}
    assert all("Stück 5" in row["why"] for row in quarantine(run))
    assert [row["piece"] for row in quarantine(run)] == ["1-12", "5"]
    assert program("verify", run).code == 0


def test_what_is_told_of_a_time_before_the_reprint_is_about_the_old_copy(
    program: Program, tmp_path: Path, run: Path
) -> None:
    """It doesn't destroy the new one; what is told of today does."""
    _with_reprint(program, tmp_path, run)
    late = table(tmp_path, "12;vernichtet;2020-07-01", name="b.csv")
    assert program("feedback", run, late).code == 4
    assert "alten Exemplar" in quarantine(run)[0]["why"]
    assert fates(run) == {"printed": 11, "open": 1}
    assert program("feedback", run, table(tmp_path, "12;vernichtet;2020-07-01T10:00", name="c.csv")).code == 4
    new = table(tmp_path, f"12;vernichtet;{dt.datetime.now().astimezone() + dt.timedelta(seconds=1)}", name="d.csv")
    assert program("feedback", run, new).code == 0
    assert fates(run) == {"printed": 11, "destroyed": 1}


def _with_reprint(program: Program, folder: Path, run: Path) -> None:
    """Have the shop report piece 12 as gone and get it anew."""
    assert program("feedback", run, table(folder, "1-11;OK", "12;vernichtet", name="a.csv")).code == 0
    assert program("reprint", run, "--open", "--by", "Eva").code == 0
    if program("status", run, "--json").json["runs"][0]["next"].startswith("release"):
        assert program("release", run, "--by", "Tom", "--yes").code == 0
    delivered(run, "shop-r1")


@pytest.mark.parametrize("form", ["%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M:%S Uhr", "%d.%m.%y %H.%M Uhr", "%d.%m.%y"])
def test_a_german_time_before_the_reprint_is_about_the_old_copy(
    program: Program, tmp_path: Path, run: Path, form: str
) -> None:
    """With its hour, on the day of the delivery too; with two figures for the year."""
    _with_reprint(program, tmp_path, run)
    before = dt.datetime.now().astimezone() - dt.timedelta(minutes=2 if "%M" in form else 24 * 60)
    assert program("feedback", run, table(tmp_path, f"12;gedruckt;{before:{form}}", name="b.csv")).code == 4
    assert "alten Exemplar" in quarantine(run)[0]["why"]
    assert fates(run) == {"printed": 11, "open": 1}


@pytest.mark.parametrize("time", ["gestern", "31.02.2026", "46353", "7:00"])
def test_a_time_that_cannot_be_read_tells_nothing_of_the_new_copy(
    program: Program, tmp_path: Path, run: Path, time: str
) -> None:
    """It may be the old one's."""
    _with_reprint(program, tmp_path, run)
    assert program("feedback", run, table(tmp_path, f"12;gedruckt;{time}", name="b.csv")).code == 4
    assert "nicht zu lesen" in quarantine(run)[0]["why"]
    assert fates(run) == {"printed": 11, "open": 1}


def test_where_there_is_one_copy_the_time_decides_nothing(program: Program, tmp_path: Path, run: Path) -> None:
    """Whether it can be read or not."""
    assert program("feedback", run, table(tmp_path, "1;gedruckt;gestern")).code == 0


@pytest.mark.parametrize("day", ["24.06.20", "24.06.2020, 7:30 Uhr", "2020-06-24 07:30"])
def test_a_day_of_posting_is_read_as_spreadsheets_write_it(
    program: Program, tmp_path: Path, run: Path, day: str
) -> None:
    """A cell with a day and an hour is one as well."""
    assert program("feedback", run, table(tmp_path, f"1-12;eingeliefert;{day}")).code == 0
    assert json.loads((run / "journal.jsonl").read_text("utf-8").splitlines()[-1])["details"]["posted_on"] == {
        "2020-06-24": "1-12"
    }


@pytest.mark.parametrize(("day", "number"), [("24.06.2020", 12), ("", 0), ("heute", 0)])
def test_posted_before_the_shop_had_the_run_is_told(
    program: Program, tmp_path: Path, run: Path, day: str, number: int
) -> None:
    """It is taken all the same: a delivery may have been recorded late."""
    today = f"{dt.datetime.now().astimezone():%d.%m.%Y}"
    called = program("feedback", run, table(tmp_path, f"1-12;eingeliefert;{today if day == 'heute' else day}"))
    assert ("12 Stücke wären nach dieser Tabelle" in called.out) is (number == 12)
    assert fates(run) == {"posted": 12}


def test_one_row_that_is_set_aside_is_one_row(program: Program, tmp_path: Path, run: Path) -> None:
    """The message says so."""
    assert "Eine Zeile ist nicht übernommen" in program("feedback", run, table(tmp_path, "1;verloren")).out


def test_the_same_table_twice_changes_nothing(program: Program, tmp_path: Path, run: Path) -> None:
    """Told by its hash, whatever its name."""
    assert program("feedback", run, table(tmp_path, "1-12;OK", "1;OK")).code == 4
    journal = (run / "journal.jsonl").read_bytes()
    assert program("feedback", run, table(tmp_path, "1-12;OK", "1;OK", name="again.csv")).code == 0
    assert (run / "journal.jsonl").read_bytes() == journal


def test_a_run_that_the_shop_has_not_got_has_no_feedback(program: Program, tmp_path: Path) -> None:
    """Exit code 2, what is allowed, and nothing is changed."""
    run = made_run(program, tmp_path)
    done = program("feedback", run, table(tmp_path, "1;OK"))
    assert done.code == 2
    assert "release" in done.err
    assert fates(run) == {"open": 12}


def test_a_table_without_its_columns_is_none(program: Program, tmp_path: Path, run: Path) -> None:
    """Nothing of it can be understood; its own columns are named."""
    done = program("feedback", run, table(tmp_path, "1;OK", header="sendung;ergebnis"))
    assert done.code == 3
    assert "sendung · ergebnis" in done.err


def test_german_columns_need_no_settings(program: Program, tmp_path: Path, run: Path) -> None:
    """They are what the job sheet calls them."""
    file = table(tmp_path, "1-12;eingeliefert;24.06.2020;", header="Stück;Status;Zeit;Grund")
    assert program("feedback", run, file).code == 0
    assert fates(run) == {"posted": 12}


def _profile(folder: Path, text: str) -> Path:
    dl = load_profile("dl")
    file = folder / "dl.toml"
    file.write_text(f"{dl.source}\n{text}\n", "utf-8")
    (folder / "FOGRA29L.icc").write_bytes(dl.icc_profile)
    return file


def test_the_profile_names_columns_and_words(program: Program, tmp_path: Path) -> None:
    """As its shop writes them."""
    settings = '[feedback]\ncolumns = {piece = "Sendung", status = "Ergebnis"}\nwords = {printed = ["fertig"]}'
    run = delivered_run(program, tmp_path, "--shop", _profile(tmp_path, settings))
    file = table(tmp_path, "1-11;fertig", "12;vernichtet", header="Sendung;Ergebnis")
    assert program("feedback", run, file).code == 0
    assert fates(run) == {"printed": 11, "destroyed": 1}


def test_the_profile_names_fixed_columns(program: Program, tmp_path: Path) -> None:
    """By their places in the line, without a header."""
    settings = "[feedback]\ncolumns = {piece = [1, 7], status = [8, 9]}\nwords = {printed = ['00'], destroyed = ['99']}"
    run = delivered_run(program, tmp_path, "--shop", _profile(tmp_path, settings))
    (tmp_path / "fest.txt").write_text("000000100\n000000299\n", "ascii")
    assert program("feedback", run, tmp_path / "fest.txt").code == 0
    assert fates(run) == {"printed": 1, "destroyed": 1, "open": 10}


def test_a_shop_that_names_exceptions_must_confirm_the_total(program: Program, tmp_path: Path) -> None:
    """Silence is not success."""
    run = delivered_run(program, tmp_path, "--shop", _profile(tmp_path, '[feedback]\nlists = "exceptions"'))
    file = table(tmp_path, "3;Makulatur")
    assert program("feedback", run, file).code == 2
    assert program("feedback", run, file, "--total", 11).code == 2
    assert fates(run) == {"open": 12}
    assert program("feedback", run, file, "--total", 12).code == 0
    assert fates(run) == {"printed": 11, "destroyed": 1}


def test_an_exception_that_nobody_understands_confirms_nothing(program: Program, tmp_path: Path) -> None:
    """The piece that it means may be any."""
    run = delivered_run(program, tmp_path, "--shop", _profile(tmp_path, '[feedback]\nlists = "exceptions"'))
    assert program("feedback", run, table(tmp_path, "3;Makulatur", "?;Makulatur"), "--total", 12).code == 4
    assert fates(run) == {"destroyed": 1, "open": 11}


def test_an_edited_quarantine_is_told(program: Program, tmp_path: Path, run: Path) -> None:
    """Its hash stands in the journal."""
    program("feedback", run, table(tmp_path, "99;OK"))
    (file,) = (run / "house/feedback").glob("*-quarantine.csv")
    file.write_bytes(file.read_bytes().replace(b"99", b"98"))
    assert program("verify", run).code == 5


def test_the_sheets_of_a_letter_may_be_reported_one_by_one(program: Program, tmp_path: Path, run: Path) -> None:
    """They say the same of one piece; the same sheet twice, the piece once more, or another word is set aside."""
    job = int(json.loads((run / "shop/data/job.json").read_bytes())["job"])
    first, second = (code_text(job, 1, sheet, 2) for sheet in (1, 2))
    others = [code_text(job, 2, sheet, 2) for sheet in (1, 2)]
    lines = [f"{first};OK", f"{second};OK", f"{second};OK", "1;OK", f"{others[0]};OK", f"{others[1]};Makulatur"]
    assert program("feedback", run, table(tmp_path, *lines)).code == 4
    assert fates(run) == {"printed": 1, "open": 11}
    assert [line["row"] for line in quarantine(run)] == ["4", "5", "6", "7"]

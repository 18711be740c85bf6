"""The synthetic list: the same for the same seed, clean, of the measured sizes, with names from everywhere."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from intake_lists import Taken, take

from mailing.base.working_days import is_working_day
from mailing.intake import write_sample
from mailing.intake.checks.characters import DataType, is_within
from mailing.intake.checks.towns import directory, is_same_place
from mailing.intake.sample.names import SHARES, stock
from mailing.intake.sample.places import MUNICIPALITIES
from mailing.model import LIST_COLUMNS

SITES = Path(__file__).parents[2] / "sample_data" / "sites.csv"


def sample(households: int, seed: int = 0, *, persons: bool = True) -> list[dict[str, str]]:
    """Return the rows of a sample."""
    stream = io.StringIO(newline="")
    write_sample(households, seed, stream, persons=persons)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline=""), delimiter=";"))


@pytest.fixture(scope="module")
def thousand() -> list[dict[str, str]]:
    """A sample of two thousand households."""
    return sample(2_000)


def test_a_seed_is_a_list() -> None:
    """The same for the same seed, another for another."""
    assert sample(50, 1) == sample(50, 1) != sample(50, 2)


def test_it_has_the_lists_own_columns(thousand: list[dict[str, str]]) -> None:
    """In their order; which language somebody asks for, few lists say."""
    assert tuple(thousand[0]) == tuple(name for name in LIST_COLUMNS if name != "sprache")


def test_sizes_are_as_measured(thousand: list[dict[str, str]]) -> None:
    """2.03 persons a household, 55 % of them alone; one representative each."""
    sizes = Counter(row["bg_nummer"] for row in thousand)
    assert len(sizes) == 2_000
    assert 1.95 < len(thousand) / len(sizes) < 2.11
    assert 0.52 < sum(size == 1 for size in sizes.values()) / len(sizes) < 0.58
    assert sum(row["rolle"] == "Vertreter" for row in thousand) == 2_000


def test_one_row_a_household() -> None:
    """On request only the representatives."""
    rows = sample(30, persons=False)
    assert len(rows) == len({row["bg_nummer"] for row in rows}) == 30


def test_addresses_are_of_the_region(thousand: list[dict[str, str]]) -> None:
    """All 21 municipalities, each PLZ with its place."""
    assert len(MUNICIPALITIES) == 21
    assert {row["ort"] for row in thousand} == {place.name for place in MUNICIPALITIES}
    for code, place in {(row["plz"], row["ort"]) for row in thousand}:
        assert any(is_same_place(place, official) for official in directory()[code])


def test_sites_are_those_of_the_table(thousand: list[dict[str, str]]) -> None:
    """All 19 of `sample_data/sites.csv`."""
    with SITES.open(encoding="utf-8-sig", newline="") as stream:
        sites = {row["standort"] for row in csv.DictReader(stream, delimiter=";")}
    assert len(sites) == 19
    assert {row["standort"] for row in thousand} == sites


def test_appointments_are_in_office_hours(thousand: list[dict[str, str]]) -> None:
    """Working days from 22 June to 31 July 2020, for representatives."""
    moments = [datetime.fromisoformat(row["termin"]) for row in thousand if row["rolle"] == "Vertreter"]
    assert min(moments) >= datetime(2020, 6, 22, 8)  # noqa: DTZ001 - local time
    assert max(moments) < datetime(2020, 7, 31, 16)  # noqa: DTZ001 - local time
    assert all(is_working_day(moment.date(), "NI") for moment in moments)
    assert all(8 <= moment.hour < 16 for moment in moments)


def test_names_come_from_many_countries() -> None:
    """Every stock has names of both kinds, all within DIN 91379, none in capitals."""
    for locale in SHARES:
        names = stock(locale)
        for part in (names.women, names.men, names.surnames_of_women, names.surnames_of_men):
            assert len(part) >= 8, locale
            assert all(is_within(name, DataType.NAMES) for name in part)


def test_a_sample_is_clean(tmp_path: Path) -> None:
    """Nothing is found in it, whatever a letter needs, and every household has a bulk letter."""
    for seed in (0, 7):
        path = tmp_path / "muster.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            write_sample(3_000, seed, stream)
        taken: Taken = take(path, required=("termin", "standort", "kundennummer", "vorname", "anrede"))
        assert taken.codes == Counter()
        assert set(taken.fates.values()) == {("", "")}
        assert len(taken.households) == 3_000

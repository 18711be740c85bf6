"""Whatever stands in a list: every row has one fate, and every household comes from rows that have a letter."""

from __future__ import annotations

import dataclasses
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from intake_lists import DEMANDS, NAMES, Taken, as_csv, examples, person

from mailing.base.errors import MailingError
from mailing.findings import Severity
from mailing.intake import ListSource, SideLists, take_in
from mailing.model import Disposition

SAMPLES = Path(__file__).parents[2] / "sample_data" / "listen"
STARTS = (b"", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"bg_nummer;plz\n")
NASTY = st.text(st.sampled_from("aÄß \u00a0\u200b\u202e\u0301;\"'\t\n=+-@(/<1590oO\u2603\ufffdÃ¼\0{%}"), max_size=8)
ENTRY = st.one_of(
    st.just(""), NASTY, st.text(max_size=6), st.sampled_from(["1067", "ja", "ohne festen Wohnsitz", "Polen"])
)
COLUMNS = (*NAMES, "titel", "zusatz", "ortsteil", "land", "termin", "format", "empfaenger", "auskunftssperre", "notiz")
LAST = person(99, **{**dict.fromkeys(COLUMNS[len(NAMES) :], ""), "termin": "2020-06-24 09:30", "notiz": "x"})
"""A faultless row that has all columns."""
ROWS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["Vertreter", "Mitglied", ""]),
        st.dictionaries(st.sampled_from(COLUMNS), ENTRY, max_size=3),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, required=st.sampled_from([(), ("termin",), ("vorname", "notiz")]))
def test_every_row_has_one_fate(rows: list[tuple[int, str, dict[str, str]]], required: tuple[str, ...]) -> None:
    """Rows = those with a letter + merged + suppressed + rejected + special routes; only our own errors are raised."""
    listed = [person(number, **{"rolle": role, **entries}) for number, role, entries in rows]
    text = as_csv([*listed, LAST])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.csv"
        path.write_bytes(text.encode("utf-8", "replace"))
        demands = dataclasses.replace(DEMANDS, required=required)
        with suppress(MailingError):
            _check(Taken(take_in(ListSource(path=path), SideLists(), demands)))


def _check(taken: Taken) -> None:
    ledger, households = taken.intake.ledger, taken.households
    assert len(set(ledger.rows)) == len(ledger.rows) == len(ledger.dispositions)
    fates = Counter(ledger.dispositions)
    assert set(fates) <= {"", *Disposition}
    assert sum(fates.values()) == taken.intake.inputs[0].rows
    answered = {row: index for row, index in zip(ledger.rows, ledger.households, strict=True) if index >= 0}
    assert set(answered.values()) == set(range(len(households)))
    assert all(answered[household.row] == household.index for household in households)
    open_rows = Counter(
        index for index, disposition in zip(ledger.households, ledger.dispositions, strict=True) if not disposition
    )
    assert open_rows == {household.index: len(household.mitglieder) for household in households}
    rejected = {row for row, fate in taken.fates.items() if fate[0] == Disposition.REJECTED}
    errors = {finding.row for finding in taken.intake.findings if finding.severity is Severity.ERROR}
    assert errors <= set(ledger.rows)
    assert errors <= rejected | {row for row, fate in taken.fates.items() if fate[0] in {"suppressed", "special_route"}}
    for finding in taken.intake.findings:
        assert finding.message
        assert finding.hint


@settings(deadline=None, max_examples=examples(40))
@given(
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"bg_nummer;plz\n"]
    ),
    rest=st.binary(max_size=600),
)
def test_any_bytes_end_in_our_own_error(start: bytes, rest: bytes) -> None:
    """No file makes the reader fall."""
    _take_bytes(start + rest)


@settings(deadline=None, max_examples=examples(40))
@given(
    name=st.sampled_from(["mappe.xlsx", "mappe.ods", "tabelle.parquet"]),
    place=st.floats(0, 1, exclude_max=True),
    junk=st.binary(min_size=1, max_size=8),
)
@example(name="tabelle.parquet", place=0.2848273090359903, junk=b")Q")  # no such value in its dictionary
def test_a_workbook_damaged_anywhere_ends_in_our_own_error(name: str, place: float, junk: bytes) -> None:
    """Bytes overwritten at any place of a good workbook or Parquet file."""
    data = bytearray((SAMPLES / name).read_bytes())
    start = int(place * len(data))
    data[start : start + len(junk)] = junk
    _take_bytes(bytes(data))


def _take_bytes(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste"
        path.write_bytes(data)
        with suppress(MailingError):
            take_in(ListSource(path=path), SideLists(), DEMANDS)

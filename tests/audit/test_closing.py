"""Closing a run: every row has its disposition, and a run that doesn't add up leaves no manifest."""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import jsonschema
import pytest
from audit_run import Table, make_run, neighbours, press, record

from mailing.audit import RunRecord, close_run, write_households
from mailing.audit.manifest import Manifest, manifest_bytes
from mailing.audit.manifest_checks import manifest_schema
from mailing.base.errors import ExitCode, ProgramFaultError
from mailing.findings import KINDS, Finding
from mailing.model import AppliedChange, Intake, Pieces, PressedFile, Route, RowLedger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CODE = "audit.address"
"""Some code that the table of findings has: dispositions are the rooms' own, closing only carries them."""


def rows(run: Path) -> list[list[str]]:
    """Return the lines of rows.csv below its header."""
    with (run / "house/rows.csv").open(encoding="utf-8-sig", newline="") as text:
        header, *lines = csv.reader(text, delimiter=";")
    assert header == ["row", "bg_number", "disposition", "piece", "code", "message"]
    return lines


def with_ledger(made: RunRecord, **columns: object) -> RunRecord:
    """Return the record with other columns in its ledger."""
    intake = made.intake
    ledger = replace(intake.ledger, **columns)  # type: ignore[arg-type]
    inputs = (replace(intake.inputs[0], rows=len(ledger.rows)),)
    return replace(made, intake=replace(intake, ledger=ledger, inputs=inputs))


@pytest.fixture
def made(tmp_path: Path) -> RunRecord:
    """Six letters in two files, ready to be closed."""
    people = neighbours(6)
    return record(people, press(people, tmp_path, 3))


def test_the_manifest_is_as_its_schema_says(tmp_path: Path) -> None:
    """What is written is valid, and read back the same."""
    run = make_run(tmp_path / "run")
    content = json.loads((run / "manifest.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(manifest_schema())
    jsonschema.Draft202012Validator(manifest_schema()).validate(content)
    assert manifest_bytes(Manifest.from_json(content)) == (run / "manifest.json").read_bytes()


def test_every_row_has_its_line(made: RunRecord, tmp_path: Path) -> None:
    """In the list's order, with disposition and piece."""
    close_run(made, tmp_path)
    assert [line[:4] for line in rows(tmp_path)] == [
        [str(2 + place), f"23702//{place:07d}", "printed", str(1 + place)] for place in range(6)
    ]


def test_each_disposition_is_told(made: RunRecord, tmp_path: Path) -> None:
    """Members share the letter, duplicates are merged, the rest has no piece but a reason."""
    record_ = with_ledger(
        made,
        rows=range(2, 13),
        bg_numbers=[str(number) for number in range(11)],
        households=[0, 0, 1, 1, 2, 3, 4, 5, -1, -1, -1],
        dispositions=["", "", "", "merged", "", "", "", "", "suppressed", "rejected", "special_route"],
        codes=["", "", "", CODE, "", "", "", "", CODE, CODE, CODE],
    )
    reason = Finding(CODE, row=11, details={"piece": 1, "expected": 2, "found": "?", "what": "x"})
    record_ = replace(record_, intake=replace(record_.intake, findings=(reason,)))
    manifest = close_run(record_, tmp_path)
    lines = rows(tmp_path)
    assert [line[2] for line in lines][-4:] == ["printed", "suppressed", "rejected", "special_route"]
    assert lines[1][2:4] == ["printed", "1"]
    assert lines[3][2:5] == ["merged", "2", CODE]
    assert lines[9][3:] == ["", CODE, reason.message]
    assert manifest.counts == {
        "rows": 11,
        "households": 6,
        "pieces": 6,
        "digital": 0,
        "seeds": 0,
        "sheets": 6,
        "pages": 6,
        "printed": 7,
        "merged": 1,
        "suppressed": 1,
        "rejected": 1,
        "special_route": 1,
    }


def test_a_household_that_lost_its_letter_takes_its_rows_along(tmp_path: Path) -> None:
    """The members' rows and the duplicates' carry the code and text of the representative's finding."""
    people = neighbours(3)
    files = press(people[:2], tmp_path, 5)
    made = record(people[:2], files)
    finding = Finding(CODE, row=5, details={"piece": 1, "expected": 2, "found": "?", "what": "x"})
    made = with_ledger(
        made,
        rows=range(2, 7),
        bg_numbers=["a", "b", "c", "c", "c"],
        households=[0, 1, 2, 2, 2],
        dispositions=["", "", "", "", "merged"],
        codes=["", "", "", "", ""],
    )
    intake = replace(made.intake, households=Table(people))
    close_run(replace(made, intake=intake, rejected={2: CODE}, letter_findings=(finding,)), tmp_path)
    assert [line[2:] for line in rows(tmp_path)[2:]] == [["rejected", "", CODE, finding.message]] * 3


def test_letters_on_a_route_of_their_own_are_told_apart(made: RunRecord, tmp_path: Path) -> None:
    """A file of another route gives its rows the disposition special_route, with their pieces."""
    first, second = made.files
    close_run(replace(made, files=(first, replace(second, route=Route.LARGE_PRINT))), tmp_path)
    assert [line[2] for line in rows(tmp_path)] == ["printed"] * 3 + ["special_route"] * 3
    assert rows(tmp_path)[-1][3] == "6"


def test_seeds_are_pieces_but_no_households(tmp_path: Path) -> None:
    """Control letters to the office stand in the manifest as such."""
    people = neighbours(6)
    manifest = close_run(record(people, press(people, tmp_path, 6, seeds=2), seeds=2), tmp_path)
    assert manifest.seeds == (5, 6)
    assert (manifest.counts["pieces"], manifest.counts["households"], manifest.counts["seeds"]) == (6, 4, 2)


def _first_file(made: RunRecord, **changes: object) -> RunRecord:
    first, *others = made.files
    return replace(made, files=(replace(first, **changes), *others))  # type: ignore[arg-type]


def _first_piece(made: RunRecord, **changes: object) -> RunRecord:
    first, *others = made.files[0].pieces
    return _first_file(made, pieces=Pieces(made.files[0].path, (first._replace(**changes), *others)))  # type: ignore[arg-type]


def with_lines(made: RunRecord, lines: int, **others: int) -> RunRecord:
    """Return the record of a list that is a text of so many lines."""
    told = replace(made.intake.inputs[0], lines=lines, other_lines=others)
    return replace(made, intake=replace(made.intake, inputs=(told,)))


FAULTS = {
    "a row was lost": lambda made: replace(
        made, intake=replace(made.intake, inputs=(replace(made.intake.inputs[0], rows=7),))
    ),
    "a line of the file was lost": lambda made: with_lines(made, lines=9, head=1, blank=1),
    "a row has no disposition": lambda made: with_ledger(made, households=[0, 1, 2, 3, 4, -1]),
    "a row has a disposition that isn't one": lambda made: with_ledger(made, dispositions=["lost"] + [""] * 5),
    "a piece answers no row": lambda made: with_ledger(
        made, dispositions=["suppressed"] + [""] * 5, households=[-1, 1, 2, 3, 4, 5]
    ),
    "two pieces for one household": lambda made: _first_piece(made, household=1),
    "numbers with a gap": lambda made: _first_piece(made, piece=9),
    "pages left over in a file": lambda made: _first_file(made, pages=4),
    "a piece on another's pages": lambda made: _first_piece(made, first_page=2, last_page=2),
    "a piece longer than its pages": lambda made: _first_piece(made, pages=2),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_run_that_does_not_add_up_is_a_fault(made: RunRecord, tmp_path: Path, fault: str) -> None:
    """Exit code 1, no manifest, and no books but the lines that were there before pressing."""
    with pytest.raises(ProgramFaultError, match="geht nicht auf") as caught:
        close_run(FAULTS[fault](made), tmp_path)
    assert caught.value.exit_code is ExitCode.FAULT
    assert not (tmp_path / "manifest.json").exists()
    assert [path.name for path in (tmp_path / "house").iterdir()] == ["households.csv"]


def test_the_closing_starts_at_the_lines_of_the_file(made: RunRecord, tmp_path: Path) -> None:
    """Rows, line breaks in cells, blank lines, titles and headers are all lines of it; a workbook has none."""
    for folder, record_of_text in (("text", with_lines(made, lines=10, head=1, breaks=2, blank=1)), ("workbook", made)):
        write_households(made.intake.households, batches(made), tmp_path / folder)
        close_run(record_of_text, tmp_path / folder)
    (told,) = json.loads((tmp_path / "text" / "manifest.json").read_bytes())["inputs"]
    assert (told["lines"], told["other_lines"]) == (10, {"head": 1, "breaks": 2, "blank": 1})
    assert "lines" not in json.loads((tmp_path / "workbook" / "manifest.json").read_bytes())["inputs"][0]


def test_findings_and_changes_are_kept(made: RunRecord, tmp_path: Path) -> None:
    """Ordered by row, with the list's own column and cell; the accepted changes with what was found."""
    details = {"piece": 1, "expected": 2, "found": "?", "what": "x"}
    late, early = (Finding(CODE, row=row, field="plz", details=details, column="PLZ", cell="1067 ") for row in (7, 3))
    change = AppliedChange(3, "plz", "1067", "01067", "plz.four-digits", "edited")
    intake = replace(made.intake, findings=(late,), changes=(change,))
    close_run(replace(made, intake=intake, letter_findings=(early,)), tmp_path)
    lines = (tmp_path / "house/findings.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "severity;code;row;field;message;hint;column;found"
    assert [line.split(";")[2] for line in lines[1:]] == ["3", "7"]
    assert KINDS[CODE].hint in lines[1]
    assert lines[1].endswith(";PLZ;1067 ")
    assert "3;plz;1067;01067;plz.four-digits;edited" in (tmp_path / "house/changes.csv").read_text("utf-8-sig")


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Two runs of the same input are the same, key and manifest included."""
    first, second = make_run(tmp_path / "one"), make_run(tmp_path / "two")
    for path in ("manifest.json", "house/key", "house/households.csv", "house/rows.csv"):
        assert (first / path).read_bytes() == (second / path).read_bytes()


def test_a_households_hash_can_be_made_by_hand(tmp_path: Path) -> None:
    """HMAC-SHA256 of the piece's line in households.csv under the key in house/."""
    run = make_run(tmp_path / "run")
    key = bytes.fromhex((run / "house/key").read_text())
    line = (run / "house/households.csv").read_bytes().split(b"\r\n")[3]
    told = json.loads((run / "manifest.json").read_bytes())["pieces"]["household_hmac"]
    assert hmac.new(key, line, hashlib.sha256).hexdigest() == told[128:192]


def batches(made: RunRecord) -> list[tuple[Sequence[int], Sequence[int]]]:
    """Return each file's pieces and their households."""
    return [(file.pieces.numbers, file.pieces.households) for file in made.files]


class _WithLineFeeds(Table):
    """Households whose address lines hold a line feed."""

    def column(self, name: str) -> Sequence[object]:
        """Return one column of all households."""
        return ["c/o Müller\nHinterhaus"] * len(self) if name == "zusatz" else super().column(name)


def test_a_line_feed_in_a_cell_ends_no_line(made: RunRecord, tmp_path: Path) -> None:
    """The hashes are those of whole lines, one a piece."""
    households = _WithLineFeeds(neighbours(6))
    write_households(households, batches(made), tmp_path)
    told = close_run(replace(made, intake=replace(made.intake, households=households)), tmp_path).household_hmac
    key = bytes.fromhex((tmp_path / "house/key").read_text())
    lines = (tmp_path / "house/households.csv").read_bytes().split(b"\r\n")[1:-1]
    assert all(b"Hinterhaus" in line for line in lines)
    assert told == "".join(hmac.new(key, line, hashlib.sha256).hexdigest() for line in lines)


def test_another_list_makes_another_key(tmp_path: Path) -> None:
    """Who knows a household but not the whole list can't make its hash."""
    keys = {(make_run(tmp_path / str(count), count) / "house/key").read_text() for count in (5, 6)}
    assert len(keys) == 2


def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    """0600 and 0700 for all that closing writes."""
    run = tmp_path / "run"
    make_run(run)
    for path in [run / "manifest.json", *(run / "house").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_no_personal_data_outside_the_house(tmp_path: Path) -> None:
    """The manifest knows neither names nor BG-Nummern."""
    run = make_run(tmp_path / "run")
    manifest = (run / "manifest.json").read_text("utf-8")
    for person in neighbours(12):
        assert person.bg_nummer not in manifest
        assert person.nachname not in manifest


def test_a_run_without_letters_of_a_kind_still_closes(tmp_path: Path) -> None:
    """All rows suppressed but one household's."""
    people = neighbours(1)
    files: tuple[PressedFile, ...] = press(people, tmp_path, 1)
    ledger = RowLedger([2, 3], ["a", "b"], [0, -1], ["", "suppressed"], ["", CODE])
    made = record(people, files)
    intake: Intake = replace(made.intake, ledger=ledger, inputs=(replace(made.intake.inputs[0], rows=2),))
    assert close_run(replace(made, intake=intake), tmp_path).counts["suppressed"] == 1

"""The journal: appended whole, mended only where an append was cut off, and every other change is told."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lifecycle_kit import EVA, MANIFEST, WHOLE_LIFE, events_of, write_events

from mailing.base.errors import VerificationError
from mailing.lifecycle import EventKind, Journal, append, is_sealed, journal_faults, journal_in, read_journal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a journal that tells of a whole life."""
    file = tmp_path / "journal.jsonl"
    write_events(file, events_of(*WHOLE_LIFE))
    return file


def codes(content: bytes) -> list[str]:
    """Return what a verification says of a journal."""
    return [finding.code for finding in journal_faults(journal_in(content), MANIFEST, lambda _path: None)]


def test_what_is_appended_is_read(file: Path) -> None:
    """The control: events come back as they were, and nothing is wrong with them."""
    assert list(read_journal(file).events()) == events_of(*WHOLE_LIFE)
    assert codes(file.read_bytes()) == []


@pytest.mark.parametrize("line", range(len(WHOLE_LIFE) - 1))
def test_a_missing_line_is_told(file: Path, line: int) -> None:
    """Any but the last, whose absence the seal tells."""
    lines = file.read_bytes().splitlines(keepends=True)
    assert "journal.chain" in codes(b"".join(lines[:line] + lines[line + 1 :]))


@pytest.mark.parametrize("line", range(len(WHOLE_LIFE) - 1))
def test_an_edited_line_is_told(file: Path, line: int) -> None:
    """Somebody else's name in it, say."""
    lines = file.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b'"name": "', b'"name": "X')
    assert "journal.chain" in codes(b"".join(lines))


def test_a_seal_follows_each_append(file: Path) -> None:
    """As `sha256sum` writes it."""
    content, found = file.read_bytes(), file.with_name("journal.sha256").read_bytes()
    assert found == f"{hashlib.sha256(content).hexdigest()}  journal.jsonl\n".encode()
    assert is_sealed(content, found)


def test_a_seal_that_a_kill_left_one_line_behind_is_the_journals(file: Path) -> None:
    """Between the append and its seal; also where the append itself was cut off."""
    content, found = file.read_bytes(), file.with_name("journal.sha256").read_bytes()
    assert is_sealed(content + b'{"number": 99, "at": "2', found)
    assert is_sealed(content + b"a line of the next event\n", found)
    assert not is_sealed(content + b"two\nlines\n", found)


def test_what_changes_at_the_end_breaks_the_seal(file: Path) -> None:
    """The last line taken away, any byte of it, its line feed."""
    content, found = file.read_bytes(), file.with_name("journal.sha256").read_bytes()
    last = content.rindex(b"\n", 0, -1) + 1
    assert not is_sealed(content[:last], found)
    assert not is_sealed(content[:-1], found)
    assert not any(
        is_sealed(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :], found)
        for place in range(last, len(content))
    )


def test_two_lines_that_changed_places_are_told(file: Path) -> None:
    """Whichever they are."""
    lines = file.read_bytes().splitlines(keepends=True)
    lines[4], lines[5] = lines[5], lines[4]
    assert "journal.chain" in codes(b"".join(lines))


def test_a_forged_order_is_told(tmp_path: Path) -> None:
    """Also where the chain is right: delivered before anybody released it."""
    file = tmp_path / "journal.jsonl"
    write_events(file, events_of(WHOLE_LIFE[0], WHOLE_LIFE[2]))
    assert codes(file.read_bytes()) == ["journal.not-allowed"]


def test_an_empty_journal_is_a_missing_one() -> None:
    """A run is made, so its journal says at least that."""
    assert codes(b"") == ["journal.missing"]


def test_another_manifest_is_told(file: Path) -> None:
    """The journal of another run, put here."""
    found = list(journal_faults(read_journal(file), "0" * 64, lambda _path: None))
    assert {finding.code for finding in found} == {"journal.manifest"}


def test_files_of_events_are_compared() -> None:
    """One that changed and one that is gone."""
    (made,) = events_of((EventKind.MADE, {**WHOLE_LIFE[0][1], "files": {"a": MANIFEST, "b": MANIFEST}}, EVA))
    journal = Journal((made.as_line(),))
    found = journal_faults(journal, MANIFEST, {"a": "0" * 64}.get)
    assert [finding.code for finding in found] == ["journal.file-changed", "journal.file-missing"]


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a//b", "a\\b", "."])
def test_no_event_names_a_file_outside(path: str) -> None:
    """What a verification is to open lies in the run's folder."""
    (made,) = events_of((EventKind.MADE, {**WHOLE_LIFE[0][1], "files": {path: MANIFEST}}, EVA))
    assert codes(made.as_line() + b"\n") == ["journal.broken"]


def test_an_append_that_was_cut_off_is_told_and_mended_by_the_next_writer(tmp_path: Path) -> None:
    """At every byte: nothing of it happened, and the next writer's event takes its place."""
    made, released = events_of(*WHOLE_LIFE[:2])
    whole = made.as_line() + b"\n"
    for end in range(1, len(released.as_line())):
        file = tmp_path / "journal.jsonl"
        file.write_bytes(whole + released.as_line()[:end])
        assert codes(file.read_bytes()) == ["journal.unfinished"]
        append(file, read_journal(file), released)
        assert file.read_bytes() == whole + released.as_line() + b"\n"


def test_an_event_that_lacks_only_its_line_feed_happened(tmp_path: Path) -> None:
    """It isn't cut off: the next writer ends the line."""
    made, released, delivered = events_of(*WHOLE_LIFE[:3])
    file = tmp_path / "journal.jsonl"
    file.write_bytes(made.as_line() + b"\n" + released.as_line())
    assert codes(file.read_bytes()) == []
    append(file, read_journal(file), delivered)
    assert list(read_journal(file).events()) == [made, released, delivered]


def test_what_no_writer_began_is_damage(tmp_path: Path) -> None:
    """It stays where it is."""
    made = events_of(WHOLE_LIFE[0])[0]
    file = tmp_path / "journal.jsonl"
    file.write_bytes(made.as_line() + b"\n" + b"something else")
    assert codes(file.read_bytes()) == ["journal.broken"]


def test_a_journal_that_changed_meanwhile_is_not_written(file: Path) -> None:
    """Somebody wrote past the lock."""
    journal = read_journal(file)
    with file.open("ab") as stream:
        stream.write(b"x")
    before = file.read_bytes()
    with pytest.raises(VerificationError):
        append(file, journal, events_of(*WHOLE_LIFE)[-1])
    assert file.read_bytes() == before


def test_a_clock_that_was_set_back_is_told_and_no_fault(tmp_path: Path) -> None:
    """The number orders events; an hour back is a warning."""
    made, released = events_of(*WHOLE_LIFE[:2])
    file = tmp_path / "journal.jsonl"
    write_events(file, [made, replace(released, at=made.at - dt.timedelta(hours=1))])
    (finding,) = journal_faults(read_journal(file), MANIFEST, lambda _path: None)
    assert (finding.code, finding.forbids_the_letter) == ("journal.clock", False)

"""What is no list ends in one clear message; nothing bursts the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_lists import as_csv, person, take, take_text

from mailing.base.errors import ExitCode, InputError, MailingError, UsageError
from mailing.intake import ListSource
from mailing.intake.formats.reading import read_source

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1 << 20


def refusal(path: Path) -> InputError:
    """Return the error that a file ends in, which says what, where and what to do."""
    with pytest.raises(InputError) as caught:
        take(path)
    assert caught.value.exit_code == ExitCode.INPUT_UNUSABLE
    assert caught.value.what
    assert caught.value.where
    return caught.value


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"   \n", b"\xff\xfe", b"\0\0\0\0"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """Nothing, a mark alone, blank lines alone."""
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    refusal(path)


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    """A header without a row below it gives no letter."""
    with pytest.raises(InputError, match="keine Zeile"):
        take_text(tmp_path, as_csv([]) + "\r\n;;;\r\n")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Bild"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "Archiv"),
        (b"<!DOCTYPE html><html><table>", "HTML"),
        (b"<?xml version='1.0'?><rows/>", "XML"),
        (b"SQLite format 3\0", "SQLite"),
        (bytes(range(256)) * 20, "keinen Text"),
        (b"\0" * 5000, "keinen Text"),
        (b"PK\x03\x04" + b"x" * 500, "beschädigt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "beschädigt"),
        (b"PAR1" + b"\0" * 500, "beschädigt"),
    ],
)
def test_what_is_no_list_is_called_by_its_name(tmp_path: Path, content: bytes, word: str) -> None:
    """Binary junk and files of other kinds are refused before anything is guessed."""
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    assert word in refusal(path).what


def test_a_line_of_gigabytes_is_refused_early(tmp_path: Path) -> None:
    """A file of two gigabytes without a line end, most of it a hole, is given up at once."""
    path = tmp_path / "liste.csv"
    with path.open("wb") as stream:
        stream.write(as_csv([person(1)]).encode())
        stream.truncate(2 << 30)
    assert "1 MB" in refusal(path).what or "keinen Text" in refusal(path).what


def test_a_long_line_in_the_midst_is_refused(tmp_path: Path) -> None:
    """The line that is too long may come late, and across the blocks in which the file is read."""
    path = tmp_path / "liste.csv"
    rows = as_csv(person(number) for number in range(1, 40_000))
    path.write_bytes(rows.encode() + b"x" * (3 * MEGABYTE // 2) + b"\r\n")
    assert "1 MB" in refusal(path).what


def test_ten_thousand_columns_are_refused(tmp_path: Path) -> None:
    """Nobody means that; the message says how many are read."""
    path = tmp_path / "liste.csv"
    path.write_text(";".join(f"spalte{number}" for number in range(10_000)) + "\r\n" + ";" * 9_999 + "\r\n")
    assert "500" in refusal(path).what


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The message names the path."""
    assert "gibt es nicht" in refusal(tmp_path / "fehlt.csv").what
    assert "Ordner" in refusal(tmp_path).what


def test_a_list_is_a_file_or_a_database(tmp_path: Path) -> None:
    """Neither and both are wrong usage."""
    for source in (ListSource(), ListSource(path=tmp_path / "a.csv", url="sqlite:///a.db", table="t")):
        with pytest.raises(UsageError):
            read_source(source)


def test_the_hash_is_that_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    """The record names the very bytes."""
    import hashlib

    taken = take_text(tmp_path, as_csv([person(1)]))
    record = taken.intake.inputs[0]
    assert record.sha256 == hashlib.sha256((tmp_path / "liste.csv").read_bytes()).hexdigest()
    assert (record.name, record.rows) == ("liste.csv", 1)


def test_messages_name_no_person(tmp_path: Path) -> None:
    """An error's text carries rows and columns, no names."""
    with pytest.raises(MailingError) as caught:
        take_text(tmp_path, as_csv([person(1, plz="", nachname="Geheim")]))
    assert "Geheim" not in f"{caught.value.what} {caught.value.where} {caught.value.hint}"

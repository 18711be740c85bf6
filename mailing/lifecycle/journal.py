"""The journal: `journal.jsonl` in a run's folder, an event a line, each with the hash of the line before.

It is appended to and never rewritten. An event is written by one call, whole with its line feed, and flushed to the
disk before anybody is told that it happened. A kill or a full disk can leave the beginning of a line at the end of the
file: that is an unfinished append, which never happened, and the next writer cuts it off. Whatever else isn't as it
was written is damage, which no writer touches.

Beside it lies its seal, the checksum of the whole file in the words of `sha256sum`: no line's hash stands behind the
last one. It follows each append, so after a kill it may be one line behind.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import SurroundingsError, VerificationError
from mailing.base.files import OWNER_ONLY_FILE, flush_folder, write_whole
from mailing.base.messages import _
from mailing.base.stores import is_on_store
from mailing.lifecycle.event import Event, read_event
from mailing.model import runfolder

if TYPE_CHECKING:
    from pathlib import Path

LINE_FEED = b"\n"


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds.

    Attributes:
        lines: the whole lines, without their line feeds.
        rest: what stands behind the last line feed: b"" where nothing was interrupted.
    """

    lines: tuple[bytes, ...] = ()
    rest: bytes = b""

    @property
    def head(self) -> str | None:
        """The hex SHA-256 of the last event's line; None where there is none."""
        events = self.events()
        return events[-1].digest if events else None

    @property
    def is_unfinished(self) -> bool:
        """Whether the rest is the beginning of an append that was cut off.

        It begins as the next event's line does, and is no whole object: a whole one without its line feed is an event
        (see `events`), and anything else was never written by this program.
        """
        start = f'{{"number": {len(self.lines) + 1}, "at": "'.encode()
        begins = self.rest.startswith(start) or start.startswith(self.rest)
        return bool(self.rest) and begins and not _is_json(self.rest)

    def events(self) -> tuple[Event, ...]:
        """Return all events; whether they hang together, `chain_faults` says.

        One that lacks only its line feed was written whole, so it happened.

        Raises:
            ValueError: a line is no event; the error is its number and what is wrong with it.
        """
        rest = () if not self.rest or self.is_unfinished else (self.rest,)
        return tuple(_event_on(number, line) for number, line in enumerate((*self.lines, *rest), start=1))


def _event_on(number: int, line: bytes) -> Event:
    try:
        return read_event(line)
    except ValueError as error:
        raise ValueError(number, str(error)) from error


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def read_journal(file: Path) -> Journal:
    """Return what a journal's file holds; an empty journal where there is none."""
    try:
        return journal_in(file.read_bytes())
    except FileNotFoundError:
        return Journal()


def journal_in(content: bytes) -> Journal:
    """Return what a journal's bytes hold."""
    *lines, rest = content.split(LINE_FEED)
    return Journal(tuple(lines), rest)


def append(file: Path, journal: Journal, event: Event) -> None:
    """Add an event to the journal as it was read; the caller holds the run's lock.

    An unfinished append is cut off first; a line feed that alone is missing is added. Where the disk is full nothing
    of the event stays. A store can't append: there the file is written anew, whole.

    Raises:
        VerificationError: the journal isn't any more what was read.
        SurroundingsError: the event doesn't fit on the disk.
        OSError: the file can't be written.
    """
    end = sum(map(len, journal.lines)) + len(journal.lines)
    line = event.as_line() + LINE_FEED
    if journal.rest and not journal.is_unfinished:
        end, line = end + len(journal.rest), LINE_FEED + line
    if is_on_store(file):
        write_whole(file, LINE_FEED.join((*journal.lines, line)))
        seal(file)
        return
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ONLY_FILE)
    try:
        if os.fstat(descriptor).st_size != end + (len(journal.rest) if journal.is_unfinished else 0):
            raise VerificationError(
                _("Das Journal hat sich während des Aufrufs verändert"),
                where=str(file),
                hint=_("mailing verify sagt, ob es noch ganz ist"),
            )
        _write_at(descriptor, end, line, file)
    finally:
        os.close(descriptor)
    flush_folder(file.parent)
    seal(file)


def seal(file: Path) -> None:
    """Write the journal's checksum beside it."""
    content = _seal_of(file.read_bytes())
    write_whole(file.with_name(runfolder.JOURNAL_SEAL), content, runfolder.seal_beside(file.parent))


def is_sealed(content: bytes, found: bytes) -> bool:
    """Whether a seal is the journal's: of all its bytes or, after a kill, of all but the last append."""
    whole, _line_feed, _rest = content.rpartition(LINE_FEED)
    before, line_feed, _last = whole.rpartition(LINE_FEED)
    return found in {_seal_of(content), _seal_of(whole + LINE_FEED), _seal_of(before + line_feed)}


def _seal_of(content: bytes) -> bytes:
    return f"{hashlib.sha256(content).hexdigest()}  {runfolder.JOURNAL}\n".encode()


def _write_at(descriptor: int, end: int, line: bytes, file: Path) -> None:
    """Write at the end of what stays; where that fails, leave that alone."""
    os.ftruncate(descriptor, end)
    os.lseek(descriptor, end, os.SEEK_SET)
    try:
        if os.write(descriptor, line) == len(line):
            os.fsync(descriptor)
            return
    except OSError:
        os.ftruncate(descriptor, end)
        raise
    os.ftruncate(descriptor, end)
    raise SurroundingsError(
        _("Das Journal lässt sich nicht fortschreiben: der Datenträger ist voll"),
        where=str(file),
        hint=_("Platz schaffen und den Aufruf wiederholen; geändert ist nichts"),
    )

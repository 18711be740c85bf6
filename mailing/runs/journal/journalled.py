"""The frame of every verb that does something with a finished run: under its lock, as its journal allows, on record.

    with open_run(folder, by) as run:
        run.refuse_unless_allowed(EventKind.DELIVERED)           # state and person; exit code 2, nothing changed
        ... look whether it has been done: a call repeated must not do it twice ...
        ... do it: files by `write_whole`, names as in `runfolder` ...
        signature = run.sign(EventKind.DELIVERED, key)           # where a key was given; its files go into the event
        run.record(EventKind.DELIVERED, {"package": "shop", "target": target}, files=[path])

What an event's details must have is told in `lifecycle.applying`. They name no household: numbers of pieces only, as
`piece_ranges.written` has them. `run.life` says state, packages and fates; `run.head` what is anchored outside.

The event comes last, so that what the journal tells has happened. A call that is killed before has done work without a
record: repeat it, and it must find that work and end the same way. So write files under names that a repeated call
writes again, and ask the other side what it has before sending. Files that stay in the run's folder lie below
`runfolder.FEEDBACK`, `EVIDENCE` or `SIGNATURES`, or in a reprint's package, and are named by their event (`files`):
what isn't is told as a stranger by `verify`. `record` checks the event against the journal by the same rules as
`verify` does, so that no verb can write what a verification would refuse.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mailing.base.errors import NotAllowedError, UsageError, VerificationError
from mailing.base.files import remove_unfinished, sha256_of
from mailing.base.messages import _
from mailing.lifecycle import (
    STATE_NAMES,
    Event,
    EventKind,
    RunState,
    append,
    applied,
    chain_faults,
    files_of,
    life_of,
    read_journal,
    refuse_unless_allowed,
    seal,
)
from mailing.model import runfolder
from mailing.runs.journal.act_signing import SignedAct, sign_act
from mailing.runs.making.folder import alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mailing.audit.signing import SigningKey
    from mailing.lifecycle import Journal, RunLife
    from mailing.model.actors import Actor

SECONDS_TO_WAIT = 10
"""For so long a call waits until another one has ended: most acts take less."""


class JournalledRun:
    """A finished run and its journal, while this call alone works on it.

    Attributes:
        root: the run's folder.
        by: who acts.
        events: what has happened so far.
        life: what they come to.
    """

    def __init__(self, root: Path, by: Actor) -> None:
        self.root = root
        self.by = by
        self._manifest = sha256_of(root / runfolder.MANIFEST)
        self._journal = read_journal(self._file)
        self.events = _whole(self._journal, self._manifest, root)
        self.life = _life(self.events, root)

    @property
    def _file(self) -> Path:
        return self.root / runfolder.JOURNAL

    @property
    def head(self) -> str:
        """The hex SHA-256 of the journal's last line, to be anchored outside the run."""
        return self.events[-1].digest

    @property
    def manifest(self) -> str:
        """The hex SHA-256 of `manifest.json`."""
        return self._manifest

    def life_before(self, event: Event) -> RunLife:
        """Return what the events before one of the journal's came to."""
        return _life(self.events[: event.number - 1], self.root)

    def refuse_unless_allowed(self, kind: EventKind) -> None:
        """Refuse an act before anything is done for it; `NotAllowedError` says what would be allowed."""
        refuse_unless_allowed(self.life, kind, self.by)

    def check(self, kind: EventKind, details: Mapping[str, Any]) -> None:
        """Refuse an event that the journal doesn't allow, as `record` would, before anything is done for it."""
        applied(self.life, self._event(kind, details))

    def sign(self, kind: EventKind, key: SigningKey) -> list[Path]:
        """Sign what is about to be recorded as the next event; return the files to name in it."""
        return sign_act(self.root, len(self.events) + 1, SignedAct(kind, self.by, self._manifest, self.head), key)

    def record(self, kind: EventKind, details: Mapping[str, Any], files: Iterable[Path] = ()) -> Event:
        """Append an event to the journal, and let `life` and `events` tell of it.

        `files` are those that the act left in the run's folder.

        Raises:
            NotAllowedError: the run's state, its packages or pieces, or the person don't allow it; nothing is written.
        """
        kept = {path.relative_to(self.root).as_posix(): sha256_of(path) for path in files}
        event = self._event(kind, {**details, "files": kept} if kept else details)
        life = applied(self.life, event)
        append(self._file, self._journal, event)
        self._journal = read_journal(self._file)
        self.events, self.life = (*self.events, event), life
        return event

    def _event(self, kind: EventKind, details: Mapping[str, Any]) -> Event:
        return Event(
            number=self.events[-1].number + 1,
            at=now(),
            by=self.by,
            kind=kind,
            details=details,
            manifest=self._manifest,
            previous=self.head,
        )


@contextmanager
def open_run(run: Path, by: Actor, seconds: float = SECONDS_TO_WAIT) -> Iterator[JournalledRun]:
    """Give a finished run, locked, with a journal that hangs together.

    Raises:
        UsageError: it is no run, or one that isn't complete.
        VerificationError: its journal isn't what was written.
        SurroundingsError: another call works on it, for longer than `seconds`.
    """
    _refuse_unfinished(run)
    run = run.resolve()
    with alone(run, seconds):
        _refuse_unfinished(run)
        remove_unfinished(run)
        opened = JournalledRun(run, by)
        _remove_unused_signatures(run, opened.events)
        yield opened


def record_made(run: Path, by: Actor, details: Mapping[str, Any]) -> None:
    """Write the first event of a run that is complete, if it has none; the caller holds the run's lock.

    Raises:
        VerificationError: there is a journal that isn't what was written.
    """
    file = run / runfolder.JOURNAL
    journal = read_journal(file)
    manifest = sha256_of(run / runfolder.MANIFEST)
    if journal.lines or (journal.rest and not journal.is_unfinished):
        if len(_whole(journal, manifest, run)) == 1 and not (run / runfolder.JOURNAL_SEAL).exists():
            seal(file)  # a kill came between
        return
    append(file, journal, Event(1, now(), by, EventKind.MADE, manifest, None, details))


def refuse_ended(run: Path) -> None:
    """Refuse to make a run again that was rejected or withdrawn: it would stand in the register as made.

    Its manifest may be harmed: the run is made again with the same bytes, and then the journal belongs to it.

    Raises:
        NotAllowedError: it was.
        VerificationError: its journal isn't what was written.
    """
    if not ((run / runfolder.MANIFEST).is_file() and (run / runfolder.JOURNAL).is_file()):
        return
    try:
        life = _life(read_journal(run / runfolder.JOURNAL).events(), run)
    except ValueError as error:
        raise _damaged(run) from error
    if life.state in {RunState.REJECTED, RunState.WITHDRAWN}:
        raise NotAllowedError(
            _("Dieser Lauf ist {state}; er wird nicht noch einmal gemacht").format(state=_(STATE_NAMES[life.state])),
            where=str(run),
            hint=_("Liste, Vorlage oder Datum ändern, oder einen anderen Ordner nennen: --out ORDNER"),
        )


def read_life(run: Path) -> tuple[tuple[Event, ...], RunLife]:
    """Return a finished run's events and what they come to, without its lock; errors as for `open_run`."""
    _refuse_unfinished(run)
    events = _whole(read_journal(run / runfolder.JOURNAL), sha256_of(run / runfolder.MANIFEST), run)
    return events, _life(events, run)


def _remove_unused_signatures(run: Path, events: tuple[Event, ...]) -> None:
    """Remove signatures of an act that was cut off before it was recorded: they would be told as strangers."""
    known, folder = files_of(events), run / runfolder.SIGNATURES
    for path in sorted(folder.glob("*")):
        if path.relative_to(run).as_posix() not in known:
            path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def now() -> dt.datetime:
    """Return the time with this machine's zone, to the second.

    It is recorded as the clock says, also where that was set back: the number orders events, and `verify` tells.
    """
    return dt.datetime.now().astimezone().replace(microsecond=0)


def _refuse_unfinished(run: Path) -> None:
    if (run / runfolder.MANIFEST).is_file() and not (run / runfolder.JOURNAL).is_symlink():
        return
    raise UsageError(
        _("Das ist nicht der Ordner eines fertigen Laufs"),
        where=str(run),
        hint=_("Den Ordner angeben, in dem manifest.json und journal.jsonl liegen"),
    )


def _whole(journal: Journal, manifest: str, run: Path) -> tuple[Event, ...]:
    """Return the events of a journal that hangs together and belongs to the manifest."""
    try:
        events = journal.events()
    except ValueError as error:
        raise _damaged(run) from error
    if not events or any(chain_faults(events)) or any(event.manifest != manifest for event in events):
        raise _damaged(run)
    return events


def _life(events: tuple[Event, ...], run: Path) -> RunLife:
    try:
        life = life_of(events)
    except (UsageError, ValueError) as error:
        raise _damaged(run) from error
    if life is None:
        raise _damaged(run)
    return life


def _damaged(run: Path) -> VerificationError:
    return VerificationError(
        _("Das Journal des Laufs fehlt oder ist nicht, wie das Programm es schrieb"),
        where=str(run / runfolder.JOURNAL),
        hint=_("mailing verify sagt, woran es liegt; bis das geklärt ist, geht mit dem Lauf nichts weiter"),
    )

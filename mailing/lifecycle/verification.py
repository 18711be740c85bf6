"""Whether a journal is what was written, and tells only what was allowed to happen.

It can tell a line that was changed, taken out of the middle, put in or moved. Whoever owns the disk can write a whole
chain anew: that its head is the one that was, what lies outside says (signatures, the shop's ready files, file notes).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mailing.base.errors import NotAllowedError
from mailing.findings import Finding
from mailing.lifecycle.applying import applied
from mailing.lifecycle.life import RunLife, RunState
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from mailing.lifecycle.event import Event
    from mailing.lifecycle.journal import Journal


def journal_faults(journal: Journal, manifest: str, digest_of: Callable[[str], str | None]) -> Iterator[Finding]:
    """Give what is wrong with a run's journal.

    Args:
        journal: as it was read.
        manifest: the hex SHA-256 of the run's `manifest.json`.
        digest_of: returns the hex SHA-256 of a file of the run by its path; None where there is none.
    """
    if journal.is_unfinished:
        yield _fault("journal.unfinished")
    try:
        events = journal.events()
    except ValueError as error:
        line, found = error.args
        yield _fault("journal.broken", line=line, found=found)
        return
    if not events:
        yield _fault("journal.missing")
        return
    yield from chain_faults(events)
    yield from (_fault("journal.manifest", line=event.number) for event in events if event.manifest != manifest)
    yield from _clock_faults(events)
    life = yield from _life_faults(events)
    is_purged = life is not None and life.state is RunState.PURGED
    yield from _file_faults(files_of(events), digest_of, is_purged=is_purged)


def chain_faults(events: Sequence[Event]) -> Iterator[Finding]:
    """Give the lines whose number or `previous` doesn't follow from the line before."""
    previous = None
    for line, event in enumerate(events, start=1):
        if event.number != line or event.previous != previous:
            yield _fault("journal.chain", line=line)
        previous = event.digest


def files_of(events: Sequence[Event]) -> dict[str, str]:
    """Return all files that events left in the run's folder, with the hash that the last of them says."""
    return {path: digest for event in events for path, digest in event.files.items()}


def _life_faults(events: Sequence[Event]) -> Generator[Finding, None, RunLife | None]:
    """Give the first event that wasn't allowed; what follows it means nothing. Return the life of a faultless one."""
    life: RunLife | None = None
    for line, event in enumerate(events, start=1):
        try:
            life = applied(life, event)
        except NotAllowedError as error:
            yield _fault("journal.not-allowed", line=line, kind=event.kind.value, found=error.what)
            return None
        except ValueError as error:
            yield _fault("journal.broken", line=line, found=f"details: {error}")
            return None
    return life


def _clock_faults(events: Sequence[Event]) -> Iterator[Finding]:
    """Give the events whose clock was behind that of the event before: the number orders them, this is only told."""
    for before, event in pairwise(events):
        if event.at < before.at:
            yield _fault("journal.clock", line=event.number)


def _file_faults(
    files: Mapping[str, str], digest_of: Callable[[str], str | None], *, is_purged: bool
) -> Iterator[Finding]:
    for path, digest in sorted(files.items()):
        found = digest_of(path)
        if found is None and not is_purged:
            yield _fault("journal.file-missing", path=path)
        elif found not in {None, digest}:
            yield _fault("journal.file-changed", path=path)


def _fault(code: str, **details: str | int) -> Finding:
    where = (
        f"{runfolder.JOURNAL}:{details['line']}" if "line" in details else str(details.get("path", runfolder.JOURNAL))
    )
    return Finding(code, field=where, details=details)

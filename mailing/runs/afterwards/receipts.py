"""Keeping the shop's answer to what it has got."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from mailing.base.errors import UsageError
from mailing.base.files import make_folder, write_whole
from mailing.base.given_files import read_given
from mailing.base.messages import _
from mailing.lifecycle import EventKind, files_of
from mailing.model import runfolder
from mailing.runs.journal.journalled import open_run

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.model.actors import Actor
    from mailing.runs.journal.journalled import JournalledRun

MOST_OF_A_RECEIPT = 64 << 20
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")


def record_receipt(folder: Path, receipt: Path, by: Actor) -> tuple[str, ...]:
    """Keep the shop's answer to what it has got, and record it; return the packages, none where it was known.

    Raises:
        NotAllowedError: nothing was delivered that it could be the answer to.
        UsageError: there is no such file, or one that is no receipt.
    """
    content = _receipt(receipt)
    with open_run(folder, by) as run:
        kept = f"{runfolder.EVIDENCE}receipt-{_short(content)}{_ending(receipt)}"
        answered = _answered(run, kept)
        if not answered and kept in files_of(run.events):
            return ()
        run.refuse_unless_allowed(EventKind.ACCEPTED)
        make_folder((run.root / kept).parent)
        write_whole(run.root / kept, content)
        for package in answered:
            run.record(EventKind.ACCEPTED, {"package": package}, files=[run.root / kept])
        return answered


def _answered(run: JournalledRun, receipt: str) -> tuple[str, ...]:
    """Return the packages that a receipt answers to: what it found delivered when it was first recorded, or finds now.

    So a call that was cut off between two of them goes on, and an old receipt doesn't answer to a later reprint.
    """
    first = next((event.number for event in run.events if receipt in event.files), len(run.events) + 1)
    delivered = {event.details["package"] for event in run.events[: first - 1] if event.kind is EventKind.DELIVERED}
    return tuple(package.name for package in run.life.packages if package.name in delivered and not package.is_accepted)


def _receipt(file: Path) -> bytes:
    if not file.is_file() or not 0 < file.stat().st_size <= MOST_OF_A_RECEIPT:
        raise UsageError(
            _("Diese Datei ist keine Antwort der Druckerei: es gibt sie nicht, sie ist leer oder zu groß"),
            where=f"--receipt {file}",
            hint=_("die Datei nennen, mit der die Druckerei den Empfang bestätigt"),
        )
    return read_given(file)


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _ending(file: Path) -> str:
    """Return the ending of a file's name, where it is an ordinary one: the rest of the name might be personal."""
    return file.suffix.lower() if _ENDING.fullmatch(file.suffix) else ""

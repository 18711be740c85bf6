"""File notes: for each piece that was handed to the post, what its case file needs to prove it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mailing.audit import receipts, showing
from mailing.base.errors import MailingError, UsageError
from mailing.base.files import make_folder, write_whole
from mailing.base.messages import _
from mailing.base.working_days import DEFAULT_STATE
from mailing.lifecycle import EventKind, Fate
from mailing.lifecycle.posting import kind_of_day, law_on, notified_on, postings
from mailing.model import runfolder
from mailing.model.file_notes import FileNote
from mailing.model.piece_ranges import numbers_in
from mailing.press.filenote import file_note
from mailing.runs.afterwards.posting import first_delivery
from mailing.runs.journal.journalled import now, read_life
from mailing.runs.offices.house_settings import house_settings

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from mailing.lifecycle import Event, RunLife
    from mailing.lifecycle.posting import Posting
    from mailing.model.actors import Actor


def note_on(run: Path, piece: int, by: Actor) -> bytes:
    """Return the note on a piece as PDF/A; errors as for `write_note`."""
    return file_note(_Notes(run, by).on(receipts.receipt_of(run, str(piece))))


def write_note(run: Path, wanted: str, file: Path, by: Actor) -> int:
    """Write the note on a piece, by its number or its household's BG number; return the piece.

    Raises:
        UsageError: the run has no such piece, or it wasn't handed to the post.
        WithoutLetterError: the household got no letter.
        VerificationError: the run's journal or manifest can't be used.
    """
    notes = _Notes(run, by)
    receipt = receipts.receipt_of(run, wanted)
    write_whole(file, file_note(notes.on(receipt)))
    return int(receipt["piece"])


def write_notes(run: Path, folder: Path, by: Actor) -> int:
    """Write the notes on all pieces that were handed to the post, each named by its piece; return how many."""
    notes = _Notes(run, by)
    make_folder(folder)
    for piece in sorted(notes.posted):
        write_whole(folder / f"{piece:07d}.pdf", file_note(notes.on(receipts.receipt_of(run, str(piece)))))
    return len(notes.posted)


class _Notes:
    """What the notes of a run have in common."""

    def __init__(self, run: Path, by: Actor) -> None:
        self._run = run
        self._by = by
        self._events: tuple[Event, ...]
        self._life: RunLife
        self._events, self._life = read_life(run)
        self._manifest: dict[str, Any] = json.loads((run / runfolder.MANIFEST).read_bytes())
        self._state = str(house_settings(run).get("bundesland", DEFAULT_STATE))
        last = {piece: posting for posting in postings(self._events) for piece in numbers_in(posting.pieces)}
        gone = {Fate.POSTED, Fate.RETURNED}
        self.posted = {piece: posting for piece, posting in last.items() if self._life.fates[piece] in gone}

    def on(self, receipt: dict[str, Any]) -> FileNote:
        """Return the note on the piece that a receipt is about."""
        piece = int(receipt["piece"])
        posting = self.posted.get(piece)
        if posting is None:
            raise UsageError(
                _("Stück {piece} ist nicht als eingeliefert erfasst: ein Vermerk wäre falsch").format(piece=piece),
                where=str(self._run),
                hint=_("mailing posted LAUF --on TAG erfasst, was zur Post ging"),
            )
        return FileNote(
            title=_("Vermerk über die Aufgabe zur Post (Ab-Vermerk)"),
            program=self._manifest["program"],
            day=now().isoformat(),
            lines=tuple(self._lines(piece, posting)),
            proof=tuple(self._proof(receipt)),
            foot=_(
                "Dieser Vermerk gibt wieder, was im Journal des Laufs erfasst ist. Im Zweifel hat die Behörde den "
                "Zugang und seinen Zeitpunkt nachzuweisen (§ 37 Abs. 2 SGB X)."
            ),
        )

    def _lines(self, piece: int, posting: Posting) -> list[tuple[str, str]]:
        counts = notified_on(posting.day)
        bg_number = self._bg_number(piece)
        return [
            *([(_("Bedarfsgemeinschaft"), bg_number)] if bg_number else []),
            (
                _("Schreiben"),
                _("{title} vom {day}").format(title=self._manifest["title"], day=_german(self._manifest["date"])),
            ),
            (_("Lauf und Stück"), _("{run}, Stück {piece}").format(run=self._manifest["run_id"], piece=piece)),
            (_("Zur Post gegeben am"), self._with_kind(posting.day) if posting.is_told else _untold(posting)),
            *self._before_delivery(posting.day),
            (_("Erfasst von"), _recorded(posting)),
            (_("Gilt als bekannt gegeben am"), self._with_kind(counts)),
            (_("Grundlage"), self._basis(posting)),
            *self._came_back(piece),
            (
                _("Vermerk erstellt"),
                _("am {day} von {name}").format(day=_german(now().date().isoformat()), name=self._by.name),
            ),
        ]

    def _before_delivery(self, day: dt.date) -> list[tuple[str, str]]:
        """Tell where the journal contradicts the day: it may be right, and the delivery have been recorded late."""
        got = first_delivery(self._events)
        if got is None or got <= day:
            return []
        told = _("die Druckerei hatte den Lauf laut Journal erst am {day}: der Tag der Aufgabe zur Post ist zu belegen")
        return [(_("Achtung"), told.format(day=_german(got.isoformat())))]

    def _came_back(self, piece: int) -> list[tuple[str, str]]:
        if self._life.fates[piece] is not Fate.RETURNED:
            return []
        days = [event.at.date() for event in self._events if event.kind is EventKind.RETURNED]
        told = _("ja, erfasst bis zum {day}: die Bekanntgabe ist damit zweifelhaft").format(
            day=_german(days[-1].isoformat())
        )
        return [(_("Zurückgekommen"), told)]

    def _bg_number(self, piece: int) -> str:
        """Return the household's BG number; "" where the run is purged: then nobody can tell it any more."""
        try:
            (letter,) = showing.find_letters(self._run, str(piece))
        except MailingError:
            return ""
        return letter.bg_number

    def _with_kind(self, day: dt.date) -> str:
        kind = kind_of_day(day, self._state)
        return f"{day:%d.%m.%Y} ({_(kind)})" if kind else f"{day:%d.%m.%Y}"

    def _basis(self, posting: Posting) -> str:
        law = law_on(posting.day)
        told = _("am {days}. Tag nach der Aufgabe zur Post, {source}").format(days=law.days, source=_(law.source))
        if not kind_of_day(notified_on(posting.day), self._state):
            return told
        return _(
            "{told}. Dass dieser Tag kein Werktag ist, verschiebt ihn nicht; ob eine Frist es tut, ist zu prüfen"
        ).format(told=told)

    def _proof(self, receipt: dict[str, Any]) -> list[tuple[str, str]]:
        steps = " ".join(f"{step['side']}:{step['sha256']}" for step in receipt["path"])
        return [
            (_("Einschlussnachweis"), _("prüfbar mit mailing verify --proof oder nach docs/audit.md")),
            ("content_sha256", receipt["content_sha256"]),
            ("household_hmac", receipt["household_hmac"]),
            ("path", steps or "–"),
            ("merkle_root", receipt["merkle_root"]),
            ("manifest.json", self._events[-1].manifest),
            ("journal.jsonl", f"{self._events[-1].number}: {self._events[-1].digest}"),
        ]


def _german(day: str) -> str:
    return ".".join(reversed(day[:10].split("-")))


def _untold(posting: Posting) -> str:
    return _(
        "spätestens {day}: an diesem Tag wurde die Rückmeldung der Druckerei gelesen, die keinen Tag nennt"
    ).format(day=f"{posting.day:%d.%m.%Y}")


def _recorded(posting: Posting) -> str:
    source = _("nach der Rückmeldung der Druckerei") if posting.is_by_shop else _("als Aufgabe zur Post")
    told = _("{name} am {at:%d.%m.%Y %H:%M}, {source}; Journal, Zeile {number}").format(
        name=posting.by, at=posting.at, source=source, number=posting.number
    )
    evidence = ", ".join(f"{path} ({digest[:16]}…)" for path, digest in sorted(posting.evidence.items()))
    return "; ".join((told, _("Belege: {evidence}").format(evidence=evidence))) if evidence else told

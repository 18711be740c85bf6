"""What a shop reports of the pieces: read by the run's own profile, applied as far as it leads forward.

Whatever doesn't is kept aside with its own cells, and told: never dropped, never applied. The table itself stays beside
it, for its reasons and as evidence.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mailing import intake
from mailing.base.errors import InputError, UsageError
from mailing.base.files import make_folder, sha256_of, write_whole
from mailing.base.messages import _, n_
from mailing.base.tables import write_table
from mailing.lifecycle import EventKind, Fate
from mailing.lifecycle.reports import Record, judge
from mailing.model import runfolder
from mailing.model.piece_ranges import PieceRanges, count, numbers_in, ranges_of, written
from mailing.model.reports import folded
from mailing.press import load_profile
from mailing.runs.afterwards.named_pieces import UnnamedPieceError, pieces_named
from mailing.runs.afterwards.new_copies import copies_of
from mailing.runs.afterwards.posting import is_before_delivery
from mailing.runs.afterwards.told_times import read_told_time
from mailing.runs.journal.journalled import now, open_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mailing.lifecycle import RunLife
    from mailing.lifecycle.reports import Judged
    from mailing.model.actors import Actor
    from mailing.model.reports import FeedbackFormat
    from mailing.runs.afterwards.new_copies import NewCopies
    from mailing.runs.afterwards.told_times import ToldTime

COLUMNS = ("piece", "status", "time", "reason")
NEEDED = ("piece", "status")
UNSOUND = n_("die Zeile hat andere Spalten als die Kopfzeile")
UNKNOWN_STATUS = n_("kein bekannter Status")
NO_DAY = n_("kein Tag, an dem eingeliefert worden sein kann")
NO_TIME = n_("die Zeit ist nicht zu lesen; ohne sie ist nicht klar, ob das alte Exemplar gemeint ist oder das neue")


@dataclass(frozen=True, slots=True)
class FeedbackResult:
    """What a shop's table came to.

    Attributes:
        pieces: how many came to each fate by it.
        set_aside: how many records weren't applied; `quarantine` is where they are, None where there are none.
        reasons: why, by the table's row.
        is_known: whether the same table had been read before, so that nothing was changed.
        is_unconfirmed: whether pieces stay open that the table doesn't name, because records of it were set aside.
        too_early: how many went to the post by it on a day before the shop had anything of the run.
    """

    pieces: Mapping[Fate, int]
    set_aside: int = 0
    quarantine: Path | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)
    is_known: bool = False
    is_unconfirmed: bool = False
    too_early: int = 0


def take_feedback(folder: Path, file: Path, by: Actor, total: int | None = None) -> FeedbackResult:
    """Read a shop's table and record what it says of the pieces.

    Args:
        folder: the run.
        file: the shop's table.
        by: who has it read.
        total: how many pieces the shop has worked on, which it must confirm where it names exceptions only.

    Raises:
        UsageError: the run's state doesn't allow it, or the total isn't given or isn't right.
        InputError: the table can't be read.
    """
    if not file.is_file():
        raise InputError(
            _("Die Tabelle der Druckerei gibt es nicht"), where=str(file), hint=_("Namen und Ordner prüfen")
        )
    with open_run(folder, by) as run:
        digest = sha256_of(file)
        known = next((event for event in run.events if event.details.get("table") == digest), None)
        if known is not None:
            return FeedbackResult({}, is_known=True)
        run.refuse_unless_allowed(EventKind.FEEDBACK)
        how = load_profile(str(run.root / runfolder.PROFILE)).feedback
        table = intake.read_foreign_table(file, {name: name for name in COLUMNS} | dict(how.columns))
        _refuse_without_columns(table, file, how)
        records = list(_records(table, how, _job_number(run.root), copies_of(run.events, run.life)))
        judged = judge(run.life, records)
        applied = dict(judged.applied)
        others = _unnamed(run.life, how, total, records)
        if others and not judged.is_about_others:
            applied[Fate.PRINTED] = ranges_of(numbers_in((*applied.get(Fate.PRINTED, ()), *others)))
        kept = _keep_table(run.root, file, digest)
        days = _days_of_posting(applied.get(Fate.POSTED, ()), table, records)
        reasons = dict(_reasons(judged))
        quarantine = _write_quarantine(run.root, table, reasons, digest)
        run.record(
            EventKind.FEEDBACK,
            {
                "table": digest,
                "pieces": {fate.value: written(pieces) for fate, pieces in applied.items()},
                **({"posted_on": {day.isoformat(): written(pieces) for day, pieces in days.items()}} if days else {}),
                **({"total": total} if total is not None else {}),
                "set_aside": len(judged.set_aside),
            },
            files=[kept, *([quarantine] if quarantine else [])],
        )
        return FeedbackResult(
            {fate: count(pieces) for fate, pieces in applied.items()},
            len(judged.set_aside),
            quarantine,
            reasons,
            is_unconfirmed=bool(others) and judged.is_about_others,
            too_early=sum(count(pieces) for day, pieces in days.items() if is_before_delivery(run.events, day)),
        )


def _job_number(root: Path) -> int:
    return int(json.loads((root / runfolder.JOB).read_bytes())["job"])


def _refuse_without_columns(table: intake.ForeignTable, file: Path, how: FeedbackFormat) -> None:
    missing = [name for name in NEEDED if name not in table.places]
    if missing or not (table.rows or how.lists == "exceptions"):
        raise InputError(
            _("Die Tabelle hat keine Spalte {missing}, nur: {columns}").format(
                missing=", ".join(missing), columns=" · ".join(table.header)
            )
            if missing
            else _("Die Tabelle hat keine Zeile unter der Kopfzeile"),
            where=str(file),
            hint=_("Spalten piece und status, oder wie sie heißen im Profil der Druckerei unter [feedback.columns]"),
        )


def _records(
    table: intake.ForeignTable, how: FeedbackFormat, job: int, copies: Sequence[NewCopies]
) -> Iterator[Record]:
    """Give each row as a record: about pieces, or why it can't be understood."""
    meanings = how.meanings()
    for row in table.rows:
        meaning = meanings.get(folded(table.cell(row, "status")))
        if not row.is_sound or meaning is None:
            yield Record(row.row, why=UNKNOWN_STATUS if row.is_sound else UNSOUND)
            continue
        try:
            pieces, sheet = pieces_named(table.cell(row, "piece"), job)
        except UnnamedPieceError as error:
            yield Record(row.row, why=str(error))
            continue
        told = table.cell(row, "time")
        time, why = read_told_time(told), ""
        if Fate(meaning) is Fate.POSTED and not _is_possible(told, time):
            why = NO_DAY
        elif told and time is None and any(new.are_among(pieces) for new in copies):
            why = NO_TIME
        is_old = any(new.were_later(pieces, time) for new in copies)
        yield Record(row.row, pieces, Fate(meaning), why, sheet, is_old)


def _is_possible(told: str, time: ToldTime | None) -> bool:
    """Whether something can have happened at a time that was told; where none was told, it can."""
    return not told or (time is not None and time.day <= now().date())


def _days_of_posting(
    posted: PieceRanges, table: intake.ForeignTable, records: Iterable[Record]
) -> dict[dt.date, PieceRanges]:
    """Return on which days pieces were posted, as far as the shop says."""
    if not posted:
        return {}
    times = {row.row: read_told_time(table.cell(row, "time")) for row in table.rows}
    wanted, days = set(numbers_in(posted)), defaultdict[dt.date, list[int]](list)
    for record in records:
        time = times[record.row]
        if record.fate is Fate.POSTED and time is not None:
            days[time.day].extend(wanted.intersection(numbers_in(record.pieces)))
    return {day: ranges_of(pieces) for day, pieces in sorted(days.items()) if pieces}


def _unnamed(life: RunLife, how: FeedbackFormat, total: int | None, records: Sequence[Record]) -> PieceRanges:
    """Return the pieces that a table of exceptions doesn't name, so that they were printed.

    Raises:
        UsageError: the shop hasn't confirmed how many pieces it worked on, or another number.
    """
    if how.lists == "all":
        return ()
    package = [package for package in life.packages if package.is_delivered][-1]
    if total != count(package.pieces):
        raise UsageError(
            _("Die Druckerei nennt nur Ausnahmen: sie muss bestätigen, dass sie {count} Stücke bearbeitet hat").format(
                count=count(package.pieces)
            ),
            where="--total" if total is None else f"--total {total}",
            hint=_("Die Zahl, die die Druckerei bestätigt, mit --total angeben; stimmt sie nicht, dort nachfragen"),
        )
    named = {piece for record in records if life.fates.have(record.pieces) for piece in numbers_in(record.pieces)}
    return ranges_of(
        piece for piece in numbers_in(package.pieces) if life.fates[piece] is Fate.OPEN and piece not in named
    )


def _keep_table(root: Path, file: Path, digest: str) -> Path:
    kept = root / f"{runfolder.FEEDBACK}{digest[:12]}{file.suffix.lower()}"
    make_folder(kept.parent)
    write_whole(kept, file.read_bytes())
    return kept


def _reasons(judged: Judged) -> Iterator[tuple[int, str]]:
    """Give each row that wasn't applied, and why, naming the pieces that rows contradict each other about."""
    for row, why in judged.set_aside.items():
        pieces = judged.contradicted.get(row)
        if pieces is None:
            yield row, _(why)
        else:
            yield (
                row,
                _("zwei Zeilen sagen Verschiedenes von Stück {pieces}; was die Zeile sonst sagt, gilt").format(
                    pieces=written(pieces)
                ),
            )


def _write_quarantine(root: Path, table: intake.ForeignTable, reasons: Mapping[int, str], digest: str) -> Path | None:
    """Write the records that were set aside, with their own cells, their row, and why."""
    if not reasons:
        return None
    file = root / f"{runfolder.FEEDBACK}{digest[:12]}-quarantine.csv"
    aside = (row for row in table.rows if row.row in reasons)
    rows: Iterator[Any] = ((*row.cells, row.row, reasons[row.row]) for row in aside)
    write_table(file, (*table.header, "row", "why"), rows)
    return file

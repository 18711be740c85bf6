"""Letters that came back: found by their code, recorded in their runs, and their households held.

Held means: the next run writes to that household only at another address. Who has died gets no letter at all; that is
told to the clerk in a table of its own, and nowhere else: the journal has it among the letters with another reason.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mailing import intake
from mailing.base.errors import InputError, UsageError
from mailing.base.figures import number_in
from mailing.base.files import make_folder, sha256_of
from mailing.base.given_files import open_given
from mailing.base.messages import _, n_
from mailing.base.settings import SettingsText
from mailing.base.tables import read_table, write_table
from mailing.base.texts import read_text
from mailing.lifecycle import EventKind, Fate
from mailing.lifecycle.reports import DOUBLED, FOREIGN, KNOWN, NOT_THERE
from mailing.model import runfolder
from mailing.model.bg_number import number_of_household
from mailing.model.piece_ranges import ranges_of, written
from mailing.model.reports import NEW_ADDRESS, ReturnsFormat, folded
from mailing.runs.afterwards.named_pieces import MISREAD, NO_PIECE, code_named
from mailing.runs.afterwards.return_proposals import DECEASED, OTHER, write_proposals
from mailing.runs.afterwards.status import runs_in
from mailing.runs.journal.journalled import open_run
from mailing.runs.register.register import Register
from mailing.runs.register.registered_letters import ADDRESS, TELL_STRANGERS_APART, ReturnedLetter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mailing.intake import ForeignTable, TableRow
    from mailing.lifecycle import Fates, RunLife
    from mailing.model.actors import Actor

COLUMNS = ("code", "run", "piece", "reason", *NEW_ADDRESS)
FOLDER = "returns"
UNKNOWN_REASON = n_("kein bekannter Grund")
NOT_POSTED = n_("dieses Stück ist nicht als eingeliefert erfasst")


class _Returned(NamedTuple):
    """A letter that came back, as a row tells it.

    `sheet` is which of its sheets was scanned, 0 where none was; `address` is where its household lives by now, as far
    as somebody knows.
    """

    row: int
    run: str
    piece: int
    sheet: int
    reason: str
    address: tuple[str, ...]


@dataclass
class ReturnsResult:
    """What a table of returned letters came to.

    Attributes:
        reasons: how many were recorded for each reason.
        set_aside: row -> why it wasn't applied; `quarantine` is where they are.
        proposals: the tables for the clerk, one a run, and one more where somebody has died.
        unheld: how many of them hold nobody: their runs are purged, and whose they were, nobody can tell any more.
        is_known: whether the table had been read before.
    """

    reasons: Counter[str] = field(default_factory=Counter)
    set_aside: dict[int, str] = field(default_factory=dict)
    quarantine: Path | None = None
    proposals: list[Path] = field(default_factory=list)
    unheld: int = 0
    is_known: bool = False


def take_returns(
    file: Path, out: Path, by: Actor, register: str | None = None, how: ReturnsFormat | None = None
) -> ReturnsResult:
    """Record the letters that a table says came back, in all runs in the folder `out`, and hold their households.

    Raises:
        UsageError: there is no such folder.
        InputError: the table can't be read.
        SurroundingsError: the register can't be used.
    """
    open_given(file).close()
    if not out.is_dir():
        raise UsageError(_("Diesen Ordner gibt es nicht"), where=str(out), hint=_("--out nennt den Ordner der Läufe"))
    how, digest = how or ReturnsFormat(), sha256_of(file)
    table = intake.read_foreign_table(file, {name: name for name in COLUMNS} | dict(how.columns))
    if "reason" not in table.places or not ({"code"} & table.places.keys() or {"run", "piece"} <= table.places.keys()):
        raise InputError(
            _("Die Tabelle braucht die Spalten code und reason, oder run, piece und reason"),
            where=str(file),
            hint=_("--format nennt eine Datei, die sagt, wie sie hier heißen"),
        )
    result = ReturnsResult()
    folders, jobs = _runs(out)
    by_run: dict[str, list[_Returned]] = defaultdict(list)
    for row in table.rows:
        found = _read(table, row, how.meanings(), folders, jobs)
        if isinstance(found, str):
            result.set_aside[row.row] = found
        else:
            by_run[found.run].append(found)
    are_known = [
        _take_into(folders[name], returned, digest, by, register, out, result) for name, returned in by_run.items()
    ]
    quarantine = out / FOLDER / f"{digest[:12]}-quarantine.csv"
    is_told = not result.set_aside or quarantine.is_file()  # a call may have been cut off between record and table
    result.is_known = bool(are_known) and all(are_known) and is_told
    if result.set_aside and not result.is_known:
        _write_quarantine(quarantine, table, result.set_aside)
        result.quarantine = quarantine
    return result


def read_format(file: Path) -> ReturnsFormat:
    """Return how a table's columns and words are called; InputError where the file can't be used."""
    return SettingsText(read_text(file, str(file)), str(file)).read_as(ReturnsFormat)


def _runs(out: Path) -> tuple[dict[str, Path], dict[int, list[str]]]:
    """Return the runs by name, and their names by the number of their job."""
    folders = {run.resolve().name: run for run in runs_in(out)}
    jobs: dict[int, list[str]] = defaultdict(list)
    for name, run in folders.items():
        with suppress(OSError, ValueError, LookupError, TypeError):  # a code of a damaged run fits none
            jobs[int(json.loads((run / runfolder.JOB).read_bytes())["job"])].append(name)
    return folders, jobs


def _read(
    table: ForeignTable,
    row: TableRow,
    meanings: Mapping[str, str],
    folders: Mapping[str, Path],
    jobs: Mapping[int, Sequence[str]],
) -> _Returned | str:
    """Return what a row tells, or why it tells nothing; a letter is never found by a name."""
    reason = meanings.get(folded(table.cell(row, "reason")))
    if reason is None or not row.is_sound:
        return UNKNOWN_REASON
    code, run, piece = (table.cell(row, name) for name in ("code", "run", "piece"))
    named = _by_code(code, jobs) if code else _by_number(run, piece, folders)
    if isinstance(named, str):
        return named
    return _Returned(row.row, *named, reason, tuple(table.cell(row, name) for name in NEW_ADDRESS))


def _by_code(code: str, jobs: Mapping[int, Sequence[str]]) -> tuple[str, int, int] | str:
    """Return run, piece and sheet that a code names, or why it names none."""
    scanned = code_named(code)
    if scanned is None:
        return MISREAD
    names = jobs.get(scanned.job, ())
    return (names[0], scanned.piece, scanned.sheet) if len(names) == 1 else FOREIGN


def _by_number(run: str, piece: str, folders: Mapping[str, Path]) -> tuple[str, int, int] | str:
    """Return run and piece, with no sheet, or why they are none."""
    if run not in folders:
        return FOREIGN
    number = number_in(piece)
    return NO_PIECE if number is None else (run, number, 0)


def _take_into(  # noqa: PLR0913, PLR0917 - all that it depends on
    folder: Path,
    returned: Sequence[_Returned],
    digest: str,
    by: Actor,
    register: str | None,
    out: Path,
    result: ReturnsResult,
) -> bool:
    """Record what came back of one run; return whether this table was known to it.

    Of one that was known, what was set aside then is found again: a call that goes on tells all of it.
    """
    with open_run(folder, by) as run:
        known = next((event for event in run.events if event.details.get("table") == digest), None)
        sound = list(_sound(run.life if known is None else run.life_before(known), returned, result))
        if known is not None or not sound:
            return known is not None
        run.refuse_unless_allowed(EventKind.RETURNED)
        reason_of = {letter.piece: letter.reason for letter in sound}
        households = _households(run.root, reason_of)
        with Register(register, out) as opened:
            opened.returned.hold(_to_hold(households, reason_of))
        addresses = {letter.piece: letter.address for letter in sound}
        files = list(write_proposals(run.root, households, reason_of, addresses, digest))
        told = {
            "table": digest,
            "pieces": {reason: written(ranges_of(pieces)) for reason, pieces in _told(reason_of).items()},
        }
        run.record(EventKind.RETURNED, told, files)
        result.reasons.update(reason_of.values())
        result.proposals += files
        result.unheld += len(reason_of) - len(households)
        return False


def _sound(life: RunLife, returned: Iterable[_Returned], result: ReturnsResult) -> Iterator[_Returned]:
    """Give the letters that can have come back, each once, however many sheets of it were scanned."""
    first: dict[int, _Returned] = {}
    scanned: set[tuple[int, int]] = set()
    for letter in returned:
        before = first.setdefault(letter.piece, letter)
        is_of_one_letter = before.reason == letter.reason and min(before.sheet, letter.sheet) > 0
        is_another_sheet = is_of_one_letter and (letter.piece, letter.sheet) not in scanned
        scanned.add((letter.piece, letter.sheet))
        why = _fault(life.fates, letter.piece)
        if why or not (before is letter or is_another_sheet):
            result.set_aside[letter.row] = why or DOUBLED
        elif before is letter:
            yield letter


def _fault(fates: Fates, piece: int) -> str:
    if not 1 <= piece <= len(fates):
        return NOT_THERE
    if fates[piece] is Fate.RETURNED:
        return KNOWN
    return "" if fates[piece] is Fate.POSTED else NOT_POSTED


def _told(reason_of: Mapping[int, str]) -> dict[str, list[int]]:
    """Return the pieces by reason as the journal tells them: that one of them is a death, it doesn't say."""
    told: dict[str, list[int]] = defaultdict(list)
    for piece, reason in reason_of.items():
        told[OTHER if reason == DECEASED else reason].append(piece)
    return told


def _households(root: Path, wanted: Mapping[int, str]) -> dict[int, dict[str, str]]:
    """Return whose the pieces are; nothing where the run is purged: then nobody can tell any more."""
    file = root / runfolder.HOUSEHOLDS
    if not file.is_file():
        return {}
    return {int(row["piece"]): row for row in read_table(file) if int(row["piece"]) in wanted}


def _to_hold(households: Mapping[int, Mapping[str, str]], reason_of: Mapping[int, str]) -> Iterator[ReturnedLetter]:
    for piece, household in households.items():
        if not household["seed"]:
            number = number_of_household(*(household[name] for name in ("bg_nummer", *TELL_STRANGERS_APART)))
            address = "".join(household[name] for name in ADDRESS)
            yield ReturnedLetter(number, address, reason_of[piece] == DECEASED)


def _write_quarantine(file: Path, table: ForeignTable, set_aside: Mapping[int, str]) -> None:
    make_folder(file.parent)
    rows = ((*row.cells, row.row, _(set_aside[row.row])) for row in table.rows if row.row in set_aside)
    write_table(file, (*table.header, "row", "why"), rows)

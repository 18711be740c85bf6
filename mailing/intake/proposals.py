"""What is proposed for entries with a finding, and what of it is applied: exactly what the clerk accepted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mailing.findings import Finding
from mailing.intake.checks.addresses import LINES
from mailing.intake.checks.checking import findings_of
from mailing.intake.checks.placeholders import EMPTY
from mailing.intake.households import group
from mailing.intake.texts import Texts
from mailing.model import LIST_COLUMNS, AppliedChange, Proposal
from mailing.model.bg_number import normal_bg_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from mailing.intake.households import Groups
    from mailing.intake.listtable import ListTable
    from mailing.intake.proposal_table import Answer
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Positions

    Entry = tuple[int, str]

PROPOSED = "proposed"
EDITABLE = frozenset(
    {
        "anrede",
        "titel",
        "vorname",
        "nachname",
        "zusatz",
        "strasse",
        "hausnummer",
        "ortsteil",
        "plz",
        "ort",
        "land",
    }
)
"""Name and address: there a clerk may write something else than was proposed. Whose letter it is stays the list's."""
ROUNDS = 3
"""A proposal's own findings are mended so many times; what then still has one isn't proposed."""


def proposals_for(table: ListTable, findings: Iterable[Finding], demands: Demands) -> tuple[Proposal, ...]:
    """Return what the findings propose, for each row of the household that has the same entry, in the list's order.

    A proposal is checked as if it were applied: one that had a finding of its own is mended by that one's proposal, or
    isn't made.
    """
    findings = [finding for finding in findings if finding.row is not None]
    proposals = _Proposals(table, findings)
    known = {(finding.row, finding.field, finding.code) for finding in findings}
    for last in [False] * ROUNDS + [True]:
        if not proposals.by_entry:
            break
        made = [
            finding
            for finding in findings_of(proposals.applied(), demands)
            if finding.row is not None
            and (finding.row, finding.field, finding.code) not in known
            and not finding.code.startswith("duplicate.")
        ]
        if not made:
            break
        for finding in made:
            proposals.mend(finding, drop=last)
    return tuple(proposals.by_entry[entry] for entry in sorted(proposals.by_entry, key=lambda entry: entry[0]))


class _Proposals:
    """The proposals by row and field while they are worked out."""

    def __init__(self, table: ListTable, findings: Sequence[Finding]) -> None:
        self._table = table
        self._groups = group(table, np.ones(len(table), np.bool_))
        self.by_entry: dict[Entry, Proposal] = {}
        self._fields = {finding.field for finding in findings if finding.proposal}
        for finding in findings:
            if finding.proposal and _is_field(table, finding.field) and finding.row is not None:
                for row in self._alike(finding.row, finding.field, finding.found):
                    proposal = Proposal(row, finding.field, finding.found, finding.proposal, finding.code)
                    self.by_entry.setdefault((row, finding.field), proposal)

    def applied(self) -> ListTable:
        """Return the rows of the households concerned with all proposals applied."""
        positions = np.unique(np.concatenate([self._household(row) for row, _field in self.by_entry]))
        texts = {entry: meant_text(each.proposal) for entry, each in self.by_entry.items()}
        return with_texts(self._table.taken(positions), texts)

    def mend(self, finding: Finding, *, drop: bool) -> None:
        """Take the proposal of a finding that a proposal would make, or drop what makes it."""
        if finding.row is None:
            return
        own = self.by_entry.get((finding.row, finding.field))
        if own and finding.proposal and not drop:
            for entry, proposal in self._of_household(finding.row, {finding.field}).items():
                if proposal.proposal == own.proposal:
                    self.by_entry[entry] = replace(proposal, proposal=finding.proposal)
            return
        line = {field for fields in LINES if finding.field in fields for field in fields} or {finding.field}
        for entry in self._of_household(finding.row, line) or self._of_household(finding.row, None):
            del self.by_entry[entry]

    def _of_household(self, row: int, fields: set[str] | None) -> dict[Entry, Proposal]:
        rows = self._table.rows[self._household(row)].tolist()
        entries = [(each, field) for each in rows for field in fields or self._fields]
        return {entry: self.by_entry[entry] for entry in entries if entry in self.by_entry}

    def _alike(self, row: int, field: str, found: str) -> list[int]:
        """Return the rows of the household that have the same entry."""
        column = self._table[field]
        positions = [place for place in self._household(row).tolist() if column[place] == found]
        rows: list[int] = self._table.rows[positions].tolist()
        return rows

    def _household(self, row: int) -> Positions:
        """Return the positions of a row's household, or its own where it has none."""
        return household_of(self._groups, int(np.searchsorted(self._table.rows, row)))


def apply_accepted(
    table: ListTable, answers: Iterable[Answer], demands: Demands
) -> tuple[ListTable, list[AppliedChange], list[Finding]]:
    """Return the table with exactly the accepted answers applied, what was changed, and what couldn't be."""
    findings: list[Finding] = []
    accepted: dict[Entry, tuple[Answer, int]] = {}
    for answer in answers:
        if answer.is_unclear:
            findings.append(Finding("proposal.unclear-answer", answer.row, answer.field, answer.answer))
        if not answer.is_accepted:
            continue
        position = _position(table, answer)
        if position is None:
            findings.append(Finding("proposal.stale", None, answer.field, answer.found))
        else:
            accepted[answer.row, answer.field] = (answer, position)
    asked = _asked_at(table, [position for _answer, position in accepted.values()], demands)
    changes = []
    for (row, field), (answer, _place) in accepted.items():
        meant = _meant(answer)
        how = _how(meant, asked.proposed.get((row, field)))
        if (row, field) not in asked.entries:
            findings.append(Finding("proposal.foreign", row, field, answer.found))
        elif how != PROPOSED and field not in EDITABLE:
            findings.append(Finding("proposal.identity", row, field, answer.found))
        else:
            changes.append(AppliedChange(row, field, answer.found, meant, answer.code, how))
    return with_texts(table, {(each.row, each.field): each.applied for each in changes}), changes, findings


class Asked(NamedTuple):
    """What the program itself asks about some rows.

    Attributes:
        proposed: row and field -> what it proposes there.
        entries: rows and fields that have a finding or a proposal.
    """

    proposed: Mapping[Entry, str]
    entries: Collection[Entry]


def _asked_at(table: ListTable, positions: Sequence[int], demands: Demands) -> Asked:
    """Return what is proposed for the rows at some positions, whatever their table says."""
    if not positions:
        return Asked({}, ())
    groups = group(table, np.ones(len(table), np.bool_))
    households = np.unique(np.concatenate([household_of(groups, position) for position in positions]))
    rows = table.taken(households)
    findings = list(findings_of(rows, demands))
    proposed = {(each.row, each.field): meant_text(each.proposal) for each in proposals_for(rows, findings, demands)}
    found = {(finding.row, finding.field) for finding in findings if finding.row is not None}
    return Asked(proposed, found | proposed.keys())


def _how(meant: str, proposed: str | None) -> str:
    """Return whether a change is the proposal as it was, an edited one, or the clerk's own."""
    if proposed is None:
        return "added"
    return PROPOSED if meant == proposed else "edited"


def with_texts(table: ListTable, texts: Mapping[Entry, str]) -> ListTable:
    """Return the table with other texts at some rows and fields."""
    by_field: dict[str, dict[int, str]] = defaultdict(dict)
    for (row, field), text in texts.items():
        by_field[field][int(np.searchsorted(table.rows, row))] = text
    columns = {}
    for field, by_position in by_field.items():
        whole = np.array(table[field].to_list(), np.object_)
        whole[[*by_position]] = [*by_position.values()]
        columns[field] = Texts.of(whole)
    return table.with_columns(columns)


def household_of(groups: Groups, position: int) -> Positions:
    """Return the positions of a row's household, or its own where it has none."""
    household = groups.household_of[position]
    return groups.members_of(household) if household >= 0 else np.array([position])


def _position(table: ListTable, answer: Answer) -> int | None:
    """Return where the answer belongs, or None where the list has something else there now."""
    position = int(np.searchsorted(table.rows, answer.row))
    if position >= len(table) or int(table.rows[position]) != answer.row or not _is_field(table, answer.field):
        return None
    return position if _is_same(answer.field, table[answer.field][position], answer.found) else None


def _is_field(table: ListTable, name: str) -> bool:
    """Whether a proposal may fill the column, though the list may lack it."""
    return name in LIST_COLUMNS or name in table


def _is_same(field: str, in_list: str, in_table: str) -> bool:
    """Whether a list's entry is the one that the table names, as a spreadsheet may have saved it."""
    if field == "bg_nummer" and normal_bg_number(in_list) == normal_bg_number(in_table) != "":
        return True
    return in_list == in_table or (field == "plz" and in_list == in_table.removesuffix(".0"))


def _meant(answer: Answer) -> str:
    """Return what the clerk accepted: a spreadsheet that saved the table may have cut a PLZ's zero again."""
    if answer.field == "plz" and answer.proposal.isdecimal():
        return answer.proposal.zfill(5)
    return meant_text(answer.proposal)


def meant_text(proposal: str) -> str:
    """Return the text that a proposal stands for: "leer" empties the cell."""
    return "" if proposal == EMPTY else proposal

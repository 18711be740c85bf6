"""Findings in a file that is read page by page: hundreds of thousands of them, kind by kind, never all at once.

A line is what there is to say of one row, as JSON; an index beside it says where each page of a kind begins. Both name
what stands in the list, and belong where the list lies.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from mailing import intake
from mailing.base.files import make_folder, write_whole, written_whole
from mailing.findings import KINDS, Severity
from mailing.model import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mailing.findings import Finding

FILE: Final = "findings.jsonl"
INDEX: Final = "findings.json"
ON_A_PAGE: Final = 50
LONGEST: Final = 300
"""Characters of an entry that is shown; the tables to be downloaded have all of it."""
_ORDER: Final = {severity.value: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class KindOfFinding:
    """One kind of what was found.

    Attributes:
        message: of the first of its findings.
        is_of_the_list: whether it concerns the whole file rather than rows.
        entries: how many lines it has; `findings` of them were found, `proposals` can be accepted.
        pages: where each page begins, in bytes.
    """

    code: str
    severity: str
    message: str
    hint: str
    is_of_the_list: bool
    entries: int
    findings: int
    proposals: int
    pages: Sequence[int]

    @property
    def label(self) -> str:
        """What users call its severity."""
        return Severity(self.severity).label


@dataclass(frozen=True, slots=True)
class OfferedText:
    """A proposal with its number within its kind."""

    number: int
    field: str
    found: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundInRow:
    """A line: what was found in a row, and what is proposed for it."""

    row: int | None
    column: str
    cell: str
    message: str
    offers: Sequence[OfferedText]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which proposals of a kind are accepted: none but some, or all but some."""

    all: bool = False
    but: frozenset[int] = field(default_factory=frozenset)

    def takes(self, number: int) -> bool:
        """Whether the proposal of this number is accepted."""
        return (number in self.but) != self.all

    def count(self, proposals: int) -> int:
        """Return how many of a kind's proposals are accepted."""
        return proposals - len(self.but) if self.all else len(self.but)


def write_finding_pages(findings: Iterable[Finding], proposals: Iterable[Proposal], folder: Path) -> None:
    """Write findings and proposals into `folder`: those of the whole list first, then the gravest kinds."""
    make_folder(folder)
    by_kind: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_kind[finding.code].append(finding)
    offers: defaultdict[str, defaultdict[int, list[Proposal]]] = defaultdict(lambda: defaultdict(list))
    for proposal in proposals:
        offers[proposal.code][proposal.row].append(proposal)
    kinds = []
    with written_whole(folder / FILE, lasting=False) as stream:
        for code in sorted(by_kind.keys() | offers.keys(), key=lambda code: _rank(code, by_kind[code])):
            begins = []
            entries = number = 0
            for line in _lines(by_kind[code], offers[code]):
                if entries % ON_A_PAGE == 0:
                    begins.append(stream.tell())
                for offer in line["offers"]:
                    offer[0] = number
                    number += 1
                stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                entries += 1
            kinds.append(_entry(code, by_kind[code], entries, number, begins))
    write_whole(folder / INDEX, json.dumps(kinds, ensure_ascii=False).encode())


def _rank(code: str, findings: Sequence[Finding]) -> tuple[bool, int, int, str]:
    return (not _is_of_the_list(findings), _ORDER[KINDS[code].severity.value], -len(findings), code)


def _is_of_the_list(findings: Sequence[Finding]) -> bool:
    return bool(findings) and findings[0].row is None


def _entry(
    code: str, findings: Sequence[Finding], entries: int, proposals: int, pages: Sequence[int]
) -> dict[str, object]:
    first = findings[0] if findings else None
    return {
        "code": code,
        "severity": KINDS[code].severity.value,
        "message": first.message if first else "",
        "hint": first.hint if first else "",
        "is_of_the_list": _is_of_the_list(findings),
        "entries": entries,
        "findings": len(findings),
        "proposals": proposals,
        "pages": pages,
    }


def _lines(findings: Iterable[Finding], offers: Mapping[int, Sequence[Proposal]]) -> Iterator[dict[str, Any]]:
    """Give a kind's lines by row; a proposal stands at the first finding of its row, or has a line of its own."""
    left = dict(offers)
    ordered: list[tuple[int, dict[str, Any]]] = []
    for finding in sorted(findings, key=lambda finding: finding.row or 0):
        mine = left.pop(finding.row, ()) if finding.row is not None else ()
        ordered.append(
            (finding.row or 0, _line(finding.row, finding.column or finding.field, finding.seen, mine, finding.message))
        )
    ordered += [(row, _line(row, "", "", mine, "")) for row, mine in left.items()]
    ordered.sort(key=lambda each: each[0])
    return (line for _row, line in ordered)


def _line(row: int | None, column: str, cell: str, mine: Iterable[Proposal], message: str) -> dict[str, Any]:
    offered = [[0, each.field, each.found, each.proposal] for each in mine]
    return {"row": row, "column": column, "cell": cell, "message": message, "offers": offered}


def kinds_in(folder: Path) -> tuple[KindOfFinding, ...]:
    """Return the kinds of findings in `folder`, in the order in which they are to be seen to."""
    return tuple(KindOfFinding(**entry) for entry in json.loads((folder / INDEX).read_bytes()))


def page_of(folder: Path, kind: KindOfFinding, number: int) -> tuple[FoundInRow, ...]:
    """Return one page of a kind, from 1 on; the last one where there are fewer."""
    if not kind.pages:
        return ()
    place = min(number, len(kind.pages)) - 1
    rest = kind.entries - place * ON_A_PAGE
    return tuple(_shown(line) for line in _read(folder, kind.pages[place], min(rest, ON_A_PAGE)))


def _read(folder: Path, begin: int, lines: int) -> Iterator[dict[str, Any]]:
    with (folder / FILE).open("rb") as stream:
        stream.seek(begin)
        for line in islice(stream, lines):
            yield json.loads(line)


def _shown(line: Mapping[str, Any]) -> FoundInRow:
    offers = tuple(OfferedText(offer[0], offer[1], _short(offer[2]), _short(offer[3])) for offer in line["offers"])
    return FoundInRow(line["row"], _short(line["column"]), _short(line["cell"]), _short(line["message"]), offers)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def write_accepted(accepted: Iterable[tuple[Path, Mapping[str, Acceptance]]], table: Path) -> int:
    """Write the proposals that were accepted as the table that a run applies; return how many there are.

    Args:
        accepted: folders of findings, the earlier first, and what of each kind in them is accepted.
        table: the file (CSV); it isn't written where nothing is accepted.
    """
    chosen: dict[tuple[int, str], Proposal] = {}
    for folder, by_kind in accepted:
        for kind in kinds_in(folder):
            takes = by_kind.get(kind.code, Acceptance())
            if kind.pages and takes.count(kind.proposals) > 0:
                for line in _read(folder, kind.pages[0], kind.entries):
                    for number, name, found, text in line["offers"]:
                        if takes.takes(number):
                            chosen[line["row"], name] = Proposal(line["row"], name, found, text, kind.code)
    if chosen:
        make_folder(table.parent)
        intake.write_accepted((chosen[key] for key in sorted(chosen)), table)
    return len(chosen)


def counted_by_severity(kinds: Iterable[KindOfFinding]) -> Mapping[str, int]:
    """Return how many findings there are of each severity."""
    counts: Counter[str] = Counter()
    for kind in kinds:
        counts[kind.severity] += kind.findings
    return counts

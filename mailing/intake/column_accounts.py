"""The account of the list's columns: each is used, a placeholder of the template, or unused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.findings import Finding
from mailing.intake.column_names import folded, sure_meanings, template_name
from mailing.model import ListColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mailing.intake.formats.rawlist import RawList
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Texts


LOOKED_AT: Final = 100
"""Rows in which a column's example is looked for before all its entries are."""


def column_entries(
    raw: RawList, ours: Mapping[str, int], extra: Mapping[str, int], demands: Demands
) -> tuple[ListColumn, ...]:
    """Return what became of each column: ours where it is used, also as a placeholder of the template."""
    used = {position: name for name, position in ours.items()}
    for name, position in extra.items():
        shown = f"liste.{name}" if name in demands.made_names else name
        if shown in demands.placeholders or name in demands.required:
            used[position] = shown
    return tuple(
        ListColumn(theirs, used.get(position, ""), _example(raw.columns[position]))
        for position, theirs in enumerate(raw.header)
        if counts(raw, position)
    )


def _example(column: Texts) -> str:
    """Return the first entry that holds anything."""
    for position in range(min(len(column), LOOKED_AT)):
        if entry := column[position].strip():
            return entry
    filled = column.where(lambda text: bool(text.strip()))
    return column[int(filled.argmax())].strip() if filled.any() else ""


def counts(raw: RawList, position: int) -> bool:
    """Whether a column is more than what a trailing delimiter leaves."""
    return bool(raw.header[position]) or holds_anything(raw.columns[position])


def holds_anything(column: Texts) -> bool:
    """Whether some row has an entry."""
    return any(text.strip() for text in column.distinct)


def hidden(extra: Mapping[str, int], raw: RawList, demands: Demands) -> Iterator[Finding]:
    """Tell which columns a name of the program hides, and which two fall together under one name."""
    bases: dict[str, int] = {}
    for name, position in extra.items():
        theirs = raw.header[position]
        base = template_name(theirs) if theirs else name
        if not holds_anything(raw.columns[position]):
            continue
        if name in demands.made_names:
            yield Finding("column.hidden", field=theirs, details={"name": name})
        elif base in bases:
            yield Finding("column.same-name", field=theirs, details={"name": base, "other": name})
        bases.setdefault(base, position)


def beside(
    ours: Mapping[str, int], chosen: Mapping[str, int], unused: Iterable[int], header: Sequence[str]
) -> Iterator[Finding]:
    """Tell which unused columns have a name that means one of ours as surely as the one that is read."""
    for position in unused:
        mine = sure_meanings().get(folded(header[position]), "")
        if mine in ours and mine not in chosen:
            details = {"ours": mine, "theirs": header[ours[mine]]}
            yield Finding("column.beside", field=header[position], details=details)

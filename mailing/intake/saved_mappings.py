"""A list beside the mapping that was saved for its source: what it settles, and what doesn't fit any more."""

from __future__ import annotations

import dataclasses
import difflib
import re
from typing import TYPE_CHECKING

import numpy as np

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.findings import Finding
from mailing.intake.chosen_columns import CLOSE_ENOUGH, columns_hint
from mailing.intake.column_names import BLOCK_FLAG, folded
from mailing.model import LIST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.intake.formats.rawlist import RawList
    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import ListSource, SavedMapping

YES, NO = "ja", "nein"


def with_mapping(source: ListSource, header: Sequence[str], name: str) -> ListSource:
    """Return the source with what its mapping settles; the user's own word counts first.

    Raises:
        InputError: the list lacks a column that the mapping assigns.
    """
    mapping = source.mapping
    if mapping is None:
        return source
    settled = {mine: theirs for mine, theirs in mapping.columns.items() if mine not in source.columns}
    missing = [theirs for theirs in settled.values() if not _has(header, theirs)]
    if missing:
        nearest = [near for theirs in missing for near in difflib.get_close_matches(theirs, header, 1, CLOSE_ENOUGH)]
        raise InputError(
            _("Die Zuordnung „{mapping}“ passt nicht mehr: der Liste fehlen {columns}").format(
                mapping=mapping.name, columns=", ".join(f"„{theirs}“" for theirs in missing)
            ),
            where=name,
            hint=_("{nearest}; ordnen Sie neu zu mit --column, und speichern Sie mit --save-mapping {mapping}").format(
                nearest=_("Ähnlich heißt: {columns}").format(columns=", ".join(nearest))
                if nearest
                else columns_hint(header),
                mapping=mapping.name,
            ),
        )
    taken = {folded(theirs) for theirs in source.columns.values()}
    unused = [theirs for theirs in mapping.unused if _has(header, theirs) and folded(theirs) not in taken]
    return dataclasses.replace(source, columns={**settled, **source.columns}, let_go=(*source.let_go, *unused))


def _has(header: Sequence[str], theirs: str) -> bool:
    return any(folded(label) == folded(theirs) for label in header)


def mapping_findings(source: ListSource, raw: RawList) -> Iterator[Finding]:
    """Tell which columns are new to the mapping, and which of those that it needn't have are gone."""
    mapping = source.mapping
    if mapping is None:
        return
    others = (*mapping.unused, *mapping.others)
    known = {folded(name) for name in (*mapping.columns.values(), *others, *source.columns.values(), *source.let_go)}
    details = {"mapping": mapping.name}
    for label, column in zip(raw.header, raw.columns, strict=True):
        if label and folded(label) not in known and any(text.strip() for text in column.distinct):
            yield Finding("mapping.new-column", field=label, details=details)
    for theirs in others:
        if not _has(raw.header, theirs):
            yield Finding("mapping.column-gone", field=theirs, details=details)


def without_footer(raw: RawList, mapping: SavedMapping | None) -> RawList:
    """Return the list without the rows that begin with one of the mapping's words; each is told."""
    if mapping is None or not mapping.footer or not len(raw.rows):
        return raw
    begins = re.compile(rf"\s*({'|'.join(map(re.escape, mapping.footer))})(?!\w)", re.IGNORECASE)
    empty, footer = np.ones(len(raw.rows), np.bool_), np.zeros(len(raw.rows), np.bool_)
    for column in raw.columns:
        if not empty.any():
            break
        footer |= empty & column.where(lambda text: begins.match(text) is not None)
        empty &= column.where(lambda text: not text.strip())
    if not footer.any():
        return raw
    rows = raw.rows[footer].tolist()
    told = [Finding("mapping.footer-row", details={"number": row, "word": ", ".join(mapping.footer)}) for row in rows]
    left = raw.taken(~footer, "footer", told)
    return dataclasses.replace(left, detected={**raw.detected, "footer_rows": ",".join(map(str, rows))})


def with_words(table: ListTable, mapping: SavedMapping | None) -> ListTable:
    """Return the table with the mapping's words for yes and no as ja and nein, in columns that hold nothing else."""
    if mapping is None:
        return table
    meant = {word.casefold(): YES for word in mapping.yes} | {word.casefold(): NO for word in mapping.no} | {"": ""}
    changed = {}
    for name in table.columns:
        words = {text.strip().casefold() for text in table[name].distinct}
        if (name not in LIST_COLUMNS or name == BLOCK_FLAG) and words <= set(meant):
            changed[name] = table[name].changed(lambda text: meant[text.strip().casefold()])
    return table.with_columns(changed) if changed else table

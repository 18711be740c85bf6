"""Which column of the list is which of ours: by the user's word, by sure names, by likely ones.

What is missing or could be two things is asked for; nothing is guessed. Columns that intake doesn't know are kept for
the templates.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.chosen_columns import (
    CLOSE_ENOUGH,
    chosen_positions,
    columns_hint,
    is_entry_row,
    option_hint,
    position_of,
)
from mailing.intake.column_accounts import beside, counts, hidden, holds_anything
from mailing.intake.column_names import (
    BESIDE,
    CODE_AND_PLACE,
    FIRST_NAME_FIRST,
    NUMBER_SUFFIX,
    OWN_NAMES,
    POSTBOX,
    STREET_AND_NUMBER,
    SURE_NAMES,
    SURNAME_FIRST,
    WHOLE_ADDRESS,
    folded,
    likely_meanings,
    sure_meanings,
    template_name,
)
from mailing.intake.look_alikes import refuse_look_alikes
from mailing.intake.saved_mappings import mapping_findings, with_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mailing.findings import Finding
    from mailing.intake.formats.rawlist import RawList
    from mailing.intake.sources import Demands, ListSource
    from mailing.intake.texts import Texts

ALWAYS_REQUIRED = ("bg_nummer", "nachname", "strasse", "plz", "ort")
STANDS_FOR = {
    "nachname": (SURNAME_FIRST, FIRST_NAME_FIRST),
    "vorname": (SURNAME_FIRST, FIRST_NAME_FIRST),
    "strasse": (STREET_AND_NUMBER, POSTBOX, WHOLE_ADDRESS),
    "hausnummer": (STREET_AND_NUMBER, "strasse", POSTBOX, WHOLE_ADDRESS),
    "plz": (CODE_AND_PLACE, WHOLE_ADDRESS),
    "ort": (CODE_AND_PLACE, WHOLE_ADDRESS),
}
"""Columns that hold ours together with another."""
MOST = 0.5
"""The share of a column's entries that must be of a kind, for the column to be of it."""
_ENDS_IN_PLACE = re.compile(r"[\s,]\s*(?:D-)?\d{5}\s+[^\W\d_][^\d\n]*$")
_BEGINS_WITH_CODE = re.compile(r"\s*(?:D-)?\d{5}\s+[^\W\d_]")
_NUMBER_SUFFIX = re.compile(r"[a-zA-Z]|[a-zA-Z] ?\d|\d/\d|[a-zA-Z] ?- ?[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which column is which.

    Attributes:
        ours: our name -> the position of the list's column.
        extra: template name -> the position of a column that intake doesn't know.
        needs_consent: whether our reading of a column is proposed row by row before it counts.
        findings: what there is to tell of columns.
    """

    ours: Mapping[str, int]
    extra: Mapping[str, int]
    needs_consent: bool = False
    findings: Sequence[Finding] = ()

    def names(self, header: Sequence[str]) -> dict[str, str]:
        """Return the names by which tables here call the list's columns -> the list's own."""
        return {name: header[position] for name, position in {**self.extra, **self.ours}.items()}


def assign_list(raw: RawList, source: ListSource, demands: Demands) -> Assignment:
    """Return which column of the list is which; all that nothing uses is accounted for.

    Raises:
        UsageError, InputError: a column is missing, could be two things, or looks like one of ours and isn't used.
    """
    source = with_mapping(source, raw.header, raw.name)
    names = frozenset((*demands.required, *demands.placeholders))
    chosen = chosen_positions(raw.header, source.columns, names - demands.made_names, raw.name)
    let_go = {position_of(theirs, "-", raw.header, raw.name) for theirs in source.let_go}
    sure = _assigned(raw.header, chosen, let_go, raw.name)
    ours, needs_consent = _by_entries(sure, chosen, raw)
    extra = _extra_names(raw.header, {*ours.values(), *let_go})
    extra = {name: position for name, position in extra.items() if counts(raw, position)}
    filled = [place for name, place in extra.items() if name not in names and holds_anything(raw.columns[place])]
    refuse_look_alikes([raw.header[place] for place in filled if raw.header[place]], ours, raw.name)
    told = (*mapping_findings(source, raw), *hidden(extra, raw, demands), *beside(ours, chosen, filled, raw.header))
    return Assignment(ours, extra, needs_consent, told)


def assign(header: Sequence[str], name: str) -> Assignment:
    """Return which of a side list's columns is which of ours, by their names alone."""
    ours = _assigned(header, {}, set(), name)
    return Assignment(ours, _extra_names(header, ours.values()))


def _assigned(header: Sequence[str], chosen: Mapping[str, int], let_go: set[int], name: str) -> dict[str, int]:
    """Return our name -> position, by the user's word, then by sure names, then by likely ones."""
    ours = dict(chosen)
    taken = {*ours.values(), *let_go}
    for meanings in (sure_meanings(), likely_meanings()):
        candidates = defaultdict(list)
        for position, theirs in enumerate(header):
            mine = _meaning(meanings.get(folded(theirs)), ours)
            if mine and mine not in ours and position not in taken and _stands_right(mine, theirs, position, header):
                candidates[mine].append(position)
        for mine, positions in candidates.items():
            ours[mine] = _only(positions, mine, header, name)
            taken.add(ours[mine])
    return ours


def _meaning(mine: str | None, ours: Mapping[str, int]) -> str | None:
    """Return what a name means beside the others: "Name 1" is the surname where given names have their own column."""
    return "nachname" if mine == FIRST_NAME_FIRST and "vorname" in ours and "nachname" not in ours else mine


def _by_entries(ours: dict[str, int], chosen: Mapping[str, int], raw: RawList) -> tuple[dict[str, int], bool]:
    """Return what columns are by what stands in them, and whether that is to be proposed first.

    "Zusatz" right behind the house number with "a", "b" in it is the number's letter; a street's column that ends in
    PLZ and place holds the whole address.
    """
    ours = dict(ours)
    addition = ours.get("zusatz")
    behind_number = addition is not None and addition == ours.get("hausnummer", addition) + 1
    if behind_number and "zusatz" not in chosen and _mostly(_NUMBER_SUFFIX.fullmatch, raw.columns[ours["zusatz"]]):
        ours[NUMBER_SUFFIX] = ours.pop("zusatz")
    if "plz" not in ours and "ort" in ours and _mostly(_BEGINS_WITH_CODE.match, raw.columns[ours["ort"]]):
        ours[CODE_AND_PLACE] = ours.pop("ort")
    if "plz" in ours or "ort" in ours or CODE_AND_PLACE in ours or WHOLE_ADDRESS in ours:
        return ours, False
    for field in (STREET_AND_NUMBER, "strasse"):
        if field in ours and _mostly(_ENDS_IN_PLACE.search, raw.columns[ours[field]]):
            ours[WHOLE_ADDRESS] = ours.pop(field)
            return ours, True
    return ours, False


def _mostly(rule: Callable[[str], object], column: Texts) -> bool:
    """Whether most of the entries are of a kind."""
    entries = [text.strip() for text in column.distinct if text.strip()]
    return bool(entries) and sum(map(bool, map(rule, entries))) > MOST * len(entries)


def _stands_right(mine: str, theirs: str, position: int, header: Sequence[str]) -> bool:
    """Whether a name that is only likely stands right after the column that it belongs to."""
    if mine not in BESIDE or folded(theirs) in sure_meanings():
        return True
    return position > 0 and sure_meanings().get(folded(header[position - 1])) == BESIDE[mine]


def _only(positions: Sequence[int], mine: str, header: Sequence[str], name: str) -> int:
    """Return the one position, or ask which of several is meant; our own spelling settles it."""
    own = [position for position in positions if header[position] == mine]
    if len(positions) == 1 or len(own) == 1:
        return (own or list(positions))[0]
    labels = [header[position] for position in positions]
    if len(set(labels)) < len(labels):
        raise InputError(
            _("Die Spalte „{column}“ kommt mehrmals vor").format(column=labels[0]),
            where=name,
            hint=_("Benennen Sie eine der beiden in der Liste um"),
        )
    raise InputError(
        _("Für „{mine}“ kommen mehrere Spalten in Frage: {columns}").format(
            mine=mine, columns=", ".join(f"„{label}“" for label in labels)
        ),
        where=name,
        hint=option_hint(mine, labels[0]),
    )


def _extra_names(header: Sequence[str], taken: Iterable[int]) -> dict[str, int]:
    """Return template names for the other columns, told apart by a number where they'd be the same."""
    settled = set(taken)
    seen = Counter(OWN_NAMES)
    names = {}
    for position, theirs in enumerate(header):
        if position in settled:
            continue
        base = template_name(theirs) if theirs else f"spalte_{position + 1}"
        seen[base] += 1
        names[base if seen[base] == 1 else f"{base}_{seen[base]}"] = position
    return names


def require(names: Iterable[str], assignment: Assignment, header: Sequence[str], list_name: str) -> None:
    """Raise an `InputError` for the columns that the list lacks, with the nearest match of each."""
    present = {*assignment.ours, *assignment.extra}
    missing = [
        name
        for name in dict.fromkeys(names)
        if name not in present and not any(other in present for other in STANDS_FOR.get(name, ()))
    ]
    if not missing:
        return
    unused = [header[position] for position in assignment.extra.values() if header[position]]
    asked = [option_hint(mine, theirs) for mine in missing if (theirs := _nearest(mine, unused))]
    if is_entry_row(header):
        raise InputError(_("Die Liste hat keine Zeile mit Überschriften"), where=list_name, hint=columns_hint(header))
    raise InputError(
        _("Der Liste fehlt: {columns}").format(columns=", ".join(missing)),
        where=list_name,
        hint="; ".join((*(asked or [option_hint(missing[0], "…")]), columns_hint(header))),
    )


def _nearest(mine: str, labels: Sequence[str]) -> str:
    """Return the list's column whose name is most like one of ours, or ""."""
    best, label = max(
        (
            (difflib.SequenceMatcher(None, folded(alias), folded(label)).ratio(), label)
            for label in labels
            for alias in (mine, *SURE_NAMES.get(mine, ()))
            if len(folded(label)) > 2  # noqa: PLR2004 - two letters are like anything
        ),
        default=(0.0, ""),
    )
    return label if best >= CLOSE_ENOUGH else ""

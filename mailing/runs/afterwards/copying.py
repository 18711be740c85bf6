"""Copies of a finished run's letters: for the case file, for a portal, for who can't read print."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from mailing.audit import showing
from mailing.audit.books import read_households
from mailing.audit.damage import refusing_damage
from mailing.audit.page_contents import page_contents
from mailing.audit.run_files import run_files_at
from mailing.base.errors import UsageError, VerificationError
from mailing.base.files import make_folder, write_whole
from mailing.base.messages import _
from mailing.model import Household, LetterFormat, Person, Route, runfolder
from mailing.runs.making.copies import CopyMaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from mailing.audit.books import HouseholdEntry
    from mailing.model import ShownLetter

ALL_PIECES = "1-9999999"


def write_copies(run: Path, wanted: Sequence[str], folder: Path, *, is_large: bool = False) -> int:
    """Write the accessible copy of each letter that is wanted as `<piece>.pdf`; return how many.

    Args:
        run: a finished run's folder.
        wanted: BG numbers, numbers of pieces or ranges of them; none for all letters.
        folder: where the copies go, readable by their owner only.
        is_large: whether they are set in larger type, for the screen.

    Raises:
        UsageError: `run` is no run, or it has no such letter.
        WithoutLetterError: the household got no letter.
        VerificationError: the run is purged or damaged, or its letters were set by another version of the program.
    """
    found = {letter.piece: letter for name in wanted or (ALL_PIECES,) for letter in showing.find_letters(run, name)}
    letters = [found[piece] for piece in sorted(found)]
    make_folder(folder)
    for letter, copy in _copies(run, letters, is_large=is_large):
        write_whole(folder / f"{letter.piece}.pdf", copy)
    return len(letters)


def copy_of(run: Path, piece: int, *, is_large: bool = False) -> bytes:
    """Return the accessible copy of one letter; args and errors as for `write_copies`."""
    ((_letter, copy),) = _copies(run, showing.find_letters(run, str(piece)), is_large=is_large)
    return copy


def _copies(run: Path, letters: Sequence[ShownLetter], *, is_large: bool) -> Iterator[tuple[ShownLetter, bytes]]:
    printed = [letter for letter in letters if not letter.is_digital]
    for letter in letters:
        if letter.is_digital:
            yield letter, _as_sent(letter, is_large=is_large)
    if not printed:
        return
    maker = CopyMaker.of_run(run)
    households = _households(run, {letter.piece for letter in printed})
    for path, group in groupby(printed, key=lambda letter: letter.path):
        for letter, pages in page_contents(path, list(group)):
            household = households[letter.piece]
            if not maker.is_printed_so(household, pages):
                raise _printed_otherwise(letter)
            yield letter, maker.copy(household, letter.piece, is_large=is_large)


def _as_sent(letter: ShownLetter, *, is_large: bool) -> bytes:
    """Return a letter that was made for electronic delivery: it is its own copy."""
    if is_large:
        raise UsageError(
            _("Stück {piece} ist ein elektronischer Brief; er bleibt, wie er gemacht ist").format(piece=letter.piece),
            where=letter.file,
            hint=_("Ohne --large aufrufen"),
        )
    return letter.path.read_bytes()


def _printed_otherwise(letter: ShownLetter) -> VerificationError:
    return VerificationError(
        _(
            "Stück {piece} ist anders gedruckt, als es sich heute setzen lässt: eine Kopie wäre ein anderer Brief"
        ).format(piece=letter.piece),
        where=letter.file,
        hint=_("mailing verify prüft den Lauf; stimmt er, die Fassung des Programms nehmen, die manifest.json nennt"),
    )


def _households(run: Path, pieces: set[int]) -> dict[int, Household]:
    """Return the households of pieces as the run's books keep them."""
    with refusing_damage(run):
        only = next(iter(pieces)) if len(pieces) == 1 else 0
        entries = read_households(run_files_at(run, shop_only=False), only)
        return {entry.piece: _household(entry) for entry in entries if entry.piece in pieces}


def _household(entry: HouseholdEntry) -> Household:
    """Return what the list said of a household, as far as its letter uses it."""
    fields = {name: entry.fields[name] for name in runfolder.HOUSEHOLD_FIELDS if name not in {"row", "termin"}}
    own = (fields["anrede"], fields["titel"], fields["vorname"], fields["nachname"])
    persons: Iterable[Sequence[str]] = json.loads(entry.fields[runfolder.HOUSEHOLD_PERSONS] or "null") or [own]
    termin = entry.fields["termin"]
    return Household(
        index=entry.piece - 1,
        row=entry.row,
        termin=datetime.fromisoformat(termin) if termin else None,
        format=LetterFormat(fields.pop("format")),
        route=Route(fields.pop("route")),
        mitglieder=tuple(Person(*person) for person in persons),
        is_seed=entry.is_seed,
        extra=json.loads(entry.fields[runfolder.HOUSEHOLD_COLUMNS] or "{}"),
        **fields,
    )

"""The closing of the books: what became of every row, and the equation that a run must fulfil.

    lines of the list's file = rows + line breaks in cells + blank lines + titles and headers
    rows = printed + merged + suppressed + rejected + special routes
    pieces = households that get a letter on paper + seeds, each once
    electronic letters = households that get theirs electronically, each once, numbered behind the pieces
    pages of all pieces = pages of all files

A run that doesn't add up is a fault of the program: it closes with an error and leaves no manifest.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, chain, compress, count
from operator import eq
from typing import TYPE_CHECKING

from mailing.base.errors import ProgramFaultError
from mailing.base.messages import _, n_
from mailing.model import Disposition, Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mailing.audit.record import RunRecord
    from mailing.model import PressedFile


@dataclass(frozen=True, slots=True)
class Closing:
    """A run whose books are closed.

    Attributes:
        files: the batches, the one with piece 1 first.
        piece_of: for each household the number of its piece or its electronic letter, or 0.
        dispositions: of each row of the list, in its order; likewise `row_pieces` (0: none) and `row_codes`.
        seeds: the numbers of the pieces that go to the office itself.
        counts: the manifest's counts.
    """

    files: Sequence[PressedFile]
    piece_of: Sequence[int]
    dispositions: Sequence[str]
    row_pieces: Sequence[int]
    row_codes: Sequence[str]
    seeds: tuple[int, ...]
    counts: Mapping[str, int]


def close_books(record: RunRecord) -> Closing:
    """Settle every row and check the equation; a contradiction raises `ProgramFaultError`."""
    files = sorted(record.files, key=lambda file: file.pieces.numbers[0])
    pieces = sum(len(file.pieces) for file in files)
    letters = pieces + len(record.digital)
    piece_of = _pieces_of_households(files, len(record.intake.households))
    _demand(n_("Stücknummern sind nicht fortlaufend"), pieces, _numbers_in_sequence(files))
    _demand(n_("Ein Haushalt hat mehr als ein Stück"), pieces, len(piece_of) - piece_of.count(0))
    _check_pages(files)
    for household, number in record.digital.items():
        _demand(n_("Ein Haushalt hat mehr als einen Brief"), 0, piece_of[household])
        piece_of[household] = number

    dispositions, row_pieces, row_codes = _settle_rows(record, piece_of)
    seeds = _seeds(record, piece_of)
    _check_rows(record, dispositions)
    answered = _answered(row_pieces, letters)
    _demand(
        n_("Briefe ohne Zeile der Liste"), letters - len(seeds), sum(answered) - sum(answered[seed] for seed in seeds)
    )

    named = Counter(dispositions)
    counts = {
        "rows": len(dispositions),
        "households": sum(answered[: pieces + 1]),
        "pieces": pieces,
        "digital": len(record.digital),
        "seeds": len(seeds),
        "sheets": sum(sum(file.pieces.sheets) for file in files),
        "pages": sum(file.pages for file in files),
        **{disposition.value: named[disposition.value] for disposition in Disposition},
    }
    return Closing(files, piece_of, dispositions, row_pieces, row_codes, seeds, counts)


def _pieces_of_households(files: Sequence[PressedFile], households: int) -> array[int]:
    """Return for each household the number of its piece, or 0."""
    piece_of = array("I", bytes(4 * households))
    for file in files:
        for household, number in zip(file.pieces.households, file.pieces.numbers, strict=True):
            piece_of[household] = number
    return piece_of


def _settle_rows(record: RunRecord, piece_of: Sequence[int]) -> tuple[list[str], array[int], list[str]]:
    """Say of each row what became of it, which piece answers it, and the code that settled it."""
    by_letter = _letter_dispositions(record)
    ledger = record.intake.ledger
    dispositions, pieces, codes = [], array("I"), []
    for household, by_intake, code in zip(ledger.households, ledger.dispositions, ledger.codes, strict=True):
        if household in record.withheld:
            dispositions.append(Disposition.SUPPRESSED.value)
            codes.append(record.withheld[household])
        elif household in record.rejected:
            dispositions.append(Disposition.REJECTED.value)
            codes.append(record.rejected[household])
        else:
            dispositions.append(by_intake or by_letter[household])
            codes.append(code)
        pieces.append(piece_of[household] if household >= 0 else 0)
    return dispositions, pieces, codes


def _letter_dispositions(record: RunRecord) -> list[str]:
    """Return what each household's letter makes of its rows: printed in bulk, or on a route of its own.

    The last entry is that of rows without a household, -1.
    """
    by_letter = [""] * (len(record.intake.households) + 1)
    for household in record.digital:
        by_letter[household] = Disposition.SPECIAL_ROUTE.value
    for file in record.files:
        disposition = Disposition.PRINTED if file.route is Route.BULK else Disposition.SPECIAL_ROUTE
        for household in file.pieces.households:
            by_letter[household] = disposition.value
    return by_letter


def _answered(row_pieces: Iterable[int], pieces: int) -> bytearray:
    """Return for each piece, by its number, 1 if a row of the list has it."""
    answered = bytearray(pieces + 1)
    for piece in row_pieces:
        answered[piece] = 1
    answered[0] = 0
    return answered


def _seeds(record: RunRecord, piece_of: Sequence[int]) -> tuple[int, ...]:
    """Return the pieces of the control letters to the office itself."""
    return tuple(sorted(filter(None, compress(piece_of, record.intake.households.column("is_seed")))))


def _check_pages(files: Sequence[PressedFile]) -> None:
    """Each file's pieces cover its pages one after the other, none left over, none twice."""
    for file in files:
        *begins, end = accumulate(file.pieces.pages, initial=0)
        for begun, first_page in zip(begins, file.pieces.first_pages, strict=True):
            if first_page != begun + 1:
                _demand(n_("Ein Stück beginnt nicht, wo das vorige endet"), begun + 1, first_page, file.path)
        _demand(n_("Seiten der Stücke und der Datei sind verschieden"), file.pages, end, file.path)


def _check_rows(record: RunRecord, dispositions: Sequence[str]) -> None:
    """Every row that was read has exactly one disposition."""
    told = record.intake.inputs[0]
    expected = told.rows
    if told.lines is not None:
        _demand(n_("Zeilen der Datei sind keine der Liste"), told.lines, expected + sum(told.other_lines.values()))
    _demand(n_("Zeilen der Liste fehlen in den Büchern"), expected, len(dispositions))
    known = {disposition.value for disposition in Disposition}
    settled = sum(disposition in known for disposition in dispositions)
    _demand(n_("Zeilen ohne Verbleib"), expected, settled)


def _numbers_in_sequence(files: Sequence[PressedFile]) -> int:
    """Count the pieces whose number is their position, from 1."""
    numbers = chain.from_iterable(file.pieces.numbers for file in files)
    return sum(map(eq, numbers, count(1)))


def _demand(what: str, expected: int, found: int, where: str = "") -> None:
    """Raise what stops the run unless the figures agree; `what` is translated only then: it is asked for each piece."""
    if expected != found:
        message = _("Der Lauf geht nicht auf: {what} (erwartet {expected}, gefunden {found})")
        raise ProgramFaultError(
            message.format(what=_(what), expected=expected, found=found),
            where=where,
            hint=_("Nichts an die Druckerei geben; den Lauf mit der Liste der Entwicklung vorlegen"),
        )

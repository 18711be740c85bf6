"""Pieces as people and machines name them: a number, a range, or the code of a sheet as it was scanned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mailing.base.errors import UsageError
from mailing.base.messages import _, n_
from mailing.model.piece_ranges import read_ranges
from mailing.press.codes import CODE_DIGITS, read_code

if TYPE_CHECKING:
    from mailing.model.piece_ranges import PieceRanges

JOB_AND_PIECE = 15
"""So many digits of a code say job and piece: PREMIUMADRESS gives back 16 bytes of the sender's own."""
MISREAD = n_("der Code ist falsch gelesen: seine Prüfziffer stimmt nicht")
OTHER_JOB = n_("der Code gehört zu einem anderen Lauf")
NO_PIECE = n_("das ist keine Nummer eines Stücks und kein Code")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[1-9])")


class ScannedPiece(NamedTuple):
    """A piece as a code names it: `sheet` is which of its sheets was scanned; 0 where the code doesn't say it."""

    job: int
    piece: int
    sheet: int = 0


class UnnamedPieceError(ValueError):
    """What stands there names no piece of the run; the error is why."""


def pieces_named(text: str, job: int) -> tuple[PieceRanges, int]:
    """Return the pieces that a cell names, and which sheet of its one piece was scanned; 0 where no sheet was.

    Raises:
        UnnamedPieceError: it names none of the job's.
    """
    digits = "".join(text.split())
    if digits.isdecimal() and len(digits) == CODE_DIGITS:
        code = read_code(digits)
        if code is None:
            raise UnnamedPieceError(MISREAD)
        if code.job != job:
            raise UnnamedPieceError(OTHER_JOB)
        return (range(code.piece, code.piece + 1),), code.sheet
    try:
        return read_ranges(_LEADING_ZEROS.sub("", digits)), 0
    except ValueError as error:
        raise UnnamedPieceError(NO_PIECE) from error


def code_named(text: str) -> ScannedPiece | None:
    """Return what a code names as it was scanned, or its first 15 digits, which fit what a shop may give back.

    None where it is neither.
    """
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if len(digits) == JOB_AND_PIECE:
        return ScannedPiece(int(digits[:8]), int(digits[8:]))
    code = read_code(digits)
    return None if code is None else ScannedPiece(code.job, code.piece, code.sheet)


def pieces_given(text: str, option: str = "--pieces") -> PieceRanges:
    """Return the pieces that an option names; UsageError where it names none."""
    try:
        return read_ranges(text)
    except ValueError as error:
        raise UsageError(
            _("{option} braucht Nummern von Stücken").format(option=option),
            where=f"{option} {text}",
            hint=_("zum Beispiel {option} 17-20,904").format(option=option),
        ) from error

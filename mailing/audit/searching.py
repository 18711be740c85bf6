"""Finding letters by what somebody who answers the telephone knows: a BG number, a piece, a name.

Nothing is kept of what was read. A table's bytes are searched, folded so that case doesn't matter: some 20 ms for
60,000 households. What is hit is looked at again, as text.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Final

from mailing.audit.lookup import WAYS_WITHOUT_LETTER
from mailing.base.messages import _
from mailing.base.table_search import row_numbered, rows_with
from mailing.model import runfolder
from mailing.model.bg_number import normal_bg_number
from mailing.model.found_letters import FoundLetter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mailing.audit.run_files import RunFiles

DIGITS_OF_HOUSEHOLD: Final = -7
"""The end of a BG number stands in one piece in every spelling."""
_FOLD: Final = bytes(
    byte + 32 if ord("A") <= byte <= ord("Z") else 0xA0 | (byte & 0x1E) if 0x80 <= byte < 0xC0 else byte  # noqa: PLR2004
    for byte in range(256)
)
"""Case away, of letters with marks too: in UTF-8 theirs is a bit of the second byte. Some that differ become alike."""


def with_bg_number(run_files: RunFiles, number: str) -> Iterator[FoundLetter]:
    """Give the letters of a household by its BG number in normal form; where it got none, why."""
    told = dict[int, FoundLetter]()
    for line in _lines(run_files, runfolder.ROWS, [number[DIGITS_OF_HOUSEHOLD:].encode()]):
        if normal_bg_number(line["bg_number"]) == number:
            piece = int(line["piece"] or 0)
            way = _(WAYS_WITHOUT_LETTER.get(line["disposition"], "")) or line["disposition"]
            why = "" if piece else ", ".join(filter(None, (way, line["message"] or line["code"])))
            told.setdefault(piece, FoundLetter(piece, bg_number=line["bg_number"], row=int(line["row"]), why=why))
    if any(told):
        told.pop(0, None)
    for piece, found in sorted(told.items()):
        yield next(of_piece(run_files, piece), found) if piece else found


def of_piece(run_files: RunFiles, piece: int) -> Iterator[FoundLetter]:
    """Give the printed letter of a piece; none where there is none."""
    if run_files.has(runfolder.HOUSEHOLDS):
        line = row_numbered(run_files.open(runfolder.HOUSEHOLDS), piece)
        if line is not None:
            yield _found(line)


def with_name(run_files: RunFiles, words: Sequence[str]) -> Iterator[FoundLetter]:
    """Give the printed letters to households one of whose persons, or all together, have names that begin so."""
    sought = [_plain(word) for word in words]
    for line in _lines(run_files, runfolder.HOUSEHOLDS, [_steady(word) for word in words]):
        names = [_plain(name) for name in _names_in(line)]
        if all(any(name.startswith(word) for name in names) for word in sought):
            yield _found(line)


def _found(line: Mapping[str, str]) -> FoundLetter:
    name = " ".join(filter(None, (line["titel"], line["vorname"], line["nachname"])))
    return FoundLetter(int(line["piece"]), name=name, bg_number=line["bg_nummer"], row=int(line["row"]))


def _names_in(line: Mapping[str, str]) -> Iterator[str]:
    persons = json.loads(line[runfolder.HOUSEHOLD_PERSONS] or "[]")
    told = [line["empfaenger"], line["vorname"], line["nachname"], *(text for person in persons for text in person)]
    for text in told:
        yield from text.replace("-", " ").split()
        yield text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _steady(word: str) -> bytes:
    """Return the longest part of a word that its spelling in capitals has too, folded."""
    signs = unicodedata.normalize("NFC", word)
    kept = "".join(sign if _is_steady(sign) else " " for sign in signs)
    return _folded(max(kept.replace("ss", " ").replace("SS", " ").split() or [""], key=len).encode())


def _is_steady(sign: str) -> bool:
    return _folded(sign.lower().encode()) == _folded(sign.upper().encode())


def _folded(text: bytes) -> bytes:
    return text.translate(_FOLD)


def _lines(run_files: RunFiles, table: str, needles: Sequence[bytes]) -> Iterator[dict[str, str]]:
    return rows_with(run_files.open(table), needles, _FOLD) if run_files.has(table) else iter(())

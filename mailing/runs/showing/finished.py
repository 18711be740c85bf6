"""What is done with a finished run: finding letters and showing them, proving one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mailing.audit import receipts, showing
from mailing.base.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mailing.model import ShownLetter
    from mailing.model.shown_pages import ShownPage


def find_letters(run: Path, wanted: str) -> tuple[ShownLetter, ...]:
    """Return the letters that a piece's number, a range like 17-20 or a BG number in any spelling names; usually one.

    Raises:
        UsageError: `run` is no run, or it has no such letter.
        WithoutLetterError: the household got no letter; the error says why.
        VerificationError: the run is purged or damaged.
    """
    return showing.find_letters(run, wanted)


def write_letters(shown: Sequence[ShownLetter], *, pdf: Path | None = None, png: Path | None = None) -> None:
    """Write each letter alone as PDF, and its pages as PNG, where a file is named for it.

    They can be read by their owner only. The first file is called as named, a picture's with its ending; where there
    are several, all carry the piece's number, pictures their page's too.

    Raises:
        VerificationError: a letter's print file isn't there any more.
    """
    png = _with_ending(png) if png else None
    for letter in shown:
        if pdf:
            write_whole(_numbered(pdf, letter.piece, alone=len(shown) == 1), showing.letter_pdf(letter))
        if png:
            for number, picture in enumerate(showing.letter_pictures(letter), start=1):
                first_and_only = len(shown) == 1 and number == 1
                write_whole(_numbered(png, letter.piece, number, alone=first_and_only), picture)


def letter_pdf(letter: ShownLetter) -> bytes:
    """Return the letter alone, as PDF; errors as for `write_letters`."""
    return showing.letter_pdf(letter)


def letter_pages(letter: ShownLetter, dpi: int) -> tuple[ShownPage, ...]:
    """Return the letter's pages as pictures, with what they say; errors as for `write_letters`."""
    return showing.letter_pages(letter, dpi)


def _with_ending(named: Path) -> Path:
    """Return the file as a picture's name; what is there already and is no file stays, to be refused as itself."""
    is_something_else = named.exists() and not named.is_file()
    return named if named.suffix or is_something_else else named.with_name(f"{named.name}.png")


def _numbered(named: Path, *numbers: int, alone: bool) -> Path:
    """Return the file as named, or with numbers where there are several."""
    return named if alone else named.with_stem("-".join([named.stem, *map(str, numbers)]))


def prove(run: Path, wanted: str) -> dict[str, Any]:
    """Return the receipt that a piece belongs to the run, as JSON holds it; nothing of the other pieces.

    `wanted` is its number, or the BG number of its household in any spelling.

    Raises:
        UsageError: `run` is no run, or it has no such piece, or several.
        WithoutLetterError: the household got no letter.
        VerificationError: its manifest can't be used.
    """
    return receipts.receipt_of(run, wanted)


def write_receipt(receipt: dict[str, Any], file: Path) -> None:
    """Write a receipt as `verify_receipt` reads it."""
    write_whole(file, json.dumps(receipt, indent=1).encode() + b"\n")

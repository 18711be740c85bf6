"""Numbers: in what people, programs and browsers write, and as German readers have them."""

from __future__ import annotations

from typing import Final

MOST: Final = 999_999_999


def number_in(word: str, most: int = MOST) -> int | None:
    """Return the number from 0 up to `most` that a word is; None where it is none.

    Only the ten digits of ASCII count: Python calls ² a digit too and can't read it, reads ٣ as three, and would
    work for seconds on a number of a million digits.
    """
    if not (word.isascii() and word.isdigit() and len(word) <= len(str(most))):
        return None
    number = int(word)
    return number if number <= most else None


def grouped(number: int) -> str:
    """Return a number with dots between its thousands."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """Return a number with two decimals and a comma."""
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))

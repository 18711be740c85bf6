"""What the Data Matrix of a reply slip says, to the letters that print it and to the audit that reads it back."""

from __future__ import annotations

from typing import Final, NamedTuple

MARK: Final = "ANTWORT1"
"""Begins each code: which kind of code it is, and in which form, whatever else is scanned on the sheet."""
SEPARATOR: Final = "|"


class ReplyCode(NamedTuple):
    """Which slip came back, and whose: the household's number as its list has it."""

    template: str
    number: str


def reply_code(template: str, number: str) -> str:
    """Return what a slip's code says: the mark, the template's name, the household's number."""
    return SEPARATOR.join((MARK, template, number))


def read_reply_code(text: str) -> ReplyCode | None:
    """Return what a code says as it was scanned; None where it isn't a slip's."""
    mark, _separator, rest = text.strip().partition(SEPARATOR)
    template, separator, number = rest.partition(SEPARATOR)
    return ReplyCode(template, number) if mark == MARK and separator and template and number else None

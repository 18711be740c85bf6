"""Columns: which of the list's are which of ours, and what ours mean."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from mailing.base.messages import _
from mailing.console.speech import say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.model import ColumnMeaning, ListColumn

LONGEST_EXAMPLE = 40
"""Characters of an example that are shown."""


def show_assigned(columns: Sequence[ListColumn]) -> None:
    """Tell of each column of the list what it is used as, with an example; those that nothing uses last."""
    width = max((len(on_one_line(column.theirs)) for column in columns), default=0)
    for column in sorted(columns, key=lambda column: not column.ours):
        example = column.example if len(column.example) <= LONGEST_EXAMPLE else column.example[:LONGEST_EXAMPLE] + "…"
        shown = on_one_line(example)
        use = column.ours or _("(nicht verwendet)")
        say(
            f"  {on_one_line(column.theirs) or '–':<{width}}  {use}"
            + (_("   zum Beispiel „{example}“").format(example=shown) if shown else "")
        )


def on_one_line(text: str) -> str:
    """Return a cell's text as a line shows it: a heading may have line breaks."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def show_columns(columns: Sequence[ColumnMeaning], *, as_json: bool) -> None:
    """Tell our columns, what each means, and what lists call it."""
    if as_json:
        say_json([asdict(column) for column in columns])
        return
    for column in columns:
        say(f"{column.name:<20} {_(column.meaning)}")
        if column.aliases:
            say(" " * 21 + _("auch: {names}").format(names=", ".join(column.aliases)))

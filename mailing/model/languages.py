"""Languages by their tags (BCP 47): which of those that there are serves one that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

GERMAN_TAG: Final = "de"
"""The language of every letter: what counts, whatever stands beside it."""

_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "ur", "ps", "ckb", "sd", "ug"})
"""Languages in Arabic script [ISO 639]."""


def primary(tag: str) -> str:
    """Return the language itself, without script and region: `ar` of `ar-EG`."""
    return tag.partition("-")[0]


def is_right_to_left(tag: str) -> bool:
    """Whether the language is written from right to left."""
    return primary(tag) in _RIGHT_TO_LEFT


def is_german(tag: str) -> bool:
    """Whether the tag asks for nothing beside the German letter."""
    return not tag or primary(tag) == GERMAN_TAG


def served_by(tag: str, offered: Collection[str]) -> str:
    """Return the offered tag that serves `tag`: itself, or the nearest without its last parts; "" for none.

    The fallback is that of BCP 47 (RFC 4647, 3.4, "Lookup").
    """
    by_lower = {one.lower(): one for one in offered}
    parts = tag.lower().split("-")
    while parts:
        found = by_lower.get("-".join(parts))
        if found:
            return found
        parts.pop()
    return ""

"""Remembering what recurs among letters, and not what is each letter's own."""

from __future__ import annotations

from typing import Final, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

KEPT: Final = 8_000
"""So many values are remembered by default: more than there are common surnames."""

TRIAL: Final = 0.25
RECURRING: Final = 0.05
"""When a quarter of its room is taken, and when all is, this share must have been asked for again: of salutations it
was a fifth, of BG numbers none (measured)."""


class Memory(dict[Key, Value]):
    """Values by key: forgotten when there are too many, and kept no longer where few of them were asked for again.

    What never recurs, like BG numbers, would only fill memory.

    Args:
        most: so many values are remembered.
    """

    def __init__(self, most: int = KEPT) -> None:
        super().__init__()
        self._most = most
        self._next_look = self._trial = max(int(most * TRIAL), 1)
        self._hits = 0
        self._is_useful = True

    def recall(self, key: Key) -> Value | None:
        """Return what was kept under `key`, if it is still there."""
        found = self.get(key)
        if found is not None:
            self._hits += 1
        return found

    def keep(self, key: Key, value: Value) -> Value:
        """Keep `value` under `key`, if that is of use; return it."""
        if len(self) >= self._next_look:
            self._look()
        if self._is_useful:
            self[key] = value
        return value

    def _look(self) -> None:
        """Judge by what was asked for again whether it is of use; when it is full, begin anew."""
        is_full = len(self) >= self._most
        self._is_useful = self._hits > len(self) * RECURRING
        self._next_look = self._most
        if is_full or not self._is_useful:
            self.clear()
            self._hits = 0
            self._next_look = self._trial

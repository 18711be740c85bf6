"""Files that stay open for the next look: a print file takes long to open, and tens of megabytes while it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from mailing.base.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Opened = TypeVar("Opened")


class KeptOpen(Generic[Opened]):
    """Opens files, and keeps the last one open as long as it stays as it is; it is let go before the next is opened."""

    def __init__(self, open_file: Callable[[Path], Opened]) -> None:
        self._open_file = open_file
        self._kept: dict[tuple[Path, int], Opened] = {}

    def __call__(self, path: Path) -> Opened:
        """Return what was opened at `path`."""
        state = path, path.stat().st_mtime_ns
        found = self._kept.get(state)
        if found is None:
            if self._kept:
                self._kept.clear()
                give_back()
            found = self._kept[state] = self._open_file(path)
        return found

"""A place that files are laid down in: what a folder on this machine and one on an SFTP server have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 1 << 20
"""So many bytes are read or written between two looks at whether the command is to stop."""


class Place(Protocol):
    """Where packages go to. What the other side refuses is a `SurroundingsError` or an `OSError`."""

    @property
    def name(self) -> str:
        """The target's name, as it is told and recorded."""
        ...

    def size(self, name: str) -> int | None:
        """Return a file's size in bytes; None where there is none of this name."""
        ...

    def read(self, name: str, tell: Callable[[bytes], None]) -> None:
        """Read a file back, whole, piece by piece."""
        ...

    def write(self, name: str, source: BinaryIO, offset: int, tell: Callable[[int], None]) -> None:
        """Write what is left of `source` into a file from `offset` on; at 0, the file is made anew.

        It is on the other side's disk, as far as the other side can say so, when this returns. `tell` is told how many
        bytes were written.
        """
        ...

    def rename(self, old: str, new: str) -> None:
        """Give a file its final name, in the place of whatever has it."""
        ...

"""Names that a file or folder can have on every system that offices use, and that lead nowhere else."""

from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath
from typing import Final

LONGEST: Final = 100
"""Characters: what is made of a letter carries its name with a date and a digest, and the system takes 255 bytes."""
_FORBIDDEN: Final = frozenset('<>:"|?*/\\')
"""Signs that no file's name has on Windows (Microsoft, "Naming Files, Paths, and Namespaces")."""


def is_plain_name(name: str) -> bool:
    """Whether a folder can be called so everywhere: one part of a path, visible, not reserved on Windows."""
    return (
        0 < len(name) <= LONGEST
        and name.isprintable()
        and not _FORBIDDEN.intersection(name)
        and name[0] not in ".- "  # a dash in front makes an option of it
        and name[-1] not in ". "
        and not PureWindowsPath(name).is_reserved()
    )


def as_system_compares(name: str) -> str:
    """Return a name so that two which some system takes for the same are the same: case and composition don't count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())

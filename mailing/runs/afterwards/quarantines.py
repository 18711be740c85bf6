"""What tables of what wasn't applied are called: others lie in the same folder that not everybody may see."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = re.compile(r"[0-9a-f]{12}-quarantine\.csv")


def is_quarantine(name: str) -> bool:
    """Whether a file's name is that of rows of a shop's table that were set aside."""
    return _NAME.fullmatch(name) is not None

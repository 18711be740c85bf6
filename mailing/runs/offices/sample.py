"""A synthetic list to try the program with."""

from __future__ import annotations

import io
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import UsageError
from mailing.base.files import written_whole
from mailing.base.messages import _
from mailing.intake.sample import writing

if TYPE_CHECKING:
    from typing import BinaryIO


def write_sample(households: int, seed: int, target: Path | BinaryIO, *, persons: bool) -> None:
    """Write a list of so many households, as UTF-8 with a byte order mark.

    Args:
        households: how many Bedarfsgemeinschaften, at least one.
        seed: the same seed gives the same list.
        target: a file, or a stream, which stays open.
        persons: one row for each person, or one for each household.

    Raises:
        UsageError: there is to be no household.
    """
    if households < 1:
        raise UsageError(_("Eine Liste hat mindestens eine Bedarfsgemeinschaft"), where=str(households))
    with written_whole(target) if isinstance(target, Path) else nullcontext(target) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        writing.write_sample(households, seed, text, persons=persons)
        text.flush()
        text.detach()

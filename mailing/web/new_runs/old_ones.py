"""Runs that nobody goes on making are forgotten: their lists name persons, and nothing needs them any more."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from mailing.base.files import older_than, remove_folder
from mailing.web.new_runs.new_runs import NewRuns

if TYPE_CHECKING:
    from mailing.web.office import Office

SECONDS_KEPT: Final = 14 * 24 * 3600
"""Since somebody last settled anything of it."""
SECONDS_TO_BEGIN: Final = 3600
"""A folder has no row yet while its list is being uploaded."""


def forget_old_ones(office: Office) -> None:
    """Remove runs in the making that nobody has touched for long, and folders that belong to none."""
    runs, now = NewRuns(office.store), time.time()
    known = set()
    for kept in runs.all():
        if now - kept.changed > SECONDS_KEPT:
            runs.remove(kept.id)
        else:
            known.add(kept.id)
    for folder in older_than(office.new_runs, SECONDS_TO_BEGIN):
        if folder.name not in known:
            remove_folder(folder)

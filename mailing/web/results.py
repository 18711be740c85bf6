"""Files that a job made for somebody to download: kept for a day, for what is in them is personal."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from mailing.base.files import make_folder, older_than, remove_folder
from mailing.web.paths import child_of

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.web.office import Office

SECONDS_KEPT: Final = 24 * 3600


def new_result(office: Office) -> str:
    """Return the key of a folder for what a job is going to make; those that are too old go first."""
    for old in older_than(office.own / "results", SECONDS_KEPT):
        remove_folder(old)
    return uuid.uuid4().hex


def result_folder(office: Office, key: str) -> Path:
    """Return that folder, empty: a job that is done again begins anew."""
    folder = office.own / "results" / key
    remove_folder(folder)
    make_folder(folder)
    return folder


def result_file(office: Office, key: str, name: str) -> Path:
    """Return a file that a job made; NotFoundError where it is gone."""
    return child_of(child_of(office.own / "results", key), name)

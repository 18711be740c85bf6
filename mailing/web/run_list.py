"""The runs as pages list them: each is read again only when its journal or its manifest has changed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from mailing.base.messages import chosen_language
from mailing.model import runfolder
from mailing.runs.showing.standing import Standing, standing_of
from mailing.web.paths import run_folder, run_folders

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.web.office import Office

RUNS_KEPT = 4096
Signature = tuple[int, int, int]


def all_standings(office: Office) -> list[Standing]:
    """Return where all runs of the office stand, those that changed last first."""
    found = [_current(folder) for folder in run_folders(office)]
    return sorted(found, key=lambda standing: (standing.since, standing.run_id), reverse=True)


def standing_in(office: Office, run_id: str) -> Standing:
    """Return where one run stands; NotFoundError where the office has none of that name."""
    return _current(run_folder(office, run_id))


def _current(run: Path) -> Standing:
    today = dt.datetime.now().astimezone().date()
    signatures = (_signature(run / runfolder.JOURNAL), _signature(run / runfolder.MANIFEST))
    return _read(run, signatures, today, chosen_language().value)


def _signature(file: Path) -> Signature:
    try:
        told = file.stat()
    except OSError:
        return (0, 0, 0)
    return (told.st_mtime_ns, told.st_size, told.st_ino)


@lru_cache(maxsize=RUNS_KEPT)
def _read(run: Path, _signatures: tuple[Signature, Signature], _today: dt.date, _language: str) -> Standing:
    return standing_of(run)

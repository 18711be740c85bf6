"""The engines that can carry a run, by the names that job files and the command line use."""

from __future__ import annotations

from enum import StrEnum


class EngineName(StrEnum):
    """What carries the work; all give the same bytes."""

    SERIAL = "serial"
    PROCESSES = "processes"
    DASK = "dask"

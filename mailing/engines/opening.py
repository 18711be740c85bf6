"""Opening an engine by its name; an engine's own packages are imported only where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from mailing.engines.engine import Engine


def open_engine(name: str, workers: int | None = None, scheduler: str | None = None) -> AbstractContextManager[Engine]:
    """Return the engine `serial`, `processes` or `dask`, to be used in a `with` block that ends its workers.

    Args:
        name: which engine.
        workers: how many processes; one for each core where None.
        scheduler: the address of a running Dask scheduler; a local cluster where None.

    Raises:
        SurroundingsError: Dask isn't installed or its scheduler can't be reached.
    """
    match name:
        case "serial":
            from mailing.engines.serial import SerialEngine

            return SerialEngine()
        case "processes":
            from mailing.engines.processes import ProcessEngine

            return ProcessEngine(workers)
        case "dask":
            from mailing.engines.cluster import ClusterEngine

            return ClusterEngine(workers, scheduler)
        case _:
            raise ValueError(name)

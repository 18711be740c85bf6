"""Opening an engine by its name; an engine's own packages are imported only where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.engine_names import EngineName

if TYPE_CHECKING:
    from mailing.engines.engine import Engine


def open_engine(name: EngineName, workers: int | None = None, scheduler: str | None = None) -> Engine:
    """Return an engine, to be used in a `with` block that ends its workers.

    Args:
        name: which engine.
        workers: how many processes; one for each core where None.
        scheduler: the address of a running Dask scheduler; a local cluster where None.

    Raises:
        SurroundingsError: Dask isn't installed or its scheduler can't be reached.
    """
    match name:
        case EngineName.SERIAL:
            from mailing.engines.serial import SerialEngine

            return SerialEngine()
        case EngineName.PROCESSES:
            from mailing.engines.processes import ProcessEngine

            return ProcessEngine(workers)
        case EngineName.DASK:
            from mailing.engines.cluster import ClusterEngine

            return ClusterEngine(workers, scheduler)

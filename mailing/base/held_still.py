"""Folders whose files belong together: who reads them all and who changes some wait for each other.

A lock lies in the folder from the first change by this program on; where none ever changed it, nobody waits, and a
folder that can't be written needs no lock. Changes by other programs keep no lock: they are as safe as they ever were.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from mailing.base.errors import SurroundingsError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_NAME: Final = ".aenderung.lock"
SECONDS: Final = 20
"""How long one waits: a change takes milliseconds."""


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Keep all who read the folder by `held_still` away within the block, and others who change it.

    Raises:
        SurroundingsError: the folder can't be written, or somebody else doesn't let go of it.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK_NAME, timeout=SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise _in_use(folder) from error
    except OSError as error:
        raise SurroundingsError(
            _("Im Ordner lässt sich nichts ändern: {reason}").format(reason=error.strerror), where=str(folder)
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def held_still(folder: Path) -> Iterator[None]:
    """Keep all who change the folder by `changing` away within the block.

    Raises:
        SurroundingsError: somebody who changes it doesn't let go of it.
    """
    lock = folder / LOCK_NAME
    if not lock.is_file():
        yield
        return
    from filelock import FileLock, Timeout

    held = FileLock(lock, timeout=SECONDS)
    try:
        held.acquire()
    except Timeout as error:
        raise _in_use(folder) from error
    except OSError:  # who may only read the folder can't hold it still
        yield
        return
    try:
        yield
    finally:
        held.release()


def _in_use(folder: Path) -> SurroundingsError:
    return SurroundingsError(
        _("Jemand ändert gerade dort etwas und wird nicht fertig"),
        where=str(folder),
        hint=_("Einen Augenblick später noch einmal versuchen"),
    )

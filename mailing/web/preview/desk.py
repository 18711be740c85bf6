"""Where pages ask for previews: some warm processes, the newest wish of each person, and the pictures made lately."""

from __future__ import annotations

import atexit
import secrets
from collections import OrderedDict
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore, Lock, Thread
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from mailing.base.messages import _
from mailing.web.preview.apart import Answer, PreviewProcess, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mailing.web.office import Office

PROCESSES: Final = 2
"""Warm processes; each takes some 250 MB. A person always gets the same one, which has their list and text."""
MOST_WAITING: Final = 6
"""So many wait for a process at a time; more would take the server's threads, and all other pages wait."""
PICTURES_KEPT: Final = 60
WINDOWS_KEPT: Final = 500
SECONDS_BETWEEN_LOOKS: Final = 0.05


class Desk:
    """The previews of one office, within its server."""

    def __init__(self, folder: Path) -> None:
        self._processes = tuple(PreviewProcess(folder) for _number in range(PROCESSES))
        self._places = {process: BoundedSemaphore(MOST_WAITING) for process in self._processes}
        self._newest: OrderedDict[tuple[str, str, str], int] = OrderedDict()
        self._pictures: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._lock = Lock()

    def ask(self, by: str, wish: Mapping[str, Any]) -> Answer:
        """Return the answer to a wish; errors as of `PreviewProcess.ask`."""
        process = self._process_of(by)
        with self._place_before(process), process.lock:
            return process.ask(wish)

    def ask_newest(self, by: str, window: str, wish: Mapping[str, Any]) -> Answer | None:
        """Return the answer to a wish; None where the same window has a newer one of its kind by now.

        Who types fast asks faster than pages can be set: what nobody would look at any more isn't begun.

        Raises:
            StoppedError: as of `PreviewProcess.ask`.
        """
        process = self._process_of(by)
        kind = by, window, wish["do"]
        with self._lock:
            mine = self._newest[kind] = self._newest.pop(kind, 0) + 1
            while len(self._newest) > WINDOWS_KEPT:
                self._newest.popitem(last=False)
        with self._place_before(process):
            while not process.lock.acquire(timeout=SECONDS_BETWEEN_LOOKS):
                if self._newest.get(kind) != mine:
                    return None
            try:
                return process.ask(wish) if self._newest.get(kind) == mine else None
            finally:
                process.lock.release()

    @contextmanager
    def _place_before(self, process: PreviewProcess) -> Iterator[None]:
        """Take one of the places to wait for a process at; where there is none, that is told soon.

        So long those leave that a newer wish of their window has overtaken.
        """
        places = self._places[process]
        if not places.acquire(timeout=4 * SECONDS_BETWEEN_LOOKS):
            raise StoppedError(_("Gerade ist zu viel los"), hint=_("In einer Minute noch einmal"))
        try:
            yield
        finally:
            places.release()

    def is_warm(self, by: str) -> bool:
        """Whether this person's process has loaded what it needs."""
        return self._process_of(by).is_warm

    def warm_up(self, by: str, wish: Mapping[str, Any]) -> None:
        """Start this person's process with a first wish, whose answer nobody waits for."""

        def ask() -> None:
            with suppress(StoppedError):
                self.ask(by, wish)

        Thread(target=ask, daemon=True).start()

    def _process_of(self, by: str) -> PreviewProcess:
        return self._processes[crc32(by.encode()) % PROCESSES]

    def keep_picture(self, by: str, picture: bytes) -> str:
        """Keep a picture for the person who asked for it, for a while; return the name that it is fetched by."""
        name = secrets.token_hex(16)
        with self._lock:
            self._pictures[name] = by, picture
            while len(self._pictures) > PICTURES_KEPT:
                self._pictures.popitem(last=False)
        return name

    def picture(self, by: str, name: str) -> bytes | None:
        """Return a picture that was kept for this person; None where there is none any more."""
        with self._lock:
            owner, picture = self._pictures.get(name, ("", b""))
        return picture if owner == by and picture else None

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.close()


_desks: dict[Path, Desk] = {}
_desks_lock = Lock()


def desk_of(office: Office) -> Desk:
    """Return the desk of an office in this server, made when it is first asked for."""
    with _desks_lock:
        if office.data not in _desks:
            _desks[office.data] = Desk(office.data)
        return _desks[office.data]


@atexit.register
def close_desks() -> None:
    """End all preview processes of this server."""
    with _desks_lock:
        while _desks:
            _desks.popitem()[1].close()

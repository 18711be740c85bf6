"""What reading a file may take: memory, time, rows and characters, by the file's size."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mailing.base.errors import InputError
from mailing.base.messages import _

MEGABYTE: Final = 1 << 20
LEAST_MEMORY: Final = 640 * MEGABYTE
MEMORY_A_BYTE: Final = 64
"""Measured: 60,000 rows of 18 cells are 3 MB of XLSX and take 130 MB to read."""
MOST_MEMORY: Final = 4096 * MEGABYTE
LEAST_SECONDS: Final = 7
SECONDS_A_MEGABYTE: Final = 2
"""Measured: a megabyte of XLSX takes half a second of CPU."""
MOST_SECONDS: Final = 1_200
WAITED_FOR: Final = 8
"""So many times its seconds of CPU may a process take by the clock: other programs need the processors too."""
LEAST_ROWS: Final = 100_000
"""No format needs less than a byte for a row that is unlike the others."""
MOST_COLUMNS: Final = 500
"""More columns than this are no address list."""
LEAST_CHARACTERS: Final = 32 * MEGABYTE
CHARACTERS_A_BYTE: Final = 64
LONGEST_CELL: Final = 1 << 17
"""In characters, as in text files; a longer one is cut: no letter holds half of that, and the row's checks say so."""


def memory(size: int) -> int:
    """Return how many bytes of memory reading a file of that size may add to what the process has."""
    return min(LEAST_MEMORY + MEMORY_A_BYTE * size, MOST_MEMORY)


def seconds(size: int) -> int:
    """Return how many seconds of CPU reading a file of that size may take."""
    return min(LEAST_SECONDS + SECONDS_A_MEGABYTE * size // MEGABYTE, MOST_SECONDS)


def rows(size: int) -> int:
    """Return how many filled rows a file of that size may have."""
    return LEAST_ROWS + size


def characters(size: int) -> int:
    """Return how many characters the cells of a file of that size may have together."""
    return LEAST_CHARACTERS + CHARACTERS_A_BYTE * size


def keep_within(size: int) -> None:
    """Have the system end this process when it takes more than a file of that size may (Windows has no such limits)."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = seconds(size) + int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    whole = _address_space() + memory(size)
    resource.setrlimit(resource.RLIMIT_AS, (whole, whole))


def _address_space() -> int:
    """Return how many bytes of addresses this process has in use, its libraries' included."""
    try:
        import resource

        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return MOST_MEMORY  # another Unix, where libraries' shares can't be told


def too_many_columns(name: str, count: int) -> InputError:
    """Return the error for a list that is far too wide."""
    return InputError(
        _("Die Liste hat {count} Spalten; gelesen werden höchstens {most}").format(count=count, most=MOST_COLUMNS),
        where=name,
        hint=_("Löschen Sie die Spalten, die kein Schreiben braucht"),
    )


def bursts(name: str) -> InputError:
    """Return the error for a file that holds more than any address list."""
    return InputError(
        _("Die Datei ist entpackt viel zu groß für eine Adressliste"),
        where=name,
        hint=_("Löschen Sie leere Bereiche unter und neben der Liste, oder speichern Sie das Blatt als CSV"),
    )


def broken(name: str) -> InputError:
    """Return the error for a file whose reader gave up or was stopped."""
    return InputError(
        _("Die Datei ist beschädigt, oder sie ist entpackt viel zu groß für eine Adressliste"),
        where=name,
        hint=_("Öffnen Sie sie im Programm, aus dem sie kommt, löschen Sie leere Bereiche, und speichern Sie sie neu"),
    )


def artwork_stopped(name: str) -> InputError:
    """Return the error for a picture or PDF whose converter gave up or was stopped."""
    return InputError(
        _("Die Datei ist beschädigt, oder sie zu wandeln braucht zu viel Speicher oder Zeit"),
        where=name,
        hint=_("Öffnen Sie sie im Programm, aus dem sie kommt, verkleinern Sie Bilder auf 300 dpi, und speichern neu"),
    )

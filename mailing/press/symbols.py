"""QR codes as page content: one path, so that no seam shows between modules that touch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.press.geometry import above, across, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.model import Symbol

_DARK: Final = re.compile("1+")


def symbols_content(symbols: Iterable[Symbol]) -> bytes:
    """Return what draws the symbols in the colour that is set, black where none is."""
    return b"".join(map(_symbol, symbols))


def _symbol(symbol: Symbol) -> bytes:
    x, y, module, rows = symbol
    columns: dict[tuple[int, int], tuple[bytes, bytes]] = {}
    shown = []
    for row, modules in enumerate(rows):
        bottom, height = _edges(above(y + row * module + module), above(y + row * module))
        for run in _DARK.finditer(modules):
            found = columns.get(run.span())
            if found is None:
                start, end = run.span()
                left = x + start * module
                found = columns[start, end] = _edges(across(left), across(left + (end - start) * module))
            shown.append(b"%b %b %b %b re" % (found[0], bottom, found[1], height))
    return b"%b f\n" % b"\n".join(shown)


def _edges(near: int, far: int) -> tuple[bytes, bytes]:
    """Return where a run of modules begins, and how long it is; both are given in 1/100 pt."""
    return number(near), number(far - near)

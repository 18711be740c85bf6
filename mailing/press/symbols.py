"""QR codes as page content: one path, so that no seam shows between modules that touch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.press.geometry import rectangle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.model import Symbol

_DARK: Final = re.compile("1+")


def symbols_content(symbols: Iterable[Symbol]) -> bytes:
    """Return what draws the symbols in the colour that is set, black where none is."""
    return b"".join(map(_symbol, symbols))


def _symbol(symbol: Symbol) -> bytes:
    x, y, module, rows = symbol
    runs = [
        rectangle(x + run.start() * module, y + row * module, (run.end() - run.start()) * module, module)
        for row, modules in enumerate(rows)
        for run in _DARK.finditer(modules)
    ]
    return b"%b f\n" % b"\n".join(runs)

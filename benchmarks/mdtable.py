"""Tables of measurements in Markdown, and the line that says where they were measured."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MIB = 1024 * 1024
CPU_INFO = Path("/proc/cpuinfo")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table: the first column left, the others right, padded so that it reads as text too."""
    lines = [tuple(header), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = "|".join(["", " " + "-" * widths[0] + " ", *(f" {'-' * (width - 1)}: " for width in widths[1:]), ""])
    padded = [
        "| " + " | ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) + " |" for line in lines
    ]
    return "\n".join((padded[0], rule, *padded[1:]))


def surroundings() -> str:
    """Return when and on what it was measured."""
    memory = psutil.virtual_memory().total / 1024**3
    today = datetime.now(UTC).date().isoformat()
    return f"{today}, {psutil.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, Python {platform.python_version()}"


def _processor() -> str:
    if CPU_INFO.exists():
        for line in CPU_INFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()

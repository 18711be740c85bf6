"""The caller's side: a process of its own reads a file; only what it says whole is believed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from contextlib import contextmanager, suppress
from threading import Thread, Timer
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from mailing.base.errors import InputError
from mailing.base.messages import chosen_language
from mailing.sandbox import limits
from mailing.sandbox.child import ARTWORK, PARQUET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


PLAIN_MEMORY: Final = {"ARROW_DEFAULT_MEMORY_POOL": "system"}
"""Arrow's own memory reserves addresses by the gigabyte, which count against the limit."""


class Area(NamedTuple):
    """An area of merged cells, as in "F2:F3", and the number of its last row."""

    name: str
    last_row: int


class ReadSheet(NamedTuple):
    """A sheet of a workbook, its rows still to come.

    Attributes:
        title: its name.
        others: the names of the other visible sheets, of which the user may not think.
        merged: the areas of merged cells.
        hidden: how many of its rows are hidden or filtered away.
        hidden_rows: the first of them by number, as far as the workbook tells.
        rows: its rows that hold any text, some thousand at a time, with their numbers from 1.
    """

    title: str
    others: Sequence[str]
    merged: Sequence[Area]
    hidden: int
    hidden_rows: Sequence[int]
    rows: Iterator[tuple[list[int], list[list[str]]]]


@contextmanager
def sheet_apart(name: str, data: bytes, asked: str | None) -> Iterator[ReadSheet]:
    """Give the sheet that was asked for, or the first visible one; its rows come while the block lasts.

    Raises:
        InputError: there is none, the file can't be read, or reading it would take too much; while rows come, too.
    """
    with _reading(name, data, kind="workbook", sheet=asked) as answer:
        said = _line_of(name, answer)
        merged = [Area(*area) for area in said["merged"]]
        yield ReadSheet(
            said["title"], said["others"], merged, said["hidden"], said["hidden_rows"], _batches(name, answer)
        )


@contextmanager
def columns_apart(name: str, data: bytes) -> Iterator[tuple[Sequence[str], Any]]:
    """Give the names and the Arrow table of a Parquet file: columns of texts, each distinct one kept once.

    Raises:
        InputError: as of `sheet_apart`.
    """
    import pyarrow as pa

    with _reading(name, data, kind=PARQUET) as answer:
        header = _line_of(name, answer)["header"]
        try:
            with pa.ipc.open_stream(answer) as stream:
                table = stream.read_all()
        except (pa.ArrowException, OSError) as error:
            raise limits.broken(name) from error
        yield header, table


class PlainPdf(NamedTuple):
    """A file of the office's as plain PDF.

    Attributes:
        pdf: the document.
        sizes: its pages' widths and heights in points.
        dpi: how many pixels an inch its images have at that size, where they have fewest; 0 without images.
    """

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    dpi: float = 0.0


def artwork_apart(name: str, data: bytes, icc: bytes | None = None) -> PlainPdf:
    """Convert an SVG, PDF, PNG or JPEG: to gray, or with the ICC profile of a press to CMYK.

    Raises:
        InputError: the file can't be printed as it is (with page and reason), or converting it would take too much.
    """
    with _reading(name, data, kind=ARTWORK, icc=b64encode(icc).decode() if icc else None) as answer:
        said = _line_of(name, answer, limits.artwork_stopped)
        pdf = answer.read(said["length"])
        if len(pdf) != said["length"]:
            raise limits.artwork_stopped(name)
        return PlainPdf(pdf, tuple((width, height) for width, height in said["sizes"]), said["dpi"])


@contextmanager
def _reading(name: str, data: bytes, **asked: str | None) -> Iterator[IO[bytes]]:
    """Give the standard output of a process that reads the file; it ends with the block."""
    question = json.dumps({"name": name, "language": chosen_language(), **asked}).encode() + b"\n"
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "mailing.sandbox.child"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **PLAIN_MEMORY},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - both are pipes
    clock = Timer(limits.WAITED_FOR * limits.seconds(len(data)), child.kill)
    sender = Thread(target=_send, args=(child.stdin, question, data), daemon=True)
    clock.start()
    sender.start()
    try:
        yield child.stdout
    finally:
        clock.cancel()
        child.kill()
        child.stdout.close()
        child.wait()
        sender.join()


def _send(stdin: IO[bytes], question: bytes, data: bytes) -> None:
    with suppress(BrokenPipeError, ConnectionError), stdin:  # a process that has ended says so by its silence
        stdin.write(question)
        stdin.write(data)


def _line_of(name: str, answer: IO[bytes], stopped: Callable[[str], InputError] = limits.broken) -> Any:
    """Return what the next line says; raise what stopped the reading, and for silence that it was stopped."""
    line = answer.readline()
    if not line.endswith(b"\n"):
        raise stopped(name)
    said = json.loads(line)
    if isinstance(said, dict) and "error" in said:
        what, where, hint = said["error"]
        raise InputError(what, where=where, hint=hint)
    return said


def _batches(name: str, answer: IO[bytes]) -> Iterator[tuple[list[int], list[list[str]]]]:
    while (said := _line_of(name, answer)) is not None:
        numbers, rows = said
        yield numbers, rows

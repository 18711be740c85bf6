"""Runs on their way: made, released, delivered, for the verbs that come after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from program_kit import row, write_list

from mailing.lifecycle import EventKind
from mailing.model.actors import Actor
from mailing.press.codes import code_text
from mailing.runs.journal.journalled import open_run, read_life

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

HOUSEHOLDS = 12
OFFICE = Actor("Eva")


def made_run(program: Callable[..., Called], folder: Path, *more: object) -> Path:
    """Return a run of twelve letters of one sheet, made by Eva."""
    liste = write_list(folder / "liste.csv", [row(number) for number in range(1, HOUSEHOLDS + 1)])
    done = program("run", liste, "--by", "Eva", "--out", folder / "runs", *more)
    assert done.code == 0, done.err
    (run,) = (path.parent for path in (folder / "runs").glob("*/manifest.json"))
    return run


def delivered_run(program: Callable[..., Called], folder: Path, *more: object) -> Path:
    """Return such a run, released by Tom and delivered."""
    run = made_run(program, folder, *more)
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    delivered(run)
    return run


def delivered(run: Path, package: str = "shop") -> None:
    """Record that a package came to the shop."""
    with open_run(run, OFFICE) as journalled:
        journalled.record(EventKind.DELIVERED, {"package": package})


def fates(run: Path) -> dict[str, int]:
    """Return how many pieces have each fate, but for those that none has."""
    _events, life = read_life(run)
    return {fate.value: number for fate, number in life.fates.counts().items() if number}


def scanned(run: Path, piece: int) -> str:
    """Return the code on a piece's one sheet."""
    return code_text(int(json.loads((run / "shop/data/job.json").read_bytes())["job"]), piece, 1, 1)


def table(folder: Path, *lines: str, name: str = "table.csv", header: str = "piece;status;time;reason") -> Path:
    """Write a table as others send it."""
    width = header.count(";")
    file = folder / name
    file.write_text("\r\n".join((header, *(line + ";" * (width - line.count(";")) for line in lines))) + "\r\n")
    return file

"""Going on where a run was cut off: finished batches are known by a record in the spool, and kept if unharmed.

A run's folder is named by all that determines it, so a record found there belongs to the very same run.
"""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import starmap
from typing import TYPE_CHECKING, Any

from mailing.base.files import sha256_of, write_whole
from mailing.model import Pieces, PressedFile, PressedPiece, Route

if TYPE_CHECKING:
    from pathlib import Path


def remember(pressed: PressedFile, folder: Path) -> None:
    """Record the finished batch in `folder`, after its PDF is whole on the disk."""
    record = {field.name: getattr(pressed, field.name) for field in fields(PressedFile)} | {"pieces": [*pressed.pieces]}
    write_whole(_record_path(pressed.path, folder), json.dumps(record).encode())


def recall(path: str, shop: Path, folder: Path) -> PressedFile | None:
    """Return the batch `path` (below `shop`) if an earlier attempt finished it and its bytes are unharmed."""
    record_path = _record_path(path, folder)
    pdf = shop / path
    if not record_path.exists() or not pdf.exists():
        return None
    record: dict[str, Any] = json.loads(record_path.read_bytes())
    if sha256_of(pdf) != record["sha256"]:
        return None
    pieces = Pieces(path, starmap(PressedPiece, record.pop("pieces")))
    return PressedFile(**{**record, "route": Route(record["route"])}, pieces=pieces)


def _record_path(path: str, folder: Path) -> Path:
    return folder / f"done-{path.replace('/', '-')}.json"

"""Going on where a run was cut off: finished batches are known by a record in the spool, and kept if unharmed.

A run's folder is named by all that determines it, so a record found there belongs to the very same run. A record is
believed by its own hash, which is its first line, and a batch by the hash in its record.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from mailing.base.files import sha256_of, write_whole
from mailing.model import Pieces, PressedFile, Route

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def remember(pressed: PressedFile, folder: Path) -> None:
    """Record the finished batch in `folder`, after its PDF is whole on the disk."""
    pieces = {name: _plain(column) for name, column in pressed.pieces.columns.items()}
    record = {field.name: getattr(pressed, field.name) for field in fields(PressedFile)} | {"pieces": pieces}
    content = json.dumps(record).encode()
    write_whole(_record_path(pressed.path, folder), _digest_line(content) + content)


def recall(path: str, shop: Path, folder: Path) -> PressedFile | None:
    """Return the batch `path` (below `shop`) if an earlier attempt finished it and its bytes are unharmed."""
    record_path = _record_path(path, folder)
    pdf = shop / path
    if not record_path.exists() or not pdf.exists():
        return None
    record = _believed(record_path)
    if record is None or sha256_of(pdf) != record["sha256"]:
        return None
    columns = record.pop("pieces")
    pieces = Pieces.of_columns(path, **{**columns, "digests": bytes.fromhex(columns["digests"])})
    return PressedFile(**{**record, "route": Route(record["route"])}, pieces=pieces)


def _plain(column: bytes | Sequence[object]) -> str | list[object]:
    """Return a column as JSON has it."""
    return column.hex() if isinstance(column, bytes) else list(column)


def mend(shop: Path, folder: Path) -> int:
    """Forget the batches that are recorded and harmed, or whose record is; return how many."""
    harmed = [path for path in folder.glob("done-*.json") if not _is_unharmed(path, shop)]
    for path in harmed:
        path.unlink()
    return len(harmed)


def _is_unharmed(record_path: Path, shop: Path) -> bool:
    record = _believed(record_path)
    if record is None:
        return False
    pdf = shop / record["path"]
    return pdf.is_file() and sha256_of(pdf) == str(record["sha256"])


def _believed(record_path: Path) -> dict[str, Any] | None:
    """Return a record, if its hash vouches for it."""
    digest, _end, content = record_path.read_bytes().partition(b"\n")
    if digest + b"\n" != _digest_line(content):
        return None
    record: dict[str, Any] = json.loads(content)
    return record


def _digest_line(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b"\n"


def _record_path(path: str, folder: Path) -> Path:
    return folder / f"done-{path.replace('/', '-')}.json"

"""The shop's folder as a BagIt bag (RFC 8493): whoever has it can check it, with `sha256sum -c` alone if need be.

Written here rather than by the bagit library, whose dates come from the clock and whose order from the file system; the
tests let the library check it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mailing.base.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.model import RunIdentity

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write_bag(folder: Path, payload: Mapping[str, tuple[str, int]], identity: RunIdentity) -> None:
    """Write the bag's tag files into `folder`.

    Args:
        folder: the bag; its payload lies in `data/` already.
        payload: path below the bag -> SHA-256 (hex) and bytes.
        identity: gives the bag its name and its date.
    """
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": _information(payload, identity),
        MANIFEST: _checksums({path: digest for path, (digest, _bytes) in payload.items()}),
    }
    for name, text in tags.items():
        write_whole(folder / name, text.encode())
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
    write_whole(folder / TAG_MANIFEST, _checksums(digests).encode())


def _information(payload: Mapping[str, tuple[str, int]], identity: RunIdentity) -> str:
    """Return what the bag says of itself, a line for each tag: a name that breaks lines would make it no bag."""
    total = sum(size for _digest, size in payload.values())
    tags = {
        "Bag-Software-Agent": identity.program,
        "Bagging-Date": identity.date.isoformat(),
        "External-Description": identity.title,
        "External-Identifier": identity.run_id,
        "Payload-Oxum": f"{total}.{len(payload)}",
    }
    return "".join(f"{label}: {' '.join(value.splitlines())}\n" for label, value in tags.items())


def _checksums(digests: Mapping[str, str]) -> str:
    """Return lines as `sha256sum` writes them, sorted by path: the same bytes on every file system."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))

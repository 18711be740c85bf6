"""A reprint's manifest, and whether the reprint is what it says: the same pages, under the same numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from mailing.audit.bag import bag_faults
from mailing.audit.books import read_pieces
from mailing.audit.content_hash import Contents
from mailing.audit.damage import surviving
from mailing.audit.findings import fault
from mailing.audit.kept_open import KeptOpen
from mailing.audit.run_files import RunFiles
from mailing.audit.shop_checks import shop_faults
from mailing.base.files import sha256_of
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mailing.audit.books import PieceEntry
    from mailing.audit.manifest import Manifest
    from mailing.findings import Finding

FORMAT = "mailing-reprint-1"
HEX = 64


def reprint_manifest(run: Path, manifest: Manifest, number: int, pieces: Sequence[PieceEntry]) -> dict[str, Any]:
    """Return what a reprint's manifest holds: what it is a reprint of, its files, and its pieces' hashes.

    Those of the pieces stand one after the other, as in the run's own manifest; `numbers` says whose they are.
    """
    package = runfolder.reprint_package(number)
    files = sorted(path for path in (run / package).rglob("*") if path.is_file())
    numbers = [piece.piece for piece in pieces]
    return {
        "format": FORMAT,
        "run_id": manifest.run_id,
        "manifest_sha256": sha256_of(run / runfolder.MANIFEST),
        "reprint": number,
        "package": package,
        "files": [
            {
                "path": path.relative_to(run).as_posix(),
                "sha256": sha256_of(path),
                "bytes": path.stat().st_size,
            }
            for path in files
        ],
        "counts": {
            "pieces": len(pieces),
            "sheets": sum(piece.sheets for piece in pieces),
            "pages": sum(piece.pages for piece in pieces),
        },
        "pieces": {
            "numbers": numbers,
            "content_sha256": "".join(_of_piece(manifest.content_sha256, piece) for piece in numbers),
            "household_hmac": "".join(_of_piece(manifest.household_hmac, piece) for piece in numbers),
        },
    }


def manifest_bytes(content: dict[str, Any]) -> bytes:
    """Return the bytes of a reprint's manifest."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def reprint_faults(run: Path, manifest: Manifest, number: int) -> Iterator[Finding]:
    """Give what is wrong with a reprint: its manifest, its papers, and every page of it against the first copy's."""
    yield from surviving(lambda: _faults(run, manifest, number))


def _faults(run: Path, manifest: Manifest, number: int) -> Iterator[Finding]:
    name, package = runfolder.reprint_manifest(number), runfolder.reprint_package(number)
    own = RunFiles(root=run, shop=run / package, has_house=False)
    pieces = tuple(read_pieces(own))
    if (run / name).read_bytes() != manifest_bytes(reprint_manifest(run, manifest, number, pieces)):
        yield fault("audit.reprint-manifest", where=name)
    for finding in (*bag_faults(own), *shop_faults(own, pieces)):
        yield replace(finding, field=finding.field.replace(f"{runfolder.SHOP}/", f"{package}/", 1))
    wanted, copies = {piece.piece for piece in pieces}, read_pieces(RunFiles(run, run / runfolder.SHOP, has_house=True))
    first = {piece.piece: piece for piece in copies if piece.piece in wanted}
    new, old = KeptOpen(Contents), KeptOpen(Contents)
    for piece in pieces:
        told = _of_piece(manifest.content_sha256, piece.piece)
        before = first.get(piece.piece)
        if (
            before is None
            or told != piece.content_sha256
            or piece.pages != before.pages
            or _content(new(own.path_of(piece.file)), piece) != _content(old(run / before.file), before)
        ):
            yield fault("audit.reprint-content", where=f"{package}/data", piece=piece.piece)


def _content(contents: Contents, piece: PieceEntry) -> bytes:
    """Return the digest of what a piece's pages say, byte for byte."""
    return contents.look(range(piece.first_page - 1, piece.last_page)).digest


def _of_piece(hashes: str, piece: int) -> str:
    return hashes[HEX * (piece - 1) : HEX * piece]


def pieces_by_file(run: Path, wanted: Sequence[range]) -> Iterator[tuple[str, list[PieceEntry]]]:
    """Give each print file of the run that has one of the wanted pieces, with those."""
    run_files = RunFiles(run, run / runfolder.SHOP, has_house=True)
    pieces = (piece for piece in read_pieces(run_files) if any(piece.piece in part for part in wanted))
    for file, own in groupby(pieces, key=attrgetter("file")):
        yield file, list(own)


__all__ = ["manifest_bytes", "pieces_by_file", "reprint_faults", "reprint_manifest"]

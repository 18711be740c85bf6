"""What a forger does to a run: change things, then correct the hashes that would tell."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import TYPE_CHECKING, Any

import pikepdf

from mailing.audit import merkle
from mailing.audit.content_hash import contents_of
from mailing.base.files import sha256_of
from mailing.base.tables import read_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAG_MANIFEST = "shop/manifest-sha256.txt"
BAG_TAGS = "shop/tagmanifest-sha256.txt"


def change_byte(path: Path, place: int | None = None) -> None:
    """Change one byte in the middle of a file, or at `place`."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if place is None else place] ^= 1
    path.write_bytes(content)


def change_pdf(path: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    """Change a PDF and save it."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def change_contents(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Change the pages' own contents."""

    def apply(pdf: pikepdf.Pdf) -> None:
        changed = change([page.Contents.read_bytes() for page in pdf.pages])
        for page, content in zip(pdf.pages, changed, strict=True):
            page.Contents = pdf.make_stream(content)

    change_pdf(path, apply)


def change_text(path: Path, old: str, new: str) -> None:
    """Change the first occurrence of a text in a table or JSON."""
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def change_manifest(run: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what the manifest says."""
    path = run / "manifest.json"
    content = json.loads(path.read_bytes())
    change(content)
    path.write_bytes(json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


def correct_hashes(run: Path) -> None:
    """Make job data, bag and manifest agree with whatever lies in the folder now."""
    shop = run / "shop"
    job = json.loads((shop / "data" / "job.json").read_bytes())
    for entry in job["files"]:
        file = shop / entry["path"]
        entry["sha256"], entry["bytes"] = sha256_of(file), file.stat().st_size
    (shop / "data" / "job.json").write_text(json.dumps(job), "utf-8")
    payload = sorted(path for path in (shop / "data").rglob("*") if path.is_file())
    lines = [f"{sha256_of(path)}  {path.relative_to(shop).as_posix()}\n" for path in payload]
    (run / BAG_MANIFEST).write_text("".join(lines), "utf-8")
    total = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    about = (shop / "bag-info.txt").read_text("utf-8")
    (shop / "bag-info.txt").write_text(re.sub("Payload-Oxum: .*", total, about), "utf-8")
    tags = sorted(path for path in shop.iterdir() if path.is_file() and path.name != "tagmanifest-sha256.txt")
    (run / BAG_TAGS).write_text("".join(f"{sha256_of(path)} {path.name}\n" for path in tags), "utf-8")

    def correct(manifest: dict[str, Any]) -> None:
        for entry in (*manifest["files"], *manifest["others"]):
            file = run / entry["path"]
            entry["sha256"], entry["bytes"] = sha256_of(file), file.stat().st_size

    change_manifest(run, correct)


def correct_contents(run: Path) -> None:
    """Make pieces.csv and the manifest's pieces agree with the pages, Merkle root and all; one page a piece."""
    hashes = []
    key = bytes.fromhex((run / "house/key").read_text("ascii"))
    manifest = json.loads((run / "manifest.json").read_bytes())
    for file in manifest["files"]:
        with pikepdf.open(run / file["path"]) as pdf:
            for page in pdf.pages:
                plate = hashlib.sha256(page.Resources.XObject.P0.read_bytes()).digest()
                inner = hashlib.sha256(page.Contents.read_bytes() + plate).digest()
                hashes.append(hmac.digest(key, inner, "sha256").hex())
    table = run / "shop" / "data" / "pieces.csv"
    header, *lines = table.read_bytes().decode().splitlines()
    lines = [f"{line.rpartition(';')[0]};{value}" for line, value in zip(lines, hashes, strict=True)]
    table.write_bytes("".join(f"{line}\r\n" for line in (header, *lines)).encode())

    def correct(content: dict[str, Any]) -> None:
        content["pieces"]["content_sha256"] = "".join(hashes)
        correct_root(content)

    change_manifest(run, correct)
    correct_hashes(run)


def correct_pieces(run: Path) -> None:
    """Make pieces.csv, manifest and bag agree with the pages, however many a piece has and whatever they show."""
    key = bytes.fromhex((run / "house/key").read_text("ascii"))
    table = run / "shop/data/pieces.csv"
    hashes = [
        contents_of(run / "shop" / file).look(range(int(first) - 1, int(last))).keyed(key)
        for file, first, last in read_columns(table, "file", "first_page", "last_page")
    ]
    header, *lines = table.read_bytes().decode().splitlines()
    lines = [f"{line.rpartition(';')[0]};{value}" for line, value in zip(lines, hashes, strict=True)]
    table.write_bytes("".join(f"{line}\r\n" for line in (header, *lines)).encode())

    def apply(content: dict[str, Any]) -> None:
        content["pieces"]["content_sha256"] = "".join(hashes)
        correct_root(content)

    change_manifest(run, apply)
    correct_hashes(run)


def correct_root(content: dict[str, Any]) -> None:
    """Make the Merkle root that of the manifest's pieces."""
    columns = (bytes.fromhex(content["pieces"][name]) for name in ("content_sha256", "household_hmac"))
    content["merkle_root"] = merkle.root(merkle.leaves(*columns)).hex()

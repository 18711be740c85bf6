"""The cheap half of a verification: files, sizes, hashes, schema, sums. No page is opened."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mailing.audit import merkle
from mailing.audit.findings import fault
from mailing.base.files import sha256_of
from mailing.base.messages import _
from mailing.model import Disposition, runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.audit.manifest import BatchEntry, Manifest, OtherEntry
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

SCHEMA = "manifest.schema.json"
BAG_TAGS = ("bagit.txt", "manifest-sha256.txt")


@lru_cache(maxsize=1)
def manifest_schema() -> Any:
    """Return the JSON Schema of `manifest.json`."""
    return json.loads(files("mailing.audit").joinpath(SCHEMA).read_text("utf-8"))


def schema_faults(content: object) -> Iterator[Finding]:
    """Give what in a manifest contradicts its schema."""
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(manifest_schema()).iter_errors(content):
        path = "/".join(map(str, error.absolute_path)) or runfolder.MANIFEST
        yield fault("audit.manifest-broken", where=runfolder.MANIFEST, found=f"{path} ({error.validator})")


def missing_and_strange(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give the files that are not there, and those that no manifest knows."""
    sealed = {entry.path for entry in _in_hand(run_files, manifest)}
    gone = gone_when_purged(manifest) if run_files.is_purged else frozenset()
    there = {path for path, _file in run_files.files()}
    for path in sorted(sealed - there - gone):
        yield fault("audit.file-missing", path=path)
    for path in sorted(there - sealed - runfolder.UNSEALED):
        yield fault("audit.file-stranger", path=path)
    if run_files.is_purged:
        leftover = gone | {runfolder.REPORT}
        for path in sorted(there & leftover):
            yield fault("audit.purge-incomplete", path=path)
        yield fault("audit.purged", where=runfolder.PURGED, count=len(gone))


def gone_when_purged(manifest: Manifest) -> frozenset[str]:
    """Return the files that a purge deletes: the letters and all that is personal."""
    return frozenset(
        (*(file.path for file in manifest.files), *(other.path for other in manifest.others if other.personal))
    )


def wrong_sizes(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give the files that have grown or shrunk."""
    for entry in _in_hand(run_files, manifest):
        file = run_files.path_of(entry.path)
        if file.is_file() and file.stat().st_size != entry.bytes:
            yield fault("audit.file-size", path=entry.path, expected=entry.bytes, found=file.stat().st_size)


def wrong_hashes(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give the files whose bytes are others than the manifest says."""
    for entry in _in_hand(run_files, manifest):
        file = run_files.path_of(entry.path)
        if file.is_file() and (found := sha256_of(file)) != entry.sha256:
            yield fault("audit.file-hash", path=entry.path, expected=entry.sha256, found=found)


def equation_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give the sums that don't add up, within the manifest alone."""
    counts, told = manifest.counts, manifest.inputs[0]
    other_lines = sum(told.get("other_lines", {}).values())
    sums = (
        (_("Zeilen"), counts["rows"], sum(counts[disposition] for disposition in Disposition)),
        (_("Zeilen der Liste"), counts["rows"], told["rows"]),
        (_("Zeilen der Datei"), told.get("lines", told["rows"]), told["rows"] + other_lines),
        (_("Stücke"), counts["pieces"], counts["households"] + counts["seeds"]),
        (_("Stücke der Dateien"), counts["pieces"], sum(file.pieces for file in manifest.files)),
        (_("Seiten der Dateien"), counts["pages"], sum(file.pages for file in manifest.files)),
        (_("Kontrollbriefe"), counts["seeds"], len(set(manifest.seeds))),
        (_("Prüfsummen der Inhalte"), counts["pieces"], len(manifest.content_sha256) // 64),
        (_("Prüfsummen der Haushalte"), counts["pieces"], len(manifest.household_hmac) // 64),
    )
    for what, expected, found in sums:
        if expected != found:
            yield fault("audit.equation", where=runfolder.MANIFEST, what=what, expected=expected, found=found)


def merkle_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give a root that doesn't stand over the manifest's own pieces."""
    found = merkle.root(manifest.leaves()).hex()
    if found != manifest.merkle_root:
        yield fault("audit.merkle-root", where=runfolder.MANIFEST, expected=manifest.merkle_root, found=found)


def bag_faults(run_files: RunFiles) -> Iterator[Finding]:
    """Give what makes `shop/` an invalid BagIt bag (RFC 8493): what its own checksums say, and what they leave out."""
    for tag in BAG_TAGS:
        if not (run_files.shop / tag).is_file():
            yield fault("audit.bag", where=f"{runfolder.SHOP}/{tag}", found=_("{name} fehlt").format(name=tag))
            return
    listed = _checksums(run_files, "manifest-sha256.txt")
    payload = {path.removeprefix("shop/") for path, _file in run_files.files() if path.startswith(f"{runfolder.DATA}/")}
    for path in sorted(payload ^ listed.keys()):
        yield fault("audit.bag", where=f"{runfolder.SHOP}/{path}", found=path)
    for path, expected in {**listed, **_checksums(run_files, "tagmanifest-sha256.txt")}.items():
        file = run_files.shop / path
        if file.is_file() and sha256_of(file) != expected:
            yield fault("audit.bag", where=f"{runfolder.SHOP}/{path}", found=path)


def job_number(run_files: RunFiles) -> str:
    """Return the digits that stand for the run in control codes, as the print shop's job has them."""
    return str(json.loads(run_files.path_of(runfolder.JOB).read_bytes())["job"])


def _checksums(run_files: RunFiles, tag: str) -> dict[str, str]:
    """Return path -> hex digest of one of the bag's checksum lists, as `sha256sum` writes them."""
    file = run_files.shop / tag
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return {path.strip().removeprefix("*"): digest for digest, path in (line.split(maxsplit=1) for line in lines)}


def _in_hand(run_files: RunFiles, manifest: Manifest) -> Iterator[BatchEntry | OtherEntry]:
    """Give the manifest's files as far as they belong to what is in hand."""
    entries: tuple[BatchEntry | OtherEntry, ...] = (*manifest.files, *manifest.others)
    for entry in entries:
        if run_files.has_house or entry.path.startswith(f"{runfolder.SHOP}/"):
            yield entry

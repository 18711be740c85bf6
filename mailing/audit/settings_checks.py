"""The copies in `house/settings/` and `house/inputs/` held against the manifest: what the run was made from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from mailing.audit.findings import fault
from mailing.audit.keeping import purge_commitment, purge_token
from mailing.base.tables import columns_of
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

PLAIN_OPTIONS = ("lang", "limit", "sheet", "encoding", "mapping", "table", "shop", "posting_day", runfolder.SIGNED)
SIDE_LISTS = ("suppress", "seeds", "apply")
"""The side lists, in the order in which the manifest names them behind the list."""


def settings_faults(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give where settings, options, title, side lists and the key's promise aren't those of the copies.

    A purged run has no side lists any more; the rest stays.

    Raises:
        OSError, ValueError, KeyError, TypeError, VerificationError: a copy can't be read.
    """
    for key, expected, found in (
        ("settings.profile", profile_digest(run_files), manifest.settings.get("profile", "")),
        ("title", _letter(run_files, manifest)["title"], manifest.title),
        *_from_house(run_files, manifest),
        *_options(run_files.json(runfolder.JOB_COPY), manifest),
    ):
        if found != expected:
            yield _differs(key, str(expected), str(found))
    yield from _side_list_faults(manifest)


def profile_digest(run_files: RunFiles) -> str:
    """Return the hash of the shop profile: of its TOML text, a zero byte and its ICC profile."""
    source = run_files.read(runfolder.PROFILE)
    icc = str(run_files.toml(runfolder.PROFILE).get("output", {}).get("icc", ""))
    colours = run_files.read(f"{runfolder.SETTINGS}{icc}") if icc and "/" not in icc else b""
    return hashlib.sha256(source + b"\0" + colours).hexdigest()


def _letter(run_files: RunFiles, manifest: Manifest) -> Mapping[str, Any]:
    return run_files.toml(runfolder.LETTER.format(template=manifest.template))


def _from_house(run_files: RunFiles, manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Give what key and households say of the manifest's promise and seeds; nothing where a purge has deleted them."""
    if run_files.has(runfolder.HOUSEHOLDS):
        lines = columns_of(run_files.open(runfolder.HOUSEHOLDS), runfolder.HOUSEHOLDS, "piece", "seed")
        yield "seeds", ", ".join(piece for piece, seed in lines if seed), ", ".join(map(str, manifest.seeds))
    if run_files.has(runfolder.KEY):
        token = purge_token(bytes.fromhex(run_files.read(runfolder.KEY).decode("ascii")))
        yield "purge_sha256", purge_commitment(token), manifest.purge_sha256


def _options(job: Mapping[str, Any], manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Give each option's key, what the copy of the job says, and what the manifest says."""
    yield "template", str(job["template"]), manifest.template
    yield "date", str(job["date"]), manifest.date
    expected = {name: str(job[name]) for name in PLAIN_OPTIONS if name in job}
    expected |= {f"column.{ours}": str(theirs) for ours, theirs in job.get("columns", {}).items()}
    if job.get("unused"):
        expected["column.-"] = ", ".join(job["unused"])
    for name in sorted(expected.keys() | manifest.options.keys()):
        yield f"options.{name}", expected.get(name, "–"), manifest.options.get(name, "–")


def _side_list_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give side lists that are others than those the manifest names behind the list."""
    copies = {
        other.path.removeprefix(runfolder.SIDE_LISTS): other.sha256
        for other in manifest.others
        if other.path.startswith(runfolder.SIDE_LISTS) and other.path.count("/") > runfolder.SIDE_LISTS.count("/")
    }
    found = [digest for kind in SIDE_LISTS for path, digest in sorted(copies.items()) if path.startswith(f"{kind}/")]
    expected = [entry["sha256"] for entry in manifest.inputs[1:]]
    if found != expected:
        yield _differs("inputs", ", ".join(found) or "–", ", ".join(expected) or "–")


def _differs(key: str, expected: str, found: str) -> Finding:
    return fault("audit.manifest-value", where=runfolder.MANIFEST, field=key, expected=expected, found=found)

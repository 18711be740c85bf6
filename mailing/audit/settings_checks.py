"""The copies in `house/settings/` and `house/inputs/` held against the manifest: what the run was made from."""

from __future__ import annotations

import hashlib
import json
import tomllib
from typing import TYPE_CHECKING, Any

from mailing.audit.findings import fault
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

TEMPLATE = "template/"
"""How the settings' names of template sources begin; behind it stands the file's path in the folder of templates."""
PLAIN_OPTIONS = ("lang", "limit", "sheet", "table", "shop")
SIDE_LISTS = ("suppress", "seeds", "apply")
"""The side lists, in the order in which the manifest names them behind the list."""


def settings_faults(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give where settings, options, title and side lists of the manifest aren't those of the copies.

    A purged run has no side lists any more; the rest stays.

    Raises:
        OSError, ValueError, KeyError, TypeError, VerificationError: a copy can't be read.
    """
    yield from _template_faults(manifest)
    for key, expected, found in (
        ("settings.profile", profile_digest(run_files), manifest.settings.get("profile", "")),
        ("title", _letter(run_files, manifest)["title"], manifest.title),
        *_options(run_files.json(runfolder.JOB_COPY), manifest),
    ):
        if found != expected:
            yield _differs(key, str(expected), str(found))
    yield from _side_list_faults(manifest)


def withheld_households(run_files: RunFiles, manifest: Manifest) -> tuple[int, ...] | None:
    """Return the households that the double-run guard kept back; None where that can't be known.

    Raises:
        OSError, ValueError, VerificationError: the file that says so can't be read.
    """
    if all(other.path != runfolder.WITHHELD for other in manifest.others):
        return ()
    if not run_files.has_house:
        return None
    households = run_files.json(runfolder.WITHHELD)
    if not isinstance(households, list) or not all(isinstance(household, int) for household in households):
        raise ValueError(runfolder.WITHHELD)
    if run_files.read(runfolder.WITHHELD) != json.dumps(sorted(households)).encode() + b"\n":
        raise ValueError(runfolder.WITHHELD)
    return tuple(households)


def profile_digest(run_files: RunFiles) -> str:
    """Return the hash of the shop profile: of its TOML text, a zero byte and its ICC profile."""
    source = run_files.read(runfolder.PROFILE)
    icc = str(tomllib.loads(source.decode("utf-8")).get("output", {}).get("icc", ""))
    colours = run_files.read(f"{runfolder.SETTINGS}{icc}") if icc and "/" not in icc else b""
    return hashlib.sha256(source + b"\0" + colours).hexdigest()


def _template_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give template sources whose copy is another, has no setting, or isn't there."""
    expected = {
        name.removeprefix(TEMPLATE): digest for name, digest in manifest.settings.items() if name.startswith(TEMPLATE)
    }
    found = {
        other.path.removeprefix(runfolder.TEMPLATES): other.sha256
        for other in manifest.others
        if other.path.startswith(runfolder.TEMPLATES)
    }
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield _differs(f"settings.{TEMPLATE}{name}", found.get(name, "–"), expected.get(name, "–"))
    strange = manifest.settings.keys() - {f"{TEMPLATE}{name}" for name in expected} - {"profile", "fonts"}
    yield from (_differs(f"settings.{name}", "–", manifest.settings[name]) for name in sorted(strange))


def _letter(run_files: RunFiles, manifest: Manifest) -> Mapping[str, Any]:
    letter = run_files.read(runfolder.LETTER.format(template=manifest.template))
    return tomllib.loads(letter.decode("utf-8-sig"))


def _options(job: Mapping[str, Any], manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Give each option's key, what the copy of the job says, and what the manifest says."""
    yield "template", str(job["template"]), manifest.template
    yield "date", str(job["date"]), manifest.date
    expected = {name: str(job[name]) for name in PLAIN_OPTIONS if name in job}
    expected |= {f"column.{ours}": str(theirs) for ours, theirs in job.get("columns", {}).items()}
    for name in sorted(expected.keys() | manifest.options.keys()):
        yield f"options.{name}", expected.get(name, "–"), manifest.options.get(name, "–")


def _side_list_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give side lists that are others than those the manifest names behind the list."""
    copies = {
        other.path.removeprefix(runfolder.INPUTS): other.sha256
        for other in manifest.others
        if other.path.startswith(runfolder.INPUTS) and other.path.count("/") > runfolder.INPUTS.count("/")
    }
    found = [digest for kind in SIDE_LISTS for path, digest in sorted(copies.items()) if path.startswith(f"{kind}/")]
    expected = [entry["sha256"] for entry in manifest.inputs[1:]]
    if found != expected:
        yield _differs("inputs", ", ".join(found) or "–", ", ".join(expected) or "–")


def _differs(key: str, expected: str, found: str) -> Finding:
    return fault("audit.manifest-value", where=runfolder.MANIFEST, field=key, expected=expected, found=found)

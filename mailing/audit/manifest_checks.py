"""The manifest held against itself: form, schema, sums, hash tree, and the name that follows from what made the run."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

from mailing.audit import merkle
from mailing.audit.findings import fault
from mailing.audit.keeping import is_personal
from mailing.audit.manifest import manifest_bytes
from mailing.base.messages import _
from mailing.model import Disposition, runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.audit.manifest import Manifest
    from mailing.findings import Finding

SCHEMA = "manifest.schema.json"
TEMPLATE = "template/"
"""How the settings' names of template sources begin; behind it stands the file's path in the folder of templates."""
MOST_SHOWN = 20
"""So many breaches of the schema are given; more say nothing new."""


@lru_cache(maxsize=1)
def manifest_schema() -> Any:
    """Return the JSON Schema of `manifest.json`."""
    return json.loads(files("mailing.audit").joinpath(SCHEMA).read_text("utf-8"))


def schema_faults(content: object) -> Iterator[Finding]:
    """Give what in a manifest contradicts its schema."""
    from jsonschema import Draft202012Validator

    for error in islice(Draft202012Validator(manifest_schema()).iter_errors(content), MOST_SHOWN):
        path = "/".join(map(str, error.absolute_path)) or runfolder.MANIFEST
        yield fault("audit.manifest-broken", where=runfolder.MANIFEST, found=f"{path} ({error.validator})")


def manifest_faults(manifest: Manifest, content: bytes) -> Iterator[Finding]:
    """Give where the manifest contradicts itself; `content` is its bytes, which the program always writes alike."""
    if content != manifest_bytes(manifest):
        yield fault("audit.manifest-form", where=runfolder.MANIFEST)
    yield from _equation_faults(manifest)
    yield from _file_faults(manifest)
    yield from _merkle_faults(manifest)
    yield from _identity_faults(manifest)
    yield from _template_faults(manifest)
    yield from _twice_faults(manifest)


def run_digest(manifest: Manifest) -> str:
    """Return the digest of all that determines a run, as `docs/audit.md` defines it."""
    determined_by = {
        "inputs": [dict(entry) for entry in manifest.inputs],
        "settings": dict(manifest.settings),
        "options": dict(manifest.options),
        "date": manifest.date,
        "versions": dict(manifest.versions),
        "withheld": [other.sha256 for other in manifest.others if other.path == runfolder.WITHHELD],
    }
    return hashlib.sha256(json.dumps(determined_by, sort_keys=True).encode()).hexdigest()


def _identity_faults(manifest: Manifest) -> Iterator[Finding]:
    digest = run_digest(manifest)
    name = f"{manifest.date}_{manifest.template}_{digest[:8]}"
    program = f"mailing {manifest.versions.get('mailing', '')}"
    for key, expected, found in (
        ("digest", digest, manifest.digest),
        ("run_id", name, manifest.run_id),
        ("program", program, manifest.program),
        ("date", manifest.date, _as_date(manifest.date)),
    ):
        if found != expected:
            yield _value(key, expected, found)


def _as_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return "–"


def _equation_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give the sums that don't add up, within the manifest alone."""
    counts, listed = manifest.counts, manifest.inputs[0]
    other_lines = sum(listed.get("other_lines", {}).values())
    sums = (
        (_("Zeilen"), counts["rows"], sum(counts[disposition] for disposition in Disposition)),
        (_("Zeilen der Liste"), counts["rows"], listed["rows"]),
        (_("Zeilen der Datei"), listed.get("lines", listed["rows"]), listed["rows"] + other_lines),
        (_("Stücke"), counts["pieces"], counts["households"] + counts["seeds"]),
        (_("Stücke der Dateien"), counts["pieces"], sum(file.pieces for file in manifest.files)),
        (_("Seiten der Dateien"), counts["pages"], sum(file.pages for file in manifest.files)),
        (_("Blätter der Dateien"), counts["sheets"], sum(file.pieces * file.sheet_class for file in manifest.files)),
        (_("Kontrollbriefe"), counts["seeds"], len({seed for seed in manifest.seeds if seed <= counts["pieces"]})),
        (_("Prüfsummen der Inhalte"), counts["pieces"], len(manifest.content_sha256) // 64),
        (_("Prüfsummen der Haushalte"), counts["pieces"], len(manifest.household_hmac) // 64),
        (_("Elektronische Briefe"), len(manifest.digital), sum(_is_digital(other.path) for other in manifest.others)),
    )
    for what, expected, found in sums:
        if expected != found:
            yield fault("audit.equation", where=runfolder.MANIFEST, what=what, expected=expected, found=found)


def _is_digital(path: str) -> bool:
    return path.startswith(runfolder.DIGITAL)


def _file_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give files named twice, pieces that don't count through, and files whose entry can't be the program's."""
    named = Counter(manifest.paths())
    for path, times in named.items():
        if times > 1:
            yield _value(path, "1", str(times))
    firsts = accumulate((file.pieces for file in manifest.files), initial=1)
    for file, first in zip(manifest.files, firsts, strict=False):
        if file.first_piece != first:
            yield _value(file.path, str(first), str(file.first_piece))
    for other in manifest.others:
        if other.personal != is_personal(other.path):
            yield _value(other.path, str(is_personal(other.path)), str(other.personal))
    for file in manifest.files:
        for each in file.enclosed:
            expected = manifest.settings.get(f"{TEMPLATE}{each.file}", "–") if each.file else ""
            if each.sha256 != expected:
                yield _value(f"{file.path}: {each.title}", expected, each.sha256)


def _twice_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give pieces and files that are the same: every letter has its own code, so no two are."""
    digests = (manifest.content_sha256[start : start + 64] for start in range(0, len(manifest.content_sha256), 64))
    of_digest: dict[str, int] = {}
    for piece, digest in enumerate(digests, start=1):
        first = of_digest.setdefault(digest, piece)
        if first != piece:
            yield fault("audit.twice", where=runfolder.MANIFEST, found=f"{first}, {piece}")
    of_file: dict[str, str] = {}
    for file in manifest.files:
        path = of_file.setdefault(file.sha256, file.path)
        if path != file.path:
            yield fault("audit.twice", where=runfolder.MANIFEST, found=f"{path}, {file.path}")


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
            yield _value(f"settings.{TEMPLATE}{name}", found.get(name, "–"), expected.get(name, "–"))
    strange = manifest.settings.keys() - {f"{TEMPLATE}{name}" for name in expected} - {"profile", "fonts"}
    yield from (_value(f"settings.{name}", "–", manifest.settings[name]) for name in sorted(strange))


def _merkle_faults(manifest: Manifest) -> Iterator[Finding]:
    """Give a root that doesn't stand over the manifest's own pieces."""
    if len(manifest.content_sha256) != len(manifest.household_hmac):
        return
    found = merkle.root(manifest.leaves()).hex()
    if found != manifest.merkle_root:
        yield fault("audit.merkle-root", where=runfolder.MANIFEST, expected=manifest.merkle_root, found=found)


def _value(key: str, expected: str, found: str) -> Finding:
    return fault("audit.manifest-value", where=runfolder.MANIFEST, field=key, expected=expected, found=found)

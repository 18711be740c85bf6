"""What the print shop is told to do with a job, held against the house's copies of its settings and the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailing.audit.envelopes import hull_of
from mailing.audit.findings import fault
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding


def order_faults(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give where the order in `job.json` isn't what profile, organisation and options say.

    Raises:
        OSError, ValueError, KeyError, TypeError, VerificationError: something of it can't be read.
    """
    job, profile = run_files.json(runfolder.JOB), run_files.toml(runfolder.PROFILE)
    envelope, told_envelope = hull_of(profile), hull_of(job["profile"])
    if told_envelope != envelope:
        yield _differs("profile.envelopes", envelope, told_envelope)
    order = job.get("order", {})  # jobs of earlier versions tell none
    for key, expected in _expected(run_files, profile, manifest) if order else ():
        if order[key] != expected:
            yield _differs(f"order.{key}", expected, order[key])


def _differs(what: str, expected: object, found: object) -> Finding:
    return fault("audit.shop-data", where=runfolder.JOB, what=what, expected=str(expected), found=str(found))


def _expected(run_files: RunFiles, profile: Mapping[str, Any], manifest: Manifest) -> Iterator[tuple[str, object]]:
    yield "contact", _contact(run_files.toml(runfolder.ORGANISATION))
    yield "posting_day", manifest.options.get("posting_day")
    yield "processor", _text(profile, "processor") or None
    yield "franking", _text(profile, "franking") or None
    yield "folding", hull_of(profile).folding
    paper = profile["paper"]
    yield "paper", {"name": _text(paper, "name"), "sheet_grams": float(paper["sheet_grams"])}


def _contact(organisation: Mapping[str, Any]) -> dict[str, str] | None:
    named = organisation.get("ansprechpartner")
    if named is None:
        return None
    return {"name": named["name"], "phone": named.get("telefon", ""), "email": named.get("email", "")}


def _text(settings: Mapping[str, Any], key: str) -> str:
    """Return an entry of a profile, which is read without blanks around it."""
    return str(settings.get(key, "")).strip()

"""What of a run outlives its purge: the program's own list, by path, whatever a manifest says of its files."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

from mailing.model import runfolder

PURGE_PURPOSE = b"mailing: purge, 1\n"

_KEPT = re.compile(
    r"shop/(?:bagit|bag-info|manifest-sha256|tagmanifest-sha256)\.txt"
    rf"|{re.escape(runfolder.JOB)}|{re.escape(runfolder.SHOP_PIECES)}"
    r"|shop/data/job/[^/]+\.pdf"
    rf"|{re.escape(runfolder.SETTINGS)}(?:letter_templates/.+|[^/]+\.[Ii][Cc][CcMm]|profile\.toml|job\.json|withheld\.json)"
)
"""Checksums and tags, sidecar, job and job sheet, and the copies of the settings: nothing in them is personal."""


def outlives_a_purge(path: str) -> bool:
    """Whether a sealed file stays when its run is purged."""
    return _KEPT.fullmatch(path) is not None


def is_personal(path: str) -> bool:
    """Whether a file beside the letters is of a person: all of `house/` that doesn't outlive a purge."""
    return path.startswith(f"{runfolder.HOUSE}/") and not outlives_a_purge(path)


def purge_token(key: bytes) -> bytes:
    """Return what a purge tells of the run's key, which is gone with it: enough to know that it was there."""
    return hmac.digest(key, PURGE_PURPOSE, "sha256")


def purge_commitment(token: bytes) -> str:
    """Return what the manifest tells of `purge_token` beforehand."""
    return sha256(token).hexdigest()

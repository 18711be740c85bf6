"""Receipts (inclusion proofs) that a piece belongs to a run: its hashes and the path from its leaf to the Merkle root.

A receipt shows no address and nothing of any other piece; with the signed manifest it shows that exactly this content
went to exactly this household (known by its keyed hash), as this piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailing.audit import merkle
from mailing.audit.findings import fault
from mailing.audit.run_files import load_manifest
from mailing.base.errors import InputError, UsageError
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mailing.findings import Finding

FORMAT = "mailing-proof-1"


def receipt_of(run: Path, piece: int) -> dict[str, Any]:
    """Return the receipt of a piece, as JSON holds it.

    Raises:
        UsageError: `run` is no run, or it has no such piece.
        VerificationError: its manifest can't be used.
    """
    manifest = load_manifest(run)
    if not 1 <= piece <= manifest.counts["pieces"]:
        raise UsageError(
            _("Der Lauf hat kein Stück {piece}").format(piece=piece),
            where=manifest.run_id,
            hint=_("Es gibt die Stücke 1 bis {last}").format(last=manifest.counts["pieces"]),
        )
    digits = slice(64 * (piece - 1), 64 * piece)
    steps = merkle.path(manifest.leaves(), piece - 1)
    return {
        "format": FORMAT,
        "run_id": manifest.run_id,
        "piece": piece,
        "content_sha256": manifest.content_sha256[digits],
        "household_hmac": manifest.household_hmac[digits],
        "path": [{"side": "left" if step.is_left else "right", "sha256": step.neighbour.hex()} for step in steps],
        "merkle_root": manifest.merkle_root,
    }


def check_receipt(run: Path, receipt: Mapping[str, Any]) -> Iterator[Finding]:
    """Give why a receipt doesn't hold against the run's manifest; none where it does.

    Raises:
        InputError: what is given is no receipt at all.
    """
    manifest = load_manifest(run)
    try:
        piece, content, household = (
            int(receipt["piece"]),
            str(receipt["content_sha256"]),
            str(receipt["household_hmac"]),
        )
        steps = [merkle.Step(bytes.fromhex(step["sha256"]), step["side"] == "left") for step in receipt["path"]]
        leaf = merkle.leaf(piece, bytes.fromhex(content), bytes.fromhex(household))
        run_id = str(receipt["run_id"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise InputError(
            _("Das ist kein Nachweis"), where=str(error), hint=_("Erwartet wird die JSON-Datei von mailing prove")
        ) from error
    if run_id != manifest.run_id:
        yield fault("audit.proof-other", where=runfolder.MANIFEST, expected=manifest.run_id, found=run_id)
    reached = merkle.climb(leaf, steps).hex()
    if reached != manifest.merkle_root:
        yield fault("audit.proof-path", where=runfolder.MANIFEST, expected=manifest.merkle_root, found=reached)
    digits = slice(64 * (piece - 1), 64 * piece)
    if (content, household) != (manifest.content_sha256[digits], manifest.household_hmac[digits]):
        yield fault("audit.proof-piece", where=runfolder.MANIFEST, piece=piece)

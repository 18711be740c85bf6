"""Receipts (inclusion proofs) that a piece belongs to a run: its hashes and the path from its leaf to the Merkle root.

A receipt shows no address and nothing of any other piece; with the signed manifest it shows that exactly this content
went to exactly this household (known by its keyed hash), as this piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailing.audit import merkle
from mailing.audit.damage import refusing_damage
from mailing.audit.findings import fault
from mailing.audit.lookup import named
from mailing.audit.purge_note import refuse_purged
from mailing.audit.run_files import load_manifest, run_files_at
from mailing.base.errors import InputError, UsageError
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

FORMAT = "mailing-proof-1"
MOST_NAMED = 20


def receipt_of(run: Path, wanted: str) -> dict[str, Any]:
    """Return the receipt of a piece, by its number or the BG number of its household, as JSON holds it.

    Raises:
        UsageError: `run` is no run, or it has no such piece, or several.
        WithoutLetterError: the household is one of the list's, and got no letter.
        VerificationError: its manifest can't be used.
    """
    run_files = run_files_at(run, shop_only=not (run / runfolder.HOUSE).is_dir())
    manifest = load_manifest(run_files)
    with refusing_damage(run):
        piece = _one_piece(run_files, manifest, wanted)
    if not 1 <= piece <= manifest.counts["pieces"]:
        raise UsageError(
            _("Der Lauf hat kein Stück {piece}").format(piece=wanted),
            where=manifest.run_id,
            hint=_("Es gibt die Stücke 1 bis {last}").format(last=manifest.counts["pieces"]),
        )
    return _receipt(manifest, piece)


def _receipt(manifest: Manifest, piece: int) -> dict[str, Any]:
    digits = slice(64 * (piece - 1), 64 * piece)
    steps = merkle.path(list(manifest.leaves()), piece - 1)
    return {
        "format": FORMAT,
        "run_id": manifest.run_id,
        "piece": piece,
        "content_sha256": manifest.content_sha256[digits],
        "household_hmac": manifest.household_hmac[digits],
        "path": [{"side": "left" if step.is_left else "right", "sha256": step.neighbour.hex()} for step in steps],
        "merkle_root": manifest.merkle_root,
    }


def _one_piece(run_files: RunFiles, manifest: Manifest, wanted: str) -> int:
    """Return the piece that is meant; 0 where there is none."""
    if not wanted.isdecimal():
        refuse_purged(run_files, manifest)
    meant = named(run_files, wanted)
    pieces = range(meant.first, meant.last + 1) if meant.first else sorted({row.piece for row in meant.rows} - {0})
    if len(pieces) > 1:
        raise UsageError(
            _("„{wanted}“ sind mehrere Stücke").format(wanted=wanted),
            where=manifest.run_id,
            hint=_("Eines davon nennen: {pieces}").format(pieces=", ".join(map(str, pieces[:MOST_NAMED]))),
        )
    return pieces[0] if pieces else 0


def check_receipt(run: Path, receipt: Mapping[str, Any]) -> Iterator[Finding]:
    """Give why a receipt doesn't hold against the run's manifest; none where it does.

    Raises:
        InputError: what is given is no receipt at all.
    """
    manifest = load_manifest(run_files_at(run, shop_only=not (run / runfolder.HOUSE).is_dir()))
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
    own = _receipt(manifest, piece) if 1 <= piece <= manifest.counts["pieces"] else {}
    reached = merkle.climb(leaf, steps).hex()
    if run_id != manifest.run_id:
        yield fault("audit.proof-other", where=runfolder.MANIFEST, expected=manifest.run_id, found=run_id)
    if reached != manifest.merkle_root:
        yield fault("audit.proof-path", where=runfolder.MANIFEST, expected=manifest.merkle_root, found=reached)
    is_the_piece = own and (content, household) == (own["content_sha256"], own["household_hmac"])
    if not is_the_piece or (run_id == manifest.run_id and reached == manifest.merkle_root and receipt != own):
        yield fault("audit.proof-piece", where=runfolder.MANIFEST, piece=piece)

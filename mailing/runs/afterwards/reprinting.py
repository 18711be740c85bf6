"""Reprints: pieces whose first copy is gone, as a package of their own, taken from the finished print files.

A new copy may leave the house only when what became of the old one is on record. The pages are the first copy's, byte
for byte, under the same numbers; that it is a reprint the papers say, not the letters.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from mailing.audit.extraction import extract
from mailing.audit.reprints import manifest_bytes, pieces_by_file, reprint_faults, reprint_manifest
from mailing.audit.run_files import load_manifest, run_files_at
from mailing.base.errors import Fault, NotAllowedError, VerificationError
from mailing.base.files import make_folder, remove_folder, sha256_of, write_whole, written_whole
from mailing.base.messages import _
from mailing.letters import load_template
from mailing.lifecycle import EventKind, Fate
from mailing.model import Pieces, PressedFile, PressedPiece, Route, RunIdentity, runfolder
from mailing.model.enclosures import grams_of_inserts
from mailing.model.piece_ranges import count, numbers_in, ranges_of, written
from mailing.model.terms import ReprintTerms
from mailing.press import load_profile, write_shop_folder
from mailing.runs.journal.journalled import open_run
from mailing.runs.making.orders import order_of
from mailing.runs.offices.house_settings import house_settings
from mailing.runs.verify import verify_print_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mailing.audit.books import PieceEntry
    from mailing.audit.manifest import BatchEntry, Manifest
    from mailing.findings import Finding
    from mailing.model.actors import Actor
    from mailing.model.piece_ranges import PieceRanges
    from mailing.press import ShopProfile
    from mailing.runs.journal.journalled import JournalledRun

MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Reprint:
    """A reprint that was made: its package, how much it has, and whether it must be released."""

    package: Path
    pieces: int
    sheets: int
    needs: int


def reprint(folder: Path, by: Actor, pieces: PieceRanges | None, old: str | None = None, reason: str = "") -> Reprint:
    """Make a package of pieces whose first copy is gone, verify it and record it.

    Args:
        folder: the run.
        by: who has it made.
        pieces: which; None for all that are recorded as destroyed or lost and have no new copy yet.
        old: what became of the first copies that nothing is recorded of: destroyed, pulled or lost.
        reason: why, for the journal and the job sheet.

    Raises:
        NotAllowedError: the run's state doesn't allow it, or a first copy is open, printed or posted.
        VerificationError: the run's print files aren't any more what they were.
    """
    with open_run(folder, by) as run:
        run.refuse_unless_allowed(EventKind.REPRINTED)
        chosen = run.life.fates.with_fate(Fate.DESTROYED) if pieces is None else pieces
        if not chosen:
            raise NotAllowedError(
                _("Kein Stück ist als vernichtet oder verloren erfasst und wartet auf einen Nachdruck"),
                where=str(folder),
                hint=_("--pieces nennt Stücke; mailing status zählt sie"),
            )
        number = len(run.life.packages)
        details = _details(run, chosen, number, old, reason)
        run.check(EventKind.REPRINTED, details | {"sheets": 0, "needs": 0})
        manifest = load_manifest(run_files_at(run.root, shop_only=False))
        own = _make(run.root, manifest, chosen, number, reason)
        details |= _terms(run, chosen, sum(piece.sheets for piece in own))
        _refuse_unsound(run.root, manifest, number)
        package = run.root / runfolder.reprint_package(number)
        files = [path for path in sorted(package.rglob("*")) if path.is_file()]
        run.record(EventKind.REPRINTED, details, [run.root / runfolder.reprint_manifest(number), *files])
        return Reprint(package, len(own), details["sheets"], details["needs"])


def _details(run: JournalledRun, chosen: PieceRanges, number: int, old: str | None, reason: str) -> dict[str, Any]:
    """Return what the event tells but for figures; `old` is said of the pieces of which nothing is recorded."""
    told: dict[str, Any] = {"package": runfolder.reprint_package(number), "pieces": written(chosen)}
    if reason.strip():
        told["reason"] = reason.strip()
    fates = run.life.fates
    if old is not None and fates.have(chosen):
        gone = {Fate.DESTROYED, Fate.PULLED}
        unrecorded = ranges_of(piece for piece in numbers_in(chosen) if fates[piece] not in gone)
        told["old"] = {old: written(unrecorded)} if unrecorded else {}
    return told


def _terms(run: JournalledRun, chosen: PieceRanges, sheets: int) -> dict[str, int]:
    """Return how many sheets it has, and how many people must release it: none where it is small."""
    limit = min(_house_terms(run.root).limit_percent, _profile(run.root).reprint.limit_percent)
    is_small = 100 * count(chosen) <= limit * len(run.life.fates)
    return {"sheets": sheets, "needs": 0 if is_small else run.life.first.needs}


def _house_terms(root: Path) -> ReprintTerms:
    return ReprintTerms.model_validate(house_settings(root).get("reprint", {}))


def _profile(root: Path) -> ShopProfile:
    return load_profile(str(root / runfolder.PROFILE))


def _make(root: Path, manifest: Manifest, chosen: PieceRanges, number: int, reason: str) -> list[PieceEntry]:
    """Write the package and its manifest; what a call that was cut off left of it goes first."""
    package = root / runfolder.reprint_package(number)
    remove_folder(package)
    make_folder(package / runfolder.DATA_IN_SHOP)
    batches = {file.path: file for file in manifest.files}
    profile = _profile(root).model_copy(update={"name": manifest.options["shop"]})
    files: list[PressedFile] = []
    taken: list[PieceEntry] = []
    for path, own in pieces_by_file(root, chosen):
        _refuse_damaged(root, batches[path])
        files.append(_extracted(root, batches[path], own, number, profile))
        taken += own
    template = load_template(manifest.template, root / runfolder.TEMPLATES)
    order = order_of(template.organisation, files, notice=_notice(number, chosen, reason))
    write_shop_folder(package, files, profile, _identity(manifest, template.forms), order)
    content = manifest_bytes(reprint_manifest(root, manifest, number, taken))
    write_whole(root / runfolder.reprint_manifest(number), content)
    return taken


def _refuse_damaged(root: Path, batch: BatchEntry) -> None:
    if not (root / batch.path).is_file() or sha256_of(root / batch.path) != batch.sha256:
        raise VerificationError(
            _("Die Druckdatei ist nicht mehr, was sie war: von ihr wird nichts nachgedruckt"),
            where=batch.path,
            hint=_("mailing verify sagt, was am Lauf noch stimmt"),
        )


def _extracted(
    root: Path, batch: BatchEntry, own: Sequence[PieceEntry], number: int, profile: ShopProfile
) -> PressedFile:
    """Write the wanted pieces of one print file; return what the shop's papers say of it."""
    package, first = root / runfolder.reprint_package(number), PurePosixPath(batch.path)
    product = next(product for product in profile.products if product.name == batch.product)
    path = f"{runfolder.DATA_IN_SHOP}/{first.stem}_r{number}{first.suffix}"
    with written_whole(package / path) as stream:
        extract(root / batch.path, own, stream)
    return PressedFile(
        path=path,
        sha256=sha256_of(package / path),
        bytes=(package / path).stat().st_size,
        pages=sum(piece.pages for piece in own),
        pieces=Pieces(path, _renumbered(path, own)),
        route=Route(batch.route),
        sheet_class=batch.sheet_class,
        grams=profile.grams(batch.sheet_class, product, grams_of_inserts(batch.enclosed)),
        product=batch.product,
        enclosed=batch.enclosed,
    )


def _renumbered(path: str, own: Sequence[PieceEntry]) -> Iterator[PressedPiece]:
    """Give the pieces by the pages that they have in the reprint's file; whose they are, nobody asks there."""
    starts = islice(accumulate((piece.pages for piece in own), initial=1), len(own))
    for piece, start in zip(own, starts, strict=True):
        yield PressedPiece(
            piece=piece.piece,
            household=0,
            file=path,
            first_page=start,
            last_page=start + piece.pages - 1,
            pages=piece.pages,
            sheets=piece.sheets,
            leitregion=piece.leitregion,
            content_sha256=piece.content_sha256,
        )


def _identity(manifest: Manifest, forms: tuple[str, ...]) -> RunIdentity:
    return RunIdentity(
        run_id=manifest.run_id,
        digest=manifest.digest,
        date=dt.date.fromisoformat(manifest.date),
        template=manifest.template,
        title=manifest.title,
        program=manifest.program,
        forms=forms,
    )


def _notice(number: int, chosen: PieceRanges, reason: str) -> str:
    told = _("NACHDRUCK {number}: nur die Stücke {pieces}, in neuen Exemplaren unter ihren alten Nummern.").format(
        number=number, pieces=written(chosen)
    )
    return " ".join((told, _("Grund: {reason}").format(reason=reason.strip()))) if reason.strip() else told


def _refuse_unsound(root: Path, manifest: Manifest, number: int) -> None:
    """Verify what was made, page by page, before anything of it is recorded; nothing unsound stays."""
    package = root / runfolder.reprint_package(number)
    found: list[Finding] = list(reprint_faults(root, manifest, number))
    for file in sorted((package / runfolder.DATA_IN_SHOP).glob("*.pdf")):
        found += verify_print_file(file, str(root / runfolder.PROFILE))
    reasons = [finding.message for finding in found if finding.forbids_the_letter]
    if reasons:
        remove_folder(package)
        (root / runfolder.reprint_manifest(number)).unlink(missing_ok=True)
        raise VerificationError(
            _("Der Nachdruck besteht die Prüfung nicht; er ist wieder gelöscht"),
            where=str(package),
            hint=_("Der Entwicklung melden; gedruckt wird davon nichts"),
            faults=tuple(Fault(reason) for reason in reasons[:MOST_TOLD]),
        )

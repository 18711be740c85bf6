"""What the print shop is told, held against each other: `job.json`, `pieces.csv`, the bag's name, the manifest."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from mailing.audit.bag import bag_information
from mailing.audit.findings import fault
from mailing.model import runfolder
from mailing.model.enclosures import told_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mailing.audit.books import PieceEntry
    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

    Comparison = tuple[str, object, object]

JOB_FOLDER = f"{runfolder.DATA}/job/"
BAG_LABELS = {
    "External-Identifier": "run",
    "External-Description": "title",
    "Bagging-Date": "date",
    "Bag-Software-Agent": "program",
}
FROM_PROFILE = ("standard", "envelope", "duplex", "code")
GRAMS = 0.005
"""Weights are told to a hundredth of a gram."""


def job_number(digest: str) -> str:
    """Return the eight digits that stand for a run in control codes: of its digest's first 48 bits."""
    return f"{int(digest[:12], 16) % 100_000_000:08d}"


def shop_faults(run_files: RunFiles, pieces: Sequence[PieceEntry]) -> Iterator[Finding]:
    """Give where what the print shop has contradicts itself.

    Raises:
        OSError, ValueError, KeyError, TypeError, VerificationError: something of it can't be read.
    """
    job = run_files.json(runfolder.JOB)
    yield from _differences(_counts(job))
    yield from _differences(_sums(job, pieces))
    pieces_of: dict[str, list[PieceEntry]] = defaultdict(list)
    for piece in pieces:
        pieces_of[piece.file].append(piece)
    for file in job["files"]:
        yield from _differences(_file(file, pieces_of[f"{runfolder.SHOP}/{file['path']}"]))
    named = {f"{runfolder.SHOP}/{file['path']}" for file in job["files"]}
    in_data = (name for name, _path in run_files.files() if name.startswith(f"{runfolder.DATA}/"))
    printed = {name for name in in_data if name.endswith(".pdf") and not name.startswith(JOB_FOLDER)}
    pieced = {path for path, own in pieces_of.items() if own}
    yield from _differences([("files", sorted(named), sorted(printed)), ("files", sorted(named), sorted(pieced))])
    information = bag_information(run_files)
    for label, key in BAG_LABELS.items():
        expected = " ".join(job[key].splitlines())
        yield from _differences([(label, expected, information.get(label, expected))])


def job_faults(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give where `job.json` contradicts the manifest; errors as for `shop_faults`."""
    job = run_files.json(runfolder.JOB)
    yield from _differences(
        (
            ("job", job_number(manifest.digest), job["job"]),
            ("run", manifest.run_id, job["run"]),
            ("title", manifest.title, job["title"]),
            ("date", manifest.date, job["date"]),
            ("program", manifest.program, job["program"]),
            ("profile.name", manifest.options.get("shop", "–"), job["profile"]["name"]),
            ("profile.sha256", manifest.settings.get("profile", "–"), job["profile"]["sha256"]),
            *((f"counts.{name}", manifest.counts[name], job["counts"][name]) for name in ("pieces", "sheets", "pages")),
            ("counts.files", len(manifest.files), len(job["files"])),
        )
    )
    for file, told in zip(manifest.files, job["files"], strict=False):
        yield from _differences(
            (f"{file.path}: {name}", expected, told[name])
            for name, expected in (
                ("path", file.path.removeprefix(f"{runfolder.SHOP}/")),
                ("sha256", file.sha256),
                ("bytes", file.bytes),
                ("route", file.route),
                ("pieces", file.pieces),
                ("first_piece", file.first_piece),
                ("pages", file.pages),
                ("sheets_a_piece", file.sheet_class),
                ("product", file.product),
            )
        )
        yield from _differences(
            (f"{file.path}: {name}", told_of(file.enclosed).get(name, []), told.get(name, []))
            for name in ("enclosures", "inserts")
        )


def colour_told(profile: Mapping[str, Any]) -> str:
    """Return in which colour a profile prints, as its own text or what `job.json` tells of it says."""
    return str(profile.get("colour", "gray"))


def profile_faults(run_files: RunFiles, profile: Mapping[str, Any]) -> Iterator[Finding]:
    """Give where `job.json` tells the print shop another profile than the house's copy; errors as for `shop_faults`."""
    job = run_files.json(runfolder.JOB)["profile"]
    yield from _differences((f"profile.{name}", profile[name], job[name]) for name in FROM_PROFILE if name in profile)
    yield from _differences([("profile.colour", colour_told(profile), colour_told(job))])


def _counts(job: Mapping[str, Any]) -> Iterator[Comparison]:
    files = job["files"]
    for name in ("pieces", "sheets", "pages"):
        yield f"counts.{name}", job["counts"][name], sum(file[name] for file in files)
    yield "counts.files", job["counts"]["files"], len(files)
    needed: Counter[tuple[str, float]] = Counter()
    for file in files:
        for insert in file.get("inserts", ()):
            needed[insert["title"], insert["grams"]] += file["pieces"]
    told = {(insert["title"], insert["grams"]): insert["pieces"] for insert in job.get("order", {}).get("inserts", [])}
    yield "order.inserts", told, dict(needed)
    grams = sum(file["grams_a_piece"] * file["pieces"] for file in files)
    if abs(grams - job["counts"]["grams"]) > GRAMS:
        yield "counts.grams", job["counts"]["grams"], round(grams, 2)
    yield "envelopes", job["counts"]["pieces"], sum(job["envelopes"].values())


def _sums(job: Mapping[str, Any], pieces: Sequence[PieceEntry]) -> Iterator[Comparison]:
    yield "pieces", job["counts"]["pieces"], len(pieces)
    yield "sheets", job["counts"]["sheets"], sum(piece.sheets for piece in pieces)
    yield "pages", job["counts"]["pages"], sum(piece.pages for piece in pieces)
    yield "leitregionen", job["leitregionen"], dict(sorted(Counter(piece.leitregion for piece in pieces).items()))


def _file(file: Mapping[str, Any], pieces: Sequence[PieceEntry]) -> Iterator[Comparison]:
    path = file["path"]
    yield f"{path}: pieces", file["pieces"], len(pieces)
    yield f"{path}: pages", file["pages"], sum(piece.pages for piece in pieces)
    yield f"{path}: sheets", file["sheets"], sum(piece.sheets for piece in pieces)
    yield f"{path}: sheets_a_piece", [file["sheets_a_piece"]], sorted({piece.sheets for piece in pieces})
    if pieces:
        yield f"{path}: first_piece", file["first_piece"], pieces[0].piece
        yield f"{path}: last_piece", file["last_piece"], pieces[-1].piece


def _differences(comparisons: Iterable[Comparison]) -> Iterator[Finding]:
    for what, expected, found in comparisons:
        if expected != found:
            yield fault("audit.shop-data", where=runfolder.JOB, what=what, expected=str(expected), found=str(found))

"""What the print shop gets beside the batches: sidecar, job data, job sheet, and the bag around all of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mailing.base.files import make_folder, sha256_of, write_whole
from mailing.base.tables import write_columns
from mailing.model import runfolder
from mailing.model.enclosures import told_of
from mailing.model.orders import NO_ORDER
from mailing.model.pieces import DIGEST_BYTES
from mailing.model.runfolder import SHOP_PIECES_HEADER
from mailing.press.bag import write_bag
from mailing.press.batching import JOB_FOLDER
from mailing.press.jobterms import order_data
from mailing.press.separators import press_separators
from mailing.press.totals import envelopes_needed, grams_of, regions_of, sheets_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mailing.model import PressedFile, RunIdentity
    from mailing.model.orders import ShopOrder
    from mailing.model.pieces import Pieces
    from mailing.press.profiles import ShopProfile

PIECES = runfolder.SHOP_PIECES.removeprefix(f"{runfolder.SHOP}/")
JOB = runfolder.JOB.removeprefix(f"{runfolder.SHOP}/")
JOB_SHEET = f"{JOB_FOLDER}/jobsheet.pdf"


def write_shop_folder(
    folder: Path,
    files: Sequence[PressedFile],
    profile: ShopProfile,
    identity: RunIdentity,
    order: ShopOrder = NO_ORDER,
) -> None:
    """Write all that goes along with the pressed files in `folder` (the run's `shop/`).

    `order` is what the office tells the shop beside them. The bytes depend on the
    arguments only; nothing in them is personal.
    """
    from mailing.press.jobsheet import job_sheet

    make_folder((folder / JOB_SHEET).parent)
    separators = [sheet for file in files for sheet in press_separators(file, profile, identity, folder)]
    write_columns(folder / PIECES, SHOP_PIECES_HEADER, (_columns(file.pieces) for file in files))
    write_whole(folder / JOB, _json(job_data(files, profile, identity, order)))
    write_whole(folder / JOB_SHEET, job_sheet(files, profile, identity, order))
    payload = {file.path: (file.sha256, file.bytes) for file in (*files, *separators)}
    payload |= {name: (sha256_of(folder / name), (folder / name).stat().st_size) for name in (PIECES, JOB, JOB_SHEET)}
    write_bag(folder, payload, identity)


def _columns(pieces: Pieces) -> tuple[Sequence[object], ...]:
    """Return the columns of a file's pieces, as their table has them."""
    last_pages = [first + pages - 1 for first, pages in zip(pieces.first_pages, pieces.pages, strict=True)]
    digits = pieces.digests.hex()
    digests = [digits[start : start + 2 * DIGEST_BYTES] for start in range(0, len(digits), 2 * DIGEST_BYTES)]
    file = [pieces.file] * len(pieces)
    figures = pieces.numbers, file, pieces.first_pages, last_pages, pieces.pages, pieces.sheets
    return (*figures, pieces.regions, digests)


def job_data(
    files: Sequence[PressedFile], profile: ShopProfile, identity: RunIdentity, order: ShopOrder = NO_ORDER
) -> dict[str, Any]:
    """Return what `job.json` tells: the job, what it is made for, its counts and its files."""
    return {
        "job": f"{identity.job_number:08d}",
        "run": identity.run_id,
        "title": identity.title,
        "date": identity.date.isoformat(),
        "program": identity.program,
        "profile": {
            "name": profile.name,
            "sha256": profile.sha256,
            "standard": profile.standard.value,
            "envelope": profile.envelope,
            **_own_envelope(profile),
            **({} if profile.colour == "gray" else {"colour": profile.colour}),
            "duplex": profile.duplex,
            "output_condition": profile.output.condition,
            "code": profile.code.model_dump(mode="json"),
        },
        "order": order_data(order, profile),
        "counts": {
            "files": len(files),
            "pieces": sum(len(file.pieces) for file in files),
            "sheets": sum(map(sheets_in, files)),
            "pages": sum(file.pages for file in files),
            "grams": round(sum(map(grams_of, files)), 2),
        },
        "envelopes": dict(sorted(envelopes_needed(files, profile).items())),
        "leitregionen": dict(sorted(regions_of(files).items())),
        "files": [_file_data(file) for file in files],
    }


def _own_envelope(profile: ShopProfile) -> dict[str, Any]:
    """Return the profile's own envelope, where it is one: nobody knows its measures by its name."""
    own = profile.envelopes.get(profile.envelope)
    return {"envelopes": {profile.envelope: own.model_dump(mode="json")}} if own else {}


def _file_data(file: PressedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "bytes": file.bytes,
        "route": file.route.value,
        "pieces": len(file.pieces),
        "first_piece": file.pieces[0].piece,
        "last_piece": file.pieces[-1].piece,
        "pages": file.pages,
        "sheets": sheets_in(file),
        "sheets_a_piece": file.sheet_class,
        "grams_a_piece": file.grams,
        "product": file.product,
        **told_of(file.enclosed),
    }


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()

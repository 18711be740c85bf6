"""Cover and end sheets: what an operator sees at the top and the bottom of a file's stack, where a profile wants them.

They are files of their own beside the batch, so that its pages are letters and nothing else; printed before and after
it, they lie where they belong. Each is a batch of one sheet with no piece's number, and keeps the same standard.
"""

from __future__ import annotations

import hashlib
from array import array
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mailing.base.messages import _, n_
from mailing.model import DrawnLetter, DrawnPage, PlateDrawing
from mailing.press.batching import JOB_FOLDER, BatchPlan
from mailing.press.geometry import rectangle
from mailing.press.outlines import outlined
from mailing.press.parts import NoCode
from mailing.press.printing import NO_KEY, press_batch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.model import PressedFile, RunIdentity
    from mailing.press.profiles import ShopProfile

NO_PIECE = 0
COVER, END = "cover", "end"

_TITLES = {COVER: n_("Anfang"), END: n_("Ende")}
_EMPTY_PLATE = PlateDrawing(hashlib.sha256(b"").hexdigest(), b"")


def press_separators(
    file: PressedFile, profile: ShopProfile, identity: RunIdentity, folder: Path
) -> Iterator[PressedFile]:
    """Write the sheets that the profile wants around a file; give each."""
    wanted = [kind for kind, is_wanted in ((COVER, profile.cover_sheet), (END, profile.end_sheet)) if is_wanted]
    bare = profile.model_copy(update={"code": NoCode(kind="none")})
    for kind in wanted:
        plan = BatchPlan(
            number=NO_PIECE,
            path=f"{JOB_FOLDER}/{PurePosixPath(file.path).stem}_{kind}.pdf",
            route=file.route,
            sheet_class=1,
            pieces=(NO_PIECE,),
            households=array("I", [0]),
            regions=(("", 1),),
            grams=profile.paper.sheet_grams,
            product="",
        )
        sheet = DrawnLetter(0, (DrawnPage(_EMPTY_PLATE.key, _drawn(kind, file, identity)),))
        yield press_batch(plan, [sheet], {_EMPTY_PLATE.key: _EMPTY_PLATE}, (), bare, identity, folder, NO_KEY)


def _drawn(kind: str, file: PressedFile, identity: RunIdentity) -> bytes:
    """Return the sheet's content: bars that show in the stack's edge, and what the file is."""
    texts = (
        _("Auftrag {job}").format(job=f"{identity.job_number:08d}"),
        PurePosixPath(file.path).name,
        _("Stücke {first} bis {last}").format(first=file.pieces[0].piece, last=file.pieces[-1].piece),
        _("{pieces} Sendungen zu {sheets} Blatt").format(pieces=len(file.pieces), sheets=file.sheet_class),
        file.product,
    )
    bars = b"%b %b f\n" % (rectangle(25, 25, 160, 8), rectangle(25, 264, 160, 8))
    lines = [outlined(text, 25, 110 + 14 * index, 20) for index, text in enumerate(texts)]
    return b"".join([bars, outlined(_(_TITLES[kind]), 25, 75, 64), *lines])

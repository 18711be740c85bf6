"""What a clerk is proposed about households whose letter came back: nothing of it is done by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.files import make_folder
from mailing.base.messages import _, n_
from mailing.base.tables import write_table
from mailing.model import runfolder
from mailing.model.reports import NEW_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

DECEASED, OTHER = "deceased", "other"
PROPOSALS_HEADER = ("bg_number", "run", "piece", "reason", "proposal", *NEW_ADDRESS)
PROPOSALS: Mapping[str, str] = {
    "moved": n_("neue Anschrift beim Haushalt oder bei der Meldebehörde erfragen"),
    "unknown": n_("Anschrift und Namen am Briefkasten klären"),
    "incomplete": n_("Anschrift vervollständigen"),
    "no-such-address": n_("Anschrift berichtigen"),
    "refused": n_("Annahme verweigert: Zustellung auf anderem Weg prüfen"),
    "not-collected": n_("nicht abgeholt: Zustellung auf anderem Weg prüfen"),
    DECEASED: n_("Fall in Ruhe prüfen; bis dahin geht keine Post an den Haushalt"),
    OTHER: n_("Grund klären"),
}


def write_proposals(
    root: Path,
    households: Mapping[int, Mapping[str, str]],
    reason_of: Mapping[int, str],
    addresses: Mapping[int, tuple[str, ...]],
    digest: str,
) -> Iterator[Path]:
    """Write what the clerk may do about each household; what is confidential into a table of its own.

    A new address is the clerk's to take over: the household may be one whose address mustn't be disclosed.
    """
    rows = [
        (household["bg_nummer"], root.name, piece, reason_of[piece], _(PROPOSALS[reason_of[piece]]), *addresses[piece])
        for piece, household in sorted(households.items())
    ]
    make_folder(root / runfolder.FEEDBACK)
    for name, is_confidential in (("proposals", False), ("confidential", True)):
        own = [row for row in rows if (row[3] == DECEASED) == is_confidential]
        if own:
            file = root / f"{runfolder.FEEDBACK}{digest[:12]}-{name}.csv"
            write_table(file, PROPOSALS_HEADER, own)
            yield file

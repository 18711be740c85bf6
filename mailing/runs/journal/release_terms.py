"""Under which terms a run may be released: settled when it is made, by the settings that are sealed with it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from mailing.model import runfolder
from mailing.model.terms import USUAL_DAYS
from mailing.runs.journal.journalled import now

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.runs.making.preparation import Preparation


def release_terms(run: Path, preparation: Preparation, registered_as: str) -> dict[str, Any]:
    """Return what the journal's first event tells: pieces, sheets, how many must release the run, and until when.

    `registered_as` is what the register of letters calls the run. A date that lay further back than is usual when the
    run was made is meant, as `letter.date-far` has told: unless the settings say otherwise, it sets no last day.
    """
    counts = json.loads((run / runfolder.MANIFEST).read_bytes())["counts"]
    house, shop = preparation.template.organisation.release, preparation.profile.release
    told = {
        "pieces": counts["pieces"],
        "sheets": counts["sheets"],
        "needs": max(house.people_for(counts["pieces"]), shop.people_for(counts["pieces"])),
        "registered_as": registered_as,
    }
    days = [terms.days for terms in (house, shop) if terms.days is not None]
    until = preparation.date + dt.timedelta(days=min(days, default=USUAL_DAYS))
    if not days and until < now().date():
        return told
    return {**told, "releasable_until": until.isoformat()}

"""A run's name comes from all that determines it: same input, same name, same bytes."""

from __future__ import annotations

import hashlib
import json
from types import MappingProxyType
from typing import TYPE_CHECKING

from mailing.base.versions import program, versions
from mailing.model import RunIdentity
from mailing.runs.making.double_runs import withheld_copy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.model import Intake
    from mailing.runs.making.preparation import Preparation

NOBODY: Mapping[int, str] = MappingProxyType({})


def identify(preparation: Preparation, taken: Intake, withheld: Mapping[int, str] = NOBODY) -> RunIdentity:
    """Return the run's identity: its digest is the SHA-256 of inputs, settings, options and versions as JSON.

    `withheld` are the households that the double-run guard keeps back, and why: they too determine the run, as the
    digest of the file that names them.
    """
    determined_by = {
        "inputs": [record.recorded for record in taken.inputs],
        "settings": dict(preparation.settings),
        "options": dict(preparation.options),
        "date": preparation.date.isoformat(),
        "versions": versions(),
        "withheld": [hashlib.sha256(copy).hexdigest() for copy in withheld_copy(withheld).values()],
    }
    digest = hashlib.sha256(json.dumps(determined_by, sort_keys=True).encode()).hexdigest()
    template = preparation.template
    return RunIdentity(
        run_id=f"{preparation.date.isoformat()}_{template.name}_{digest[:8]}",
        digest=digest,
        date=preparation.date,
        template=template.name,
        title=template.title,
        program=program(),
        forms=template.forms,
    )

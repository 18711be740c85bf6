"""What verifications found, kept in the office's own folder for some weeks: a line of JSON a finding."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from mailing.base.messages import _
from mailing.base.plain_names import is_plain_name
from mailing.web.call import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mailing.web.office import Office

MOST_KEPT: Final = 100_000
"""Of more findings, the number is told."""


def results_file(office: Office, key: str) -> Path:
    """Return where the results of a verification are, or go.

    Raises:
        NotFoundError: that is no name of ours.
    """
    if not (is_plain_name(key) and key.isalnum()):
        raise NotFoundError(_("Dieses Ergebnis gibt es nicht"))
    return office.own / "verifications" / f"{key}.jsonl"


def results(office: Office, key: str, first: int, number: int) -> Sequence[Mapping[str, Any]]:
    """Return so many findings of a verification, from the first one on (from 0).

    Raises:
        NotFoundError: they aren't kept any more.
    """
    try:
        with results_file(office, key).open(encoding="utf-8") as lines:
            return [json.loads(line) for line in islice(lines, first, first + number)]
    except FileNotFoundError as error:
        raise NotFoundError(
            _("Dieses Ergebnis ist nicht mehr da"), hint=_("Ergebnisse werden 30 Tage aufgehoben; neu prüfen")
        ) from error

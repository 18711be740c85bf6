"""What each household's letter says: by it the register knows a letter, not by how cells are spelled."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from mailing import letters

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mailing.model import HouseholdTable

OWN_COLUMNS = ("standort", "termin")
"""Our columns that say what a letter is about, not whom it is for; the list's further columns all do."""


def wordings(template: letters.Template, day: dt.date, households: HouseholdTable) -> Iterator[str]:
    """Give a digest of what the letter of each household says, and of its date; same entries are composed once."""
    own = [name for name in OWN_COLUMNS if name in template.all_placeholders]
    further = sorted(households.extra)
    wording = letters.Wording(template, day)
    known: dict[tuple[str, ...], str] = {}
    columns = [households.column(name) for name in (*own, *further)]
    for entries in zip(*columns, strict=True) if columns else [()] * len(households):
        if entries not in known:
            told = dict(zip((*own, *further), entries, strict=True))
            termin = datetime.fromisoformat(told["termin"]) if told.get("termin") else None
            text = wording.of(told.get("standort", ""), termin, {name: told[name] for name in further})
            known[entries] = sha256(f"{day}\x1f{text}".encode()).hexdigest()
        yield known[entries]

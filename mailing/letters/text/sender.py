"""Who sends the letters, as the sheets say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.letters.blocks import Sender
from mailing.letters.text.german import write_day

if TYPE_CHECKING:
    from datetime import date

    from mailing.letters.text.organisation import Organisation


def sender_of(organisation: Organisation, day: date) -> Sender:
    """Return what the office's sheets say in all letters of that day."""
    labels = organisation.labels
    return Sender(
        name=organisation.name,
        return_line=organisation.absender,
        letterhead=organisation.briefkopf,
        footer=organisation.fusszeile,
        telephone=organisation.telefon,
        email=organisation.email,
        internet=organisation.internet,
        endorsement=organisation.vermerk,
        date=write_day(day, "lang"),
        labels=(labels.telefon, labels.email, labels.internet, labels.datum),
    )

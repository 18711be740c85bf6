"""What a reply slip says of itself: the office's address in the window, and whose answer it is.

The code says no more than the number that stands beside it in plain figures, and which slip it is: whoever finds it
learns nothing that the sheet doesn't show, and no name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.findings import Finding
from mailing.letters.blocks import LetterFault
from mailing.model.replies import reply_code

if TYPE_CHECKING:
    from mailing.letters.text.organisation import Organisation
    from mailing.letters.text.templates import Template
    from mailing.model import Household

MOST_BYTES: Final = 62
"""What a symbol of 32 modules holds (ISO/IEC 16022, table 7)."""
MOST_NAME: Final = 30
"""Characters of a slip's template: so many leave 22 for the number, and a BG-Nummer has 15."""


def office_address(organisation: Organisation) -> tuple[str, ...]:
    """Return the lines in the slip's window: the office's own, or where it wants its answers to go."""
    if organisation.antwortanschrift:
        return organisation.antwortanschrift
    street = f"{organisation.strasse} {organisation.hausnummer}".strip()
    town = f"{organisation.plz} {organisation.ort}".strip()
    return tuple(line for line in (organisation.name, street, town) if line)


def code_of(template: Template, household: Household) -> str:
    """Return what the slip's code says; "" for a household without a number, which writes its name.

    Raises:
        LetterFault: the household's number is too long for the code.
    """
    number = household.bg_nummer or household.kundennummer
    said = reply_code(template.name, number) if number else ""
    if len(said.encode()) > MOST_BYTES:
        raise LetterFault(Finding("letter.reply-code-too-long", household.row))
    return said

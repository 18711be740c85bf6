"""Who an own folder is for: name, address, telephone and e-mail as somebody gives them, refused where they can't be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.intake.checks.towns import state_of
from mailing.intake.whole_addresses import read_address

LONGEST_NAME: Final = 80
"""Characters: so many go on two lines of a letterhead and one of the footer."""
LONGEST_LINE: Final = 60
"""Characters of a street, a place or a number: the window shows them on one line."""
_PHONE: Final = re.compile(r"\+?[\d\s()/.–-]+")
_FEWEST_DIGITS: Final = 3
"""Of a telephone number: 115, the authorities' own."""
_EMAIL: Final = re.compile(r"[^\s@<>\"(),;:]+@[^\s@<>\"(),;:]+\.[^\s@<>\"(),;:.]+")
_CODE: Final = re.compile(r"(?!00)\d{5}")


@dataclass(frozen=True, slots=True)
class Address:
    """Street, house number, PLZ and place."""

    strasse: str
    hausnummer: str
    plz: str
    ort: str

    @property
    def state(self) -> str | None:
        """The state that the PLZ lies in (ISO 3166-2:DE, without its country); None where no directory has it."""
        return state_of(self.plz)


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes; `email` may be empty."""

    name: str
    address: Address
    phone: str
    email: str


def read_name(text: str) -> str:
    """Return an office's name.

    Raises:
        UsageError: it is none.
    """
    name = _one_line(text, "--name")
    if len(name) > LONGEST_NAME:
        raise UsageError(
            _("Der Name hat mehr als {number} Zeichen").format(number=LONGEST_NAME),
            where="--name",
            hint=_("Kürzen Sie ihn; weitere Zeilen stehen später in organisation.toml"),
        )
    return name


def read_office_address(text: str) -> Address:
    """Return the parts of "Straße Nr, PLZ Ort".

    Raises:
        UsageError: it isn't written so.
    """
    found = read_address(_one_line(text, "--address"))
    parts = found and (found.strasse, found.hausnummer or _behind_blank(found.strasse))
    if not found or not parts or found.zusatz or not parts[1] or not _CODE.fullmatch(found.plz):
        raise UsageError(
            _("Das ist keine Anschrift aus Straße, Hausnummer, Postleitzahl und Ort"),
            where=f"--address {text}",
            hint=_('zum Beispiel --address "Rathausplatz 1, 30159 Hannover"'),
        )
    street, number = parts
    address = Address(street.removesuffix(number).rstrip(), number, found.plz, found.ort)
    if max(len(f"{address.strasse} {address.hausnummer}"), len(f"{address.plz} {address.ort}")) > LONGEST_LINE:
        raise UsageError(
            _("Die Anschrift ist zu lang: höchstens {number} Zeichen je Zeile").format(number=LONGEST_LINE),
            where="--address",
            hint=_('zum Beispiel --address "Rathausplatz 1, 30159 Hannover"'),
        )
    return address


def read_phone(text: str) -> str:
    """Return a telephone number as it was written.

    Raises:
        UsageError: it is none.
    """
    phone = _one_line(text, "--phone")
    digits = sum(sign.isdecimal() for sign in phone)
    if not _PHONE.fullmatch(phone) or digits < _FEWEST_DIGITS or len(phone) > LONGEST_LINE:
        raise UsageError(
            _("Das ist keine Telefonnummer"),
            where=f"--phone {text}",
            hint=_('zum Beispiel --phone "0511 6559-0"'),
        )
    return phone


def read_email(text: str) -> str:
    """Return an e-mail address; nothing where none is given.

    Raises:
        UsageError: it is none.
    """
    if not text.strip():
        return ""
    email = _one_line(text, "--email")
    if not _EMAIL.fullmatch(email) or len(email) > LONGEST_NAME:
        raise UsageError(
            _("Das ist keine E-Mail-Adresse"),
            where=f"--email {text}",
            hint=_("zum Beispiel --email post@amt.example"),
        )
    return email


def _one_line(text: str, option: str) -> str:
    """Return a text without outer blanks, its signs composed; refuse what isn't one line that can be read."""
    line = " ".join(filter(None, unicodedata.normalize("NFC", text).split(" ")))
    if not line or not line.isprintable():
        raise UsageError(
            _("Hier fehlt eine Angabe auf einer Zeile"),
            where=option,
            hint=_("Ohne Zeilenumbruch und Steuerzeichen schreiben"),
        )
    return line


def _behind_blank(street: str) -> str:
    """Return Mannheim's number of a house: of the block "Q7, 24" the last part."""
    _block, blank, number = street.rpartition(", ")
    return number if blank and number[:1].isdecimal() else ""

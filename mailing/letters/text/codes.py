"""What QR codes in a letter say: an address of the web, an appointment, a credit transfer, a contact.

Each says beside it in plain words what it says to a telephone: nobody needs one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from mailing.base.messages import _
from mailing.letters.blocks import CODE_LINE
from mailing.letters.text.filters import amount_of
from mailing.letters.text.german import write_amount
from mailing.letters.text.iban import plain_iban, written_iban
from mailing.letters.text.organisation import Organisation, Site
from mailing.letters.text.values import Appointment, Unprintable, text_of
from mailing.letters.text.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

Given = TypeVar("Given")

MOST_BYTES: Final = 660
"""A QR code of 97 × 97 modules holds 666 bytes at error level M (ISO/IEC 18004, table 7), less what tells UTF-8."""
MOST_NAME, MOST_PURPOSE = 70, 140
"""Characters of a payee's name and of a purpose (EPC069-12, 2.2)."""
LEAST_AMOUNT, MOST_AMOUNT = Decimal("0.01"), Decimal("999999999.99")
"""Euros (EPC069-12, 2.2)."""
CENT: Final = Decimal("0.01")
ZONE: Final = ZoneInfo("Europe/Berlin")
"""Lists name local times."""


class CodeFault(ValueError):  # noqa: N818 - it ends one letter, or is the template's
    """A code can't say this.

    Attributes:
        finding: the kind of the finding that tells it.
        found: the entry.
        read_as: what it was read as: "iban", "betrag" or "".
    """

    def __init__(self, finding: str, found: str, read_as: str = "") -> None:
        super().__init__(finding)
        self.finding = finding
        self.read_as = read_as
        self.found = found


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: what it says, lines ended by `CODE_LINE`, and the lines beside it; both empty for no code."""

    said: str
    beside: tuple[str, ...]


def link(address: object) -> Code:
    """Return the code of an address of the web, or any other text; none where the entry is empty."""
    text = " ".join(text_of(address).split())
    return _fitting(text, (text,)) if text else Code("", ())


def appointment(begins: object, site: object, organisation: Organisation, day: date) -> Code:
    """Return the code of an appointment as an iCalendar event (RFC 5545), in German time.

    Args:
        begins: the appointment; an entry that a household lacks ends its letter.
        site: where it is; "" where the letter doesn't say it.
        organisation: who invites.
        day: the letters' date: when the event was made.
    """
    when = _given(begins, Appointment)
    start = when.beginn.replace(tzinfo=ZONE)
    place = [site.name, site.anschrift] if isinstance(site, Site) else [text for text in (text_of(site),) if text]
    summary = f"Termin: {organisation.name}"
    local = f"{start:%Y%m%dT%H%M%S}"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:mailing",
        *_zone_lines(start),
        "BEGIN:VEVENT",
        f"UID:{sha256(f'{local}{summary}{place}'.encode()).hexdigest()[:16]}",
        f"DTSTAMP:{day:%Y%m%d}T000000Z",
        f"DTSTART;TZID={ZONE.key}:{local}",
        f"SUMMARY:{_escaped(summary)}",
        *(f"LOCATION:{_escaped(', '.join(place))}" for _place in place[:1]),
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return _fitting(_crlf(lines), (str(when), *place))


def transfer(iban: object, amount: object, purpose: object, organisation: Organisation) -> Code:
    """Return the code of a SEPA credit transfer to the office (EPC069-12, version 002, UTF-8).

    Raises:
        CodeFault: the IBAN is wrong, the amount out of range, name or purpose too long.
        ValueUnreadable: the amount is none.
    """
    checked, euros, text = checked_iban(iban), checked_amount(amount), " ".join(text_of(purpose).split())
    if len(text) > MOST_PURPOSE or len(organisation.name) > MOST_NAME:
        raise CodeFault("letter.code-too-long", text if len(text) > MOST_PURPOSE else organisation.name)
    said = CODE_LINE.join(("BCD", "002", "1", "SCT", "", organisation.name, checked, f"EUR{euros}", "", "", text))
    beside = (
        f"Empfänger: {organisation.name}",
        f"IBAN: {written_iban(checked)}",
        f"Betrag: {write_amount(euros)}",
        *(f"Verwendungszweck: {text}" for _text in text[:1]),
    )
    return _fitting(said, beside)


def contact(whom: object) -> Code:
    """Return the code of the office's contact, or a site's, as a vCard 3.0 (RFC 2426); lacks as of `appointment`."""
    whom = whom if isinstance(whom, Organisation) else _given(whom, Site)
    email, internet = (whom.email, whom.internet) if isinstance(whom, Organisation) else ("", "")
    name = _escaped(whom.name)
    street = f"{whom.strasse} {whom.hausnummer}".strip()
    known = (
        ("TEL;TYPE=WORK,VOICE", whom.telefon, "Telefon"),
        ("EMAIL", email, "E-Mail"),
        ("URL", internet, "Internet"),
    )
    lines = [
        "BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}", f"ORG:{name}",
        f"ADR;TYPE=WORK:;;{_escaped(street)};{_escaped(whom.ort)};;{_escaped(whom.plz)};",
        *(f"{key}:{_escaped(text)}" for key, text, _label in known if text),
        "END:VCARD",
    ]  # fmt: skip
    return _fitting(
        _crlf(lines), (whom.name, whom.anschrift, *(f"{label}: {text}" for _key, text, label in known if text))
    )


def checked_iban(entry: object) -> str:
    """Return an entry's IBAN, plain; a wrong one is a CodeFault."""
    text = text_of(entry)
    checked = plain_iban(text)
    if not checked:
        raise CodeFault("letter.iban-wrong", text, "iban")
    return checked


def checked_amount(entry: object) -> Decimal:
    """Return an entry's amount in euros and cents; one out of range is a CodeFault, no amount a ValueUnreadable."""
    amount = amount_of(entry)
    if not LEAST_AMOUNT <= amount <= MOST_AMOUNT or amount != amount.quantize(CENT):
        raise CodeFault("letter.code-amount", text_of(entry), "betrag")
    return amount.quantize(CENT)


class CodeFunction(NamedTuple):
    """A function that templates call for a code.

    Attributes:
        kinds: of its arguments; None is any text or number.
        least: so many of them at least.
        from_run: the names of the run's placeholders that `make` gets behind them.
        checks: what each argument must pass, by its position, wherever it comes from.
        example: how it is called.
    """

    make: Callable[..., Code]
    kinds: tuple[tuple[Kind, ...] | None, ...]
    least: int
    from_run: tuple[str, ...]
    checks: Mapping[int, Callable[[object], object]]
    example: str


CODE_FUNCTIONS: Final[Mapping[str, CodeFunction]] = {
    "qr": CodeFunction(link, (None,), 1, (), {}, '{{ qr("https://…") }}'),
    "qr_termin": CodeFunction(
        appointment,
        ((Kind.APPOINTMENT,), (Kind.SITE, Kind.TEXT)),
        1,
        ("organisation", "datum"),
        {},
        "{{ qr_termin(termin) }}",
    ),
    "qr_ueberweisung": CodeFunction(
        transfer,
        (None, None, None),
        3,
        ("organisation",),
        {0: checked_iban, 1: checked_amount},
        "{{ qr_ueberweisung(iban, betrag, zweck) }}",
    ),
    "qr_kontakt": CodeFunction(
        contact,
        ((Kind.ORGANISATION, Kind.SITE),),
        1,
        (),
        {},
        "{{ qr_kontakt(organisation) }}",
    ),
}
"""The functions by name, as templates call them."""


def made_code(_first: object, name: str, *arguments: Any) -> Code:
    """Return the code of a call; the filter that stands for it in a template's tree."""
    function = CODE_FUNCTIONS[name]
    missing = len(function.kinds) + len(function.from_run) - len(arguments)
    given = len(arguments) - len(function.from_run)
    return function.make(*arguments[:given], *[""] * missing, *arguments[given:])


def _given(value: object, kind: type[Given]) -> Given:
    """Return the value as what it must be; an entry that a household lacks ends its letter."""
    if isinstance(value, kind):
        return value
    text_of(value)
    raise Unprintable(_("Daraus lässt sich kein QR-Code machen"))


def _fitting(said: str, beside: tuple[str, ...]) -> Code:
    if len(said.encode()) > MOST_BYTES:
        raise CodeFault("letter.code-too-long", beside[0])
    return Code(said, beside)


def _crlf(lines: list[str]) -> str:
    return "".join(f"{line}\r{CODE_LINE}" for line in lines)


def _zone_lines(start: datetime) -> list[str]:
    """Return the zone's definition as far as one event needs it (RFC 5545, 3.6.5)."""
    offset, saving = start.utcoffset() or timedelta(), bool(start.dst())
    before = offset + timedelta(hours=-1 if saving else 1)
    part = "DAYLIGHT" if saving else "STANDARD"
    return [
        "BEGIN:VTIMEZONE", f"TZID:{ZONE.key}", f"BEGIN:{part}", "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(offset)}", f"END:{part}", "END:VTIMEZONE",
    ]  # fmt: skip


def _offset(offset: timedelta) -> str:
    return f"{datetime(1970, 1, 1, tzinfo=timezone(offset)):%z}"


def _escaped(text: str) -> str:
    """Return a text as both formats write it (RFC 5545, 3.3.11; RFC 2426, 5)."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())

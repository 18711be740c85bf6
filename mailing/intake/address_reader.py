"""Reading one row's address: what stands in two columns is taken once, what stands together is taken apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.intake.checks.placeholders import EMPTY, nothing_rule
from mailing.intake.checks.rule_runner import Verdict
from mailing.intake.checks.towns import is_same_place
from mailing.intake.whole_addresses import read_address, street_and_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CODE_AND_PLACE: Final = re.compile(r"(?:D ?- ?)?(?P<code>\d{5})[\s,]+(?P<place>[^\W\d_].*)$")
_NUMBERED_STREET: Final = re.compile(
    r"(?:^|\s)(?:Straße|Strasse|Str\.|Weg|Block|Haus|Reihe|Parzelle|Kolonie|Zeile|Gang|Platz|Allee|Nr\.?|Bau|Abschnitt|"
    r"Feld|Siedlung|Planstraße|Privatstraße|Privatweg|Stichstraße|Stichweg|Wohnweg|Quartier|Gasse|Garten|Pfad|[A-Z])$",
    re.IGNORECASE,
)
"""Streets that are called by a number: "Straße 12", "Kolonie Abendruh Weg 7"."""


class AddressReader:
    """A row's address while it is read: its entries become what is handed on, `verdicts` what there is to tell."""

    def __init__(self, entries: Sequence[str]) -> None:
        self.zusatz, self.strasse, self.hausnummer, self.ortsteil, self.plz, self.ort = entries
        self.verdicts: list[Verdict] = []

    def read(self) -> None:
        """Apply the rules in their order: a whole address first, for it says what the other columns repeat."""
        self._whole_address()
        self._place_beside_code("plz", "ort")
        self._place_beside_code("ort", "plz")
        self._number_behind_street()
        self._repeated_addition()
        self._repeated_district()

    def _whole_address(self) -> None:
        """Read "Hauptstraße 5, 30938 Burgwedel" in the street's column."""
        address = read_address(self.strasse)
        if address is None:
            return
        found = {name: text for name, text in address._asdict().items() if text}
        if not self.plz and not self.ort:
            for name, text in found.items():
                if name != "hausnummer" or not self.hausnummer:
                    self._tell("address.in-one-cell", name, text)
            return
        if self.plz != address.plz or not is_same_place(self.ort, address.ort):
            self._tell("address.contradiction", "strasse", other="plz" if self.plz != address.plz else "ort")
            return
        street = f"{address.strasse} {address.hausnummer}".strip()
        self._tell("field.twice", "strasse", street, other="ort")
        self.strasse = street if self.hausnummer else address.strasse
        self.hausnummer = self.hausnummer or address.hausnummer

    def _place_beside_code(self, field: str, other: str) -> None:
        """Read "30938 Burgwedel" in the column of the PLZ or of the place."""
        both = CODE_AND_PLACE.fullmatch(getattr(self, field))
        if both is None:
            return
        parts = {"plz": both["code"], "ort": both["place"]}
        beside: str = getattr(self, other)
        if not beside:
            self._tell("address.in-one-cell", "plz", parts["plz"])
            self._tell("address.in-one-cell", "ort", parts["ort"])
        elif beside == parts[other] or (other == "ort" and is_same_place(beside, parts[other])):
            self._tell("field.twice", field, parts[field], other=other)
            setattr(self, field, parts[field])
        else:
            self._tell("address.contradiction", field, other=other)

    def _number_behind_street(self) -> None:
        """Read "Hauptstraße 5" beside a column for the house number."""
        street, number = street_and_number(self.strasse)
        if not number or not self.hausnummer or _NUMBERED_STREET.search(street):
            return
        if squeezed(number) == squeezed(self.hausnummer):
            self._tell("field.twice", "strasse", street, other="hausnummer")
            self.strasse = street
        elif not self.verdicts:
            self._tell("address.contradiction", "strasse", street, other="hausnummer")

    def _repeated_addition(self) -> None:
        """See whether the addition says what stands in the address anyway."""
        if nothing_rule(self.zusatz, "zusatz"):
            return
        addition = squeezed(self.zusatz)
        number = squeezed(self.hausnummer)
        suffix = number.lstrip("0123456789")
        repeats = {
            "strasse": (squeezed(self.strasse + self.hausnummer), squeezed(self.strasse)),
            "hausnummer": (number, suffix),
            "ortsteil": (squeezed(self.ortsteil),),
            "ort": (squeezed(self.ort), squeezed(self.plz + self.ort)),
        }
        if other := _first_with(addition, repeats.items()):
            self._tell("field.twice", "zusatz", EMPTY, other=other)
            self.zusatz = ""

    def _repeated_district(self) -> None:
        if self.ortsteil and self.ortsteil.casefold() == self.ort.casefold():
            self._tell("field.twice", "ortsteil", EMPTY, other="ort")
            self.ortsteil = ""

    def _tell(self, code: str, field: str, proposal: str = "", **details: str) -> None:
        self.verdicts.append(Verdict(code, proposal, details, field))


def _first_with(text: str, entries: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Return the first field that says the same as the text."""
    return next((name for name, texts in entries if text and text in texts), "")


def squeezed(text: str) -> str:
    """Return the text without blanks and case: "5 A" is "5a"."""
    return re.sub(r"[\s,]+", "", text).casefold()

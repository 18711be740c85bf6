"""Shop profiles: what one print shop wants, as TOML. Lengths in mm from the sheet's top left corner.

A profile comes by name (those in `profiles/`) or as a file. It is self-contained once loaded: text and ICC profile are
part of it, so its digest names all that it settles.
"""

from __future__ import annotations

import hashlib
import string
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationInfo, field_validator

from mailing.base.messages import n_
from mailing.base.settings_faults import nearest_name
from mailing.model import Rect, Route
from mailing.model.delivery import DeliveryTerms
from mailing.model.din5008 import FORMS, SHEET, Form
from mailing.model.envelopes import ENVELOPES, Envelope
from mailing.model.reports import FeedbackFormat
from mailing.model.terms import ReleaseTerms, ReprintTerms
from mailing.press.parts import (
    BlockedZone,
    Code,
    Contact,
    Limits,
    NoCode,
    Output,
    OwnEnvelope,
    Paper,
    Part,
    Product,
    Rates,
    Standard,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class ShopProfile(Part):
    """All that one print shop wants.

    Attributes:
        name: the profile's name: that of its file.
        source: the TOML text; `icc_profile` the bytes of the ICC profile.
        origin: where the figures come from.
        envelope: by its name: one of `model.envelopes`, or one of the profile's own `envelopes`.
        file_name: pattern with `{number}` (of the file), `{route}`, `{sheets}` (of a letter), `{job}` (the run's).
        colour: the inks of logos and pictures: black alone, or CMYK through the ICC profile.
        returns: what the shop is asked to send back.
        delivery: where packages go, and how.
        release: how many people must release a run, and until when, where the house asks for less; likewise `reprint`.
        feedback: how the shop reports what became of the pieces.
        franking: how pieces are paid for; "" where that isn't settled.
        processor: who processes the personal data on the office's behalf (Art. 28 GDPR), as the contract names it.
    """

    name: str
    source: str
    icc_profile: bytes
    title: str
    origin: str
    envelopes: dict[str, OwnEnvelope] = Field(default_factory=dict)
    envelope: str
    duplex: bool
    fold_marks: bool
    standard: Standard = Field(strict=False)
    object_streams: bool
    file_name: str
    cover_sheet: bool
    end_sheet: bool
    returns: tuple[str, ...] = Field(strict=False)
    limits: Limits
    paper: Paper
    products: tuple[Product, ...] = Field(min_length=1, strict=False)
    output: Output
    colour: Literal["gray", "cmyk"] = "gray"
    blocked: tuple[BlockedZone, ...] = Field(default=(), strict=False)
    code: Code
    contact: Contact
    rates: Rates = Rates()
    release: ReleaseTerms = ReleaseTerms()
    delivery: DeliveryTerms = DeliveryTerms()
    reprint: ReprintTerms = ReprintTerms(limit_percent=100)
    feedback: FeedbackFormat = FeedbackFormat()
    franking: str = ""
    processor: str = ""

    @field_validator("envelopes")
    @classmethod
    def _have_names_of_their_own(cls, envelopes: dict[str, OwnEnvelope]) -> dict[str, OwnEnvelope]:
        if not envelopes.keys().isdisjoint(ENVELOPES):
            raise ValueError(n_("ein eigener Umschlag heißt nicht wie einer der mitgelieferten: dl, c6-5, c5, c4"))
        return envelopes

    @field_validator("envelope")
    @classmethod
    def _is_known_and_takes_a_letter(cls, name: str, info: ValidationInfo) -> str:
        if "envelopes" not in info.data:
            return name
        envelope = _envelope(name, info.data["envelopes"])
        if envelope is None:
            nearest = nearest_name(name, (*ENVELOPES, *info.data["envelopes"]))
            if nearest:
                raise ValueError(n_("einen Umschlag „{}“ gibt es nicht; gemeint ist vermutlich „{}“"), name, nearest)
            raise ValueError(n_("dl, c6-5, c5, c4 oder der Name eines eigenen Umschlags: [envelopes.NAME]"))
        if not any(map(envelope.takes, FORMS.values())):
            raise ValueError(n_("in sein Fenster passt die Anschrift weder bei Form A noch bei Form B"))
        return name

    @field_validator("file_name")
    @classmethod
    def _names_files_apart(cls, pattern: str) -> str:
        try:
            fields = {field for _text, field, _spec, _conversion in string.Formatter().parse(pattern) if field}
            name = pattern.format(number=1, route=Route.BULK.value, sheets=1, job="00000001")
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise ValueError(n_("erlaubt sind nur {number}, {route}, {sheets} und {job}")) from error
        if "number" not in fields or Path(name).name != name or not name.endswith(".pdf"):
            raise ValueError(n_("ein Dateiname mit {number}, der auf .pdf endet"))
        return pattern

    @field_validator("products")
    @classmethod
    def _grow_by_sheets(cls, products: tuple[Product, ...]) -> tuple[Product, ...]:
        sheets = [product.max_sheets for product in products]
        if sheets != sorted(set(sheets)):
            raise ValueError(n_("jedes Produkt muss mehr Blätter fassen als das vorige"))
        return products

    @field_validator("code")
    @classmethod
    def _has_its_place(cls, code: Code, info: ValidationInfo) -> Code:
        if isinstance(code, NoCode):
            return code
        if not SHEET.contains(code.area):
            raise ValueError(n_("der Steuercode steht nicht auf dem Blatt"))
        envelope = _envelope(info.data.get("envelope", ""), info.data.get("envelopes", {}))
        if envelope and all(code.area.overlaps(envelope.ever_visible(form)) for form in FORMS.values()):
            raise ValueError(n_("der Steuercode wäre im Fenster zu sehen"))
        if any(zone.area.overlaps(code.area) for zone in info.data.get("blocked", ()) if not zone.advice):
            raise ValueError(n_("der Steuercode steht in einer Sperrzone"))
        return code

    def __hash__(self) -> int:
        return hash((self.name, self.source))

    @property
    def sha256(self) -> str:
        """Hex digest of the TOML text and the ICC profile."""
        return hashlib.sha256(self.source.encode() + b"\0" + self.icc_profile).hexdigest()

    @property
    def window_envelope(self) -> Envelope:
        """The envelope that letters are set for."""
        return ENVELOPES.get(self.envelope) or self.envelopes[self.envelope].named(self.envelope)

    @property
    def code_zone(self) -> Rect | None:
        """The control code with its quiet zone, as far as that lies on the sheet."""
        if isinstance(self.code, NoCode):
            return None
        area, quiet = self.code.area, self.code.quiet
        left, top = max(0.0, area.x - quiet), max(0.0, area.y - quiet)
        return Rect(left, top, area.right + quiet - left, area.bottom + quiet - top)

    def shows_code_in_window(self, form: Form) -> bool:
        """Whether letters of that form could show their control code through the window."""
        window = self.window_envelope.ever_visible(form)
        return not isinstance(self.code, NoCode) and self.code.area.overlaps(window)

    @property
    def keep_free(self) -> tuple[Rect, ...]:
        """What letters keep free on every front: blocked zones, and the code with its quiet zone."""
        zones = tuple(zone.area for zone in self.blocked if not zone.first_page_only and not zone.advice)
        return zones if self.code_zone is None else (*zones, self.code_zone)

    @property
    def keep_free_first(self) -> tuple[Rect, ...]:
        """What letters keep free on their first page: `keep_free` and what is blocked there only."""
        return (*self.keep_free, *(zone.area for zone in self.blocked if zone.first_page_only and not zone.advice))

    def sheets_of(self, pages: int) -> int:
        """How many sheets a letter of so many pages takes."""
        return (pages + 1) // 2 if self.duplex else pages

    def is_back(self, page: int) -> bool:
        """Whether a letter's page (from 1) is printed on the back of a sheet."""
        return self.duplex and page % 2 == 0

    @property
    def sides(self) -> int:
        """How many pages a sheet has."""
        return 2 if self.duplex else 1

    def product_for(self, sheets: int, inserts: float = 0.0) -> Product | None:
        """The first product that takes so many sheets, and inserts of so many grams; None where none does."""
        for product in self.products:
            if sheets <= product.max_sheets and self.grams(sheets, product, inserts) <= product.max_grams:
                return product
        return None

    def grams(self, sheets: int, product: Product, inserts: float = 0.0) -> float:
        """What a piece weighs with its envelope, and with inserts of so many grams."""
        return round(sheets * self.paper.sheet_grams + product.envelope_grams + inserts, 2)


def _envelope(name: str, own: Mapping[str, OwnEnvelope]) -> Envelope | None:
    return own[name].named(name) if name in own else ENVELOPES.get(name)

"""The parts of a shop profile, each complete, with known keys only, and never changed. Lengths in mm."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic may read it
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from mailing.base.messages import n_
from mailing.base.settings import SettingsFile
from mailing.model import Rect
from mailing.model.envelopes import Envelope, Folding, window_from_below
from mailing.press.icc import icc_profile

CENT = Decimal("0.01")
Positive = Annotated[float, Field(gt=0)]
Offset = Annotated[float, Field(ge=0)]


class Part(SettingsFile):
    """What all parts have in common."""

    model_config = ConfigDict(str_strip_whitespace=True)


class Standard(StrEnum):
    """What a batch is, from the highest to the plainest."""

    FULL = "x4-vt1-a2u"
    X4 = "x4"
    PLAIN = "plain-1.6"

    @property
    def is_exchange(self) -> bool:
        """Whether files are PDF/X-4."""
        return self is not Standard.PLAIN

    @property
    def has_records(self) -> bool:
        """Whether files are PDF/VT-1: a record for each letter."""
        return self is Standard.FULL

    @property
    def is_archival(self) -> bool:
        """Whether files are PDF/A-2u."""
        return self is Standard.FULL


class Limits(Part):
    """How large a file may become; a letter is never divided. `enclosure_pages` are those of one enclosed file."""

    letters: int = Field(gt=0, le=1_000_000)
    megabytes: int = Field(gt=1, le=2_000)
    enclosure_pages: int = Field(default=10, gt=0, le=100)

    @property
    def bytes(self) -> int:
        """The megabytes in bytes; a shop counts them in thousands."""
        return self.megabytes * 1_000_000


class Paper(Part):
    """The paper; `sheet_grams` is the weight of one A4 sheet."""

    name: str
    sheet_grams: Positive


class Product(Part):
    """A postal product and the envelope that it goes in."""

    name: str
    envelope: str
    envelope_grams: Offset
    max_sheets: int = Field(gt=0, le=99)
    max_grams: Positive


class OwnEnvelope(Part):
    """An envelope that isn't among those known by name; `source` says where its figures come from.

    Attributes:
        width, height: as who reads the address holds it.
        folding: how the sheet goes in: "none", "half" (once across) or "z" (to a third).
        window_left, window_bottom: from the envelope's left and lower edges to the window's.
    """

    width: Positive
    height: Positive
    folding: Folding = Field(strict=False)
    window_left: Offset
    window_bottom: Offset
    window_width: Positive
    window_height: Positive
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _has_its_window(self) -> Self:
        envelope = self.named("")
        if not Rect(0, 0, self.width, self.height).contains(envelope.window):
            raise ValueError(n_("das Fenster ragt über den Umschlag hinaus"))
        return self

    def named(self, name: str) -> Envelope:
        """Return the envelope under its name in the profile."""
        size = (self.window_width, self.window_height)
        window = window_from_below(self.height, self.window_left, self.window_bottom, size=size)
        return Envelope(name, self.width, self.height, self.folding, window)


class Rates(Part):
    """What the shop and the post charge, in euros: for each sheet, each piece, and each piece by its product's name."""

    sheet: Offset = 0.0
    piece: Offset = 0.0
    postage: dict[str, Offset] = Field(default_factory=dict)

    def cost(self, sheets: int, pieces: Mapping[str, int]) -> Decimal | None:
        """Return what so many sheets, and pieces by product, cost; None where the profile has no rates for them."""
        if not (self.sheet or self.piece or self.postage):
            return None
        postage = sum((_euros(self.postage.get(name, 0.0)) * number for name, number in pieces.items()), Decimal())
        cost = _euros(self.sheet) * sheets + _euros(self.piece) * sum(pieces.values()) + postage
        return cost.quantize(CENT, ROUND_HALF_UP)


def _euros(rate: float) -> Decimal:
    """Return a rate as it was written."""
    return Decimal(str(rate))


class Output(Part):
    """The printing condition: an ICC output profile (beside the TOML file or bundled) and its registered name."""

    icc: str
    condition: str
    info: str

    @field_validator("icc")
    @classmethod
    def _is_a_printers_profile(cls, name: str, info: ValidationInfo) -> str:
        if Path(name).name != name:
            raise ValueError(n_("nur ein Dateiname ohne Ordner"))
        if info.context:
            icc_profile(name, info.context["folder"])
        return name


class NoCode(Part):
    """No control code: the shop prints its own."""

    kind: Literal["none"]


class DataMatrixCode(Part):
    """A Data Matrix of 16 × 16 modules on each sheet's front; x and y are its top left corner."""

    kind: Literal["datamatrix"]
    x: Offset
    y: Offset
    module: float = Field(ge=0.3, le=1.0)
    quiet: Offset

    @property
    def area(self) -> Rect:
        """Where it stands."""
        return Rect(self.x, self.y, 16 * self.module, 16 * self.module)


class OmrMark(StrEnum):
    """What a reading mark says when it is printed."""

    BENCHMARK = "benchmark"
    SAFETY = "safety"
    END = "end-of-piece"
    SEQUENCE_4 = "sequence-4"
    SEQUENCE_2 = "sequence-2"
    SEQUENCE_1 = "sequence-1"
    PARITY = "parity"


class OmrCode(Part):
    """Reading marks one below the other; x and y are the first mark's top left corner."""

    kind: Literal["omr"]
    x: Offset
    y: Offset
    length: Positive
    thickness: Positive
    pitch: Positive
    quiet: Offset
    marks: tuple[Annotated[OmrMark, Field(strict=False)], ...] = Field(min_length=1, strict=False)

    @property
    def area(self) -> Rect:
        """Where all marks stand."""
        return Rect(self.x, self.y, self.length, (len(self.marks) - 1) * self.pitch + self.thickness)


Code = Annotated[NoCode | DataMatrixCode | OmrCode, Field(discriminator="kind")]


class BlockedZone(Part):
    """Where the shop wants nothing printed; `advice` where it only recommends that and doesn't check it."""

    name: str
    x: Offset
    y: Offset
    width: Positive
    height: Positive
    first_page_only: bool = False
    advice: bool = False

    @property
    def area(self) -> Rect:
        """Where it lies."""
        return Rect(self.x, self.y, self.width, self.height)


class Contact(Part):
    """Whom the job sheet is for."""

    name: str
    phone: str = ""
    email: str = ""

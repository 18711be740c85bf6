"""The business letter of DIN 5008:2020 as frozen tables: mm from the sheet's top left corner.

The standard's text isn't free; the figures are those on which several secondary sources agree (the LaTeX class
scrlttr2, its files DIN.lco and DINmtext.lco; the typst package letter-pro; Wikipedia, "DIN 5008").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.model.envelopes import SHEET_HEIGHT, SHEET_WIDTH
from mailing.model.sheets import Rect

if TYPE_CHECKING:
    from mailing.model.envelopes import Envelope

SHEET = Rect(0, 0, SHEET_WIDTH, SHEET_HEIGHT)
"""A4, ISO 216."""

LEFT_MARGIN = 25.0
RIGHT_MARGIN = 20.0
TEXT_WIDTH = SHEET.width - LEFT_MARGIN - RIGHT_MARGIN
TEXT_RIGHT = LEFT_MARGIN + TEXT_WIDTH

BASIC_LINE = 25.4 / 6
"""The basic line, 12 pt = 4.23 mm."""

RETURN_LINE_HEIGHT = 5.0
ENDORSEMENT_HEIGHT = 3 * BASIC_LINE
ADDRESS_LINES = 6
TEXT_BELOW_FIELD = 2 * BASIC_LINE
"""From the address field to the text: two blank lines, 8.46."""

INFORMATION_X = 125.0
INFORMATION_WIDTH = 75.0

MARKS_RIGHT = 20.0
"""Marks lie left of this."""

LEAST_ADDRESS_WIDTH = 60.0
"""A window in which less of the address field shows breaks too many addresses."""


@dataclass(frozen=True, slots=True)
class Form:
    """One of the two forms: A with a low letterhead (27 mm), B with a high one (45 mm).

    Attributes:
        field: the address field, all of which may show in the window.
        information_top: where the information block begins.
        fold_marks: where it is folded to a third.
        punch_mark: the sheet's middle.
    """

    name: str
    field: Rect
    information_top: float
    fold_marks: tuple[float, float]
    punch_mark: float = 148.5

    @property
    def return_line(self) -> Rect:
        """The zone of the sender's line: the field's top 5 mm."""
        return Rect(LEFT_MARGIN, self.field.y, self.field.right - LEFT_MARGIN, RETURN_LINE_HEIGHT)

    @property
    def endorsements(self) -> Rect:
        """The zone for additions and endorsements: three lines, filled from the bottom."""
        return Rect(LEFT_MARGIN, self.return_line.bottom, self.return_line.width, ENDORSEMENT_HEIGHT)

    @property
    def address(self) -> Rect:
        """The zone of the address: six lines in 27.3 mm, filled from the top."""
        top = self.endorsements.bottom
        return Rect(LEFT_MARGIN, top, self.return_line.width, self.field.bottom - top)

    def address_area(self, envelope: Envelope) -> Rect:
        """The part of the field below the return line that always shows: all ink of the address lies in it."""
        visible = envelope.always_visible(self)
        top = max(visible.y, self.endorsements.y)
        bottom = min(visible.bottom, self.field.bottom)
        return Rect(LEFT_MARGIN, top, min(visible.right, self.field.right) - LEFT_MARGIN, bottom - top)

    def has_address_in(self, envelope: Envelope) -> bool:
        """Whether six lines of an address, from the text's margin on, show wherever the sheet slips to."""
        area = self.address_area(envelope)
        begins = envelope.always_visible(self).x <= LEFT_MARGIN
        return begins and area.width >= LEAST_ADDRESS_WIDTH and area.height >= ADDRESS_LINES * BASIC_LINE

    @property
    def text_top(self) -> float:
        """Where the text begins."""
        return self.field.bottom + TEXT_BELOW_FIELD


FORM_A = Form("A", field=Rect(20, 27, 85, 45), information_top=32, fold_marks=(87, 192))
FORM_B = Form("B", field=Rect(20, 45, 85, 45), information_top=50, fold_marks=(105, 210))
FORMS = {form.name: form for form in (FORM_A, FORM_B)}

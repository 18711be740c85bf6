"""The sheet of DIN 5008: this file holds its own millimetres, from the tables of the secondary sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailing.model.din5008 import FORM_A, FORM_B, FORMS, TEXT_WIDTH, Form
from mailing.model.envelopes import C6_5, DL, ENVELOPES, Envelope

if TYPE_CHECKING:
    from mailing.model import Rect

NEAR = 0.01


def edges(area: Rect) -> tuple[float, float, float, float]:
    """Return x from and to, y from and to, in hundredths of a millimetre's precision."""
    return round(area.x, 2), round(area.right, 2), round(area.y, 2), round(area.bottom, 2)


@pytest.mark.parametrize(
    ("form", "field", "returned", "endorsed", "addressed"),
    [
        (FORM_A, (20, 105, 27, 72), (25, 105, 27, 32), (25, 105, 32, 44.7), (25, 105, 44.7, 72)),
        (FORM_B, (20, 105, 45, 90), (25, 105, 45, 50), (25, 105, 50, 62.7), (25, 105, 62.7, 90)),
    ],
)
def test_address_field(form: Form, field: tuple, returned: tuple, endorsed: tuple, addressed: tuple) -> None:
    """The field of 85 × 45 mm: return line 5, endorsements 12.7, address 27.3."""
    assert edges(form.field) == field
    assert edges(form.return_line) == returned
    assert edges(form.endorsements) == endorsed
    assert edges(form.address) == addressed


@pytest.mark.parametrize(
    ("form", "text", "information", "folds"),
    [(FORM_A, 80.46, 32, (87, 192)), (FORM_B, 98.46, 50, (105, 210))],
)
def test_text_information_and_marks(form: Form, text: float, information: float, folds: tuple[float, float]) -> None:
    """Text begins 8.46 below the field; folds at a third, the punch mark in the middle."""
    assert form.text_top == pytest.approx(text, abs=NEAR)
    assert form.information_top == information
    assert form.fold_marks == folds
    assert form.punch_mark == 148.5


def test_text_width() -> None:
    """Margins of 25 and 20 mm leave 165."""
    assert TEXT_WIDTH == 165


@pytest.mark.parametrize(
    ("envelope", "always", "ever"),
    [(DL, (20, 100, 50, 90), (10, 110, 45, 95)), (C6_5, (20, 91, 54, 90), (1, 110, 45, 99))],
)
def test_window_of_form_b(envelope: Envelope, always: tuple, ever: tuple) -> None:
    """What always and what ever shows, wherever the folded sheet has slipped to."""
    assert edges(envelope.always_visible(FORM_B)) == always
    assert edges(envelope.ever_visible(FORM_B)) == ever


@pytest.mark.parametrize(
    ("envelope", "always", "ever"),
    [(DL, (20, 100, 32, 72), (10, 110, 27, 77)), (C6_5, (20, 91, 36, 72), (1, 110, 27, 81))],
)
def test_window_of_form_a(envelope: Envelope, always: tuple, ever: tuple) -> None:
    """Form A folds 18 mm higher, and its window shows what lies 18 mm higher."""
    assert edges(envelope.always_visible(FORM_A)) == always
    assert edges(envelope.ever_visible(FORM_A)) == ever


@pytest.mark.parametrize(
    ("form", "envelope", "area"),
    [(FORM_B, DL, (25, 100, 50, 90)), (FORM_B, C6_5, (25, 91, 54, 90)), (FORM_A, C6_5, (25, 91, 36, 72))],
)
def test_room_for_the_address(form: Form, envelope: Envelope, area: tuple) -> None:
    """The address has the part of the field that always shows, from the text's margin on, below the return line."""
    assert edges(form.address_area(envelope)) == area


def test_tables_are_known_by_name() -> None:
    """Templates name a form, print shops an envelope."""
    assert set(FORMS) == {"A", "B"}
    assert set(ENVELOPES) == {"dl", "c6-5", "c5", "c4"}

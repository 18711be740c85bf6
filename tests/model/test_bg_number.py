"""BG numbers: one normal form for all spellings, and what is no number at all."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailing.model.bg_number import is_no_bg_number, is_rounded_bg_number, normal_bg_number


@pytest.mark.parametrize(
    "text",
    [
        "23702//0000004",
        "BG 23702//0000004",
        "BG-Nr. 23702//0000004",
        "BG-Nummer: 23702//0000004",
        "bg23702/0000004",
        "237020000004",
        "237020000004.0",
        "23702-0000004",
        "23702 – 0000004",
        "23702 0000004",
        "23702\u00a00000004",
        "23702BG0000004",
        "23702 bg 0000004",
        "23702//BG0000004",
        " 23702//0000004 ",
        "237 02//000 0004",
        "'23702//0000004",
    ],
)
def test_all_spellings_have_one_normal_form(text: str) -> None:
    """Blanks, case, BG, strokes and hyphens don't make another Bedarfsgemeinschaft."""
    assert normal_bg_number(text) == "23702//0000004"
    assert not is_no_bg_number(text)
    assert not is_rounded_bg_number(text)


@pytest.mark.parametrize("text", ["", "0", "-", "NEU", "unbekannt", "k.A.", "00000//0000000", "99999//9999999", "#NV"])
def test_a_placeholder_is_no_number(text: str) -> None:
    """It says that there is none, and never that two rows belong together."""
    assert is_no_bg_number(text)
    assert normal_bg_number(text) == ""


@pytest.mark.parametrize("text", ["2,3702E+11", "2.37020E+11", "2,3702e11", "237020000000", "237020000000.0"])
def test_a_number_that_a_spreadsheet_rounded_is_told(text: str) -> None:
    """Its digits are lost: nobody knows whose it was."""
    assert is_rounded_bg_number(text)
    assert normal_bg_number(text) == ""


@pytest.mark.parametrize("text", ["4711", "23702//7", "23702//00000012", "2370//0000001", "23702//0000001a", "A-4711"])
def test_what_has_another_form_is_not_guessed(text: str) -> None:
    """Too few or too many digits, other letters."""
    assert normal_bg_number(text) == ""
    assert not is_no_bg_number(text)
    assert not is_rounded_bg_number(text)


@example("00000BG0000000")
@given(st.text(max_size=20) | st.from_regex(r"[0-9]{5}[ /-]{0,2}(BG)?[0-9]{7}", fullmatch=True))
def test_the_normal_form_is_its_own(text: str) -> None:
    """Whatever comes out of it stays as it is."""
    number = normal_bg_number(text)
    assert normal_bg_number(number) == number

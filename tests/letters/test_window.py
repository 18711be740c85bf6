"""The address in its window: always inside it, never cut, and told where it doesn't fit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_kit import ink_of, right_end, text_of, texts_of

from mailing.letters.blocks import LetterFault
from mailing.letters.setting.window import FORBIDDEN_FIRST, NARROWEST, AddressWindow, divisions
from mailing.model import Rect, Role
from mailing.model.din5008 import FORM_A, FORM_B, Form
from mailing.model.envelopes import C6_5, DL, Envelope

STREET = ["Vahrenwalder Straße 12", "30165 Hannover"]


def window(form: Form = FORM_B, envelope: Envelope = DL, size: float = 10.5, endorsement: str = "") -> AddressWindow:
    """Return the window of a form in an envelope."""
    return AddressWindow(form.address_area(envelope), form.address.y, size, endorsement)


@pytest.mark.parametrize("form", [FORM_A, FORM_B])
@pytest.mark.parametrize("envelope", [DL, C6_5])
@pytest.mark.parametrize("size", [10.5, 11.5])
def test_all_ink_always_shows(form: Form, envelope: Envelope, size: float) -> None:
    """From one line to as many as there is room for, with accents and descenders: the ink stays in the window."""
    place = window(form, envelope, size)
    for count in range(1, place.most_lines + 1):
        for line in place.lines(["Ǻgypjq Ẫ C̨̆"] * count, 2):
            assert envelope.always_visible(form).contains(ink_of(line))


def test_six_lines_begin_at_the_top_of_the_address_zone() -> None:
    """Up to six lines stand from 62.7 on, 4.23 apart, on the text's margin."""
    lines = window().lines(["Zeile"] * 6, 2)
    assert [line.x for line in lines] == [25] * 6
    assert lines[0].y == pytest.approx(66.1, abs=0.2)
    assert lines[1].y - lines[0].y == pytest.approx(4.23, abs=0.01)
    assert lines[0].y == window().lines(["Zeile"], 2)[0].y
    assert all(line.role is Role.ADDRESS for line in lines)


def test_a_seventh_line_is_borrowed_from_the_endorsements() -> None:
    """More lines begin higher; the last stays where it was."""
    six, seven = window().lines(["Zeile"] * 6, 2), window().lines(["Zeile"] * 7, 2)
    assert seven[-1].y == pytest.approx(six[-1].y)
    assert seven[0].y == pytest.approx(six[0].y - 4.23, abs=0.01)


@pytest.mark.parametrize(("envelope", "most"), [(DL, 8), (C6_5, 7)])
def test_too_many_lines_forbid_the_letter(envelope: Envelope, most: int) -> None:
    """In DL two lines can be borrowed, in C6/5, which shows less, one: the highest accents still show."""
    place = window(envelope=envelope)
    assert place.most_lines == most
    assert len(place.lines(["Zeile"] * most, 2)) == most
    with pytest.raises(LetterFault) as caught:
        place.lines(["Zeile"] * (most + 1), 7)
    assert (caught.value.finding.code, caught.value.finding.row) == ("letter.address-too-long", 7)


def test_frau_goes_on_a_line_of_her_own_first() -> None:
    """A name that fits without its Anrede loses the Anrede to the line above."""
    name = "Frau Prof. Dr. Annegret-Maria Wolkensteinerin"
    assert texts_of(window().lines([name, *STREET], 2)) == ["Frau", name[5:], *STREET]


def test_long_names_are_broken_where_they_may() -> None:
    """At a hyphen or blank, but not behind a title, a "von" or an "und"."""
    lines = texts_of(window().lines(["Anna-Katharina Schmidt-Rottluff und Maximilian Schulze", *STREET], 2))
    assert lines == ["Anna-Katharina Schmidt-Rottluff", "und Maximilian Schulze", *STREET]
    lines = texts_of(window().lines(["Johanna Friederike Wilhelmine Augusta von der Leyenburg", *STREET], 2))
    assert lines == ["Johanna Friederike Wilhelmine Augusta", "von der Leyenburg", *STREET]


def test_without_a_spare_line_a_name_is_set_narrower() -> None:
    """With all lines taken, the long one is narrowed to the window's width, by no more than 15 %."""
    place = window()
    texts = ["Ministerialratssekretärsanwärterinnenverbände", *["Zeile"] * (place.most_lines - 1)]
    narrowed = place.lines(texts, 2)[0]
    assert text_of(narrowed) == texts[0]
    assert NARROWEST <= narrowed.stretch < 1
    assert right_end(narrowed) == pytest.approx(25 + place.width, abs=0.01)


def test_what_doesnt_fit_forbids_the_letter() -> None:
    """Nothing is ever cut: the finding names the row and shows the line."""
    with pytest.raises(LetterFault) as caught:
        window().lines(["X" * 60, *STREET], 9)
    finding = caught.value.finding
    assert (finding.code, finding.row, finding.found) == ("letter.address-too-wide", 9, "X" * 60)
    assert "75 mm" in finding.message


@pytest.mark.parametrize("sign", list('@()=[]"\\/,<>~'))
def test_lines_dont_begin_with_forbidden_signs(sign: str) -> None:
    """Printers of letter services can't take them."""
    with pytest.raises(LetterFault) as caught:
        window().lines(["Frau Yılmaz", f"{sign}Hinterhaus", *STREET], 4)
    assert caught.value.finding.code == "letter.address-line-beginning"
    assert f"„{sign}“" in caught.value.finding.message


@pytest.mark.parametrize("texts", [["", *STREET], ["–", *STREET], ["Frau Yılmaz", "–", *STREET]])
def test_first_lines_name_somebody(texts: list[str]) -> None:
    """Each of the first two lines has a letter or a digit."""
    with pytest.raises(LetterFault) as caught:
        window().lines(texts, 4)
    assert caught.value.finding.code == "letter.address-line-empty"


def test_endorsement_stands_right_above() -> None:
    """A note to the post fills the zone from its bottom, and rises with a long address."""
    place = window(endorsement="Nicht nachsenden!")
    note, first, *_rest = place.lines(["Zeile"] * 6, 2)
    assert (text_of(note), note.role) == ("Nicht nachsenden!", Role.ENDORSEMENT)
    assert first.y - note.y == pytest.approx(4.23, abs=0.01)
    raised = place.lines(["Zeile"] * 7, 2)
    assert raised[1].y - raised[0].y == pytest.approx(4.23, abs=0.01)
    assert place.most_lines == 7


def test_a_franking_band_moves_the_address_down() -> None:
    """Where a shop's band lies in the field, the address stands below it."""
    place = AddressWindow(Rect(25, 66, 75, 24), FORM_B.address.y, 10.5)
    assert place.most_lines == 5
    assert all(ink_of(line).y >= 66 for line in place.lines(["Zeile"] * 5, 2))


@pytest.mark.parametrize(
    ("text", "head", "rest"),
    [
        ("Große Barlinger Straße am Kanalufer 12 // W 236", "Große Barlinger Straße am Kanalufer", "12 // W 236"),
        ("Große Barlinger Straße am Kanal 12 (Hinterhaus)", "Große Barlinger Straße am Kanal", "12 (Hinterhaus)"),
    ],
)
def test_no_line_begins_with_a_forbidden_sign_by_its_division(text: str, head: str, rest: str) -> None:
    """The flat stays with its number."""
    assert texts_of(window().lines(["Frau Adam", text], 2)) == ["Frau Adam", head, rest]


@given(
    st.lists(st.sampled_from(["Straße", "12", "//", "(Hof)", "W", "=", "~x", "a-b", "-", "@"]), min_size=2).map(
        " ".join
    )
)
def test_divisions_never_begin_a_line_with_a_forbidden_sign(text: str) -> None:
    """Whatever the line holds."""
    assert all(rest[0] not in FORBIDDEN_FIRST for _head, rest in divisions(text))


ADDRESS_TEXT = st.text("abcdeMÄ -ğ", min_size=1, max_size=70).map(lambda text: "A" + text.strip())


@settings(max_examples=150, deadline=None)
@given(st.lists(ADDRESS_TEXT, min_size=1, max_size=8))
def test_any_address_is_whole_inside_or_forbidden(texts: list[str]) -> None:
    """For any lines: either every letter of them stands in the window, or the letter is forbidden."""
    place = window()
    try:
        lines = place.lines(texts, 2)
    except LetterFault:
        return
    assert all(right_end(line) <= 25 + place.width + 0.01 for line in lines)
    printed = "".join(texts_of(lines)).replace(" ", "")
    assert printed == "".join(texts).replace(" ", "")

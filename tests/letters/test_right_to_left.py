"""Text from right to left: which word stands where on the line, and what its glyphs say."""

from __future__ import annotations

import unicodedata

import bidi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailing.letters.setting.fonts import typeface
from mailing.letters.setting.right_to_left import (
    ARABIC,
    in_visual_order,
    kind_of,
    unsettable_from_right,
    words_from_right,
)
from mailing.letters.setting.shaping import UnsettableError
from mailing.model import Face

ARABIC_WORDS = st.sampled_from(["اتصلوا", "بنا", "هاتف", "الأربعاء", "لا", "می‌شود"])
NUMBERS = st.sampled_from(["0511 6559-2299", "(0511) 6559-2299", "+49 511 65590", "9:30", "17.06.2020", "12.345,67"])
ONE_NUMBER = st.sampled_from(["9:30", "17.06.2020", "12.345,67", "30159", "۹:۳۰"])
LATIN = st.sampled_from(["Jobcenter", "Jobcenter Region Hannover", "info@jobcenter.de"])


def seen(text: str) -> str:
    """Return the words of a line as they stand from left to right."""
    return "".join(word.text for word in in_visual_order(words_from_right(text, Face.REGULAR)))


def test_words_stand_from_right_to_left() -> None:
    """The first word is the rightmost."""
    assert seen("اتصلوا بنا") == "بنا اتصلوا"


@pytest.mark.parametrize("number", ["0511 6559-2299", "(0511) 6559-2299", "+49 511 65590", "9:30", "۹:۳۰", "۱۷"])
def test_a_number_reads_from_left_to_right_as_a_whole(number: str) -> None:
    """A telephone number is never turned, with its blanks neither."""
    assert seen(f"هاتف {number} اتصلوا") == f"اتصلوا {number} هاتف"


def test_names_in_latin_letters_keep_their_order() -> None:
    """An office is called as it is called."""
    assert seen("مكتب Jobcenter Region Hannover اتصلوا") == "اتصلوا Jobcenter Region Hannover مكتب"


def test_two_numbers_beside_a_dash_stand_as_the_reader_meets_them() -> None:
    """From nine to twelve is read from the right."""
    assert seen("9:30 – 12:00") == "12:00 – 9:30"


@given(before=ARABIC_WORDS, whole=NUMBERS | LATIN, behind=ARABIC_WORDS)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_what_runs_from_left_to_right_is_whole_in_any_neighbourhood(before: str, whole: str, behind: str) -> None:
    """Whatever stands beside it."""
    assert seen(f"{before} {whole} {behind}") == f"{behind} {whole} {before}"


ISOLATE, ISOLATED = "\u2066", "\u2069"


def glyph_by_glyph(text: str) -> str:
    """Return what stands from left to right with the letters of Arabic words in that order too."""
    line = in_visual_order(words_from_right(text, Face.REGULAR))
    return "".join(word.text[::-1] if kind_of(word.text) == ARABIC else word.text for word in line)


def turned(text: str) -> str:
    """Return the same by an implementation of Unicode Standard Annex 9 that isn't ours."""
    display = bidi.get_display(text, base_dir="R")
    assert isinstance(display, str)
    return display.replace(ISOLATE, "").replace(ISOLATED, "")


@given(before=ARABIC_WORDS, one=ONE_NUMBER | LATIN, behind=ARABIC_WORDS, further=ONE_NUMBER)
@settings(max_examples=100, derandomize=True, deadline=None)
def test_plain_text_stands_as_the_standard_says(before: str, one: str, behind: str, further: str) -> None:
    """Words, names and single numbers need no isolates."""
    text = f"{before} {one} {behind} {further} {before}."
    assert glyph_by_glyph(text) == turned(text)


@given(pairs=st.lists(st.tuples(ARABIC_WORDS, NUMBERS | LATIN), min_size=1, max_size=5), end=st.sampled_from(".،:؟"))
@settings(max_examples=100, derandomize=True, deadline=None)
def test_a_number_is_an_isolate_of_the_standard(pairs: list[tuple[str, str]], end: str) -> None:
    """A telephone number stands as it would between LRI and PDI."""
    plain = " ".join(f"{word} {whole}" for word, whole in pairs) + f" {pairs[0][0]}{end}"
    isolated = " ".join(f"{word} {ISOLATE}{whole}{ISOLATED}" for word, whole in pairs) + f" {pairs[0][0]}{end}"
    assert glyph_by_glyph(plain) == turned(isolated)


def test_without_isolates_the_standard_turns_a_telephone_number() -> None:
    """Why a plain call of the algorithm on the line isn't enough."""
    assert "0511 6559-2299" not in turned("هاتف 0511 6559-2299")


@given(words=st.lists(ARABIC_WORDS | NUMBERS | LATIN, min_size=1, max_size=6))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_turning_a_line_loses_no_letter(words: list[str]) -> None:
    """All that was to be read is there."""
    line = " ".join(words)
    assert sorted(seen(line)) == sorted(line)


def test_letters_are_joined_and_each_glyph_stands_for_its_letter() -> None:
    """Glyphs are joined forms; read from the right they give the text."""
    (word,) = words_from_right("السلام", Face.REGULAR)
    texts = typeface(Face.ARABIC).own_texts
    read = "".join(texts[code] for code in word.codes)
    assert unicodedata.normalize("NFKC", read[::-1]) == "السلام"
    assert word.codes != tuple(typeface(Face.ARABIC).font.get_nominal_glyph(ord(letter)) for letter in "مالسلا")


def test_bold_text_is_set_in_the_bold_face() -> None:
    """Emphasis is seen in Arabic too."""
    assert [word.face for word in words_from_right("لا", Face.BOLD)] == [Face.ARABIC_BOLD]


def test_a_character_that_no_font_has_is_told() -> None:
    """Neither font has Chinese."""
    assert unsettable_from_right("لا漢") == "漢"
    with pytest.raises(UnsettableError):
        words_from_right("漢", Face.REGULAR)


@pytest.mark.parametrize("letters", ["ҐґЄєІіЇї", "ЁёЪъЫыЭэ", "ĄąĆćĘęŁłŃńÓóŚśŹźŻż", "ĞğİıŞş", "پچژگکی"])
def test_the_fonts_have_the_letters_of_the_samples(letters: str) -> None:
    """Ukrainian, Russian, Polish, Turkish and Persian can be set."""
    face = Face.ARABIC if letters == "پچژگکی" else Face.REGULAR
    assert typeface(face).characters.issuperset(letters)

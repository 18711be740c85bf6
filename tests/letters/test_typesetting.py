"""Typesetting: lines within their measure, as even as can be, broken where a typesetter would."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from letters_kit import joined_words

from mailing.letters.blocks import Span
from mailing.letters.setting.fonts import SOFT_HYPHEN, typeface
from mailing.letters.setting.shaping import UnsettableError
from mailing.letters.setting.style import measure
from mailing.letters.setting.tokens import advance, advance_without_blank, shape, without_blank
from mailing.letters.setting.typesetting import OverfullError, break_lines
from mailing.model import Face
from mailing.model.lines import LATIN_FACES

CHARACTERS = typeface(Face.REGULAR).characters

TEXT = (
    "seit dem 17. Juni 2020 sind wir wieder persönlich für Sie da. Ein Besuch ist aber nur mit einem Termin möglich. "
    "Das schützt Sie und unsere Mitarbeiterinnen und Mitarbeiter. Bitte rufen Sie uns vorher an."
)


def broken(text: str, width: float, *, is_value: bool = False) -> list[str]:
    """Return the lines of a text at 10.5 pt in a measure of `width` mm."""
    return [joined_words(line) for line in break_lines((Span(text, Face.REGULAR, is_value),), measure(width, 10.5))]


@pytest.mark.parametrize("width", [165, 120, 90, 60, 40])
def test_no_line_is_wider_than_its_measure(width: float) -> None:
    """Whatever the measure, each line fits."""
    limit = measure(width, 10.5)
    lines = break_lines((Span(TEXT, Face.REGULAR),), limit)
    assert all(sum(word.advance for word in line) <= limit for line in lines)


@pytest.mark.parametrize("width", [165, 90, 40])
def test_nothing_is_lost_or_added(width: float) -> None:
    """The lines joined again are the text; a divided word carries a soft hyphen."""
    lines = broken(TEXT, width)
    joined = "".join(line[:-1] if line.endswith(SOFT_HYPHEN) else line + " " for line in lines)
    assert joined.rstrip() == TEXT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcdefghijklmnop", min_size=1, max_size=9), min_size=1, max_size=60), st.integers(30, 165))
def test_any_words_keep_their_order_and_fit(words: list[str], width: int) -> None:
    """For any words: none is lost, and no line is overfull."""
    limit = measure(width, 10.5)
    lines = break_lines((Span(" ".join(words), Face.REGULAR, is_value=True),), limit)
    assert all(sum(word.advance for word in line) <= limit for line in lines)
    assert " ".join(joined_words(line) for line in lines).replace(SOFT_HYPHEN + " ", "").split() == words


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from(sorted(CHARACTERS - {SOFT_HYPHEN})), max_size=6),
    st.sampled_from([" ", "  "]),
    st.sampled_from(LATIN_FACES),
)
@example("Müller", " ", Face.BOLD)
@example("Straße Ty", " ", Face.REGULAR).via("a kern before the blank")
@example("T\u1dcb", " ", Face.REGULAR).via("a kern that reaches past a combining mark")
@example("", " ", Face.ITALIC)
def test_a_word_at_a_lines_end_is_as_wide_as_if_no_blank_followed(text: str, blanks: str, face: Face) -> None:
    """Its width is worked out without shaping it anew, and is the same."""
    try:
        words = shape(text + blanks, face, is_value=False)
    except UnsettableError:
        return
    assert advance_without_blank(words) == advance(without_blank(words))


def test_last_line_isnt_one_tiny_word() -> None:
    """The line above gives the last word company."""
    text = "Wir sind bald wieder ganz für Sie alle da"
    for width in range(40, 75):
        assert broken(text, width)[-1] != "da"


def test_long_paragraphs_arent_hyphenated_without_need() -> None:
    """At the full measure the text breaks well at its blanks."""
    assert not any(line.endswith(SOFT_HYPHEN) for line in broken(TEXT, 165))


def test_narrow_columns_are_hyphenated() -> None:
    """In a narrow column long words are divided by the dictionary."""
    assert any(line.endswith(SOFT_HYPHEN) for line in broken(TEXT, 40))


def test_easy_language_divides_no_word() -> None:
    """Where the style tolerates any empty share, only a word wider than its line is divided."""
    lines = break_lines((Span(TEXT, Face.REGULAR),), measure(40, 10.5), 1.0)
    assert not any(joined_words(line).endswith(SOFT_HYPHEN) for line in lines)


def test_values_are_divided_only_where_nothing_else_does() -> None:
    """A name isn't hyphenated to make lines even; it is where it would not fit at all."""
    assert not any(SOFT_HYPHEN in line for line in broken("Frau Wolkensteinerin Mitarbeiterinnen", 42, is_value=True))
    assert any(SOFT_HYPHEN in line for line in broken("Donaudampfschifffahrtskapitänin", 30, is_value=True))


def test_a_word_that_fits_by_no_rule_is_told() -> None:
    """Nothing is cut and nothing runs over the edge."""
    with pytest.raises(OverfullError) as caught:
        broken("x" * 60, 40)
    assert caught.value.text == "x" * 60


def test_missing_glyphs_are_told() -> None:
    """A character without a glyph stops the paragraph."""
    with pytest.raises(UnsettableError):
        broken("Frau 漢", 100)


def test_paragraph_signs_keep_their_number() -> None:
    """No line ends in §, however wide it is."""
    text = "Das folgt aus § 38 SGB II und gilt am 17. Juni um 9:30 Uhr für Frau Dr. Meier in Zimmer 12 bei uns"
    for width in range(40, 166, 3):
        for line in broken(text, width):
            assert not line.endswith(("§", "17.", "9:30", "Dr.", "Frau", "Zimmer"))


def test_blanks_are_plain_when_copied() -> None:
    """What holds words together isn't in the text that a reader copies."""
    assert "\u00a0" not in "".join(broken("nach § 38 SGB II", 165))


def test_addresses_are_divided_without_a_hyphen() -> None:
    """An e-mail address goes on in the next line; no sign is added."""
    lines = broken("Jobcenter-Region-Hannover.Corona-Hilfe@jobcenter-ge.de", 80)
    assert lines == ["Jobcenter-Region-Hannover.Corona-Hilfe@", "jobcenter-ge.de"]


def test_line_breaks_of_the_text_are_kept() -> None:
    """A line break in the text ends the line, an empty part gives an empty line."""
    assert broken("Ihr Jobcenter\n\nRegion Hannover", 165) == ["Ihr Jobcenter", "", "Region Hannover"]


def test_faces_change_inside_a_line() -> None:
    """Bold words stand in the bold face, blanks and order kept."""
    spans = [Span("nur mit ", Face.REGULAR), Span("Termin", Face.BOLD), Span(".", Face.REGULAR)]
    (line,) = break_lines(tuple(spans), measure(165, 10.5))
    assert [(word.text, word.face) for word in line] == [
        ("nur ", Face.REGULAR),
        ("mit ", Face.REGULAR),
        ("Termin", Face.BOLD),
        (".", Face.REGULAR),
    ]


def test_office_gets_german_quotes_and_values_stay() -> None:
    """Quotes of the template are made German; an entry of the list is printed as it is."""
    spans = [Span('"So" heißt ', Face.REGULAR), Span('Ali "Baba"', Face.REGULAR, is_value=True)]
    (line,) = break_lines(tuple(spans), measure(165, 10.5))
    assert joined_words(line) == '„So“ heißt Ali "Baba"'


def test_marked_syllables_are_used() -> None:
    """A soft hyphen in the template says where a word may be divided, and is else not seen."""
    lines = broken("Vor\u00adsorge\u00adbevollmächtigten\u00adverzeichnis der Stadt", 45)
    assert SOFT_HYPHEN not in "".join(line[:-1] for line in lines)
    assert broken("Vor\u00adsorge", 165) == ["Vorsorge"]

"""The small rules: quotes, bound blanks, places where words and addresses may be divided."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailing.letters.setting import typography
from mailing.letters.setting.typography import NBSP


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('das "Schutzkonzept" gilt', "das „Schutzkonzept“ gilt"),
        ('("Maske")', "(„Maske“)"),
        ("wie geht's", "wie geht’s"),
        ("\"der Begriff 'Maske'\"", "„der Begriff ‚Maske‘“"),
        ("Montag - Freitag", "Montag – Freitag"),
        ("Corona-Hilfe", "Corona-Hilfe"),
        ("−5 °C", "−5 °C"),
    ],
)
def test_keyboard_signs_become_german_ones(typed: str, printed: str) -> None:
    """Straight quotes, apostrophes and dashes between blanks are set as print has them; others stay."""
    assert typography.german(typed) == printed
    assert len(typography.german(typed)) == len(typed)


@pytest.mark.parametrize(
    "text",
    [
        "§_38 SGB_II",
        "§§_7 und folgende",
        "Nr._5",
        "am 17._Juni 2020",
        "um 9:30_Uhr",
        "Frau_Dr._Meier",
        "Telefon (0511)_6559-2299",
        "J._S._Bach",
        "z._B. so",
        "50_% davon",
        "gestern_– heute",
        "Zimmer_12 oben",
        "Musterstraße_1, 30890_Barsinghausen",
        "Am Marktplatz_5 oder später",
    ],
)
def test_lines_dont_end_inside_what_belongs_together(text: str) -> None:
    """Paragraph signs, dates, times, titles and numbers keep to what follows."""
    assert typography.bound(text.replace("_", " ")) == text.replace("_", NBSP)


def test_words_are_divided_by_the_dictionary() -> None:
    """At least three letters stand on either side; short words are never divided."""
    text = "Mitarbeiterinnen Abend"
    assert [text[:place] for place in typography.syllable_breaks(text)] == [
        "Mit",
        "Mitar",
        "Mitarbei",
        "Mitarbeite",
        "Mitarbeiterin",
    ]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("Bedarfsgemeinschaft", "Bedarfs-ge-mein-schaft"),
        ("Nasenbedeckung", "Nasen-be-de-ckung"),
        ("Terminvereinbarung", "Ter-min-ver-ein-ba-rung"),
        ("Briefkasten", "Brief-kas-ten"),
    ],
)
def test_a_syllable_has_a_vowel(word: str, syllables: str) -> None:
    """What the dictionary's reader finds without a vowel ("Beda-rfs") is no syllable."""
    places = [0, *typography.syllable_breaks(word), len(word)]
    assert "-".join(word[start:end] for start, end in pairwise(places)) == syllables


def test_addresses_are_divided_at_their_signs() -> None:
    """An e-mail address may be divided behind @, a point or a hyphen, not behind the sentence's full stop."""
    text = "an a-b@c.de."
    (span,) = typography.address_spans(text)
    assert [(text[3:place], sign) for place, sign in typography.address_breaks(text, span)] == [
        ("a-", "-"),
        ("a-b@", "@"),
        ("a-b@c.", "."),
    ]


def test_compounds_are_divided_behind_their_hyphen() -> None:
    """Mund-Nasen-Bedeckung may be divided, a telephone number not."""
    assert len(list(typography.compound_breaks("Mund-Nasen-Bedeckung"))) == 2
    assert not list(typography.compound_breaks("6559-2299"))


@given(st.text(st.sampled_from("aß1-/@:.w"), max_size=9))
@example("23702//0012345")
@example("A-B")
@example("Ost-West")
def test_the_quick_look_for_signs_misses_no_position(text: str) -> None:
    """What it lets pass has neither compounds nor addresses: a reference number hasn't, for all its strokes."""
    if not typography.has_sign_breaks(text):
        assert not list(typography.compound_breaks(text))
        assert not list(typography.address_spans(text))
    assert not typography.has_sign_breaks("23702//0012345")


ANY_WORD = st.from_regex(r"[\w§.)(–]{1,9}", fullmatch=True)
WORDS_BEFORE = st.sampled_from(
    (
        "Nummer",
        "Herrn",
        "herr",
        "Hauptstraße",
        "HAUPTSTRASSE",
        "Rİng",
        "Ring",
        "str.",
        "Dr.",
        "Nr",
        "2",
        "17.",
        "30159",
        "(5)",
        "§",
    )
)
WORDS_BEHIND = st.sampled_from(
    (
        "September",
        "Mai",
        "Maier",
        "Märzen",
        "Uhr",
        "m",
        "mm",
        "%",
        "€ ",
        "– ",
        "–",
        "5",
        "a. ",
        "Ä",
        "Stunden",
        "Stundenlohn",
    )
)


@settings(max_examples=300)
@given(WORDS_BEFORE | ANY_WORD, WORDS_BEHIND | ANY_WORD | ANY_WORD.map(lambda word: f"{word} "))
@example("Frau", "Meier").via("a name")
@example("Am Marktplatz", "5").via("a street")
@example("gestern", "– ").via("a dash")
@example("𑃰", "𑃰").via("figures of another script")
def test_the_quick_look_at_a_seam_misses_nothing(before: str, after: str) -> None:
    """Two words are bound exactly where the whole text would bind them."""
    text = f"{before} {after}"
    assert typography.binds(typography.end(f"{before} "), typography.beginning(after)) == (
        typography.bound(text)[len(before)] == NBSP
    )

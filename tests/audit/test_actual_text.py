"""Text that a page gives beside its glyphs: a name with moved marks verifies, what isn't drawn does not."""

from __future__ import annotations

import pytest

from mailing.audit.actual_text import gives_other_text, texts_of_codes
from mailing.audit.ink import odd_ink

FONTS = {"F1": texts_of_codes(b"2 beginbfchar\n<0041> <0043>\n<0042> <0304>\nendbfchar")}
DRAWN = b"]TJ 1.5 Ts[90(\x00B)-90]TJ 0 Ts["


def content(given: str, drawn: bytes = b"(\x00A)" + DRAWN, font: bytes = b"F1") -> bytes:
    """Return a page's content with one word whose text is given."""
    text = given.encode("utf-16-be").hex().upper().encode()
    word = b"[()]TJ/Span<</ActualText<FEFF%b>>>BDC[%b]TJ EMC[()]TJ" % (text, drawn)
    return b"BT /%b 11 Tf 1 0 0 1 100 400 Tm %b ET" % (font, word)


def test_a_word_with_moved_marks_is_as_given() -> None:
    """Its operators are a letter's, and its text is that of its glyphs."""
    assert odd_ink(content("C\u0304")) == ""
    assert not gives_other_text(content("C\u0304"), FONTS)


@pytest.mark.parametrize(
    "lying",
    [
        content("D\u0304"),
        content("C"),
        content("C\u0304C"),
        content("C\u0304", font=b"F2"),
        content("C\u0304").replace(b"FEFF", b"feff"),
        content("C\u0304").replace(b"/Span<<", b"/Span<</Lang(de)"),
        content("C\u0304").replace(b"(\x00A)", b"(\\000\\102)"),
    ],
)
def test_text_that_isnt_drawn_is_found(lying: bytes) -> None:
    """Another letter, fewer, more, an unknown font, a form that isn't understood."""
    assert gives_other_text(lying, FONTS)


@pytest.mark.parametrize("hidden", [b"3 Tr", b"1 g", b"50 Tz", b"ET"])
def test_nothing_else_stands_within(hidden: bytes) -> None:
    """Only arrays of glyphs and their rise."""
    assert odd_ink(content("C\u0304", b"(\x00A)]TJ " + hidden + b"[(\x00B)"))


def test_the_text_is_never_told() -> None:
    """What is odd is named without it."""
    assert "0043" not in odd_ink(content("C", b"(\x00A)]TJ 3 Tr ["))

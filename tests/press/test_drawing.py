"""Drawing: lines become page content at their places, words are encoded once, plates once for all."""

from __future__ import annotations

import re

import pytest
from press_letters import PLATE, letter, line

from mailing import press
from mailing.base.errors import ProgramFaultError
from mailing.model import Face, FilledForm, Form, Gap, Letter, Line, Page, Plate, Rect, Rule
from mailing.model.lines import LATIN_FACES
from mailing.press import drawing, glyphs

DL = press.load_profile("dl")


def content(*lines: Line) -> bytes:
    """Return what a page with just these lines draws."""
    (page,) = press.Drawer(DL).draw(Letter(0, 2, (Page.of(Plate(()), lines),))).pages
    return page.content


def test_lines_stand_where_they_are_laid_out() -> None:
    """Places are told in points from the bottom left corner, to 1/100 pt, each by a move from the one before."""
    drawn = content(line(25, 100, "eins"), line(25, 104.23, "zwei"), line(125, 50, "drei"))
    moves = [tuple(map(float, move)) for move in re.findall(rb"(-?[\d.]+) (-?[\d.]+) Td", drawn)]
    places = [(sum(x for x, _y in moves[:n]), sum(y for _x, y in moves[:n])) for n in (1, 2, 3)]
    expected = [(25, 100), (25, 104.23), (125, 50)]
    for (x, y), (left, top) in zip(places, expected, strict=True):
        assert x == pytest.approx(left * 72 / 25.4, abs=0.006)
        assert y == pytest.approx((297 - top) * 72 / 25.4, abs=0.006)


def test_a_bold_word_brings_its_font_along() -> None:
    """Lines of several faces are one line still; the line's own face is set again after the word."""
    regular, bold = line(25, 100, "ab jetzt"), line(25, 100, "nur", face=Face.BOLD)
    mixed = Line(25, 100, 10.0, (*regular.words[:1], *bold.words, *regular.words[1:]))
    assert re.findall(rb"/F\d 10 Tf", content(mixed)) == [b"/F1 10 Tf", b"/F2 10 Tf", b"/F1 10 Tf"]


def test_a_narrowed_line_ends_with_itself() -> None:
    """What follows a narrowed line is set as designed again."""
    drawn = content(line(25, 100, "zu lang", stretch=0.95), line(25, 104, "kurz"))
    assert re.findall(rb"([\d.]+) Tz", drawn) == [b"95", b"100"]


def test_a_filled_form_is_drawn_as_its_lines_would_be() -> None:
    """In whatever face a gap is and wherever it stands; the second letter on it as the first."""
    fixed = line(25, 100, "ab jetzt").words
    bold = line(0, 0, "nur", face=Face.BOLD).words
    lines = (
        Line(25, 100, 10.0, (Gap.of(Face.BOLD, 0), *fixed, Gap.of(Face.REGULAR, 1))),
        Line(25, 104, 10.0, (*fixed, Gap.of(Face.REGULAR, 1), *bold)),
        Line(25, 104, 10.0, ()),
        Line(25, 108, 8.0, (Gap.of(Face.REGULAR, 2),)),
    )
    form = Form(lines, measure=10_000)
    drawer = press.Drawer(DL)
    for words in ("Größe", "a (b) c"):
        fills = (bold, line(0, 0, words).words, line(0, 0, f"{words} 2").words)
        texts = (FilledForm(Form((line(25, 50, "davor", stretch=0.9),))), FilledForm(form, fills))
        page = Page(Plate(()), texts)
        (filled,) = drawer.draw(Letter(0, 2, (page,))).pages
        assert filled.content == content(*page.lines)


def test_a_gap_left_open_is_a_fault() -> None:
    """A form is never drawn without what belongs in its gaps: the letter would lack its name."""
    page = Page(Plate(()), (FilledForm(Form((Line(25, 100, 10.0, (Gap.of(Face.REGULAR, 0),)),), measure=100.0)),))
    with pytest.raises(IndexError):
        press.Drawer(DL).draw(Letter(0, 2, (page,)))
    with pytest.raises(ProgramFaultError):
        content(Line(25, 100, 10.0, (Gap.of(Face.REGULAR, 0),)))


def test_delimiters_and_line_ends_in_codes_are_escaped() -> None:
    """Bytes that a literal string can't hold as they are: parentheses, the backslash, the carriage return."""
    assert glyphs.escaped(0x2829) == rb"\(\)"
    assert glyphs.escaped(0x5C0D) == rb"\\\r"


def test_gray_ends_with_the_rules() -> None:
    """A gray rule leaves the text after it black."""
    plate = Plate(lines=(line(25, 20, "Kopf"),), rules=(Rule(Rect(25, 30, 100, 0.2), 0.5), Rule(Rect(5, 105, 5, 0.2))))
    drawer = press.Drawer(DL)
    drawer.draw(Letter(0, 2, (Page.of(plate, ()),)))
    (drawn,) = drawer.take_plates()
    assert re.findall(rb"([\d.]+) g\n", drawn.content)[-1] == b"0"
    assert drawn.content.index(b"0 g") < drawn.content.index(b"BT")


def test_plates_are_drawn_once_and_handed_out_once() -> None:
    """Letters on one plate share its drawing, by the digest of its content."""
    drawer = press.Drawer(DL)
    first, second = drawer.draw(letter(1)), drawer.draw(letter(2))
    (plate,) = drawer.take_plates()
    assert first.pages[0].plate == second.pages[0].plate == plate.key
    assert drawer.take_plates() == ()


def test_the_codes_of_all_that_is_drawn_are_told() -> None:
    """The run's fonts are made of them, so plates count as well as letters, whatever the memory forgets."""
    drawer = press.Drawer(DL)
    drawer.draw(letter(1))
    words = [word for each in (*PLATE.lines, *letter(1).pages[0].lines) for word in each.words]
    for face in (Face.REGULAR, Face.BOLD):
        assert drawer.codes[face] == {code for word in words if word.face is face for code in word.codes}


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run with endlessly many words and plates forgets old ones, and draws the same."""
    expected = [press.Drawer(DL).draw(letter(number)) for number in range(5)]
    monkeypatch.setattr(glyphs, "WORDS_KEPT", 2)
    monkeypatch.setattr(drawing, "PLATES_KEPT", 1)
    drawer = press.Drawer(DL)
    assert [drawer.draw(letter(number)) for number in range(5)] == expected
    assert all(len(strings) <= 2 for strings in drawer._strings.values())


def test_no_number_stands_beside_an_empty_string() -> None:
    """PDFium drops the number that ends an array with an empty string: marks would stand beside their letters."""
    texts = ["H̱ C̄a AV. nA̋m", "C̄", "aA̋ ", "V̱A"]
    drawn = b"".join(content(line(25, 100, text, face=face)) for text in texts for face in LATIN_FACES)
    arrays = re.findall(rb"\[((?:\((?:\\.|[^\\)])*\)|[-\d ]+)*)\]TJ", drawn, re.DOTALL)
    assert len(arrays) == drawn.count(b"]TJ") > len(texts)
    for array in arrays:
        strings = re.findall(rb"\((?:\\.|[^\\)])*\)", array, re.DOTALL)
        assert b"()" not in strings or len(array) == 2 * len(strings)

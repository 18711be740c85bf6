"""Fonts: every character of DIN 91379 is there, stands for itself, and is embedded small and the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz as hb
from letters_kit import own_text

import mailing.intake
from mailing.letters.setting.embedding import embedded_fonts
from mailing.letters.setting.fonts import EM, SOFT_HYPHEN, fonts_sha256, typeface, unsettable
from mailing.letters.setting.shaping import UnsettableError, figures, shaper
from mailing.model import Face

DIN_91379 = Path(mailing.intake.__file__).parent / "checks" / "data" / "din91379_1.3.txt"
NOTDEF = 0


def din_91379(kind: str) -> list[str]:
    """Return the characters ("char") or sequences ("seq") of DIN 91379 but for those that control the line."""
    rows = [line.split("; ") for line in DIN_91379.read_text(encoding="utf-8").splitlines() if line.count("; ") > 3]
    texts = ["".join(chr(int(code, 16)) for code in row[2].split()) for row in rows if row[1] == kind]
    return [text for text in texts if text.isprintable() or text == "\u00a0"]


SEQUENCES = din_91379("seq")


def test_all_of_din_91379_is_tested() -> None:
    """The standard has 149 letters that are sequences, and 781 characters, three of which control the line."""
    assert len(SEQUENCES) == 149
    assert len(din_91379("char")) == 778


LATIN_FACES = [face for face in Face if face not in (Face.ARABIC, Face.ARABIC_BOLD)]
"""Almarai sets no German: what it is used for is in `test_right_to_left`."""


@pytest.mark.parametrize("face", LATIN_FACES)
def test_every_sequence_is_set_and_can_be_copied(face: Face) -> None:
    """Each combining sequence is shaped without a box, and its codes give the same text back."""
    for sequence in SEQUENCES:
        word = shaper(face)(sequence)
        assert NOTDEF not in word.codes
        assert own_text(face, word.codes) == sequence


@pytest.mark.parametrize("face", LATIN_FACES)
def test_every_character_is_set_and_can_be_copied(face: Face) -> None:
    """Each character of DIN 91379 stands for itself, those included that share a glyph with another."""
    for character in din_91379("char"):
        assert own_text(face, shaper(face)(character).codes) == character


def test_marks_are_moved_onto_their_letters() -> None:
    """A combining mark is placed by the font's own anchors, and adds nothing to the width."""
    word = shaper(Face.REGULAR)("C̨̆")
    assert any(dx or dy for dx, dy in word.offsets)
    assert word.advance == shaper(Face.REGULAR)("C").advance


def test_dotless_j_still_stands_for_j() -> None:
    """Under an accent j loses its dot: another glyph, whose code means j."""
    word = shaper(Face.REGULAR)("j́")
    plain = shaper(Face.REGULAR)("j")
    assert word.codes[0] != plain.codes[0]
    assert word.codes[0] >= typeface(Face.REGULAR).program.glyph_count


def test_pairs_are_kerned() -> None:
    """A and V move together; reference numbers keep figures of one width."""
    pair = shaper(Face.REGULAR)("AV")
    assert pair.kerns[0] < 0
    assert pair.advance == shaper(Face.REGULAR)("A").advance + shaper(Face.REGULAR)("V").advance + pair.kerns[0]
    assert sum(word.advance for word in figures("1111111")) == 7 * shaper(Face.REGULAR)("1").advance


def test_hyphen_at_a_lines_end_means_a_soft_hyphen() -> None:
    """The hyphen of a divided word looks like a hyphen and is copied as a soft one."""
    divided, hyphen = shaper(Face.REGULAR)(SOFT_HYPHEN), shaper(Face.REGULAR)("-")
    source = typeface(Face.REGULAR)
    forms = {code: glyph for (glyph, _text), code in source.form_codes.items()}
    assert forms[divided.codes[0]] == hyphen.codes[0]
    assert own_text(Face.REGULAR, divided.codes) == SOFT_HYPHEN


def test_characters_that_the_font_lacks_are_named() -> None:
    """A text in a foreign script names what can't be set, each character once; nothing becomes a box."""
    assert unsettable("Grüße, 漢字漢") == "漢字"
    with pytest.raises(UnsettableError) as caught:
        shaper(Face.REGULAR)("漢字")
    assert caught.value.characters == "漢字"


def test_decomposed_text_is_set_composed() -> None:
    """The same letter in NFD and NFC gives the same codes."""
    assert shaper(Face.REGULAR)("u\u0308").codes == shaper(Face.REGULAR)("ü").codes


def test_subset_holds_what_the_codes_mean() -> None:
    """An embedded font has a width, a glyph and a text for each code, and only the tables that a PDF needs."""
    codes = set(shaper(Face.REGULAR)("Grüße aus j́enseits" + SOFT_HYPHEN).codes)
    (font,) = embedded_fonts({Face.REGULAR: codes, Face.BOLD: ()})
    program = hb.Face(font.program)
    assert set(program.table_tags) == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
    assert font.glyph_ids.keys() == font.widths.keys() == font.texts.keys() == codes
    assert NOTDEF not in font.glyph_ids.values()
    measuring = hb.Font(program)
    measuring.scale = (EM, EM)
    for code, glyph in font.glyph_ids.items():
        assert measuring.get_glyph_h_advance(glyph) == font.widths[code]
    assert "".join(font.texts[code] for code in shaper(Face.REGULAR)("j́").codes) == "j́"


def test_subset_is_small() -> None:
    """A letter's alphabet takes some ten kilobytes, not the font's 300."""
    codes = shaper(Face.REGULAR)("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzäöüÄÖÜß0123456789.,-§").codes
    (font,) = embedded_fonts({Face.REGULAR: codes})
    assert len(font.program) < 12_000


def test_subset_is_named_by_its_content() -> None:
    """The order of codes changes nothing; another glyph changes the name's tag."""
    few, more = shaper(Face.BOLD)("abc").codes, shaper(Face.BOLD)("abcd").codes
    (font,), (again,), (other,) = (embedded_fonts({Face.BOLD: codes}) for codes in (few, few[::-1], more))
    assert (font.name, font.program) == (again.name, again.program)
    assert other.name != font.name
    assert font.name[6:] == "+Arimo-Bold"
    assert font.name[:6].isupper()


def test_metrics_are_those_of_the_face() -> None:
    """The descriptor's figures: the slant of the italic, the weight of the bold, Arimo's heights."""
    fonts = embedded_fonts({face: shaper(face)("a").codes for face in LATIN_FACES})
    assert [font.face for font in fonts] == LATIN_FACES
    assert [font.is_bold for font in fonts] == [False, True, False, True]
    assert [font.italic_angle for font in fonts] == [0, 0, -12, -12]
    assert {(font.ascent, font.descent, font.cap_height) for font in fonts} == {(905, -212, 688)}


def test_fonts_name_a_run() -> None:
    """The font files have one digest."""
    assert len(fonts_sha256()) == 64

"""The setter: one letter for each household, or the finding why there is none; what many share is one object."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from letters_kit import (
    DAY,
    OFFICE,
    ORGANISATION,
    FixedComposer,
    household,
    line_with,
    lines_of,
    make_up,
    pages_of,
    paragraph,
    skeleton,
    text_of,
    texts_of,
)

from mailing.base.errors import TemplateError
from mailing.letters import Setter, Setting, load_template
from mailing.letters.blocks import Block, BlockKind, Span
from mailing.model import Face, LetterFormat, Role

if TYPE_CHECKING:
    from pathlib import Path

LETTER_TOML = """
title = "Probebrief"
subject = "Beratung nur mit Termin"
version = "1"

[variants."Großdruck"]
size = 17.0
"""
LETTER_TEXT = """{{ anrede_zeile }}

für Sie zuständig ist der Standort **{{ standort_wort }}**.

---

Mit freundlichen Grüßen
"""


@pytest.fixture
def setter(tmp_path: Path) -> Setter:
    """Return a setter of a small template of this test's own."""
    (tmp_path / "probe").mkdir()
    (tmp_path / "probe" / "letter.toml").write_text(LETTER_TOML, encoding="utf-8")
    (tmp_path / "probe" / "letter.md.j2").write_text(LETTER_TEXT.replace("standort_wort", "zusatz"), encoding="utf-8")
    (tmp_path / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    return Setter(Setting(load_template("probe", tmp_path), DAY))


def test_a_household_gets_its_letter(setter: Setter) -> None:
    """Address, salutation and its own values stand on the page; row and index say whose it is."""
    letter = setter.lay_out(household(index=7, row=9, zusatz="Hinterhaus"))
    assert (letter.household, letter.row, letter.findings) == (7, 9, ())
    (page,) = letter.pages
    assert texts_of(line for line in page.lines if line.role is Role.ADDRESS)[:2] == ["Frau Ayşe Yılmaz", "Hinterhaus"]
    assert "Sehr geehrte Frau Yılmaz," in texts_of(page.lines)
    assert "für Sie zuständig ist der Standort Hinterhaus." in texts_of(page.lines)
    assert "Mit freundlichen Grüßen" in texts_of(page.plate.lines)


def test_letters_alike_share_one_plate(setter: Setter) -> None:
    """Whatever the names: letters of one make-up stand on the same plate, and no value is on it."""
    letters = [setter.lay_out(household(nachname=name, zusatz="Haus")) for name in ("Yılmaz", "Meier", "Schulz")]
    assert len({id(letter.pages[0].plate) for letter in letters}) == 1
    plate = " ".join(texts_of(letters[0].pages[0].plate.lines))
    assert "Yılmaz" not in plate
    assert "23702" not in plate


def test_no_letter_sees_another_ones_data(setter: Setter) -> None:
    """A letter laid out between others is the same as one laid out alone."""
    alone = setter.lay_out(household(nachname="Meier", zusatz="Haus"))
    setter.lay_out(household(zusatz="Anderswo"))
    again = setter.lay_out(household(nachname="Meier", zusatz="Haus"))
    assert [texts_of(page.lines) for page in again.pages] == [texts_of(page.lines) for page in alone.pages]


def test_large_print_is_chosen_by_the_recorded_format(setter: Setter) -> None:
    """A household with Großdruck gets the variant; its body is as large as the template says."""
    letter = setter.lay_out(household(format=LetterFormat.LARGE_PRINT, zusatz="Haus"))
    body = [line for page in letter.pages for line in lines_of(page) if line.role is Role.BODY]
    assert {line.size for line in body} == {17.0}


def test_a_missing_glyph_forbids_the_letter(setter: Setter) -> None:
    """The finding names row, column and character; the letter has no page with a box."""
    letter = setter.lay_out(household(row=12, vorname="漢", zusatz="Haus"))
    assert letter.pages == ()
    (finding,) = letter.findings
    assert (finding.code, finding.row, finding.field, finding.found) == ("letter.missing-glyph", 12, "vorname", "漢")
    assert "„漢“" in finding.message


def test_an_overfull_word_forbids_the_letter(setter: Setter) -> None:
    """A value that is wider than the line by any rule is told with its column."""
    letter = setter.lay_out(household(row=3, nachname="x" * 99, zusatz="Haus"))
    assert letter.pages == ()
    assert [(finding.code, finding.row, finding.field) for finding in letter.findings] == [
        ("letter.word-too-wide", 3, "nachname")
    ]


def test_an_address_too_long_forbids_the_letter(setter: Setter) -> None:
    """Too many lines: a finding of the row, and the next household gets its letter."""
    letter = setter.lay_out(household(row=5, zusatz=";".join("abcdefgh")))
    assert [(finding.code, finding.row) for finding in letter.findings] == [("letter.address-too-long", 5)]
    assert setter.lay_out(household(zusatz="Haus")).pages


def test_what_intake_asks(setter: Setter) -> None:
    """The list can be checked against the window before any letter is made."""
    assert setter.address_width == pytest.approx(75)
    assert 0 < setter.text_width("Frau Yılmaz") < 40
    assert setter.text_width("山田") == 0
    assert setter.unsettable("Grüße 漢") == "漢"


def test_a_setting_can_be_sent_to_another_process(setter: Setter) -> None:
    """Workers make their own setter of the same setting, and the same letters."""
    other = Setter(pickle.loads(pickle.dumps(setter._setting)))  # noqa: S301 - our own bytes
    one, two = (each.lay_out(household(zusatz="Haus")) for each in (setter, other))
    assert texts_of(lines_of(one.pages[0])) == texts_of(lines_of(two.pages[0]))
    assert [(line.x, line.y) for line in one.pages[0].lines] == [(line.x, line.y) for line in two.pages[0].lines]


def test_values_that_need_more_lines_get_another_layout() -> None:
    """A longer value moves what follows; letters with the same number of lines share the plate."""
    slot = Block(BlockKind.PARAGRAPH, (Span("Ihr Standort ist "), Span(slot=1)))
    made = make_up(skeleton(slot, paragraph("Danach.")))
    short, other, long = (
        made.letter(household(standort=text), set()).pages for text in ("Mitte", "Linden", "weit weg " * 30)
    )
    assert short[0].plate is other[0].plate
    assert long[0].plate is not short[0].plate
    assert line_with(long[0], "Danach").y > line_with(short[0], "Danach").y


def test_tables_with_values_keep_their_rules_on_the_plate() -> None:
    """The rules between rows depend on the rows' heights only: they are shared."""
    cells = (((Span("Wo"),), (Span("Wann"),)), ((Span(slot=1),), (Span("8 Uhr"),)))
    made = make_up(skeleton(Block(BlockKind.TABLE, cells=cells, has_head=True)))
    pages = [made.letter(household(standort=text), set()).pages[0] for text in ("Mitte", "Linden")]
    assert pages[0].plate is pages[1].plate
    assert len([rule for rule in pages[0].plate.rules if rule.area.width == 165]) >= 2
    assert "Mitte" in texts_of(pages[0].lines)


def test_bullets_hang() -> None:
    """The bullet stands at the margin, all lines of the text to the right of it."""
    (page,) = pages_of(skeleton(paragraph("Bitte bringen Sie Unterlagen mit. " * 6, BlockKind.BULLET)))
    bullet = line_with(page, "•")
    text = [line for line in lines_of(page) if "Unterlagen" in text_of(line)]
    assert bullet.x == 25
    assert len(text) > 1
    assert len({line.x for line in text}) == 1
    assert text[0].x > 27
    assert bullet.y == text[0].y


def test_numbers_stand_before_their_items() -> None:
    """A numbered item shows its number."""
    (page,) = pages_of(skeleton(paragraph("anrufen", BlockKind.NUMBERED, number=2)))
    assert line_with(page, "2.").x < line_with(page, "anrufen").x


def test_large_print_isnt_hyphenated() -> None:
    """Words stay whole in large print; at the same measure smaller type may divide them."""
    words = "Terminvereinbarung Schutzbestimmungen Mitarbeiterinnen Verständigungsmöglichkeiten Abstandsregelungen "
    pages = pages_of(skeleton(paragraph(words * 6)), size=18)
    assert not any("\u00ad" in text for page in pages for text in texts_of(lines_of(page)))


def test_bold_words_are_bold() -> None:
    """Runs keep their faces, headings are bold."""
    block = Block(BlockKind.PARAGRAPH, (Span("nur mit "), Span("Termin", face=Face.BOLD)))
    (page,) = pages_of(skeleton(paragraph("Kopf", BlockKind.HEADING, level=2), block))
    assert [word.face for word in line_with(page, "nur mit").words][-1] is Face.BOLD
    assert line_with(page, "Kopf").words[0].face is Face.BOLD


@pytest.mark.parametrize(("text", "message"), [("Hier steht 漢", "漢"), ("x" * 200, "x" * 200)])
def test_what_the_template_does_wrong_stops_the_run(text: str, message: str) -> None:
    """A fixed text that can't be set is no household's fault."""
    with pytest.raises(TemplateError, match=message) as caught:
        pages_of(skeleton(paragraph(text)))
    assert caught.value.where == "brief/letter.md.j2"


def test_branches_that_were_taken_are_known() -> None:
    """What a condition reached is collected over all letters."""
    text = skeleton()
    made = make_up(text)
    made._composer = FixedComposer(type(text)(text.subject, text.blocks, frozenset({"letter.md.j2:3"})))
    reached: set[str] = set()
    made.letter(household(), reached)
    assert reached == {"letter.md.j2:3"}


def test_the_offices_note_to_the_post() -> None:
    """Where the office has one, it stands above the recipient."""
    office = OFFICE.model_copy(update={"vermerk": "Nicht nachsenden!"})
    (page,) = pages_of(skeleton(), office=office)
    note, recipient = line_with(page, "Nicht nachsenden!"), line_with(page, "Frau Ayşe Yılmaz")
    assert note.role is Role.ENDORSEMENT
    assert note.y < recipient.y


def test_a_guardian_is_told_whom_the_letter_is_about() -> None:
    """The ward's name stands below the subject, not in the window; other letters have no such line."""
    made = make_up(skeleton())
    (page,) = made.letter(household(empfaenger="Frau Anna Meier", vorname="Ida", nachname="Mündel"), set()).pages
    subject, ward = [line for line in lines_of(page) if line.role is Role.SUBJECT]
    assert (text_of(subject), text_of(ward)) == ("Beratung nur mit Termin", "für Ida Mündel")
    assert not any("Mündel" in text_of(line) for line in page.lines if line.role is Role.ADDRESS)
    (other,) = made.letter(household(), set()).pages
    assert texts_of(line for line in lines_of(other) if line.role is Role.SUBJECT) == ["Beratung nur mit Termin"]

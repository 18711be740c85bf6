"""Reply slips: whose address shows, whose answer it is, and what there is to fill in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from letters_kit import household, texts_of
from PIL import Image
from templates_kit import DAY, NAME, ORGANISATION, SETTINGS, composed, office, template, texts

from mailing.base.errors import TemplateError, UsageError
from mailing.letters import Setter, Setting, load_letter
from mailing.letters.setting.reply import QUIET, SIDE, matrix_rows
from mailing.letters.text.reply import office_address
from mailing.model.din5008 import FORM_B
from mailing.model.envelopes import C6_5, DL
from mailing.model.lines import Role
from mailing.model.replies import ReplyCode, read_reply_code, reply_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mailing.model import Household, Page

SLIP = f'{SETTINGS}\nkind = "antwort"\n'
TEXT = "Ich komme zum Termin. Mein Name ist: [____]"


def slip_of(folder: Path, whose: Household, text: str = TEXT) -> Page:
    """Return the first page of a household's slip."""
    return Setter(Setting(template(folder, text, SLIP), DAY)).lay_out(whose).pages[0]


def said(rows: Sequence[str]) -> str:
    """Return what a symbol says to a scanner."""
    side = len(rows) + 4
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows, 2):
        for x, module in enumerate(row, 2):
            image.putpixel((x, y), 0 if module == "1" else 255)
    (found,) = zxingcpp.read_barcodes(image.resize((side * 6, side * 6), Image.Resampling.NEAREST))
    return found.text


def test_the_offices_address_shows_in_the_window(tmp_path: Path) -> None:
    """The household's own is nowhere: its answer goes the other way."""
    whose = household()
    page = slip_of(tmp_path, whose)
    address = [line for line in page.lines if line.role is Role.ADDRESS]
    assert tuple(texts_of(address)) == office_address(template(tmp_path / "again", TEXT, SLIP).organisation)
    assert all(FORM_B.address_area(DL).x <= line.x and line.y < FORM_B.address_area(DL).bottom for line in address)
    assert whose.nachname not in " ".join(texts_of([*page.lines, *page.plate.lines]))


def test_its_code_says_whose_answer_it_is(tmp_path: Path) -> None:
    """Template and number, and no more; another household's slip says another number."""
    whose = household()
    (symbol,) = slip_of(tmp_path, whose).symbols
    code = read_reply_code(said(symbol.rows))
    assert code is not None
    assert code.number == whose.bg_nummer
    other = replace(whose, bg_nummer="36502//0099999")
    (strange,) = slip_of(tmp_path / "again", other).symbols
    assert read_reply_code(said(strange.rows)) != code


def test_no_window_shows_number_or_code(tmp_path: Path) -> None:
    """Not even that of a larger envelope, wherever the sheet slips to."""
    page = slip_of(tmp_path, household())
    left = min(symbol.x for symbol in page.symbols)
    beside = [line.x for line in page.lines if line.role is Role.INFORMATION]
    assert beside
    assert min(left - QUIET, *beside) > max(envelope.ever_visible(FORM_B).right for envelope in (DL, C6_5))


def test_a_household_without_a_number_has_no_code(tmp_path: Path) -> None:
    """A code that names nobody would be filed for nobody."""
    assert slip_of(tmp_path, replace(household(), bg_nummer="", kundennummer="")).symbols == ()


def test_the_room_beside_the_window_holds_the_longest_code() -> None:
    """Of a template with a long name."""
    rows = matrix_rows(reply_code("rueckantwort-mit-langem-namen", "36502//0012345"))
    assert len(rows) * 0.5 <= SIDE


@pytest.mark.parametrize("text", ["", "ANTWORT1", "ANTWORT1|x", "ANTWORT1||1", "ANTWORT2|x|1", "135338040000001020214"])
def test_other_codes_are_no_slips(text: str) -> None:
    """The shop's own among them."""
    assert read_reply_code(text) is None
    assert read_reply_code("ANTWORT1|x|1|2") == ReplyCode("x", "1|2")


def test_a_slip_alone_is_no_letter(tmp_path: Path) -> None:
    """It says where it belongs."""
    folder = office(tmp_path, TEXT, SLIP)
    with pytest.raises(UsageError, match="Rückantwort") as refused:
        load_letter(NAME, folder)
    assert "[[enclosures]]" in refused.value.hint


def test_a_field_in_brackets_has_room_for_handwriting(tmp_path: Path) -> None:
    """In paragraphs, lists and tables of every template, twice as long for twice the signs; no bracket is left."""
    text = "Name: [____]\n\n- am [________]\n\n| Ort |\n| --- |\n| [____] |"
    composition = composed(template(tmp_path, text), household())
    paragraph, item, table = composition.skeleton.blocks
    assert texts(composition)[:2] == [f"Name: {'_' * 8}", f"am {'_' * 16}"]
    assert "".join(span.text for span in table.cells[1][0]) == "_" * 8
    assert paragraph.kind is not item.kind


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("Vorher\\\nName: [____]\\\nNachher", SLIP),
        ("- Vorher\n- Name: [____]\n- Nachher", SLIP),
        ("| Vorher |\n| --- |\n| [____] |\n| Nachher |", SLIP),
        ("قبل\\\nالاسم: [____]\\\nبعد", f'{SLIP}language = "ar"\n'),
    ],
)
def test_a_line_to_fill_in_is_high_enough_to_write_on(tmp_path: Path, text: str, settings: str) -> None:
    """8 mm above its line are free; what stands before and behind is as in any letter."""
    setter = Setter(Setting(template(tmp_path, text, settings), DAY))
    page = setter.lay_out(household()).pages[0]
    before, field, behind = sorted({line.y for line in [*page.lines, *page.plate.lines] if line.role is Role.BODY})[:3]
    assert field - before >= 8
    assert behind - field < 8


@pytest.mark.parametrize("sign", ["☐ Ja", "**☐ Ja**", "*☐ Ja*", "***☐ Ja***"])
def test_boxes_to_tick_are_drawn_in_every_face(tmp_path: Path, sign: str) -> None:
    """And read as what they are."""
    page = slip_of(tmp_path, household(), sign)
    shown = texts_of([line for line in [*page.lines, *page.plate.lines] if line.role is Role.BODY])
    assert shown == ["☐ Ja"]


def test_boxes_and_fields_in_arabic(tmp_path: Path) -> None:
    """The face of Arabic letters has no box: Arimo's stands right of its line, where the line begins."""
    setter = Setter(Setting(template(tmp_path, "☐ **نعم** [____]", f'{SLIP}language = "ar"\n'), DAY))
    page = setter.lay_out(household()).pages[0]
    (line,) = [line for line in [*page.lines, *page.plate.lines] if line.role is Role.BODY]
    assert line.words[-1].text.strip() == "☐"
    assert "".join(word.text for word in line.words).count("_") == 8


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["n" * 90, "30159 Hannover"], "breiter"),
        (["(Amt)", "30159 Hannover"], "beginnt mit"),
        (["Amt\u0600", "30159 Hannover"], "Zeichen"),
        (["Amt für \U0001f600", "30159 Hannover"], "Zeichen"),
        (["Bürgergeld-Stelle", "30159 Hannover"], "Leistungen"),
        (["Zu 23702//0000001", "30159 Hannover"], "BG-Nummer"),
        (["Amt\nHaus B", "30159 Hannover"], "jeder lesen darf"),
        (["Amt", " "], "keine leere"),
    ],
)
def test_an_address_that_no_window_shows_is_the_offices_fault(tmp_path: Path, lines: list[str], told: str) -> None:
    """Told before letter 1, with the line of `organisation.toml`."""
    settings = f"{ORGANISATION.partition('[fakten]')[0]}antwortanschrift = {json.dumps(lines, ensure_ascii=False)}\n"
    number = settings.count("\n")
    with pytest.raises(TemplateError, match=told) as refused:
        Setter(Setting(template(tmp_path, TEXT, SLIP, **{"organisation.toml": settings}), DAY))
    assert refused.value.where == f"organisation.toml:{number}"


def test_a_name_too_long_for_the_code_is_refused(tmp_path: Path) -> None:
    """The template's, before letter 1."""
    name = "r" * 31
    folder = office(tmp_path, TEXT, SLIP, **{f"{name}__letter.toml": SLIP, f"{name}__letter.md.j2": TEXT})
    with pytest.raises(TemplateError, match="zu lang") as refused:
        load_letter(name, folder)
    assert refused.value.where == f"{name}/letter.toml:5"


def test_a_number_too_long_for_the_code_keeps_its_letter_back(tmp_path: Path) -> None:
    """With a finding for its row."""
    setter = Setter(Setting(template(tmp_path, TEXT, SLIP), DAY))
    (found,) = setter.lay_out(replace(household(), bg_nummer="9" * 60)).findings
    assert found.code == "letter.reply-code-too-long"


def test_a_variant_of_a_slip_is_a_slip(tmp_path: Path) -> None:
    """A letter in its place would have the household's address in the window."""
    settings = f'{SLIP}[variants."Leichte Sprache"]\ntemplate = "anders"\n'
    other = {"anders__letter.toml": SETTINGS, "anders__letter.md.j2": TEXT}
    with pytest.raises(TemplateError, match="keine Rückantwort"):
        template(tmp_path, TEXT, settings, **other)


def test_a_field_longer_than_its_room_ends_with_it(tmp_path: Path) -> None:
    """In large print too: no letter waits for a line that a column is too narrow for."""
    text = f"Grund: [{'_' * 40}].\n\n| Die neue Anschrift |  |\n| --- | --- |\n| Straße | [{'_' * 40}] |"
    setter = Setter(Setting(template(tmp_path, text, f"{SLIP}size = 20.0\n"), DAY))
    page = setter.lay_out(household()).pages[0]
    fields = [line for line in page.plate.lines if "____" in "".join(word.text for word in line.words)]
    assert len(fields) == 2
    for line in fields:
        assert line.x + sum(word.advance for word in line.words) * line.size * 25.4 / 72_000 <= 190.5

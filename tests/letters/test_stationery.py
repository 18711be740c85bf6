"""The sheet around the text, in the millimetres of this file."""

from __future__ import annotations

import pytest
from letters_kit import (
    OFFICE,
    household,
    ink_of,
    line_with,
    lines_of,
    pages_of,
    paragraph,
    right_end,
    skeleton,
    text_of,
)

from mailing.base.errors import InputError
from mailing.model import Page, Rect, Role
from mailing.model.din5008 import FORMS
from mailing.model.envelopes import C4, C5, C6_5, DL, ENVELOPES, Envelope

WORDS = "Bitte bringen Sie zum Termin alle Unterlagen mit, um die wir Sie gebeten haben. "
SHORT = skeleton(paragraph(WORDS))
LONG = skeleton(paragraph(WORDS * 40))


def lines_as(page: Page, role: Role) -> list:
    """Return the page's lines of a role."""
    return [line for line in lines_of(page) if line.role is role]


ACCEPTED = [(name, each) for each in ENVELOPES.values() for name, form in FORMS.items() if each.takes(form)]


@pytest.mark.parametrize(("form", "envelope"), ACCEPTED, ids=lambda each: getattr(each, "name", each))
@pytest.mark.parametrize("size", [10.0, 11.0, 16.0, 20.0])
def test_only_address_and_return_line_ever_show(form: str, envelope: Envelope, size: float) -> None:
    """In every form, envelope and size: all other ink of the first page lies outside what can show in the window."""
    page = pages_of(LONG, form=form, envelope=envelope, size=size)[0]
    window = envelope.ever_visible(FORMS[form])
    showing = {line.role for line in lines_of(page) if line.words and ink_of(line).overlaps(window)}
    assert showing == {Role.ADDRESS, Role.RETURN_LINE}


@pytest.mark.parametrize("form", ["A", "B"])
@pytest.mark.parametrize("size", [11.0, 16.0])
def test_all_ink_lies_inside_the_margins(form: str, size: float) -> None:
    """Nothing stands left of 25 mm, the text ends at 190, the information block at 200."""
    for page in pages_of(LONG, form=form, size=size):
        for line in lines_of(page):
            assert line.x >= 25
            assert right_end(line) <= (200.05 if line.role is Role.INFORMATION else 190.05)
            assert 5 < line.y < 290


@pytest.mark.parametrize(("form", "text_top"), [("A", 80.46), ("B", 98.46)])
def test_subject_begins_where_the_text_may(form: str, text_top: float) -> None:
    """The subject is the first line of the text, bold, without "Betreff:"."""
    (page,) = pages_of(SHORT, form=form)
    (subject,) = lines_as(page, Role.SUBJECT)
    assert text_of(subject) == "Beratung nur mit Termin"
    assert all(word.face == "bold" for word in subject.words)
    assert text_top <= ink_of(subject).y <= text_top + 3


def test_subject_lies_below_the_window_of_c6_5() -> None:
    """98.46 would be borderline: the envelope can show down to 99."""
    (page,) = pages_of(SHORT, envelope=C6_5)
    (subject,) = lines_as(page, Role.SUBJECT)
    assert ink_of(subject).y > 99


def test_information_block() -> None:
    """At x 125 from y 50: the letter's own numbers, then the office's lines, the date last."""
    (page,) = pages_of(SHORT)
    block = lines_as(page, Role.INFORMATION)
    labels = [line for line in block if line.x == 125]
    assert sorted(map(text_of, labels)) == ["BG-Nummer", "Datum", "E-Mail", "Kundennummer", "Telefon"]
    assert 50 <= ink_of(min(block, key=lambda line: line.y)).y <= 54
    assert text_of(line_with(page, "23702")) == "23702//0012345"
    assert line_with(page, "23702").y == line_with(page, "BG-Nummer").y
    assert text_of(max(block, key=lambda line: line.y)) in ("Datum", "15. Juni 2020")


def test_a_household_without_numbers_has_no_empty_labels() -> None:
    """What an entry is missing for isn't printed."""
    (page,) = pages_of(SHORT, household(kundennummer="", bg_nummer=""))
    texts = [text_of(line) for line in lines_of(page)]
    assert "Kundennummer" not in texts
    assert "BG-Nummer" not in texts
    assert line_with(page, "Telefon").y == pytest.approx(53.3, abs=0.3)


def test_return_line_is_small_and_above_the_address() -> None:
    """It stands in the field's top 5 mm, in 6 to 8 pt."""
    (page,) = pages_of(SHORT)
    (line,) = lines_as(page, Role.RETURN_LINE)
    assert 6 <= line.size <= 8
    assert ink_of(line).y >= 45
    assert ink_of(line).bottom <= 50


def test_a_long_return_line_gets_smaller() -> None:
    """It stays inside the field, down to 6 pt."""
    office = OFFICE.model_copy(
        update={"absender": "Musterstraße 1 · 30159 Hannover · Postfach 12 34 56 · 30001 Hannover"}
    )
    (page,) = pages_of(SHORT, office=office)
    (line,) = lines_as(page, Role.RETURN_LINE)
    assert right_end(line) <= 105.05
    assert 6 <= line.size < 7.5


@pytest.mark.parametrize(("form", "marks"), [("A", [87, 148.5, 192]), ("B", [105, 148.5, 210])])
def test_marks(form: str, marks: list[float]) -> None:
    """Fold marks and punch mark lie in the left margin of the first page, the punch mark longest."""
    first, second = pages_of(LONG, form=form)[:2]
    found = sorted((rule for rule in first.plate.rules if rule.area.right <= 20), key=lambda rule: rule.area.y)
    assert [round(rule.area.y + rule.area.height / 2, 1) for rule in found] == marks
    assert max(found, key=lambda rule: rule.area.width).area.y == pytest.approx(148.5, abs=0.2)
    assert not any(rule.area.right <= 20 for rule in second.plate.rules)


def test_marks_can_be_left_out() -> None:
    """A shop that folds by machine wants none."""
    (page,) = pages_of(SHORT, marks=False)
    assert not any(rule.area.right <= 20 for rule in page.plate.rules)


def test_marks_give_way_to_the_shops_code() -> None:
    """A fold mark where the shop's own mark stands isn't printed; the others are."""
    (page,) = pages_of(SHORT, keep_free=(Rect(0, 100, 20, 10),))
    marks = [rule for rule in page.plate.rules if rule.area.right <= 20]
    assert sorted(round(rule.area.y) for rule in marks) == [148, 210]


def test_following_pages_say_whose_they_are() -> None:
    """A sheet that was lost finds its way back: office, number, date, page."""
    second = pages_of(LONG)[1]
    head = [text_of(line) for line in lines_as(second, Role.LETTERHEAD)]
    assert set(head) == {"Jobcenter Region Hannover", "Schreiben vom 15. Juni 2020", "23702//0012345"}
    assert right_end(line_with(second, "Schreiben vom")) == pytest.approx(190, abs=0.05)


SHOP_ZONES = [
    Rect(0, 0, 20, 297),
    Rect(190, 0, 20, 297),
    Rect(0, 0, 210, 7),
    Rect(0, 284, 210, 13),
    Rect(150, 0, 60, 30),
]


@pytest.mark.parametrize("zone", SHOP_ZONES)
def test_nothing_stands_where_the_shop_wants_nothing(zone: Rect) -> None:
    """Margins, a band at the foot, a corner for franking: all areas give way."""
    for page in pages_of(LONG, keep_free=(zone,), marks=False):
        inked = [line for line in lines_of(page) if line.words]
        assert not any(ink_of(line).overlaps(zone) for line in inked)
        assert not any(rule.area.overlaps(zone) for rule in page.plate.rules)


def test_zones_of_first_pages_leave_others_alone() -> None:
    """A franking band in the address field matters on first pages only."""
    band = Rect(20, 53, 85, 13)
    first, second = pages_of(LONG, keep_free_first=(band,))[:2]
    assert not any(ink_of(line).overlaps(band) for line in lines_of(first))
    assert any(ink_of(line).overlaps(band) for line in lines_of(second))


def test_a_shop_that_leaves_no_room_is_refused() -> None:
    """The fault lies with the profile, and is told before letter 1."""
    with pytest.raises(InputError, match="Text"):
        pages_of(SHORT, keep_free=(Rect(0, 130, 210, 150),))


@pytest.mark.parametrize("envelope", [DL, C6_5, C5, C4])
def test_large_print_keeps_the_window(envelope: Envelope) -> None:
    """Large print: body 16 pt, address larger but in its window, labels and footer at least 10 pt."""
    page = pages_of(LONG, size=16, envelope=envelope)[0]
    sizes = {role: min(line.size for line in lines_as(page, role)) for role in Role if lines_as(page, role)}
    assert sizes[Role.BODY] >= 16
    assert sizes[Role.ADDRESS] >= 10
    assert sizes[Role.FOOTER] >= 10
    assert sizes[Role.INFORMATION] >= 10

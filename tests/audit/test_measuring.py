"""Measuring finished pages: the tests hold their own millimetres, and break each measure once."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from audit_run import PROFILE, code, payload, text
from pikepdf import Array, Dictionary, Name

from mailing.audit.envelopes import HULLS, always_visible, ever_visible
from mailing.audit.expectations import Expectation
from mailing.audit.measuring import Ruler
from mailing.audit.pages import PdfPages
from mailing.audit.rules import FORMS, SheetRules, rules_from
from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailing.findings import Finding

POINT = 72 / 25.4
RULES = rules_from(tomllib.loads(PROFILE), "B")
EXPECTED = Expectation(7, "shop/data/a.pdf", 0, 1, 1, "", {}, "anna|muster|hannover", "23702//0012345", "muster", False)  # noqa: FBT003 - a named tuple


def rectangle(x: float, y: float, width: float, height: float) -> bytes:
    """Return the operators of a black rectangle, mm from the top left."""
    return b"%.3f %.3f %.3f %.3f re f\n" % (
        x * POINT,
        (297 - y - height) * POINT,
        width * POINT,
        height * POINT,
    )


MARKS = b"".join(rectangle(5, y - 0.1, 4, 0.2) for y in (105, 148.5, 210))
ADDRESS = text(25, 67, 10, "Anna Muster") + text(25, 71.2, 10, "30159 Hannover")
RETURN_LINE = text(25, 48.7, 7, "Musterweg 1, 30159 Hannover")
BODY = text(25, 104, 10, "Zugang nur mit Termin") + text(25, 115, 10, "Guten Tag Anna Muster,")
LETTER = ADDRESS + RETURN_LINE + BODY + MARKS


@pytest.fixture
def measure(tmp_path: Path) -> Callable[..., list[Finding]]:
    """Return what draws a page and measures it."""

    def measured(content: bytes, rules: SheetRules = RULES, place: int = 0) -> list[Finding]:
        pdf = pikepdf.new()
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 595.276, 841.89]),
            Resources=Dictionary(Font=Dictionary(F1=font)),
            Contents=pdf.make_stream(content),
        )
        pdf.pages.append(pikepdf.Page(page))
        path = tmp_path / "page.pdf"
        pdf.save(path)
        with PdfPages(path).page(0) as view:
            return Ruler(rules).measure(view, EXPECTED, place)

    return measured


def codes(findings: list[Finding]) -> list[str]:
    """Return the findings' codes."""
    return [finding.code for finding in findings]


def test_a_letter_as_it_should_be(measure: Callable[..., list[Finding]]) -> None:
    """The control: address, return line, body, marks and code at their places."""
    assert measure(LETTER + code(payload(7, 1, 1))) == []


@pytest.mark.parametrize(
    ("envelope", "always", "ever"),
    [
        ("dl", Rect(20, 50, 80, 40), Rect(10, 45, 100, 50)),
        ("c6-5", Rect(20, 54, 71, 36), Rect(1, 45, 109, 54)),
        ("c5", Rect(20, 57, 71, 31.5), Rect(1, 43.5, 109, 58.5)),
        ("c4", Rect(20, 57, 71, 28), Rect(1, 30, 109, 82)),
    ],
)
def test_windows_are_those_of_the_domain_page(envelope: str, always: Rect, ever: Rect) -> None:
    """Always visible and ever visible, as arithmetic from the envelopes' sizes gives them."""
    assert always_visible(HULLS[envelope], FORMS["B"]) == always
    assert ever_visible(HULLS[envelope], FORMS["B"]) == ever


def test_a_line_has_its_place_in_millimetres(tmp_path: Path, measure: Callable[..., list[Finding]]) -> None:
    """The reader itself is right: a capital H of 10 pt at (25, 100) reaches 2.5 mm up from there."""
    measure(text(25, 100, 10, "H"))
    with PdfPages(tmp_path / "page.pdf").page(0) as view:
        (area,) = view.text_areas
    assert area.x == pytest.approx(25.27, abs=0.1)
    assert area.bottom == pytest.approx(100, abs=0.05)
    assert area.height == pytest.approx(2.53, abs=0.05)


def test_an_address_too_high_is_hidden(measure: Callable[..., list[Finding]]) -> None:
    """A sheet that has slipped down hides a line at 49.5 mm below the return line's zone."""
    (found,) = measure(LETTER + text(25, 53.5, 16, "Anna Muster"), replace(RULES, envelope=HULLS["c6-5"]))
    assert found.code == "measure.address-hidden"
    assert found.details["expected"] == "x 20.0–91.0, y 54.0–90.0 mm"
    assert "y 49.4–53.6 mm" in str(found.details["found"])


def test_an_address_too_wide_is_hidden(measure: Callable[..., list[Finding]]) -> None:
    """A line that reaches beyond 100 mm, which a DL envelope may hide."""
    assert codes(measure(LETTER + text(25, 75, 10, "n" * 39))) == ["measure.address-hidden"]


def test_a_line_below_the_address_is_a_stranger(measure: Callable[..., list[Finding]]) -> None:
    """A subject at 93 mm shows when the sheet slips up."""
    (found,) = measure(LETTER + text(25, 94, 10, "Mitteilung"))
    assert found.code == "measure.window-stranger"


def test_a_line_beside_the_address_is_a_stranger(measure: Callable[..., list[Finding]]) -> None:
    """Something at 106 mm shows when the sheet slips to the left."""
    assert codes(measure(LETTER + text(106, 70, 10, "x"))) == ["measure.window-stranger"]


def test_a_rule_in_the_window_is_a_stranger(measure: Callable[..., list[Finding]]) -> None:
    """Anything drawn but the rule of the return line."""
    assert codes(measure(LETTER + rectangle(25, 80, 40, 0.2))) == ["measure.window-stranger"]
    assert measure(LETTER + rectangle(25, 49.8, 80, 0.1)) == []


@pytest.mark.parametrize("word", ["Jobcenter", "BÜRGERGELD", "Job- center", "Arbeitslosengeld II", "BG-Nummer 1"])
def test_a_telling_word_in_the_window(measure: Callable[..., list[Finding]], word: str) -> None:
    """Words that tell of benefits, however spaced or written."""
    assert codes(measure(LETTER + text(25, 79, 10, word))) == ["measure.window-word"]


def test_the_bg_number_in_the_window(measure: Callable[..., list[Finding]]) -> None:
    """The household's own number tells too."""
    assert codes(measure(LETTER + text(25, 79, 10, "23702//0012345"))) == ["measure.window-word"]


def test_the_return_line_may_name_the_sender(measure: Callable[..., list[Finding]]) -> None:
    """Its zone is the only place for it."""
    content = LETTER.replace(b"Musterweg 1", b"Jobcenter, Musterweg 1")
    assert measure(content) == []


@pytest.mark.parametrize("ink", [text(140, 30, 10, "x"), rectangle(135, 25, 5, 1)], ids=["text", "rule"])
def test_ink_in_a_blocked_zone(measure: Callable[..., list[Finding]], ink: bytes) -> None:
    """The profile's zone x 130–190, y 20–35 must stay free."""
    (found,) = measure(LETTER + ink)
    assert found.code == "measure.blocked-zone"
    assert found.details["zone"] == "Frankierung"
    assert found.details["expected"] == "x 130.0–190.0, y 20.0–35.0 mm"


def test_ink_in_the_codes_quiet_zone(measure: Callable[..., list[Finding]]) -> None:
    """Nothing but the code itself within 7 mm around it."""
    assert codes(measure(LETTER + rectangle(17, 124, 2, 2))) == ["measure.blocked-zone"]


def test_backs_have_no_blocked_zones(measure: Callable[..., list[Finding]]) -> None:
    """What counts is the front of a duplex sheet."""
    duplex = replace(RULES, is_duplex=True)
    assert measure(text(140, 30, 10, "x"), duplex, 1) == []
    assert codes(measure(text(140, 30, 10, "x"), duplex, 2)) == ["measure.blocked-zone"]


@pytest.mark.parametrize(
    ("x", "y", "line"), [(18, 150, "x"), (195, 60, "xxxxx"), (25, 296, "x"), (25, 5, "x")], ids=["l", "r", "b", "t"]
)
def test_text_outside_the_margins(measure: Callable[..., list[Finding]], x: float, y: float, line: str) -> None:
    """Left of 25, right of 200, within 5 mm of the upper and lower edge."""
    assert "measure.margin" in codes(measure(LETTER + text(x, y, 10, line)))


def test_an_overfull_line(measure: Callable[..., list[Finding]]) -> None:
    """A line of the body that runs past 190 mm."""
    (found,) = measure(LETTER + text(25, 120, 10, "n" * 85))
    assert found.code == "measure.overfull-line"
    assert found.details["expected"] == "190.0 mm"
    assert str(found.details["found"]).startswith("191.")


@pytest.mark.parametrize("y", [280.5, 281.5, 282.5, 284])
def test_text_over_text(measure: Callable[..., list[Finding]], y: float) -> None:
    """A text that runs past its bottom stands in the footer."""
    footer = text(25, 281, 7.5, "Jobcenter Region Hannover") + text(25, 284.3, 7.5, "Musterweg 1")
    assert measure(LETTER + footer) == []
    assert codes(measure(LETTER + footer + text(25, y, 11, "Mit freundlichen")))[0] == "measure.text-over-text"


def test_lines_that_just_touch_are_no_fault(measure: Callable[..., list[Finding]]) -> None:
    """Marks below a line and above the next do; words of one line side by side, too."""
    assert measure(LETTER + text(25, 150, 10, "gjpqy") + text(25, 153.6, 10, "ÄÖÜ") + text(32.5, 153.6, 10, "x")) == []


def test_the_information_block_may_stand_further_right(measure: Callable[..., list[Finding]]) -> None:
    """Up to 200 mm beside the address; not below, nor on pages that follow."""
    line = "n" * 13
    assert measure(LETTER + text(172, 60, 10, line)) == []
    assert codes(measure(LETTER + text(172, 160, 10, line))) == ["measure.overfull-line"]
    assert codes(measure(BODY + text(172, 60, 10, line), place=1)) == ["measure.overfull-line"]


@pytest.mark.parametrize(
    "marks",
    [
        b"",
        b"".join(rectangle(5, y - 0.1, 4, 0.2) for y in (105, 148.5)),
        b"".join(rectangle(5, y - 0.1, 4, 0.2) for y in (105, 148.5, 211)),
        b"".join(rectangle(5, y - 0.1, 4, 0.2) for y in (87, 148.5, 192)),
    ],
    ids=["none", "one missing", "one 1 mm too low", "form A's"],
)
def test_marks_where_they_do_not_belong(measure: Callable[..., list[Finding]], marks: bytes) -> None:
    """Form B's marks are at 105, 148.5 and 210 mm."""
    (found,) = measure(LETTER.replace(MARKS, marks))
    assert found.code == "measure.mark"
    assert found.details["expected"] == "105.0, 148.5, 210.0 mm"


def test_marks_the_shop_does_not_want(measure: Callable[..., list[Finding]]) -> None:
    """Where the machine would take them for reading marks."""
    none = replace(RULES, has_marks=False)
    assert codes(measure(LETTER, none)) == ["measure.mark"]
    assert measure(LETTER.replace(MARKS, b""), none) == []


def test_form_a_has_its_own_places(measure: Callable[..., list[Finding]]) -> None:
    """The same letter 18 mm higher, with its own fold marks."""
    form_a = rules_from(tomllib.loads(PROFILE), "A")
    marks = b"".join(rectangle(5, y - 0.1, 4, 0.2) for y in (87, 148.5, 192))
    address = text(25, 49, 10, "Anna Muster") + text(25, 53.2, 10, "30159 Hannover")
    assert measure(address + BODY + marks, form_a) == []
    assert "measure.window-stranger" in codes(measure(address + BODY + marks + text(25, 76, 10, "Betreff"), form_a))


def test_reading_marks_are_read(measure: Callable[..., list[Finding]], tmp_path: Path) -> None:
    """Dark where a mark is printed; what a sheet must carry follows from piece, sheet and parity."""
    told = """
        [code]
        kind = "omr"
        x = 8.0
        y = 120.0
        length = 8.0
        thickness = 0.6
        pitch = 4.0
        quiet = 3.0
        marks = ["benchmark", "safety", "end-of-piece", "sequence-4", "sequence-2", "sequence-1", "parity"]
    """
    omr = rules_from(tomllib.loads(told), "B").omr
    assert omr is not None
    assert omr.expected(7, 1, 1) == "1111110"
    assert omr.expected(7, 1, 2) == "1101111"
    assert omr.expected(8, 2, 2) == "1110001"
    measure(rectangle(8, 120, 8, 0.6) + rectangle(8, 128, 8, 0.6))
    with PdfPages(tmp_path / "page.pdf").page(0) as view:
        assert [view.is_dark(area) for area in omr.areas] == [True, False, True, False, False, False, False]

"""Control codes: what they say is read back by zxing-cpp from rendered sheets, and by arithmetic of the tests' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from press_letters import IDENTITY, letter, pressed

from mailing import press
from mailing.model import Rect
from mailing.press.codes import check_digit, code_text, dark_parts, printed_marks, sheet_marks
from mailing.press.parts import OmrCode, OmrMark

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.model import PressedFile

DL = press.load_profile("dl")
DOTS = 300 / 25.4
OMR = OmrCode(
    kind="omr",
    x=8.0,
    y=230.0,
    length=8.0,
    thickness=0.5,
    pitch=4.233,
    quiet=5.0,
    marks=tuple(OmrMark),
)


def rendered_codes(path: Path) -> list[str]:
    """Return what stands on each page, rendered at 300 dpi; "" where no code is found."""
    document = pypdfium2.PdfDocument(path)
    pages = [
        zxingcpp.read_barcodes(
            page.render(scale=300 / 72, grayscale=True).to_numpy(), zxingcpp.BarcodeFormat.DataMatrix
        )
        for page in document
    ]
    document.close()
    return [found[0].text if found else "" for found in pages]


def expected_codes(file: PressedFile) -> list[str]:
    """Return what the sheets of a file must say."""
    return [
        code_text(IDENTITY.job_number, piece.piece, sheet, piece.sheets)
        for piece in file.pieces
        for sheet in range(1, piece.sheets + 1)
    ]


@pytest.mark.parametrize("name", ["dl", "c6-5"])
def test_every_sheet_says_which_it_is(tmp_path: Path, name: str) -> None:
    """All codes of a job are readable at 300 dpi: job, piece, sheet of sheets, end, check digit."""
    profile = press.load_profile(name)
    for file in pressed(tmp_path, [letter(number, pages=1 + number % 3) for number in range(9)], profile):
        assert rendered_codes(tmp_path / file.path) == expected_codes(file)


def test_backs_carry_no_code(tmp_path: Path) -> None:
    """Codes count sheets: in duplex every second page has none."""
    duplex = DL.model_copy(update={"duplex": True})
    (file,) = pressed(tmp_path, [letter(number, pages=3) for number in range(2)], duplex)
    found = rendered_codes(tmp_path / file.path)
    assert found[::2] == expected_codes(file)
    assert not any(found[1::2])


@given(st.integers(1, 9_999_999), st.integers(1, 99), st.integers(0, 98))
def test_a_symbol_is_the_sum_of_its_parts(piece: int, sheet: int, more: int) -> None:
    """The drawing by look-up gives the modules that zxing-cpp itself encodes."""
    drawn = sheet_marks(DL, IDENTITY)(piece, sheet, min(99, sheet + more))
    text = code_text(IDENTITY.job_number, piece, sheet, min(99, sheet + more))
    image = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True).to_image(
        scale=1, add_quiet_zones=False
    )
    modules = "".join("1" if module else "0" for module in bytes(image))
    assert int(drawn.split(b" ID ")[1].split(b">")[0], 16) == int(modules, 2)


@given(st.text("0123456789", min_size=20, max_size=20), st.integers(0, 19), st.integers(1, 9))
def test_a_wrong_digit_is_found(digits: str, place: int, by: int) -> None:
    """ISO 7064 MOD 11,10 sees every single wrong digit."""
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert check_digit(wrong) != check_digit(digits)


def test_the_check_digit_is_that_of_the_standard() -> None:
    """The example of ISO 7064 for MOD 11,10: 0794 has the check digit 5."""
    assert check_digit("0794") == "5"


def test_a_code_costs_little(tmp_path: Path) -> None:
    """A code adds at most 115 bytes to a compressed page (as a path of rectangles it would be 240)."""
    without = DL.model_copy(update={"code": press.load_profile("epost").code})
    letters = [letter(number) for number in range(200)]
    (coded,), (bare,) = pressed(tmp_path / "a", letters, DL), pressed(tmp_path / "b", letters, without)
    assert (coded.bytes - bare.bytes) / 200 <= 115


def marks_on(path: Path, code: OmrCode) -> list[str]:
    """Return for each page a 1 for each place of a mark that is printed, read from a render at 300 dpi."""
    document = pypdfium2.PdfDocument(path)
    found = []
    for page in document:
        pixels = page.render(scale=300 / 72, grayscale=True).to_numpy()
        places = [
            (round((code.x + code.length / 2) * DOTS), round((code.y + n * code.pitch + code.thickness / 2) * DOTS))
            for n in range(len(code.marks))
        ]
        found.append("".join("1" if pixels[y, x] < 128 else "0" for x, y in places))
    document.close()
    return found


def test_reading_marks_follow_their_table(tmp_path: Path) -> None:
    """Benchmark and safety always, the end on the last sheet, the piece modulo 8, parity even; backs stay empty."""
    profile = DL.model_copy(update={"code": OMR, "duplex": True, "fold_marks": False})
    (file,) = pressed(tmp_path, [letter(number, pages=4) for number in range(9)], profile)
    sheets = marks_on(tmp_path / file.path, OMR)
    for place, marks in enumerate(sheets):
        if place % 2:
            assert marks == "0000000"
            continue
        piece, sheet = place // 4 + 1, place % 4 // 2 + 1
        benchmark, safety, end, four, two, one, parity = map(int, marks)
        assert (benchmark, safety) == (1, 1)
        assert end == (sheet == 2)
        assert four * 4 + two * 2 + one == piece % 8
        assert sum(map(int, marks)) % 2 == 0
        assert parity in (0, 1)


def test_pictures_show_what_is_printed() -> None:
    """The job sheet's sample has the very parts that the sheet gets."""
    assert len(dark_parts(DL, IDENTITY, 1, 1, 1)) > 100
    omr = DL.model_copy(update={"code": OMR})
    assert dark_parts(omr, IDENTITY, 5, 1, 1) == tuple(area for _mark, area in printed_marks(OMR, 5, 1, 1))
    assert printed_marks(OMR, 1, 1, 2)[0] == (OmrMark.BENCHMARK, Rect(8.0, 230.0, 8.0, 0.5))
    assert dark_parts(press.load_profile("epost"), IDENTITY, 1, 1, 1) == ()

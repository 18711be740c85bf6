"""Control codes: what they say, and the Data Matrix and reading marks that say it.

A code says 21 digits: job (8), piece (7), sheet (2) of sheets (2), 1 on the last sheet, check digit. No personal data.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mailing.base.errors import ProgramFaultError
from mailing.base.messages import _
from mailing.model import Rect
from mailing.press.geometry import SHEET_HEIGHT, points, rectangle
from mailing.press.parts import DataMatrixCode, NoCode, OmrCode, OmrMark

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailing.model import RunIdentity
    from mailing.press.profiles import ShopProfile

MAX_SHEETS = 99
MAX_PIECES = 9_999_999
CODE_DIGITS = 21

_JOB_PAIRS = 4
_PAIRS = 10
_FIRST_PAIR, _FIRST_DIGIT = 130, 49
"""The codewords of the pair 00 and of the digit 0 (ISO/IEC 16022, ASCII encodation)."""
_MODULES = 16
_BITS = _MODULES * _MODULES


class SheetMarks(Protocol):
    """Draws the control code of a sheet's front as page content."""

    def __call__(self, piece: int, sheet: int, sheets: int) -> bytes:
        """Return the content for sheet `sheet` of `sheets` (from 1) of the piece."""
        ...


def sheet_marks(profile: ShopProfile, identity: RunIdentity) -> SheetMarks:
    """Return what draws the codes that the profile asks for."""
    match profile.code:
        case NoCode():
            return _no_marks
        case DataMatrixCode() as code:
            return _DataMatrix(code, identity.job_number)
        case OmrCode() as code:
            return _ReadingMarks(code)


def _no_marks(piece: int, sheet: int, sheets: int) -> bytes:  # noqa: ARG001 - one of the kinds of marks
    return b""


def code_text(job: int, piece: int, sheet: int, sheets: int) -> str:
    """Return the 21 digits of a sheet's code."""
    digits = f"{job:08d}{piece:07d}{sheet:02d}{sheets:02d}{int(sheet == sheets)}"
    return digits + check_digit(digits)


class ScannedCode(NamedTuple):
    """What a sheet's code says."""

    job: int
    piece: int
    sheet: int
    sheets: int


def read_code(text: str) -> ScannedCode | None:
    """Return what a code says as it was scanned; None where its check digit or its sheets say that it was misread."""
    digits = "".join(text.split())
    if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    found = ScannedCode(int(digits[:8]), int(digits[8:15]), int(digits[15:17]), int(digits[17:19]))
    return found if code_text(*found) == digits and 1 <= found.sheet <= found.sheets else None


def check_digit(digits: str) -> str:
    """Return the check digit by ISO 7064, MOD 11,10: it finds every single wrong digit."""
    product = 10
    for digit in digits:
        product = _next_product(product, int(digit))
    return _closing_digit(product)


def _next_product(product: int, digit: int) -> int:
    return ((product + digit) % 10 or 10) * 2 % 11


def _closing_digit(product: int) -> str:
    return str((11 - product) % 10)


def dark_parts(profile: ShopProfile, identity: RunIdentity, piece: int, sheet: int, sheets: int) -> tuple[Rect, ...]:
    """Return what is printed of a sheet's code as rectangles, for pictures of it."""
    match profile.code:
        case NoCode():
            return ()
        case DataMatrixCode() as code:
            symbol = _symbol(code_text(identity.job_number, piece, sheet, sheets))
            return tuple(
                Rect(code.x + column * code.module, code.y + row * code.module, code.module, code.module)
                for row in range(_MODULES)
                for column in range(_MODULES)
                if not symbol >> (_BITS - 1 - row * _MODULES - column) & 1
            )
        case OmrCode() as code:
            return tuple(area for _mark, area in printed_marks(code, piece, sheet, sheets))


class _DataMatrix:
    """Draws Data Matrix symbols as 16 × 16 image masks.

    A symbol is linear in its codewords (Reed-Solomon over GF(256), then a fixed placement, ISO/IEC 16022), so it is the
    exclusive or of what each pair of digits adds to the symbol of all zeros. zxing-cpp draws those parts once; a code
    costs seven look-ups instead of an encoding.
    """

    def __init__(self, code: DataMatrixCode, job: int) -> None:
        zeros, self._parts = _symbol_parts()
        self._base = zeros
        self._product = 10
        for index in range(_JOB_PAIRS):
            pair = job // 100 ** (_JOB_PAIRS - 1 - index) % 100
            self._base ^= self._parts[index][pair]
            self._product = _next_product(_next_product(self._product, pair // 10), pair % 10)
        size = points(_MODULES * code.module)
        left, bottom = points(code.x), points(SHEET_HEIGHT - code.area.bottom)
        # ASCIIHex, because raw bytes could spell EI, at which simple readers end an image.
        self._before = b"q %b 0 0 %b %b %b cm BI/W 16/H 16/IM true/F/AHx ID " % (size, size, left, bottom)

    def __call__(self, piece: int, sheet: int, sheets: int) -> bytes:
        payload = piece * 100_000 + sheet * 1_000 + sheets * 10 + (sheet == sheets)
        symbol, product = self._base, self._product
        for index in range(_JOB_PAIRS, _PAIRS):
            pair = payload // _WEIGHTS[index] % 100
            symbol ^= self._parts[index][pair]
            product = _AFTER_PAIR[product][pair]
        symbol ^= self._parts[_PAIRS][(11 - product) % 10]
        return b"%b%064x>EI Q\n" % (self._before, symbol)


_WEIGHTS = tuple(100 ** (_PAIRS - 1 - index) for index in range(_PAIRS))
_AFTER_PAIR = tuple(
    tuple(_next_product(_next_product(product, pair // 10), pair % 10) for pair in range(100)) for product in range(11)
)


@lru_cache(maxsize=1)
def _symbol_parts() -> tuple[int, tuple[tuple[int, ...], ...]]:
    """Return the symbol of all zeros, and for each pair (and the check digit) what each value adds to it.

    A pair's codeword is 130 and its value, a digit's is 49 and its value: what differs in eight bits at most is made of
    what each of these adds, and a few symbols tell that.
    """
    zeros = "0" * CODE_DIGITS
    base = _symbol(zeros)

    def parts(place: int, digits: int, first_codeword: int) -> tuple[int, ...]:
        def adds(value: int) -> int:
            return _symbol(f"{zeros[:place]}{value:0{digits}d}{zeros[place + digits :]}") ^ base

        return _spanned(first_codeword, 10**digits, adds)

    pairs = (parts(2 * index, 2, _FIRST_PAIR) for index in range(_PAIRS))
    return base, (*pairs, parts(2 * _PAIRS, 1, _FIRST_DIGIT))


def _spanned(first: int, count: int, adds: Callable[[int], int]) -> tuple[int, ...]:
    """Return what each of `count` values adds, asked for as few as tell it of all; their codewords follow `first`."""
    known = {0: 0}
    for value in range(count):
        step = first ^ (first + value)
        if step not in known:
            added = adds(value)
            known |= {step ^ other: added ^ of_other for other, of_other in known.items()}
    return tuple(known[first ^ (first + value)] for value in range(count))


def _symbol(digits: str) -> int:
    """Return a symbol as 256 bits, row by row from the top left; 0 is dark, as an image mask wants it."""
    import zxingcpp

    image = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.DataMatrix, force_square=True).to_image(
        scale=1, add_quiet_zones=False
    )
    modules = bytes(image)  # type: ignore[call-overload]  # it has a buffer, which its stub doesn't tell
    if len(modules) != _BITS:
        raise ProgramFaultError(_("Der Data Matrix hat nicht 16 × 16 Module"), where=digits)
    return int("".join("1" if module else "0" for module in modules), 2)


class _ReadingMarks:
    """Draws optical reading marks: those of the profile's marks that a sheet carries."""

    def __init__(self, code: OmrCode) -> None:
        self._code = code

    def __call__(self, piece: int, sheet: int, sheets: int) -> bytes:
        areas = [area for _mark, area in printed_marks(self._code, piece, sheet, sheets)]
        return b"%b f\n" % b" ".join(rectangle(area.x, area.y, area.width, area.height) for area in areas)


def printed_marks(code: OmrCode, piece: int, sheet: int, sheets: int) -> tuple[tuple[OmrMark, Rect], ...]:
    """Return the marks of a sheet, each where it stands; parity makes their number even."""
    printed = {OmrMark.BENCHMARK, OmrMark.SAFETY}
    if sheet == sheets:
        printed.add(OmrMark.END)
    printed |= {mark for mark, bit in _SEQUENCE_BITS if piece & bit}
    if sum(mark in printed for mark in code.marks) % 2:
        printed.add(OmrMark.PARITY)
    return tuple(
        (mark, Rect(code.x, code.y + index * code.pitch, code.length, code.thickness))
        for index, mark in enumerate(code.marks)
        if mark in printed
    )


_SEQUENCE_BITS = ((OmrMark.SEQUENCE_4, 4), (OmrMark.SEQUENCE_2, 2), (OmrMark.SEQUENCE_1, 1))

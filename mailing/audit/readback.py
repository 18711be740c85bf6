"""The dear half of a verification: every page of every piece is opened and read like a letter in the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailing.audit.content_hash import contents_of
from mailing.audit.enclosed_pages import EnclosedPages
from mailing.audit.expectations import BG_NUMBER, Expectation, has_stranger, missing_from, squeezed
from mailing.audit.findings import fault
from mailing.audit.fixed_text import FixedText
from mailing.audit.ink import covered, thick
from mailing.audit.layers import OncePerPlate
from mailing.audit.letters_compared import KindsOfLetters
from mailing.audit.measuring import Ruler
from mailing.audit.printfile.checking import check_pressed
from mailing.audit.printfile.evidence import NO_PROFILE
from mailing.audit.reply_slips import ReplySlips
from mailing.audit.run_files import state_of
from mailing.audit.separation import separated_pages_of
from mailing.base.messages import _
from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mailing.audit.layers import Layer, Page
    from mailing.audit.letters_compared import Kind, Letters
    from mailing.audit.page_objects import Box
    from mailing.audit.printfile.evidence import PrintSettings
    from mailing.audit.rules import SheetRules
    from mailing.findings import Finding


class Reading(NamedTuple):
    """Pieces of one file to be read; small to pickle.

    Attributes:
        path: the PDF.
        file: the manifest's name for it.
        pages: how many it must have; 0 where another reading of the same file counts them.
        job_number: the digits that stand for the run in control codes.
        state: what tells the file that was hashed from any other.
        settings: the profile as the print rules take it, as far as it is in hand.
        key: of the hashes over pages; empty where it isn't in hand.
        with_fonts: whether the installed fonts are those that the run was made with.
        fixed: what the letters share, as far as templates are in hand.
        originals: the office's enclosed files by their names, as far as they are in hand.
    """

    path: Path
    file: str
    pages: int
    pieces: Sequence[Expectation]
    rules: SheetRules
    job_number: str
    state: tuple[int, ...]
    settings: PrintSettings = NO_PROFILE
    key: bytes = b""
    with_fonts: bool = False
    fixed: FixedText = FixedText()
    originals: tuple[tuple[str, Path], ...] = ()


class Misaddressed(NamedTuple):
    """A letter whose window shows another household than the books say; whose, the books will tell."""

    piece: int
    window: str
    missing: tuple[str, ...]


class ReadingResult(NamedTuple):
    """What reading some pieces found."""

    pieces: int
    findings: tuple[Finding, ...]
    misaddressed: tuple[Misaddressed, ...]
    foreign: tuple[tuple[int, str], ...]
    kinds: Mapping[Kind, Letters]


def read_pieces(reading: Reading) -> ReadingResult:
    """Read the pieces back and compare them with what is expected; pure, so any process can do it."""
    try:
        reader = _Reader(reading)
    except Exception as error:  # noqa: BLE001 - what a broken file makes of a PDF library can't be foreseen
        return ReadingResult(len(reading.pieces), (_broken(reading, error),), (), (), {})
    for expected in reading.pieces:
        try:
            reader.read(expected)
        except Exception as error:  # noqa: BLE001 - as above; the other pieces are read all the same
            reader.findings.append(_broken(reading, error))
    found = (tuple(reader.findings), tuple(reader.misaddressed), tuple(reader.foreign))
    return ReadingResult(len(reading.pieces), *found, reader.kinds.found())


def _broken(reading: Reading, error: Exception) -> Finding:
    return fault("audit.pdf-broken", path=reading.file, found=f"{type(error).__name__}: {error}")


class _FormInUse:
    """A form that letters of the file may have: what measures it, and where its address stands."""

    def __init__(self, rules: SheetRules) -> None:
        self.ruler = Ruler(rules)
        field, below = rules.form.field, rules.form.return_line_bottom
        self.address_area = Rect(field.x, below, field.width, field.bottom - below)


class _Said(NamedTuple):
    """What a layer says: its text, squeezed, and what looks like a BG-Nummer in it."""

    text: str
    numbers: frozenset[str]

    @classmethod
    def of(cls, layer: Layer) -> _Said:
        numbers = frozenset(map(squeezed, BG_NUMBER.findall(layer.text)))
        return cls(squeezed(layer.text_as_written), numbers)


class _Reader:
    """Reads pieces one after the other and keeps what it finds."""

    def __init__(self, reading: Reading) -> None:
        self._rules = reading.rules
        self._job_number = reading.job_number
        self._key = reading.key
        if state_of(reading.path.lstat()) != reading.state:
            raise ValueError(_("nach der Prüfsumme verändert"))
        self._pages = separated_pages_of(reading.path)
        self._contents = contents_of(reading.path)
        self._forms = tuple(map(_FormInUse, reading.rules.alternatives))
        self._enclosed = EnclosedPages(reading.rules, dict(reading.originals))
        self._slips = ReplySlips(reading.rules)
        self._said = OncePerPlate(_Said.of)
        self._covered: dict[tuple[Box, ...], OncePerPlate[Box | None]] = {}
        self.kinds = KindsOfLetters(reading.fixed)
        self.findings: list[Finding] = []
        self.misaddressed: list[Misaddressed] = []
        self.foreign: list[tuple[int, str]] = []
        if reading.pages and reading.pages != len(self._pages):
            found = len(self._pages)
            self.findings.append(fault("audit.page-count", path=reading.file, expected=reading.pages, found=found))
        if reading.pages:
            settings, with_fonts = reading.settings, reading.with_fonts
            self.findings += check_pressed(reading.path, reading.file, settings, with_fonts=with_fonts)

    def read(self, expected: Expectation) -> None:
        """Read one piece."""
        numbers = range(expected.first_page, expected.first_page + expected.pages)
        self._check_content(numbers, expected)
        said: list[list[_Said]] = []
        window = ""
        form = self._forms[0]
        for index, number in enumerate(numbers):
            with self._pages.page(number) as page:
                if self._enclosed.place(index) is not None:
                    self._check_code(page, expected, index)
                    self._check_enclosed(page, expected, index)
                    continue
                said.append([self._said(layer) for layer in page.layers])
                self._check_code(page, expected, index)
                self._check_covered(page, expected, index)
                if index == 0:
                    form = self._form_of(page, expected)
                self.findings += self._slips.faults(page, expected, index)
                if self._rules.has_layout:
                    self.findings += form.ruler.measure(page, expected, index)
                if index == 0 and expected.needles:
                    window = self._check_window(page.text_in(form.address_area).splitlines(), expected)
        self.kinds.add(expected.piece, [[layer.text for layer in page_said] for page_said in said])
        if expected.needles:
            layers = [layer for page_said in said for layer in page_said]
            self._check_text("".join(layer.text for layer in layers), window, expected)
            self._check_numbers(frozenset[str]().union(*(layer.numbers for layer in layers)), expected)

    def _check_content(self, numbers: range, expected: Expectation) -> None:
        """Compare the pages with their hash where its key is in hand, as in no shop; see that nothing is hidden."""
        look = self._contents.look(numbers)
        found = look.keyed(self._key) if self._key else expected.content_sha256
        if found != expected.content_sha256:
            self._report("audit.content-hash", expected, expected=expected.content_sha256, found=found)
        if look.odd_ink:
            self._report("audit.ink", expected, found=look.odd_ink)

    def _check_covered(self, page: Page, expected: Expectation, index: int) -> None:
        """No text lies under a picture or a bar."""
        over = thick(page.graphic_boxes)
        if not over:
            return
        covered_in = self._covered.setdefault(over, OncePerPlate(lambda layer: covered(layer.text_boxes, over)))
        hidden = next((box for layer in page.layers if (box := covered_in(layer))), None)
        if hidden is not None:
            area = page.area(hidden)
            self._report("audit.covered", expected, page=index + 1, found=f"x {area.x:.1f}, y {area.y:.1f} mm")

    def _check_enclosed(self, page: Page, expected: Expectation, index: int) -> None:
        """An enclosed page is the page of the office's file that stands there, and nothing else but the code."""
        place = self._enclosed.place(index)
        ground = self._contents.ground(expected.first_page + index)
        found = self._enclosed.strange(page, ground, index)
        if place and found:
            enclosed, number = place
            details = {"title": enclosed.title, "expected": f"{enclosed.file}, {number + 1}", "found": found}
            self._report("audit.enclosure", expected, page=index + 1, **details)

    def _form_of(self, page: Page, expected: Expectation) -> _FormInUse:
        """Return the form that a letter's first page keeps to wholly; the first one where it keeps to none."""
        if len(self._forms) == 1:
            return self._forms[0]
        fitting = (form for form in self._forms if not form.ruler.measure(page, expected, 0))
        return next(fitting, self._forms[0])

    def _check_window(self, lines: Sequence[str], expected: Expectation) -> str:
        """Compare the window's lines with the household; return their text, squeezed."""
        window = squeezed("".join(lines))
        missing = missing_from(window, expected.needles)
        if missing:
            self.misaddressed.append(Misaddressed(expected.piece, window, tuple(missing)))
        elif has_stranger(lines, expected, self._rules.endorsement):
            self._report("audit.address-extra", expected)
        return window

    def _check_text(self, text: str, window: str, expected: Expectation) -> None:
        """The letter beyond its window speaks of the same household: by BG-Nummer or name."""
        has_name = bool(expected.name) and text.count(expected.name) > window.count(expected.name)
        if not has_name and (not expected.bg_number or expected.bg_number not in text):
            self._report("audit.letter-household", expected)

    def _check_numbers(self, numbers: Iterable[str], expected: Expectation) -> None:
        """The letter speaks of no other household."""
        for number in sorted(numbers):
            if number not in expected.bg_number and expected.bg_number not in number:
                self.foreign.append((expected.piece, number))

    def _check_code(self, page: Page, expected: Expectation, index: int) -> None:
        """Each sheet's front says job, piece and sheet; backs say nothing."""
        sheet, is_back = divmod(index, 2) if self._rules.is_duplex else (index, 0)
        if is_back:
            return
        for shown, wanted in self._codes(page, expected, sheet + 1):
            if not shown:
                self._report("audit.code-missing", expected, sheet=sheet + 1)
            elif shown != wanted:
                self._report("audit.code", expected, sheet=sheet + 1, expected=wanted, found=shown)

    def _codes(self, page: Page, expected: Expectation, sheet: int) -> Iterator[tuple[str, str]]:
        """Give what the sheet's code says and what it should say."""
        if self._rules.code is not None:
            wanted = code_digits(self._job_number, expected.piece, sheet, expected.sheets)
            yield page.code(self._rules.code), wanted
        if self._rules.omr is not None:
            shown = "".join("1" if page.is_dark(area) else "0" for area in self._rules.omr.areas)
            yield shown, self._rules.omr.expected(expected.piece, sheet, expected.sheets)

    def _report(self, code: str, letter: Expectation, /, **details: str | float) -> None:
        self.findings.append(fault(code, where=letter.file, piece=letter.piece, **details))


def code_digits(job_number: str, piece: int, sheet: int, sheets: int) -> str:
    """Return the digits that a sheet's code must say; the last one by ISO 7064, MOD 11,10."""
    digits = f"{job_number}{piece:07d}{sheet:02d}{sheets:02d}{int(sheet == sheets)}"
    rest = 10
    for digit in digits:
        total = (rest + int(digit)) % 10 or 10
        rest = total * 2 % 11
    return f"{digits}{(11 - rest) % 10}"

"""The address in the window: how its lines are made to fit, by a documented rule.

A line that is too wide is broken at its last fitting blank or hyphen, as long as there are lines left: "Frau" first
goes on a line of its own, and no line ends in a title, a "von" or an "und" if it can be helped. With no line left it
is set narrower, to `NARROWEST` of its width at most. What then doesn't fit forbids the letter; nothing is ever cut.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mailing.findings import Finding
from mailing.letters.blocks import ADDRESS_FORMS, LetterFault
from mailing.letters.setting.fonts import EM
from mailing.letters.setting.shaping import shaper
from mailing.letters.setting.style import HIGHEST_INK, baseline
from mailing.model import MM_PER_PT, Face, FilledForm, Form, Gap, Line, Role
from mailing.model.din5008 import BASIC_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.model import Rect, Word

NARROWEST = 0.85
"""The least share of its width to which a line is narrowed."""

FORBIDDEN_FIRST = frozenset('@()=[]"\\/,<>~')
"""No line of an address begins with these (experience of a public letter service's printers)."""

FLAT_SIGN = "//"
"""Between house number and flat: "Kernberg 17 // W 236"."""

LINES_THAT_IDENTIFY = 2
"""So many first lines need a letter or a digit (as above)."""

LINES_KEPT = 20_000

LONGEST_LINE = 1_000
"""In characters; what is longer fits no window, however it is divided, and is never measured."""

Words = tuple["Word", ...]


class AddressWindow:
    """Sets addresses in one window.

    Args:
        area: where ink of the address may be: the part of the field that always shows, and that the shop leaves free.
        anchor: where the first of up to as many lines as fit below stands; longer addresses begin higher.
        size: of the type in pt.
        endorsement: a line above the recipient for the post: "Nicht nachsenden!".
    """

    def __init__(self, area: Rect, anchor: float, size: float, endorsement: str = "") -> None:
        anchor, leading = max(anchor, area.y), BASIC_LINE
        self.width = area.width
        self._x, self._size, self._leading = area.x, size, leading
        self._endorsement = [words_of(endorsement)[0]] if endorsement else []
        self._first_baseline = anchor + baseline(leading, size)
        self._lines_below = int((area.bottom - anchor) / leading + 1e-6)
        first_ink = self._first_baseline - HIGHEST_INK * size * MM_PER_PT
        self._lines_above = max(int((first_ink - area.y) / leading + 1e-6) - len(self._endorsement), 0)
        self._scale = size * MM_PER_PT / EM
        self._most = area.width / self._scale
        self._forms: dict[int, Form] = {}

    @property
    def most_lines(self) -> int:
        """How many lines an address can have."""
        return self._lines_below + self._lines_above

    def text_width(self, text: str) -> float:
        """Return the width of `text` as a line of the address, in mm."""
        return words_of(text)[1] * self._scale

    def lines(self, texts: Sequence[str], row: int) -> tuple[Line, ...]:
        """Return the address as lines on the sheet; errors as of `set`."""
        return self.set(texts, row).lines

    def set(self, texts: Sequence[str], row: int) -> FilledForm:
        """Return the address on the sheet; lines as wide as they are designed stand in a form that addresses share.

        Raises:
            LetterFault: a line begins with a forbidden sign, or lines are too wide or too many.
        """
        check_lines(texts, row)
        for text in texts:
            if len(text) > LONGEST_LINE:
                raise LetterFault(Finding("letter.address-too-wide", row, found=text, details=self._width_details))
        fills = tuple([words for words, advance in map(words_of, texts) if advance <= self._most])
        if len(fills) < len(texts):
            return self._narrowed(self._fitted(texts, row), row)
        form = self._forms.get(len(fills))
        if form is None:
            self._refuse_too_long(len(fills), row)
            gaps = [((Gap.of(Face.REGULAR, number),), 1.0) for number in range(len(fills))]
            form = self._forms[len(fills)] = Form(self._placed(gaps), self._most)
        return FilledForm(form, fills)

    def _narrowed(self, set_lines: Sequence[tuple[Words, float]], row: int) -> FilledForm:
        self._refuse_too_long(len(set_lines), row)
        return FilledForm(Form(self._placed(set_lines)))

    def _refuse_too_long(self, lines: int, row: int) -> None:
        if lines > self.most_lines:
            raise LetterFault(Finding("letter.address-too-long", row, details={"most": self.most_lines}))

    def _placed(self, set_lines: Sequence[tuple[Words, float]]) -> tuple[Line, ...]:
        x, size, leading = self._x, self._size, self._leading
        y = self._first_baseline - max(len(set_lines) - self._lines_below, 0) * leading
        lines = [Line(x, y - leading, size, words, Role.ENDORSEMENT) for words in self._endorsement]
        for words, stretch in set_lines:
            lines.append(Line(x, y, size, words, Role.ADDRESS, stretch))
            y += leading
        return tuple(lines)

    def _fitted(self, texts: Sequence[str], row: int) -> list[tuple[Words, float]]:
        """Break or narrow the lines that are too wide, from the first on."""
        spare = self.most_lines - len(texts)
        fitted: list[tuple[Words, float]] = []
        for text in texts:
            parts = [text] if self._fits(text) else self._divided(text, spare)
            spare -= len(parts) - 1
            for part in parts:
                words, advance = words_of(part)
                stretch = min(1.0, self._most / advance)
                if stretch < NARROWEST:
                    raise LetterFault(Finding("letter.address-too-wide", row, found=text, details=self._width_details))
                fitted.append((words, stretch))
        return fitted

    @property
    def _width_details(self) -> dict[str, int]:
        return {"most": round(self.width)}

    def _fits(self, text: str) -> bool:
        return words_of(text)[1] <= self._most

    def _divided(self, text: str, spare: int) -> list[str]:
        """Divide a line into up to `spare` more, each as long as it fits; the last may be left too wide."""
        parts = []
        while spare > 0 and not self._fits(text):
            head, rest = next(((head, rest) for head, rest in divisions(text) if self._fits(head)), ("", text))
            if not head:
                break
            parts.append(head)
            text = rest
            spare -= 1
        return [*parts, text]


def divisions(text: str) -> Iterator[tuple[str, str]]:
    """Give the ways to divide a line at a blank or behind a hyphen, the best first; none has a forbidden sign first."""
    form, _, rest = text.partition(" ")
    if rest and form in ADDRESS_FORMS.values():
        yield form, rest
    positions = [at for at, sign in enumerate(text) if sign in " -" and 0 < at < len(text) - 1]
    pairs = [
        (text[: at + 1].rstrip(" "), text[at + 1 :])
        for at in reversed(positions)
        if text[at + 1] not in FORBIDDEN_FIRST and text[at + 1] != " "
    ]
    yield from (pair for pair in pairs if not _leads_on(pair[0]))
    yield from pairs


def _leads_on(head: str) -> bool:
    """Whether a line that ends so makes the reader wait: "Prof. Dr.", "von der", "Anna und", "12 // W"."""
    *_before, last = words = head.rsplit(" ", maxsplit=2)
    return last.endswith(".") or last.islower() or FLAT_SIGN in words[-2:]


@lru_cache(maxsize=LINES_KEPT)
def words_of(text: str) -> tuple[Words, int]:
    """Return a line of the address as words, and its width in 1/1000 em; many words stand in many addresses."""
    shaped = shaper(Face.REGULAR)
    *others, last = text.split(" ")
    words = (*[shaped(word + " ") for word in others], shaped(last))
    return words, sum([word.advance for word in words])


def check_lines(texts: Sequence[str], row: int) -> None:
    """Refuse what sorting machines can't take.

    Raises:
        LetterFault: a line begins with a forbidden sign, or one of the first two names nobody.
    """
    for text in texts:
        if text[:1] in FORBIDDEN_FIRST:
            raise LetterFault(Finding("letter.address-line-beginning", row, found=text, details={"sign": text[:1]}))
    for number, text in enumerate(texts[:LINES_THAT_IDENTIFY], start=1):
        if not text[:1].isalnum() and not any(map(str.isalnum, text)):
            raise LetterFault(Finding("letter.address-line-empty", row, found=text, details={"line": number}))

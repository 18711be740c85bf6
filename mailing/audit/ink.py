"""Whether all that a page draws can be seen: the few operators that letters need, and none with which text is hidden.

A reader of text finds words that no eye does: drawn in white, in a mode without ink, clipped away, scaled to nothing,
painted over. Letters are drawn with so few operators that all others are told. Colour is checked by the print rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailing.audit.actual_text import GIVEN
from mailing.audit.page_objects import BOTTOM, LEFT, POINT, RIGHT, TOP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.audit.page_objects import Box

LIGHTEST = 0.6
"""Lighter grays (0 black, 1 white) don't read well on recycled paper; rules and marks are darker."""
SMALLEST = 5.0
"""Points; no text of a letter is smaller than 6."""
COVERED = 0.5
"""So much of a line of text lies under something else if it is covered; an underline takes less."""
THIN = 1.0 * POINT
"""Points; rules, which run through or under text, are thinner."""

_STRING = re.compile(rb"\([^()\\]*+(?:\\.[^()\\]*+)*+\)", re.DOTALL)
_NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"
_PICTURE = rb"q\s+(?:" + _NUMBER + rb"\s+){6}cm\s+BI[\w/\s]*?ID [0-9A-Fa-f\s]*>\s*EI\s+Q"
_UPRIGHT = rb"1 0 0 1\s+" + _NUMBER + rb"\s+" + _NUMBER + rb"\s+Tm"
_OPERATOR = rb"(?:Do|BT|ET|Tf|Td|TJ|Tj|Ts|g|re|f\*|f|n|m|l|c|h|q|Q)(?![\w*'\"])"
_GIVEN = rb"/Span<</ActualText<>>>BDC(?:[\[\]\s]|\(\)|TJ|" + _NUMBER + rb"(?:\s+Ts\b)?)*+EMC"
"""A word with moved marks and its text, which is compared elsewhere (`actual_text`)."""
_GIVEN_TEXT = re.compile(rb"(?<=/ActualText)<FEFF[0-9A-F]*>")
_KNOWN = re.compile(
    rb"(?:\s+|" + b"|".join((_PICTURE, _UPRIGHT, _GIVEN, _OPERATOR, _NUMBER, rb"/\w+|\[|\]|\(\)")) + rb")*+"
)
_CHOICE = re.compile(rb"(?<!\w)(g|fT)\s++([-+.\d]++)")
"""A gray or a size, read backwards: the operator, then what has the signs of a number, whatever number that is. So
only the numbers before such operators are looked at, not all those of places."""
_LAST_NUMBER = re.compile(_NUMBER + rb"\Z")


def odd_ink(content: bytes) -> str:
    """Return what in a decoded content stream hides text or is no operator of a letter; "" where nothing is.

    Text is never quoted: all strings are taken out first.
    """
    bare = _STRING.sub(b"()", content)
    if GIVEN in bare:
        bare = _GIVEN_TEXT.sub(b"<>", bare)
    known = _KNOWN.match(bare)
    end = known.end() if known else 0
    if end < len(bare):
        return bare[end : end + 20].split(b"\n", 1)[0].decode("ascii", "replace")
    for operator, chosen in sorted(dict.fromkeys(_CHOICE.findall(bare[::-1])), reverse=True):
        number = _LAST_NUMBER.search(chosen[::-1])
        if number and _hides(float(number[0]), operator[::-1]):
            return f"{number[0].decode()} {operator[::-1].decode()}"
    return ""


def _hides(number: float, operator: bytes) -> bool:
    """Whether a gray is too light or a size too small to be read."""
    return number > LIGHTEST if operator == b"g" else abs(number) < SMALLEST


def thick(graphics: Iterable[Box]) -> tuple[Box, ...]:
    """Return what of that which is drawn can cover text."""
    return tuple(box for box in graphics if box[TOP] - box[BOTTOM] > THIN and box[RIGHT] - box[LEFT] > THIN)


def covered(texts: Iterable[Box], thick: Iterable[Box]) -> Box | None:
    """Return a stretch of text of which half or more lies under something thick; None where none does."""
    for text in texts:
        for box in thick:
            width = min(text[RIGHT], box[RIGHT]) - max(text[LEFT], box[LEFT])
            height = min(text[TOP], box[TOP]) - max(text[BOTTOM], box[BOTTOM])
            if width > 0 and height > 0:
                size = (text[RIGHT] - text[LEFT]) * (text[TOP] - text[BOTTOM])
                if width * height >= COVERED * size:
                    return text
    return None

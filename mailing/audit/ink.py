"""Whether all that a page draws can be seen: the few operators that letters need, and none with which text is hidden.

A reader of text finds words that no eye does: drawn in white, in a mode without ink, clipped away, scaled to nothing,
painted over. Letters are drawn with so few operators that all others are told. Colour is checked by the print rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.model import Rect

LIGHTEST = 0.6
"""Lighter grays (0 black, 1 white) don't read well on recycled paper; rules and marks are darker."""
SMALLEST = 5.0
"""Points; no text of a letter is smaller than 6."""
COVERED = 0.5
"""So much of a line of text lies under something else if it is covered; an underline takes less."""
THIN = 1.0
"""mm; rules, which run through or under text, are thinner."""

_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"
_PICTURE = rb"q\s+(?:" + _NUMBER + rb"\s+){6}cm\s+BI[\w/\s]*?ID [0-9A-Fa-f\s]*>\s*EI\s+Q"
_UPRIGHT = rb"1 0 0 1\s+" + _NUMBER + rb"\s+" + _NUMBER + rb"\s+Tm"
_OPERATOR = rb"(?:Do|BT|ET|Tf|Td|TJ|Tj|Ts|g|re|f\*|f|n|m|l|c|h|q|Q)(?![\w*'\"])"
_KNOWN = re.compile(rb"(?:\s+|" + b"|".join((_PICTURE, _UPRIGHT, _OPERATOR, _NUMBER, rb"/\w+|\[|\]|\(\)")) + rb")*+")
_GRAY = re.compile(rb"(" + _NUMBER + rb")\s+g(?!\w)")
_SIZE = re.compile(rb"(" + _NUMBER + rb")\s+Tf(?!\w)")


def odd_ink(content: bytes) -> str:
    """Return what in a decoded content stream hides text or is no operator of a letter; "" where nothing is.

    Text is never quoted: all strings are taken out first.
    """
    bare = _STRING.sub(b"()", content)
    known = _KNOWN.match(bare)
    end = known.end() if known else 0
    if end < len(bare):
        return bare[end : end + 20].split(b"\n", 1)[0].decode("ascii", "replace")
    for gray in _GRAY.findall(bare):
        if float(gray) > LIGHTEST:
            return f"{gray.decode()} g"
    for size in _SIZE.findall(bare):
        if abs(float(size)) < SMALLEST:
            return f"{size.decode()} Tf"
    return ""


def covered(texts: Sequence[Rect], graphics: Sequence[Rect]) -> Rect | None:
    """Return a stretch of text of which half or more lies under something drawn; None where none does."""
    thick = [area for area in graphics if area.height > THIN and area.width > THIN]
    for text in texts if thick else ():
        for area in thick:
            width = min(text.right, area.right) - max(text.x, area.x)
            height = min(text.bottom, area.bottom) - max(text.y, area.y)
            if width > 0 and height > 0 and width * height >= COVERED * text.width * text.height:
                return text
    return None

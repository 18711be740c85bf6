"""Where the letter's parts stand, for programs that are told every place: DIN 5008 B, in pt from bottom left."""

from __future__ import annotations

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT = 25 * MM
MEASURE = 165 * MM
SIZE = 10.5
LEADING = SIZE * 1.26
SMALL = 7.5
HEAD_SIZE = 15.0

HEAD = HEIGHT - 22 * MM
RETURN_LINE = HEIGHT - 49 * MM
ADDRESS = HEIGHT - 66.2 * MM
DATE_LEFT, DATE = 125 * MM, HEIGHT - 53.2 * MM
SUBJECT = HEIGHT - 102 * MM
TEXT = SUBJECT - 3 * LEADING
"""The salutation's baseline: two blank lines below the subject."""
FOOT = 15 * MM
FOLD_MARKS = (HEIGHT - 105 * MM, HEIGHT - 210 * MM)
MARK_LEFT, MARK_WIDTH, MARK_HEIGHT = 5 * MM, 5 * MM, 0.4

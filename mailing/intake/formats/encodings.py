"""Which encoding a text file is in: by its mark, by its bytes, and by which reading gives words.

One byte means "ü" in cp1252, "¸" to a Macintosh: the reading in which letters stand among letters is the right one.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
SINGLE_BYTE = ("cp1252", "iso8859-15", "mac-roman")
"""In the order in which a tie is settled: Excel in Germany writes cp1252."""
DECODED_AT_ONCE = 1 << 20
PROBE_BYTES = 4096
PROBE_RUNS = 20_000
HEAD_WEIGHT = 100
"""Column names are words, whatever stands below them: in a list of mere symbols they settle the encoding."""
NUL_SHARE = 0.3
"""From this share of NUL bytes at one parity on, a text is UTF-16: even Cyrillic text has its blanks and delimiters."""

_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file's bytes are text.

    Attributes:
        codec: Python's name of it.
        mark: the byte order mark that the file begins with.
        is_broken: some of the bytes are no text in it.
    """

    codec: str
    mark: bytes = b""
    is_broken: bool = False

    @property
    def label(self) -> str:
        """Its name for people."""
        return f"{self.codec} (BOM)" if self.mark else self.codec

    def text(self, data: bytes) -> str:
        """Return the bytes as text; what isn't text becomes U+FFFD."""
        return str(memoryview(data)[len(self.mark) :], self.codec, "replace")


def detect(data: bytes) -> Encoding:
    """Return the encoding of a text file's bytes."""
    for mark, codec in MARKS:
        if data.startswith(mark):
            return Encoding(codec, mark, is_broken=not _decodes(memoryview(data)[len(mark) :], codec))
    wide = _wide_codec(data[:PROBE_BYTES])
    if wide:
        return Encoding(wide, is_broken=not _decodes(data, wide))
    if _decodes(data, "utf-8"):
        return Encoding("utf-8")
    if _is_mostly_utf8(data):
        return Encoding("utf-8", is_broken=True)
    codec = best_single_byte(data)
    return Encoding(codec, is_broken=not _decodes(data, codec))


def _decodes(data: bytes | memoryview, codec: str) -> bool:
    """Whether the bytes are text in that encoding; a part at a time, for as text they take up to four times as much."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(data), DECODED_AT_ONCE):
            decoder.decode(data[start : start + DECODED_AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _wide_codec(probe: bytes) -> str:
    """Return the UTF-16 of a text without a mark: its ASCII characters have a NUL at the same side each."""
    pairs = len(probe) // 2
    if pairs == 0:
        return ""
    even, odd = probe[0 : 2 * pairs : 2].count(0) / pairs, probe[1 : 2 * pairs : 2].count(0) / pairs
    if odd > NUL_SHARE and even < odd / 4:
        return "utf-16-le"
    if even > NUL_SHARE and odd < even / 4:
        return "utf-16-be"
    return ""


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether most of the text beyond ASCII is UTF-8, so that the rest is damage."""
    verdicts = Counter(_decodes(run.group(), "utf-8") for run in _first(_HIGH_BYTES.finditer(data)))
    return verdicts[True] > verdicts[False]


def _first(runs: Iterable[re.Match[bytes]]) -> Iterable[re.Match[bytes]]:
    return (run for run, _count in zip(runs, range(PROBE_RUNS), strict=False))


def best_single_byte(data: bytes) -> str:
    """Return the single-byte encoding in which the text's letters stand among letters."""
    contexts: Counter[bytes] = Counter()
    head = len(data.lstrip().partition(b"\n")[0])
    for run in _first(_HIGH_BYTES.finditer(data)):
        context = data[max(run.start() - 1, 0) : run.end() + 1].rjust(3, b" ")
        contexts[context] += HEAD_WEIGHT if run.end() <= head else 1
    scores = {
        codec: sum(count * _plausibility(context.decode(codec, "replace")) for context, count in contexts.items())
        for codec in SINGLE_BYTE
    }
    return max(SINGLE_BYTE, key=scores.__getitem__)


def _plausibility(text: str) -> int:
    """Return how likely a text of a few characters is: above 0 where its special characters are letters in place."""
    around = zip(text, text[1:], f"{text[2:]} ", strict=False)
    return sum(_fit(before, char, after) for before, char, after in around if not char.isascii())


def _fit(before: str, char: str, after: str) -> int:
    """Return how well a character stands between its neighbours."""
    if unicodedata.category(char) in {"Cc", "Cn", "Co", "So"} and char not in "°©®":
        return -10
    if char in "¼½¾":
        return 1 if before.isdigit() else -2
    if char in "¤¦¨¸ƒ":
        return -2
    if not char.isalpha() or unicodedata.category(char) == "Lm" or unicodedata.normalize("NFKC", char) != char:
        return _fit_of_sign(before, char, after)
    if char.isupper() and before.isalpha():
        return -2 if before.islower() else -1 if after.islower() else 0
    return 1


def _fit_of_sign(before: str, char: str, after: str) -> int:
    if char == "´" and not before.isalpha() and after.isalpha():
        return -1
    return -2 if before.isalpha() and after.isalpha() and char not in "’‘´" else 0

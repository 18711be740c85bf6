"""Which encoding a text file is in: by its mark, by its bytes, and by which reading gives words.

One byte means "ü" in cp1252, "¸" to a Macintosh: the reading in which letters stand among letters, and words are such
that people or places are called, is the right one. Where two readings fit, `UnsureEncodingError` asks.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import UsageError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
DECODED_AT_ONCE = 1 << 20
PROBE_BYTES = 4096
PROBE_RUNS = 20_000
NUL_SHARE = 0.3
"""From this share of NUL bytes at one parity on, a text is UTF-16: even Cyrillic text has its blanks and delimiters."""

_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


class UnsureEncodingError(ValueError):
    """Two encodings fit the text: `codecs` names them, the likelier first; `line` has a word that differs."""

    def __init__(self, first: str, second: str, line: int) -> None:
        super().__init__(first, second)
        self.codecs = (first, second)
        self.line = line


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
    """Return the encoding of a text file's bytes; raise `UnsureEncodingError` where two of them fit."""
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
    from mailing.intake.formats.codepages import best_codepage

    first, second, word = best_codepage(data)
    if second:
        raise UnsureEncodingError(first, second, data[: data.find(word)].count(b"\n") + 1)
    return Encoding(first, is_broken=not _decodes(data, first))


def named_encoding(name: str, data: bytes) -> Encoding:
    """Return the encoding that the user named, by any of its names; an unknown one is a `UsageError`."""
    try:
        codec = codecs.lookup(name).name
        "a".encode(codec)  # raises for what is no encoding of texts, as base64
    except (LookupError, UnicodeError, ValueError) as error:
        raise UsageError(
            _("Die Zeichenkodierung „{name}“ gibt es nicht").format(name=name),
            where="--encoding",
            hint=_("zum Beispiel utf-8, cp1252 (Windows), cp850 (MS-DOS), cp1250 (Osteuropa) oder cp1254 (Türkisch)"),
        ) from error
    codec = codec.removesuffix("-sig")
    mark = next((mark for mark, of_mark in MARKS if data.startswith(mark) and of_mark.startswith(codec)), b"")
    codec = next((of_mark for of, of_mark in MARKS if of == mark), codec)
    return Encoding(codec, mark, is_broken=not _decodes(memoryview(data)[len(mark) :], codec))


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

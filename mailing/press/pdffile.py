"""Writing a PDF file object by object, to a stream: nothing is kept but the offsets of what is written.

Measured by `benchmarks/press.py`: pressing a letter takes 28 µs with its code, hashes and compression, where assembling
its page and record with pikepdf alone takes 58 µs; and memory stays that of one letter. So the checker of finished
files (`mailing/audit`), which reads them with pikepdf, shares nothing with the writer either. File structure by
ISO 32000-1, 7.5; spacing by ISO 19005-2, 6.1.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, BinaryIO

from deflate import zlib_compress

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"

_STREAM = b"%d 0 obj\n<</Length %d%b>>\nstream\n%b\nendstream\nendobj\n"

OBJECTS_A_STREAM = 200
"""Objects compressed together: enough to compress well, few enough to be unpacked at a glance."""

QUICKLY, WELL = 1, 5
"""Levels of compression: of a letter's own content, which is short; of objects, hundreds at a time.

libdeflate takes half of zlib's time for the same size, and its bytes depend on its version alone, not on the machine
(measured by `benchmarks/press.py`; ebiggers/libdeflate, issue 400). The manifest names the version.
"""


class PdfFile:
    """A PDF 1.6 file on its way to a stream.

    Args:
        stream: where the bytes go; it is never read, nor moved in.
        object_streams: whether objects other than streams are compressed together.
    """

    def __init__(self, stream: BinaryIO, *, object_streams: bool) -> None:
        self._stream = stream
        self._object_streams = object_streams
        self._digest = hashlib.sha256()
        self._position = 0
        self._entries: list[tuple[int, int, int]] = [(0, 0, 65535)]
        self._waiting: list[tuple[int, bytes]] = []
        self._write(HEADER)

    def reserve(self) -> int:
        """Return a number for an object that is written later."""
        self._entries.append((0, 0, 0))
        return len(self._entries) - 1

    def add(self, body: bytes, number: int | None = None) -> int:
        """Write an object under its reserved number or a new one; return the number."""
        number = self.reserve() if number is None else number
        if not self._object_streams:
            self._write_object(number, body)
            return number
        self._waiting.append((number, body))
        if len(self._waiting) == OBJECTS_A_STREAM:
            self._flush_waiting()
        return number

    def add_stream(self, content: bytes, entries: bytes = b"", *, compress: bool = True) -> int:
        """Write a stream with further dictionary entries; return its number."""
        number = self.reserve()
        if compress:
            self._write_stream(number, zlib_compress(content, QUICKLY), entries + b"/Filter/FlateDecode")
        else:
            self._write_stream(number, content, entries)
        return number

    def add_raw_stream(self, content: bytes, entries: bytes, number: int) -> None:
        """Write a stream as it is, encoded as its entries say, under its reserved number."""
        self._write_stream(number, content, entries)

    def close(self, root: int, info: int) -> bytes:
        """Write the cross-reference and the end; return the SHA-256 of the whole file.

        The file's ID comes from all bytes before the cross-reference.
        """
        self._flush_waiting()
        identifier = self._digest.hexdigest()[:32].encode()
        trailer = b"/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (root, info, identifier, identifier)
        start = self._close_with_stream(trailer) if self._object_streams else self._close_with_table(trailer)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._digest.digest()

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._position

    def _write(self, content: bytes) -> None:
        self._stream.write(content)
        self._digest.update(content)
        self._position += len(content)

    def _write_object(self, number: int, body: bytes) -> None:
        self._entries[number] = (1, self._position, 0)
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def _write_stream(self, number: int, content: bytes | bytearray, entries: bytes) -> None:
        self._entries[number] = (1, self._position, 0)
        self._write(_STREAM % (number, len(content), entries, content))

    def _flush_waiting(self) -> None:
        """Write the waiting objects as one object stream (ISO 32000-1, 7.5.7)."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        holder = self.reserve()
        heads = []
        offset = 0
        for index, (number, body) in enumerate(waiting):
            self._entries[number] = (2, holder, index)
            heads.append(b"%d %d " % (number, offset))
            offset += len(body) + 1
        head = b"".join(heads)
        content = zlib_compress(head + b" ".join([body for _number, body in waiting]), WELL)
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(waiting), len(head))
        self._write_stream(holder, content, entries)

    def _close_with_stream(self, trailer: bytes) -> int:
        """Write a cross-reference stream (ISO 32000-1, 7.5.8); return where it starts."""
        number, start = self.reserve(), self._position
        self._entries[number] = (1, start, 0)
        table = b"".join(_packed(self._entries))
        content = zlib_compress(table, WELL)
        entries = b"/Type/XRef/Size %d/W[1 4 2]%b/Filter/FlateDecode" % (len(self._entries), trailer)
        self._write_stream(number, content, entries)
        return start

    def _close_with_table(self, trailer: bytes) -> int:
        """Write a cross-reference table (ISO 32000-1, 7.5.4); return where it starts."""
        start = self._position
        lines = [b"%010d %05d %b \n" % (offset, last, b"n" if kind else b"f") for kind, offset, last in self._entries]
        self._write(b"xref\n0 %d\n%b" % (len(lines), b"".join(lines)))
        self._write(b"trailer\n<</Size %d%b>>\n" % (len(lines), trailer))
        return start


def _packed(entries: Iterable[tuple[int, int, int]]) -> Iterable[bytes]:
    pack = struct.Struct(">BIH").pack
    return (pack(*entry) for entry in entries)


def text_string(text: str) -> bytes:
    """Return `text` as a PDF text string: ASCII as it is, all else as UTF-16."""
    if text.isascii() and text.isprintable():
        return b"(%b)" % text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()


_SPECIAL_IN_NAMES = b" #/%()<>[]{}" + bytes(range(0x7F, 0x100))


def name(text: str) -> bytes:
    """Return `text` as a PDF name."""
    return b"/" + b"".join(
        b"#%02X" % byte if byte in _SPECIAL_IN_NAMES or not chr(byte).isprintable() else bytes((byte,))
        for byte in text.encode()
    )

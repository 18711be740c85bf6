"""Text that was encoded twice: the UTF-8 bytes of "ü" read as cp1252 are "Ã¼"."""

from __future__ import annotations

import re

_FOLLOWING = "[\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]"
_SUSPICIOUS = re.compile(f"[\u00c2-\u00cc]{_FOLLOWING}|[\u00e1\u00e2]{_FOLLOWING}{{2}}")
"""The first byte of a UTF-8 sequence for Latin letters and the following ones, all read as cp1252 or Latin-1."""
_UNUSED_IN_CP1252 = "\x81\x8d\x8f\x90\x9d"


def repaired(text: str) -> str:
    """Return what was meant, or "" where the text wasn't encoded twice."""
    if not _SUSPICIOUS.search(text):
        return ""
    try:
        return b"".join(_as_byte(character) for character in text).decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""


def _as_byte(character: str) -> bytes:
    if character in _UNUSED_IN_CP1252 or "\x80" <= character <= "\x9f":
        return character.encode("latin-1")
    return character.encode("cp1252")

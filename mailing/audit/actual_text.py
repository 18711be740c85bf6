"""Text that a page gives in place of its glyphs' own (ActualText), held against the glyphs.

Letters give it for words with moved marks ("C̄"), which readers would tear apart. Readers show it in the glyphs' place,
and so does the text that pages are checked by: it must say what is drawn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GIVEN: Final = b"/ActualText"
"""What content has that gives text so; most pages have none."""

_STRING: Final = rb"\((?:[^()\\]|\\.)*\)"
_TOKEN: Final = re.compile(
    rb"/(?P<font>\w+)\s+[\d.]+\s+Tf\b|/Span<</ActualText<FEFF(?P<text>(?:[0-9A-F]{4})*)>>>BDC(?P<drawn>(?:"
    + _STRING
    + rb"|[^()])*?)EMC|"
    + _STRING,
    re.DOTALL,
)
_STRINGS: Final = re.compile(_STRING, re.DOTALL)
_ESCAPED: Final = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_NAMED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BLOCKS: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_ENTRY: Final = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})*)>")


def texts_of_codes(to_unicode: bytes) -> dict[int, str]:
    """Return what each code of a composite font stands for, from its decoded ToUnicode map."""
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for block in _BLOCKS.findall(to_unicode)
        for code, text in _ENTRY.findall(block)
    }


def gives_other_text(content: bytes, fonts: Mapping[str, Mapping[int, str]]) -> bool:
    """Whether decoded content gives text that isn't the text of the glyphs that it stands for.

    Args:
        content: of a page or form.
        fonts: resource name -> code -> text, of the composite fonts that it uses.
    """
    texts: Mapping[int, str] = {}
    found = 0
    for token in _TOKEN.finditer(content):
        if token["font"] is not None:
            texts = fonts.get(token["font"].decode(), {})
        elif token["text"] is not None:
            found += 1
            codes = b"".join(_plain(string[1:-1]) for string in _STRINGS.findall(token["drawn"]))
            pairs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
            given = bytes.fromhex(token["text"].decode()).decode("utf-16-be", "replace")
            if "".join(texts.get(code, "") for code in pairs) != given:
                return True
    return found < content.count(GIVEN)


def _plain(string: bytes) -> bytes:
    """Return a string's bytes without escapes."""

    def unescaped(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes((int(sign, 8) & 255,)) if len(sign) == len(b"000") else _NAMED.get(sign, sign)

    return _ESCAPED.sub(unescaped, string)

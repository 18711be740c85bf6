"""Keyed hashes of messages by the million."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK: Final = 64
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))


def keyed_sha256(key: bytes) -> Callable[[bytes], bytes]:
    """Return what gives a message's HMAC-SHA256 (RFC 2104) under the key.

    The same as `hmac.digest`, which makes the key ready for each message anew: that takes as long as all the rest.
    """
    whole = (sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    inner, outer = sha256(whole.translate(_INNER)), sha256(whole.translate(_OUTER))

    def keyed(message: bytes) -> bytes:
        inside, outside = inner.copy(), outer.copy()
        inside.update(message)
        outside.update(inside.digest())
        return outside.digest()

    return keyed

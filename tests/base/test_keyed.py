"""Keyed hashes are those of RFC 2104."""

from __future__ import annotations

import hmac

import pytest

from mailing.base.keyed import keyed_sha256


@pytest.mark.parametrize("key", [b"", b"\0", b"a key", b"k" * 32, b"k" * 64, b"k" * 65, bytes(range(256))], ids=len)
@pytest.mark.parametrize("message", [b"", b"a message", bytes(range(256)) * 9], ids=len)
def test_they_are_what_the_standard_library_makes(key: bytes, message: bytes) -> None:
    """Keys that are shorter than a block, as long, and longer."""
    assert keyed_sha256(key)(message) == hmac.digest(key, message, "sha256")


def test_another_key_makes_another_hash() -> None:
    """The key counts, each of its bytes."""
    assert keyed_sha256(b"one")(b"message") != keyed_sha256(b"onf")(b"message")

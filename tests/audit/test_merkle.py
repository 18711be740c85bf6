"""The hash tree over the pieces: RFC 6962's own definition, written out plainly, is the control."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.audit import merkle

HASHES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


def plain_root(leaves: list[bytes]) -> bytes:
    """Return the root as section 2.1 of the RFC defines it: split at the largest power of two below the number."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + plain_root(leaves[:split]) + plain_root(leaves[split:])).digest()


@given(HASHES)
def test_the_root_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    """Whatever the number of leaves."""
    assert merkle.root(leaves) == plain_root(leaves)


@given(HASHES, st.data())
def test_every_path_leads_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    """From each leaf, and from no other."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    steps = merkle.path(leaves, index)
    assert merkle.climb(leaves[index], steps) == merkle.root(leaves)
    assert merkle.climb(sha256(leaves[index]).digest(), steps) != merkle.root(leaves)


def test_nothing_has_the_hash_of_nothing() -> None:
    """The empty tree of the RFC."""
    assert merkle.root([]) == sha256(b"").digest()


@pytest.mark.parametrize("change", [(2, b"c" * 32, b"h" * 32), (1, b"x" * 32, b"h" * 32), (1, b"c" * 32, b"x" * 32)])
def test_a_leaf_depends_on_all_it_says(change: tuple[int, bytes, bytes]) -> None:
    """Number, content and household."""
    assert merkle.leaf(*change) != merkle.leaf(1, b"c" * 32, b"h" * 32)

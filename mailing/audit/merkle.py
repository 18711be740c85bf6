"""A hash tree over the pieces (RFC 6962, section 2.1): that one piece is among them can be shown without the others.

Leaves and nodes are hashed with different first bytes, so that no node can be passed off as a leaf. An odd last node
moves up unchanged, which gives exactly the tree of the RFC.
"""

from __future__ import annotations

from functools import reduce
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAF = b"\x00"
NODE = b"\x01"
WIDTH = 32
"""Bytes of one SHA-256."""


class Step(NamedTuple):
    """One step from a leaf to the root: the neighbour's hash and whether it stands on the left."""

    neighbour: bytes
    is_left: bool


def leaf(piece: int, content_sha256: bytes, household_hmac: bytes) -> bytes:
    """Return the leaf of a piece: its number (eight bytes, big-endian), its content's and its household's hash."""
    return sha256(LEAF + piece.to_bytes(8, "big") + content_sha256 + household_hmac).digest()


def leaves(contents: bytes, households: bytes) -> Iterator[bytes]:
    """Give the leaves of all pieces from the two columns of 32-byte hashes, piece 1 first."""
    for number, start in enumerate(range(0, len(contents), WIDTH), start=1):
        yield leaf(number, contents[start : start + WIDTH], households[start : start + WIDTH])


def root(hashes: Iterable[bytes]) -> bytes:
    """Return the root over the leaves; of no leaves, the hash of nothing, as the RFC has it.

    Trees of equal size are joined as soon as there are two, so that only one of each size waits for its neighbour.
    """
    waiting: list[bytes] = []
    for number, found in enumerate(hashes, start=1):
        joined, trees = found, number
        while trees % 2 == 0:
            joined, trees = _node(waiting.pop(), joined), trees // 2
        waiting.append(joined)
    if not waiting:
        return sha256().digest()
    return reduce(lambda right, left: _node(left, right), reversed(waiting))


def path(hashes: Sequence[bytes], index: int) -> tuple[Step, ...]:
    """Return the steps from leaf `index` (from 0) up to the root."""
    steps = []
    for level in _levels(hashes):
        neighbour = index ^ 1
        if neighbour < len(level):
            steps.append(Step(level[neighbour], is_left=neighbour < index))
        index //= 2
    return tuple(steps)


def climb(start: bytes, steps: Sequence[Step]) -> bytes:
    """Return the root that the steps lead to from a leaf."""
    here = start
    for neighbour, is_left in steps:
        here = _node(neighbour, here) if is_left else _node(here, neighbour)
    return here


def _levels(hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Give the levels from the leaves to the root."""
    level = hashes
    while len(level) > 1:
        yield level
        paired = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        level = [*paired, level[-1]] if len(level) % 2 else paired
    yield level


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()

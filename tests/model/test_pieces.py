"""The pieces of a file, kept as columns, are what was put in."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.model import Pieces, PressedPiece

FILE = "data/0001.pdf"


@st.composite
def pieces(draw: st.DrawFn) -> list[PressedPiece]:
    """Return pieces of one file, one behind the other."""
    made = []
    page = 0
    for number, pages in enumerate(draw(st.lists(st.integers(1, 198), max_size=9)), draw(st.integers(1, 9_999_000))):
        household, region = draw(st.integers(0, 10**7)), draw(st.sampled_from(["", "01", "30"]))
        digest = draw(st.binary(min_size=32, max_size=32)).hex()
        made.append(
            PressedPiece(number, household, FILE, page + 1, page + pages, pages, (pages + 1) // 2, region, digest)
        )
        page += pages
    return made


@given(pieces())
def test_columns_give_back_each_piece(given_pieces: list[PressedPiece]) -> None:
    """In a row, by place, from the end and in slices; also after a journey between processes."""
    kept = pickle.loads(pickle.dumps(Pieces(FILE, given_pieces)))  # noqa: S301 - our own bytes
    assert list(kept) == given_pieces
    assert len(kept) == len(given_pieces)
    assert [kept[place] for place in range(len(kept))] == given_pieces
    assert kept[-2:] == given_pieces[-2:]
    assert kept == Pieces(FILE, given_pieces)


def test_there_is_no_piece_behind_the_last() -> None:
    """As with any sequence."""
    with pytest.raises(IndexError):
        Pieces(FILE, [])[0]

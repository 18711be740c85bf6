"""Columns of texts: whatever they hold, and however it is kept, the rows say what they said."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from mailing.model import PackedTexts, TextColumn

TEXTS = st.lists(st.text(st.characters(exclude_categories=())), min_size=1)


@given(TEXTS)
def test_packed_texts_are_the_texts(texts: list[str]) -> None:
    """Umlauts, NUL and lone surrogates too."""
    packed = PackedTexts(texts)
    assert [packed[place] for place in range(len(texts))] == texts


@given(TEXTS, st.data())
def test_a_column_gives_each_row_its_text(texts: list[str], data: st.DataObject) -> None:
    """By row, by slice, in order, and some of them in any order."""
    places = st.integers(0, len(texts) - 1)
    rows = data.draw(st.lists(places, min_size=1))
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    for distinct in (texts, PackedTexts(texts)):
        column = TextColumn(array("I", rows), distinct)
        assert list(column) == [texts[row] for row in rows] == column[:]
        assert column[0] == texts[rows[0]]
        assert list(column.taken(chosen)) == [texts[rows[place]] for place in chosen]

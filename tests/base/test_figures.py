"""What counts as a number in what people, programs and browsers write."""

from __future__ import annotations

import pytest

from mailing.base.figures import number_in

WORDS = ["²", "٣", "", "-1", "1e3", "9" * 30, "9" * 5_000]
"""What looks like a number to somebody or to Python, and is none that anything is counted with."""


@pytest.mark.parametrize("word", WORDS)
def test_what_is_no_number_is_none(word: str) -> None:
    """Nothing but figures, and not more of them than anything is counted with."""
    assert number_in(word) is None


def test_a_number_is_one_up_to_its_most() -> None:
    """The last that counts, and the first that doesn't."""
    assert [number_in("12", 12), number_in("13", 12), number_in("007"), number_in("0")] == [12, None, 7, 0]

"""What recurs among letters is remembered, what doesn't isn't."""

from __future__ import annotations

from mailing.letters.memory import Memory


def test_what_recurs_is_remembered() -> None:
    """A first name is set once, however many letters bear it."""
    memory: Memory[str, int] = Memory(3)
    assert memory.keep("Anna", 1) == 1
    assert memory.recall("Anna") == 1
    assert memory.recall("Max") is None


def test_there_are_never_more_than_allowed() -> None:
    """The next one too many begins it anew."""
    memory: Memory[int, int] = Memory(3)
    for number in range(100):
        memory.keep(number, number)
        memory.recall(number)
        assert len(memory) <= 3


def test_what_never_recurs_is_not_kept_for_long() -> None:
    """BG numbers fill it once; then it gives up, and still gives back what it is told."""
    memory: Memory[int, int] = Memory(3)
    assert [memory.keep(number, number) for number in range(9)] == list(range(9))
    assert len(memory) == 0


def test_what_recurs_often_is_kept_on_after_a_new_beginning() -> None:
    """Surnames are more than there is room for, and each comes again."""
    memory: Memory[int, int] = Memory(3)
    for _turn in range(5):
        for number in range(4):
            memory.keep(number, number)
            for _letter in range(3):
                memory.recall(number)
    assert len(memory) > 0


def test_what_recurs_now_and_then_is_kept_on_when_it_is_full() -> None:
    """Surnames of which a third come again are worth remembering, however long the list."""
    memory: Memory[int, int] = Memory(100)
    for number in range(450):
        memory.keep(number, number)
        if number % 3 == 0:
            memory.recall(number)
    assert len(memory) == 50


def test_what_has_not_recurred_by_a_quarter_of_the_room_is_given_up() -> None:
    """Letters needn't fill it with BG numbers first."""
    memory: Memory[int, int] = Memory(100)
    for number in range(26):
        memory.keep(number, number)
    assert len(memory) == 0
    assert memory.recall(25) is None


def test_what_recurs_now_and_then_passes_the_trial() -> None:
    """Of salutations a fifth have come again by then."""
    memory: Memory[int, int] = Memory(100)
    for number in range(50):
        memory.keep(number, number)
        if number % 5 == 0:
            memory.recall(number)
    assert len(memory) == 50

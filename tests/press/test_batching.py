"""Batching: which letter comes into which file, in which order, and what it is to the post."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from press_letters import IDENTITY

from mailing import press
from mailing.base.errors import InputError, ProgramFaultError
from mailing.model import Pieces, Route
from mailing.press import batching

DL = press.load_profile("dl")


def size(household: int, *, route: Route = Route.BULK, pages: int = 1, plz: str = "30159") -> press.LetterSize:
    """Return a drawn letter's size."""
    return press.LetterSize(household, route, pages, 900 * pages, plz)


def limited(**limits: int) -> press.ShopProfile:
    """Return the profile dl with other limits."""
    return DL.model_copy(update={"limits": DL.limits.model_copy(update=limits)})


letters = st.lists(
    st.tuples(st.sampled_from([route for route in Route if route.is_printed]), st.integers(1, 6)), max_size=80
).map(lambda told: [size(place, route=route, pages=pages) for place, (route, pages) in enumerate(told)])


@given(letters, st.integers(1, 9), st.booleans(), st.randoms())
def test_every_letter_comes_into_one_file(sizes: list[press.LetterSize], most: int, duplex: bool, random) -> None:  # noqa: ANN001, FBT001
    """Nothing is lost or doubled, a file has one route and sheet class, and pieces count through."""
    profile = limited(letters=most).model_copy(update={"duplex": duplex})
    random.shuffle(sizes)
    plans = press.plan_batches(sizes, profile, IDENTITY)
    by_household = {letter.household: letter for letter in sizes}
    assert sorted(household for plan in plans for household in plan.households) == sorted(by_household)
    piece = 1
    for number, plan in enumerate(plans, 1):
        assert plan.number == number
        assert list(plan.pieces) == list(range(piece, piece + len(plan.households)))
        piece += len(plan.households)
        assert len(plan.households) <= most
        assert list(plan.households) == sorted(plan.households)
        assert {by_household[household].route for household in plan.households} == {plan.route}
        assert {profile.sheets_of(by_household[h].pages) for h in plan.households} == {plan.sheet_class}
    assert len({plan.path for plan in plans}) == len(plans)


def test_the_plan_ignores_the_order_of_arrival() -> None:
    """Chunks may come in any order: the plan is the same."""
    sizes = [size(number, plz=f"{30000 + number // 3}") for number in range(30)]
    assert press.plan_batches(sizes, DL, IDENTITY) == press.plan_batches(sizes[::-1], DL, IDENTITY)


def test_files_are_named_by_number_route_and_sheets() -> None:
    """Special routes have files of their own, with a name that tells them apart."""
    sizes = [size(0), size(1, pages=2), size(2, route=Route.BLOCKED)]
    paths = [plan.path for plan in press.plan_batches(sizes, DL, IDENTITY)]
    assert paths == ["data/0001_bulk_1-sheet.pdf", "data/0002_bulk_2-sheet.pdf", "data/0003_blocked_1-sheet.pdf"]


def test_a_profile_names_files_its_own_way() -> None:
    """The job's number can stand in the name, so that jobs don't collide at the shop."""
    profile = DL.model_copy(update={"file_name": "J{job}-{number:02d}.pdf"})
    (plan,) = press.plan_batches([size(0)], profile, IDENTITY)
    assert plan.path == f"data/J{IDENTITY.job_number:08d}-01.pdf"


def test_megabytes_divide_files_on_letter_boundaries() -> None:
    """A file stays below its limit even if nothing could be compressed; a letter is never divided."""
    sizes = [press.LetterSize(number, Route.BULK, 1, 400_000, "30159") for number in range(10)]
    plans = press.plan_batches(sizes, limited(megabytes=2), IDENTITY)
    assert [len(plan.households) for plan in plans] == [2, 2, 2, 2, 2]
    huge = [press.LetterSize(0, Route.BULK, 1, 9_000_000, "30159"), size(1)]
    assert [len(plan.households) for plan in press.plan_batches(huge, limited(megabytes=2), IDENTITY)] == [1, 1]


@pytest.mark.parametrize(
    ("pages", "duplex", "sheets", "grams", "product"),
    [
        (1, False, 1, 9.99, "Standardbrief"),
        (3, False, 3, 19.97, "Standardbrief"),
        (4, False, 4, 24.96, "Kompaktbrief"),
        (8, False, 8, 44.92, "Kompaktbrief"),
        (9, False, 9, 64.91, "Großbrief"),
        (6, True, 3, 19.97, "Standardbrief"),
    ],
)
def test_weight_and_product(pages: int, duplex: bool, sheets: int, grams: float, product: str) -> None:  # noqa: FBT001
    """A sheet of 80 g/m² weighs 4.99 g; three with their envelope are the heaviest standard letter."""
    profile = DL.model_copy(update={"duplex": duplex})
    (plan,) = press.plan_batches([size(0, pages=pages)], profile, IDENTITY)
    assert (plan.sheet_class, plan.grams, plan.product) == (sheets, grams, product)


def test_leitregionen() -> None:
    """A file tells its Leitregionen in order; letters abroad have none."""
    sizes = [size(0, plz="01067"), size(1, plz="30159"), size(2, plz="30880"), size(3, plz="31515")]
    (plan,) = press.plan_batches(sizes, DL, IDENTITY)
    assert plan.regions == (("01", 1), ("30", 2), ("31", 1))
    (abroad,) = press.plan_batches([size(0, route=Route.ABROAD, plz="10115")], DL, IDENTITY)
    assert abroad.regions == (("", 1),)


def test_a_plan_is_small() -> None:
    """Plans of 10,000 letters travel between processes in a few bytes a letter."""
    sizes = [size(number, plz=f"{30000 + number // 100}") for number in range(10_000)]
    plans = press.plan_batches(sizes, limited(letters=10_000), IDENTITY)
    assert len(pickle.dumps(plans)) < 60_000


def test_too_many_pieces_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code numbers up to 9,999,999 pieces; a longer list is to be divided."""
    monkeypatch.setattr(batching, "MAX_PIECES", 3)
    with pytest.raises(InputError):
        press.plan_batches([size(number) for number in range(4)], DL, IDENTITY)


def pressed(numbers: list[int], households: list[int]) -> Pieces:
    """Return pieces of one page each."""
    ones = [1] * len(numbers)
    return Pieces.of_columns(
        "data/1.pdf",
        numbers=numbers,
        households=households,
        first_pages=numbers,
        pages=ones,
        sheets=ones,
        regions=["30"] * len(numbers),
        digests=bytes(32 * len(numbers)),
    )


def test_what_was_planned_is_what_was_pressed() -> None:
    """The books are written from the plan: a file that has anything else ends the run."""
    (plan,) = press.plan_batches([size(4), size(7)], limited(), IDENTITY)
    plan.refuse_others(pressed([1, 2], [4, 7]))
    for numbers, households in (([1, 2], [7, 4]), ([1, 3], [4, 7]), ([1], [4]), ([1, 2, 3], [4, 7, 9])):
        with pytest.raises(ProgramFaultError):
            plan.refuse_others(pressed(numbers, households))

"""Persons become households, contradictions are told, duplicates merged or listed, the post's order kept."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np
import pytest
from intake_lists import person, take_rows

from mailing.intake import SideLists
from mailing.intake.households import bg_key, role
from mailing.intake.postal_order import natural, street_key

if TYPE_CHECKING:
    from pathlib import Path


def test_persons_become_one_household(tmp_path: Path) -> None:
    """The representative first, whatever the order; all members are kept; scattered rows are found together."""
    taken = take_rows(
        tmp_path,
        person(1, rolle="Mitglied", vorname="Kind"),
        person(2),
        person(1, rolle="Vertreter", vorname="Mutter", empfaenger="Betreuungsverein Nord"),
        person(1, rolle="Mitglied", vorname="Vater"),
    )
    first, second = taken.households
    assert [member.vorname for member in first.mitglieder] == ["Mutter", "Kind", "Vater"]
    assert (first.row, first.vorname, first.empfaenger) == (4, "Mutter", "Betreuungsverein Nord")
    assert [member.vorname for member in second.mitglieder] == ["Änne"]
    assert list(taken.intake.ledger.households) == [0, 1, 0, 0]


def test_a_list_of_households_stays(tmp_path: Path) -> None:
    """Without roles every BG number is a household of its own."""
    rows = [{name: entry for name, entry in person(number).items() if name != "rolle"} for number in (1, 2, 3)]
    taken = take_rows(tmp_path, *rows)
    assert len(taken.households) == 3
    assert not taken.intake.findings


def test_without_a_role_the_first_person_is_presumed(tmp_path: Path) -> None:
    """§ 38 SGB II presumes a representative; it is told."""
    taken = take_rows(tmp_path, person(1, rolle="", vorname="Erste"), person(1, rolle="", vorname="Zweite"))
    assert [each.vorname for each in taken.households] == ["Erste"]
    assert taken.finding("household.presumed-representative").row == 2


def test_who_is_no_member_goes_before_members(tmp_path: Path) -> None:
    """A row without a role goes before one that says Mitglied."""
    taken = take_rows(tmp_path, person(1, rolle="Mitglied", vorname="Kind"), person(1, rolle="", vorname="Mutter"))
    assert [each.vorname for each in taken.households] == ["Mutter"]


def test_two_representatives_are_told(tmp_path: Path) -> None:
    """The first gets the letter; the other's row names it."""
    taken = take_rows(tmp_path, person(1, vorname="Eins"), person(1, vorname="Zwei"))
    finding = taken.finding("household.two-representatives")
    assert (finding.row, finding.details["other"]) == (3, 2)
    assert [each.vorname for each in taken.households] == ["Eins"]


def test_two_addresses_are_told(tmp_path: Path) -> None:
    """The representative's counts; an empty address of a member is no other one."""
    taken = take_rows(
        tmp_path,
        person(1),
        person(1, rolle="Mitglied", vorname="Kind", strasse="Anderer Weg"),
        person(1, rolle="Mitglied", vorname="Baby", strasse="", hausnummer="", plz="", ort=""),
    )
    assert taken.finding("household.two-addresses").row == 3
    assert taken.households[0].strasse == "Lindenweg"
    assert taken.fates == {2: ("", ""), 3: ("", ""), 4: ("", "")}


@pytest.mark.parametrize("rolle", ["", "Vertreter"])
def test_strangers_under_one_number_are_no_household(tmp_path: Path, rolle: str) -> None:
    """A number that was copied downwards would leave all below without a letter of their own."""
    taken = take_rows(
        tmp_path,
        person(1, rolle=rolle, nachname="Adam"),
        person(1, rolle=rolle, nachname="Bauer", vorname="Ben", strasse="Am Ufer", hausnummer="7"),
        person(1, rolle=rolle, nachname="Conrad", vorname="Eva", plz="30938", ort="Burgwedel"),
        person(2),
    )
    assert taken.fates == {
        2: ("", ""),
        3: ("rejected", "household.stranger"),
        4: ("rejected", "household.stranger"),
        5: ("", ""),
    }
    assert [len(each.mitglieder) for each in taken.households] == [1, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"rolle": "Mitglied", "nachname": "Bauer", "strasse": "Am Ufer"},
        {"rolle": "", "nachname": "Bauer", "strasse": "LINDENWEG", "hausnummer": "1 a"},
        {"rolle": "", "nachname": "Adam", "strasse": "Am Ufer"},
    ],
    ids=["said to be a member", "address spelled otherwise", "same surname"],
)
def test_who_may_belong_to_the_household_stays(tmp_path: Path, other: dict[str, str]) -> None:
    """It is told, and costs nobody a letter."""
    taken = take_rows(tmp_path, person(1, rolle="", nachname="Adam"), person(1, vorname="Eva", **other))
    assert taken.finding("household.two-addresses").row == 3
    assert len(taken.households[0].mitglieder) == 2


def test_other_contradictions_are_told(tmp_path: Path) -> None:
    """A member's site or format that isn't the representative's."""
    taken = take_rows(
        tmp_path, person(1, standort="Mitte"), person(1, rolle="Mitglied", vorname="Kind", standort="Linden")
    )
    finding = taken.finding("household.contradiction")
    assert (finding.row, finding.field, finding.details["other"]) == (3, "standort", 2)


def test_a_members_fault_costs_only_the_member(tmp_path: Path) -> None:
    """The letter goes out; the faulty row isn't among the members."""
    taken = take_rows(tmp_path, person(1), person(1, rolle="Mitglied", nachname=""))
    assert taken.fates == {2: ("", ""), 3: ("rejected", "field.missing")}
    assert len(taken.households[0].mitglieder) == 1


def test_a_representatives_fault_costs_the_household(tmp_path: Path) -> None:
    """Nobody else is guessed to speak for the BG."""
    taken = take_rows(tmp_path, person(1, plz="1"), person(1, rolle="Mitglied", vorname="Kind"), person(2))
    assert taken.fates == {
        2: ("rejected", "plz.invalid"),
        3: ("rejected", "household.representative-rejected"),
        4: ("", ""),
    }
    assert taken.finding("household.representative-rejected").details["other"] == 2


def test_exact_duplicates_merge(tmp_path: Path) -> None:
    """The same row again, but for blanks, is merged and keeps its household."""
    taken = take_rows(tmp_path, person(1), person(2), person(1), {**person(1), "ort": " Hannover "})
    assert taken.fates[4] == taken.fates[5] == ("merged", "duplicate.exact")
    assert list(taken.intake.ledger.households) == [0, 1, 0, 0]
    assert len(taken.households) == 2
    assert len(taken.households[0].mitglieder) == 1


def test_rows_with_the_same_sum_are_compared_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should different rows ever have the same sum, none is taken for the other's copy."""
    monkeypatch.setattr(
        "mailing.intake.checks.duplicates.MULTIPLIER", np.uint64(0)
    )  # all but the last column fall away
    taken = take_rows(tmp_path, person(1), person(2), person(1), person(3))
    assert [row for row, fate in taken.fates.items() if fate == ("merged", "duplicate.exact")] == [4]


def test_a_duplicate_of_a_rejected_row_is_rejected(tmp_path: Path) -> None:
    """There is no letter with which it could merge."""
    taken = take_rows(tmp_path, person(1, plz="1"), person(1, plz="1"), person(2))
    assert taken.fates[2] == taken.fates[3] == ("rejected", "plz.invalid")


@pytest.mark.parametrize(
    "other",
    [
        {"nachname": "Weissb"},
        {"vorname": "Anne"},
        {"strasse": "Linden-Weg"},
        {"hausnummer": "1a"},
        {"nachname": "Änne", "vorname": "Weißb"},
        {},
    ],
)
def test_near_duplicates_are_listed_and_stay_two(tmp_path: Path, other: dict[str, str]) -> None:
    """Nearly the same person at nearly the same address under another number: for decision."""
    taken = take_rows(tmp_path, person(1), person(2, **{"hausnummer": "1", "nachname": "Weißb", **other}))
    finding = taken.finding("duplicate.near")
    assert (finding.row, finding.details["other"]) == (3, 2)
    assert len(taken.households) == 2


@pytest.mark.parametrize(
    "other", [{"nachname": "Schulz"}, {"plz": "30161"}, {"hausnummer": "77"}, {"strasse": "Am Markt"}]
)
def test_neighbours_are_no_near_duplicates(tmp_path: Path, other: dict[str, str]) -> None:
    """Another name, or another address: nothing to decide."""
    taken = take_rows(tmp_path, person(1), person(2, **{"hausnummer": "1", "nachname": "Weißb", **other}))
    assert not taken.codes["duplicate.near"]


def test_a_crowd_at_one_address_is_compared_in_moments(tmp_path: Path) -> None:
    """Thousands in one shelter: each with its neighbours in the alphabet, the same names once."""
    rows = [person(number, hausnummer="1", nachname=f"Weiß{number:05d}"[:9]) for number in range(3_000)]
    taken = take_rows(tmp_path, *rows, {**person(9_999), "hausnummer": "1", "nachname": "Weiß0000"})
    assert taken.codes["duplicate.near"] > 0
    assert len(taken.households) == 3_001


def test_two_households_at_one_address_stay_two(tmp_path: Path) -> None:
    """A BG is no flat."""
    taken = take_rows(tmp_path, person(1, hausnummer="1"), person(2, hausnummer="1"))
    assert len(taken.households) == 2


def test_the_order_is_the_posts(tmp_path: Path) -> None:
    """PLZ, street, number as people count."""
    places = [
        ("30161", "Aweg", "1"),
        ("30159", "Zweg", "1"),
        ("30159", "Bstr.", "10"),
        ("30159", "Bstraße", "9"),
        ("30159", "Bstraße", "9 a"),
    ]
    rows = [
        person(number, plz=plz, strasse=street, hausnummer=house, vorname=f"P{number}")
        for number, (plz, street, house) in enumerate(places)
    ]
    taken = take_rows(tmp_path, *rows)
    assert [(each.plz, each.strasse, each.hausnummer) for each in taken.households] == [
        ("30159", "Bstraße", "9"),
        ("30159", "Bstraße", "9 a"),
        ("30159", "Bstr.", "10"),
        ("30159", "Zweg", "1"),
        ("30161", "Aweg", "1"),
    ]
    assert [each.index for each in taken.households] == [0, 1, 2, 3, 4]


def test_keys_of_the_order() -> None:
    """Umlauts as DIN 5007-2 sorts names, numbers as numbers."""
    assert street_key("Ärztestr.") == street_key("Aerztestraße")
    assert natural("9") < natural("10") < natural("10 a") < natural("10b")


def test_chunks_are_the_same_households_whatever_their_size(tmp_path: Path) -> None:
    """Cut anywhere, the households are the same."""
    taken = take_rows(
        tmp_path,
        *(
            person(number // 2, rolle="Mitglied" if number % 2 else "Vertreter", vorname=f"P{number}")
            for number in range(20)
        ),
    )
    whole = [each for chunk in taken.intake.households.chunks(100) for each in chunk.households()]
    assert (
        whole
        == taken.households
        == [each for chunk in taken.intake.households.chunks(1) for each in chunk.households()]
    )
    assert len(taken.intake.households) == 10


def test_long_lists_are_packed_and_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nearly every row has of its own is kept as bytes when there is much of it."""
    rows = [person(number // 2, rolle="Mitglied" if number % 2 else "Vertreter", ort="Köln") for number in range(20)]
    plain = take_rows(tmp_path, *rows)
    monkeypatch.setattr("mailing.intake.texts.PACKED_FROM", 1)
    packed = take_rows(tmp_path, *rows)
    assert packed.households == plain.households
    assert list(packed.intake.ledger.bg_numbers) == list(plain.intake.ledger.bg_numbers)
    some = [
        list(map(list, each.intake.households.taken([7, 2], ("ort", "bg_nummer", "row")))) for each in (plain, packed)
    ]
    assert some[0] == some[1]


def test_members_are_taken_as_chunks_hand_them_out(tmp_path: Path) -> None:
    """Of some households in any order, one of them twice; of none too."""
    rows = [
        person(number // 3, rolle="Mitglied" if number % 3 else "Vertreter", vorname=f"P{number}")
        for number in range(12)
    ]
    households = take_rows(tmp_path, *rows, person(9)).intake.households
    (chunk,) = households.chunks(100)
    whole = chunk.columns["mitglieder"]
    for asked in ([3, 0, 4, 3], np.array([2, 1]), []):
        (some,) = households.taken(asked, ("mitglieder",))
        assert list(some) == [whole[each] for each in asked]


@pytest.mark.parametrize("asked", [[], [3], [1, 2, 3], [0, 1, 2, 3, 4], [1, 3, 2], [1, 2, 2, 4], [0, 0]])
def test_households_side_by_side_are_taken_like_others(tmp_path: Path, asked: list[int]) -> None:
    """In their order, none more and none less: the lines of a batch are mostly those of neighbours."""
    rows = [person(number // 2, rolle="Mitglied" if number % 2 else "Vertreter") for number in range(10)]
    households = take_rows(tmp_path, *rows).intake.households
    names = ("bg_nummer", "ort", "mitglieder", "row", "is_seed")
    for name, some in zip(names, households.taken(array("I", asked), names), strict=True):
        assert list(some) == [households.column(name)[each] for each in asked]


def test_the_first_households_only(tmp_path: Path) -> None:
    """`--limit` counts households in the list's order and takes all their rows; the rest isn't in the ledger."""
    rows = [person(3), person(1), person(2), person(3, rolle="Mitglied", vorname="Kind")]
    taken = take_rows(tmp_path, *rows, source={"limit": 2})
    assert list(taken.fates) == [2, 3, 5]
    assert taken.intake.inputs[0].rows == 3
    assert {each.bg_nummer[-1] for each in taken.households} == {"3", "1"}


def test_spellings_of_a_number_are_one_household(tmp_path: Path) -> None:
    """With slashes or BG between, with blanks."""
    assert bg_key("23702//0012345") == bg_key("23702BG0012345") == bg_key(" 23702 // 0012345")
    taken = take_rows(tmp_path, person(1), person(1, bg_nummer="23702BG0000001", rolle="Mitglied", vorname="Kind"))
    assert len(taken.households) == 1


def test_roles_are_read_as_lists_write_them() -> None:
    """In other words and forms."""
    assert {role(word) for word in ("Vertreter", "VERTRETERIN", "Antragsteller", "V")} == {"Vertreter"}
    assert {role(word) for word in ("Mitglied", "mitglied", "Kind", "Partnerin")} == {"Mitglied"}
    assert (role(""), role("Chef")) == ("", None)


@pytest.mark.parametrize("number", ["0", "unbekannt", "NEU", "-", "k.A.", "2,3702E+11", "237020000000", ""])
def test_a_placeholder_never_joins_strangers(tmp_path: Path, number: str) -> None:
    """Each such row has its own finding and no letter; the row with a number has its."""
    rows = [person(each, bg_nummer=number) for each in (1, 2, 3)]
    taken = take_rows(tmp_path, *rows, person(4))
    assert [fate[0] for fate in taken.fates.values()] == ["rejected"] * 3 + [""]
    assert [finding.row for finding in taken.intake.findings] == [2, 3, 4]
    assert {finding.found for finding in taken.intake.findings} == {number}


def test_an_odd_number_joins_only_rows_that_are_alike(tmp_path: Path) -> None:
    """The same surname at the same address is a household, a stranger with that number is another; all are told."""
    rows = (
        person(1, bg_nummer="4711"),
        person(1, bg_nummer="4711", vorname="Bernd", rolle="Mitglied"),
        person(2, bg_nummer="4711", vorname="Clara"),
    )
    taken = take_rows(tmp_path, *rows)
    assert [[each.vorname for each in household.mitglieder] for household in taken.households] == [
        ["Änne", "Bernd"],
        ["Clara"],
    ]
    assert taken.codes == {"bg.pattern": 3}


@pytest.mark.parametrize(
    "number", ["BG 23702//0000001", "237020000001", "23702-0000001", "23702 0000001", "23702BG0000001", "23702/0000001"]
)
def test_a_number_however_spelled_is_right(tmp_path: Path, number: str) -> None:
    """It joins the household's rows, has no finding, and the suppression list stops it."""
    rows = (person(1), person(1, bg_nummer=number, rolle="Mitglied", vorname="Kind"), person(2))
    taken = take_rows(tmp_path, *rows)
    assert len(taken.households) == 2
    assert not taken.intake.findings
    listed = tmp_path / "sperrliste.csv"
    listed.write_text(f"bg_nummer;grund;bis\r\n{number};Umzug;\r\n")
    assert len(take_rows(tmp_path, *rows, side=SideLists(suppress=listed)).households) == 1

"""Proof sets: the letters that show what can go wrong, and nobody's name where it must not leave the house."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters_kit import household
from templates_kit import DAY, OURS

from mailing.letters.proofs.anonymity import anonymous
from mailing.letters.proofs.choosing import Proof, choose_proofs
from mailing.letters.proofs.measuring import Measured, measure
from mailing.letters.proofs.shortlist import HOLDERS, Shortlist, shortlist
from mailing.letters.setter import Setter
from mailing.letters.sheets import Setting
from mailing.letters.text.loading import load_template
from mailing.model import LetterFormat, Person


def measured(index: int, **other: object) -> Measured:
    """Return an ordinary letter, with something of its own."""
    ordinary = Measured(index, LetterFormat.STANDARD, 40.0, 3, 1, frozenset({"a:1"}), frozenset("abc"))
    return ordinary._replace(**other)


def chosen(letters: list[Measured], size: int = 1000) -> tuple[Proof, ...]:
    """Return the proof set of letters that are measured so many at a time."""
    joined = sum((shortlist(letters[at : at + size]) for at in range(0, len(letters), size)), Shortlist())
    return choose_proofs(joined, [letter.household for letter in letters], seed=1)


def reasons(letters: list[Measured]) -> dict[int, tuple[str, ...]]:
    """Return the reasons by household."""
    return {proof.household: proof.reasons for proof in chosen(letters)}


def crowd(**others: dict[str, object]) -> list[Measured]:
    """Return fifty ordinary letters, some with something of their own: `n7={...}`."""
    return [measured(index, **others.get(f"n{index}", {})) for index in range(50)]


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ({"name_width": 80.0}, "längster Name"),
        ({"address_lines": 6}, "meiste Zeilen in der Anschrift"),
        ({"pages": 3}, "meiste Seiten"),
        ({"format": LetterFormat.LARGE_PRINT}, "Format Großdruck"),
        ({"branches": frozenset({"a:1", "b:2"})}, "Bedingung b:2"),
        ({"branches": frozenset()}, "ohne Bedingung a:1"),
        ({"characters": frozenset("abcř")}, "seltene Zeichen: ř"),
    ],
)
def test_whatever_is_special_is_in_the_set(own: dict[str, object], reason: str) -> None:
    """With its reason; in a crowd without it, the reason names another or nobody."""
    assert reason in reasons(crowd(n23=own))[23]
    assert 23 not in reasons(crowd()) or reason not in reasons(crowd())[23]


def test_first_last_and_some_at_random() -> None:
    """The same for the same seed."""
    found = reasons(crowd())
    assert "erster Brief" in found[0]
    assert "letzter Brief" in found[49]
    at_random = [index for index, why in found.items() if "zufällig gewählt" in why]
    assert len(at_random) == 3
    assert found == reasons(crowd())


def test_a_letter_serves_several_reasons() -> None:
    """The set stays small."""
    special = {"name_width": 80.0, "address_lines": 6, "pages": 3, "branches": frozenset({"a:1", "b:2"})}
    assert len(chosen(crowd(n23=special))) == 6
    assert len(reasons(crowd(n23=special))[23]) == 4


def test_rare_characters_are_covered_by_few() -> None:
    """One letter that has several stands for all of them."""
    letters = crowd(
        n5={"characters": frozenset("řž")}, n6={"characters": frozenset("řžł")}, n7={"characters": frozenset("ř")}
    )
    found = reasons(letters)
    assert "seltene Zeichen: ł ř ž" in found[6]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_short_lists(number: int) -> None:
    """All of it is the proof set."""
    assert len(chosen([measured(index) for index in range(number)])) == number


def random_letter(index: int, seed: int) -> Measured:
    """Return a letter of some kind or other; many are alike in something."""
    dice = random.Random(seed)  # noqa: S311 - a choice, no secret
    return Measured(
        index,
        dice.choice(list(LetterFormat)),
        dice.choice([20.0, 30.0, 40.0]),
        dice.randint(3, 6),
        dice.randint(1, 3),
        frozenset(dice.sample("abc", dice.randint(0, 3))),
        frozenset(dice.sample("abcdefgřžł", dice.randint(1, 6))),
    )


@given(st.lists(st.integers(0, 99), min_size=1, max_size=60), st.integers(1, 20), st.sampled_from([0, 9, 2_000]))
def test_chunks_choose_what_all_letters_together_choose(seeds: list[int], size: int, kept: int) -> None:
    """However many are measured at a time, whatever is left out of a chunk's shortlist, and when it is left out."""
    letters = [random_letter(index, seed) for index, seed in enumerate(seeds)]
    everything = Shortlist(tuple(letters), len(letters), shortlist(letters).characters)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("mailing.letters.proofs.shortlist.LETTERS_KEPT", kept)
        assert chosen(letters, size) == chosen(letters)
    if len(letters) <= HOLDERS:
        assert chosen(letters, size) == choose_proofs(everything, range(len(letters)), seed=1)


def test_measures_of_a_laid_out_letter() -> None:
    """Lines, pages and characters are those of the page."""
    setter = Setter(Setting(load_template("zugang-nur-mit-termin", OURS), DAY))
    short, long = household(standort="Garbsen"), household(standort="Garbsen", vorname="Maximiliane", zusatz="bei Weiß")
    of_short, of_long = (measure(them, setter.lay_out(them)) for them in (short, long))
    assert of_long.name_width > of_short.name_width > 20
    assert (of_short.address_lines, of_long.address_lines) == (3, 4)
    narrowed = household(standort="Garbsen", anrede="", vorname="", nachname="N" + "n" * 38)
    assert measure(narrowed, setter.lay_out(narrowed)).name_width > setter.address_width  # as designed
    assert of_short.pages == 1
    assert {"ş", "ı"} <= of_short.characters
    assert "zugang-nur-mit-termin/letter.md.j2:14" in of_short.branches


class TestAnonymous:
    """A synthetic person in place of the real one."""

    REAL = household(
        vorname="Ağnieszka",
        nachname="Kowalčík-Ñandú",
        strasse="Vahrenwalder Straße",
        zusatz="bei Rosenbaum",
        empfaenger="Frau Erna Rosenbaum\nBetreuungsverein e. V.",
        termin=datetime(2020, 6, 24, 9, 30),  # noqa: DTZ001 - lists name local times
        mitglieder=(Person("Frau", "", "Ağnieszka", "Kowalčík-Ñandú"), Person("Herr", "", "Tomasz", "Rosenbaum")),
        extra={"betrag": "1.234,50", "tag": "24.12.1980", "notiz": "Tochter von Rosenbaum"},
    )

    def test_nothing_of_the_person_stays(self) -> None:
        """No name, street, number, guardian, or entry of the list's own columns."""
        masked = str(anonymous(self.REAL, seed=1))
        for word in (
            *("nieszka", "Kowal", "andú", "Tomasz", "Rosenbaum", "Erna", "Vahrenwalder", "Betreuungsverein"),
            *(self.REAL.bg_nummer, self.REAL.kundennummer, "1.234,50", "24.12.1980"),
        ):
            assert word not in masked

    def test_what_makes_it_worth_proofing_stays(self) -> None:
        """Place, format, appointment; parts, rare characters and about the length of the name."""
        masked = anonymous(self.REAL, seed=1)
        kept = ("index", "row", "anrede", "plz", "ort", "standort", "termin", "format", "route")
        assert all(getattr(masked, name) == getattr(self.REAL, name) for name in kept)
        assert masked.nachname.count("-") == 1
        assert {"č", "í", "ú"} <= set(masked.nachname)
        assert abs(len(masked.nachname) - len(self.REAL.nachname)) <= 2
        assert len(masked.empfaenger.splitlines()) == 2
        assert masked.mitglieder[0].nachname == masked.nachname

    def test_entries_stay_of_their_kind(self) -> None:
        """A day is a day, an amount an amount: the letter can still be composed."""
        extra = anonymous(self.REAL, seed=1).extra
        assert extra["tag"].endswith(".12.1980")
        assert len(extra["betrag"]) == 8

    def test_the_same_for_the_same_seed_only(self) -> None:
        """And another person for each household."""
        assert anonymous(self.REAL, 1) == anonymous(self.REAL, 1)
        assert anonymous(self.REAL, 1) != anonymous(self.REAL, 2)
        assert anonymous(self.REAL, 1).vorname != anonymous(replace(self.REAL, index=1), 1).vorname

    def test_marks_stay_on_a_letter(self) -> None:
        """Combining characters come with their base."""
        masked = anonymous(household(nachname="M\u0302uller"), seed=1)
        assert "M\u0302" in masked.nachname

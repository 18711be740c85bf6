"""The grammar of names: what is understood whole, and what is left as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.model.full_names import FullName, given_name_first, surname_first
from mailing.model.names import AND, read_form, read_leading, spoken_titles, without_suffix
from mailing.model.recipients import read_recipient


@pytest.mark.parametrize(
    ("entry", "form", "titles"),
    [
        ("Fr.", "Frau", ""),
        ("FRAU", "Frau", ""),
        ("w", "Frau", ""),
        ("weiblich", "Frau", ""),
        ("Hr.", "Herr", ""),
        ("Hrn.", "Herr", ""),
        ("Herrn", "Herr", ""),
        ("m", "Herr", ""),
        ("Frau Dr.", "Frau", "Dr."),
        ("Herr Dr", "Herr", "Dr"),
        ("Herrn Prof. Dr.", "Herr", "Prof. Dr."),
        ("Frau Prof.Dr.med.", "Frau", "Prof. Dr. med."),
        ("Fam.", "Familie", ""),
        ("An die Eheleute", "Eheleute", ""),
        ("Sehr geehrte Frau", "Frau", ""),
        ("Herr und Frau", "Herr und Frau", ""),
        ("Frau & Herrn", "Frau und Herr", ""),
        ("Hr. u. Fr.", "Herr und Frau", ""),
        ("Firma", "Firma", ""),
        ("divers", "Divers", ""),
        ("Frau Rechtsanwältin", "Frau", "Rechtsanwältin"),
        ("Herrn RA Dr.", "Herr", "RA Dr."),
        ("Dr.", "", "Dr."),
        ("", "", ""),
    ],
)
def test_forms_of_address_are_understood(entry: str, form: str, titles: str) -> None:
    """However they are shortened, with titles behind them."""
    assert read_form(entry) == (form, titles, "")


@pytest.mark.parametrize("entry", ["Mr.", "Frau/Herr", "Herr Frau", "Mx", "Frau Meier", "z. Hd.", "1"])
def test_what_is_no_form_of_address_is_left(entry: str) -> None:
    """The rest says that the entry wasn't understood whole."""
    assert read_form(entry).rest


@pytest.mark.parametrize(
    ("entry", "leading"),
    [
        ("Frau Anna", ("Frau", "", "Anna")),
        ("Dr. Meier", ("", "Dr.", "Meier")),
        ("Frau", ("", "", "Frau")),
        ("M. Meier", ("", "", "M. Meier")),
        ("D. Meier", ("", "", "D. Meier")),
        ("O'Neil", ("", "", "O'Neil")),
        ("d'Angelo", ("", "", "d'Angelo")),
        ("Meier-Schulze", ("", "", "Meier-Schulze")),
        ("Prof", ("", "", "Prof")),
    ],
)
def test_forms_and_titles_in_front_of_a_name(entry: str, leading: tuple[str, str, str]) -> None:
    """An initial is no form of address, and a name stays though it reads like one."""
    assert read_leading(entry) == leading


@pytest.mark.parametrize(
    ("titles", "spoken"),
    [
        ("Dr", "Dr."),
        ("Prof.Dr.", "Prof. Dr."),
        ("Dr. med. dent.", "Dr."),
        ("Dr.-Ing.", "Dr."),
        ("Prof. Dr. Dr. h. c.", "Prof. Dr."),
        ("Dipl.-Ing. (FH)", ""),
        ("Mag.", ""),
        ("M.A.", ""),
        ("Professorin", "Professorin"),
    ],
)
def test_titles_that_are_spoken(titles: str, spoken: str) -> None:
    """Doctors and professors, however they are written; each title once."""
    assert spoken_titles(titles) == spoken


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Meier jun.", ("Meier", "jun.")),
        ("Meier geb. Schulz", ("Meier", "geb. Schulz")),
        ("Meier, geb. von Stein", ("Meier", "geb. von Stein")),
        ("Meier (verw. Schulz)", ("Meier", "(verw. Schulz)")),
        ("von der Heide sen.", ("von der Heide", "sen.")),
        ("Meier M.A.", ("Meier", "M.A.")),
        ("Meier c/o Schulz", ("Meier", "c/o Schulz")),
        ("Meier (Betreuerin)", ("Meier", "(Betreuerin)")),
        ("Meier - Betreuerin", ("Meier", "- Betreuerin")),
        ("Meier als Betreuerin", ("Meier", "als Betreuerin")),
        ("Junior", ("Junior", "")),
        ("Gebauer", ("Gebauer", "")),
    ],
)
def test_what_follows_a_name(name: str, parts: tuple[str, str]) -> None:
    """It isn't spoken."""
    assert without_suffix(name) == parts


@pytest.mark.parametrize(
    ("text", "given", "surname", "titles"),
    [
        ("Max Meier jun.", "Max", "Meier jun.", ""),
        ("Dr. Anna Meier", "Anna", "Meier", "Dr."),
        ("Otto Graf von Bismarck", "Otto", "Graf von Bismarck", ""),
        ("Max Freiherr von Stein", "Max", "Freiherr von Stein", ""),
        ("Anna Lena von der Heide", "Anna Lena", "von der Heide", ""),
        ("Max van der Meer", "Max", "van der Meer", ""),
        ("Ali ibn Said", "Ali", "ibn Said", ""),
        ("Maria da Silva Santos", "Maria", "da Silva Santos", ""),
        ("Anna Maria Meier-Schulz", "Anna Maria", "Meier-Schulz", ""),
        ("Steffi Graf", "Steffi", "Graf", ""),
        ("Ev Land", "Ev", "Land", ""),
        ("Anna Bollwerk", "Anna", "Bollwerk", ""),
        ("von der Heide", "", "von der Heide", ""),
        ("Madonna", "", "Madonna", ""),
        ("Anna und Max Meier", "Anna und Max", "Meier", ""),
        ("Meier, Dr. Anna", "Anna", "Meier", "Dr."),
    ],
)
def test_the_given_name_stands_first(text: str, given: str, surname: str, titles: str) -> None:
    """A prefix begins the surname; without one the last word is it, if all before it are given names."""
    assert given_name_first(text) == FullName("", titles, given, surname)


@pytest.mark.parametrize(
    "text", ["Maria Garcia Lopez", "Nguyễn Thị Hoa", "Karl-Heinz St. Goar", "Anna Meier-", "Anna 2 Meier", "Anna M@ier"]
)
def test_what_is_not_understood_whole_stays_whole(text: str) -> None:
    """Nobody guesses where the surname begins."""
    assert given_name_first(text) == FullName("", "", "", text, is_sure=False)


@pytest.mark.parametrize(
    ("text", "given", "surname"),
    [
        ("von der Heide, Anna", "Anna", "von der Heide"),
        ("Heide, Anna von der", "Anna", "von der Heide"),
        ("von der Heide Anna", "Anna", "von der Heide"),
        ("Meier Anna Maria", "Anna Maria", "Meier"),
        ("Garcia Lopez, Maria", "Maria", "Garcia Lopez"),
        ("Meier jun., Max", "Max", "Meier jun."),
        ("Meier GmbH", "", "Meier GmbH"),
        ("Heide, von der", "", "von der Heide"),
    ],
)
def test_the_surname_stands_first(text: str, given: str, surname: str) -> None:
    """A comma ends it; without one it is the first word with its prefix."""
    read = surname_first(text)
    assert (read.given, read.surname, read.is_sure) == (given, surname, True)


@pytest.mark.parametrize(
    ("entry", "greeted"),
    [
        ("Frau Schulz (Betreuerin)", ["Frau Schulz"]),
        ("Frau Müller als Betreuerin", ["Frau Müller"]),
        ("Frau Anna Müller - Betreuerin", ["Frau Müller"]),
        ("Herrn RA Müller", ["Herr Müller"]),
        ("Frau Rechtsanwältin Dr. Schulz", ["Frau Schulz"]),
        ("Betreuungsverein Hannover e. V.; Frau Schulz", ["Frau Schulz"]),
        ("Frau Schulz / Herrn Meier", ["Frau Schulz", "Herr Meier"]),
        ("Eheleute Anna und Max Schulz", ["Eheleute Schulz"]),
        ("Herr und Frau Meier", ["Herr und Frau Meier"]),
        ("z. Hd. Frau Schulz", ["Frau Schulz"]),
        ("Frau Schulz c/o AWO", ["Frau Schulz"]),
        ("Frau A. Schulz", ["Frau Schulz"]),
        ("Frau von der Heide", ["Frau von der Heide"]),
        ("Frau Schulz-Meier, Berufsbetreuerin", ["Frau Schulz-Meier"]),
        ("Betreuungsverein Hannover e. V.", []),
        ("Stadt Garbsen, Fachbereich Soziales", []),
        ("Amtsgericht Hannover", []),
        ("Rechtsanwälte Schulz & Partner", []),
    ],
)
def test_recipients_are_understood(entry: str, greeted: list[str]) -> None:
    """The person with a form of address, whatever stands beside; an office has none."""
    read = read_recipient(entry)
    assert read.is_sure
    assert [f"{each.form} {each.surname}" for each in read.persons] == greeted


@pytest.mark.parametrize(
    "entry", ["Rechtsanwältin Schulz", "Frau", "Anna Müller", "Frau Maria Garcia Lopez", "siehe Akte"]
)
def test_other_recipients_are_not_guessed(entry: str) -> None:
    """Nobody is made a Frau or Herr by a profession or a given name."""
    assert not read_recipient(entry).is_sure


def letters(text: str) -> str:
    """Return the letters of a text."""
    return "".join(filter(str.isalpha, text))


WORDS = st.sampled_from(
    ["Frau", "Dr.", "Anna", "von", "der", "Heide", "Meier,", "jun.", "M.A.", "geb.", "und", "GmbH", "-", "("]
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=7).map(" ".join)))
def test_no_text_is_too_wild(text: str) -> None:
    """Whatever stands in a cell is read, and nothing of a name is lost."""
    for read in (given_name_first(text), surname_first(text)):
        assert read.is_sure or read.surname == text
        if read.is_sure and not read.form and not AND.search(text):
            assert sorted(letters(f"{read.titles}{read.given}{read.surname}")) == sorted(letters(text))
    read_recipient(text)
    read_form(text)

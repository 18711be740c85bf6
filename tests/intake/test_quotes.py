"""Quotes are taken by their word: no row vanishes in a cell, and no line of the file is left uncounted."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_lists import as_csv, examples, person, take, take_rows, take_text

from mailing.base.errors import ExitCode, InputError
from mailing.intake.column_names import is_known
from mailing.intake.formats.delimited import read_delimited
from mailing.intake.formats.filebytes import FileBytes

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "bg_nummer;anrede;vorname;nachname;strasse;hausnummer;plz;ort;bemerkung"
FIRST = "23702//0000001;Frau;Anna;Adam;Lindenweg;1;30938;Burgwedel;"
SECOND = "23702//0000002;Frau;Berta;Bauer;Lindenweg;2;30938;Burgwedel;"
THIRD = "23702//0000003;Frau;Clara;Conrad;Lindenweg;3;30938;Burgwedel;"


def refused(folder: Path, *lines: str) -> InputError:
    """Return the error that stops a list of these lines."""
    with pytest.raises(InputError) as caught:
        take_text(folder, "\r\n".join((HEADER, *lines)) + "\r\n")
    assert caught.value.exit_code is ExitCode.INPUT_UNUSABLE
    return caught.value


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ((FIRST, SECOND + '"siehe Akte', THIRD, FIRST + 'umgezogen"'), 3),
        ((FIRST.replace("Frau", '"Frau'), SECOND.replace("Frau", 'Frau"')), 2),
        ((FIRST + '"eins\r\nzwei"', SECOND + '"a', THIRD + 'b"'), 4),
        ((FIRST, SECOND + '"Notiz', '23702//0000003"'), 3),
        (
            (
                'Frau;"Anna;Adam;Lindenweg;1;30938;Burgwedel;;23702//1',
                'Herr;Bernd";Bauer;Lindenweg;2;30938;Burgwedel;;x',
            ),
            2,
        ),
    ],
    ids=["whole rows", "from cell to cell", "behind a real line break", "a BG number", "columns in step"],
)
def test_a_quote_that_swallows_rows_stops_the_list(tmp_path: Path, lines: tuple[str, ...], line: int) -> None:
    """The households in it would be gone: the line is named in which the quote opens."""
    assert f"Zeile {line} der Datei" in refused(tmp_path, *lines).where


def test_text_behind_a_closing_quote_stops_the_list(tmp_path: Path) -> None:
    """Nobody knows what was meant by it."""
    error = refused(tmp_path, FIRST + '"eins\r\nzwei"', SECOND.replace("Berta", '"Berta" genannt Bert'))
    assert "Zeile 4 der Datei" in error.where


def test_a_quote_that_never_closes_stops_the_list(tmp_path: Path) -> None:
    """The line is that of the quote, though earlier cells of its row are quoted and have line breaks."""
    error = refused(tmp_path, FIRST, SECOND.replace("Berta", '"Ber\r\nta"') + '"offen', THIRD)
    assert "Zeile 4 der Datei" in error.where


@pytest.mark.parametrize(
    "note",
    [
        "eins\nzwei",
        "Tel.\n051112345678",
        "Ausweis; Meldung; Vertrag\nam Tresen; links",
        "a\nb\nc",
        'er sagte ""ja""\nund ging',
        "nur so; ja",
    ],
)
def test_line_breaks_and_delimiters_of_notes_stay(tmp_path: Path, note: str) -> None:
    """A real note in a cell is one cell of one row, whatever it holds."""
    taken = take_text(tmp_path, f'{HEADER}\r\n{FIRST}"{note}"\r\n{SECOND}\r\n')
    assert [each.row for each in taken.households] == [2, 3]
    said = note.replace('""', '"')
    assert taken.households[0].extra["bemerkung"] == said
    assert not taken.intake.findings


def test_an_address_of_several_lines_stays_a_cell(tmp_path: Path) -> None:
    """Line breaks of an address column are no rows."""
    text = 'bg_nummer;nachname;strasse;plz;ort\r\n23702//0000001;Adam;"Lindenweg\n1";30938;Burgwedel\r\n'
    assert [each.strasse for each in take_text(tmp_path, text).households] == ["Lindenweg"]


def test_blanks_around_quoted_cells_mean_nothing(tmp_path: Path) -> None:
    """Some programs set a blank behind the delimiter or the quote."""
    spaced = FIRST.replace("Anna", ' "Anna; Maria" ')
    taken = take_text(tmp_path, f"{HEADER}\r\n{spaced}\r\n")
    assert [each.vorname for each in taken.households] == ["Anna; Maria"]


def test_backslashed_quotes_are_understood(tmp_path: Path) -> None:
    r"""`\"` is a quote, in a quoted cell and in a bare one; a backslash that is one stays."""
    lines = (HEADER, FIRST + r'"bei \"Zur Post\""', SECOND + r"bei \"Zur Post\"", THIRD + r'"C:\Ordner\\"')
    taken = take_text(tmp_path, "\r\n".join(lines))
    notes = [each.extra["bemerkung"] for each in taken.households]
    assert notes == ['bei "Zur Post"', 'bei "Zur Post"', r"C:\Ordner\\"]
    assert (
        take_text(tmp_path, f'{HEADER}\r\n{FIRST}"C:\\Ordner\\"\r\n').households[0].extra["bemerkung"] == "C:\\Ordner\\"
    )


def test_backslashed_quotes_that_cannot_be_understood_cost_the_letter(tmp_path: Path) -> None:
    """A cell that is quoted by the rules and has such a quote inside is never printed with it."""
    lines = (HEADER, FIRST.replace("Adam", '"Ad\\""am"'), SECOND.replace("Bauer", '"Bau""er\\"'), THIRD)
    taken = take_text(tmp_path, "\r\n".join(lines))
    assert taken.fates[2] == ("rejected", "text.escaped-quote")
    assert taken.finding("text.escaped-quote").proposal == 'Ad"am'


def test_a_quote_that_stands_alone_is_told(tmp_path: Path) -> None:
    """In an unquoted cell it is a letter that nobody meant; a pair is a name of something."""
    lines = (HEADER, FIRST.replace("Adam", 'Adam"'), SECOND.replace(";Lindenweg", ';Haus "Sonne"'))
    taken = take_text(tmp_path, "\r\n".join(lines))
    assert [(each.row, each.field, each.proposal) for each in taken.intake.findings if "quote" in each.code] == [
        (2, "nachname", "Adam")
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
def test_quotes_are_the_same_with_every_delimiter(tmp_path: Path, delimiter: str) -> None:
    """Tab files too: Excel's Unicode text quotes cells."""
    rows = [person(1, notiz=f"a{delimiter}b\nc"), person(2)]
    path = tmp_path / "liste.txt"
    path.write_bytes(as_csv(rows, delimiter).encode("utf-16"))
    assert take(path).households[0].extra["notiz"] == f"a{delimiter}b\nc".replace("\t", " ")
    swallowing = as_csv(rows, delimiter).replace("Lindenweg", '"Lindenweg', 1).replace("Hannover", 'Hannover"')
    path.write_bytes(swallowing.encode())
    with pytest.raises(InputError):
        take(path)


@pytest.mark.parametrize("again", [HEADER, HEADER.upper(), f"\ufeff{HEADER}", HEADER.replace(";", " ; ")])
def test_a_repeated_header_is_left_out_and_told(tmp_path: Path, again: str) -> None:
    """Two lists put one behind the other, in another case or with a byte order mark between them."""
    taken = take_text(tmp_path, f"{HEADER}\r\n{FIRST}\r\n{again}\r\n{SECOND}\r\n")
    assert [each.row for each in taken.households] == [2, 4]
    assert taken.finding("row.repeats-header").row == 3
    assert taken.intake.inputs[0].other_lines["headers"] == 1


def test_a_second_header_in_another_order_stops_the_list(tmp_path: Path) -> None:
    """What follows it would stand in wrong columns."""
    other = ";".join(reversed(HEADER.split(";")))
    assert "Zeile 3" in refused(tmp_path, FIRST, other, ";".join(reversed(SECOND.split(";")))).where


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_every_line_of_the_file_is_counted(tmp_path: Path, end: str, encoding: str) -> None:
    """Lines are rows, breaks in cells, blank lines, titles and headers: all of them, whatever ends them."""
    lines = ("Liste", HEADER, FIRST + f'"a{end}b{end}c"', "", SECOND, ";;;;;;;;", HEADER, THIRD)
    record = take_text(tmp_path, end.join(lines), encoding).intake.inputs[0]
    assert (record.rows, record.lines) == (3, 10)
    assert record.other_lines == {"head": 2, "breaks": 2, "blank": 2, "headers": 1}


def test_lines_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    """`--limit 1` takes in one row of three; the lines are still all of them."""
    record = take_text(tmp_path, f"{HEADER}\n{FIRST}\n{SECOND}\n{THIRD}", source={"limit": 1}).intake.inputs[0]
    assert (record.rows, record.lines) == (1, 4)
    assert record.other_lines["beyond_limit"] == 2


def test_the_end_of_file_of_ms_dos_is_no_row(tmp_path: Path) -> None:
    """Ctrl-Z ends what old programs write."""
    taken = take_text(tmp_path, f"{HEADER}\r\n{FIRST}\r\n\x1a")
    assert taken.fates == {2: ("", "")}
    assert taken.intake.inputs[0].lines == 2


CELLS = st.text(st.sampled_from('ab;"\n\r \\'), max_size=8).map(str.strip)


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), st.sampled_from(["\r\n", "\n"]))
def test_lines_are_rows_and_what_is_told_of_the_others(rows: list[tuple[str, str]], end: str) -> None:
    """Whatever stands in well quoted cells: the list is refused, or its lines add up and its cells come back."""
    quoted = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    data = end.join(("bg_nummer;nachname", *quoted, "")).encode()
    try:
        raw = read_delimited(FileBytes("liste.csv", "", data), is_known)
    except InputError:
        return
    assert raw.lines is not None
    assert raw.lines.count == len(raw.rows) + sum(raw.lines.besides.values())
    found = list(zip(*(column.to_list() for column in raw.columns), strict=True))
    if "escape" not in raw.detected:
        assert found == [row for row in rows if any(cell.strip() for cell in row)]


@settings(deadline=None, max_examples=examples(25))
@given(st.integers(0, 400), st.integers(1, 6))
def test_a_quote_set_anywhere_is_told_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, place: int, rows: int
) -> None:
    """Either the list is refused, or the letters are the same, or each that differs has a finding."""
    people = [person(number, bemerkung=f"Notiz {number}") for number in range(1, rows + 1)]
    text = as_csv(people)
    begin = text.index("\n") + 1
    place = begin + place % (len(text) - begin)
    folder = tmp_path_factory.mktemp("quote")
    good = {each.row: each for each in take_text(folder, text).households}
    try:
        taken = take_text(folder, text[:place] + '"' + text[place:], placeholders=frozenset({"bemerkung"}))
    except InputError:
        return
    told = {finding.row for finding in taken.intake.findings}
    for household in taken.households:
        same = dataclasses.replace(good[household.row], index=household.index)
        assert household == same or household.row in told
    assert {each.row for each in taken.households} | told >= set(good)


def test_a_quote_in_another_members_entry_is_told(tmp_path: Path) -> None:
    """Letters may name all members, with their forms of address."""
    rows = [person(1), person(1, rolle="Mitglied", vorname="Ben", anrede='H"err')]
    assert take_rows(tmp_path, *rows).finding("text.stray-quote").row == 3

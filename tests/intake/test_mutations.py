"""A good list with one thing wrong gives the same letters, or a finding for each letter that differs."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_lists import as_csv, examples, person, take

from mailing.base.errors import MailingError
from mailing.model.bg_number import normal_bg_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake_lists import Taken

    from mailing.model import Household

    Cells = list[list[str]]
    Mutation = Callable[[Cells, st.DataObject], str]

GOOD = [
    person(1, titel="Dr.", termin="24.06.2020 09:30", zusatz="Hinterhaus"),
    person(2, anrede="Herr", vorname="Jürgen", nachname="Größl", strasse="Mühlenstraße", termin="2020-06-24T10:15"),
    person(2, rolle="Mitglied", vorname="Söhnke", nachname="Größl", strasse="Mühlenstraße", termin="2020-06-24T10:15"),
    person(3, vorname="Gülşen", nachname="Öztürk", plz="30938", ort="Burgwedel", termin="24. Juni 2020, 11 Uhr"),
    person(4, anrede="Herr", vorname="Max", nachname="Bäcker", strasse="Am Markt", plz="30890", ort="Barsinghausen"),
    person(5, vorname="Zoë", nachname="Kästner-Hölz", hausnummer="5 a", termin="24.06.2020 12:00"),
]
DELIMITER = ";"
TERMIN = frozenset({"termin"})


def letters_of(taken: Taken) -> dict[tuple[object, ...], Household]:
    """Return the letters by all that is printed of their households."""
    return {
        (
            *(each.titel, each.vorname, each.nachname, each.zusatz, each.strasse, each.hausnummer),
            *(each.anrede, each.plz, each.ort, each.land, each.termin, each.empfaenger, each.mitglieder),
        ): each
        for each in taken.households
    }


def cells() -> Cells:
    """Return the good list, its header first."""
    return [line.split(DELIMITER) for line in as_csv(GOOD).splitlines()]


def joined(lines: Cells) -> str:
    """Return the list as text."""
    return "".join(DELIMITER.join(line) + "\r\n" for line in lines)


def place(lines: Cells, data: st.DataObject) -> tuple[int, int]:
    """Choose a row and a column."""
    return data.draw(st.integers(1, len(lines) - 1)), data.draw(st.integers(0, len(lines[0]) - 1))


def a_quote(lines: Cells, data: st.DataObject) -> str:
    """Put a quotation mark somewhere."""
    row, column = place(lines, data)
    cell = lines[row][column]
    at = data.draw(st.integers(0, len(cell)))
    lines[row][column] = cell[:at] + data.draw(st.sampled_from(['"', '""', '\\"'])) + cell[at:]
    return joined(lines)


def a_delimiter_too_many(lines: Cells, data: st.DataObject) -> str:
    """Shift the cells of a row to the right."""
    row, column = place(lines, data)
    lines[row].insert(column, "")
    return joined(lines)


def a_delimiter_too_few(lines: Cells, data: st.DataObject) -> str:
    """Shift the cells of a row to the left."""
    row, column = place(lines, data)
    del lines[row][column]
    return joined(lines)


def a_row_cut_in_two(lines: Cells, data: st.DataObject) -> str:
    """Break a line within a cell that isn't quoted."""
    row, column = place(lines, data)
    lines[row][column] += "\r\n"
    return joined(lines)


def a_file_cut_off(lines: Cells, data: st.DataObject) -> str:
    """End the list within its last row."""
    whole = joined(lines)
    last = len(DELIMITER.join(lines[-1])) + 1
    return whole[: -data.draw(st.integers(1, last))]


def a_header_doubled(lines: Cells, data: st.DataObject) -> str:
    """Repeat the header further down."""
    row, _column = place(lines, data)
    lines.insert(row + 1, lines[0])
    return joined(lines)


def a_column_doubled(lines: Cells, data: st.DataObject) -> str:
    """Give a second column the name of another."""
    _row, column = place(lines, data)
    for number, line in enumerate(lines):
        line.append(line[column] if number == 0 else "anderes")
    return joined(lines)


def two_cells_swapped(lines: Cells, data: st.DataObject) -> str:
    """Swap two cells of a row that can't be taken for each other."""
    row, _column = place(lines, data)
    _swap(lines[row], lines[0], data)
    return joined(lines)


def two_headers_swapped(lines: Cells, data: st.DataObject) -> str:
    """Swap the names of two columns."""
    _swap(lines[0], list(lines[0]), data)
    return joined(lines)


def _swap(line: list[str], header: list[str], data: st.DataObject) -> None:
    pairs = [("plz", "ort"), ("strasse", "hausnummer"), ("bg_nummer", "nachname"), ("termin", "plz"), ("ort", "termin")]
    first, second = (header.index(name) for name in data.draw(st.sampled_from(pairs)))
    line[first], line[second] = line[second], line[first]


def columns_in_another_order(lines: Cells, data: st.DataObject) -> str:
    """Move the columns, names and cells together."""
    order = data.draw(st.permutations(range(len(lines[0]))))
    return joined([[line[column] for column in order] for line in lines])


def a_word_for_nothing(lines: Cells, data: st.DataObject) -> str:
    """Put what a spreadsheet or database writes for nothing, or for an error, in the place of an entry."""
    row, column = place(lines, data)
    words = ["#NV", "#BEZUG!", "NULL", "\\N", "0", "k.A.", "./.", "-", "unbekannt", "2,3702E+11"]
    if lines[row][column]:
        lines[row][column] = data.draw(st.sampled_from(words))
    return joined(lines)


def letters_lost(lines: Cells, data: st.DataObject) -> str:
    """Let an umlaut come out as a question mark, a replacement character, or encoded twice."""
    row, column = place(lines, data)
    cell = lines[row][column]
    odd = [at for at, letter in enumerate(cell) if letter > "~"]
    if odd:
        at = data.draw(st.sampled_from(odd))
        lost = data.draw(st.sampled_from(["?", "\ufffd", cell[at].encode().decode("cp1252", "replace")]))
        lines[row][column] = cell[:at] + lost + cell[at + 1 :]
    return joined(lines)


def a_number_spelled_otherwise(lines: Cells, data: st.DataObject) -> str:
    """Write a BG number as other programs do."""
    row, _column = place(lines, data)
    column = lines[0].index("bg_nummer")
    spellings = ["BG {}", "{}", " {} ", "{}.0"]
    digits = lines[row][column].replace("//", data.draw(st.sampled_from(["", "/", "-", " ", "BG", " // "])))
    lines[row][column] = data.draw(st.sampled_from(spellings)).format(digits)
    return joined(lines)


def a_row_doubled(lines: Cells, data: st.DataObject) -> str:
    """Have a row twice, or a blank one between."""
    row, _column = place(lines, data)
    lines.insert(row, data.draw(st.sampled_from([lines[row], [""] * len(lines[0])])))
    return joined(lines)


def a_title_above(lines: Cells, data: st.DataObject) -> str:
    """Put lines above the header."""
    return "".join(
        data.draw(st.lists(st.sampled_from(["Liste vom 1.6.2020\r\n", "\r\n", ";;;\r\n"]), max_size=3))
    ) + joined(lines)


ONE_THING: tuple[Mutation, ...] = (
    *(a_quote, a_delimiter_too_many, a_delimiter_too_few, a_row_cut_in_two, a_file_cut_off, a_header_doubled),
    *(a_column_doubled, two_cells_swapped, two_headers_swapped, columns_in_another_order, a_word_for_nothing),
    *(letters_lost, a_number_spelled_otherwise, a_row_doubled, a_title_above),
)


def taken_of(data: bytes) -> Taken | None:
    """Take a list in; None where it is refused as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.csv"
        path.write_bytes(data)
        try:
            return take(path, placeholders=TERMIN)
        except MailingError:
            return None


def check_letters(good: Taken, taken: Taken) -> None:
    """Hold that each letter that differs has a finding: in a row of its household, or one of the whole list."""
    before, after = letters_of(good), letters_of(taken)
    by_row = {finding.row for finding in taken.intake.findings}
    for letter in after.keys() - before.keys():
        rows = rows_of(taken, after[letter]) | good_rows_of(good, after[letter])
        assert by_row & {*rows, None}, f"Brief anders, ohne Befund: {letter}, Zeilen {rows}"
    lost = len(before.keys() - after.keys())
    told = {row for row in by_row if row is not None}
    assert lost <= len(told) or None in by_row, f"{lost} Briefe fehlen, Befunde zu den Zeilen {sorted(told)}"


def rows_of(taken: Taken, household: Household) -> set[int]:
    """Return the rows that a household's letter answers."""
    ledger = taken.intake.ledger
    return {row for row, index in zip(ledger.rows, ledger.households, strict=True) if index == household.index}


def good_rows_of(good: Taken, household: Household) -> set[int]:
    """Return the rows that the household had in the good list: one that lost its number has the finding."""
    number = normal_bg_number(household.bg_nummer)
    rows = [rows_of(good, each) for each in good.households if each.bg_nummer == number]
    return set().union(*rows)


@cache
def good_list() -> Taken:
    """Take the good list in: it has no finding."""
    taken = taken_of(joined(cells()).encode())
    assert taken is not None
    assert not taken.intake.findings
    return taken


@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(mutation=st.sampled_from(ONE_THING), data=st.data())
def test_one_thing_wrong_gives_the_same_letters_or_is_told(mutation: Mutation, data: st.DataObject) -> None:
    """Whatever it is, and wherever: a quote, a shifted cell, a doubled header, a swapped column, a word for nothing."""
    taken = taken_of(mutation(cells(), data).encode("utf-8", "replace"))
    if taken is not None:
        check_letters(good_list(), taken)


@settings(deadline=None, max_examples=examples(25))
@given(
    encoding=st.sampled_from(
        [
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "cp1252",
            "latin-1",
            "iso8859-15",
            "mac-roman",
            "cp850",
            "cp437",
            "cp1254",
            "cp1250",
        ]
    ),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    rows=st.sets(st.sampled_from(range(len(GOOD))), min_size=3),
)
def test_any_encoding_gives_the_same_letters_or_is_told(encoding: str, delimiter: str, rows: set[int]) -> None:
    """Read, asked for, or told row by row; never garbled in silence. What an encoding lacks isn't written."""
    listed = [row for number, row in enumerate(GOOD) if number in rows]
    text = as_csv(listed, delimiter)
    text = text.encode(encoding, "ignore").decode(encoding)
    good = taken_of(text.removeprefix("\ufeff").encode())
    taken = taken_of(text.encode(encoding))
    if taken is not None:
        assert good is not None
        check_letters(good, taken)

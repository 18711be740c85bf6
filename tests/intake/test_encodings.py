"""Lists in every encoding: what goes in as text comes out as the same text."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_lists import as_csv, person, take, take_rows, take_text

from mailing.base.errors import ExitCode, InputError, UsageError
from mailing.intake.formats.delimited import DELIMITERS, read_delimited
from mailing.intake.formats.encodings import UnsureEncodingError, detect, named_encoding
from mailing.intake.formats.filebytes import FileBytes

GERMAN = "Straße;Größe;Äpfel;Öl;Übung\r\nMüller;Weiß;Bär;Köln;süß\r\n"
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8 (BOM)"),
        ("utf-16", "utf-16-le (BOM)"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_german_text_is_read_in_every_encoding(codec: str, label: str) -> None:
    """The encoding is found, named, and gives the text back."""
    data = GERMAN.encode(codec)
    encoding = detect(data)
    assert encoding.label == label
    assert encoding.text(data) == GERMAN


def test_latin_9_is_told_from_cp1252_by_its_letters() -> None:
    """Only as ISO-8859-15 the bytes A6, A8, B4 and B8 are letters within words."""
    text = "Nachname\r\nŠimić\r\nLešák\r\nŽižek\r\n".replace("ć", "c").replace("á", "à")
    encoding = detect(text.encode("iso8859-15"))
    assert encoding.codec == "iso8859-15"


def test_cp1252_keeps_its_quotes_and_letters() -> None:
    """Typographic quotes, the euro and the Š of cp1252 don't make it a Macintosh's."""
    text = "Nachname;Ort\r\nŠimić;Köln\r\nO’Brien;Düren\r\n„Haus“;5 €\r\n".replace("ć", "c")
    encoding = detect(text.encode("cp1252"))
    assert encoding.codec == "cp1252"
    assert encoding.text(text.encode("cp1252")) == text


def test_a_broken_sequence_does_not_make_utf8_something_else() -> None:
    """One broken row in a UTF-8 list stays a broken row."""
    data = GERMAN.encode() + b"M\xfcller;x;x;x;x\r\n"
    encoding = detect(data)
    assert (encoding.codec, encoding.is_broken) == ("utf-8", True)
    assert encoding.text(data) == GERMAN + "M\ufffdller;x;x;x;x\r\n"


CELLS = st.text(
    st.characters(codec="cp1252", exclude_characters="\ufeff", exclude_categories=("Cc", "Cs")), max_size=12
).map(lambda text: text.strip())
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8)


@settings(deadline=None)
@given(
    rows=ROWS, delimiter=st.sampled_from(DELIMITERS), codec=st.sampled_from(CODECS), end=st.sampled_from(["\r\n", "\n"])
)
def test_what_goes_in_as_text_comes_out_as_the_same_text(
    rows: list[tuple[str, str, str]], delimiter: str, codec: str, end: str
) -> None:
    """Cells survive every encoding and delimiter; German words among them settle which encoding it is."""
    header = ["Straße", "Größe", "Übung"]
    table = [header, ["Müller", "Weiß", "Bär"], *rows]
    text = end.join(delimiter.join(_quoted(cell, delimiter) for cell in row) for row in table) + end
    data = text.encode(codec)
    known = {"Straße", "Größe", "Übung"}.__contains__
    try:
        raw, is_right = read_delimited(FileBytes("liste.csv", "", data), known), detect(data).text(data) == text
    except InputError:  # lone letters of other languages: asked for, and the answer settles it
        raw, is_right = read_delimited(FileBytes("liste.csv", "", data), known, codec), True
    found = [list(cells) for cells in zip(*(column.to_list() for column in raw.columns), strict=True)]
    expected = [list(row) for row in table[1:] if any(cell.strip() for cell in row)]
    assert list(raw.header) == header
    if is_right:
        assert found == expected
    else:  # a few letters of cp1252 are those of other encodings too: then no cell is lost, and each is as long
        assert [[len(cell) for cell in row] for row in found] == [[len(cell) for cell in row] for row in expected]


def _quoted(cell: str, delimiter: str) -> str:
    if delimiter in cell or '"' in cell or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_have_an_encoding(data: bytes) -> None:
    """Whatever comes is read as something, or asked for; nothing else raises."""
    with suppress(UnsureEncodingError):
        assert isinstance(detect(data).text(data), str)


LIST = "bg_nummer;anrede;vorname;nachname;strasse;hausnummer;plz;ort\r\n"
GERMAN_ROWS = (
    "23702//0000001;Herr;Jörg;Müller;Königstraße;1;30159;Hannover\r\n"
    "23702//0000002;Frau;Käthe;Groß;Am Grünen Weg;2;80331;München\r\n"
)


def with_names(*names: str) -> str:
    """Return a list with German rows and these surnames."""
    rows = [
        f"23702//{number:07d};Frau;Anna;{name};Lindenweg;5;30938;Burgwedel\r\n" for number, name in enumerate(names, 3)
    ]
    return "".join((LIST, GERMAN_ROWS, *rows))


@pytest.mark.parametrize(
    ("codec", "names"),
    [
        ("cp1252", ("Lefèvre", "Muñoz", "Sørensen", "Gonçalves")),
        ("cp850", ("Jäger", "MÜHLSCHLÄGEL", "Lefèvre")),
        ("cp437", ("Jäger", "MÜHLSCHLÄGEL", "Weiß")),
        ("cp1250", ("Kovačević", "Wiśniewski", "Dvořák", "Erdős")),
        ("cp1250", ("Łukasz",)),
        ("cp1254", ("Yıldız", "Güneş", "Doğan", "İnce")),
        ("cp1254", ("Kılıç",)),
        ("mac-roman", ("Jäger", "Weiß", "Lefèvre")),
        ("cp852", ("Wiśniewska", "Żółć", "Łukasz")),
        ("iso8859-2", ("Wiśniewska", "Żółć", "Łukasz")),
        ("cp857", ("Yılmaz", "Güneş", "Doğan")),
    ],
)
def test_code_pages_are_told_apart_by_their_words(codec: str, names: tuple[str, ...]) -> None:
    """Signs and capitals within words, street endings, places and names: the reading with words is the right one."""
    data = with_names(*names).encode(codec)
    assert detect(data).text(data) == with_names(*names)


@pytest.mark.parametrize("text", ["Hauptstraße", "WEIß", "Größe"])
def test_a_single_german_word_tells_ms_dos_from_windows(text: str) -> None:
    """The street's ending alone: "Hauptstraáe" is no word."""
    for codec in ("cp850", "cp1252"):
        data = f"{LIST}23702//0000001;Frau;Anna;Adam;{text};5;30938;Burgwedel\r\n".encode(codec)
        assert detect(data).text(data).count(text) == 1


@pytest.mark.parametrize("case", ["cp850", "cp1254"])
def test_lists_of_ms_dos_and_from_turkey_are_read(tmp_path: Path, case: str) -> None:
    """As Excel's "CSV (MS-DOS)" writes them, and a Turkish Windows: all letters right, and no finding."""
    names = {"cp850": ("Müller", "Jäger", "Mühlschläger"), "cp1254": ("Yıldız", "Güneş", "Doğan")}[case]
    streets = ("Hauptstraße", "Königstraße", "Überlandstraße")
    rows = [
        person(n, nachname=name, strasse=street) for n, (name, street) in enumerate(zip(names, streets, strict=True), 1)
    ]
    path = tmp_path / "liste.csv"
    path.write_bytes(as_csv(rows).replace("Änne", "Anna").encode(case))
    taken = take(path)
    assert {(each.nachname, each.strasse) for each in taken.households} == set(zip(names, streets, strict=True))
    assert taken.intake.inputs[0].detected["encoding"] == case
    assert not taken.intake.findings


def test_where_two_fit_it_asks(tmp_path: Path) -> None:
    """A name of neither language: both encodings are named, and the answer settles it."""
    path = tmp_path / "liste.csv"
    path.write_bytes(with_names("Xýqþa").encode("cp1252"))
    with pytest.raises(InputError) as caught:
        take(path)
    assert caught.value.exit_code is ExitCode.INPUT_UNUSABLE
    assert {"--encoding cp1252", "--encoding cp1254"} & set(re.findall(r"--encoding \S+\b", caught.value.hint))
    assert "Zeile 4" in caught.value.where
    for codec in ("cp1252", "cp1254"):
        taken = take(path, source={"encoding": codec})
        assert path.read_bytes().decode(codec).count(taken.households[-1].nachname) == 1 or taken.codes


def test_an_encoding_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    """So is one for a workbook."""
    with pytest.raises(UsageError, match="Zeichenkodierung"):
        take_text(tmp_path, with_names("Meier"), source={"encoding": "cp9999"})
    with pytest.raises(UsageError):
        take_text(tmp_path, with_names("Meier"), source={"encoding": "base64"})
    with pytest.raises(UsageError, match="--encoding"):
        take(Path(__file__).parents[2] / "sample_data" / "listen" / "mappe.xlsx", source={"encoding": "cp1252"})


@pytest.mark.parametrize(
    ("field", "entry", "proposal"),
    [
        ("nachname", "M?ller", ""),
        ("vorname", "J?rg", ""),
        ("nachname", "Wei?", ""),
        ("nachname", "?zdemir", ""),
        ("strasse", "Hauptstra?e", "Hauptstraße"),
        ("ort", "K?ln", "Köln"),
        ("nachname", "M\ufffdller", ""),
    ],
)
def test_a_letter_that_was_lost_costs_the_letter(tmp_path: Path, field: str, entry: str, proposal: str) -> None:
    """A program wrote ? or U+FFFD for what it didn't know; a street's ending and a PLZ's place are proposed."""
    place = {"plz": "50667"} if field == "ort" else {}
    taken = take_rows(tmp_path, person(1, **{field: entry}, **place), person(2))
    assert taken.fates[2][0] == "rejected"
    code = "text.broken-encoding" if "\ufffd" in entry else "text.lost-letter"
    assert (taken.finding(code).field, taken.finding(code).proposal) == (field, proposal)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(["Müller", "Weiß", "Jäger", "Schröder", "Käthe", "René"]), min_size=1, max_size=5),
    st.sampled_from(["cp1252", "cp850", "mac-roman", "iso8859-15", "utf-8", "utf-16", "cp1250", "cp1254"]),
)
def test_a_list_in_another_encoding_is_the_same_list(names: list[str], codec: str) -> None:
    """Whatever encoding an office's program writes: the same text, or a question."""
    data = with_names(*names).encode(codec)
    try:
        encoding = detect(data)
    except UnsureEncodingError as asked:
        encoding = named_encoding(next(name for name in asked.codecs if name == codec), data)
    assert encoding.text(data) == with_names(*names)

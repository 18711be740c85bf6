"""Lists in every encoding: what goes in as text comes out as the same text."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailing.base.errors import InputError
from mailing.intake.formats.delimited import DELIMITERS, read_delimited
from mailing.intake.formats.encodings import UnsureEncodingError, detect
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

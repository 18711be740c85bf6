"""What may be shown: no password, no query of an address, nothing that steers a terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.base.shown import fit_for_programs, fit_to_show


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://amt:geheim@server:5432/briefe", "postgresql://***@server:5432/briefe"),
        ("postgresql://amt:ge@he/im@server/briefe", "postgresql://***@server/briefe"),
        ("postgresql+psycopg://server/briefe?password=geheim", "postgresql+psycopg://server/briefe?***"),
        ("s3://schluessel:geheim@eimer/liste.csv", "s3://***@eimer/liste.csv"),
        ("https://geheim@server/liste.csv?sig=geheim", "https://***@server/liste.csv?***"),
        ("https:/amt:geheim@server/liste.csv", "https:/***@server/liste.csv"),
        ("„s3://a:geheim@b/c“ und „s3://d/e?geheim“", "„s3://***@b/c“ und „s3://d/e?***“"),
    ],
)
def test_no_password_is_shown(address: str, shown: str) -> None:
    """Whatever stands before the host and behind the question mark goes; the rest says which address it is."""
    assert fit_to_show(f"  Wo: {address}") == f"  Wo: {shown}"
    assert json.loads(fit_for_programs(json.dumps({"where": address}, ensure_ascii=False)))["where"] == shown


@pytest.mark.parametrize(
    "text", ["s3://eimer/a@b.csv", "C:/Daten/liste.csv", "sqlite:///liste.db", "a@b.example", "Ja? Nein: so"]
)
def test_what_holds_no_secret_is_shown_as_it_is(text: str) -> None:
    """Paths, mail addresses, sentences."""
    assert fit_to_show(text) == text


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\x9b1m", "\u202e", "\u2028", "\x7f", "\r", "\ud800"])
def test_nothing_steers_a_terminal(sign: str) -> None:
    """Neither in what people read nor in JSON, which still says the very text."""
    assert fit_to_show(f"a{sign}b").isprintable()
    shown = fit_for_programs(json.dumps({"found": f"a{sign}b"}, ensure_ascii=False))
    assert shown.isprintable()
    assert json.loads(shown)["found"] == f"a{sign}b"


@given(st.text(st.sampled_from('ab:/@?"\\„“ \x1b\u202e\U000e0001\n'), max_size=40))
def test_json_stays_json(text: str) -> None:
    """Whatever is masked in it."""
    json.loads(fit_for_programs(json.dumps({"a": [text], text: 1}, ensure_ascii=False, indent=2)))

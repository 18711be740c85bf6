"""No false alarms: a run from any form of a list agrees with that list, whatever intake mended and divided in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_sabotage import change_manifest, correct_hashes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_list import codes

from mailing.audit.list_comparison import _words
from mailing.base.errors import ExitCode
from mailing.cli import main

FORMS = Path(__file__).parents[2] / "sample_data" / "listen"
DIVIDED = {
    "name": (
        "BG-Nummer;Anrede;Name;Straße;Haus-Nr.;HNr-Zusatz;PLZ Ort;Standort;Termin",
        "23702//0000001;Frau;Mustermann, Elif;Musterstraße;5;a;30159 Hannover;Hannover-Mitte;24.06.2020 09:30",
        "23702BG0000002;Herr;Weiß, Karl-Heinz;Postfach 12 34;;;30159 Hannover;Hannover-Mitte;24.06.2020 09:30",
        "23702//0000002;Frau;Weiß, Ute;Postfach 12 34;;;30159 Hannover;Hannover-Mitte;24.06.2020 09:30",
        "23702//0000003;Frau;Mü\u00adller, A\u200bnna;Lange Str.;7;1/2;30159 Hannover;Hannover-Mitte;24.06.2020 09:30",
    ),
    "address": (
        "bg_nummer;anrede;Vor- und Nachname;Postfach;Straße und Hausnummer;plz;ort;standort;termin",
        "237020000001;Frau;Elif Maria Mustermann;;Musterstr. 5-7 a;30159;Hannover;Hannover-Mitte;2020-06-24 09:30",
        "BG 23702/0000002;Herr;Karl Weiß;12 34;;30159;Hannover;Hannover-Mitte;2020-06-24 09:30",
    ),
}


def made_from(path: Path, out: Path) -> Path:
    """Make a run from a list and return its folder."""
    command = ["run", str(path), "-o", str(out), "--date", "2020-06-15", "--engine", "serial", "--json"]
    assert main(command) in {ExitCode.DONE, ExitCode.SOME_WITHOUT_LETTER}
    return next(folder for folder in out.iterdir() if (folder / "manifest.json").is_file())


@pytest.mark.parametrize("name", sorted(path.name for path in FORMS.iterdir() if path.suffix != ".db"))
def test_every_form_and_damage_agrees_with_its_own_run(name: str, tmp_path: Path) -> None:
    """The lists of the samples: encodings, delimiters, workbooks, and what is wrong in each."""
    assert codes(made_from(FORMS / name, tmp_path), list_path=FORMS / name) == []


@pytest.mark.parametrize("name", DIVIDED)
def test_columns_divided_otherwise_agree(name: str, tmp_path: Path) -> None:
    """Name and place in one column, an addition to the number, a post box, a BG number in two spellings."""
    path = tmp_path / "list.csv"
    path.write_text("\n".join(DIVIDED[name]) + "\n", "utf-8")
    assert codes(made_from(path, tmp_path / "runs"), list_path=path) == []


@pytest.mark.parametrize(
    ("was", "forged"), [("Elif", "Olga"), ("Musterstraße;5a", "Musterstraße;6a"), ("Hannover;", "Hamburg;")]
)
def test_books_that_say_something_else_are_found_there_too(tmp_path: Path, was: str, forged: str) -> None:
    """A name, a number and a place that no word of the columns says."""
    path = tmp_path / "list.csv"
    path.write_text("\n".join(DIVIDED["name"]) + "\n", "utf-8")
    run = made_from(path, tmp_path / "runs")
    books = run / "house" / "households.csv"
    before = books.read_bytes()
    books.write_bytes(before.replace(was.encode(), forged.encode()))
    assert books.read_bytes() != before
    correct_hashes(run)
    change_manifest(run, lambda _manifest: None)
    assert "audit.list-row" in {code for code, _row in codes(run, list_path=path)}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(alphabet="abcäß0123456789", min_size=1, max_size=6), min_size=1, max_size=6), st.randoms())
def test_words_dont_depend_on_their_order_and_are_never_lost(parts: list[str], random: object) -> None:
    """The words of an entry are those of its cells in any order; another word is noticed."""
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _words(" ".join(parts)) == _words(" ".join(shuffled))
    assert _words(" ".join([*parts, "zz"])) - _words(" ".join(parts))

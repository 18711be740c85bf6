"""Every column of the list is accounted for: used, a placeholder, or unused; look-alikes stop the run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from intake_lists import Taken, person, take_rows, take_text
from pypdf import PdfReader

from mailing.base.errors import InputError, UsageError
from mailing.intake import column_meanings
from mailing.intake.column_names import LIKELY_NAMES, OWN_NAMES, SURE_NAMES
from mailing.intake.look_alikes import look_alike
from mailing.model import ListColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from program_kit import Called

PAGE = (Path(__file__).parents[2] / "docs" / "lists.md").read_text("utf-8")
SITES = Path(__file__).parents[2] / "sample_data" / "sites.csv"


def columns_of(taken: Taken) -> dict[str, ListColumn]:
    """Return what became of each column, by the list's name."""
    return {column.theirs: column for column in taken.intake.inputs[0].columns}


def test_every_column_has_an_entry(tmp_path: Path) -> None:
    """With ours, or nothing where it isn't used, and the first entry that it has."""
    rows = [person(1, Bemerkung=""), person(2, Bemerkung="umgezogen", Kita="ja")]
    columns = columns_of(take_rows(tmp_path, *rows, placeholders=frozenset({"kita"})))
    assert columns["nachname"] == ListColumn("nachname", "nachname", "Weißb")
    assert columns["Kita"] == ListColumn("Kita", "kita", "ja")
    assert columns["Bemerkung"] == ListColumn("Bemerkung", "", "umgezogen")
    assert len(columns) == 11


@pytest.mark.parametrize(
    ("label", "mine"),
    [
        ("AUSK_SPERRE", "auskunftssperre"),
        ("Sperre", "auskunftssperre"),
        ("hnr_zus", "hausnummer_zusatz"),
        ("Geschlecht", "geschlecht"),
        ("title", "titel"),
        ("Name 2", "name_2"),
        ("Straße 2", "strasse_2"),
        ("Namenszusatz", "namenszusatz"),
    ],
)
def test_names_that_are_certain_are_understood(tmp_path: Path, label: str, mine: str) -> None:
    """And shown as used."""
    assert columns_of(take_rows(tmp_path, person(1, **{label: "x"})))[label].ours == mine


@pytest.mark.parametrize(
    ("label", "mine"),
    [
        ("Sperr_KZ", "auskunftssperre"),
        ("Auskunfssperre", "auskunftssperre"),
        ("Betreuung", "empfaenger"),
        ("Name 3", "name_2"),
        ("Ort 2", "ort"),
        ("Anrede 2", "anrede"),
        ("Nachname2", "nachname"),
        ("HNR2", "hausnummer"),
        ("Hausnummer bis", "hausnummer_zusatz"),
        ("Zustellanschrift", "anschrift_komplett"),
        ("Ges. Vertreter", "empfaenger"),
        ("Titel_alt", "titel"),
        ("GeschlechtKz", "geschlecht"),
        ("barrierefrei", "format"),
    ],
)
def test_a_look_alike_stops_the_run_until_it_is_settled(tmp_path: Path, label: str, mine: str) -> None:
    """The message names both ways out; either works, and an empty column stops nobody."""
    row = person(1, **{label: "x"})
    with pytest.raises(InputError) as caught:
        take_rows(tmp_path, row)
    assert f"„{label}“ ({mine})" in caught.value.what
    assert f"--column {mine}=" in caught.value.hint
    assert "--column -=" in caught.value.hint
    let_go = take_rows(tmp_path, row, source={"let_go": (label,)})
    assert columns_of(let_go)[label].ours == ""
    mapped = take_rows(tmp_path, row, person(2), source={"columns": {mine: label}})
    assert columns_of(mapped)[label].ours == mine
    assert take_rows(tmp_path, person(1, **{label: " "})).households


@pytest.mark.parametrize(
    "label",
    [
        "Bemerkung",
        "Aktenzeichen",
        "Titel der Maßnahme",
        "Kinder",
        "E-Mail",
        "Telefon",
        "Frist",
        "Betrag",
        "Sachbearbeiter",
    ],
)
def test_other_columns_stop_nobody(label: str) -> None:
    """They may be placeholders, or nothing."""
    assert look_alike(label, set(OWN_NAMES[:18])) == ""
    assert look_alike(label, {"bg_nummer", "nachname"}) == ""


def test_a_name_that_is_none_of_ours_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """However far off it is."""
    for wrong, near in (("strase", "strasse"), ("auskunftsperre", "auskunftssperre")):
        with pytest.raises(UsageError, match=wrong) as caught:
            take_rows(tmp_path, person(1), source={"columns": {wrong: "ort"}})
        assert f"--column {near}=ort" in caught.value.hint
    with pytest.raises(UsageError, match="xyz"):
        take_rows(tmp_path, person(1), source={"columns": {"xyz": "ort"}})


def test_a_placeholder_of_the_template_may_be_assigned(tmp_path: Path) -> None:
    """Though it is none of our columns."""
    demands = {"placeholders": frozenset({"frist"})}
    taken = take_rows(
        tmp_path, person(1, **{"Termin bis": "1.7."}), source={"columns": {"frist": "Termin bis"}}, **demands
    )
    assert taken.households[0].extra["frist"] == "1.7."


def test_one_column_for_two_of_ours_is_refused(tmp_path: Path) -> None:
    """The names for combined columns are pointed to."""
    with pytest.raises(UsageError, match="zweimal"):
        take_rows(tmp_path, person(1), source={"columns": {"plz": "ort", "ort": "ort"}})


def test_columns_that_the_program_hides_are_told(tmp_path: Path) -> None:
    """By their name in the list; what falls together under one name too."""
    row = person(1, **{"Datum": "1.5.2020", "Name": "Spitzname", "Betrag €": "12", "Betrag %": "7"})
    taken = take_rows(tmp_path, row, made_names=frozenset({"datum", "name"}))
    hidden = {finding.field for finding in taken.intake.findings if finding.code == "column.hidden"}
    assert hidden == {"Datum", "Name"}
    assert taken.finding("column.same-name").field == "Betrag %"
    assert taken.households[0].extra == {"datum": "1.5.2020", "name": "Spitzname", "betrag": "12", "betrag_2": "7"}


def test_a_second_column_for_one_of_ours_is_told(tmp_path: Path) -> None:
    """Where our own spelling settles which is read."""
    taken = take_rows(tmp_path, person(1, Postleitzahl="30161"))
    assert taken.finding("column.beside").field == "Postleitzahl"
    assert taken.households[0].plz == "30159"


def test_a_suffix_right_behind_the_house_number_belongs_to_it(tmp_path: Path) -> None:
    """A "Zusatz" there is no line of the address, if letters stand in it."""
    text = "bg_nummer;Anrede;Nachname;Straße;Hausnr.;Zusatz;PLZ;Ort\r\n"
    taken = take_text(tmp_path, text + "23702//0000001;Frau;Weiß;Weg;5;a;30159;Hannover\r\n")
    assert (taken.households[0].hausnummer, taken.households[0].zusatz) == ("5a", "")
    taken = take_text(tmp_path, text + "23702//0000001;Frau;Weiß;Weg;5;Hinterhaus;30159;Hannover\r\n")
    assert (taken.households[0].hausnummer, taken.households[0].zusatz) == ("5", "Hinterhaus")


def test_a_place_with_its_code_in_front_is_both(tmp_path: Path) -> None:
    """Where the list has no column for the PLZ."""
    text = "bg_nummer;Anrede;Nachname;Straße;Ort\r\n23702//0000001;Frau;Weiß;Weg 5;30159 Hannover\r\n"
    taken = take_text(tmp_path, text)
    assert (taken.households[0].plz, taken.households[0].ort) == ("30159", "Hannover")
    assert columns_of(taken)["Ort"].ours == "plz_ort"


def test_the_page_has_all_columns() -> None:
    """Each with its meaning and the names that lists give it."""
    meanings = column_meanings()
    assert [each.name for each in meanings] == list(OWN_NAMES)
    told = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE))
    for column in meanings:
        assert told[column.name] == f"{column.meaning} | {', '.join(column.aliases)}".rstrip(), column.name
    assert set(SURE_NAMES) | set(LIKELY_NAMES) <= set(OWN_NAMES)


def list_of(folder: Path, *columns: str) -> Path:
    """Write a list of one row with further columns, each holding an x."""
    path = folder / "liste.csv"
    header = ";".join(("bg_nummer", "anrede", "vorname", "nachname", "strasse", "hausnummer", "plz", "ort", *columns))
    row = ";".join(
        ("23702//0000001", "Frau", "Anna", "Adam", "Weg", "1", "30938", "Burgwedel", *("x" for _ in columns))
    )
    path.write_text(f"{header}\n{row}\n", "utf-8")
    return path


def test_a_column_is_let_go_as_two_words(program: Callable[..., Called], tmp_path: Path) -> None:
    """`--column -=NAME`, in `check` and in `run`; the manifest has the columns without their examples."""
    path = list_of(tmp_path, "Sperr_KZ", "BEMERKUNG")
    assert program("check", path).code == 3
    checked = program("check", path, "--column", "-=Sperr_KZ", "--column", "-=BEMERKUNG", "--json")
    assert checked.code == 0
    assert {"theirs": "Sperr_KZ", "ours": "", "example": "x"} in checked.json["columns"]
    made = program("run", path, "--column", "auskunftssperre=Sperr_KZ", "--column=-=BEMERKUNG", "--json")
    assert {"theirs": "Sperr_KZ", "ours": "auskunftssperre", "example": "x"} in made.json["columns"]
    manifest = (made.run / "manifest.json").read_text("utf-8")
    assert '"theirs": "BEMERKUNG"' in manifest
    assert '"example"' not in manifest
    assert program("verify", made.run, "--list", path, "--rebuild", path).code == 0


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("xyz=ort",), 2, "mailing columns"),
        (("strase=strasse",), 2, "--column strasse=strasse"),
        (("plz=PLZZ",), 3, "PLZZ"),
        (("-=BEMERKUN",), 3, "--column -=BEMERKUNG"),
        (("plz=plz", "plz=ort"), 2, "zwei Spalten"),
        (("plz",), 2, "--column plz=ZIP"),
    ],
)
def test_wrong_words_on_columns_are_answered(
    program: Callable[..., Called], tmp_path: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    """With what to write instead."""
    words = [word for option in options for word in ("--column", option)]
    called = program("check", list_of(tmp_path, "BEMERKUNG"), *words)
    assert called.code == code
    assert told in called.err


def test_columns_are_shown(program: Callable[..., Called], tmp_path: Path) -> None:
    """On the screen with what each is used as; all of ours by `mailing columns`."""
    told = program("check", list_of(tmp_path, "BEMERKUNG")).out
    assert re.search(r"BEMERKUNG +\(nicht verwendet\) +zum Beispiel „x“", told)
    assert re.search(r"strasse +strasse +zum Beispiel „Weg“", told)
    assert "Nummer der Bedarfsgemeinschaft" in program("columns").out
    ours = program("columns", "--json").json
    assert {"name", "meaning", "aliases"} == set(ours[0])
    assert [each["name"] for each in ours] == list(OWN_NAMES)


def test_a_heading_of_several_lines_is_shown_on_one(program: Callable[..., Called], tmp_path: Path) -> None:
    """As Excel breaks narrow ones; it can be named so, too."""
    head = '"BG-\r\nNummer";Nachname;"Straße/\r\nHausnummer";PLZ;"Wohn\r\nort X"\r\n'
    path = tmp_path / "liste.csv"
    path.write_bytes(f"{head}23702//0000001;Weiß;Lindenweg 1;301;Hannover\r\n".encode())
    done = program("check", path, "--column", "ort=Wohn ort X")
    assert "  BG- Nummer          bg_nummer" in done.out
    assert "  Wohn ort X          ort" in done.out
    assert "\r" not in done.out


def test_a_hidden_column_is_reached_through_the_list(program: Callable[..., Called], tmp_path: Path) -> None:
    """`liste.datum` prints the list's own entry, `datum` the letter's date."""
    folder = tmp_path / "letter_templates"
    (folder / "brief").mkdir(parents=True)
    (tmp_path / "sample_data").mkdir()
    (tmp_path / "sample_data" / "sites.csv").write_bytes(SITES.read_bytes())
    source = SITES.parents[1] / "letter_templates"
    (folder / "organisation.toml").write_bytes((source / "organisation.toml").read_bytes())
    (folder / "brief" / "letter.toml").write_text('title = "Brief"\nsubject = "Brief"\nversion = "1"\n', "utf-8")
    text = "{{ anrede_zeile }}\n\nStand {{ liste.datum }}, geschrieben {{ datum }}.\n\n---\n\nMit freundlichen Grüßen\n"
    (folder / "brief" / "letter.md.j2").write_text(text, "utf-8")
    path = list_of(tmp_path, "Datum")
    made = program("run", path, "-t", "brief", "--date", "2020-06-15", "--json")
    assert made.code == 0
    assert {"theirs": "Datum", "ours": "liste.datum", "example": "x"} in made.json["columns"]
    (pdf,) = (made.run / "shop" / "data").glob("*.pdf")
    shown = " ".join(PdfReader(pdf).pages[0].extract_text().split())
    assert "Stand x, geschrieben 15. Juni 2020." in shown
    (folder / "brief" / "letter.md.j2").write_text(text.replace("liste.datum", "liste.stand"), "utf-8")
    assert program("check", path, "-t", "brief").code == 3

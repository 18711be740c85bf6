"""Hostile input: whatever stands in a list, a template, a profile or a file's name, it stays text or is refused.

Each test is a line of docs/reliability.md. None of them ends in a fault of the program (exit code 1), nor do those of
test_hostile_files.py.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hostile_kit import SETTINGS, TEXT, cells, codes_of, made
from program_kit import row, write_list
from templates_kit import office

from mailing.audit.verification import VerifyOptions, verify

if TYPE_CHECKING:
    from pathlib import Path

    from hostile_kit import Program


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("{{ 7*7 }}", id="a Jinja2 expression"),
        pytest.param("{% for x in range(9) %}x{% endfor %}", id="a Jinja2 loop"),
        pytest.param("{{ ''.__class__.__mro__ }} {#", id="a way out of Jinja2"),
        pytest.param("**fett** _x_ `c` [a](b)", id="Markdown"),
        pytest.param("# x", id="a Markdown heading"),
        pytest.param("|a|b|", id="a Markdown table"),
        pytest.param("a) Tj ET Q BT (b", id="PDF operators"),
        pytest.param("\\(\\) \\051 <41> >> endstream", id="PDF strings"),
        pytest.param("<b>&amp;</b> ]]> <!--", id="markup"),
    ],
)
def test_a_cell_is_text_wherever_it_stands(program: Program, tmp_path: Path, cell: str) -> None:
    """Heading, sentence, list and table say the very characters; the neighbour's letter is as ever."""
    run = made(program, tmp_path, [{"aktenzeichen": cell, "nachname": "Müller"}, {"aktenzeichen": "ok"}])
    assert run.letters[1].count(cell) == 3
    assert f"Sie heißen Elif Müller, Zeichen {cell}." in run.letters[1]
    assert "Zeichen ok." in run.letters[2]


def test_a_name_is_text_in_the_address_too(program: Program, tmp_path: Path) -> None:
    """A warning names the characters that DIN 91379 has in no name; the letter says what the list says."""
    names = ["<b>fett</b>", "**fett**", ") Tj ET", "\\(", "<script>alert(1)</script>"]
    run = made(program, tmp_path, [{"nachname": name} for name in names])
    for number, name in enumerate(names, 1):
        assert f" Elif {name} Musterstraße {number} 30159 Hannover" in run.letters[number]
        assert f"Sie heißen Elif {name}, Zeichen" in run.letters[number]
        assert codes_of(run.run, number + 1) - {"name.not-understood"} == {"text.outside-data-type"}


def test_a_placeholder_in_a_name_is_never_worked_out(program: Program, tmp_path: Path) -> None:
    """It is a field that nobody filled: its letter waits, and no other says what it comes to."""
    run = made(program, tmp_path, [{"nachname": "{{ 7*7 }}"}, {}])
    assert len(run.letters) == 1
    assert not any("Elif 49" in text or "7*7" in text for text in run.letters.values())


def test_markup_in_a_list_is_text_in_the_report(program: Program, tmp_path: Path) -> None:
    """The report is HTML that a browser opens: no script of a cell's, no element, no attribute."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    run = made(program, tmp_path, [{"standort": evil}, {"nachname": evil, "plz": "", "standort": evil}, {}])
    report = (run.run / "house" / "report.html").read_text("utf-8")
    assert "<script>alert" not in report
    assert "<img src=x" not in report


def test_markup_in_a_title_is_text_in_the_xmp(program: Program, tmp_path: Path) -> None:
    """The metadata stay well-formed XML and say the title."""
    run = made(program, tmp_path, [{}])
    (path,) = run.run.glob("shop/data/0*.pdf")
    with pikepdf.open(path) as pdf:
        xmp = ET.fromstring(bytes(pdf.Root.Metadata.read_bytes()))  # noqa: S314 - our own bytes
        info = str(pdf.docinfo["/Title"])
    titles = [item.text for item in xmp.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")]
    assert any('Ein </rdf:li><x y="&"> ]]> Brief' in (title or "") for title in titles)
    assert 'Ein </rdf:li><x y="&"> ]]> Brief' in info


def test_a_formula_is_no_formula_in_any_table(program: Program, tmp_path: Path) -> None:
    """What spreadsheets would run has an apostrophe before it in each CSV that the program writes; no letter has it."""
    formulas = ['=HYPERLINK("http://x.example";"hier")', "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1;1)", "=1+1"]
    run = made(program, tmp_path, [{"nachname": text, "standort": text} for text in formulas])
    tables = [*run.run.rglob("*.csv")]
    assert len(tables) >= 4
    for path in tables:
        assert not [cell for line in cells(path) for cell in line if cell[:1] in {"=", "+", "-", "@"}], path.name
    assert "Sie heißen Elif =1+1, Zeichen" in run.letters[5]


# --- names and paths --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../vorlagen/brief", "/etc", "..", "", "brief/", "brief\n", "teile", "x" * 5000])
def test_a_template_is_named_and_never_a_path(program: Program, tmp_path: Path, name: str) -> None:
    """Exit code 2, with what there is."""
    office(tmp_path / "vorlagen", TEXT, SETTINGS)
    called = program("run", write_list(tmp_path / "liste.csv", [row(1)]), "--templates", "vorlagen", "-t", name)
    assert called.code == 2
    assert "gibt es nicht" in called.err
    assert "brief" in called.err
    assert not (tmp_path / "runs").exists()


def test_a_template_folder_with_a_strange_name(program: Program, tmp_path: Path) -> None:
    """Quotes, markup and a line's end in a folder's name end up in the run's name, and it verifies."""
    office(tmp_path / "vorlagen", "Text\n", SETTINGS)
    name = 'a"\n<b>;=1+1'
    (tmp_path / "vorlagen" / "brief").rename(tmp_path / "vorlagen" / name)
    write_list(tmp_path / "liste.csv", [row(1)])
    called = program("run", "liste.csv", "--templates", "vorlagen", "-t", name, "--json")
    assert called.code == 0, called.err
    assert called.run.parent == tmp_path / "runs"
    assert list(verify(called.run, VerifyOptions(workers=1))) == []


def test_a_name_too_long_for_the_disk_is_told(program: Program, tmp_path: Path) -> None:
    """A template's folder may be as long as names can be; a run's folder is named after it, and longer."""
    office(tmp_path / "vorlagen", "Text\n", SETTINGS)
    (tmp_path / "vorlagen" / "brief").rename(tmp_path / "vorlagen" / ("x" * 250))
    write_list(tmp_path / "liste.csv", [row(1)])
    called = program("run", "liste.csv", "--templates", "vorlagen", "-t", "x" * 250)
    assert called.code == 6
    assert "zu lang" in called.err


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../x.csv", id="another folder"),
        pytest.param("a\"b'\n<script>.csv", id="quotes, a line's end, markup"),
        pytest.param("=1+1;" + "é" * 120 + ".csv", id="a formula, as long as can be"),
        pytest.param(os.fsdecode(b"\xff\xfe.csv"), id="bytes that are no UTF-8"),
    ],
)
def test_a_list_may_be_called_anything(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Its name is recorded without its folder; files appear below runs/ only."""
    here = tmp_path / "hier"
    here.mkdir()
    monkeypatch.chdir(here)
    path = write_list(here / name, [row(1)]).resolve()
    called = program("run", name, "--json")
    assert called.code == 0, called.err
    assert called.run.parent == here / "runs"
    assert {found for found in tmp_path.rglob("*") if found.is_file() and here / "runs" not in found.parents} == {path}
    faults = list(verify(called.run, VerifyOptions(workers=1)))
    assert faults == []
    assert "<script>" not in (called.run / "house" / "report.html").read_text("utf-8").replace("<script></script>", "")


@pytest.mark.parametrize("key", ["list", "out", "suppress", "register", "sheet"])
def test_a_job_file_names_no_impossible_paths(program: Program, tmp_path: Path, key: str) -> None:
    """TOML can write the character NUL, no path can hold it: exit code 3 with the key."""
    (tmp_path / "juni.toml").write_text('{}{} = "a\\u0000b"\n'.format("" if key == "list" else 'list = "x"\n', key))
    called = program("run", "--job", "juni.toml")
    assert called.code == 3
    assert f"„{key}“" in called.err


# --- Unicode ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        pytest.param({"nachname": "Mus\u202etermann"}, "text.outside-din91379", id="bidi override in a name"),
        pytest.param({"ort": "Hann\u2066over"}, "text.outside-din91379", id="bidi isolate in a place"),
        pytest.param({"nachname": "Sсhmidt"}, "text.outside-din91379", id="Cyrillic homoglyph in a name"),
        pytest.param({"plz": "３０１５９"}, "plz.foreign-digits", id="fullwidth digits"),
        pytest.param({"plz": "٣٠١٥٩"}, "plz.foreign-digits", id="Arabic digits"),
        pytest.param({"plz": "3O159"}, "plz.foreign-digits", id="the letter O"),
        pytest.param({"plz": "З0159"}, "plz.foreign-digits", id="the Cyrillic letter З"),
        pytest.param({"nachname": "山田"}, "text.outside-din91379", id="a script that the font lacks"),
        pytest.param({"zusatz": "שלום"}, "text.outside-din91379", id="a script from right to left"),
    ],
)
def test_a_text_that_looks_like_another_gets_no_letter(
    program: Program, tmp_path: Path, entries: dict[str, str], code: str
) -> None:
    """The row is rejected by name of the check; the other household's letter is made."""
    run = made(program, tmp_path, [entries, {}])
    assert list(run.letters) == [2]
    assert code in codes_of(run.run, 2)
    assert run.called.code == 4


def test_invisible_characters_leave_a_name_and_are_told(program: Program, tmp_path: Path) -> None:
    """Zero-width characters and soft hyphens: a warning, and the letter says the name that is seen."""
    run = made(program, tmp_path, [{"nachname": "Mül\u200bl\u00ader\ufeff", "strasse": "Lin\u2060denweg"}])
    assert "Frau Elif Müller Lindenweg 1" in run.letters[1]
    assert codes_of(run.run, 2) == {"text.hidden-characters"}

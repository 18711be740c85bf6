"""The lists in `sample_data/` and the table in `docs/lists.md`: each line is a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from intake_lists import DEMANDS, Taken, take

from mailing.intake import ListSource, SideLists, take_in

REPO = Path(__file__).parents[2]
SAMPLES = REPO / "sample_data"
PAGE = REPO / "docs" / "lists.md"

DAMAGES = {
    "anfuehrungszeichen.csv": {"text.line-break": 1},
    "schaden-doppelt-kodiert.csv": {"text.double-encoded": 1},
    "schaden-doppelte.csv": {"duplicate.exact": 1, "duplicate.near": 1},
    "schaden-falscher-ort.csv": {"plz.other-place": 1},
    "schaden-fehlender-name.csv": {"field.missing": 1},
    "schaden-grossbuchstaben.csv": {"text.all-capitals": 1},
    "schaden-hausnummer-als-datum.csv": {"house-number.became-date": 1},
    "schaden-kaputte-bytes.csv": {"text.broken-encoding": 1},
    "schaden-plz-ohne-null.csv": {"plz.four-digits": 1},
    "schaden-unsichtbares.csv": {"text.hidden-characters": 1},
    "schaden-vertauscht.csv": {"field.swapped": 2},
}
"""What is found in each list beside the Anrede that none of them has; in all others nothing."""


@pytest.mark.parametrize("name", sorted(path.name for path in (SAMPLES / "listen").iterdir()))
def test_each_sample_list_is_read_as_it_says(name: str) -> None:
    """Three households each, whatever the format; a damage is found and nothing beside it."""
    path = SAMPLES / "listen" / name
    if path.suffix == ".db":
        taken = Taken(take_in(ListSource(url=f"sqlite:///{path}", table="haushalte"), SideLists(), DEMANDS))
    else:
        taken = take(path)
    assert taken.codes == {**DAMAGES.get(name, {}), "name.no-form-of-address": 1}
    first = min(taken.households, key=lambda household: household.row)
    assert first.nachname == ("Šimon" if name == "latin-9.csv" else "Größl")


def test_the_demos_list_shows_every_way() -> None:
    """One row is rejected, the special routes are there, one BG is suppressed, one row merged."""
    side = SideLists(suppress=SAMPLES / "suppression.csv", seeds=SAMPLES / "seeds.csv")
    taken = take(SAMPLES / "haushalte.csv", side=side, required=("termin", "standort"), address_width=200.0)
    fates = set(taken.fates.values())
    assert {fate for fate, _code in fates} == {"", "rejected", "suppressed", "merged", "special_route"}
    assert {code for _fate, code in fates if code.startswith("route.")} == {
        "route.large-print",
        "route.easy-language",
        "route.abroad",
        "route.general-delivery",
        "route.no-abode",
        "route.electronic",
    }
    assert sum(fate == "rejected" for fate, _code in taken.fates.values()) == 1
    assert sum(each.is_seed for each in taken.households) == 2
    assert 35 <= len(taken.households) <= 45
    assert any(each.empfaenger for each in taken.households)


OUR_COLUMN = re.compile(r"\| `\w+` \| [^`]*$")
"""A line of the table of columns, which has a test of its own."""


def lines_of_the_page() -> list[tuple[str, str]]:
    """Return what each line of the page's tables says and the test that it names."""
    rows = re.findall(r"^\| (.+) \| `(tests/\w+/\w+\.py::\w+)` \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [(text, test) for text, test in rows]


def test_every_line_of_the_page_is_a_test() -> None:
    """Each table line names a test that exists."""
    lines = lines_of_the_page()
    assert len(lines) > 40
    for text, test in lines:
        file, _colons, name = test.partition("::")
        tree = ast.parse((REPO / file).read_text("utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, text


def test_no_line_of_the_page_is_without_a_test() -> None:
    """No line stands in the tables that doesn't name one."""
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    heads = [line for line in rows if line.startswith(("| Was", "| ---", "| Spalte |")) or OUR_COLUMN.match(line)]
    assert len(rows) - len(heads) == len(lines_of_the_page())

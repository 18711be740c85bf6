"""Around an empty value the text closes up; around any other it stands as it is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters_kit import household
from templates_kit import composed, template, texts

from mailing.letters.blocks import Span
from mailing.letters.text.closing_up import EMPTY_VALUE, closed_up
from mailing.letters.text.spans import tidy_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
TOLD = re.findall(r"^\| `([^`]*\{\{ zusatz \}\}[^`]*)` \| (.*) \|$", PAGE, re.MULTILINE)


def shown(folder: Path, text: str, zusatz: str) -> Sequence[str]:
    """Return the blocks of a text for a household with that entry."""
    return texts(composed(template(folder, f"{{{{ anrede_zeile }}}}\n\n{text}\n"), household(zusatz=zusatz)))[1:]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        *TOLD,
        ("A ({{ zusatz }}, {{ zusatz }}) B", "A B"),
        ("A ({{ zusatz }}, B)", "A (B)"),
        ('A "{{ zusatz }}" B', "A B"),
        ("A **{{ zusatz }}** B", "A B"),
        ("**Grund:** {{ zusatz }}.", "Grund."),
        ("A, {{ zusatz }}, B", "A, B"),
        ("A, {{ zusatz }}.", "A."),
        ("A / {{ zusatz }}", "A"),
        ("A | {{ zusatz }} | B", "A | B"),
        ("A - {{ zusatz }} - B", "A - B"),
        ("{{ zusatz }}: A", "A"),
        ("A – {{ zusatz }} – B", "A – B"),
        ("Frau {{ zusatz }}, guten Tag", "Frau, guten Tag"),
        ("wohnhaft in {{ zusatz }}, Hannover", "wohnhaft in Hannover"),
        ("A {{ zusatz }}.", "A."),
        ("A ({{ zusatz }} Euro)", "A (Euro)"),
        ("A ({% if zusatz %}{{ zusatz }}{% endif %}) B", "A B"),
        ("A. {% if zusatz %}{{ zusatz }}{% endif %}. B", "A. B"),
    ],
)
def test_an_empty_value_leaves_no_trace(tmp_path: Path, text: str, left: str) -> None:
    """As the page for the office's staff tells it."""
    assert shown(tmp_path, text, "") == [left]


@pytest.mark.parametrize("text", [text for text, _left in TOLD])
def test_a_value_that_is_there_changes_nothing(tmp_path: Path, text: str) -> None:
    """All signs around it stay."""
    plain = text.replace('"', "").replace("{{ zusatz }}", "Wert")
    assert shown(tmp_path, text, "Wert") == [plain]


def test_the_page_tells_examples() -> None:
    """Enough of them to be tested here."""
    assert len(TOLD) > 4


SIGNS = st.lists(
    st.sampled_from(["Wort", " ", ", ", ". ", ": ", "(", ")", "„", "“", " – ", "; ", "\uf8fd"]), max_size=14
)


@given(SIGNS)
def test_words_and_values_are_never_lost(pieces: list[str]) -> None:
    """Whatever signs stand around empty values: only signs and blanks go."""
    spans = [EMPTY_VALUE if piece == EMPTY_VALUE.text else Span(piece) for piece in pieces]
    for left in (closed_up([*spans, Span(slot=1)]), tidy_spans([*spans, Span(slot=1)])):
        text = "".join(span.text for span in left)
        assert text.count("Wort") == pieces.count("Wort")
        assert EMPTY_VALUE.text not in text
        assert [span.slot for span in left if span.slot is not None] == [1]


@given(SIGNS.filter(lambda pieces: EMPTY_VALUE.text not in pieces))
def test_without_an_empty_value_nothing_closes_up(pieces: list[str]) -> None:
    """The text is the office's."""
    spans = list(map(Span, pieces))
    assert closed_up(spans) == spans


@pytest.mark.parametrize(
    "text", ["Maßstab 1 : 100", "{{ zusatz }} : {{ zusatz }}", "Name: . . . . .", "Ende. . . weiter"]
)
def test_signs_that_the_office_spaced_stay_so(tmp_path: Path, text: str) -> None:
    """A ratio, and dots to write on, are no leftovers."""
    assert shown(tmp_path, text, "3") == [text.replace("{{ zusatz }}", "3")]

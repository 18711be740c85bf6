"""Ways through a template: what many households share is rendered once, and says what it says for each alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letters_kit import household
from templates_kit import DAY, SALUTATION, template, texts

from mailing.letters.blocks import LetterFault
from mailing.letters.text.composing import Composer
from mailing.letters.text.rendering import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mailing.model import Household

FRAGMENTS = (
    "{{ vorname }} {{ nachname }}",
    "{{ notiz }}{{ notiz }}",
    "{% if notiz %}mit {{ notiz }}{% else %}ohne{% endif %}",
    "{% if ort == 'Celle' %}in {{ ort }}{% elif standort %}bei {{ standort.name }}{% endif %}",
    "{{ betrag | zahl }}",
    "{{ standort }}",
    "{{ personen }}{% if personen > 1 %}, {{ vorname }} und andere{% endif %}",
    "{{ 'Sie' if zusatz else vorname }}",
    "{{ termin }}",
    "{{ notiz }}{% if ort == 'Celle' %}{% set notiz = vorname | gross %}{{ notiz }}{% endif %}",
    "{% if notiz %}{% for person in mitglieder %}{{ person.vorname }} {{ notiz }}{% endfor %}{% endif %}",
)
NO_WAYS = "{% set wer = vorname %}"
"""What gives a name itself is run for each household."""
ENTRIES = st.sampled_from(["", "nein", "ja", "Anna", "zwei\nZeilen", "1,50", "{{ ort }}", "0"])
HOUSEHOLDS = st.builds(
    lambda vorname, ort, standort, zusatz, notiz, betrag: household(
        vorname=vorname, ort=ort, standort=standort, zusatz=zusatz, extra={"notiz": notiz, "betrag": betrag}
    ),
    ENTRIES,
    st.sampled_from(["Celle", "Hannover"]),
    st.sampled_from(["Mitte", "", "nirgends"]),
    ENTRIES,
    ENTRIES,
    st.sampled_from(["1,50", "2", "viel"]),
)


def said(composer: Composer, them: Household) -> object:
    """Return what a household's letter says, or why there is none."""
    try:
        composition = composer.compose(them, SALUTATION)
    except LetterFault as fault:
        return fault.finding
    return texts(composition), composition.values


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4), st.lists(HOUSEHOLDS, min_size=1, max_size=8))
def test_what_is_rendered_once_says_what_it_says_for_each(
    tmp_path: Path, fragments: list[str], them: list[Household]
) -> None:
    """Whatever others have said before, and whichever entries decide, are shown, or lack."""
    text = "; ".join(fragments)
    shared = Composer(template(tmp_path / "ways", text), DAY)
    alone = Composer(template(tmp_path / "alone", NO_WAYS + text), DAY)
    assert [said(shared, one) for one in them] == [said(alone, one) for one in them]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Give a list that grows whenever a template is run."""
    taken: list[object] = []
    run = Program._rendered

    def counted(self: Program, placeholders: dict[str, object]) -> object:
        taken.append(placeholders)
        return run(self, placeholders)

    monkeypatch.setattr(Program, "_rendered", counted)
    return taken


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("{{ vorname }}", 1),
        ("{{ vorname }}{% if ort == 'Celle' %} aus {{ ort }}{% endif %}", 2),
        ("{% if standort %}{{ standort.name }}{% endif %} {{ vorname }}", 1),
        ("{{ vorname }}{% if ort == 'Celle' and datum < fakten.beratung_ab %} bald{% endif %}", 2),
        ("{{ vorname | sonst('–') if ort == 'Celle' else nachname }}", 10),
        (NO_WAYS + "{{ vorname }}", 20),
    ],
)
def test_a_template_is_run_once_for_each_way(tmp_path: Path, runs: Sequence[object], text: str, times: int) -> None:
    """As often as what it asks for differs; a name of its own makes it run for each."""
    composer = Composer(template(tmp_path, text), DAY)
    for number in range(20):
        composer.compose(household(vorname=f"Eva{number % 5}", ort=["Celle", "Hannover"][number % 2]), SALUTATION)
    assert len(runs) == times

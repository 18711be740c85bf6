"""The report tells the way of a run: drawn, in figures, and line by line who did what when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from life_kit import delivered, delivered_run, made_run, scanned, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]


def report(program: Program, run: Path, *options: str) -> str:
    """Return the report as it is written now; the run verifies with it."""
    assert program("report", run, *options).code == 0
    assert program("verify", run, "--quick").code == 0
    return (run / f"house/report{options[0].replace('--', '-') if options else ''}.html").read_text("utf-8")


def drawings(text: str) -> list[str]:
    """Return what each drawn track says to who can't see it."""
    return re.findall(r'<svg [^>]*role="img" aria-label="([^"]*)">\s*<(?:line|circle)', text)


def circles(text: str) -> dict[str, int]:
    """Return how many stations of each kind are drawn."""
    kinds = re.findall(r'<circle class="(\w+)"', text)
    return {kind: kinds.count(kind) for kind in kinds}


def figure(text: str, label: str) -> str:
    """Return the figure beside a label in the tables."""
    (found,) = re.findall(rf'<th scope="row">{label}</th><td class="n">([^<]*)</td>', text)
    return found


@pytest.fixture
def returned(program: Program, tmp_path: Path) -> Path:
    """Return a run with a reprint that was posted, of which two letters came back, one from somebody who has died."""
    run = delivered_run(program, tmp_path)
    assert program("feedback", run, table(tmp_path, "1-10;OK", "11;Makulatur", "12;aussortiert")).code == 0
    assert program("reprint", run, "--open", "--by", "Ute", "--reason", "Papier <b>stau</b>").code == 0
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    delivered(run, "shop-r1")
    assert program("feedback", run, table(tmp_path, "11;OK", name="second.csv")).code == 0
    assert program("posted", run, "--by", "Pia").code == 0
    lines = f"{scanned(run, 1)};verzogen", f"{scanned(run, 2)};verstorben"
    came = table(tmp_path, *lines, name="returns.csv", header="code;reason")
    assert program("returns", came, "--out", run.parent, "--by", "Pia").code == 0
    return run


def test_a_run_that_was_just_made_has_its_way_before_it(program: Program, tmp_path: Path) -> None:
    """One station reached, five open; nothing reprinted, nothing come back."""
    text = report(program, made_run(program, tmp_path))
    (spoken,) = drawings(text)
    assert spoken.startswith("gesetzt, ")
    assert spoken.count("noch nicht") == 5
    assert circles(text) == {"reached": 1, "open": 5}
    assert figure(text, "offen") == "12"
    assert "Keine Nachdrucke" in text
    assert "Keine Rückläufer" in text


def test_the_whole_way_is_drawn_and_counted(program: Program, returned: Path) -> None:
    """The run's own package and the reprint, fates, returns by reason; of who has died only that a letter came back."""
    text = report(program, returned)
    own, reprint = drawings(text)
    assert [part.split(",")[0] for part in own.split("; ")] == [
        "gesetzt",
        "freigegeben",
        "geliefert",
        "angenommen",
        "eingeliefert",
        "abgeschlossen",
    ]
    assert "angenommen, nicht erfasst" in own
    assert "abgeschlossen, noch nicht" in own
    assert text.count('<line class="reached"') == 4 + 2
    assert text.count("<line ") == 5 + 3
    assert [part.split(",")[0] for part in reprint.split("; ")] == [
        "nachgedruckt",
        "freigegeben",
        "geliefert",
        "angenommen",
    ]
    assert {name: figure(text, name) for name in ("eingeliefert", "aussortiert", "zurückgekommen")} == {
        "eingeliefert": "9",
        "aussortiert": "1",
        "zurückgekommen": "2",
    }
    assert figure(text, "verzogen") == "1"
    assert figure(text, "anderer Grund") == "1"
    assert "Papier &lt;b&gt;stau&lt;/b&gt;" in text
    assert not any(word in text for word in ("verstorben", "deceased", "vertraulich"))


def test_the_journal_is_told_line_by_line(program: Program, returned: Path) -> None:
    """Who did what when, in its order, and up to which head."""
    text = report(program, returned)
    page = text[text.index('id="journal"') :]
    lines = re.findall(r'<tr><th scope="row" class="n">(\d+)</th><td>[\d.: ]+</td><td>(\w+)</td><td>([^<]*)</td>', page)
    assert [(who, what) for _number, who, what in lines] == [
        ("Eva", "gesetzt"),
        ("Tom", "freigegeben"),
        ("Eva", "geliefert"),
        (lines[3][1], "Rückmeldung der Druckerei"),
        ("Ute", "nachgedruckt"),
        ("Tom", "freigegeben"),
        ("Eva", "geliefert"),
        (lines[7][1], "Rückmeldung der Druckerei"),
        ("Pia", "eingeliefert"),
        ("Pia", "zurückgekommen"),
    ]
    assert [int(number) for number, *_rest in lines] == list(range(1, 11))


def test_outside_nobody_is_named(program: Program, returned: Path) -> None:
    """The way and rounded figures; neither the journal nor a name nor a reason."""
    text = report(program, returned, "--redacted")
    assert len(drawings(text)) == 2
    assert figure(text, "zurückgekommen") == "unter 5"
    assert 'id="journal"' not in text
    assert not any(name in text for name in ("Eva", "Tom", "Ute", "Pia", "stau"))


def test_a_rejected_run_ends_there(program: Program, tmp_path: Path) -> None:
    """Its last station is the end, and none is open."""
    run = made_run(program, tmp_path)
    assert program("reject", run, "--by", "Tom", "--reason", "Falsche Uhrzeit").code == 0
    text = report(program, run)
    assert circles(text) == {"reached": 1, "ended": 1}
    assert "„Falsche Uhrzeit“" in text


def test_a_journal_that_was_changed_tells_no_way(program: Program, tmp_path: Path) -> None:
    """The report comes without it; `verify` says what is wrong."""
    run = made_run(program, tmp_path)
    (run / "journal.jsonl").write_bytes(b"{}\n")
    assert program("report", run).code == 0
    assert 'id="weg"' not in (run / "house/report.html").read_text("utf-8")
    assert program("verify", run, "--quick").code == 5

"""The report: one file, readable offline, by eye, by ear and on paper; nobody in the one for outside."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from audit_run import Table, bag, make_run, neighbours, press, record

from mailing.audit import close_run
from mailing.audit.purging import purge
from mailing.audit.report import write_report
from mailing.audit.report_figures import figure, grouped
from mailing.base.errors import VerificationError
from mailing.findings import Finding
from mailing.model import RowLedger

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

VOID = {"meta", "img", "br", "rect", "link"}


class Outline(HTMLParser):
    """Collects what an assistive reader goes by, and checks that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """A tag closes the one opened last."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all tags of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


def outline(path: Path) -> Outline:
    """Return a report's outline."""
    found = Outline()
    found.feed(path.read_text("utf-8"))
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 12 letters, with a row that was suppressed and one whose BG-Nummer is a script."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    people = neighbours(12)
    files = press(people, folder, 5)
    bag(folder)
    code = "audit.address-extra"
    made = record(people, files)
    ledger = RowLedger(
        rows=range(2, 16),
        bg_numbers=[*(person.bg_nummer for person in people), "gesperrt", "<script>alert(1)</script>"],
        households=[*range(12), -1, -1],
        dispositions=[""] * 12 + ["suppressed", "rejected"],
        codes=[""] * 12 + [code, code],
    )
    findings = (Finding(code, row=15, found="<script>", details={"piece": "<b>1</b>"}),)
    inputs = (replace(made.intake.inputs[0], rows=14),)
    intake = replace(made.intake, ledger=ledger, inputs=inputs, households=Table(people), findings=findings)
    close_run(replace(made, intake=intake), folder)
    return folder


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "run")


def test_it_is_one_file_that_needs_no_other(run: Path) -> None:
    """No address of anything outside, no script."""
    text = write_report(run).read_text("utf-8")
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)""", text)
    assert "<script" not in text
    assert "http://" not in text
    assert "https://" not in text


def test_it_can_be_read_by_ear(run: Path) -> None:
    """Language, landmarks, one first heading, a caption for each table, scopes, texts for pictures."""
    found = outline(write_report(run))
    assert found.all("html") == [{"lang": "de"}]
    assert all(len(found.all(tag)) == 1 for tag in ("header", "nav", "main", "footer", "h1", "title"))
    assert len(found.all("caption")) == len(found.all("table"))
    assert all("scope" in attributes for attributes in found.all("th"))
    assert all(attributes.get("alt") for attributes in found.all("img"))
    assert all("role" in attributes or attributes.get("aria-hidden") for attributes in found.all("svg"))


def test_it_tells_the_figures(run: Path) -> None:
    """The equation, where letters go, findings by kind, rows without a letter, sample pages."""
    text = write_report(run).read_text("utf-8")
    assert "14 Zeilen = 12 gesetzt + 0 Sonderweg + 0 zusammengeführt + 1 gesperrt + 1 abgewiesen" in text
    assert "audit.address-extra" in text
    assert 'id="ohne"' in text
    assert "data:image/png;base64," in text


def test_hostile_cells_stay_text(run: Path) -> None:
    """What a cell says is never markup."""
    assert "<b>1</b>" not in write_report(run).read_text("utf-8")


def test_the_redacted_one_shows_nobody(run: Path) -> None:
    """No pictures, no rows, and no figure by which few people could be found."""
    text = write_report(run, redacted=True).read_text("utf-8")
    assert "data:image" not in text
    assert 'id="ohne"' not in text
    assert "unter 5" in text
    for person in neighbours(12):
        assert person.nachname not in text
        assert person.bg_nummer not in text


def test_colours_have_contrast(run: Path) -> None:
    """Ink on paper, and each colour of the charts against it: 4.5 to 1 at least (WCAG 2.1, 1.4.3 and 1.4.11)."""
    text = write_report(run).read_text("utf-8")
    colours = re.findall(r"--(?:ink|s\d): (#[0-9a-f]{6})", text)
    assert len(colours) == 6
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in colours)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return a colour's relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_same_run_same_report(run: Path) -> None:
    """Nothing in it knows the clock."""
    assert write_report(run).read_bytes() == write_report(run).read_bytes()


def test_a_purged_run_has_no_report(tmp_path: Path, day: dt.date) -> None:
    """What it would show is gone."""
    run = make_run(tmp_path / "run", 3)
    purge(run, day)
    with pytest.raises(VerificationError, match="bereinigt"):
        write_report(run)


@pytest.fixture
def day() -> dt.date:
    """The day of a purge."""
    from datetime import date

    return date(2020, 7, 1)


def test_thousands_are_set_apart() -> None:
    """As German print has it."""
    assert grouped(1234567) == "1\u202f234\u202f567"


def test_the_redacted_one_says_nothing_of_the_list(run: Path) -> None:
    """Neither the list's name nor any cell of it, and no exact figure: none follows from the others."""
    text = write_report(run, redacted=True).read_text("utf-8")
    assert "list.csv" not in text
    assert "Standort" not in text.partition("</header>")[2]
    figures = set(re.findall(r'<(?:dd|td class="n")>([^<]*)<', text))
    assert figures <= {"0", "unter 5", "rund 5", "rund 10", "rund 15"}
    assert "rund 15 Zeilen = rund 10 gesetzt + 0 Sonderweg + 0 zusammengeführt + unter 5 gesperrt" in text
    assert {float(width) for width in re.findall(r'width="([0-9.]+)"', text)} <= {0.0, 1.0, 50.0, 100.0}


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (1, "unter 5"), (4, "unter 5"), (5, "rund 5"), (12, "rund 10"), (1_233, "rund 1\u202f235")],
)
def test_figures_for_outside(number: int, shown: str) -> None:
    """In steps of five, the small ones not at all."""
    assert figure(number, redacted=True) == shown

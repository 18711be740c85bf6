"""Findings by kind and page, however many there are, and what of them is accepted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from new_run_kit import DAY, LETTER, clerk_of, text_of
from office_kit import work_off
from program_kit import row, write_list

from mailing.findings import Finding
from mailing.findings.of_run import CAME_BACK
from mailing.model import Proposal
from mailing.runs.showing.finding_pages import (
    ON_A_PAGE,
    Acceptance,
    kinds_in,
    page_of,
    write_accepted,
    write_finding_pages,
)
from mailing.web.new_runs.facts import proof_facts, write_facts
from mailing.web.showing import reason

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.web.office import Office

MANY = 300_000
CUT = "plz.four-digits"
SECONDS_OF_A_PAGE = 0.5
BYTES_OF_A_PAGE = 100_000


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A list of which three PLZ have lost their zero."""
    rows = [row(number, plz="1067", ort="Dresden") for number in range(1, 4)] + [row(4)]
    return write_list(tmp_path / "liste.csv", rows)


def test_kinds_come_by_gravity(tmp_path: Path) -> None:
    """What concerns the whole list first, then errors, then the rest."""
    found = [
        Finding("duplicate.exact", row=3, details={"other": 2}),
        Finding(CUT, row=2, field="plz", found="1067"),
        Finding("name.no-form-of-address"),
    ]
    write_finding_pages(found, [], tmp_path)
    assert [kind.code for kind in kinds_in(tmp_path)] == ["name.no-form-of-address", CUT, "duplicate.exact"]


def test_a_proposal_without_a_finding_of_its_own_has_a_line(tmp_path: Path) -> None:
    """A household's other rows are proposed for too."""
    write_finding_pages(
        [Finding(CUT, row=2, field="plz", found="1067")],
        [Proposal(2, "plz", "1067", "01067", CUT), Proposal(3, "plz", "1067", "01067", CUT)],
        tmp_path,
    )
    (kind,) = kinds_in(tmp_path)
    assert [(line.row, [offer.number for offer in line.offers]) for line in page_of(tmp_path, kind, 1)] == [
        (2, [0]),
        (3, [1]),
    ]


@pytest.mark.parametrize(
    ("acceptance", "rows"),
    [
        (Acceptance(), []),
        (Acceptance(all=True), [2, 3, 4]),
        (Acceptance(all=True, but=frozenset({1})), [2, 4]),
        (Acceptance(but=frozenset({1})), [3]),
    ],
)
def test_what_is_accepted_goes_into_the_table(tmp_path: Path, acceptance: Acceptance, rows: list[int]) -> None:
    """All of a kind, all but some, some; and no table where there is nothing."""
    proposals = [Proposal(number, "plz", "1067", "01067", CUT) for number in (2, 3, 4)]
    write_finding_pages([], proposals, tmp_path)
    table = tmp_path / "accepted" / "vorschlaege.csv"
    assert write_accepted([(tmp_path, {CUT: acceptance})], table) == len(rows)
    assert table.exists() == bool(rows)
    lines = table.read_text("utf-8-sig").splitlines()[1:] if rows else []
    assert [int(line.split(";")[0]) for line in lines] == rows


def test_hundreds_of_thousands_are_shown_page_by_page(office: Office, few: Path) -> None:
    """Each page is small and soon there, the last one too."""
    clerk = clerk_of(office).checked(few)
    found = (Finding(CUT, row=number, field="plz", column="PLZ", found="1067") for number in range(2, MANY + 2))
    offers = (Proposal(number, "plz", "1067", "01067", CUT) for number in range(2, MANY + 2))
    write_finding_pages(found, offers, office.new_runs / clerk.id / "check-1")
    for page in (1, MANY // ON_A_PAGE // 2, MANY // ON_A_PAGE, 10**8):
        before = time.process_time()
        shown = clerk.get(f"befunde?brief=0&art={CUT}&seite={page}")
        assert time.process_time() - before < SECONDS_OF_A_PAGE
        assert len(shown.content) < BYTES_OF_A_PAGE
        assert shown.text.count('name="uebernehmen"') == ON_A_PAGE
    assert "Alle 300.000 Vorschläge dieser Art übernehmen" in text_of(shown)


def test_all_but_one_are_accepted(office: Office, damaged: Path) -> None:
    """A page's ticks are kept; those of others stay; what was accepted is applied, the rest has no letter."""
    clerk = clerk_of(office).checked(damaged)
    clerk.post("befunde", round="check-1", art=CUT, tun="alle")
    clerk.post("befunde", round="check-1", art=CUT, tun="merken", gezeigt=["0", "1"], uebernehmen=["1"])
    assert clerk.get(f"befunde?art={CUT}").text.count("checked") == 2
    clerk.post("brief", brief=LETTER, datum=DAY)
    work_off(office)
    proof = text_of(clerk.get("probe"))
    assert "3 Briefe erstellen" in proof
    assert "Eine Zeile bekommt keinen Brief" in proof


def test_what_the_letter_finds_can_be_accepted_from_its_proof(office: Office, damaged: Path) -> None:
    """The proof is made anew with it."""
    clerk = clerk_of(office).proofed(damaged)
    assert "1 Brief erstellen" in text_of(clerk.get("probe"))
    round_ = clerk.content.proof_round
    clerk.post("befunde", round=round_, art=CUT, tun="alle")
    assert (
        clerk.post("befunde", round=round_, art=CUT, gezeigt=["0", "1", "2"], uebernehmen=["0", "1", "2"])
        .headers["location"]
        .startswith("/vorgaenge/")
    )
    work_off(office)
    assert "4 Briefe erstellen" in text_of(clerk.get("probe"))


def test_a_list_of_which_nothing_is_left_can_be_saved_by_its_proposals(office: Office, tmp_path: Path) -> None:
    """It is told, and the way on stays open."""
    clerk = clerk_of(office).checked(write_list(tmp_path / "liste.csv", [row(1, plz="1067", ort="Dresden")]))
    assert clerk.post("spalten", round="check-1").headers["location"] == clerk.address("befunde")
    assert "kern-alert--warning" in clerk.get("befunde").text
    clerk.post("befunde", round="check-1", art=CUT, tun="alle")
    clerk.post("brief", brief=LETTER, datum=DAY)
    work_off(office)
    assert "1 Brief erstellen" in text_of(clerk.get("probe"))


@pytest.mark.parametrize("seite", ["0", "-1", "abc", "99999999999999999999", "2 OR 1=1"])
def test_pages_that_are_none_show_one_that_is(office: Office, damaged: Path, seite: str) -> None:
    """The first or the last."""
    clerk = clerk_of(office).checked(damaged)
    assert clerk.browser.get(clerk.address("befunde"), params={"art": CUT, "seite": seite}).status_code == 200


def test_what_a_list_says_is_no_markup(office: Office, tmp_path: Path) -> None:
    """Neither in examples nor in findings."""
    evil = "<script>alert(1)</script>"
    clerk = clerk_of(office).checked(write_list(tmp_path / "liste.csv", [row(1, ort=evil), row(2)]))
    assert evil not in clerk.get("spalten").text + clerk.get("befunde").text


def test_the_tables_can_be_taken_away(office: Office, damaged: Path) -> None:
    """All findings, and the list with its cells marked."""
    clerk = clerk_of(office).checked(damaged)
    assert CUT in clerk.get("befunde/tabelle").text
    marked = clerk.get("befunde/markiert")
    assert marked.content.startswith(b"PK")
    assert "liste-markiert.xlsx" in marked.headers["content-disposition"]


def test_why_rows_get_no_letter_is_said_in_words(office: Office, damaged: Path) -> None:
    """Not by the codes that the program goes by; what a row's finding names of it is left open for all of them."""
    page = text_of(clerk_of(office).checked(damaged).get("befunde"))
    assert "3: Die Postleitzahl hat nur vier Ziffern" in page
    assert CUT not in page
    assert reason("suppression.listed") == "Die BG steht in Zeile … der Sperrliste und bekommt keinen Brief"


def test_no_letter_lacks_a_language_before_one_is_chosen(office: Office, tmp_path: Path) -> None:
    """The letter's own proof says which languages it has."""
    list_ = tmp_path / "liste.csv"
    list_.write_text(
        "bg_nummer;nachname;strasse;hausnummer;plz;ort;sprache\n23702//0000001;Kos;Weg;1;30159;Hannover;uk\n"
    )
    assert "gibt es nicht auf" not in text_of(clerk_of(office).checked(list_).get("befunde"))


def test_begun_runs_are_listed_by_their_list(office: Office, damaged: Path) -> None:
    """A time alone says little to who has begun several."""
    clerk = clerk_of(office).checked(damaged)
    assert "liste.csv zuletzt bearbeitet am" in text_of(clerk.browser.get("/laeufe"))


def test_who_is_held_after_a_return_has_not_had_this_letter(office: Office, damaged: Path) -> None:
    """Another letter came back; that is another reason to get none."""
    clerk = clerk_of(office).proofed(damaged)
    folder = office.new_runs / clerk.id / clerk.content.proof_round
    write_facts(folder, proof_facts(folder).model_copy(update={"withheld": {CAME_BACK: 1}}))
    page = text_of(clerk.get("probe"))
    assert "Ein Haushalt wird zurückgehalten" in page
    assert "hat diesen Brief schon" not in page

"""What the print shop is told to do with a job, and in which envelopes it goes."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from life_kit import delivered_run, made_run
from program_kit import row, write_list
from templates_kit import NAME, ORGANISATION, SETTINGS, office

from mailing import press
from mailing.model.orders import Insert, ShopOrder
from mailing.press.jobterms import order_data, order_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

CONTACT = """
[ansprechpartner]
name = "Poststelle, Frau Öztürk"
telefon = "(0511) 6559-100"
email = "post@example.org"
"""
TEXT = "{{ anrede_zeile }}\n\nein Satz.\n\nMit freundlichen Grüßen\n"


def told_shop(folder: Path) -> Path:
    """Write a profile that says franking and processor, for an envelope of its own; return its path."""
    own = """
[envelopes.haus]
width = 240
height = 165
folding = "half"
window_left = 20
window_bottom = 55
window_width = 110
window_height = 55
source = "Datenblatt"
"""
    told = 'franking = "DV-Freimachung, Kunde 5012345678"\nprocessor = " Druckhaus Muster GmbH "\nenvelope = "haus"'
    path = folder / "druckhaus.toml"
    path.write_text(press.load_profile("dl").source.replace('envelope = "dl"', told, 1) + own, "utf-8")
    return path


def job_of(run: Path) -> dict[str, Any]:
    """Return what `job.json` says."""
    return json.loads((run / "shop/data/job.json").read_bytes())


def sheet_of(run: Path) -> str:
    """Return the text of the job sheet."""
    pages = pypdf.PdfReader(run / "shop/data/job/jobsheet.pdf").pages
    return " ".join(page.extract_text() for page in pages).replace("\n", " ")


@pytest.mark.parametrize(("colour", "told"), [("gray", "schwarz"), ("cmyk", "vierfarbig (CMYK, FOGRA29)")])
def test_the_job_sheet_names_the_inks(program: Callable[..., Called], tmp_path: Path, colour: str, told: str) -> None:
    """As the profile has them."""
    shop = tmp_path / "druckhaus.toml"
    shop.write_text(f'colour = "{colour}"\n{press.load_profile("dl").source}', "utf-8")
    templates = office(tmp_path / "vorlagen", TEXT)
    run = made_run(program, tmp_path, "-t", NAME, "--templates", templates, "--date", "2020-06-15", "--shop", shop)
    assert told in sheet_of(run).partition("Druckfarben")[2][:80]


def test_a_job_is_told_whole_and_verifies(program: Callable[..., Called], tmp_path: Path) -> None:
    """From organisation, job and profile to job sheet and job.json; the run verifies, and can be made again."""
    templates = office(tmp_path / "vorlagen", TEXT, **{"organisation.toml": ORGANISATION + CONTACT})
    shop = told_shop(tmp_path)
    settings = ("-t", NAME, "--templates", templates, "--date", "2020-06-15", "--posting-day", "17.06.2020")
    run = made_run(program, tmp_path, *settings, "--shop", shop)
    job = job_of(run)
    assert job["order"] == {
        "contact": {"name": "Poststelle, Frau Öztürk", "phone": "(0511) 6559-100", "email": "post@example.org"},
        "posting_day": "2020-06-17",
        "processor": "Druckhaus Muster GmbH",
        "franking": "DV-Freimachung, Kunde 5012345678",
        "folding": "half",
        "paper": {"name": "Recycling weiß, 80 g/m², A4", "sheet_grams": 4.99},
        "inserts": [],
    }
    assert job["profile"]["envelopes"]["haus"]["window_bottom"] == 55
    text = sheet_of(run)
    for told in ("Poststelle, Frau Öztürk · (0511) 6559-100 · post@example.org", "17.06.2020", "Druckhaus Muster GmbH"):
        assert told in text
    for told in ("Art. 28 DSGVO", "DV-Freimachung, Kunde 5012345678", "einmal quer auf die Hälfte", "Beilagen keine"):
        assert told in text
    again = program("verify", run, "--rebuild", tmp_path / "liste.csv")
    assert again.code == 0, again.out
    shutil.copytree(run / "shop", tmp_path / "bei-der-druckerei")
    assert program("verify", "--shop", tmp_path / "bei-der-druckerei").code == 0


def test_nothing_settled_is_told_as_that(program: Callable[..., Called], tmp_path: Path) -> None:
    """The bundled profile names neither processor nor franking; the sheet says that rather than nothing."""
    run = made_run(program, tmp_path)
    order = job_of(run)["order"]
    assert [order[key] for key in ("contact", "posting_day", "processor", "franking")] == [None] * 4
    assert order["folding"] == "z"
    assert sheet_of(run).count("nicht angegeben") == 4


def test_a_reprint_names_the_contact_but_no_day_gone_by(program: Callable[..., Called], tmp_path: Path) -> None:
    """When new copies are posted is settled anew; whom to ask isn't, and the notice comes first."""
    templates = office(tmp_path / "vorlagen", TEXT, **{"organisation.toml": ORGANISATION + CONTACT})
    settings = ("-t", NAME, "--templates", templates, "--date", "2020-06-15", "--posting-day", "2020-06-17")
    run = delivered_run(program, tmp_path, *settings)
    assert program("reprint", run, "--pieces", "3", "--old", "destroyed", "--by", "Eva").code == 0
    package = run / "shop-r1"
    order = json.loads((package / "data/job.json").read_bytes())["order"]
    assert order["contact"]["name"] == "Poststelle, Frau Öztürk"
    assert order["posting_day"] is None
    assert "NACHDRUCK 1" in pypdf.PdfReader(package / "data/job/jobsheet.pdf").pages[0].extract_text()


def test_inserts_are_named_with_weight_and_number() -> None:
    """What goes into the envelopes, marked up safely."""
    order = ShopOrder(inserts=(Insert("Flyer <Ferien> & mehr", 4.5, 1234), Insert("Karte", 2, 7)))
    shop = press.load_profile("dl")
    told = dict(order_rows(order, shop))["Beilagen"]
    assert told == "Flyer &lt;Ferien&gt; &amp; mehr, 4,50 g: in 1.234 Sendungen<br/>Karte, 2,00 g: in 7 Sendungen"
    assert order_data(order, shop)["inserts"][0] == {"title": "Flyer <Ferien> & mehr", "grams": 4.5, "pieces": 1234}


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2020-06-20", "kein Werktag"),
        ("2020-06-14", "vor dem Datum der Briefe"),
        ("2020-12-25", "28.12.2020"),
        ("9999-12-25", "Werktag"),
        ("0001-01-01", "vor dem Datum der Briefe"),
        ("morgen", "posting"),
        ("2020-02-30", "posting"),
    ],
)
def test_a_day_on_which_nothing_is_posted_is_refused(
    program: Callable[..., Called], tmp_path: Path, day: str, told: str
) -> None:
    """Before letter 1, with the next day that would do."""
    liste = write_list(tmp_path / "liste.csv", [row(1)])
    done = program("run", liste, "--date", "2020-06-15", "--posting-day", day)
    assert done.code == 2
    assert told in done.err
    assert not (tmp_path / "runs").exists()


def test_a_job_file_may_say_the_day(program: Callable[..., Called], tmp_path: Path) -> None:
    """As a TOML date, or as people write it."""
    write_list(tmp_path / "liste.csv", [row(1)])
    for day in ("2020-06-17", '"17.06.2020"'):
        (tmp_path / "auftrag.toml").write_text(f'list = "liste.csv"\nposting_day = {day}\n', "utf-8")
        done = program("run", "--job", "auftrag.toml", "--json", "-o", tmp_path / "runs")
        assert done.code == 0, done.err
        assert job_of(done.run)["order"]["posting_day"] == "2020-06-17"


@pytest.mark.parametrize("envelope", ["c4", "c5"])
def test_form_a_is_refused_before_letter_1(program: Callable[..., Called], tmp_path: Path, envelope: str) -> None:
    """Unfolded, or folded in half, its address lies above the window; form B is named."""
    templates = office(tmp_path / "vorlagen", TEXT, f'{SETTINGS}form = "A"\n')
    liste = write_list(tmp_path / "liste.csv", [row(1)])
    command = ("run", liste, "-t", NAME, "--templates", templates, "--date", "2020-06-15", "--shop", envelope)
    done = program(*command)
    assert done.code == 3
    assert 'form = "B"' in done.err
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("envelope", ["c4", "c5", "c6-5", "dl"])
def test_letters_for_each_envelope_verify(program: Callable[..., Called], tmp_path: Path, envelope: str) -> None:
    """Long addresses, large print and the endorsement too: the auditor, by figures of its own, finds nothing."""
    given = [
        row(1, vorname="Charlotte Friederike Wilhelmine", nachname="von Hohenstein-Lüttringhaus zu Wartenberg"),
        row(2, format="Großdruck", nachname="Ğüneşoğlu-Wojciechowska"),
        row(3, strasse="Bürgermeister-Wilhelm-Kaisen-Allee", hausnummer="117 // W 236"),
    ]
    liste = write_list(tmp_path / "liste.csv", given)
    done = program("run", liste, "--shop", envelope, "-o", tmp_path / "runs", "--json")
    assert done.code == 0, done.err
    assert job_of(done.run)["counts"]["pieces"] == 3
    assert program("verify", done.run).code == 0


def test_a_letterhead_that_would_show_in_the_window_is_refused(program: Callable[..., Called], tmp_path: Path) -> None:
    """A sheet in C4 slips down by 27 mm: six lines of letterhead would be seen above the address."""
    lines = ", ".join(f'"Zeile {number}"' for number in range(6))
    tall = ORGANISATION.replace('briefkopf = ["Amt für Briefe"]', f"briefkopf = [{lines}]")
    templates = office(tmp_path / "vorlagen", TEXT, **{"organisation.toml": tall})
    liste = write_list(tmp_path / "liste.csv", [row(1)])
    command = ("run", liste, "-t", NAME, "--templates", templates, "--date", "2020-06-15", "--shop", "c4")
    done = program(*command)
    assert done.code == 3
    assert "Briefkopf" in done.err

"""Settings as users write them: template, organisation, shop profile and job tell all their faults at once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from program_kit import Called, row, write_list
from templates_kit import NAME, ORGANISATION, SETTINGS, office

from mailing.press.icc import PROFILE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable

    Program = Callable[..., Called]

ROOT = Path(__file__).parents[2]
TEXT = "{{ anrede_zeile }}\n\nGuten Tag.\n\n---\n\nMit freundlichen Grüßen\n"
PROFILE = (PROFILE_FOLDER / "dl.toml").read_text("utf-8")


def write_job(folder: Path, text: str) -> Path:
    """Write a job file."""
    file = folder / "auftrag.toml"
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def of_kind(tmp_path: Path) -> Callable[[str, str], list[object]]:
    """Write a settings file of a kind with that text, the others faultless, and return the arguments that name them."""
    write_list(tmp_path / "liste.csv", [row(1)])

    def write(kind: str, text: str) -> list[object]:
        texts = {"letter.toml": SETTINGS, "organisation.toml": ORGANISATION, "profil.toml": PROFILE}
        texts["auftrag.toml"] = 'list = "liste.csv"\n'
        texts[kind] = text
        templates = office(tmp_path / "vorlagen", TEXT, texts["letter.toml"])
        (templates / "organisation.toml").write_text(texts["organisation.toml"], "utf-8")
        (tmp_path / "profil.toml").write_text(texts["profil.toml"], "utf-8")
        job = write_job(tmp_path, texts["auftrag.toml"])
        return ["--job", job, "--templates", templates, "-t", NAME, "--shop", "profil.toml", "--date", "2020-06-15"]

    return write


FAULTLESS = {
    "letter.toml": SETTINGS,
    "organisation.toml": ORGANISATION,
    "profil.toml": PROFILE,
    "auftrag.toml": 'list = "liste.csv"\n',
}
KINDS = pytest.mark.parametrize("kind", [*FAULTLESS])


@KINDS
def test_a_file_of_each_kind_is_used(program: Program, of_kind: Callable[[str, str], list[object]], kind: str) -> None:
    """The control; with a byte order mark and line ends of Windows, as editors write them."""
    done = program("check", *of_kind(kind, "\ufeff" + FAULTLESS[kind].replace("\n", "\r\n")))
    assert done.code == 0, done.err


@KINDS
def test_several_faults_come_together(program: Program, of_kind: Callable[[str, str], list[object]], kind: str) -> None:
    """Each on a line of its own: file, line, key, what to do; for programs each by itself."""
    text = f'frei = 1\npfad = "C:\\Users\\x"\ntag = 2020-02-30\n{FAULTLESS[kind]}'
    arguments = of_kind(kind, text)
    done = program("check", *arguments, "--json")
    assert done.code == 3
    told = [line for line in done.err.splitlines() if f"{kind}:" in line]
    assert [line.partition(f"{kind}:")[2].partition(":")[0] for line in told] == ["1", "2", "3"]
    assert ["„frei“" in told[0], "„pfad“" in told[1], "„tag“" in told[2]] == [True, True, True]
    assert "einfache Anführungszeichen" in told[1]
    assert [fault["key"] for fault in done.json["faults"]] == ["frei", "pfad", "tag"]
    assert done.json["exit_code"] == 3


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("template = 5", "template"),
        ('workers = "zwei"', "workers"),
        ("limit = 0", "limit"),
        ("columns = 5", "columns"),
        ("list = [1]", "list"),
        ('lang = "fr"', "lang"),
        ('engine = "dampf"', "engine"),
        ("date = 5", "date"),
        ('out = "C:\\temp\\neu"', "out"),
        ("suppress = true", "suppress"),
    ],
)
def test_each_entry_of_a_job_is_checked(program: Program, tmp_path: Path, line: str, key: str) -> None:
    """Wrong types and values, with file, line and key; a tab in a path was a backslash."""
    write_list(tmp_path / "liste.csv", [row(1)])
    other = "" if key == "list" else 'list = "liste.csv"'
    done = program("check", "--job", write_job(tmp_path, f"{other}\n{line}\n"))
    assert done.code == 3
    assert "auftrag.toml:2" in done.err
    assert f"„{key}“" in done.err
    assert "Erwartet wird" in done.err


def form_a(folder: Path, name: str = "einladung") -> Path:
    """Return the office's templates, the one of that name in form A, all others in form B."""
    templates = shutil.copytree(ROOT / "letter_templates", folder / "letter_templates")
    shutil.copytree(ROOT / "sample_data", folder / "sample_data")
    settings = templates / name / "letter.toml"
    settings.write_text(settings.read_text("utf-8").replace('form = "B"', 'form = "A"'), "utf-8")
    return templates


def text_of(file: Path) -> str:
    """Return all text of a PDF."""
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))


def test_a_run_of_form_a_is_form_a_for_shop_and_auditor(program: Program, tmp_path: Path) -> None:
    """The job sheet shows its window and address field; verification measures them and turns red on form B's."""
    templates = form_a(tmp_path)
    write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 4)])
    run = program(
        *("run", "liste.csv", "--templates", templates, "-t", "einladung", "--date", "2020-06-15"),
        *("--engine", "serial", "--json"),
    ).run
    sheet = text_of(run / "shop" / "data" / "job" / "jobsheet.pdf").replace("\r\n", " ")
    assert "Form A" in sheet
    assert "Form B" not in sheet
    assert "x 20, y 27; 85 × 45" in sheet
    assert "x 10, y 27; 100 × 50" in sheet
    assert program("verify", run).code == 0
    assert program("verify", "--shop", run).code == 0
    batch = next((run / "shop" / "data").glob("*.pdf"))
    assert program("verify", "--print", batch).code == 0

    settings = run / "house" / "settings" / "letter_templates" / "einladung" / "letter.toml"
    settings.write_text(settings.read_text("utf-8").replace('form = "A"', 'form = "B"'), "utf-8")
    measured = program("verify", run, "--json")
    assert measured.code == 5
    codes = {finding["code"] for finding in measured.json["findings"]}
    assert {"measure.window-stranger", "measure.mark"} <= codes


def test_a_variant_of_another_form_is_measured_by_its_own(program: Program, tmp_path: Path) -> None:
    """Abroad too, where letters of all variants share a route; the job sheet shows both forms."""
    templates = form_a(tmp_path, "zugang-nur-mit-termin")
    abroad = {"land": "Polen", "plz": "00-316", "ort": "Warszawa"}
    formats = ("", "Leichte Sprache")
    rows = [row(number, format=formats[number % 2], **(abroad if number > 2 else {})) for number in range(1, 5)]
    write_list(tmp_path / "liste.csv", rows)
    run = program("run", "liste.csv", "--templates", templates, "--date", "2020-06-15", "--json").run
    verified = program("verify", run)
    assert verified.code == 0, verified.out
    sheet = text_of(run / "shop" / "data" / "job" / "jobsheet.pdf")
    assert ("Form A" in sheet, "Form B" in sheet) == (True, True)


def test_a_code_in_the_window_of_form_a_is_refused(program: Program, tmp_path: Path) -> None:
    """It stands above the window of form B, and in that of form A."""
    templates = form_a(tmp_path)
    write_list(tmp_path / "liste.csv", [row(1)])
    profile = PROFILE.replace("x = 7.0\ny = 122.0", "x = 10.0\ny = 30.0")
    (tmp_path / "profil.toml").write_text(profile, "utf-8")
    done = program("check", "liste.csv", "--templates", templates, "-t", "einladung", "--shop", "profil.toml")
    assert done.code == 3
    assert "Form A" in done.err
    assert "Fenster" in done.err

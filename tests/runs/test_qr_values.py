"""Values that codes can't hold, or only just: each row's code says what its text says, or its letter waits."""

from __future__ import annotations

import csv
import shutil
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from enclosures_kit import write_templates
from PIL import Image

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DPI = 300
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
SETTINGS = 'title = "Rückzahlung"\nsubject = "Ihre Rückzahlung"\nversion = "1"\ndate = 2020-06-15\n'
TEXT = """\
{{ anrede_zeile }}

bitte überweisen Sie:

{{ qr_ueberweisung(iban, betrag, zweck) }}

{{ qr(zweck) }}

{{ qr_termin(termin) }}

{{ qr_kontakt(organisation) }}

{% include "teile/gruss.md.j2" %}
"""
HEADER = (
    "bg_nummer",
    "vorname",
    "nachname",
    "strasse",
    "hausnummer",
    "plz",
    "ort",
    "termin",
    "iban",
    "betrag",
    "zweck",
)
IBAN = "DE02120300000000202051"
LONGEST = "Zweck mit ß und é, Az 4711-12/2020: " * 4
GOOD = {
    "as it should be": (IBAN, "37,20", "Az 4711", "EUR37.20"),
    "written in groups": ("de02 1203 0000 0000 2020 51", "1.234,50 €", "Überzahlung", "EUR1234.50"),
    "of another country": ("NL91ABNA0417164300", "0,01", "Az 4", "EUR0.01"),
    "without purpose": (IBAN, "37", "", "EUR37.00"),
    "the longest purpose": (IBAN, "999999999,99", LONGEST[:140].strip(), "EUR999999999.99"),
    "what looks like more fields": (IBAN, "5,00", "EUR9.99 BCD 002 ;,\\n", "EUR5.00"),
}
BAD = {
    "a wrong check digit": ("DE03120300000000202051", "37,20", "Az", "iban-wrong"),
    "a figure short": ("DE0212030000000020205", "37,20", "Az", "iban-wrong"),
    "no IBAN at all": ("siehe Akte", "37,20", "Az", "iban-wrong"),
    "a country that has none": ("XX02120300000000202051", "37,20", "Az", "iban-wrong"),
    "nothing": (IBAN, "0", "Az", "code-amount"),
    "nothing, with cents": (IBAN, "0,00 €", "Az", "code-amount"),
    "less than nothing": (IBAN, "-5,00", "Az", "code-amount"),
    "half a cent": (IBAN, "1,005", "Az", "code-amount"),
    "too much": (IBAN, "1000000000", "Az", "code-amount"),
    "too long a purpose": (IBAN, "37,20", "x" * 20 + " " + "y" * 20 + " " + "z" * 99, "code-too-long"),
}


def office(folder: Path, values: dict[str, tuple[str, str, str, str]]) -> list[str]:
    """Write list and templates; return what the program is called with."""
    templates = folder / "vorlagen"
    write_templates(templates, {"qr": (SETTINGS, TEXT)})
    with (folder / "liste.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, delimiter=";")
        table.writerow(HEADER)
        for number, (iban, amount, purpose, _told) in enumerate(values.values(), start=1):
            who = (f"23702//{number:07d}", "Erika", f"Muster{'abcdefghijkl'[number]}", "Musterweg", number)
            table.writerow((*who, "30159", "Hannover", "17.06.2020 09:30", iban, amount, purpose))
    return ["run", str(folder / "liste.csv"), "-t", "qr", "--templates", str(templates), "-o", str(folder / "aus")]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of the values that codes can hold."""
    folder = tmp_path_factory.mktemp("qr")
    assert main(office(folder, GOOD)) == 0
    return next((folder / "aus").glob("*/manifest.json")).parent


def by_pdfium(file: Path, _folder: Path) -> Iterator[np.ndarray]:
    """Give the pages as Chrome renders them."""
    with pdfium.PdfDocument(file) as document:
        for page in document:
            yield np.asarray(page.render(scale=DPI / 72, grayscale=True).to_numpy()).squeeze()


def by_poppler(file: Path, folder: Path) -> Iterator[np.ndarray]:
    """Give the pages as most of Linux renders them."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler isn't installed")
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", file, folder / file.stem], check=True)
    for picture in sorted(folder.glob(f"{file.stem}*")):
        yield np.asarray(Image.open(picture))


@pytest.mark.parametrize("pages_of", [by_pdfium, by_poppler])
def test_each_code_says_what_its_row_says(
    run: Path, tmp_path: Path, pages_of: Callable[[Path, Path], Iterator[np.ndarray]]
) -> None:
    """Read at 300 dpi; the payee is the office."""
    files = sorted((run / "shop/data").glob("*.pdf"))
    pages = (page for file in files for page in pages_of(file, tmp_path))
    said = [code.text for page in pages for code in zxingcpp.read_barcodes(page, formats=QR)]
    transfers = [text.split("\n") for text in said if text.startswith("BCD\n")]
    assert {tuple(fields[:6]) for fields in transfers} == {("BCD", "002", "1", "SCT", "", "Jobcenter Region Hannover")}
    found = sorted((fields[6], fields[7], *fields[10:]) for fields in transfers)
    wanted = ((iban.replace(" ", "").upper(), told, purpose) for iban, _amount, purpose, told in GOOD.values())
    assert found == sorted(wanted)
    assert sorted(text for text in said if not text.startswith("B")) == sorted(
        purpose for _iban, _amount, purpose, _told in GOOD.values() if purpose
    )
    for beginning in ("BEGIN:VCALENDAR\r\n", "BEGIN:VCARD\r\n"):
        assert sum(text.startswith(beginning) for text in said) == len(GOOD)


def test_what_no_code_can_hold_keeps_its_letter_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a finding for its row that names what is wrong; the other letters are made."""
    good = dict(list(GOOD.items())[:1])
    assert main(office(tmp_path, {**good, **BAD})) == 4
    assert "IBAN" in capsys.readouterr().out
    table = next((tmp_path / "aus").glob("*/house/findings.csv")).read_text(encoding="utf-8-sig")
    for row, (_iban, _amount, _purpose, code) in enumerate(BAD.values(), start=3):
        assert f"letter.{code};{row};" in table, (row, code)


def test_a_list_of_nothing_but_wrong_ibans_makes_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3, and the message says IBAN."""
    wrong = {name: values for name, values in BAD.items() if values[3] == "iban-wrong"}
    assert main(office(tmp_path, wrong)) == 3
    told = capsys.readouterr()
    assert "IBAN" in told.out + told.err

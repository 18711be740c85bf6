"""QR codes on finished pages: read at 300 dpi as a telephone would, checked by `verify`, the same on every engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp
from enclosures_kit import write_templates
from verapdf_kit import needs_verapdf, verapdf

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOTS = 300 / 72
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
SETTINGS = """\
title = "Rückzahlung"
subject = "Ihre Rückzahlung"
version = "1"
date = 2020-06-15

[infoblock]
"Ihr Zeichen" = "{{ zweck }}"
"Auskunft gibt" = "Frau Sommer, Zimmer 3.14"

[variants."Großdruck"]
size = 16
"""
TEXT = """\
{{ anrede_zeile }}

alles steht hier:

{{ qr("https://example.org/jobcenter?seite=1") }}

Ihr Termin:

{{ qr_termin(termin, standort) }}

---neue Seite---

Bitte überweisen Sie:

{{ qr_ueberweisung(iban, betrag, zweck) }}

So erreichen Sie uns:

{{ qr_kontakt(organisation) }}

{% include "teile/gruss.md.j2" %}
"""
HEADER = "bg_nummer;anrede;vorname;nachname;strasse;hausnummer;plz;ort;standort;termin;format;iban;betrag;zweck"
PLACE = "Musterweg;1;30159;Hannover;Burgdorf"
WINTER = "18.12.2020 14:00"
ROWS = (
    f"0000011;Frau;Erika;Muster;{PLACE};17.06.2020 09:30;;DE02120300000000202051;1.234,50 €;Az 4711 Überzahlung",
    f"0000012;Herr;Max;Beispiel;{PLACE};{WINTER};;DE02100500000054540402;37,20;",
    f"0000013;Frau;Mia;Groß;{PLACE};{WINTER};Großdruck;DE02100500000054540402;37,20;Az 3",
    f"0000014;Herr;Moritz;Falsch;{PLACE};{WINTER};;DE02100500000054540403;37,20;Az 4",
)
ADDRESS = "https://example.org/jobcenter?seite=1"


def office(folder: Path, text: str = TEXT) -> list[str]:
    """Write list and templates; return what the program is called with."""
    templates = folder / "vorlagen"
    write_templates(templates, {"qr": (SETTINGS, text)})
    rows = "".join(f"23702//{row}\n" for row in ROWS)
    (folder / "liste.csv").write_text(f"{HEADER}\n{rows}", encoding="utf-8")
    return ["run", str(folder / "liste.csv"), "-t", "qr", "--templates", str(templates)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The run of a list with a wrong IBAN, by two engines."""
    folder = tmp_path_factory.mktemp("qr")
    call = office(folder)
    made = []
    for engine in ("serial", "processes"):
        assert main([*call, "-o", str(folder / engine), "--engine", engine, "--workers", "2"]) == 4
        made += [path.parent for path in (folder / engine).glob("*/manifest.json")]
    return made


def batches(run: Path) -> list[Path]:
    """Return the print files of a run."""
    return sorted(path for path in (run / "shop" / "data").glob("*.pdf"))


def codes_of(file: Path) -> Iterator[tuple[list[str], str]]:
    """Give for each page what its codes say, from the top, and its text."""
    document = pdfium.PdfDocument(file)
    for page in document:
        picture = np.asarray(page.render(scale=DOTS, grayscale=True).to_numpy()).squeeze()
        found = sorted(zxingcpp.read_barcodes(picture, formats=QR), key=lambda code: code.position.top_left.y)
        assert all(code.ec_level == "M" for code in found)
        yield [code.text for code in found], page.get_textpage().get_text_bounded()
    document.close()


def test_every_code_is_read_from_the_finished_page(runs: list[Path]) -> None:
    """At 300 dpi; the text beside it says the same."""
    pages = [page for file in batches(runs[0]) for page in codes_of(file)]
    said = [text for texts, _shown in pages for text in texts]
    assert len(said) == 3 * 4
    assert said.count("https://example.org/jobcenter?seite=1") == 3
    assert all(
        "https://example.org/jobcenter?seite=1" in shown for texts, shown in pages if texts and "http" in texts[0]
    )
    transfers = sorted(text.split("\n")[6:] for text in said if text.startswith("BCD"))
    assert transfers == [
        ["DE02100500000054540402", "EUR37.20", "", "", ""],
        ["DE02100500000054540402", "EUR37.20", "", "", "Az 3"],
        ["DE02120300000000202051", "EUR1234.50", "", "", "Az 4711 Überzahlung"],
    ]
    (shown,) = (shown for texts, shown in pages if any("Überzahlung" in text for text in texts))
    payee, iban = "Empfänger: Jobcenter Region Hannover", "DE02 1203 0000 0000 2020 51"
    for words in (payee, iban, "1.234,50 €", "Az 4711 Überzahlung"):
        assert words in shown.replace("\u00a0", " ")
    events = [text for text in said if text.startswith("BEGIN:VCALENDAR")]
    assert sum("DTSTART;TZID=Europe/Berlin:20200617T093000" in event for event in events) == 1
    assert sum("Musterstraße 2" in event for event in events) == 3
    assert sum(text.startswith("BEGIN:VCARD") for text in said) == 3


def test_the_wrong_iban_of_a_row_is_told(runs: list[Path]) -> None:
    """Its letter waits, the finding says IBAN."""
    findings = (runs[0] / "house/findings.csv").read_text(encoding="utf-8-sig")
    (line,) = (line for line in findings.splitlines() if "letter.iban-wrong" in line)
    assert "IBAN" in line.partition("letter.iban-wrong")[2]
    assert ";5;" in line


def test_verify_has_nothing_to_say(runs: list[Path]) -> None:
    """Of text, ink, places and the rules of print files, alone or in its run."""
    assert main(["verify", str(runs[0])]) == 0
    for file in batches(runs[0]):
        assert main(["verify", "--print", str(file)]) == 0


def test_every_engine_gives_the_same_bytes(runs: list[Path]) -> None:
    """Codes are drawn in workers too."""
    serial, processes = ({path.relative_to(run): path.read_bytes() for path in batches(run)} for run in runs)
    assert serial == processes


def test_proofs_and_accessible_copies_have_the_codes(runs: list[Path], tmp_path: Path) -> None:
    """In a copy a code is an artifact: its text says the same."""
    assert main(["copy", str(runs[0]), "--all", "-o", str(tmp_path / "kopien")]) == 0
    copies = sorted((tmp_path / "kopien").glob("*.pdf"))
    assert len(copies) == 3
    assert sum(len(texts) for copy in copies for texts, _shown in codes_of(copy)) == 3 * 4
    proofs = list(codes_of(runs[0] / "house/proof.pdf"))
    assert sum(len(texts) for texts, _shown in proofs) >= 4


def test_an_anonymous_proof_has_codes_of_nobody(tmp_path: Path) -> None:
    """Its IBAN is right and another than any in the list."""
    _run, *call = office(tmp_path)
    assert main(["proof", *call, "-o", str(tmp_path / "probe"), "--anonymous"]) in {0, 4}
    (proof,) = (tmp_path / "probe").rglob("*.pdf")
    said = [text for texts, _shown in codes_of(proof) for text in texts if text.startswith("BCD")]
    ibans = {text.split("\n")[6] for text in said}
    assert ibans
    assert all(iban not in row for iban in ibans for row in ROWS)


def test_a_code_of_all_letters_stands_on_the_plate(runs: list[Path]) -> None:
    """A letter's own content has the codes of its own values only: it costs nothing else."""
    for file in batches(runs[0]):
        with pikepdf.open(file) as pdf:
            first, second = pdf.pages[0], pdf.pages[1]
            own = [len(list(filter(None, page.Contents.read_bytes().split(b" re")))) for page in (first, second)]
            plates = [len(form.read_bytes().split(b" re")) for form in first.Resources.XObject.values()]
            assert max(own) > 300, "the appointment, the transfer"
            assert max(plates) > 100, "the address of the web"


@needs_verapdf
def test_the_files_keep_all_their_standards(runs: list[Path]) -> None:
    """PDF/A-2u by veraPDF."""
    told = verapdf("2u", batches(runs[0]))
    assert told.count("PASS ") == len(batches(runs[0])), told
    assert "FAIL " not in told, told


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('Siehe {{ qr("https://example.org") }} dort.', 3),
        ('{{ qr_ueberweisung("DE02 1203 0000 0000 2020 52", betrag, zweck) }}', 3),
    ],
)
def test_a_faulty_template_is_refused_before_letter_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, line: int
) -> None:
    """Exit code 3 with its line."""
    call = office(tmp_path, f"{{{{ anrede_zeile }}}}\n\n{text}\n\n---\n\nGruß\n")
    assert main([*call, "-o", str(tmp_path / "runs"), "--json"]) == 3
    told = json.dumps(json.loads(capsys.readouterr().out))
    assert f"qr/letter.md.j2:{line}" in told

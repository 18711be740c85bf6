"""A letter in another language instead of the German one, and languages that no font can write."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from templates_kit import OURS, SETTINGS, office

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "bg_nummer;anrede;vorname;nachname;strasse;hausnummer;plz;ort;sprache"
GERMAN = "{{ anrede_zeile }}\n\nSie brauchen keinen Termin.\n\n---\n\nMit freundlichen Grüßen\n"
ARABIC = "مرحبا،\n\nلا تحتاجون إلى موعد لذلك. اتصلوا بنا: {{ organisation.telefon }}.\n\n---\n\nمع أطيب التحيات\n"


def mailing(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Call the program as its user does."""
    command = [sys.executable, "-m", "mailing", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def office_with(folder: Path, tag: str, text: str, subject: str, mode: str) -> tuple[object, ...]:
    """Write an office's templates with a letter in another language, and a list; return how they are named in calls."""
    settings = SETTINGS + f'\n[variants."{tag}"]\ntemplate = "andere"\nmode = "{mode}"\n'
    other = SETTINGS.replace('"Betreff"', f'"{subject}"') + f'language = "{tag}"\n'
    files = {"andere__letter.toml": other, "andere__letter.md.j2": text}
    office(folder / "letter_templates", GERMAN, settings, **files)
    rows = [f"23702//000000{number};Frau;Anna;Beispiel;Weg;{number};30159;Hannover;" for number in (1, 2)]
    (folder / "liste.csv").write_text(f"{HEAD}\n{rows[0]}{tag}-EG\n{rows[1]}\n", encoding="utf-8")
    named = ("-t", "brief", "--templates", folder / "letter_templates")
    return (folder / "liste.csv", *named)


def test_a_letter_in_arabic_alone_goes_the_whole_way(tmp_path: Path) -> None:
    """Checked, made, verified, copied; who asks for Egypt's Arabic gets Arabic and no German text beside it."""
    call = office_with(tmp_path, "ar", ARABIC, "موعد جديد", "replace")
    checked = mailing("check", *call, "--date", "2020-06-15")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    made = mailing("run", *call, "--date", "2020-06-15", "--out", tmp_path / "out")
    assert made.returncode == 0, made.stdout + made.stderr
    (run,) = (path.parent for path in (tmp_path / "out").glob("*/manifest.json"))
    verified = mailing("verify", run)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    copied = mailing("copy", run, "--all", "-o", tmp_path / "copies")
    assert copied.returncode == 0, copied.stdout + copied.stderr
    pages = [
        page.get_textpage().get_text_range()
        for path in (run / "shop/data").glob("0*.pdf")
        for page in pypdfium2.PdfDocument(path)
    ]
    assert ["Sie brauchen keinen Termin" in page for page in pages].count(True) == 1
    assert len(pages) == 2


@pytest.mark.parametrize("tag", ["ar", "fa"])
def test_our_own_letter_in_place_of_the_german_one_is_verified(tmp_path: Path, tag: str) -> None:
    """Lines that a PDF library takes apart at a joiner or a wide gap are read as one."""
    shutil.copytree(OURS, tmp_path / "letter_templates")
    shutil.copytree(OURS.parent / "sample_data", tmp_path / "sample_data")
    settings = tmp_path / "letter_templates" / "zugang-nur-mit-termin" / "letter.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace(f'[variants."{tag}"]', f'[variants."{tag}"]\nmode = "replace"'), "utf-8")
    rows = [f"23702//000000{number};Frau;Anna;Beispiel;Weg;{number};30159;Hannover;{tag}" for number in (1, 2)]
    (tmp_path / "liste.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    named = ("-t", "zugang-nur-mit-termin", "--templates", tmp_path / "letter_templates")
    made = mailing("run", tmp_path / "liste.csv", *named, "--out", tmp_path / "out")
    assert made.returncode == 0, made.stdout + made.stderr
    verified = mailing("verify", *(path.parent for path in tmp_path.glob("out/*/manifest.json")))
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_letter_in_the_place_of_another_has_its_sheets_and_enclosures(tmp_path: Path) -> None:
    """The leaflet goes to both households, by a column that the other text knows nothing of; so does "Ihr Zeichen"."""
    call = office_with(tmp_path, "ar", ARABIC, "موعد جديد", "replace")
    settings = tmp_path / "letter_templates" / "brief" / "letter.toml"
    leaflet = """
[infoblock]
"Ihr Zeichen" = "{{ aktenzeichen }}"

[[enclosures]]
title = "Faltblatt"
insert = true
grams = 4.5
when = "{% if aktenzeichen %}"

"""
    head, *rows = (tmp_path / "liste.csv").read_text("utf-8").splitlines()
    extended = [f"{head};aktenzeichen", *(f"{row};AZ 4711" for row in rows)]
    (tmp_path / "liste.csv").write_text("\n".join(extended) + "\n", encoding="utf-8")
    settings.write_text(settings.read_text("utf-8").replace("\n[variants", f"\n{leaflet}[variants", 1), "utf-8")
    made = mailing("run", *call, "--date", "2020-06-15", "--out", tmp_path / "out")
    assert made.returncode == 0, made.stdout + made.stderr
    (job,) = tmp_path.glob("out/*/shop/data/job.json")
    assert [insert["pieces"] for insert in json.loads(job.read_bytes())["order"]["inserts"]] == [2]
    texts = [
        page.get_textpage().get_text_range()
        for path in job.parent.glob("0*.pdf")
        for page in pypdfium2.PdfDocument(path)
    ]
    assert ["AZ 4711" in text for text in texts] == [True, True]


def test_mixed_lines_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    """Times with a dash, names in brackets, numbered lists and tables raise no false alarm."""
    mixed = """\
الساعة 9:30 – 12:00 في Jobcenter Region Hannover (الطابق 3).

1. أحضروا جواز السفر (Reisepass) معكم.
2. أحضروا عقد الإيجار Mietvertrag.

| الوثيقة | العدد |
| --- | --- |
| جواز السفر القديم | 2 |

{% if plz == "30159" %}
ليس لديكم موعد حتى الآن. اتصلوا بنا: {{ organisation.telefon }}، أو {{ organisation.email }}.
{% endif %}

---

مع أطيب التحيات
"""
    call = office_with(tmp_path, "ar", mixed, "موعد جديد لكم", "beside")
    made = mailing("run", *call, "--date", "2020-06-15", "--out", tmp_path / "out")
    assert made.returncode == 0, made.stdout + made.stderr
    verified = mailing("verify", *(path.parent for path in tmp_path.glob("out/*/manifest.json")))
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("zh", "您不需要预约"),
        ("hi", "आपको समय की आवश्यकता नहीं"),
        ("ka", "თქვენ არ გჭირდებათ"),
        ("ps", "تاسو ټاکلې نېټې ته اړتیا نه لرئ"),
        ("ckb", "پێویستت بە کات نییە ڵ"),
    ],
)
@pytest.mark.parametrize("mode", ["beside", "replace"])
def test_letters_that_no_font_has_are_told_before_the_first_letter(
    tmp_path: Path, tag: str, text: str, mode: str
) -> None:
    """No box ever stands in a letter's place."""
    call = office_with(tmp_path, tag, f"{text}\n\n---\n\nOK\n", "Info", mode)
    made = mailing("run", *call, "--date", "2020-06-15", "--out", tmp_path / "out")
    assert made.returncode == 3, made.stdout + made.stderr
    assert "andere" in made.stdout + made.stderr
    assert not list(tmp_path.glob("out/*/manifest.json"))

"""What the tests of writing letters share: an office's folder of templates, made of a text or two."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mailing.letters.text.composing import Composer
from mailing.letters.text.loading import load_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.blocks import Composition, Span
    from mailing.letters.text.templates import Template
    from mailing.model import Household

OURS = Path(__file__).parents[2] / "letter_templates"
"""The templates that the program comes with."""

DAY = date(2020, 6, 15)
NAME = "brief"
SALUTATION = "Sehr geehrte Frau Yılmaz,"

ORGANISATION = """\
name = "Amt für Briefe"
absender = "Musterstraße 1 · 30159 Hannover"
briefkopf = ["Amt für Briefe"]
strasse = "Musterstraße"
hausnummer = "1"
plz = "30159"
ort = "Hannover"
telefon = "(0511) 6559-2299"
email = "amt@example.org"
unterschrift = ["Ihr Amt", "Abteilung Briefe"]
standorte = "standorte.csv"

[fakten]
beratung_ab = 2020-06-17
zahl_der_standorte = 19
"""

SITES = """\
standort;name;strasse;hausnummer;plz;ort;telefon;schutz
Mitte;Standort Mitte;Lange Straße;3;30159;Hannover;(0511) 1-23;Bitte klingeln Sie.
"""

SETTINGS = 'title = "Ein Brief"\nsubject = "Betreff"\nversion = "1.0"\n'


def office(folder: Path, text: str, settings: str = SETTINGS, **files: str) -> Path:
    """Write a folder of templates with one template, `brief`; further files by path, `__` for `/`."""
    sources = {
        "organisation.toml": ORGANISATION,
        "standorte.csv": SITES,
        f"{NAME}/letter.toml": settings,
        f"{NAME}/letter.md.j2": text,
        **{name.replace("__", "/"): content for name, content in files.items()},
    }
    for name, content in sources.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def template(folder: Path, text: str, settings: str = SETTINGS, **files: str) -> Template:
    """Write and load the template `brief`."""
    return load_template(NAME, office(folder, text, settings, **files))


def composed(template: Template, household: Household, salutation: str = SALUTATION) -> Composition:
    """Compose one letter."""
    return Composer(template, DAY).compose(household, salutation)


def shown(spans: Sequence[Span], values: Sequence[str]) -> str:
    """Return the text of spans with the values in their slots."""
    return "".join(span.text if span.slot is None else values[span.slot] for span in spans)


def texts(composition: Composition) -> list[str]:
    """Return the text of each block."""
    return [shown(block.spans, composition.values) for block in composition.skeleton.blocks]

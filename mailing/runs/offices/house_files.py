"""The texts of an own folder that are the office's own: organisation, sites, shop profile and what to do next.

They are German, as the letters are, whatever language the program speaks.
"""

from __future__ import annotations

import csv
import io
import re
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import tomlkit

from mailing.base.texts import read_text
from mailing.letters.text.organisation import SITE_COLUMNS, read_sites, site_key
from mailing.letters.text.templates import ORGANISATION_NAME as ORGANISATION_NAME  # noqa: PLC0414 - one of the files
from mailing.letters.text.templates import SITES_NAME as SITES_NAME  # noqa: PLC0414 - likewise

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.runs.offices.office import Office

README_NAME: Final = "LIESMICH.txt"
LINE: Final = 45
"""Characters of a name that stand on one line, even in large print."""
OTHERS_PICTURES: Final = ("logo", "unterschrift_bild")
"""Entries of the organisation that show somebody else's."""
_BEFORE_ENTRIES: Final = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*")
_HEADER: Final = """\
# Wer schreibt: Alles, was in mehreren Briefen gleich ist, steht hier ein einziges Mal.
# In den Texten heißt es dann zum Beispiel {{ organisation.telefon }} oder {{ fakten.beratung_ab | datum }}.
#
# Name, Anschrift, Telefon und E-Mail sind Ihre. Die Fakten ganz unten und die Standorte (außer dem ersten) sind
# BEISPIELE aus einer Pressemitteilung: vor dem ersten echten Lauf ersetzen.

"""
_PROFILE_HEADER: Final = """\
# Das Profil Ihrer Druckerei, nach dem mitgelieferten „{name}“. Läufe in diesem Ordner benutzen es von selbst.
# Kontakt, Papier, Mengen und Rückmeldungen mit der Druckerei abstimmen und hier eintragen.

# Was auf dem Auftragsblatt sonst „nicht angegeben“ heißt; die Raute davor wegnehmen:
# franking = "DV-Freimachung"
# processor = "Druckerei Muster GmbH, Musterstadt"   # Auftragsverarbeiter (Art. 28 DSGVO), wie der Vertrag ihn nennt

"""
_CONTACT: Final = """
# Wen die Druckerei zu einem Auftrag fragt; steht nur auf dem Auftragsblatt. Die Rauten davor wegnehmen:
# [ansprechpartner]
# name = "Frau Muster, Zimmer 12"
# telefon = "{phone}"
"""
_README: Final = """\
{name}: Serienbriefe
{line}

Alle Befehle in diesem Ordner aufrufen; sie finden ihn von selbst. Zum Beispiel:

    mailing sample 20 -o liste.csv                     eine erfundene Liste zum Ausprobieren
    mailing proof liste.csv -t einladung               die schwierigsten Briefe zum Ansehen, mit MUSTER überdruckt
    mailing run liste.csv -t einladung                 die Briefe; sie liegen danach in runs

Ein eigener Brief:

    mailing new-letter mein-brief --like einladung     den Text einer Vorlage übernehmen
    mailing templates --check                          alle Vorlagen prüfen
    mailing proof liste.csv -t mein-brief              ansehen

Datum und Gültigkeit eines Briefes stehen in seiner letter.toml; ohne „date“ trägt er das Datum seines Laufs.

Was wo liegt:

    letter_templates/organisation.toml    Name, Anschrift, Telefon, Absenderzeile, Briefkopf, Fußzeile
    letter_templates/standorte.csv        Ihre Standorte (Excel öffnet die Datei)
    letter_templates/…/letter.md.j2       der Text eines Briefes;  letter.toml daneben: Titel, Betreff, Datum
    shop_profiles/druckerei.toml          was Ihre Druckerei braucht
    runs/                                 die Läufe, je einer ein Ordner; entsteht beim ersten Lauf

Vor dem ersten echten Lauf:

    1. organisation.toml durchsehen: Absenderzeile, Briefkopf, Bundesland, Fakten.
    2. standorte.csv: die erste Zeile ist Ihr Haus, alle mit „(Beispiel)“ sind erfunden. Ersetzen oder löschen.
    3. druckerei.toml mit der Druckerei abstimmen, auch Freimachung und Auftragsverarbeiter; wen sie fragen kann,
       steht am Ende von organisation.toml. Was fehlt, heißt auf dem Auftragsblatt „nicht angegeben“.
    4. Die mitgelieferten Briefe sind Muster vom Juni 2020: eigene mit new-letter anlegen, Datum und
       Gültigkeit in letter.toml setzen, Texte prüfen lassen.
    5. Der Brief „bewilligung“ zeigt, was alles geht. Logo, Unterschrift und Vordruck darin sind erfunden, ebenso die
       IBAN in organisation.toml: austauschen, bevor ein eigener Brief daraus wird.
"""


def organisation(ours: str, office: Office) -> str:
    """Return `organisation.toml` with the office's own entries in place of those of the program's `ours`."""
    document = tomlkit.parse(_HEADER + _BEFORE_ENTRIES.sub("", ours))
    for key in OTHERS_PICTURES:
        document.pop(key, None)
    address = office.address
    street, place = f"{address.strasse} {address.hausnummer}", f"{address.plz} {address.ort}"
    reached = [f"Telefon {office.phone}", *([f"E-Mail {office.email}"] if office.email else [])]
    entries = {
        "name": office.name,
        "absender": f"{street} · {place}",
        "briefkopf": wrap(office.name, LINE),
        "fusszeile": _on_lines(f"{office.name}\n{street}\n{place}", "\n".join(reached)),
        "strasse": address.strasse,
        "hausnummer": address.hausnummer,
        "plz": address.plz,
        "ort": address.ort,
        "telefon": office.phone,
        "email": office.email,
        "unterschrift": wrap(office.name, LINE),
        "standorte": SITES_NAME,
    }
    if address.state:
        entries["bundesland"] = address.state
    for key, value in entries.items():
        document[key] = value
    return document.as_string().rstrip() + "\n" + _CONTACT.format(phone=office.phone.replace('"', ""))


def with_sites_beside(ours: str) -> str:
    """Return `organisation.toml` with the table of the sites beside it."""
    document = tomlkit.parse(ours)
    document["standorte"] = SITES_NAME
    return document.as_string()


def _on_lines(*texts: str) -> tomlkit.items.Array:
    array = tomlkit.array()
    array.extend(texts)
    return array.multiline(multiline=True)


def sites_named_by(organisation_file: Path) -> str:
    """Return the table of the sites that an `organisation.toml` names."""
    path = organisation_file.parent / name_of_sites(organisation_file)
    return read_text(path, str(path))


def name_of_sites(organisation_file: Path) -> str:
    """Return what an `organisation.toml` calls the table of its sites, relative to its own folder."""
    return str(tomlkit.parse(organisation_file.read_text("utf-8"))["standorte"])


def sites(ours: str, office: Office) -> str:
    """Return the table of the sites: the office itself first, under its place's name, then the program's examples."""
    address = office.address
    own = {
        "standort": address.ort,
        "name": office.name,
        "strasse": address.strasse,
        "hausnummer": address.hausnummer,
        "plz": address.plz,
        "ort": address.ort,
        "telefon": office.phone,
        "schutz": "Bitte melden Sie sich am Eingang.",
    }
    examples = [site for key, site in read_sites(ours, SITES_NAME).items() if key != site_key(address.ort)]
    text = io.StringIO()
    table = csv.DictWriter(text, SITE_COLUMNS, delimiter=";", lineterminator="\n")
    table.writeheader()
    table.writerow(own)
    table.writerows({column: getattr(site, column) for column in SITE_COLUMNS} for site in examples)
    return text.getvalue()


def shop_profile(text: str, name: str) -> str:
    """Return the own profile to start from, after the one that comes along under that name."""
    return _PROFILE_HEADER.format(name=name) + text


def readme(name: str) -> str:
    """Return what to do next, for people."""
    return _README.format(name=name, line="=" * len(f"{name}: Serienbriefe"))

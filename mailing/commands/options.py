"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.engine_names import EngineName
from mailing.base.errors import UsageError
from mailing.base.messages import _, use_language
from mailing.base.stores import on_disk

if TYPE_CHECKING:
    import argparse

    from mailing.model.actors import Actor
    from mailing.runs.making.job import Job

LET_GO = "-"
"""Stands for one of our names where a column isn't needed."""


def add_list_options(parser: argparse.ArgumentParser) -> None:
    """Add the list and how it is to be read."""
    parser.add_argument("list", nargs="?", metavar=_("LISTE"), help=_("Adressliste: Datei, s3://… oder Datenbank-URL"))
    parser.add_argument("--job", type=Path, metavar=_("DATEI.toml"), help=_("Auftragsdatei mit allen Angaben"))
    parser.add_argument("-t", "--template", metavar="NAME", help=_("Briefvorlage (Vorgabe: zugang-nur-mit-termin)"))
    parser.add_argument("--templates", type=Path, metavar=_("ORDNER"), help=_("Ordner der Briefvorlagen"))
    parser.add_argument("--date", metavar=_("JJJJ-MM-TT"), help=_("Briefdatum (Vorgabe: das der Vorlage, sonst heute)"))
    parser.add_argument(
        "--shop", metavar="NAME", help=_("Druckereiprofil: Name oder Datei (Vorgabe: das eigene, sonst dl)")
    )
    parser.add_argument("--sheet", metavar="NAME", help=_("Tabellenblatt einer Arbeitsmappe"))
    parser.add_argument(
        "--encoding", metavar="NAME", help=_("Zeichenkodierung einer Textliste, zum Beispiel cp1252 (sonst erkannt)")
    )
    parser.add_argument("--query", metavar="SQL", help=_("Abfrage, wenn die Liste eine Datenbank ist"))
    parser.add_argument("--table", metavar="NAME", help=_("Tabelle, wenn die Liste eine Datenbank ist"))
    parser.add_argument(
        "--column",
        action="append",
        dest="columns",
        metavar=_("UNSERE=IHRE"),
        help=_("ordnet eine Spalte zu, zum Beispiel plz=ZIP; -=NAME lässt eine weg (mehrfach möglich)"),
    )
    parser.add_argument("--mapping", metavar="NAME", help=_("liest die Liste nach einer gespeicherten Zuordnung"))
    parser.add_argument("--limit", metavar="N", help=_("nur die ersten N Haushalte der Liste"))
    parser.add_argument("--suppress", metavar=_("DATEI"), help=_("Sperrliste: bg_nummer; grund; bis"))
    parser.add_argument("--seeds", metavar=_("DATEI"), help=_("Kontrolladressen, Spalten wie die Liste"))
    parser.add_argument("--apply", metavar=_("DATEI"), help=_("übernimmt die bejahten Vorschläge"))
    add_by_option(parser)


def add_job_options(parser: argparse.ArgumentParser) -> None:
    """Add all that a job can say."""
    add_list_options(parser)
    add_out_option(parser)
    parser.add_argument(
        "--posting-day",
        metavar=_("JJJJ-MM-TT"),
        help=_("wann die Druckerei einliefern soll: steht auf dem Auftragsblatt"),
    )
    parser.add_argument("--engine", choices=[*EngineName], help=_("womit gerechnet wird (Vorgabe: processes)"))
    parser.add_argument("--workers", metavar="N", help=_("Anzahl der Arbeitsprozesse (Vorgabe: einer je Kern)"))
    parser.add_argument("--scheduler", metavar="URL", help=_("Dask-Scheduler, zum Beispiel tcp://127.0.0.1:8786"))
    add_register_option(parser)
    parser.add_argument(
        "--again",
        nargs="*",
        metavar=_("BG-NUMMER"),
        help=_("dieselben Briefe noch einmal: gewollt, für diese Haushalte oder ohne Nummern für alle"),
    )
    parser.add_argument(
        "--sign", type=Path, metavar=_("SCHLÜSSEL"), help=_("prüft den Lauf und unterschreibt ihn (PEM oder PKCS#12)")
    )
    add_password_option(parser)


def add_password_option(parser: argparse.ArgumentParser) -> None:
    """Add where a key's password comes from: never from the line itself, which others can read."""
    parser.add_argument(
        "--key-password-file",
        type=Path,
        metavar=_("DATEI"),
        help=_(
            "Kennwort des Schlüssels: erste Zeile der Datei, sonst die Variable MAILING_KEY_PASSWORD, sonst Nachfrage"
        ),
    )


def add_register_option(parser: argparse.ArgumentParser) -> None:
    """Add where the letters made are known."""
    parser.add_argument(
        "--register", metavar=_("DATEI"), help=_("Register gemachter Briefe: SQLite-Datei oder PostgreSQL-URL")
    )


def add_out_option(parser: argparse.ArgumentParser) -> None:
    """Add where to put what is made."""
    parser.add_argument("-o", "--out", metavar=_("ORDNER"), help=_("Ordner oder s3://… dafür (Vorgabe: runs)"))


def add_by_option(parser: argparse.ArgumentParser) -> None:
    """Add who acts, as the journal, and the table of changes, are to name them."""
    parser.add_argument("--by", metavar="NAME", help=_("wer das tut, fürs Journal (Vorgabe: der angemeldete Benutzer)"))


def add_act_options(parser: argparse.ArgumentParser) -> None:
    """Add the run that something is done with, and who does it."""
    parser.add_argument("run", type=on_disk, metavar=_("LAUF"), help=_("Ordner des Laufs"))
    add_by_option(parser)


def actor_from(options: argparse.Namespace) -> Actor:
    """Return who acts.

    Raises:
        UsageError: the name is none.
    """
    from mailing.model.actors import actor_named

    return actor_named(options.by)


def job_from(options: argparse.Namespace) -> Job:
    """Return the job that the arguments and the job file describe, and speak its language.

    Raises:
        UsageError: an argument's value is none.
        InputError: the job file can't be used.
    """
    from mailing.runs.making.job import job_keys, read_job

    given = {name: value for name, value in vars(options).items() if name in job_keys()}
    if getattr(options, "again", None) is not None:
        given |= _again(options)
    given["columns"], given["unused"] = _column_names(options.columns or [])
    job = read_job(options.job, given)
    use_language(job.lang)
    return job


def _again(options: argparse.Namespace) -> dict[str, object]:
    """Return what `--again` says: the BG numbers behind it, or true; a list behind them is the list."""
    from mailing.model.bg_number import normal_bg_number

    words: list[str] = options.again
    told: dict[str, object] = {}
    if words and options.list is None and options.job is None and not normal_bg_number(words[-1]):
        told["list"] = words[-1]
        words = words[:-1]
    numbers = tuple(number for word in words for number in word.split(",") if number)
    return {**told, "again": numbers or True}


def _column_names(pairs: list[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return our names with the list's, and the list's columns that are let go."""
    named: dict[str, str] = {}
    unused = []
    for pair in pairs:
        ours, _equals, theirs = pair.partition("=")
        if not (ours and theirs):
            raise UsageError(
                _("--column braucht zwei Spaltennamen"),
                where=f"--column {pair}",
                hint=_("zum Beispiel --column plz=ZIP: unser Name, Gleichheitszeichen, Name in der Liste"),
            )
        if ours == LET_GO:
            unused.append(theirs)
        elif named.setdefault(ours, theirs) != theirs:
            raise UsageError(
                _("„{ours}“ ist zwei Spalten zugeordnet: {first} und {second}").format(
                    ours=ours, first=named[ours], second=theirs
                ),
                where=f"--column {pair}",
                hint=_("Nennen Sie nur eine der beiden"),
            )
    return named, tuple(unused)

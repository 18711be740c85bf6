"""`mailing verify RUN`: does the run prove what it claims?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from mailing.findings import Finding

SUMMARY = n_("Prüft einen Lauf: von den Prüfsummen bis zu jeder Seite")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run and how thoroughly it is to be verified."""
    parser.add_argument("run", nargs="?", type=on_disk, metavar=_("LAUF"), help=_("Ordner des Laufs"))
    parser.add_argument("--quick", action="store_true", help=_("nur bis zu den Prüfsummen"))
    parser.add_argument("--list", type=Path, metavar=_("LISTE"), help=_("vergleicht auch mit der Liste selbst"))
    parser.add_argument("--ca", type=Path, metavar=_("ZERTIFIKAT"), help=_("wem die Signatur zu glauben ist (PEM)"))
    parser.add_argument(
        "--at", metavar=_("JJJJ-MM-TT"), help=_("für welchen Tag das Zertifikat gelten muss (Vorgabe: heute)")
    )
    parser.add_argument(
        "--shop",
        nargs="?",
        const="",
        metavar="NAME",
        help=_("prüft nur, was die Druckerei hat; mit --print: das Druckereiprofil"),
    )
    parser.add_argument("--rebuild", metavar=_("LISTE"), help=_("macht den Lauf noch einmal und vergleicht die Bytes"))
    parser.add_argument(
        "--templates", type=Path, metavar=_("ORDNER"), help=_("mit --rebuild: die Vorlagen des Amts statt der Kopien")
    )
    parser.add_argument("--proof", type=Path, metavar=_("DATEI"), help=_("prüft den Nachweis eines Stücks"))
    parser.add_argument(
        "--print", type=Path, dest="print_file", metavar=_("DATEI.pdf"), help=_("prüft eine Druckdatei (PDF/X, PDF/VT)")
    )
    parser.add_argument("--workers", type=int, metavar="N", help=_("Anzahl der Arbeitsprozesse"))
    parser.add_argument("--json", action="store_true", help=_("Befunde als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Verify what is asked for and show the findings; an error among them is a failed verification."""
    from mailing import console
    from mailing.runs.making.signatures import signature_told
    from mailing.runs.verify import inks_told

    _sort_out_shop(options)
    findings = tuple(_findings(options))
    console.show_findings(findings, as_json=options.json)
    if options.print_file is not None and not options.json:
        inks = inks_told(options.print_file)
        if inks:
            console.say(_("Druckfarben: {inks}").format(inks=inks))
    if options.run is not None and not options.json:
        console.say(_("Unterschrift: {told}").format(told=signature_told(options.run)))
    failed = any(finding.forbids_the_letter for finding in findings)
    return ExitCode.VERIFICATION_FAILED if failed else ExitCode.DONE


def _sort_out_shop(options: argparse.Namespace) -> None:
    """Take `--shop RUN` as what it means: the run, and only what the print shop has of it."""
    if options.shop and options.print_file is None:
        if options.run is not None:
            raise UsageError(
                _("--shop NAME gehört zu --print"), hint=_("Ohne Namen: nur prüfen, was die Druckerei hat")
            )
        options.run, options.shop = on_disk(options.shop), ""


def _findings(options: argparse.Namespace) -> Iterator[Finding]:
    if options.print_file is None and options.run is None:
        raise UsageError(
            _("Es ist kein Lauf genannt"), hint=_("zum Beispiel: mailing verify runs/2020-06-15_einladung_…")
        )
    from mailing import console
    from mailing.runs.verify import VerifyOptions, rebuild_faults, verify, verify_print_file, verify_receipt

    if options.print_file is not None:
        yield from verify_print_file(options.print_file, options.shop)
    if options.run is None:
        return
    asked = VerifyOptions(
        quick=options.quick,
        shop_only=options.shop is not None,
        list_path=options.list,
        ca=options.ca,
        at=_day(options.at),
        workers=options.workers,
    )
    if options.proof is not None:
        yield from verify_receipt(options.run, options.proof, asked)
        return
    with console.progress(quiet=options.json) as progress:
        yield from verify(options.run, asked, progress)
        if options.rebuild is not None:
            yield from rebuild_faults(options.run, options.rebuild, progress, options.templates)


def _day(given: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError as error:
        raise UsageError(_("Das ist kein Datum"), where=f"--at {given}", hint=_("zum Beispiel 2020-06-15")) from error

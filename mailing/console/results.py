"""What commands made, as their users read it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailing.base.figures import grouped
from mailing.base.messages import _, n_
from mailing.console.findings import finding_as_json, german_day, show_findings, show_understood
from mailing.console.speech import say, say_json, show_figures
from mailing.findings import Severity, meaning_of
from mailing.model.reports import FATE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.findings import Finding
    from mailing.model import ShownLetter, TemplateDescription
    from mailing.runs.afterwards.purging import PurgedFolder
    from mailing.runs.afterwards.way import PieceFate
    from mailing.runs.making.summary import Summary
    from mailing.runs.proof import ProofSet


def show_summary(summary: Summary, *, as_json: bool, with_stages: bool) -> None:
    """Tell of a run: what was read, what was made, what has no letter and why, and where everything is."""
    if as_json:
        say_json(asdict(summary))
        return
    show_understood(summary.detected, summary.columns)
    show_figures(
        {
            _("Datum der Briefe"): german_day(summary.date),
            _("Zeilen der Liste"): summary.counts["rows"],
            _("Briefe"): summary.counts["pieces"],
            _("Elektronische Briefe"): summary.counts["digital"],
            _("Blätter"): summary.counts["sheets"],
            _("Stapel (PDF)"): summary.batches,
            _("Zeilen ohne Brief"): sum(summary.without_letter.values()),
        }
    )
    for code, rows in summary.without_letter.items():
        say(f"{grouped(rows):>12}  {code}{meaning_of(code)}")
    for severity, number in summary.findings.items():
        line = _("Befunde ({severity}): {number}")
        say(line.format(severity=Severity(severity).label, number=grouped(number)))
    say()
    if with_stages:
        show_figures({name: f"{seconds:.2f} s" for name, seconds in summary.stages.items()})
        say()
    for notice in summary.notices:
        say(_("Achtung: {notice}").format(notice=notice))
    say(
        _("Fertig nach {seconds:.1f} s: {folder}").format(
            seconds=summary.seconds, folder=_as_seen_from_here(summary.run)
        )
    )
    say(_("  an die Druckerei: shop/   bleibt im Haus: house/   Nachweis: manifest.json"))


def _as_seen_from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


KINDS_OF_TEMPLATES: Final = {"antwort": n_("Rückantwort, liegt einem Brief bei")}
"""What a template is that is no letter."""


def show_templates(
    templates: Sequence[TemplateDescription],
    found: Mapping[str, Sequence[Finding]],
    *,
    as_json: bool,
    checked: bool,
) -> None:
    """Tell what letters there are and what each needs; to programs, what was found of each too."""
    if as_json:
        listed = {template.name: [*map(finding_as_json, found.get(template.name, ()))] for template in templates}
        say_json([{**asdict(template), "findings": listed[template.name]} for template in templates])
        return
    for template in templates:
        version = _("Fassung {version}").format(version=template.version)
        say(f"{template.name}  –  {template.title} ({version})")
        facts = {
            _("Art"): _(KINDS_OF_TEMPLATES.get(template.kind, "")),
            _("braucht"): ", ".join(template.needs) or _("nur Name und Anschrift"),
            _("nutzt"): ", ".join(template.asks),
            _("Varianten"): ", ".join(template.variants),
            _("Anlagen"): ", ".join(template.enclosures),
            _("geprüft"): _verdict(found.get(template.name, ())) if checked else "",
        }
        for name, fact in facts.items():
            if fact:
                say(f"    {name + ':':<11} {fact}")


def _verdict(findings: Sequence[Finding]) -> str:
    return _("mit Befunden, siehe oben") if findings else _("in Ordnung")


def show_letters(shown: Sequence[ShownLetter], fates: Mapping[int, PieceFate], *, as_json: bool) -> None:
    """Tell where letters are, and what became of their pieces, as far as a journal says so."""
    if as_json:
        say_json([{**asdict(letter), **_fate_as_json(letter, fates)} for letter in shown])
        return
    for letter in shown:
        figures: dict[str, int | str] = {
            _("Stück"): letter.piece,
            _("Zeile der Liste"): letter.row,
            _("Datei"): letter.file,
            _("Seiten"): f"{letter.first_page}–{letter.last_page}",
            _("Blätter"): letter.sheets,
            _("SHA-256 des Inhalts"): letter.content_sha256,
        }
        if not letter.is_digital:
            figures[_("Verbleib")] = _fate_told(fates.get(letter.piece))
        show_figures(figures)


def _fate_as_json(letter: ShownLetter, fates: Mapping[int, PieceFate]) -> dict[str, str | None]:
    told = None if letter.is_digital else fates.get(letter.piece)
    day = told.posted_on if told else None
    return {"fate": told.fate.value if told else None, "posted_on": day.isoformat() if day else None}


def _fate_told(told: PieceFate | None) -> str:
    if told is None:
        return _("nicht belegt: das Journal fehlt oder ist verändert")
    name = _(FATE_NAMES[told.fate.value])
    return (
        _("{fate}, zur Post am {day}").format(fate=name, day=f"{told.posted_on:%d.%m.%Y}") if told.posted_on else name
    )


def show_purged(purged: Sequence[PurgedFolder]) -> None:
    """Tell what was deleted, folder by folder, and what may still be there."""
    if not purged:
        say(_("Nichts zu löschen"))
    for done in purged:
        gone = _("Gelöscht: {number} Dateien; es bleibt höchstens ein Manifest ohne Personenbezug")
        say(f"{_as_seen_from_here(done.folder)}  {gone.format(number=grouped(len(done.purged.gone)))}")
        for remainder in done.purged.left:
            say(_("  Noch da: {path} ({reason})").format(path=remainder.path, reason=remainder.reason))
        for notice in done.purged.notices:
            say(f"  {notice}")


def show_proof(made: ProofSet, *, as_json: bool) -> None:
    """Tell what is in a proof set and why, and what forbids other letters."""
    if as_json:
        say_json({**asdict(made), "findings": [finding_as_json(finding) for finding in made.findings]})
        return
    say(_("Datum der Briefe: {date}").format(date=german_day(made.date)))
    if made.findings:
        show_findings(made.findings, as_json=False)
        say()
    for row, reasons in made.letters:
        say(_("Zeile {row}: {reasons}").format(row=row, reasons=", ".join(reasons)))
    say()
    say(_("Probe: {pdf}, {pages} Seiten auch als PNG daneben").format(pdf=made.pdf, pages=len(made.pictures)))

"""What commands show: progress, summaries, findings and errors, readable without colour; JSON for programs."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from mailing import stopping
from mailing.errors import MailingError, SurroundingsError
from mailing.findings import KINDS, Severity
from mailing.messages import _, n_
from mailing.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from mailing.audit.showing import ShownLetter
    from mailing.findings import Finding
    from mailing.letters.describing import Description
    from mailing.proof import ProofSet
    from mailing.summary import Summary

ROWS_SHOWN = 12
REFUSALS = {
    errno.ENOSPC: n_("Der Datenträger ist voll"),
    errno.EDQUOT: n_("Das Kontingent auf dem Datenträger ist erschöpft"),
    errno.EFBIG: n_("Die Datei würde größer, als hier erlaubt ist"),
    errno.EROFS: n_("Der Datenträger ist schreibgeschützt"),
    errno.EACCES: n_("Die Rechte reichen nicht aus"),
    errno.EPERM: n_("Die Rechte reichen nicht aus"),
    errno.ENOENT: n_("Den Pfad gibt es nicht"),
    errno.ENOTDIR: n_("Ein Teil des Pfads ist kein Ordner"),
    errno.EEXIST: n_("Unter diesem Namen liegt schon etwas anderes"),
    errno.EISDIR: n_("Der Pfad ist ein Ordner, keine Datei"),
    errno.ENAMETOOLONG: n_("Der Name ist zu lang für das Dateisystem"),
    errno.EMFILE: n_("Es sind zu viele Dateien offen"),
}
"""What the operating system refuses, by its error number."""
OTHER_REFUSAL = n_("Das Betriebssystem meldet: {reason}")
DEBUG_VARIABLE = "MAILING_DEBUG"
"""Where it is set, a fault of the program shows its traceback."""


class _Bar:
    """A meter that draws a bar for the stage under way."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def begin(self, stage: str, total: int | None) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(stage, total=total)

    def advance(self, steps: int) -> None:
        if self._task is not None:
            self._bars.advance(self._task, steps)

    def reach(self, done: int, total: int) -> None:
        if self._task is not None:
            self._bars.update(self._task, completed=done, total=total)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Give the progress of a command: a bar while it works, none where the output is no terminal."""
    if quiet or not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        yield Progress(_Bar(bars))


def say(text: str = "") -> None:
    """Write a line to the standard output."""
    sys.stdout.write(text + "\n")


def say_json(value: object) -> None:
    """Write a value to the standard output as JSON."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_summary(summary: Summary, *, as_json: bool, with_stages: bool) -> None:
    """Tell of a run: what was read, what was made, what has no letter and why, and where everything is."""
    if as_json:
        say_json(asdict(summary))
        return
    show_understood(summary.detected)
    _show_figures(
        {
            _("Zeilen der Liste"): summary.counts["rows"],
            _("Briefe"): summary.counts["pieces"],
            _("Blätter"): summary.counts["sheets"],
            _("Stapel (PDF)"): summary.batches,
            _("Zeilen ohne Brief"): sum(summary.without_letter.values()),
        }
    )
    for code, rows in summary.without_letter.items():
        say(f"{_grouped(rows):>12}  {code}{_told_of(code)}")
    for severity, number in summary.findings.items():
        say(_("Befunde ({severity}): {number}").format(severity=severity, number=number))
    say()
    if with_stages:
        _show_figures({name: f"{seconds:.2f} s" for name, seconds in summary.stages.items()})
        say()
    for notice in summary.notices:
        say(_("Achtung: {notice}").format(notice=notice))
    say(
        _("Fertig nach {seconds:.1f} s: {folder}").format(
            seconds=summary.seconds, folder=_as_seen_from_here(summary.run)
        )
    )
    say(_("  an die Druckerei: shop/   bleibt im Haus: house/   Nachweis: manifest.json"))


def _grouped(figure: int) -> str:
    return f"{figure:,}".replace(",", ".")


def _told_of(code: str) -> str:
    """Return what a code means, where its text needs no details."""
    message = KINDS[code].message if code in KINDS else ""
    return f": {_(message)}" if message and "{" not in message else ""


def _as_seen_from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _show_figures(figures: Mapping[str, int | str]) -> None:
    width = max(map(len, figures), default=0)
    for name, figure in figures.items():
        shown = _grouped(figure) if isinstance(figure, int) else figure
        say(f"{name:<{width}}  {shown:>10}")


def show_error(error: MailingError) -> None:
    """Tell what stopped the command, where, and what to do."""
    lines = [_("Fehler: {what}").format(what=error.what)]
    if error.where:
        lines.append(_("  Wo: {where}").format(where=error.where))
    if error.hint:
        lines.append(_("  Abhilfe: {hint}").format(hint=error.hint))
    sys.stderr.write("\n".join(lines) + "\n")


def told(error: BaseException) -> MailingError | None:
    """Return what to tell the user of an error; None where it isn't for telling (the interpreter's own exit)."""
    if isinstance(error, MailingError):
        return error
    if isinstance(error, KeyboardInterrupt) or stopping.is_asked():
        hint = _("Derselbe Aufruf macht dort weiter, wo dieser aufgehört hat")
        return SurroundingsError(_("Angehalten"), hint=hint)
    if isinstance(error, MemoryError):
        hint = _("Andere Programme beenden oder --workers verkleinern")
        return SurroundingsError(_("Der Arbeitsspeicher reicht nicht"), hint=hint)
    if isinstance(error, OSError):
        return SurroundingsError(
            _(REFUSALS.get(error.errno or 0, OTHER_REFUSAL)).format(reason=error.strerror),
            where=str(error.filename or ""),
            hint=_("Freien Platz und Rechte prüfen; derselbe Aufruf macht dort weiter, wo dieser aufgehört hat"),
        )
    return _fault(error) if isinstance(error, Exception) else None


def _fault(error: Exception) -> MailingError:
    """Return a fault of the program, without what might be personal: its kind and its place in the code."""
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return MailingError(
        _("Ein Fehler im Programm, nicht in Ihren Daten"),
        where=f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}",
        hint=_("Bitte melden; mit {variable}=1 zeigt das Programm Einzelheiten").format(variable=DEBUG_VARIABLE),
    )


def show_findings(findings: Sequence[Finding], detected: Mapping[str, str], *, as_json: bool) -> None:
    """Tell what was understood of a list and what its checks found: each kind once, with the rows concerned."""
    severities = Counter(finding.severity.value for finding in findings)
    if as_json:
        told = [
            {
                "severity": finding.severity.value,
                "code": finding.code,
                "row": finding.row,
                "field": finding.field,
                "message": finding.message,
                "hint": finding.hint,
            }
            for finding in findings
        ]
        say_json({"detected": dict(detected), "counts": severities, "findings": told})
        return
    if detected:
        show_understood(detected)
    for code, alike in sorted(_by_code(findings).items(), key=lambda item: _urgency(item[1][0])):
        first = alike[0]
        say(f"{first.severity.value:<8} {code}  ({len(alike)})")
        say("         " + first.message)
        say("         " + _("Zeilen: {rows}").format(rows=_rows_of(alike)))
        say("         " + _("Abhilfe: {hint}").format(hint=first.hint))
    say(_("Befunde: {figures}").format(figures=_figures(severities) or _("keine")))


def show_understood(detected: Mapping[str, str]) -> None:
    """Tell what was understood of the list: its encoding and delimiter, and whose columns are which."""
    plain = {name: value for name, value in detected.items() if not name.startswith("column.")}
    renamed = {name.removeprefix("column."): value for name, value in detected.items() if name.startswith("column.")}
    say(_("Gelesen: {understood}").format(understood=_figures(plain)))
    if any(ours != theirs for ours, theirs in renamed.items()):
        say(_("Spalten: {columns}").format(columns=", ".join(f"{ours} = {theirs}" for ours, theirs in renamed.items())))
    say()


def _by_code(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.code, []).append(finding)
    return kinds


def _urgency(finding: Finding) -> int:
    return [*Severity].index(finding.severity)


def _rows_of(findings: Sequence[Finding]) -> str:
    rows = [str(finding.row) for finding in findings if finding.row is not None]
    more = ["…"] if len(rows) > ROWS_SHOWN else []
    return ", ".join(rows[:ROWS_SHOWN] + more) or "–"


def _figures(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())


def show_templates(templates: Sequence[Description], *, as_json: bool, checked: bool) -> None:
    """Tell what letters there are and what each needs."""
    if as_json:
        say_json([asdict(template) for template in templates])
        return
    for template in templates:
        say(f"{template.name}  –  {template.title} ({_('Fassung')} {template.version})")
        facts = {
            _("braucht"): ", ".join(template.needs) or _("nur Name und Anschrift"),
            _("nutzt"): ", ".join(template.asks),
            _("Varianten"): ", ".join(template.variants),
            _("Anlagen"): ", ".join(template.enclosures),
            _("geprüft"): _("in Ordnung") if checked else "",
        }
        for name, fact in facts.items():
            if fact:
                say(f"    {name + ':':<11} {fact}")


def show_letters(shown: Sequence[ShownLetter], *, as_json: bool) -> None:
    """Tell where letters are."""
    if as_json:
        say_json([asdict(letter) for letter in shown])
        return
    for letter in shown:
        _show_figures(
            {
                _("Stück"): letter.piece,
                _("Zeile der Liste"): letter.row,
                _("Datei"): letter.file,
                _("Seiten"): f"{letter.first_page}–{letter.last_page}",
                _("Blätter"): letter.sheets,
                _("SHA-256 des Inhalts"): letter.content_sha256,
            }
        )


def show_proof(made: ProofSet, *, as_json: bool) -> None:
    """Tell what is in a proof set and why."""
    if as_json:
        say_json(asdict(made))
        return
    for row, reasons in made.letters:
        say(_("Zeile {row}: {reasons}").format(row=row, reasons=", ".join(reasons)))
    say()
    say(_("Probe: {pdf}, {pages} Seiten auch als PNG daneben").format(pdf=made.pdf, pages=len(made.pictures)))


def can_ask() -> bool:
    """Whether somebody sits there who could answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agreed(question: str) -> bool:
    """Ask, and return whether the answer was yes."""
    return input(question + _(" [ja/nein] ")).strip().casefold() in {"ja", "j", "yes", "y"}

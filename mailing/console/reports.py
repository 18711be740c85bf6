"""What came of what others report: the shop's feedback, letters that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.figures import grouped
from mailing.base.messages import _, plural
from mailing.console.speech import say, say_json, show_figures
from mailing.model.reports import FATE_NAMES, REASON_NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.runs.afterwards.closing import Equation
    from mailing.runs.afterwards.feedback import FeedbackResult
    from mailing.runs.afterwards.reprinting import Reprint
    from mailing.runs.afterwards.returning import ReturnsResult
    from mailing.runs.showing.comparing import Comparison


def show_feedback(done: FeedbackResult) -> None:
    """Tell how many pieces came to which fate, and what was set aside."""
    if done.is_known:
        say(_("Diese Tabelle ist schon gelesen; geändert ist nichts"))
        return
    for fate, number in done.pieces.items():
        say(f"{grouped(number):>12}  {_(FATE_NAMES[fate.value])}")
    if done.too_early:
        say(
            plural(
                "Achtung: Ein Stück wäre nach dieser Tabelle vor der Übergabe an die Druckerei zur Post gegangen; "
                "bitte den Tag prüfen",
                "Achtung: {number} Stücke wären nach dieser Tabelle vor der Übergabe an die Druckerei "
                "zur Post gegangen; bitte den Tag prüfen",
                done.too_early,
            ).format(number=grouped(done.too_early))
        )
    if done.quarantine is not None:
        _say_set_aside(done.set_aside, done.quarantine)
    if done.is_unconfirmed:
        say(_("Die übrigen Stücke bleiben offen: eine dieser Zeilen könnte eines von ihnen meinen"))


def _say_set_aside(rows: int, quarantine: Path) -> None:
    say(
        plural(
            "Eine Zeile ist nicht übernommen; sie steht mit dem Grund in {file}",
            "{number} Zeilen sind nicht übernommen; sie stehen mit dem Grund in {file}",
            rows,
        ).format(number=grouped(rows), file=quarantine)
    )


def show_reprint(done: Reprint) -> None:
    """Tell what was made, and what is next."""
    say(
        _("Nachdruck: {pieces} Stücke, {sheets} Blätter in {package}").format(
            pieces=grouped(done.pieces), sheets=grouped(done.sheets), package=done.package
        )
    )
    if done.needs:
        say(_("Er ist größer, als die Einstellungen ohne Freigabe erlauben: mailing release, durch eine andere Person"))
    else:
        say(_("Er kann an die Druckerei gehen (mailing deliver)"))


def show_closed(done: Equation, *, is_signed: bool) -> None:
    """Tell the figures that a run was closed with, and whether anybody has signed for them."""
    figures: dict[str, int | str] = {
        _("Gemacht"): done.made,
        _("Eingeliefert"): done.posted,
        _("Aussortiert"): done.pulled,
        _("Blätter"): done.sheets,
        _("davon eingeliefert"): done.sheets_posted,
        _("davon Makulatur"): done.sheets_waste,
    }
    show_figures(figures)
    say(
        _("Abgeschlossen und unterschrieben") if is_signed else _("Abgeschlossen, ohne Unterschrift (--sign SCHLÜSSEL)")
    )


def show_returns(done: ReturnsResult) -> None:
    """Tell how many letters came back for each reason, what the clerk is proposed, and what was set aside."""
    if done.is_known:
        say(_("Diese Tabelle ist schon gelesen; geändert ist nichts"))
        return
    for reason, number in sorted(done.reasons.items()):
        say(f"{grouped(number):>12}  {_(REASON_NAMES[reason])}")
    if done.unheld:
        say(
            _("{number} davon halten niemanden an: wessen Briefe es waren, sagt ein bereinigter Lauf nicht").format(
                number=grouped(done.unheld)
            )
        )
    for file in done.proposals:
        say(_("Vorschläge für die Sachbearbeitung: {file}").format(file=file))
    if done.quarantine is not None:
        _say_set_aside(len(done.set_aside), done.quarantine)


def show_comparison(found: Comparison, *, as_json: bool) -> None:
    """Tell how many households differ between two runs, and how."""
    counts = {change.value: number for change, number in found.counts().items()}
    if as_json:
        say_json({"households": list(found.households), "same": found.same, **counts})
        return
    figures: dict[str, int | str] = {
        _("Haushalte im ersten Lauf"): found.households[0],
        _("Haushalte im zweiten Lauf"): found.households[1],
        _("in beiden gleich"): found.same,
        _("nur im ersten"): counts["only-first"],
        _("nur im zweiten"): counts["only-second"],
        _("andere Anschrift"): counts["address"],
        _("anderer Text"): counts["text"],
    }
    show_figures(figures)

"""Where runs are on their way, and what is shown before one is released."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from mailing.base.figures import grouped
from mailing.base.messages import _
from mailing.console.findings import german_day
from mailing.console.speech import say, say_json, show_figures
from mailing.findings import meaning_of
from mailing.model.reports import FATE_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from mailing.runs.afterwards.releasing import Released, ReleaseView
    from mailing.runs.afterwards.status import RunStatus


def show_status(found: Sequence[RunStatus], *, as_json: bool) -> None:
    """Tell where each run is, what is next, and what has become of its pieces."""
    if as_json:
        say_json({"runs": [_as_json(status) for status in found]})
        return
    for status in found:
        since = f" ({german_day(status.since[:10])})" if status.since else ""
        say(f"{status.run_id}  {status.state_told}{since}")
        say(_("    als Nächstes: {step}").format(step=status.next))
        pieces = ", ".join(
            f"{grouped(number)} {_(FATE_NAMES[fate])}" for fate, number in status.pieces.items() if number
        )
        if pieces:
            say(_("    Stücke: {pieces}").format(pieces=pieces))
        if status.stale is not None:
            say(_("    Achtung: seit {days} Tagen tut sich nichts").format(days=status.stale))
    if not found:
        say(_("Hier sind keine fertigen Läufe"))


def _as_json(status: RunStatus) -> dict[str, object]:
    return {name: value for name, value in asdict(status).items() if name != "state_told"}


def show_release(view: ReleaseView) -> None:
    """Tell what somebody is about to release: figures, cost, findings and where its proof is."""
    say(_("Freizugeben: {run}").format(run=view.run.name))
    figures: dict[str, int | str] = {
        _("Paket"): view.package,
        _("Datum der Briefe"): german_day(view.date),
        _("Briefe"): view.pieces,
        _("Elektronische Briefe"): view.digital,
        _("Blätter"): view.sheets,
        _("Kosten"): _cost(view.cost),
        _("Freigaben"): _("{done} von {needs}").format(done=len(view.released_by), needs=view.needs),
    }
    show_figures(figures)
    for code, number in view.findings.items():
        say(f"{grouped(number):>12}  {code}{meaning_of(code)}")
    for notice in view.notices:
        say(_("Achtung: {notice}").format(notice=notice))
    if view.proof is not None:
        say(_("Probe zum Ansehen: {file}").format(file=view.proof))
    say()


def _cost(cost: Decimal | None) -> str:
    return (
        _("keine Sätze im Profil") if cost is None else _("{euros} Euro").format(euros=f"{cost:.2f}".replace(".", ","))
    )


def show_released(done: Released) -> None:
    """Tell whether the release is complete, or how many are still to come."""
    if done.missing:
        say(_("Freigegeben; es fehlt noch die Freigabe von {number} weiteren").format(number=done.missing))
    else:
        say(_("Freigegeben: {package} kann an die Druckerei gehen (mailing deliver)").format(package=done.package))

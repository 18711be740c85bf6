"""Läufe: all runs and where they stand; one run, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.messages import _, n_
from mailing.model import runfolder
from mailing.model.reports import FATE_NAMES
from mailing.runs.afterwards.way import way_of
from mailing.web.accounts.roles import HOUSE, Role
from mailing.web.acts import acts_for, next_act
from mailing.web.call import NotFoundError, download, see
from mailing.web.jobs_shown import jobs_about, jobs_under_way, runs_in_the_making
from mailing.web.paging import cut
from mailing.web.paths import run_folder
from mailing.web.routing import Page
from mailing.web.run_list import all_standings, standing_in
from mailing.web.work.tasks import KINDS

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.runs.showing.standing import Standing
    from mailing.web.call import Call

RUNS_A_PAGE: Final = 50
ACTS_A_PAGE: Final = 100
FILES: Final = {
    "rows.csv": (runfolder.ROWS, n_("Was aus jeder Zeile der Liste geworden ist")),
    "findings.csv": (runfolder.FINDINGS, n_("Befunde")),
    "changes.csv": (runfolder.CHANGES, n_("Geänderte Einträge")),
    "proof.pdf": (runfolder.PROOF, n_("Probe")),
    "report.html": (runfolder.REPORT, n_("Bericht")),
    "manifest.json": (runfolder.MANIFEST, n_("Manifest")),
    "journal.jsonl": (runfolder.JOURNAL, n_("Journal")),
}
"""What of a run can be downloaded by the house: name in the address -> place in its folder, and what it is."""


def runs(call: Call) -> Response:
    """Show all runs: state, pieces, since when, what is next and by whom."""
    shown = cut(all_standings(call.office), call.number_asked("seite"), RUNS_A_PAGE)
    return call.page(
        "runs.html",
        runs=[(standing, _next_told(standing)) for standing in shown.rows],
        shown=shown,
        fate_names=FATE_NAMES,
        making=runs_in_the_making(call.office, call.who),
        jobs=jobs_under_way(call.queue),
        KINDS=KINDS,
        may_create=call.who.may(Role.CREATE),
    )


def run(call: Call) -> Response:
    """Show one run: what it is, where it stands, its packages, its journal, and what may be done."""
    standing = standing_in(call.office, call.in_path("run_id"))
    way = way_of(standing.run)
    journal = cut([] if way is None else way.acts[::-1], call.number_asked("seite"), ACTS_A_PAGE)
    files = [(name, _(told)) for name, (path, told) in FILES.items() if (standing.run / path).is_file()]
    return call.page(
        "run.html",
        standing=standing,
        next_told=_next_told(standing),
        acts=[(_(name), path) for name, path in acts_for(call.who, standing)],
        next_path=act.path.format(run_id=standing.run_id) if (act := next_act(standing)) else "",
        fates=[(name, _(told), standing.fates[name]) for name, told in FATE_NAMES.items() if standing.fates[name]],
        journal=journal,
        files=files,
        jobs=jobs_about(call.queue, standing.run_id),
        may_create=call.who.may(Role.CREATE),
        is_kept=not standing.is_stopped,
    )


def file_of_run(call: Call) -> Response:
    """Send a file of the run that the house may have."""
    folder, name = run_folder(call.office, call.in_path("run_id")), call.in_path("name")
    place = FILES.get(name)
    file = folder / place[0] if place is not None else None
    if file is None or file.is_symlink() or not file.is_file():
        raise NotFoundError(_("Diese Datei hat der Lauf nicht"), hint=_("Vielleicht ist er bereinigt"))
    return download(file, f"{folder.name}-{name}")


def make_report(call: Call) -> Response:
    """Have the run's report written."""
    folder = run_folder(call.office, call.in_path("run_id"))
    return see(f"/vorgaenge/{call.queue.add('report', f'run:{folder.name}', {}, call.who.name)}")


def _next_told(standing: Standing) -> str:
    """Return what is next and who must do it, in the words of the pages."""
    if standing.fault:
        return _("Vorfall klären: Das Journal ist nicht, wie das Programm es schrieb")
    act = next_act(standing)
    if act is None:
        return standing.next_who if not standing.next_verb else _("nichts mehr; bereinigen, wenn die Frist abläuft")
    who = _("das Büro, oder die Druckerei holt es ab") if act.verb == "deliver" else standing.next_who
    return f"{_(act.name)}: {who}"


PAGES = (
    Page("/laeufe", runs, HOUSE),
    Page("/laeufe/{run_id}", run, HOUSE),
    Page("/laeufe/{run_id}/datei/{name}", file_of_run, HOUSE),
    Page("/laeufe/{run_id}/bericht", make_report, HOUSE, ("POST",)),
)

"""Retouren: letters that came back, code by code as a scanner sends them, or as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import InputError, UsageError
from mailing.base.messages import _, n_
from mailing.model.reports import REASON_NAMES
from mailing.runs.afterwards.scanning import ReturnedLetters
from mailing.web.acts import OFFICE
from mailing.web.call import see
from mailing.web.paths import run_folders
from mailing.web.routing import FORM_BYTES, Page
from mailing.web.scans import Scan, Scans
from mailing.web.uploads import keep_upload

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call

MOST_OF_A_TABLE: Final = 64 << 20
SHOWN_SCANS: Final = 200
"""Of a long list the latest are shown."""
DECEASED: Final = n_("verstorben")
"""On the clerk's own page it is called what it is; everywhere else `REASON_NAMES` keeps it quiet."""
Faults = list[tuple[str, str]]


def scan(call: Call) -> Response:
    """Show what was scanned so far and take the next code."""
    return _shown(call, [])


def add(call: Call) -> Response:
    """Put a code on the list; the field has the focus again afterwards."""
    code, reason = "".join(call.text("code").split()), call.text("reason")
    if not code:
        return _shown(call, [("code", _("Scannen Sie den Code auf dem Brief, oder tippen Sie ihn ab"))])
    try:
        found = ReturnedLetters(run_folders(call.office)).named(code)
        if found.fault:
            return _shown(call, [("code", _("Nicht übernommen: {why}").format(why=found.fault))])
        if not Scans(call.office, call.who).add(Scan(code, reason)):
            return _shown(call, [("code", _("Dieser Brief steht schon auf der Liste"))])
    except UsageError as error:
        return _shown(call, [("code", error.what)])
    return see("/ruecklaeufer")


def remove(call: Call) -> Response:
    """Take a code off the list, or empty it."""
    scans = Scans(call.office, call.who)
    if call.text("alle"):
        scans.clear()
    else:
        scans.remove(call.text("code"))
    return see("/ruecklaeufer")


def record(call: Call) -> Response:
    """Have the list recorded."""
    scans = Scans(call.office, call.who)
    key = scans.as_upload()
    if key is None:
        return _shown(call, [("code", _("Die Liste ist leer"))])
    job = call.queue.add("returns", "returns:", {"upload": key}, call.who.name)
    scans.clear()
    return see(f"/vorgaenge/{job}")


def read_table(call: Call) -> Response:
    """Have a table of returned letters read."""
    upload = call.file("tabelle")
    if upload is None:
        return _shown(call, [("tabelle", _("Wählen Sie die Tabelle"))])
    try:
        key = keep_upload(call.office, upload, MOST_OF_A_TABLE)
    except InputError as error:
        return _shown(call, [("tabelle", error.what)])
    return see(f"/vorgaenge/{call.queue.add('returns', 'returns:', {'upload': key}, call.who.name)}")


def _shown(call: Call, faults: Faults) -> Response:
    scans = Scans(call.office, call.who).all()
    letters = ReturnedLetters(run_folders(call.office))
    latest = [(scan, letters.named(scan.code)) for scan in scans[: -SHOWN_SCANS - 1 : -1]]
    done = call.queue.job(call.asked("ergebnis")) if call.asked("ergebnis") else None
    is_own = done is not None and done.kind == "returns" and done.by == call.who.name
    names = {**REASON_NAMES, "deceased": DECEASED}
    return call.page(
        "returns.html",
        status=422 if faults else 200,
        scans=latest,
        number=len(scans),
        reasons=[(reason, _(name)) for reason, name in names.items()],
        names=names,
        reason=call.text("reason") or (scans[-1].reason if scans else ""),
        code=call.text("code") if faults else "",
        faults=faults,
        fault_of=dict(faults),
        result=done.result if done is not None and is_own else None,
    )


PAGES = (
    Page("/ruecklaeufer", scan, OFFICE),
    Page("/ruecklaeufer", add, OFFICE, ("POST",), is_act=False),
    Page("/ruecklaeufer/entfernen", remove, OFFICE, ("POST",), is_act=False),
    Page("/ruecklaeufer/erfassen", record, OFFICE, ("POST",)),
    Page("/ruecklaeufer/tabelle", read_table, OFFICE, ("POST",), MOST_OF_A_TABLE + FORM_BYTES),
)

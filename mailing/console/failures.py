"""What stopped a command, as its user reads it: what, where, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import Fault
from mailing.base.messages import _
from mailing.console.speech import complain, say_json

if TYPE_CHECKING:
    from mailing.base.errors import MailingError


def show_error(error: MailingError, *, as_json: bool = False) -> None:
    """Tell what stopped the command, where, and what to do; of several faults each on a line; to programs as JSON."""
    if as_json:
        say_json(error_as_json(error))
    lines = [_("Fehler: {what}").format(what=error.what)]
    if error.where:
        lines.append(_("  Wo: {where}").format(where=error.where))
    if error.hint:
        lines.append(_("  Abhilfe: {hint}").format(hint=error.hint))
    if len(error.faults) > 1:
        lines += map(_line_of, error.faults)
    complain("\n".join(lines))


def _line_of(fault: Fault) -> str:
    """Return a fault on one line: where, what, and what to do."""
    return "  " + ": ".join(filter(None, (fault.where, fault.what))) + (f" – {fault.hint}" if fault.hint else "")


def error_as_json(error: MailingError) -> dict[str, object]:
    """Return what stopped the command, for programs: each fault by itself."""
    faults = error.faults or (Fault(error.what, error.where, error.hint),)
    return {
        "error": error.what,
        "exit_code": int(error.exit_code),
        "faults": [
            {"what": fault.what, "where": fault.where, "key": fault.key, "hint": fault.hint} for fault in faults
        ],
    }

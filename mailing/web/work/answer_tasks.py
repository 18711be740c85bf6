"""What others answer to a run: the shop's receipt and feedback, and letters that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mailing.base.files import make_folder, remove_folder, write_whole
from mailing.base.messages import _
from mailing.runs.afterwards.feedback import take_feedback
from mailing.runs.afterwards.receipts import record_receipt
from mailing.runs.afterwards.returning import take_returns
from mailing.web.paths import run_folder
from mailing.web.uploads import given_upload

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.web.work.tasks import Order

MOST_TOLD: Final = 200
"""So many rows that weren't applied are told on the page; the table of them has all."""


def feedback(order: Order) -> Mapping[str, Any]:
    """Read the shop's table."""
    run = run_folder(order.office, order.subject)
    with order.progress.stage(_("Rückmeldung lesen")), given_upload(order.office, order.arguments["upload"]) as file:
        done = take_feedback(run, file, order.by, order.arguments["total"])
    return {
        "pieces": {fate.value: number for fate, number in done.pieces.items()},
        "set_aside": done.set_aside,
        "reasons": [[row, _(why)] for row, why in list(done.reasons.items())[:MOST_TOLD]],
        "quarantine": done.quarantine.name if done.quarantine else "",
        "is_known": done.is_known,
        "is_unconfirmed": done.is_unconfirmed,
        "too_early": done.too_early,
    }


def receipt(order: Order) -> Mapping[str, Any]:
    """Keep the shop's answer: its file, or that its account has said so."""
    run = run_folder(order.office, order.subject)
    if "upload" in order.arguments:
        with given_upload(order.office, order.arguments["upload"]) as file:
            return {"packages": record_receipt(run, file, order.by)}
    folder = order.office.uploads / f"receipt-{run.name}"
    make_folder(folder)
    try:
        return {"packages": record_receipt(run, _word_of_account(folder, run, order.by.name), order.by)}
    finally:
        remove_folder(folder)


def returns(order: Order) -> Mapping[str, Any]:
    """Record letters that came back, in all runs of the office."""
    with order.progress.stage(_("Retouren erfassen")), given_upload(order.office, order.arguments["upload"]) as file:
        done = take_returns(file, order.office.runs, order.by)
    return {
        "recorded": sum(done.reasons.values()),
        "set_aside": len(done.set_aside),
        "reasons": [[row, _(why)] for row, why in list(done.set_aside.items())[:MOST_TOLD]],
        "unheld": done.unheld,
        "is_known": done.is_known,
    }


def _word_of_account(folder: Path, run: Path, name: str) -> Path:
    """Write what stands for a receipt where the shop says so by its own account; the journal has the time."""
    told = _("Das Konto {name} bestätigt im Büro, dass die Druckerei die Pakete von {run} vollständig hat.")
    packages = ", ".join(sorted(path.name for path in run.glob("shop*") if path.is_dir()))
    write_whole(folder / "receipt.txt", f"{told.format(name=name, run=run.name)} ({packages})\n".encode())
    return folder / "receipt.txt"

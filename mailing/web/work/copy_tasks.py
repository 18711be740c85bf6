"""Files about a run that somebody downloads: notes for case files, copies of letters, two runs compared."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any, Final

from mailing.base.files import OWNER_ONLY_FILE, remove_folder
from mailing.base.messages import _
from mailing.runs.afterwards.copying import write_copies
from mailing.runs.afterwards.noting import write_notes
from mailing.runs.showing.comparing import compare as compare_runs
from mailing.runs.showing.comparing import write_comparison
from mailing.web.paths import run_folder
from mailing.web.results import result_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.web.work.tasks import Order

NOTES: Final = "ab-vermerke.zip"
COPIES: Final = "kopien.zip"
COMPARISON: Final = "vergleich.csv"


def notes(order: Order) -> Mapping[str, Any]:
    """Write the notes on all pieces that went to the post."""
    folder = result_folder(order.office, order.arguments["result"])
    with order.progress.stage(_("Ab-Vermerke schreiben")):
        number = write_notes(run_folder(order.office, order.subject), folder / "files", order.by)
    return _packed(order, folder, NOTES, number)


def copies(order: Order) -> Mapping[str, Any]:
    """Write the accessible copies of the pieces that are named, or of all."""
    folder = result_folder(order.office, order.arguments["result"])
    wanted = [order.arguments["pieces"]] if order.arguments["pieces"] else []
    with order.progress.stage(_("Kopien schreiben")):
        run = run_folder(order.office, order.subject)
        number = write_copies(run, wanted, folder / "files", is_large=order.arguments["is_large"])
    return _packed(order, folder, COPIES, number)


def compare(order: Order) -> Mapping[str, Any]:
    """Compare two runs."""
    first, second = (run_folder(order.office, name) for name in (order.subject, order.arguments["other"]))
    with order.progress.stage(_("Läufe vergleichen")):
        found = compare_runs(first, second)
    folder = result_folder(order.office, order.arguments["result"])
    write_comparison(found, folder / COMPARISON)
    return {
        "other": order.arguments["other"],
        "households": found.households,
        "same": found.same,
        "counts": {change.value: number for change, number in found.counts().items()},
        "result": order.arguments["result"],
        "file": COMPARISON,
    }


def _packed(order: Order, folder: Path, name: str, number: int) -> Mapping[str, Any]:
    """Pack what was written into one file, readable by its owner only."""
    files = sorted((folder / "files").iterdir()) if (folder / "files").is_dir() else []
    (folder / name).touch(OWNER_ONLY_FILE)
    with order.progress.stage(_("Packen"), len(files)) as meter, zipfile.ZipFile(folder / name, "w") as archive:
        for file in files:
            archive.write(file, file.name)
            meter.advance(1)
    remove_folder(folder / "files")
    return {"number": number, "result": order.arguments["result"], "file": name}

"""Workbooks of the old format are read in a process of its own, whose memory is limited.

A damaged one makes its reader ask for terabytes, and the process ends: this one, not the run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress

from mailing.base.errors import InputError
from mailing.intake.formats.archives import damaged
from mailing.intake.formats.error_cells import error_words_of_xls
from mailing.intake.formats.sheets import Area, Listed, Sheet, choose, opened, sheet_of, told_plainly

MOST_MEMORY = 3 << 30
"""In bytes; a full sheet of the old format, 65,536 rows of 256 cells, takes a quarter of it."""
MOST_SECONDS = 120


def open_apart(name: str, data: bytes, asked: str | None) -> Sheet:
    """Return the sheet of a workbook of the old format."""
    command = [sys.executable, "-m", "mailing.intake.formats.xls_sandbox", *([] if asked is None else [asked])]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=MOST_SECONDS)  # noqa: S603 - ourselves
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise damaged(name) from error
    said = json.loads(done.stdout)
    title = choose(name, [Listed(*sheet) for sheet in said["listed"]], asked)
    return Sheet(title, said["others"], [Area(*area) for area in said["merged"]], said["rows"])


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main(asked: str | None) -> None:
    """Read the workbook on standard input; write what it holds as JSON."""
    data = sys.stdin.buffer.read()
    _limit_memory()
    with told_plainly(""):
        workbook, listed = opened(data)
        said: dict[str, object] = {"listed": listed}
        with suppress(InputError):  # the one that chooses says why, in the user's language
            sheet = sheet_of(workbook, listed, choose("", listed, asked), asked)
            sheet = sheet.with_words(error_words_of_xls(data, sheet.title))
            said |= {"others": sheet.others, "merged": sheet.merged, "rows": list(sheet.rows)}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)

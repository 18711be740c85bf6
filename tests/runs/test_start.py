"""The first second: what a call has no use for isn't loaded. It is told by name; how long it takes, no test says."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

from mailing.runs.making.job import Job
from mailing.runs.making.workers import workers_for

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = frozenset(
    {
        "asn1crypto",
        "asyncssh",
        "concurrent.futures.process",
        "cryptography",
        "dask",
        "distributed",
        "fontTools",
        "fsspec",
        "http.client",
        "lxml",
        "mailing.audit.signature_check",
        "mailing.audit.verification",
        "mailing.press.filenote",
        "multiprocessing.pool",
        "pyarrow.parquet",
        "pyhanko_certvalidator",
        "pypdf",
        "python_calamine",
        "sqlalchemy",
        "ssl",
        "starlette",
        "svglib",
        "upath",
        "urllib.request",
        "uvicorn",
        "xlrd",
        "xlsxwriter",
    }
)
"""For signing and verifying, for other lists than CSV, for clusters, stores, drawings and the office."""
FOR_WORK = frozenset(
    {"jinja2", "mailing.console", "mailing.model", "numpy", "pandas", "pydantic", "reportlab", "uharfbuzz"}
)
"""What the least of runs needs, and no help does."""


def loaded_by(folder: Path, *arguments: str) -> set[str]:
    """Return what a call of the program has loaded at its end."""
    code = (
        "import sys\nfrom mailing.cli import main\n"
        f"try:\n    main({list(arguments)!r})\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, encoding="utf-8", check=True, timeout=300
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help")], ids=" ".join)
def test_help_loads_nothing_that_works(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Neither for all commands nor for one."""
    assert not loaded_by(tmp_path, *arguments) & (HEAVY | FOR_WORK)


def test_workers_start_before_the_caller_loads_what_it_needs(tmp_path: Path) -> None:
    """So both load at once; what tells a job is loaded by then."""
    write_list(tmp_path / "list.csv", [row(number) for number in range(1, 4)])
    code = (
        "import sys\nfrom mailing.cli import main\nfrom mailing.engines.processes import ProcessEngine\n"
        "from mailing.runs.making import job\njob.SMALL_LIST = 0\nbefore = ProcessEngine.__init__\n"
        "def noted(engine, workers):\n    print(*sys.modules, file=sys.stderr)\n    before(engine, workers)\n"
        "ProcessEngine.__init__ = noted\nif __name__ == '__main__':\n    main(['run', 'list.csv', '--json'])\n"
    )
    (tmp_path / "call.py").write_text(code)
    call = [sys.executable, "call.py"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True, timeout=300)
    loaded = set(done.stderr.split())
    assert "mailing.runs.making.job" in loaded
    assert not loaded & {"mailing.console", "mailing.runs.run", "numpy", "pandas", "reportlab"}
    assert list(tmp_path.glob("runs/*/manifest.json"))


@pytest.mark.parametrize("is_large", [False, True])
def test_workers_wait_outside_while_a_large_list_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_large: bool
) -> None:
    """They would stand in memory with nothing to do: those of a large list start with their first letters."""
    given = write_list(tmp_path / "list.csv", [row(number) for number in range(1, 4)])
    monkeypatch.setattr("mailing.runs.making.job.SMALL_LIST", 0)
    monkeypatch.setattr("mailing.runs.making.job.LARGE_LIST", given.stat().st_size + (0 if is_large else 1))
    others = set(multiprocessing.active_children())
    with workers_for(Job(list=str(given), workers=1)):
        assert bool(set(multiprocessing.active_children()) - others) is not is_large


def test_a_small_run_loads_what_it_needs(tmp_path: Path) -> None:
    """A list of CSV makes letters in this process alone, unsigned, in a folder on this machine."""
    write_list(tmp_path / "list.csv", [row(number) for number in range(1, 4)])
    loaded = loaded_by(tmp_path, "run", "list.csv", "--json")
    assert list(tmp_path.glob("runs/*/manifest.json"))
    assert loaded >= FOR_WORK
    assert not loaded & HEAVY

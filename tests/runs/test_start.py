"""The first second: what a call has no use for isn't loaded. It is told by name; how long it takes, no test says."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

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


def test_a_small_run_loads_what_it_needs(tmp_path: Path) -> None:
    """A list of CSV makes letters in this process alone, unsigned, in a folder on this machine."""
    write_list(tmp_path / "list.csv", [row(number) for number in range(1, 4)])
    loaded = loaded_by(tmp_path, "run", "list.csv", "--json")
    assert list(tmp_path.glob("runs/*/manifest.json"))
    assert loaded >= FOR_WORK
    assert not loaded & HEAVY

"""What all tests share: the program as a user calls it, and a database server."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program_kit import Called

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""The program is started hundreds of times: compiled once, it starts in half the time."""


@pytest.fixture
def mailing(tmp_path: Path) -> Callable[..., Called]:
    """Call the program in a folder of the test's own, as a user does."""

    def call(*arguments: object) -> Called:
        done = subprocess.run(
            [sys.executable, "-m", "mailing", *map(str, arguments)],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        return Called(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Called]]:
    """Call the program in a folder of the test's own, in this process: what escapes it fails the test."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    hook = sys.unraisablehook
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Called:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        called = Called(int(code), *capsys.readouterr())
        assert called.code != 1, called.err
        return called

    yield call
    sys.unraisablehook = hook
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own, reached through a socket in a folder of its own; its URL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL's server isn't installed (Debian: postgresql)")
    user, programs = _server_user(), found[-1].parent
    as_user = ["runuser", "-u", user, "--"] if user else []
    with tempfile.TemporaryDirectory(prefix="pg-") as name:  # not pytest's: the server's user must get in
        folder = Path(name)
        data = folder / "data"
        if user:
            shutil.chown(folder, user)
        socket = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        _run([*as_user, programs / "initdb", "-D", data, "-A", "trust", "-U", "amt", "-E", "UTF8", "--locale=C.UTF-8"])
        _run([*as_user, programs / "pg_ctl", "-D", data, "-w", "-o", socket, "-l", folder / "log", "start"])
        try:
            yield f"postgresql+psycopg://amt:geheim@/postgres?host={folder}"
        finally:
            _run([*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def _server_user() -> str:
    """Return the user who may run the server: it refuses to run as root."""
    if os.getuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), "")


def _run(command: list[str | Path]) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/")

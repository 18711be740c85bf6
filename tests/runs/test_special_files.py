"""Pipes, sockets and devices where a file is asked for: refused at once; nobody waits for their bytes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from life_kit import delivered_run
from program_kit import row, write_list
from templates_kit import office

from mailing.press.loading import PROFILE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hostile_kit import Program

SECONDS = 60
REFUSED = {2, 3}
NAMED = (
    "run {no_file}",
    "check {no_file}",
    "proof {no_file}",
    "run --job {no_file}",
    "run liste.csv --job {no_file}",
    "run liste.csv --templates {no_file}",
    "run liste.csv --shop {no_file}",
    "run liste.csv --suppress {no_file}",
    "run liste.csv --seeds {no_file}",
    "run liste.csv --apply {no_file}",
    "run liste.csv --sign {no_file}",
    "run liste.csv --sign liste.csv --key-password-file {no_file}",
    "run sqlite:///{no_file} --table haushalte",
    "check liste.csv --proposals {no_file}",
    "check liste.csv --findings {no_file}",
    "check liste.csv --xlsx {no_file}",
    "sample 1 -o {no_file}",
    "templates --templates {no_file}",
    "sign {run} --key {no_file}",
    "sign {run} --key liste.csv --key-password-file {no_file}",
    "close {run} --sign {no_file}",
    "deliver {run} --receipt {no_file}",
    "feedback {run} {no_file}",
    "returns {no_file} --out runs",
    "returns liste.csv --out runs --format {no_file}",
    "posted {run} --on 2020-07-01 --evidence {no_file}",
    "verify {no_file}",
    "verify {run} --list {no_file}",
    "verify {run} --ca {no_file}",
    "verify {run} --proof {no_file}",
    "verify {run} --rebuild {no_file}",
    "verify --print {no_file}",
    "show {run} 1 --pdf {no_file}",
    "show {run} 1 --png {no_file}",
    "prove {run} 1 -o {no_file}",
    "compare {run} {run} -o {no_file}",
)
"""Every option that names a file, but for those whose folder is asked for."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a list, a delivered run, and what is no file: a pipe, a socket, a link to a device."""
    folder = tmp_path_factory.mktemp("haus")
    os.mkfifo(folder / "pipe.toml")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # a socket's path may not be long
        listening.bind("socket.toml")
        os.chdir(here)
    (folder / "device.toml").symlink_to("/dev/zero")
    return folder


@pytest.fixture(scope="module")
def run(house: Path) -> Path:
    """The run of twelve letters, made and delivered by the program."""
    from program_kit import Called

    from mailing.cli import main

    here = Path.cwd()
    os.chdir(house)
    try:
        return delivered_run(lambda *words: Called(int(main([str(word) for word in words])), "", ""), house)
    finally:
        os.chdir(here)


@pytest.fixture
def in_time() -> Iterator[None]:
    """Whoever waits for a pipe's bytes fails."""

    def too_late(*_signal: object) -> None:
        pytest.fail("it waits")  # no error of the system, which the program would tell as one

    before = signal.signal(signal.SIGALRM, too_late)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        *((named, "pipe") for named in NAMED),
        *((named, kind) for named in NAMED[::6] for kind in ("socket", "device")),
    ],
)
@pytest.mark.usefixtures("in_time")
def test_what_is_no_file_is_refused(program: Program, run: Path, named: str, kind: str) -> None:
    """With exit code 2 or 3 and its name, and it lies there as before."""
    house = run.parents[1]
    os.chdir(house)  # the program's own folder, which the fixture leaves again
    no_file = house / f"{kind}.toml"
    called = program(*(word.format(no_file=no_file, run=run) for word in named.split()))
    assert called.code in REFUSED, (called.code, called.err)
    assert f"{kind}.toml" in called.err
    assert os.path.lexists(no_file)
    assert not no_file.is_file()


@pytest.mark.parametrize(
    "path",
    ["brief/letter.md.j2", "brief/letter.toml", "organisation.toml", "teile/fuss.md.j2", "shop.toml", "FOGRA29L.icc"],
)
@pytest.mark.usefixtures("in_time")
def test_settings_that_are_no_files_are_refused(program: Program, tmp_path: Path, path: str) -> None:
    """In the templates' folder, and beside a profile."""
    office(tmp_path, "{% include 'teile/fuss.md.j2' %}\n", 'subject = "x"\nversion = "1"\n')
    (tmp_path / "teile").mkdir(exist_ok=True)
    (tmp_path / "teile" / "fuss.md.j2").write_text("Fuß\n", "utf-8")
    shutil.copyfile(PROFILE_FOLDER / "dl.toml", tmp_path / "shop.toml")
    (tmp_path / path).unlink(missing_ok=True)
    os.mkfifo(tmp_path / path)
    write_list(tmp_path / "liste.csv", [row(1)])
    called = program("run", "liste.csv", "-t", "brief", "--templates", tmp_path, "--shop", "shop.toml")
    assert called.code in REFUSED, (called.code, called.err)


@pytest.mark.usefixtures("in_time")
def test_a_register_that_is_no_file_is_told(program: Program, tmp_path: Path) -> None:
    """It costs the guard, never the run."""
    os.mkfifo(tmp_path / "pipe")
    write_list(tmp_path / "liste.csv", [row(1)])
    called = program("run", "liste.csv", "--register", "pipe")
    assert called.code in {2, 3, 4}, (called.code, called.err)

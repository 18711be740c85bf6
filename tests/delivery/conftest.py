"""Keys, runs that are released with them, and servers, for all tests of deliveries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import asyncssh
import pyrage
import pysequoia
import pytest
from program_kit import row, write_list
from sftp_kit import AGENT, Keys, Server, copy_of

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DL = Path("mailing/press/profiles/dl.toml").absolute()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Fresh keys of all kinds."""
    folder = tmp_path_factory.mktemp("keys")
    pairs = [asyncssh.generate_private_key("ssh-ed25519") for _name in range(2)]
    for name, key in zip(("host", "user"), pairs, strict=True):
        key.write_private_key(folder / name)
        key.write_public_key(folder / f"{name}.pub")
        (folder / name).chmod(0o600)
    certificate = pysequoia.Tsk.generate(user_id="Druckerei <sftp@druckerei.example>")
    return Keys(folder, *pairs, pyrage.x25519.Identity.generate(), certificate)


@pytest.fixture(scope="session")
def released(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Make a run with further lines in its profile's `[delivery]`, once for all tests, and release it."""
    made: dict[str, Path] = {}

    def run_with(lines: str) -> Path:
        key = "" if AGENT in lines else f'key = "{keys.user_file}"\n'
        if lines not in made:
            folder = tmp_path_factory.mktemp("released")
            profile = folder / "druckerei.toml"
            delivery = f'[delivery]\nhost_key = "{keys.host.get_fingerprint()}"\n{key}{lines}'
            profile.write_text(f"{DL.read_text('utf-8')}\n{delivery}\n", "utf-8")
            people = write_list(folder / "liste.csv", [row(number) for number in range(1, 41)])
            out = folder / "runs"
            assert main(["run", str(people), "--shop", str(profile), "--out", str(out), "--by", "Eva"]) == 0
            (made[lines],) = out.glob("20*")
            assert main(["release", str(made[lines]), "--by", "Tom", "--yes"]) == 0
        return made[lines]

    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("where-runs-are-made"))
    yield run_with
    os.chdir(before)


@pytest.fixture
def run_with(released: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    """Give a copy of a released run whose profile has these lines, of the test's own."""
    return lambda lines: copy_of(released(lines), tmp_path)


@pytest.fixture
def run(run_with: Callable[[str], Path]) -> Path:
    """A copy of a released run, of the test's own."""
    return run_with("")


@pytest.fixture
def server(keys: Keys, tmp_path: Path) -> Iterator[Server]:
    """Asyncssh's server, with an empty folder."""
    root = tmp_path / "shop-server"
    root.mkdir()
    with Server(root, [keys.host], keys.user) as found:
        yield found

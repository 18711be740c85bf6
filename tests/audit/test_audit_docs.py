"""What `docs/audit.md` tells an auditor to do without the program works, on a real run and against a forged one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from audit_run import make_run
from audit_sabotage import change_byte, change_manifest

from mailing.findings.of_audit import AUDIT_KINDS
from mailing.findings.of_pages import AUDITED_PAGE_KINDS

PAGE = Path(__file__).parents[2] / "docs" / "audit.md"
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 11 letters: an odd number, so that the tree has a node that moves up."""
    return make_run(tmp_path_factory.mktemp("runs") / "run", 11)


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "run")


def accepts(block: str, run: Path) -> bool:
    """Whether the commands of a block find nothing wrong."""
    command = ["bash", "-euo", "pipefail", "-c", block]
    return subprocess.run(command, cwd=run, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("block", BLOCKS)
def test_the_commands_accept_a_faultless_run(made: Path, block: str) -> None:
    """Each block, as it stands on the page."""
    assert accepts(block, made)


def test_the_commands_refuse_a_forged_run(run: Path) -> None:
    """Each block turns red when what it looks at is changed."""
    files, strangers, sums, household, name, settings, root, key = BLOCKS
    change_byte(run / "shop/data/batch-001.pdf")
    assert not accepts(files, run)
    (run / "shop/data/extra.pdf").write_bytes(b"")
    assert not accepts(strangers, run)
    change_byte(run / "house/households.csv", (run / "house/households.csv").read_bytes().index(b"Vorname1;"))
    assert not accepts(household, run)
    assert not accepts(key, run)
    change_manifest(run, lambda manifest: manifest["counts"].update(printed=1))
    assert not accepts(sums, run)
    change_manifest(run, lambda manifest: manifest.update(merkle_root="0" * 64))
    assert not accepts(root, run)
    change_manifest(run, lambda manifest: manifest["options"].update(lang="en"))
    assert not accepts(name, run)
    change_manifest(run, lambda manifest: manifest["settings"].update(profile="0" * 64))
    assert not accepts(settings, run)


def test_the_codes_on_the_page_exist() -> None:
    """A code that was renamed is renamed on the page too; every measure stands there."""
    text = PAGE.read_text("utf-8")
    known = {kind.code for kind in (*AUDIT_KINDS, *AUDITED_PAGE_KINDS)}
    named = set(re.findall(r"`((?:audit|measure)\.[a-z-]+)`", text))
    assert named <= known
    assert {code for code in known if code.startswith("measure.")} <= named

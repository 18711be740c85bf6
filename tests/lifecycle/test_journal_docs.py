"""What `docs/audit.md` tells about checking a journal by `jq` and `sha256sum` alone works, and refuses a forged one."""

from __future__ import annotations

import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lifecycle_kit import EVA, MADE, TOM, events_of, write_events

from mailing.lifecycle import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mailing.lifecycle import Event

PAGE = Path(__file__).parents[2] / "docs" / "audit.md"
CHAIN, FILES, EYES = re.findall(r"```bash\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
KEPT = b"a table from the shop"
STEPS = (
    (EventKind.MADE, MADE, EVA),
    (EventKind.RELEASED, {"package": "shop"}, TOM),
    (EventKind.DELIVERED, {"package": "shop"}, EVA),
    (
        EventKind.FEEDBACK,
        {"pieces": {"printed": "1-10"}, "files": {"house/feedback/1.csv": sha256(KEPT).hexdigest()}},
        EVA,
    ),
)

pytestmark = pytest.mark.skipif(shutil.which("jq") is None, reason="jq isn't installed")


def run_of(folder: Path, events: Sequence[Event]) -> Path:
    """Return the parts of a run that these commands look at."""
    (folder / "house" / "feedback").mkdir(parents=True)
    (folder / "house" / "feedback" / "1.csv").write_bytes(KEPT)
    (folder / "manifest.json").write_bytes(b"the manifest")
    write_events(folder / "journal.jsonl", list(events))
    return folder


def accepts(block: str, run: Path) -> bool:
    """Whether the commands find nothing wrong."""
    command = ["bash", "-euo", "pipefail", "-c", block]
    return subprocess.run(command, cwd=run, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("block", [CHAIN, FILES, EYES])
def test_the_commands_accept_a_faultless_journal(tmp_path: Path, block: str) -> None:
    """Each, as it stands on the page."""
    assert accepts(block, run_of(tmp_path / "run", events_of(*STEPS)))


def without_the_second(lines: list[bytes]) -> list[bytes]:
    """Take a line out."""
    return [lines[0], *lines[2:]]


def with_another_name(lines: list[bytes]) -> list[bytes]:
    """Edit a line."""
    return [lines[0], lines[1].replace(b"Tom", b"Tim"), *lines[2:]]


def exchanged(lines: list[bytes]) -> list[bytes]:
    """Let two change places."""
    return [lines[1], lines[0], *lines[2:]]


@pytest.mark.parametrize("forge", [without_the_second, with_another_name, exchanged])
def test_the_chain_refuses_a_forged_journal(tmp_path: Path, forge: Callable[[list[bytes]], list[bytes]]) -> None:
    """A missing line, an edited one, another order."""
    run = run_of(tmp_path / "run", events_of(*STEPS))
    lines = (run / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (run / "journal.jsonl").write_bytes(b"".join(forge(lines)))
    assert not accepts(CHAIN, run)


def test_the_chain_refuses_another_manifest_and_a_torn_line(tmp_path: Path) -> None:
    """And the other two what they look at."""
    run = run_of(tmp_path / "run", events_of(*STEPS))
    with (run / "journal.jsonl").open("ab") as file:
        file.write(b'{"number": 5')
    assert not accepts(CHAIN, run)
    other = run_of(tmp_path / "other", events_of(*STEPS))
    (other / "manifest.json").write_bytes(b"another manifest")
    assert not accepts(CHAIN, other)
    (other / "house" / "feedback" / "1.csv").write_bytes(b"another table")
    assert not accepts(FILES, other)


@pytest.mark.parametrize("steps", [(STEPS[0], (*STEPS[1][:2], EVA)), (STEPS[0], STEPS[2])])
def test_four_eyes_are_looked_for(tmp_path: Path, steps: Sequence[tuple[EventKind, dict[str, object], object]]) -> None:
    """Released by who had it made; delivered without a release."""
    assert not accepts(EYES, run_of(tmp_path / "run", events_of(*steps)))

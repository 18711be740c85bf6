"""The footprint: kept low around a verb, and as it was behind it."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from mailing.base.memory import GARBAGE_THRESHOLD, kept_low, load_module, loading

MEGABYTE = 1 << 20


def test_garbage_is_looked_for_seldom_within_the_block_only() -> None:
    """Nested as well: a run sets its letters within it."""
    before = gc.get_threshold()
    with kept_low():
        with kept_low():
            assert gc.get_threshold()[0] == GARBAGE_THRESHOLD
        assert gc.get_threshold()[0] == GARBAGE_THRESHOLD
    assert gc.get_threshold() == before


def test_no_garbage_is_looked_for_while_modules_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only meanwhile, also where one can't be loaded; where the search is off, it stays so."""
    (tmp_path / "loaded_module.py").write_text("import gc\nFOUND = gc.isenabled()\n")
    (tmp_path / "broken_module.py").write_text("raise ImportError\n")
    monkeypatch.syspath_prepend(tmp_path)
    load_module("loaded_module")
    assert not sys.modules["loaded_module"].FOUND
    with pytest.raises(ImportError):
        load_module("broken_module")
    assert gc.isenabled()
    with loading():
        load_module("loaded_module")
        assert not gc.isenabled()


def test_an_error_passes_and_leaves_nothing_behind() -> None:
    """What stops a verb doesn't leave the policy on."""
    before = gc.get_threshold()

    @kept_low()
    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - nothing but this is raised
        fail()
    assert gc.get_threshold() == before


def test_arrow_keeps_nothing_for_later() -> None:
    """Its own allocator would."""
    with kept_low():
        assert pa.default_memory_pool().backend_name == "system"


@pytest.mark.skipif(sys.platform != "linux", reason="the GNU C library's")
def test_memory_that_is_free_is_given_back() -> None:
    """Many small texts leave holes that the C library keeps, if nobody asks it not to."""

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    with kept_low():
        texts = [str(number) * 40 for number in range(200_000)]
        held = resident()
        del texts
    assert resident() < held - 20 * MEGABYTE

"""What a run writes can be copied to Windows, where many of those who get it work."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]

FORBIDDEN = frozenset('<>:"|?*\\') | frozenset(map(chr, range(32)))
"""Signs that no file's name has there (Microsoft, "Naming Files, Paths, and Namespaces")."""


def is_valid_on_windows(name: str) -> bool:
    """Whether a file or folder can be called so."""
    return not FORBIDDEN.intersection(name) and name[-1] not in ". " and not PureWindowsPath(name).is_reserved()


@pytest.mark.parametrize("list_name", ["liste.csv", "CON.csv", "a:b?.csv", "Liste. .csv"])
def test_every_name_is_valid_there(program: Program, tmp_path: Path, list_name: str) -> None:
    """Whatever the list is called: no forbidden sign, no reserved name, no two names that differ by case alone."""
    liste = write_list(tmp_path / list_name, [row(1), row(2, format="elektronisch")])
    done = program("run", liste, "--out", tmp_path / "runs", "--json")
    assert done.code == 0, done.err
    paths = [path.relative_to(tmp_path / "runs") for path in (tmp_path / "runs").rglob("*")]
    assert [part for path in paths for part in path.parts if not is_valid_on_windows(part)] == []
    assert len({str(path).casefold() for path in paths}) == len(paths)


@pytest.mark.parametrize("name", ["con.txt", "a:b", "x.", "y ", "nul"])
def test_a_name_that_is_not_valid_there_is_known(name: str) -> None:
    """Else the test above would tell nothing."""
    assert not is_valid_on_windows(name)

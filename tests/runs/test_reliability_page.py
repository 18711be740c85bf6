"""docs/reliability.md: each of its lines is a test that exists, and each fault tried stands on it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "reliability.md").read_text("utf-8")
WHOLLY_TOLD = (
    "test_faults.py",
    "test_hostile.py",
    "test_hostile_files.py",
    "test_hostile_lists.py",
    "test_special_files.py",
    "test_hostile_cells.py",
    "test_fuzz.py",
    "test_load.py",
)


def names_in(path: Path) -> set[str]:
    """Return the names of a module's tests."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_that_the_page_names_exists() -> None:
    """No promise without its test."""
    there = {name for path in TESTS.rglob("test_*.py") for name in names_in(path)}
    assert set(re.findall(r"`(test_\w+)`", PAGE)) <= there


def test_every_fault_that_was_tried_stands_on_the_page() -> None:
    """And no test without its promise."""
    tried = {name for module in WHOLLY_TOLD for name in names_in(TESTS / "runs" / module)}
    assert tried <= set(re.findall(r"`(test_\w+)`", PAGE))


def test_every_line_names_a_test_or_a_page() -> None:
    """A line of a table without one would be a mere claim."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    claims = [line for line in lines if not line.startswith(("| ---", "| fault", "| attack", "| run "))]
    assert len(claims) > 40
    assert [line for line in claims if "`test_" not in line and ".md)" not in line] == []

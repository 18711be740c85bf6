"""Which line an entry of a TOML text stands on, and what is wrong with a text that is none."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.base import toml

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = '''\
# title = "not this"
title = "a # no comment"
"quoted key" = 1
dotted.inner."with.dot" = 2
several = """
several = 3
"""   # the text's own line is no entry
inline = { first = 1, deep = { second = "}" } }
list = [
  "one, with ]",  # [comment
  { three = 3 },
  [4, 5],
]
when = 1979-05-27 07:32:00

[table.below]  # a header
entry = 1.5

[[products]]
name = "first"
[[products.sizes]]
width = 1
[[products.sizes]]
width = 2

[[products]]
name = 'second'
[products.box]
height = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("quoted key",), 3),
        (("dotted", "inner", "with.dot"), 4),
        (("several",), 5),
        (("inline", "deep", "second"), 8),
        (("list",), 9),
        (("list", 0), 10),
        (("list", 1, "three"), 11),
        (("list", 2, 1), 12),
        (("when",), 14),
        (("table", "below"), 16),
        (("table", "below", "entry"), 17),
        (("products",), 19),
        (("products", 0, "name"), 20),
        (("products", 0, "sizes", 1, "width"), 24),
        (("products", 1), 26),
        (("products", 1, "name"), 27),
        (("products", 1, "box", "height"), 29),
    ],
)
def test_each_entry_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    """Through tables, lists of tables, dotted keys, inline tables, comments and texts of several lines."""
    assert toml.parse(TEXT).lines[path] == line


def paths(value: object, above: toml.Path = ()) -> Iterator[toml.Path]:
    """Give the paths of all entries and elements."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield (*above, key)
        yield from paths(below, (*above, key))


def test_no_other_path_has_a_line() -> None:
    """What the finder walks past is what the parser reads."""
    assert set(toml.parse(TEXT).lines) == set(paths(tomllib.loads(TEXT)))


KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=5)
SCALARS = st.integers(-9, 9) | KEYS | st.booleans()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3), max_leaves=5)


def written(value: object) -> str:
    """Return a text, number or list as TOML has it, which is as JSON has it."""
    return json.dumps(value, ensure_ascii=False)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_any_entries_are_found(entries: dict[str, object]) -> None:
    """Whatever their keys and texts look like."""
    text = "\n".join(f"{written(key)} = {written(value)}" for key, value in entries.items())
    parsed = toml.parse(text)
    assert parsed.values == entries
    assert set(parsed.lines) == set(paths(entries))
    assert [parsed.lines[key,] for key in entries] == list(range(1, len(entries) + 1))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1\nb = ja\nc = 2\n", [2]),
        ("a = ja\nb = 1\nc = nein\n", [1, 3]),
        ("a = 1\na = 2\nb = 2020-02-30\n", [2, 3]),
        ('a = "C:\\Users"\nb = 1\n', [1]),
        ('a = 1\nb = "offen\nc = 2\n', [2]),
        ("a = 1\nb = [1,\n 2\nc = 3\n", [2]),
        ('a = 1\nb = """\nohne Ende\n', [2]),
        ("a = 1\n[tabelle\nb = 2\n", [2]),
        ("a = 1\n[t]\nb = 1\n[t]\nb = 2\n", [4]),
        (f"a = 1\nb = {'9' * 5_000}\nc = ja\n", [2, 3]),
        (f"a = 1\nb = {'[' * 5_000}\n", [2]),
        ("a = 1\nb = \0\n", [2]),
    ],
)
def test_faulty_lines_are_named(text: str, lines: list[int]) -> None:
    """All of them, as far as each stands for itself; none that is right is blamed."""
    assert [fault.line for fault in toml.parse(text).faults] == lines


def test_the_rest_of_a_faulty_text_is_read() -> None:
    """So that what is wrong there is told at once."""
    assert toml.parse("a = 1\nb = ja\n[c]\nd = 2\n").values == {"a": 1, "c": {"d": 2}}
    assert toml.parse("a = [1,\nb = 2\n").values is None


@given(st.text(max_size=60))
def test_no_text_is_too_wild(text: str) -> None:
    """Each is read, or has a fault on one of its lines."""
    parsed = toml.parse(text)
    assert parsed.values is not None or parsed.faults
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in parsed.faults)

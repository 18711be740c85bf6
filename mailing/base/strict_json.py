"""JSON as a program writes it: what is said twice, or is no number, is refused instead of guessed at."""

from __future__ import annotations

import json
from typing import Any, NoReturn


def strict_json(content: bytes) -> Any:
    """Return what JSON text in UTF-8 holds.

    Raises:
        ValueError: it is none, an object has a key twice, or a figure is infinite or no number.
    """
    text = content.decode("utf-8")
    del content  # so that what the caller doesn't keep is free memory: a manifest has 128 MB for a million letters
    try:
        return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"key twice: {next(name for name in names if names.count(name) > 1)}")
    return found


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)

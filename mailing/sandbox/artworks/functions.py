"""Functions of a PDF (ISO 32000-1, 7.10), evaluated: sampled, exponential and stitched ones."""

from __future__ import annotations

from bisect import bisect_right
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final, TypeAlias

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Function: TypeAlias = "Callable[[Sequence[float]], list[float]]"

MOST_SAMPLES: Final = 1 << 20
MOST_PARTS: Final = 256
DEEPEST: Final = 8
"""Stitched functions within stitched ones."""
SAMPLED, EXPONENTIAL, STITCHED = 0, 2, 3


def function(given: pikepdf.Object, depth: int = 0) -> Function:
    """Return what evaluates a function, or an array of functions of one value each.

    Raises:
        NotImplementedError: it is a program (type 4).
        ValueError: it is broken.
    """
    if depth > DEEPEST:
        raise ValueError("functions within functions")
    if isinstance(given, pikepdf.Array):
        if len(given) > MOST_PARTS:
            raise ValueError("too many functions")
        parts = [function(part, depth + 1) for part in given]
        return lambda values: [level for part in parts for level in part(values)]
    kinds = {SAMPLED: _sampled, EXPONENTIAL: _exponential, STITCHED: _stitched}
    kind = int(given.FunctionType)
    if kind not in kinds:
        raise NotImplementedError("function of type 4")
    made = _stitched(given, depth) if kind == STITCHED else kinds[kind](given)  # type: ignore[operator]
    domain, bounds = _pairs(given.Domain), _pairs(given.get("/Range", []))

    def evaluated(values: Sequence[float]) -> list[float]:
        results = made([_within(value, span) for value, span in zip(values, domain, strict=True)])
        return [_within(value, span) for value, span in zip(results, bounds, strict=True)] if bounds else results

    return evaluated


def _exponential(given: pikepdf.Object) -> Function:
    low = [float(level) for level in given.get("/C0", [0])]
    high = [float(level) for level in given.get("/C1", [1])]
    exponent = float(given.N)
    return lambda values: [a + values[0] ** exponent * (b - a) for a, b in zip(low, high, strict=True)]


def _stitched(given: pikepdf.Object, depth: int) -> Function:
    if len(given.Functions) > MOST_PARTS:
        raise ValueError("too many functions")
    parts = [function(part, depth + 1) for part in given.Functions]
    bounds = [float(bound) for bound in given.Bounds]
    ((start, end),) = _pairs(given.Domain)
    encode = _pairs(given.Encode)
    edges = [start, *bounds, end]
    if len(parts) != len(bounds) + 1 or len(encode) != len(parts):
        raise ValueError("parts and bounds of a function don't match")

    def evaluated(values: Sequence[float]) -> list[float]:
        index = bisect_right(bounds, values[0])
        return parts[index]([_mapped(values[0], (edges[index], edges[index + 1]), encode[index])])

    return evaluated


def _sampled(given: pikepdf.Object) -> Function:
    sizes = [int(size) for size in given.Size]
    bits = int(given.BitsPerSample)
    domain, bounds = _pairs(given.Domain), _pairs(given.Range)
    outputs = len(bounds)
    if min(sizes) < 1 or prod(sizes) * outputs > MOST_SAMPLES or bits not in (1, 2, 4, 8, 12, 16, 24, 32):
        raise ValueError("samples of a function")
    encode = _pairs(given.get("/Encode", [edge for size in sizes for edge in (0, size - 1)]))
    decode = _pairs(given.get("/Decode", [edge for pair in bounds for edge in pair]))
    data = given.read_bytes()
    if len(data) * 8 < prod(sizes) * outputs * bits:
        raise ValueError("samples of a function are missing")
    steps = [prod(sizes[:place]) for place in range(len(sizes))]

    def sample(place: int) -> float:
        first = place * bits
        chunk = int.from_bytes(data[first // 8 : (first + bits + 7) // 8], "big")
        return float(chunk >> (-(first + bits) % 8) & ((1 << bits) - 1))

    def evaluated(values: Sequence[float]) -> list[float]:
        places = [
            _within(_mapped(value, span, to), (0, size - 1))
            for value, span, to, size in zip(values, domain, encode, sizes, strict=True)
        ]
        results = [0.0] * outputs
        for corner in product((0, 1), repeat=len(places)):
            weight = prod(place % 1 if up else 1 - place % 1 for place, up in zip(places, corner, strict=True))
            if weight:
                at = sum((int(place) + up) * step for place, up, step in zip(places, corner, steps, strict=True))
                for output in range(outputs):
                    results[output] += weight * sample(at * outputs + output)
        return [_mapped(level, (0, (1 << bits) - 1), to) for level, to in zip(results, decode, strict=True)]

    return evaluated


def _pairs(given: object) -> list[tuple[float, float]]:
    edges = [float(edge) for edge in given]  # type: ignore[attr-defined]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _within(value: float, span: tuple[float, float]) -> float:
    return min(max(value, span[0]), span[1])


def _mapped(value: float, span: tuple[float, float], to: tuple[float, float]) -> float:
    width = span[1] - span[0]
    return to[0] if width == 0 else to[0] + (value - span[0]) * (to[1] - to[0]) / width

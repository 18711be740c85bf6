"""Rehearsing: a template's texts without any household, each branch of each condition taken once at least.

What is wrong in a branch that few rows reach, or none, is so found before letter 1.
"""

from __future__ import annotations

from itertools import cycle, product
from math import prod
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

from mailing.letters.text.environment import SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ALL_WAYS: Final = 256
"""So many combinations of branches are all rehearsed; of more, each branch with the others' first, then their last."""
LOOP_ROUNDS: Final = (1, 2, 0)
"""How often a loop is gone through."""

Way = dict[int, int]
"""Which branch each condition takes, and how often each loop is gone through, by the node's identity."""


def rehearse(body: Sequence[nodes.Node]) -> Iterator[str]:
    """Give the rendered texts of a marked tree (`Script.body`), the fullest first, each way through it once."""
    seen = set()
    for way in _ways(body):
        slots = cycle(SLOTS)
        text = "".join(_texts(body, way, slots))
        if text not in seen:
            seen.add(text)
            yield text


def _ways(body: Sequence[nodes.Node]) -> Iterator[Way]:
    every = (node for top in body for node in (top, *top.find_all((nodes.If, nodes.For))))
    options = {id(node): _options(node) for node in every if isinstance(node, nodes.If | nodes.For)}
    if prod(map(len, options.values())) <= ALL_WAYS:
        for choice in product(*options.values()):
            yield dict(zip(options, choice, strict=True))
        return
    for usual in (0, -1):
        rest = {point: choices[usual] for point, choices in options.items()}
        yield rest
        for point, choices in options.items():
            for other in choices:
                yield {**rest, point: other}


def _options(node: nodes.If | nodes.For) -> tuple[int, ...]:
    return LOOP_ROUNDS if isinstance(node, nodes.For) else tuple(range(len(node.elif_) + 2))


def _texts(body: Iterable[nodes.Node], way: Mapping[int, int], slots: Iterator[str]) -> Iterator[str]:
    """Give the text of the nodes, piece by piece, for the branches that the way takes."""
    for node in body:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    yield child.data if isinstance(child, nodes.TemplateData) else next(slots)
            case nodes.If():
                branches = [node.body, *(branch.body for branch in node.elif_), node.else_]
                yield from _texts(branches[way[id(node)]], way, slots)
            case nodes.For():
                rounds = way[id(node)]
                for _round in range(rounds):
                    yield from _texts(node.body, way, slots)
                if not rounds:
                    yield from _texts(node.else_, way, slots)

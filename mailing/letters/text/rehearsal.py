"""Rehearsing: a template's texts without any household, each branch of each condition taken once at least.

What is wrong in a branch that few rows reach, or none, is so found before letter 1.
"""

from __future__ import annotations

from itertools import cycle, product
from math import prod
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

from mailing.letters.text.code_calls import code_arguments
from mailing.letters.text.dialect import CODE_BEGIN, CODE_END
from mailing.letters.text.environment import SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COMBINATIONS_LIMIT: Final = 256
"""So many combinations of branches are all rehearsed; of more, each branch with the others' first, then their last."""
SALUTATION_SLOT: Final = SLOTS[-1]
"""The slot that stands for the salutation, so that it can be told from other values."""
LINE_WEIGHT: Final = 30
"""A line's end takes as long to read as so many characters."""
COMBINED_LIMIT: Final = 2_000_000
"""What all combinations may weigh together, to be rehearsed: about a second."""
REHEARSED_LIMIT: Final = 6_000_000
"""What a template's rehearsals may weigh: a few seconds."""
LOOP_ROUNDS: Final = (1, 2, 0)
"""How often a loop is gone through."""

Choices = dict[int, int]
"""Which branch each condition takes, and how often each loop is gone through, by the node's identity."""


class TooMuchToRehearseError(ValueError):
    """A template is so long and has so many branches that they can't all be rehearsed."""


def rehearse(body: Sequence[nodes.Node]) -> Iterator[str]:
    """Give the rendered texts of a marked tree (`Script.body`), the fullest first, no text twice.

    Raises:
        TooMuchToRehearseError: they are longer together than can be read in a few seconds.
    """
    seen = set()
    rehearsed = 0
    for choices in _combinations(body):
        slots = cycle(SLOTS[:-1])
        text = "".join(_texts(body, choices, slots))
        if text in seen:
            continue
        seen.add(text)
        rehearsed += _weight(text)
        if rehearsed > REHEARSED_LIMIT:
            raise TooMuchToRehearseError
        yield text


def _combinations(body: Sequence[nodes.Node]) -> Iterator[Choices]:
    every = (node for top in body for node in (top, *top.find_all((nodes.If, nodes.For))))
    options = {id(node): _options(node) for node in every if isinstance(node, nodes.If | nodes.For)}
    combinations = prod(map(len, options.values()))
    if combinations <= COMBINATIONS_LIMIT and combinations * _weight_of_all(body) <= COMBINED_LIMIT:
        for choice in product(*options.values()):
            yield dict(zip(options, choice, strict=True))
        return
    for usual in (0, -1):
        rest = {point: possible[usual] for point, possible in options.items()}
        yield rest
        for point, possible in options.items():
            for other in possible:
                yield {**rest, point: other}


def _weight_of_all(body: Sequence[nodes.Node]) -> int:
    return sum(_weight(data.data) for data in nodes.Scope(list(body)).find_all(nodes.TemplateData))


def _weight(text: str) -> int:
    return len(text) + LINE_WEIGHT * text.count("\n")


def _options(node: nodes.If | nodes.For) -> tuple[int, ...]:
    return LOOP_ROUNDS if isinstance(node, nodes.For) else tuple(range(len(node.elif_) + 2))


def _texts(body: Iterable[nodes.Node], choices: Mapping[int, int], slots: Iterator[str]) -> Iterator[str]:
    """Give the text of the nodes, piece by piece, for the branches that are chosen."""
    for node in body:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    yield child.data if isinstance(child, nodes.TemplateData) else _slot_for(child, slots)
            case nodes.If():
                branches = [node.body, *(branch.body for branch in node.elif_), node.else_]
                yield from _texts(branches[choices[id(node)]], choices, slots)
            case nodes.For():
                rounds = choices[id(node)]
                for _round in range(rounds):
                    yield from _texts(node.body, choices, slots)
                if not rounds:
                    yield from _texts(node.else_, choices, slots)


def _slot_for(output: nodes.Expr, slots: Iterator[str]) -> str:
    if code_arguments(output)[0]:
        return f"{CODE_BEGIN}{next(slots)}{next(slots)}{CODE_END}"
    is_salutation = isinstance(output, nodes.Name) and output.name == "anrede_zeile"
    return SALUTATION_SLOT if is_salutation else next(slots)

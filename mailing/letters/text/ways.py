"""The ways that households take through a template: Jinja2 runs once for each way, and thousands take the same few.

What a template renders to is decided by the values that its conditions, filters and parts ask for. A value that it only
shows decides nothing as long as it is a plain line of text: it is filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from jinja2 import nodes

from mailing.letters.memory import Memory
from mailing.letters.text.conditions import names_in
from mailing.letters.text.organisation import Site
from mailing.letters.text.values import Negative

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    Placeholders = Mapping[str, object]
    Rendered = tuple[str, tuple[str, ...]]

WAYS_KEPT: Final = 1_000
"""Each has a text of some thousand characters; templates have a few for each site."""

_COMPARED: Final = frozenset({str, int, Negative})
"""The kinds of values that say all by what they are equal to; what is lacking, say, also names its row."""
_PLAIN: Final = "\0"
"""Stands for a plain line among what decides, and begins what stands in for one: no entry of a list has it."""


class _Way(NamedTuple):
    """What a template renders to for all who take this way.

    Attributes:
        text: with a slot for each value.
        slots: of each slot the placeholder whose value is each household's own, or "" and the value that all have.
    """

    text: str
    slots: tuple[tuple[str, str], ...]


class Ways:
    """The ways through one template that were taken lately.

    Args:
        deciding: the placeholders whose values decide on the way.
        shown: those that are only shown.
    """

    def __init__(self, deciding: Collection[str], shown: Collection[str]) -> None:
        self._deciding = tuple(deciding)
        self._shown = tuple(shown)
        self._known: Memory[tuple[object, ...], _Way] = Memory(WAYS_KEPT)

    @classmethod
    def through(cls, body: Sequence[nodes.Node], constants: Collection[str]) -> Ways | None:
        """Return the ways through a tree; None where it has loops, or names that it gives itself.

        Args:
            body: the tree.
            constants: the placeholders that say the same in all letters.
        """
        if not all(map(_asks_and_shows_only, body)):
            return None
        names = dict.fromkeys(name for name in _names(body) if name not in constants)
        asked = set(_names_asked(body))
        return cls([name for name in names if name in asked], [name for name in names if name not in asked])

    def rendered(self, placeholders: Placeholders, render: Callable[[Placeholders], Rendered]) -> Rendered:
        """Return what `render` gives for a household: its text with slots, and their values."""
        key = self._key(placeholders)
        if not _COMPARED.issuperset(map(type, key)):
            return render(placeholders)
        way = self._known.recall(key) or self._known.keep(key, self._way(placeholders, key, render))
        own = cast("Mapping[str, str]", placeholders)
        return way.text, tuple([own[name] if name else value for name, value in way.slots])

    def _key(self, placeholders: Placeholders) -> tuple[object, ...]:
        """Return what decides on a household's way: first of what is shown, whether it is plain."""
        shown = [
            _PLAIN if type(value) is str and value and "\n" not in value else value
            for value in map(placeholders.get, self._shown)
        ]
        asked = [value.standort if type(value) is Site else value for value in map(placeholders.get, self._deciding)]
        return (*shown, *asked)

    def _way(
        self, placeholders: Placeholders, key: tuple[object, ...], render: Callable[[Placeholders], Rendered]
    ) -> _Way:
        stand_ins = {name: _PLAIN + name for name, said in zip(self._shown, key, strict=False) if said == _PLAIN}
        text, values = render({**placeholders, **stand_ins})
        names = {stand_in: name for name, stand_in in stand_ins.items()}
        return _Way(text, tuple([(names.get(value, ""), value) for value in values]))


def _asks_and_shows_only(node: nodes.Node) -> bool:
    match node:
        case nodes.Output():
            return True
        case nodes.If():
            return all(map(_asks_and_shows_only, _branches(node)))
        case _:
            return False


def _branches(node: nodes.If) -> Iterable[nodes.Node]:
    return (*node.body, *node.elif_, *node.else_)


def _names(body: Iterable[nodes.Node]) -> Iterator[str]:
    for node in body:
        yield from names_in(node)


def _names_asked(body: Iterable[nodes.Node]) -> Iterator[str]:
    """Give the names that do more in a tree than be shown."""
    for node in body:
        if isinstance(node, nodes.Output):
            yield from _names(child for child in node.nodes if not isinstance(child, nodes.Name))
        elif isinstance(node, nodes.If):
            yield from names_in(node.test)
            yield from _names_asked(_branches(node))

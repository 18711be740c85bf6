"""The structure tree of a tagged file as a screen reader finds it (ISO 32000-1, 14.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DEPTH = 50
"""Elements of a letter are nested a few times; what is nested deeper was made by nobody who means well."""


class Content(NamedTuple):
    """A marked content of a page (from 0), by its number."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Node:
    """An element of the tree.

    Attributes:
        kids: its parts and the marked contents that are its own, in the order of reading.
        annotations: what it refers to beside text.
    """

    tag: str
    alt: str
    actual_text: str
    scope: str
    kids: tuple[Node | Content, ...] = ()
    annotations: tuple[Any, ...] = field(default=(), compare=False)

    @property
    def children(self) -> tuple[Node, ...]:
        """Its parts."""
        return tuple(kid for kid in self.kids if isinstance(kid, Node))

    def content(self) -> Iterator[Content]:
        """Give the marked contents of it and all below it, in the order of reading."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.content()
            else:
                yield kid

    def walk(self) -> Iterator[Node]:
        """Give the element and all below it, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.walk()

    def below(self, *tags: str) -> Iterator[Node]:
        """Give the elements of these kinds, in the order of reading."""
        return (node for node in self.walk() if node.tag in tags)


def structure_of(pdf: pikepdf.Pdf) -> Node | None:
    """Return the tree of a file; None where it has none.

    Raises:
        ValueError: it is nested too deeply, or leads back to itself.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return None
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    tops = [kid for kid in _kids(root) if isinstance(kid, pikepdf.Dictionary)]
    return Node("", "", "", "", tuple(_node(top, pages, 0) for top in tops))


def _kids(element: pikepdf.Object) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _node(element: pikepdf.Dictionary, pages: dict[tuple[int, int], int], depth: int) -> Node:
    if depth > MOST_DEPTH:
        raise ValueError(depth)
    kids: list[Node | Content] = []
    annotations: list[Any] = []
    own_page: Any = element.get("/Pg")
    for kid in _kids(element):
        if isinstance(kid, int):
            kids.append(Content(pages[own_page.objgen], kid))
        elif kid.get("/Type") == "/MCR":
            kids.append(Content(pages[kid.get("/Pg", own_page).objgen], int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            annotations.append(kid.Obj)
        else:
            kids.append(_node(kid, pages, depth + 1))
    return Node(
        tag=str(element.S).removeprefix("/"),
        alt=str(element.get("/Alt", "")),
        actual_text=str(element.get("/ActualText", "")),
        scope=str(_attribute(element, "/Scope")).removeprefix("/"),
        kids=tuple(kids),
        annotations=tuple(annotations),
    )


def _attribute(element: pikepdf.Dictionary, name: str) -> Any:
    attributes = element.get("/A", pikepdf.Dictionary())
    several = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((one.get(name) for one in several if name in one), "")

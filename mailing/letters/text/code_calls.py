"""Calls of QR codes in a template's tree: `{{ qr_termin(termin) }}` becomes a filter that makes the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from mailing.letters.text.codes import CODE_FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CODED: Final = "mailing.coded"
"""The filter that a template can't name, which stands for the call of a QR code."""
_READ_AS: Final = {"qr_ueberweisung": ("iban", "betrag")}
"""What a call's first arguments are read as."""


def is_code_call(node: nodes.Node | None) -> TypeGuard[nodes.Call]:
    """Whether an expression calls a QR code."""
    return isinstance(node, nodes.Call) and called_name(node) in CODE_FUNCTIONS


def called_name(node: nodes.Call) -> str:
    """Return the name that is called; "" where it isn't a plain one."""
    return node.node.name if isinstance(node.node, nodes.Name) else ""


def arguments_read(node: nodes.Call) -> Iterator[tuple[nodes.Expr, str]]:
    """Give the arguments of a call that are read, and as what."""
    return zip(node.args, _READ_AS.get(called_name(node), ()), strict=False)


def with_made_codes(body: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return the tree with a filter in the place of every call."""
    return [_Making().visit(node) for node in body]


def code_arguments(node: nodes.Expr) -> tuple[str, list[nodes.Expr]]:
    """Return the name and the arguments of a call as `with_made_codes` left it; ("", []) for all else."""
    match node:
        case nodes.Filter(name=name, args=[nodes.Const(value=str(called)), *arguments]) if name == CODED:
            return called, arguments
    return "", []


class _Making(NodeTransformer):
    """Puts filters in the place of calls."""

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - Jinja2 calls it by the node's name
        """Return the filter, with the run's placeholders that its function asks for."""
        self.generic_visit(node)
        name = called_name(node)
        of_run = [nodes.Name(asked, "load") for asked in CODE_FUNCTIONS[name].from_run]
        arguments = [nodes.Const(name), *node.args, *of_run]
        for argument in arguments:
            argument.lineno = argument.lineno or node.lineno
        return nodes.Filter(node.args[0], CODED, arguments, [], None, None, lineno=node.lineno)

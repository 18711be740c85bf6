"""A template's comparisons in its tree: each typed by what it compares (`comparing`), and told apart for messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from mailing.letters.text import comparing
from mailing.letters.text.code_calls import arguments_read
from mailing.letters.text.comparing import Side
from mailing.letters.text.filters import READING
from mailing.letters.text.vocabulary import PLACEHOLDERS, RUN_PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMPARED: Final = "mailing.compared"
"""The filter that a template can't name, through which every comparison goes."""
PRESENT: Final = "mailing.present"
"""The one that says whether an entry is there."""

_WRITTEN: Final = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in",
    "notin": "not in",
}


def compared(value: object, name: str, other: object, columns: tuple[str, str], condition: str) -> bool:
    """Return what a condition of a template says; arguments and errors as of `comparing.compare`."""
    left, right = (side_of(column) for column in columns)
    if name in ("in", "notin"):
        return comparing.is_one_of(value, other, left, condition) == (name == "in")
    return comparing.compare(name, (value, other), (left, right), condition)


def is_present(value: object) -> bool:
    """Return whether an entry is there: "0" and "nein" are."""
    return value != "" if isinstance(value, str) else bool(value)


def with_typed_comparisons(body: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return the tree with every comparison going through `compared`."""
    return [_Typing().visit(node) for node in body]


class _Typing(NodeTransformer):
    """Puts `compared` in the place of Jinja2's own comparisons."""

    def visit_Compare(self, node: nodes.Compare) -> nodes.Expr:  # noqa: N802 - Jinja2 calls it by the node's name
        """Return the comparison, or several joined by "and": `1 < personen < 4`."""
        self.generic_visit(node)
        lefts = [node.expr, *(operand.expr for operand in node.ops)]
        whole: nodes.Expr | None = None
        for left, operand in zip(lefts, node.ops, strict=False):
            single = _compared(left, operand)
            whole = single if whole is None else nodes.And(whole, single, lineno=node.lineno)
        assert whole is not None  # noqa: S101 - a comparison has a second side
        return whole


def _compared(left: nodes.Expr, operand: nodes.Operand) -> nodes.Filter:
    columns = (column_of(left), column_of(operand.expr))
    condition = f"{written(left)} {_WRITTEN[operand.op]} {written(operand.expr)}"
    arguments: list[Any] = [
        nodes.Const(operand.op),
        _or_empty(operand.expr),
        nodes.Const(columns),
        nodes.Const(condition),
    ]
    for argument in arguments:
        argument.lineno = argument.lineno or left.lineno
    return nodes.Filter(_or_empty(left), COMPARED, arguments, [], None, None, lineno=left.lineno)


def _or_empty(node: nodes.Expr) -> nodes.Expr:
    """Have a filter's reading of an empty entry be empty, as the entry itself is in a comparison."""
    inner: nodes.Node | None = node
    while isinstance(inner, nodes.Filter) and inner.name in READING:
        inner = inner.node
    if inner is node or not isinstance(inner, nodes.Name | nodes.Getattr):
        return node
    is_there = nodes.Filter(inner, PRESENT, [], [], None, None, lineno=node.lineno)
    return nodes.CondExpr(is_there, node, nodes.Const("", lineno=node.lineno), lineno=node.lineno)


def side_of(column: str) -> Side:
    """Return what is known of a side of a comparison by its placeholder."""
    root = column.partition(".")[0]
    return Side(column, is_open=bool(column) and (root not in PLACEHOLDERS or root == "liste"))


def column_of(node: nodes.Node) -> str:
    """Return the placeholder whose entry an expression gives, with its part; "" where it asks no household."""
    match node:
        case nodes.Name(name=name):
            return "" if name in RUN_PLACEHOLDERS else name
        case nodes.Getattr(node=whole, attr=part):
            return f"{column}.{part}" if (column := column_of(whole)) else ""
    return next(filter(None, map(column_of, node.iter_child_nodes())), "")


def written(node: nodes.Node) -> str:
    """Return an expression as templates write it, for messages."""
    shown = "…"
    match node:
        case nodes.Name(name=name):
            shown = name
        case nodes.Getattr(node=whole, attr=part):
            shown = f"{written(whole)}.{part}"
        case nodes.Const(value=value):
            shown = f'"{value}"' if isinstance(value, str) else str(value)
        case nodes.Filter(node=nodes.Node() as inner, name=name, args=arguments):
            behind = f"({', '.join(map(written, arguments))})" if arguments else ""
            shown = f"{written(inner)} | {name}{behind}"
        case nodes.List(items=items) | nodes.Tuple(items=items):
            shown = f"[{', '.join(map(written, items))}]"
    return shown


def names_in(node: nodes.Node) -> Iterator[str]:
    """Give the names that an expression uses."""
    yield from (name.name for name in node.find_all(nodes.Name))
    if isinstance(node, nodes.Name):
        yield node.name


def names_asked(node: nodes.Node) -> Iterator[str]:
    """Give the names that a condition asks for, or that a loop goes through."""
    asked = (node.iter, node.test) if isinstance(node, nodes.For) else (getattr(node, "test", None),)
    for expression in asked:
        if isinstance(expression, nodes.Node):
            yield from names_in(expression)


def readings(body: Sequence[nodes.Node]) -> Iterator[tuple[str, str, nodes.Node]]:
    """Give what a tree reads of columns: the column, the filter or the kind that it is compared with, and where."""
    for top in body:
        for node in _all(top):
            match node:
                case nodes.Filter(node=nodes.Node() as inner, name=name) if name in READING and column_of(inner):
                    yield column_of(inner), name, node
                case nodes.Compare():
                    yield from _compared_kinds(node)
                case nodes.Call():
                    yield from ((column_of(each), how, node) for each, how in arguments_read(node) if column_of(each))


def stated_texts(body: Sequence[nodes.Node]) -> Iterator[tuple[str, nodes.Node]]:
    """Give the texts that a tree states within placeholders; what it only compares with is never printed."""
    for node in body:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield node.value, node
        if not isinstance(node, nodes.Compare):
            yield from stated_texts(list(node.iter_child_nodes()))


def _compared_kinds(node: nodes.Compare) -> Iterator[tuple[str, str, nodes.Node]]:
    """Give the columns that are compared with a kind that the template states; a word that they may equal is none."""
    lefts = [node.expr, *(operand.expr for operand in node.ops)]
    for left, operand in zip(lefts, node.ops, strict=False):
        for side, other in ((left, operand.expr), (operand.expr, left)):
            is_equality = operand.op in ("eq", "ne", "in", "notin")
            kind = _stated_kind(other, words_count=not is_equality)
            if kind and isinstance(side, nodes.Name | nodes.Getattr) and column_of(side):
                yield column_of(side), kind, node


def _stated_kind(node: nodes.Node, *, words_count: bool) -> str:
    match node:
        case nodes.Const(value=str(text)) if words_count:
            return comparing.kind_of(text)
        case nodes.Const(value=int() | float()):
            return comparing.A_NUMBER
        case nodes.Name(name="datum"):
            return comparing.A_DAY
    return ""


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    yield from node.find_all(nodes.Node)

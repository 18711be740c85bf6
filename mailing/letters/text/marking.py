"""Marks in a template's tree: where each line came from, which branch was taken, what is the same in all letters.

Marks are single private-use characters, which no template may have itself (`parsing.PRIVATE_USE`); they are taken out
again before the Markdown is read (`markdown`). What depends on nothing but the run (organisation, date, enclosures) is
worked out here, once, and stands in the tree as fixed text.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from textwrap import shorten
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2 import nodes

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.findings import Finding
from mailing.letters.text.code_calls import code_arguments
from mailing.letters.text.codes import CODE_FUNCTIONS, Code, CodeFault
from mailing.letters.text.conditions import names_asked, names_in
from mailing.letters.text.enclosures import ENCLOSURES
from mailing.letters.text.environment import BREAK, COUNTED, EMPTY, code_text
from mailing.letters.text.filters import ValueUnreadable
from mailing.letters.text.parsing import loop_name
from mailing.letters.text.rendering import Program, value_of
from mailing.letters.text.values import Unprintable, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mailing.letters.text.environment import LetterEnvironment
    from mailing.letters.text.parsing import Parser, SourceLine

FIRST_FIXED: Final = 0xE000
MARKS_LIMIT: Final = 65_000
"""So many lines have a mark of their own; a letter has some hundreds."""
SETTLED_LIMIT: Final = 2_000
"""So many placeholders, conditions and rounds of loops may be settled by the run."""
FOUND_SHOWN: Final = 60
"""So many letters of what a code can't say does a message show."""
BRANCHES_LIMIT: Final = 400
"""So many branches can be rehearsed in a few seconds."""
SUBJECT_END: Final = "\uf8ff"
"""Stands between the subject and the body."""
FIRST_MARK: Final = 0x100000
OUTPUT_WEIGHT: Final = 10
"""What a placeholder in a loop counts, in characters (see `rendering.OUTPUT_LIMIT`)."""


class Branch(NamedTuple):
    """A branch of a condition, or the rounds of a loop.

    Attributes:
        label: names it in a skeleton: file and line of its condition, numbered where the line has several.
        source_line: where its condition stands.
        is_other: whether it is the `else`.
        asks_household: whether its condition asks for more than the enclosures, whose own conditions are told.
    """

    label: str
    source_line: SourceLine
    is_other: bool
    asks_household: bool = True


@dataclass
class Marker:
    """Marks a tree that `Grammar` has checked.

    Attributes:
        constants: what the placeholders of the run give.
        fixed: the texts that are the same in all letters; `chr(FIRST_FIXED + i)` stands for the i-th.
        source_lines: where the text behind `chr(FIRST_MARK + i)` came from.
        settled: how much the run has settled.
        branches: the branches that a household's entries decide on, by the mark that begins them.
    """

    parser: Parser
    environment: LetterEnvironment
    constants: Mapping[str, object]
    fixed: list[str] = field(default_factory=list)
    source_lines: list[SourceLine] = field(default_factory=list)
    branches: dict[str, Branch] = field(default_factory=dict)
    settled: int = 0

    def mark_text(self, body: Iterable[nodes.Node], source_line: SourceLine) -> list[nodes.Node]:
        """Return the nodes of a whole text that begins at `source_line`, with marks; constants are worked out."""
        begins = nodes.Output([nodes.TemplateData(self._line_mark(source_line), lineno=1)], lineno=1)
        return [begins, *self._mark(body)]

    def _mark(self, body: Iterable[nodes.Node]) -> list[nodes.Node]:
        return [marked for node in body for marked in self._marked(node)]

    def _marked(self, node: nodes.Node) -> list[nodes.Node]:
        match node:
            case nodes.Output():
                return [marked for child in node.nodes for marked in self._output(child)]
            case nodes.If():
                return self._condition(node)
            case nodes.For():
                return self._loop(node)
        return [node]

    def _output(self, child: nodes.Expr) -> list[nodes.Node]:
        if isinstance(child, nodes.TemplateData):
            return [_text(self._with_lines(child), child)]
        if isinstance(child, nodes.CondExpr):
            yes, no = ([_output_of(inner)] if inner is not None else [] for inner in (child.expr1, child.expr2))
            return self._condition(nodes.If(child.test, yes, [], no, lineno=child.lineno))
        called, arguments = code_arguments(child)
        if called:
            self._check_settled(child, called, arguments)
        if called and self._is_constant(child):
            return [_text(code_text(self._settled_code(child), self._fixed) or EMPTY, child)]
        if self._is_constant(child):
            lines = self._settled_text(child).splitlines()
            return [_text(BREAK.join(map(self._fixed, lines)) or EMPTY, child)]
        return [_output_of(child)]

    def _settled_text(self, node: nodes.Node) -> str:
        try:
            return text_of(self._value(node), self.environment.language)
        except Unprintable as error:
            raise TemplateError(str(error), where=str(self.parser.source_line(node))) from error

    def _check_settled(self, node: nodes.Expr, called: str, arguments: Sequence[nodes.Expr]) -> None:
        """Refuse what the template itself states wrongly for a code whose other values each letter has."""
        for position, check in CODE_FUNCTIONS[called].checks.items():
            if self._is_constant(arguments[position]):
                with self._refusing_code_faults(node):
                    check(self._value(arguments[position]))

    def _settled_code(self, node: nodes.Expr) -> Code:
        with self._refusing_code_faults(node):
            code = self._value(node)
        assert isinstance(code, Code)  # noqa: S101 - the filter gives nothing else
        return code

    @contextmanager
    def _refusing_code_faults(self, node: nodes.Expr) -> Iterator[None]:
        """Turn what a code can't say into a TemplateError with its line."""
        try:
            yield
        except CodeFault as fault:
            finding = Finding(fault.finding)
            where = str(self.parser.source_line(node))
            found = shorten(fault.found, FOUND_SHOWN, placeholder="…")
            raise TemplateError(f"{finding.message}: {found}", where=where, hint=finding.hint) from fault
        except ValueUnreadable as fault:
            what = _("„{found}“ ist kein Betrag").format(found=fault.found)
            raise TemplateError(what, where=str(self.parser.source_line(node))) from fault

    def _condition(self, node: nodes.If) -> list[nodes.Node]:
        """Mark each branch; a test that the run settles takes its branch or drops it."""
        other = node.else_
        branches: list[nodes.If] = []
        for branch in (node, *node.elif_):
            if not self._is_constant(branch.test):
                body = [self._branch(branch), *self._mark(branch.body)]
                branches.append(nodes.If(branch.test, body, [], [], lineno=branch.lineno))
            elif self._value(branch.test):
                other = branch.body
                break
        if not branches:
            return self._mark(other)
        first, *first.elif_ = branches
        first.else_ = [self._branch(node, is_other=True), *self._mark(other)] if other else []
        return [first]

    def _loop(self, node: nodes.For) -> list[nodes.Node]:
        """Mark a loop and have its rounds counted; one over texts that the run settles is written out."""
        items = self._value(node.iter) if self._is_constant(node.iter) and not _asks(node) else None
        if isinstance(items, tuple | list) and all(isinstance(item, str) for item in items):
            return self._written_out(node, items) if items else self._mark(node.else_)
        weight = nodes.Const(_weight(node.body), lineno=node.lineno)
        rounds = nodes.Filter(node.iter, COUNTED, [weight], [], None, None, lineno=node.lineno)
        body = [self._branch(node), *self._mark(node.body)]
        other = [self._branch(node, is_other=True), *self._mark(node.else_)] if node.else_ else []
        return [nodes.For(node.target, rounds, body, other, node.test, False, lineno=node.lineno)]  # noqa: FBT003

    def _written_out(self, node: nodes.For, items: Iterable[str]) -> list[nodes.Node]:
        """Mark the body once for each item, the item known by the loop's name."""
        outside = self.constants
        written: list[nodes.Node] = []
        for item in items:
            self.constants = {**outside, loop_name(node): item}
            value = nodes.Const(item, lineno=node.lineno)
            self._count_settled(node)
            written += [nodes.Assign(node.target, value, lineno=node.lineno), *self._mark(node.body)]
        self.constants = outside
        return written

    def _branch(self, node: nodes.Node, *, is_other: bool = False) -> nodes.Node:
        source_line = self.parser.source_line(node)
        twins = sum(branch.source_line == source_line for branch in self.branches.values())
        mark = self._line_mark(source_line)
        if len(self.branches) >= BRANCHES_LIMIT:
            raise TemplateError(_("Die Vorlage hat zu viele Bedingungen"), where=str(source_line))
        self.branches[mark] = Branch(
            f"{source_line} ({twins + 1})" if twins else str(source_line),
            source_line,
            is_other,
            asks_household=any(name not in (*self.constants, ENCLOSURES) for name in names_asked(node)),
        )
        return _text(mark, node)

    def _with_lines(self, data: nodes.TemplateData) -> str:
        """Put a mark at the start and behind each line break, where text or a value follows."""
        start = self.parser.source_line(data)
        lines = data.data.split("\n")
        last = len(lines) - 1
        return "\n".join(
            self._line_mark(start._replace(line=start.line + number)) + line if line or 0 < number == last else line
            for number, line in enumerate(lines)
        )

    def _line_mark(self, source_line: SourceLine) -> str:
        self.source_lines.append(source_line)
        if len(self.source_lines) > MARKS_LIMIT:
            raise TemplateError(_("Die Vorlage hat zu viele Zeilen"), where=str(source_line))
        return chr(FIRST_MARK + len(self.source_lines) - 1)

    def _fixed(self, text: str) -> str:
        if text not in self.fixed:
            self.fixed.append(text)
        return chr(FIRST_FIXED + self.fixed.index(text))

    def _is_constant(self, node: nodes.Node) -> bool:
        return all(name in self.constants for name in names_in(node))

    def _count_settled(self, node: nodes.Node) -> None:
        self.settled += 1
        if self.settled > SETTLED_LIMIT:
            raise TemplateError(
                _("Die Vorlage hat zu viele Platzhalter und Schleifen"), where=str(self.parser.source_line(node))
            )

    def _value(self, node: nodes.Node) -> object:
        self._count_settled(node)
        if isinstance(node, nodes.Name):
            return self.constants[node.name]
        return Program(self.environment, self.parser, value_of(node)).value(self.constants)


def _output_of(expression: nodes.Expr) -> nodes.Output:
    return nodes.Output([expression], lineno=expression.lineno)


def _text(text: str, at: nodes.Node) -> nodes.Output:
    return nodes.Output([nodes.TemplateData(text, lineno=at.lineno)], lineno=at.lineno)


def _asks(node: nodes.For) -> bool:
    """Whether the loop asks for its rounds, or leaves some out."""
    return node.test is not None or any(
        name.name == "loop" for inner in node.body for name in inner.find_all(nodes.Name)
    )


def _weight(body: Iterable[nodes.Node]) -> int:
    """Return how many characters a round writes, about."""
    box = nodes.Scope(list(body))
    texts = sum(len(data.data) for data in box.find_all(nodes.TemplateData))
    return 1 + texts + OUTPUT_WEIGHT * sum(len(output.nodes) for output in box.find_all(nodes.Output))

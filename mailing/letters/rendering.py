"""A template's tree as a program: run once for each household, with a bound on its work and faults told by place.

The program's text holds no value of the household: in the place of each there is a slot (`SLOTS`), and the value stands
in the list of the run. So a value can be neither markup nor code, whatever it looks like.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateRuntimeError, UndefinedError, nodes, pass_context
from jinja2.exceptions import SecurityError

from mailing.errors import TemplateError
from mailing.letters.filters import ValueUnreadable
from mailing.letters.values import Unprintable, text_of
from mailing.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from jinja2.runtime import Context

    from mailing.letters.parsing import LetterEnvironment, Parser

FIRST_SLOT: Final = 0xF0000
SLOTS: Final = tuple(map(chr, range(FIRST_SLOT, FIRST_SLOT + 0xFFFE)))
"""The character that stands for a value, by the value's number in the letter."""
BREAK: Final = "\uf8fe"
"""Stands for a line break within a value."""
EMPTY: Final = "\uf8fd"
"""Stands for an empty value: what the text around it is made of never depends on whether a value is there."""
OUTPUT_LIMIT: Final = 200_000
"""Characters that the loops of one letter may write: some sixty pages."""
COUNTED: Final = "mailing.counted"
"""The filter that a template can't name, through which every loop gets its rounds."""
_RESULT: Final = "result"
_VALUES: Final = "mailing.values"
_BUDGET: Final = "mailing.budget"


class EndlessLoopError(TemplateRuntimeError):
    """A template's loops write more than a letter can be."""


@pass_context
def _slot(context: Context, value: object) -> str:
    """Keep the value, and write its slot."""
    text = value if type(value) is str else text_of(value)
    if not text:
        return EMPTY
    if "\n" in text:
        return BREAK.join(_slot(context, line) for line in text.splitlines())
    values: list[str] = context.parent[_VALUES]
    values.append(text)
    return SLOTS[len(values) - 1]


@pass_context
def _counted(context: Context, items: Iterable[object], weight: int) -> tuple[object, ...]:
    """Give the loop its rounds, as long as the letter's budget lasts."""
    budget: list[int] = context.parent[_BUDGET]
    rounds = tuple(islice(items, budget[0] // weight + 1))
    budget[0] -= len(rounds) * weight
    if budget[0] < 0:
        raise EndlessLoopError(_("Die Schleifen schreiben mehr, als ein Brief lang sein kann"))
    return rounds


class Program:
    """A tree, compiled.

    Args:
        body: the tree's statements, as `Parser` and `Marker` made them.
    """

    def __init__(self, environment: LetterEnvironment, parser: Parser, body: list[nodes.Node]) -> None:
        environment.finalize = _slot
        environment.filters[COUNTED] = _counted
        tree = nodes.Template(body, lineno=1)
        tree.set_environment(environment)
        self._parser = parser
        self._template = environment.template_class.from_code(environment, environment.compile(tree), {})

    def run(self, placeholders: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
        """Return the text with its slots, and the slots' values.

        Raises:
            TemplateError: the template is at fault; its place is named.
            LetterFault: the household's own entries are.
            ValueUnreadable: likewise, by a filter.
        """
        values: list[str] = []
        context = self._template.new_context({**placeholders, _VALUES: values, _BUDGET: [OUTPUT_LIMIT]})
        try:
            text = "".join(self._template.root_render_func(context))
        except (TemplateRuntimeError, SecurityError, Unprintable, TypeError, KeyError, ArithmeticError) as error:
            raise self._told(error) from error
        return text, tuple(values)

    def value(self, placeholders: Mapping[str, object]) -> object:
        """Return what a program of `value_of` gives."""
        context = self._template.new_context({**placeholders, _VALUES: [], _BUDGET: [OUTPUT_LIMIT]})
        try:
            "".join(self._template.root_render_func(context))
        except (TemplateRuntimeError, SecurityError, ValueUnreadable, TypeError, KeyError, ArithmeticError) as error:
            raise self._told(error) from error
        return context.vars[_RESULT]

    def _told(self, error: Exception) -> TemplateError:
        """Say what is wrong with the template, and where."""
        where = str(self._parser.place_of_line(self._line(error.__traceback__)))
        match error:
            case UndefinedError():
                return TemplateError(
                    _("Ein Platzhalter hat keinen Wert: {said}").format(said=error.message),
                    where=where,
                    hint=_("Prüfen Sie die Schreibweise, und ob die Liste diese Spalte hat"),
                )
            case EndlessLoopError() | Unprintable():
                return TemplateError(str(error), where=where)
            case KeyError():
                told = _("Diese Form kennt der Filter nicht: {form}").format(form=error)
                return TemplateError(told, where=where, hint=_("Für datum gibt es „voll“, „lang“ und „kurz“"))
            case ValueUnreadable():
                told = _("Der Filter „{name}“ kann diesen Wert nicht lesen").format(name=error.filter_name)
                return TemplateError(told, where=where)
        told = _("Das lässt sich nicht ausrechnen: {said}").format(said=error)
        return TemplateError(told, where=where, hint=_("Was Vorlagen können, steht in docs/templates.md"))

    def _line(self, trace: TracebackType | None) -> int:
        """Return the template's line number behind the innermost frame of its code."""
        line = 1
        while trace is not None:
            if trace.tb_frame.f_globals.get("__jinja_template__") is self._template:
                line = self._template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        return line


def value_of(node: nodes.Node) -> list[nodes.Node]:
    """Return the statements of a program that gives the expression's value."""
    target = nodes.Name(_RESULT, "store", lineno=node.lineno)
    return [nodes.Assign(target, node, lineno=node.lineno)]

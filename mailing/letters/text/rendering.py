"""A template's tree as a program: run once for each household, its faults reported by source line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jinja2 import TemplateRuntimeError, UndefinedError, nodes
from jinja2.exceptions import SecurityError

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.text.comparing import ConditionFault, Unlike
from mailing.letters.text.environment import VALUES_LIMIT, EndlessLoopError, ValuesTooLong, begun
from mailing.letters.text.filters import ValueUnreadable
from mailing.letters.text.values import Unprintable
from mailing.letters.text.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from types import TracebackType

    from mailing.letters.text.environment import LetterEnvironment
    from mailing.letters.text.parsing import Parser

_RESULT: Final = "result"
_FAULTS: Final = (TemplateRuntimeError, SecurityError, Unprintable, TypeError, KeyError, ArithmeticError)
"""What a template's fault shows as when it is run."""


class EndlessTemplateError(TemplateError):
    """A template's loops write more than a letter can be."""


class Program:
    """A tree, compiled.

    Args:
        environment: the letters' Jinja2.
        parser: knows the source lines of the tree's nodes.
        body: the tree's statements, as `Parser` and `Marker` made them.
        constants: the placeholders that say the same in all letters.
    """

    def __init__(
        self,
        environment: LetterEnvironment,
        parser: Parser,
        body: list[nodes.Node],
        constants: Collection[str] = (),
    ) -> None:
        tree = nodes.Template(body, lineno=1)
        tree.set_environment(environment)
        self._parser = parser
        self._template = environment.template_class.from_code(environment, environment.compile(tree), {})
        self._ways = Ways.through(body, constants)

    def run(self, placeholders: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
        """Return the text with its slots, and the slots' values.

        Raises:
            TemplateError: the template is at fault; its source line is named.
            LetterFault: the household's own entries are.
            ValueUnreadable: likewise, by a filter.
            Unlike: likewise, by a condition.
            ValuesTooLong: likewise, by their length.
        """
        text, values = self._ways.rendered(placeholders, self._rendered) if self._ways else self._rendered(placeholders)
        if sum(map(len, values)) > VALUES_LIMIT:
            raise ValuesTooLong
        return text, values

    def _rendered(self, placeholders: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
        variables, values = begun(placeholders)
        try:
            text = "".join(self._template.root_render_func(self._template.new_context(variables)))
        except _FAULTS as error:
            raise self._template_fault(error) from error
        return text, tuple(values)

    def value(self, placeholders: Mapping[str, object]) -> object:
        """Return what a program of `value_of` gives; a value that a filter can't read is the template's fault here."""
        variables, _values = begun(placeholders)
        context = self._template.new_context(variables)
        try:
            "".join(self._template.root_render_func(context))
        except (*_FAULTS, ValueUnreadable, Unlike) as error:
            raise self._template_fault(error) from error
        return context.vars[_RESULT]

    def _template_fault(self, error: Exception) -> TemplateError:
        """Return the error that says what is wrong with the template, and where."""
        kind = EndlessTemplateError if isinstance(error, EndlessLoopError) else TemplateError
        hint = _("Was Vorlagen können, steht in docs/templates.md")
        match error:
            case UndefinedError():
                message = _("Ein Platzhalter hat hier keinen Wert")
                hint = _("Prüfen Sie die Schreibweise, und ob die Liste diese Spalte hat")
            case EndlessLoopError() | Unprintable() | ConditionFault():
                message = str(error)
            case KeyError():
                message = _("Diese Form kennt der Filter nicht: {form}").format(form=error)
                hint = _("Für datum gibt es „voll“, „lang“ und „kurz“")
            case ValueUnreadable():
                message = _("Der Filter „{name}“ kann „{found}“ nicht lesen").format(
                    name=error.filter_name, found=error.found
                )
            case _:
                message = _("Das lässt sich nicht ausrechnen")
                hint = _("Vergleichen oder verrechnen lässt sich nur, was von einer Art ist: Zahlen, Tage oder Texte")
        return kind(message, where=str(self._parser.source_line_of(self._line(error.__traceback__))), hint=hint)

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

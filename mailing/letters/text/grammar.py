"""What a template may contain: a small part of Jinja2, and words of the vocabulary only.

The walk knows of each name what it stands for (`vocabulary.Kind`), so that a misspelt word is found before letter 1, in
branches too that no row reaches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

from mailing.base.errors import TemplateError
from mailing.base.messages import _, n_
from mailing.base.settings_faults import nearest_hint
from mailing.letters.text.code_calls import called_name, is_code_call
from mailing.letters.text.codes import CODE_FUNCTIONS
from mailing.letters.text.filters import FILTERS, WORKING_DAYS
from mailing.letters.text.parsing import loop_name
from mailing.letters.text.vocabulary import ITEMS, LIST_ROW, PLACEHOLDERS, Kind, parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mailing.letters.text.parsing import Parser, SourceLine

Scope = dict[str, Kind]
"""The names that a template's `set` and `for` have made, and what they stand for."""

_ANY_OTHER: Final = n_("dieser Ausdruck")
_FORBIDDEN: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Call: n_("Klammern hinter einem Platzhalter"),
    nodes.Getitem: n_("eckige Klammern hinter einem Platzhalter"),
    nodes.Test: n_("„is“"),
    nodes.Concat: n_("„~“: schreiben Sie die Platzhalter einfach hintereinander"),
    nodes.Macro: n_("„macro“: schreiben Sie den Teil in eine eigene Datei und holen Sie ihn mit include"),
    nodes.CallBlock: n_("„call“"),
    nodes.FilterBlock: n_("„filter“ als Block"),
    nodes.AssignBlock: n_("„set“ als Block: schreiben Sie {% set name = wert %}"),
    nodes.With: n_("„with“: schreiben Sie {% set name = wert %}"),
    nodes.Import: n_("„import“: holen Sie Teile mit include"),
    nodes.FromImport: n_("„from … import“: holen Sie Teile mit include"),
    nodes.Extends: n_("„extends“: holen Sie Teile mit include"),
    nodes.Block: n_("„block“: holen Sie Teile mit include"),
    nodes.Mul: n_("Malnehmen"),
    nodes.Pow: n_("Potenzen"),
    nodes.Div: n_("Teilen"),
    nodes.FloorDiv: n_("Teilen"),
    nodes.Mod: n_("„%“ in einem Platzhalter"),
    nodes.Dict: n_("geschweifte Klammern in einem Platzhalter"),
}
"""Parts of Jinja2 that templates do without, as messages name them."""

_COMPOSED: Final[Mapping[type[nodes.Node], Kind]] = {
    nodes.And: Kind.TEXT,
    nodes.Or: Kind.TEXT,
    nodes.CondExpr: Kind.TEXT,
    nodes.Add: Kind.NUMBER,
    nodes.Sub: Kind.NUMBER,
    nodes.Neg: Kind.NUMBER,
    nodes.Not: Kind.NUMBER,
    nodes.Compare: Kind.NUMBER,
    nodes.Operand: Kind.TEXT,
    nodes.List: Kind.TEXTS,
    nodes.Tuple: Kind.TEXTS,
}
"""Expressions made of others, which may stand in them freely, and what they give."""

_FILTERED: Final[Mapping[str, Kind]] = {"anzahl": Kind.NUMBER, "plus": Kind.DATE, WORKING_DAYS: Kind.DATE}
"""What filters give that don't give a text."""


@dataclass
class Grammar:
    """Checks a template's tree, and notes which placeholders it uses.

    Attributes:
        placeholders: each name that neither `set` nor `for` has made, with the first line where it stands.
    """

    parser: Parser
    facts: Collection[str]
    placeholders: dict[str, SourceLine] = field(default_factory=dict)

    def check(self, body: Sequence[nodes.Node]) -> None:
        """Check a whole template.

        Raises:
            TemplateError: it contains what templates may not contain; its line and the nearest word are named.
        """
        self._statements(body, {})

    def _statements(self, body: Sequence[nodes.Node], scope: Scope) -> None:
        """Check statements in order; names that they make are added to `scope`."""
        for node in body:
            match node:
                case nodes.Output():
                    for child in node.nodes:
                        self._output(child, scope)
                case nodes.If():
                    self._condition(node, scope)
                case nodes.For():
                    self._loop(node, scope)
                case nodes.Assign(target=nodes.Name(name=name)):
                    scope[self._new_name(name, node)] = self._kind(node.node, scope)
                case _:
                    raise self._refused(node)

    def _output(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(node, nodes.CondExpr) and (is_code_call(node.expr1) or is_code_call(node.expr2)):
            self._kind(node.test, scope)
            for branch in filter(None, (node.expr1, node.expr2)):
                self._output(branch, scope)
            return
        if is_code_call(node):
            self._code(node, scope)
            return
        kind = self._kind(node, scope)
        if kind in (Kind.FACTS, Kind.LOOP, Kind.LIST_ROW):
            known = ", ".join(sorted(parts_of(kind, self.facts)))
            raise TemplateError(
                _("Hier fehlt, was davon gedruckt werden soll"),
                where=str(self.parser.source_line(node)),
                hint=_("Es gibt: {names}").format(names=known),
            )

    def _code(self, node: nodes.Call, scope: Scope) -> None:
        """Check the call of a QR code."""
        name = called_name(node)
        function = CODE_FUNCTIONS[name]
        is_plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if is_plain and function.least <= len(node.args) <= len(function.kinds):
            kinds = [self._kind(argument, scope) for argument in node.args]
            if all(wanted is None or kind in wanted for kind, wanted in zip(kinds, function.kinds, strict=False)):
                return
        raise TemplateError(
            _("„{name}“ braucht andere Angaben in der Klammer").format(name=name),
            where=str(self.parser.source_line(node)),
            hint=_("Zum Beispiel: {example}").format(example=function.example),
        )

    def _condition(self, node: nodes.If, scope: Scope) -> None:
        """Check all branches; a name is known behind them only if every branch has made it."""
        branches = []
        for branch in (node, *node.elif_):
            self._kind(branch.test, scope)
            branches.append((branch.body, dict(scope)))
        branches.append((node.else_, dict(scope)))
        for body, made in branches:
            self._statements(body, made)
        for name in set.intersection(*(set(made) for _body, made in branches)) - set(scope):
            scope[name] = branches[0][1][name]

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        if node.recursive or not loop_name(node):
            raise self._refused(node)
        items = self._kind(node.iter, scope)
        if items not in ITEMS:
            raise TemplateError(
                _("Eine Schleife braucht mehrere Dinge, durch die sie gehen kann"),
                where=str(self.parser.source_line(node)),
                hint=_("Zum Beispiel: {example}").format(example="{% for person in mitglieder %}"),
            )
        name = self._new_name(loop_name(node), node)
        inner = {**scope, name: ITEMS[items], "loop": Kind.LOOP}
        if node.test is not None:
            self._kind(node.test, inner)
        self._statements(node.body, inner)
        self._statements(node.else_, dict(scope))

    def _new_name(self, name: str, node: nodes.Node) -> str:
        if name in PLACEHOLDERS or name == "loop":
            raise TemplateError(
                _("„{name}“ ist schon der Name eines Platzhalters").format(name=name),
                where=str(self.parser.source_line(node)),
                hint=_("Wählen Sie einen anderen Namen"),
            )
        return name

    def _kind(self, node: nodes.Node, scope: Scope) -> Kind:
        """Check an expression; return what it gives."""
        match node:
            case nodes.Name(name=name):
                return self._name(name, node, scope)
            case nodes.Getattr(node=nodes.Name(name=name), attr=part) if name == LIST_ROW and name not in scope:
                self._name(name, node.node, scope)
                return self._name(f"{LIST_ROW}.{part}", node, scope)
            case nodes.Getattr(node=whole, attr=part):
                return self._part(self._kind(whole, scope), part, node)
            case nodes.Filter():
                return self._filter(node, scope)
            case nodes.Const(value=value):
                return Kind.TEXT if isinstance(value, str) else Kind.NUMBER
        if type(node) not in _COMPOSED:
            raise self._refused(node)
        for inner in node.iter_child_nodes():
            self._kind(inner, scope)
        return _COMPOSED[type(node)]

    def _name(self, name: str, node: nodes.Node, scope: Scope) -> Kind:
        if name in scope:
            return scope[name]
        self.placeholders.setdefault(name, self.parser.source_line(node))
        return PLACEHOLDERS[name].kind if name in PLACEHOLDERS else Kind.TEXT

    def _part(self, kind: Kind, part: str, node: nodes.Node) -> Kind:
        parts = parts_of(kind, self.facts)
        if part in parts:
            return parts[part].kind
        message = _("„{part}“ gibt es hier nicht").format(part=part)
        hint = nearest_hint(part, parts) if parts else _("Dieser Platzhalter hat keine Teile: der Punkt ist zu viel")
        raise TemplateError(message, where=str(self.parser.source_line(node)), hint=hint)

    def _filter(self, node: nodes.Filter, scope: Scope) -> Kind:
        source_line = str(self.parser.source_line(node))
        if node.name not in FILTERS:
            message = _("Den Filter „{name}“ gibt es nicht").format(name=node.name)
            raise TemplateError(message, where=source_line, hint=nearest_hint(node.name, FILTERS))
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self._refused(node)
        kind = self._kind(node.node, scope)
        for argument in node.args:
            self._kind(argument, scope)
        if node.name in ("anzahl", "aufzaehlung", "zeilen") and kind not in ITEMS:
            message = _("Der Filter „{name}“ braucht mehrere Dinge, etwa mitglieder").format(name=node.name)
            raise TemplateError(message, where=source_line)
        if node.name in ("plus", WORKING_DAYS) and (
            len(node.args) != 1 or self._kind(node.args[0], scope) is not Kind.NUMBER
        ):
            message = _("Der Filter „{name}“ braucht eine Zahl von Tagen, etwa {name}(14)").format(name=node.name)
            raise TemplateError(message, where=source_line)
        return _FILTERED.get(node.name, Kind.TEXT)

    def _refused(self, node: nodes.Node) -> TemplateError:
        if is_code_call(node):
            return TemplateError(
                _("In Vorlagen nicht erlaubt: {what}").format(what=_("ein QR-Code innerhalb eines anderen Ausdrucks")),
                where=str(self.parser.source_line(node)),
                hint=_("Er steht allein auf seiner Zeile, davor und dahinter bleibt eine Zeile frei"),
            )
        what = _(_FORBIDDEN.get(type(node), _ANY_OTHER))
        return TemplateError(
            _("In Vorlagen nicht erlaubt: {what}").format(what=what),
            where=str(self.parser.source_line(node)),
            hint=_("Was Vorlagen können, steht in docs/templates.md"),
        )

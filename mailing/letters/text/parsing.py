"""Template sources to one tree: included parts put in place, each node knowing its file and line.

Sources are had by name from what was read before (`Template.sources`) or is being read (`load_template`); Jinja2 itself
has no loader and never opens a file.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2 import TemplateSyntaxError, nodes

from mailing.base.errors import TemplateError
from mailing.base.messages import _, n_
from mailing.base.toml_hints import PRINTED_QUOTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailing.letters.text.environment import LetterEnvironment

LINES_PER_FILE: Final = 1_000_000
INCLUDE_DEPTH: Final = 8
"""How deep parts may include parts."""
PRIVATE_USE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Characters without a fixed meaning: the program's own marks in a skeleton, so no template may have them."""
TEXT_LIMIT: Final = 300_000
"""Characters of a template with all that it includes: a letter of ninety pages."""
_TAG: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}|^[^{]*[%#]\}")
"""A condition, loop, include or remark, or the end of one that began on a line before."""
_LAST_TAG_END: Final = re.compile(r"(?<![-+])([%#]\})(?=\s*$)")


class SourceLine(NamedTuple):
    """A line of a source file, as messages name it."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Parser:
    """Reads sources into trees, and remembers which file and line each node has.

    Args:
        environment: the letters' Jinja2.
        read: gives the text of a source by name; where there is none, a TemplateError that names the given line.
    """

    def __init__(self, environment: LetterEnvironment, read: Callable[[str, SourceLine | None], str]) -> None:
        self._environment = environment
        self._read = read
        self._files: list[str] = []
        self._characters = 0

    def source_line(self, node: nodes.Node) -> SourceLine:
        """Return the source line of a node."""
        return self.source_line_of(node.lineno)

    def source_line_of(self, lineno: int) -> SourceLine:
        """Return the source line that a node's line number stands for."""
        file, line = divmod(lineno, LINES_PER_FILE)
        return SourceLine(self._files[file], line)

    def parse(self, name: str) -> list[nodes.Node]:
        """Return the nodes of the source `name`, with all that it includes."""
        return self._file(name, None, ())

    def parse_text(self, text: str, source_line: SourceLine) -> list[nodes.Node]:
        """Return the nodes of a text that stands at `source_line` of a settings file."""
        return self._nodes(text, (source_line.file,), source_line.line - 1)

    def _file(self, name: str, source_line: SourceLine | None, path: tuple[str, ...]) -> list[nodes.Node]:
        if name in path or len(path) > INCLUDE_DEPTH:
            raise TemplateError(
                _("Die Vorlage schließt sich selbst ein: {path}").format(path=" → ".join((*path, name))),
                where=str(source_line),
                hint=_("Nehmen Sie eine der include-Zeilen heraus"),
            )
        text = self._read(name, source_line)
        return self._nodes(text if text.endswith("\n") else f"{text}\n", (*path, name), 0)

    def _nodes(self, text: str, path: tuple[str, ...], lines_before: int) -> list[nodes.Node]:
        """Parse the text of the last file of `path`, and put what it includes in place."""
        name = path[-1]
        self._characters += len(text)
        if self._characters > TEXT_LIMIT:
            raise TemplateError(
                _("Die Vorlage ist mit allem, was sie einschließt, länger als ein Brief"),
                where=str(SourceLine(name, 1)),
            )
        _refuse_private_use(text, name, lines_before)
        offset = len(self._files) * LINES_PER_FILE + lines_before
        self._files.append(name)
        try:
            tree = self._environment.parse(_with_line_ends(text))
        except TemplateSyntaxError as error:
            raise _syntax_fault(error, SourceLine(name, error.lineno + lines_before)) from error
        for node in tree.find_all(nodes.Node):
            node.lineno = (node.lineno or 1) + offset
        return self._included(tree.body, path)

    def _included(self, body: list[nodes.Node], path: tuple[str, ...]) -> list[nodes.Node]:
        result: list[nodes.Node] = []
        for node in body:
            if isinstance(node, nodes.Include):
                result.extend(self._file(self._included_name(node), self.source_line(node), path))
                continue
            if isinstance(node, nodes.If | nodes.For):
                node.body = self._included(node.body, path)
                node.else_ = self._included(node.else_, path)
            if isinstance(node, nodes.If):
                for branch in node.elif_:
                    branch.body = self._included(branch.body, path)
            result.append(node)
        return result

    def _included_name(self, node: nodes.Include) -> str:
        match node:
            case nodes.Include(template=nodes.Const(value=str(name)), ignore_missing=False):
                return name
        raise TemplateError(
            _("include braucht einen festen Dateinamen in Anführungszeichen"),
            where=str(self.source_line(node)),
            hint=_("Zum Beispiel: {example}").format(example='{% include "teile/gruss.md.j2" %}'),
        )


def loop_name(node: nodes.For) -> str:
    """Return the name that a loop gives to what it goes through; "" where it gives several."""
    return node.target.name if isinstance(node.target, nodes.Name) else ""


@contextmanager
def refusing_deep_nesting(name: str) -> Iterator[None]:
    """Turn what Jinja2 and Python raise for too deeply nested templates into a TemplateError."""
    try:
        yield
    except (RecursionError, MemoryError, SyntaxError) as error:
        raise TemplateError(
            _("In der Vorlage stehen zu viele Bedingungen, Schleifen oder Klammern ineinander"),
            where=name,
            hint=_("Schreiben Sie sie nacheinander, oder teilen Sie den Brief in zwei Vorlagen"),
        ) from error


def _with_line_ends(text: str) -> str:
    """Keep the line's end behind a tag that has text before it: only lines of nothing but tags vanish."""
    return "\n".join(
        _LAST_TAG_END.sub(r"+\1", line) if _TAG.sub("", line).strip() else line for line in text.split("\n")
    )


def _refuse_private_use(text: str, name: str, lines_before: int) -> None:
    found = PRIVATE_USE.search(text)
    if found:
        line = lines_before + text.count("\n", 0, found.start()) + 1
        raise TemplateError(
            _("Das Zeichen U+{code:04X} hat keine festgelegte Bedeutung").format(code=ord(found[0])),
            where=str(SourceLine(name, line)),
            hint=_("Löschen Sie es; meist stammt es aus einer Symbolschrift"),
        )


_SYNTAX: Final = (
    (r"Encountered unknown tag '(endif|else|elif|endfor)'", n_("„{found}“ steht ohne sein „if“ oder „for“")),
    (r"Encountered unknown tag '(\w+)'", n_("Den Befehl „{found}“ gibt es nicht")),
    (r"(?s)Unexpected end of template.*innermost block.*'(\w+)'", n_("Zu „{found}“ fehlt das Ende („end{found}“)")),
    (r"unexpected char ['\"](.)['\"]", n_("Das Zeichen „{found}“ darf hier nicht stehen")),
    (r"unexpected '(.*?)'", n_("„{found}“ steht an der falschen Stelle")),
    (r"expected token .*, got '(.*?)'", n_("„{found}“ steht an der falschen Stelle")),
    (r"Missing end of (comment) tag", n_("Zu „{{#“ fehlt „#}}“")),
)
"""What Jinja2 reports of a text that it can't read, and the message for the office."""
_UNPAIRED_QUOTE: Final = re.compile(r"""unexpected char (?:"'"|'"')""")
"""A straight quote that no straight one ends."""


def _syntax_fault(error: TemplateSyntaxError, source_line: SourceLine) -> TemplateError:
    """Return the error that says in German what Jinja2 can't read."""
    reported = str(error.message)
    message = _("Die geschweiften Klammern sind nicht richtig geschrieben")
    for pattern, words in _SYNTAX:
        found = re.search(pattern, reported)
        if found:
            message = _(words).format(found=found[1])
            break
    hint = _("Platzhalter stehen in {placeholder}, Bedingungen in {condition}").format(
        placeholder="{{ … }}", condition="{% if … %} … {% endif %}"
    )
    if PRINTED_QUOTES.search(reported) or _UNPAIRED_QUOTE.search(reported):
        hint = _("In Platzhaltern und Bedingungen stehen Texte in geraden Anführungszeichen: {example}").format(
            example='{% if ort == "Hannover" %}'
        )
    return TemplateError(message, where=str(source_line), hint=hint)

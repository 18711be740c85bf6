"""The fixed text of a run's letters, taken from its own copies of templates and organisation: what every letter shares.

Templates are only cut into their literal text and their expressions (with Jinja's lexer); nothing is rendered. Text is
compared as letters and digits alone, so that neither line ends, hyphens nor typographic marks count.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from babel.dates import format_date
from jinja2 import Environment

from mailing.audit.expectations import squeezed
from mailing.audit.reading_order import is_from_right, with_entries
from mailing.base.tables import DELIMITER
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles

SHORTEST = 12
"""Letters and digits of a piece of text; shorter ones stand in names and values too."""
SHORTEST_FROM_RIGHT = 6
"""Likewise of a script from right to left, in which names and values of German lists aren't written."""
SHORTEST_ENTRY = 8
"""Of an entry of the organisation, such as its telephone number."""
SHORTEST_KNOWN = 6
"""Of what merely explains the rest of a letter."""
CONTEXT = 24
"""So much of the text on either side of an expression tells where it stands."""
LONGEST_VALUE = 60
ADDRESS = ("strasse", "hausnummer", "plz", "ort", "absender")
"""The organisation's entries that are like a household's."""
PLACE = ("strasse", "plz", "ort")
OF_ALL_LETTERS = frozenset({"organisation", "fakten", "datum"})
"""What expressions may name and still say the same in all letters."""
OPENING = frozenset({"if", "for", "macro", "call", "filter", "block", "with", "autoescape"})

_MARKS = re.compile(r"[\W_]+")
_WORDS = frozenset({"if", "else", "not", "and", "or", "in", "is", "true", "false", "none"})


class FixedText(NamedTuple):
    """What letters share; small to pickle, all squeezed to letters and digits.

    Attributes:
        pieces: text that stands in a letter wholly or not at all.
        shown: how each piece reads in its source.
        always: for each source, by indices, the pieces that nothing makes depend on the household.
        composite: for each piece, whether it is little more than other fixed text: beside that, a household's value may
            read nearly like it.
        values: text before and after an expression that says the same in all letters, as a pattern of its value.
        known: other text that letters may have, such as entries of sites: it explains what is left of a letter.
    """

    pieces: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    always: tuple[tuple[int, ...], ...] = ()
    composite: tuple[bool, ...] = ()
    values: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


class _Stretch(NamedTuple):
    """Literal text of a source up to its line's end, a block or a household's value; None is a value of all letters."""

    source: str
    parts: tuple[str | None, ...]
    is_always: bool


def bare(text: str) -> str:
    """Return the letters and digits of a text, in one case and one normal form."""
    return _MARKS.sub("", squeezed(text))


def fixed_text(run_files: RunFiles, manifest: Manifest) -> FixedText:
    """Return what the letters of a run share; nothing where the house's copies aren't in hand.

    Raises:
        OSError, ValueError, TemplateError, VerificationError: a copy can't be read.
    """
    if not run_files.has_house:
        return FixedText()
    paths = [path for path, _file in run_files.files() if path.startswith(runfolder.TEMPLATES)]
    organisation = run_files.toml(runfolder.ORGANISATION) if run_files.has(runfolder.ORGANISATION) else {}
    stretches = [stretch for path in paths for stretch in _stretches_of(run_files, path, organisation)]
    literals = [(part, stretch) for stretch in stretches for part in stretch.parts if part]
    shown: dict[str, str] = {}
    places: dict[str, list[_Stretch]] = {}
    for text, stretch in literals:
        if len(bare(text)) >= (SHORTEST_FROM_RIGHT if is_from_right(text) else SHORTEST):
            shown.setdefault(bare(text), text.strip())
            places.setdefault(bare(text), []).append(stretch)
    always: dict[str, list[int]] = {}
    for index, found in enumerate(places.values()):
        if len(found) == 1 and found[0].is_always:
            always.setdefault(found[0].source, []).append(index)
    for entry in (*_entries(organisation), *_dates(manifest)):
        if len(bare(entry)) >= SHORTEST_ENTRY:
            shown.setdefault(bare(entry), entry)
    said = {bare(text) for text, _stretch in literals}
    explaining = {text for text in (*said, *map(bare, _cells(run_files, paths))) if len(text) >= SHORTEST_KNOWN}
    known = {text for text in explaining if not any(text in piece for piece in shown)}
    return FixedText(
        tuple(shown),
        tuple(shown.values()),
        tuple(map(tuple, always.values())),
        tuple(_is_composite(piece, explaining & said) for piece in shown),
        tuple(_values(stretches, Counter(bare(text)[:CONTEXT] for text, _stretch in literals))),
        tuple(sorted(known)),
    )


def _is_composite(piece: str, others: Iterable[str]) -> bool:
    own = piece
    for other in sorted(others, key=len, reverse=True):
        own = own.replace(other, "") if other != piece else own
    return len(own) < SHORTEST


def _stretches_of(run_files: RunFiles, path: str, organisation: Mapping[str, Any]) -> Iterator[_Stretch]:
    if path.endswith(".j2"):
        text = run_files.read(path).decode("utf-8-sig")
        yield from _stretches(
            path, "".join(with_entries(line, organisation) for line in text.splitlines(keepends=True))
        )
    elif path.endswith("/letter.toml"):
        letter = run_files.toml(path)
        for label, text in letter.get("infoblock", {}).items():
            yield _Stretch(path, (label,), is_always=False)
            yield from (
                stretch._replace(is_always=False) for stretch in _stretches(f"{path} infoblock {label}", str(text))
            )
        for enclosure in letter.get("enclosures", ()):
            title = enclosure if isinstance(enclosure, str) else str(enclosure.get("title", ""))
            yield _Stretch(path, (title,), is_always=False)
        for entry in (letter, *letter.get("variants", {}).values()):
            subject = str(entry.get("subject", ""))
            own = f"{path.removesuffix('.toml')}.md.j2" if is_from_right(subject) else f"{path} subject"
            yield from _stretches(own, subject)


def _stretches(source: str, text: str) -> Iterator[_Stretch]:
    """Give the literal text of a template, cut at line ends, blocks and households' values; none of its tables.

    Cells that stand side by side are read line by line, so their text isn't whole where they are broken.
    """
    depth, parts, opened = 0, list[str | None](), ""
    for kind, tokens in _tokens(text):
        if kind == "data":
            first, *others = re.split(r"([\n|])", tokens[0][1])
            parts.append(first)
            for mark, line in zip(others[::2], others[1::2], strict=True):
                if "|" not in {opened, mark}:
                    yield _Stretch(source, tuple(parts), depth == 0)
                parts, opened = [line], mark
        elif kind == "variable" and _says_the_same(tokens):
            parts.append(None)
        elif kind != "comment":
            if opened != "|":
                yield _Stretch(source, tuple(parts), depth == 0)
            parts = []
            depth += _deeper(tokens) if kind == "block" else 0
        for name, value in tokens:
            if name == "string":
                yield _Stretch(source, (value[1:-1],), is_always=False)
    yield _Stretch(source, tuple(parts), depth == 0)


def _tokens(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give data, variables, blocks and comments with what they consist of."""
    inside, tokens = "", list[tuple[str, str]]()
    for _line, name, value in Environment(autoescape=True).lex(text):
        if name in {"raw_begin", "raw_end"}:
            continue
        if name.endswith("_begin"):
            inside, tokens = name.removesuffix("_begin"), []
        elif name.endswith("_end"):
            yield inside, tokens
            inside = ""
        elif inside:
            tokens.append((name, value))
        elif name == "data":
            yield "data", [(name, value)]


def _says_the_same(tokens: Iterable[tuple[str, str]]) -> bool:
    """Whether an expression names nothing but what is the same in all letters."""
    before = ""
    for name, value in tokens:
        if name == "whitespace":
            continue
        if name == "name" and before not in {".", "|"} and value not in OF_ALL_LETTERS | _WORDS:
            return False
        before = value
    return True


def _deeper(tokens: Iterable[tuple[str, str]]) -> int:
    words = [value for name, value in tokens if name != "whitespace"]
    tag = words[0] if words else ""
    if tag == "set":
        return int("=" not in words)
    return int(tag in OPENING) - int(tag.startswith("end"))


def _values(stretches: Iterable[_Stretch], beginnings: Mapping[str, int]) -> Iterator[str]:
    """Give a pattern for each value of all letters between two texts, the second of which stands nowhere else."""
    for stretch in stretches:
        before = ""
        is_open = False
        for part in stretch.parts:
            text = bare(part or "")
            if is_open and before and len(text) >= SHORTEST and beginnings[text[:CONTEXT]] == 1:
                start, end = re.escape(before[-CONTEXT:]), re.escape(text[:CONTEXT])
                yield f"{start}((?:(?!{start}).){{1,{LONGEST_VALUE}}}?){end}"
            if text:
                before = text
            is_open = part is None or (is_open and not text)


def _entries(organisation: Mapping[str, Any]) -> Iterator[str]:
    """Give the organisation's texts that no household's address is like: more than street and place."""
    address = re.compile("|".join(bare(str(organisation[name])) for name in PLACE if organisation.get(name)) or r"(?!)")
    for entry in _texts([value for name, value in organisation.items() if name not in ADDRESS]):
        if len(address.sub("", bare(entry))) >= SHORTEST_ENTRY:
            yield entry


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _texts(entry)


def _dates(manifest: Manifest) -> Iterator[str]:
    """Give how the letters' date stands beside them."""
    yield f"Datum {format_date(date.fromisoformat(manifest.date), 'd. MMMM yyyy', locale='de')}"


def _cells(run_files: RunFiles, paths: Iterable[str]) -> Iterator[str]:
    """Give the cells of the organisation's tables."""
    for path in paths:
        if path.endswith(".csv"):
            text = run_files.read(path).decode("utf-8-sig", "replace")
            yield from chain.from_iterable(csv.reader(io.StringIO(text), delimiter=DELIMITER))

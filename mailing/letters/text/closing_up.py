"""Where a value is empty the text around it closes up: no "()", „“, "..", "Grund:." or comma of its own is left.

Fixed words always stay: what is to go with a value belongs into a condition.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.letters.blocks import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EMPTY_VALUE: Final = Span("\uf8fd")
"""Stands in a row of spans for a value that is empty."""

_GAP: Final = EMPTY_VALUE.text
_VALUE: Final = "\uf8fc"
"""Stands for a value that isn't empty."""
_LIST_SIGN: Final = r"(?: *[,;/·|] *| [–—-] +)"
"""What stands between the parts of a list, or between facts on one line."""
_PREPOSITIONS: Final = "am|an|auf|aus|bei|beim|für|gegen|im|in|mit|nach|über|unter|von|vom|vor|wegen|zu|zum|zur"
"""Words that no comma follows."""
_RULES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<before> *\( *){_GAP}(?P<behind> *\))",
        rf"(?P<before> *\[ *){_GAP}(?P<behind> *\])",
        rf"(?P<before> *[„‚»] *){_GAP}(?P<behind> *[“‘«])",
        rf"{_GAP}(?P<behind> *{_GAP})",
        rf"(?:^|(?<=[\n(\[„‚:.!?])) *{_GAP}(?P<behind>{_LIST_SIGN})",
        rf"(?P<before>{_LIST_SIGN}){_GAP}(?= *(?:[,;.:!?\n)\]“‘/·|]|$|[–—-] |(?:und|oder|sowie) ))",
        rf"(?P<before>: *){_GAP}(?P<behind> *)(?=[.,;!?])",
        rf"(?:^|(?<=\n)) *{_GAP}(?P<behind> *:(?: +|$))",
        rf"(?:^|(?<=[\n.!?])) *{_GAP}(?P<behind> *[.!?](?!\.))",
        rf"(?:^|(?<=[\s(]))(?:{_PREPOSITIONS}) +{_GAP}(?P<behind> *, *)",
        rf"(?<=[ (\[„‚]){_GAP}(?P<behind> +)",
        rf"(?P<before> +){_GAP}(?=[,;:!?\n)\]“‘]|$|\.(?!\.))",
    )
)
"""What goes before and behind an empty value: the brackets, quotes and signs that are there for it alone."""


def closed_up(spans: Iterable[Span]) -> list[Span]:
    """Return the spans without empty values, and without what is there for them alone."""
    whole = list(spans)
    if EMPTY_VALUE not in whole:
        return whole
    atoms = [atom for span in whole for atom in _atoms(span)]
    signs = "".join(atom.text or _VALUE for atom in atoms)
    while found := next((found for rule in _RULES if (found := rule.search(signs))), None):
        for part in ("behind", "before"):
            if found.groupdict().get(part):
                start, end = found.span(part)
                del atoms[start:end]
                signs = signs[:start] + signs[end:]
    return list(_joined(atom for atom in atoms if atom != EMPTY_VALUE))


def _atoms(span: Span) -> Iterator[Span]:
    """Give a text sign by sign; a value is whole."""
    if span.slot is not None:
        yield span
    else:
        yield from (span._replace(text=sign) for sign in span.text)


def _joined(atoms: Iterable[Span]) -> Iterator[Span]:
    """Join the signs of one text again; a line break stays a span of its own."""
    last: Span | None = None
    for atom in atoms:
        if last and _goes_on(last, atom):
            last = last._replace(text=last.text + atom.text)
            continue
        if last:
            yield last
        last = atom
    if last:
        yield last


def _goes_on(span: Span, atom: Span) -> bool:
    is_text = all(each.slot is None and "\n" not in each.text for each in (span, atom))
    return is_text and span.face is atom.face and span.is_value is atom.is_value

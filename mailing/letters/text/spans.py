"""Spans: text in one face each, fixed texts put in, slots kept apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.letters.blocks import LINE_BREAK, Span
from mailing.letters.text.closing_up import EMPTY_VALUE, closed_up
from mailing.letters.text.environment import BREAK, EMPTY, FIRST_SLOT
from mailing.letters.text.marking import FIRST_FIXED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.model import Face

STAND_INS: Final = "\ue000-\uf8ff\U000f0000-\U000fffff"
"""What stands for fixed texts and values, for patterns of characters."""

STAND_IN: Final = re.compile(f"[{STAND_INS}]")
_PIECES: Final = re.compile(f"([{STAND_INS}])")
_BLANKS: Final = re.compile(" {2,}")
_BLANK_BEFORE_SIGN: Final = re.compile(r" +(?=[,;!?]|:(?! \d| $))|(?<![\s.]) +(?=\.(?! *\.))")
"""A blank that a sentence's sign has before it; "1 : 100" and dots to write on, ". . .", keep theirs."""
_BARE: Final = re.compile(r" *(?:\(\)|„“|‚‘)|(?<=[^\s.][.!?]) +\.(?! *\.)")
"""What a condition leaves that writes nothing: a pair of signs with nothing in it, a full stop without a sentence."""


def spans_of(text: str, face: Face, fixed: Sequence[str]) -> Iterator[Span]:
    """Give the spans of a text that holds marks of fixed texts and slots."""
    for piece in filter(None, _PIECES.split(text)):
        if piece in (BREAK, LINE_BREAK):
            yield Span(LINE_BREAK)
        elif not _PIECES.fullmatch(piece):
            yield Span(piece, face=face)
        elif ord(piece) >= FIRST_SLOT:
            yield Span(slot=ord(piece) - FIRST_SLOT, face=face)
        elif piece == EMPTY:
            yield EMPTY_VALUE
        else:
            yield Span(fixed[ord(piece) - FIRST_FIXED], face=face)


def tidy_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join neighbours of one face, and tidy what empty values left: blanks and breaks that are one too many."""
    tidy = [_tidied(span) if _is_text(span) else span for span in _joined(closed_up(spans))]
    while tidy and _is_blank(tidy[0]):
        del tidy[0]
    while tidy and _is_blank(tidy[-1]):
        del tidy[-1]
    if tidy and _is_text(tidy[0]):
        tidy[0] = Span(tidy[0].text.lstrip(" "), face=tidy[0].face)
    if tidy and _is_text(tidy[-1]):
        tidy[-1] = Span(tidy[-1].text.rstrip(" "), face=tidy[-1].face)
    return tuple(tidy)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and _is_text(last) and _is_text(span) and last.face is span.face:
            joined[-1] = Span(last.text + span.text, face=span.face)
        elif not (last and last.text == span.text == LINE_BREAK):
            joined.append(span)
    return joined


def _tidied(span: Span) -> Span:
    return Span(_BLANK_BEFORE_SIGN.sub("", _BLANKS.sub(" ", _BARE.sub("", span.text))), face=span.face)


def _is_text(span: Span) -> bool:
    return span.slot is None and span.text != LINE_BREAK


def _is_blank(span: Span) -> bool:
    return span.slot is None and not span.text.strip()

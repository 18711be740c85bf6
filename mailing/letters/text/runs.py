"""Runs: stretches of text in one face, fixed texts put in, slots kept apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.letters.blocks import LINE_BREAK, Run
from mailing.letters.text.environment import BREAK, EMPTY, FIRST_SLOT
from mailing.letters.text.marking import FIRST_FIXED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.model import Face

_PIECES: Final = re.compile("([\ue000-\uf8ff\U000f0000-\U000fffff])")
_BLANKS: Final = re.compile(" {2,}")
_BLANK_BEFORE_SIGN: Final = re.compile(r" +(?=[,;:!?]|\.(?!\.))")


def text_runs(text: str, face: Face, fixed: Sequence[str]) -> Iterator[Run]:
    """Give the runs of a text that holds marks of fixed texts and slots."""
    for piece in filter(None, _PIECES.split(text)):
        if piece == BREAK:
            yield Run(LINE_BREAK)
        elif not _PIECES.fullmatch(piece):
            yield Run(piece, face=face)
        elif ord(piece) >= FIRST_SLOT:
            yield Run(slot=ord(piece) - FIRST_SLOT, face=face)
        elif piece != EMPTY:
            yield Run(fixed[ord(piece) - FIRST_FIXED], face=face)


def tidy_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours of one face, and tidy what empty values left: blanks and breaks that are one too many."""
    tidy = [_tidied(run) if _is_text(run) else run for run in _joined(runs)]
    while tidy and _is_blank(tidy[0]):
        del tidy[0]
    while tidy and _is_blank(tidy[-1]):
        del tidy[-1]
    if tidy and _is_text(tidy[0]):
        tidy[0] = Run(tidy[0].text.lstrip(" "), face=tidy[0].face)
    if tidy and _is_text(tidy[-1]):
        tidy[-1] = Run(tidy[-1].text.rstrip(" "), face=tidy[-1].face)
    return tuple(tidy)


def _joined(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and _is_text(last) and _is_text(run) and last.face is run.face:
            joined[-1] = Run(last.text + run.text, face=run.face)
        elif not (last and last.text == run.text == LINE_BREAK):
            joined.append(run)
    return joined


def _tidied(run: Run) -> Run:
    return Run(_BLANK_BEFORE_SIGN.sub("", _BLANKS.sub(" ", run.text)), face=run.face)


def _is_text(run: Run) -> bool:
    return run.slot is None and run.text != LINE_BREAK


def _is_blank(run: Run) -> bool:
    return run.slot is None and not run.text.strip()

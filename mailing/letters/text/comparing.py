"""Comparisons in conditions: days as days, numbers as numbers, however a list's column writes them.

What the template states decides how an entry is read: `kinder > 3` and `kinder > "3"` ask for a number,
`frist > "15.07.2020"` and `frist > datum` for a day. An entry that isn't of that kind is never silently false: it
costs the letter (`Unlike`). An empty entry is no number and no day: it differs from all and is neither less nor more.
"""

from __future__ import annotations

import operator
import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jinja2 import Undefined

from mailing.base.messages import _, n_
from mailing.base.words import NO, YES, folded
from mailing.letters.text.readers import TEXTS_KEPT, read_day, read_number, read_time
from mailing.letters.text.values import Absent, Appointment, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

A_DAY: Final = n_("kein Tag")
A_TIME: Final = n_("keine Uhrzeit")
A_NUMBER: Final = n_("keine Zahl")
A_YES_OR_NO: Final = n_("weder Ja noch Nein")
"""The kinds, each named by what an entry is that isn't of it."""

OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
}
"""Jinja2's names of comparisons."""
_EQUALITY: Final = ("eq", "ne")
_YEAR: Final = re.compile(r"(?:19|20|21)\d\d\b|\d\. ?\d{1,2}\.")
_READERS: Final[Mapping[str, Callable[[str], object]]] = {A_DAY: read_day, A_TIME: read_time, A_NUMBER: read_number}
_MOMENTS: Final = (datetime, Appointment)


class Side(NamedTuple):
    """What is known of one side of a comparison before any entry is.

    Attributes:
        column: the placeholder whose entry it is; "" for what the template or the run states.
        is_open: whether the column is one of the list's own, of which nothing is known.
    """

    column: str
    is_open: bool

    @property
    def is_stated(self) -> bool:
        """Whether the template or the run states it."""
        return not self.column


class Unlike(ValueError):  # noqa: N818 - it ends one letter, never the run
    """An entry isn't of the kind that a condition compares it with."""

    def __init__(self, column: str, found: str, kind: str, condition: str) -> None:
        super().__init__(column)
        self.column = column
        self.found = found
        self.kind = kind
        self.condition = condition


class ConditionFault(TypeError):  # noqa: N818 - it becomes a TemplateError with its line
    """A template compares what can't be compared, whatever the list says."""


class _Mismatch(NamedTuple):
    """The side (0 or 1) that isn't of the kind."""

    side: int
    kind: str


def compare(name: str, values: tuple[object, object], sides: tuple[Side, Side], condition: str) -> bool:
    """Return what a condition says of two values.

    Args:
        name: a key of `OPERATORS`.
        values: what stands on its two sides.
        sides: what is known of them.
        condition: as the template writes it, for messages.

    Raises:
        Unlike: an entry of the list isn't of the kind that it is compared with.
        ConditionFault: the template itself compares what can't be compared.
        LetterFault: an entry names what there isn't.
    """
    left, right = map(_present, values)
    try:
        outcome = _outcome(name, left, right, *sides)
    except TypeError as error:
        raise ConditionFault(_("Das lässt sich nicht vergleichen: {condition}").format(condition=condition)) from error
    if not isinstance(outcome, _Mismatch):
        return outcome
    found, column = text_of(values[outcome.side]), sides[outcome.side].column
    if not column:
        what = _("„{found}“ ist {kind}, in der Bedingung {condition}")
        raise ConditionFault(what.format(found=found, kind=_(outcome.kind), condition=condition))
    raise Unlike(column, found, outcome.kind, condition)


@lru_cache(maxsize=TEXTS_KEPT)
def kind_of(text: str) -> str:
    """Return which kind a text is by its form; "" for a text that is just a text."""
    if not text[:1].isalpha():
        kinds = (A_DAY, A_TIME, A_NUMBER) if ":" in text or "Uhr" in text else (A_DAY, A_NUMBER)
        return next((kind for kind in kinds if _read(text, kind) is not None), "")
    if text.casefold() in ("ja", "nein"):
        return A_YES_OR_NO
    return A_DAY if _read(text, A_DAY) is not None else ""


def _present(value: object) -> object:
    """Return the value; an entry that the household lacks as the empty text."""
    if isinstance(value, Undefined):
        str(value)  # it says that it is undefined
    if isinstance(value, Absent):
        return value.as_empty()
    return "" if value is None else value


@lru_cache(maxsize=TEXTS_KEPT, typed=True)
def _outcome(name: str, left: object, right: object, left_side: Side, right_side: Side) -> bool | _Mismatch:
    """Return the comparison's outcome, or which side isn't of the kind; each different pair is looked at once."""
    pair = (left, right)
    if "" in pair:
        return name == ("eq" if left == right else "ne")
    if isinstance(left, str) and isinstance(right, str):
        return _of_texts(name, (left, right), (left_side, right_side))
    kind = _kind_of_either(pair)
    if not kind:
        return OPERATORS[name](left, right)
    if all(isinstance(value, _MOMENTS) for value in pair):
        return OPERATORS[name](*(value.beginn if isinstance(value, Appointment) else value for value in pair))
    both = [_as(value, kind) for value in pair]
    return _Mismatch(both.index(None), kind) if None in both else OPERATORS[name](*both)


def _of_texts(name: str, texts: tuple[str, str], sides: tuple[Side, Side]) -> bool | _Mismatch:
    """Compare two texts as what the stated one is; of two columns, as what one of them is."""
    stated = [text for text, side in zip(texts, sides, strict=True) if side.is_stated]
    kinds = [kind_of(text) for text in (stated if len(stated) == 1 else texts)]
    kind = next(filter(None, kinds), "")
    is_equality = name in _EQUALITY
    is_code = any(text[0] == "0" and text[1:2].isdecimal() for text in texts) and kind == A_NUMBER
    if not kind or (is_equality and (is_code or not any(side.is_open for side in sides))):
        return OPERATORS[name](*map(_comparable, texts))
    both = [_as(text, kind) for text in texts]
    if None not in both:
        return OPERATORS[name](*both)
    side = both.index(None)
    if kind == A_YES_OR_NO or (is_equality and is_a_word(texts[side], kind)):
        return OPERATORS[name](*map(_comparable, texts))
    return _Mismatch(side, kind)


def is_a_word(text: str, kind: str) -> bool:
    """Whether an entry isn't meant as a day or number that it fails to be; one that surely is the other is no slip.

    A word with figures in it ("B12") is no number, but "Mi 17.06.2020" means a day.
    """
    if kind == A_DAY and _YEAR.search(text) and not kind_of(text):
        return False
    return not text.lstrip("+-€ ")[:1].isdecimal() or bool(kind_of(text))


def _kind_of_either(pair: tuple[object, object]) -> str:
    """Return the kind that one of two values has by its type; "" where Python itself knows how to compare them."""
    for kind, types in ((A_YES_OR_NO, bool), (A_NUMBER, (int, float, Decimal)), (A_DAY, (date, Appointment))):
        if any(isinstance(value, types) for value in pair):
            return kind
    return ""


def _as(value: object, kind: str) -> Any:
    """Return the value as one of the kind; None where it isn't."""
    if isinstance(value, str):
        return _read(value, kind)
    if kind != _kind_of_either((value, value)):
        return None
    match value:
        case float():
            return Decimal(repr(value))
        case datetime():
            return value.date()
        case Appointment():
            return value.beginn.date()
    return value


@lru_cache(maxsize=TEXTS_KEPT)
def _read(text: str, kind: str) -> date | time | Decimal | bool | None:
    if kind == A_YES_OR_NO:
        word = folded(text.strip())
        return word in YES if word in YES or word in NO else None
    try:
        return _READERS[kind](text)  # type: ignore[return-value]
    except ValueError:
        return None


def _comparable(text: str) -> str:
    """Return a text without what nobody sees or means: case, and blanks at its ends or doubled."""
    return " ".join(text.split()).casefold()


def is_one_of(value: object, items: object, side: Side, condition: str) -> bool:
    """Return whether a value equals one of several, each compared as `==` would.

    Raises:
        Unlike, ConditionFault, LetterFault: as of `compare`.
    """
    if isinstance(items, list | tuple):
        stated = Side("", is_open=False)
        return any(compare("eq", (value, item), (side, stated), condition) for item in items)
    if isinstance(items, str):
        return text_of(_present(value)) in items
    raise ConditionFault(_("Das lässt sich nicht vergleichen: {condition}").format(condition=condition))

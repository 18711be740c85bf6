"""The letters' Jinja2: German filters, no way out, and a slot in the place of every value.

What a template renders to holds no value of the household: in the place of each there is a slot (`SLOTS`), and the
value stands in the list of the run. So a value can be neither markup nor code, whatever it looks like.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, TemplateRuntimeError, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailing.base.messages import _
from mailing.base.working_days import DEFAULT_STATE
from mailing.letters.text.code_calls import CODED
from mailing.letters.text.codes import Code, made_code
from mailing.letters.text.conditions import COMPARED, PRESENT, compared, is_present
from mailing.letters.text.dialect import CODE_BEGIN, CODE_END
from mailing.letters.text.filters import FILTERS, SPOKEN, WORKING_DAYS, plus_werktage
from mailing.letters.text.organisation import Organisation, Site
from mailing.letters.text.values import Appointment, text_of
from mailing.letters.text.vocabulary import PARTS
from mailing.model import Person
from mailing.model.languages import GERMAN_TAG, is_german

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2.runtime import Context

FIRST_SLOT: Final = 0xF0000
SLOTS: Final = tuple(map(chr, range(FIRST_SLOT, FIRST_SLOT + 0xFFFE)))
"""The character that stands for a value, by the value's number in the letter."""
BREAK: Final = "\uf8fe"
"""Stands for a line break within a value."""
EMPTY: Final = "\uf8fd"
"""Stands for an empty value: what the text around it is made of never depends on whether a value is there."""
VALUES_LIMIT: Final = 50_000
"""Characters of the list's own that one letter may show: some fifteen pages."""
OUTPUT_LIMIT: Final = 200_000
"""Characters that the loops of one letter may write: some sixty pages."""
COUNTED: Final = "mailing.counted"
"""The filter that a template can't name, through which every loop gets its rounds."""

GIVEN: Final = "mailing.given"
"""The one that leaves out of a list what is empty."""

_VALUES: Final = "mailing.values"
_BUDGET: Final = "mailing.budget"


_OF_OUR_MAKING: Final = frozenset({Site, Appointment, Organisation, Person})
_KNOWN_PARTS: Final = frozenset(part for parts in PARTS.values() for part in parts)


class EndlessLoopError(TemplateRuntimeError):
    """A template's loops write more than a letter can be."""


class ValuesTooLong(ValueError):  # noqa: N818 - it ends one letter, never the run
    """A household's entries are together longer than a letter can be."""


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 without globals, tests and loaders, and without calculating on texts."""

    intercepted_binops = frozenset({"+", "-"})

    def __init__(self, state: str = DEFAULT_STATE, language: str = GERMAN_TAG) -> None:
        """Make one for an office that keeps the holidays of that German state, for texts in that language."""
        super().__init__(
            undefined=StrictUndefined,
            finalize=_slot,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
        self.filters = {name: function for name, (function, _meaning) in FILTERS.items()}
        self.filters[COUNTED] = _counted
        self.filters |= {GIVEN: _given, COMPARED: compared, PRESENT: is_present, CODED: made_code}
        self.filters[WORKING_DAYS] = partial(plus_werktage, land=state)
        if not is_german(language):
            self.filters |= {name: partial(self.filters[name], language=language) for name in SPOKEN}
        self.language = language
        self.globals = {}
        self.tests = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give a known part of a value of ours at once; the sandbox judges all else (6 µs each, measured)."""
        if type(obj) in _OF_OUR_MAKING and attribute in _KNOWN_PARTS:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> int:
        """Add and subtract whole numbers only: texts could be doubled without end."""
        del context
        if not (isinstance(left, int) and isinstance(right, int)):
            raise TypeError(_("Rechnen lässt sich nur mit ganzen Zahlen"))
        return left + right if operator == "+" else left - right


def is_slot(sign: str) -> bool:
    """Whether a sign of a skeleton stands for a value."""
    return FIRST_SLOT <= ord(sign) < FIRST_SLOT + len(SLOTS)


def begun(placeholders: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """Return what a program is run with, and the list that its values will stand in."""
    values: list[str] = []
    return {**placeholders, _VALUES: values, _BUDGET: [OUTPUT_LIMIT]}, values


@pass_context
def _slot(context: Context, value: object) -> str:
    """Keep the value, and write its slot."""
    if type(value) is Code:
        return code_text(value, lambda text: _slot(context, text)) or EMPTY
    text = value if type(value) is str else text_of(value, _language_of(context))
    if not text:
        return EMPTY
    if len(text) > VALUES_LIMIT:
        raise ValuesTooLong
    if "\n" in text:
        return BREAK.join(_slot(context, line) for line in text.splitlines())
    values: list[str] = context.parent[_VALUES]
    values.append(text)
    return SLOTS[len(values) - 1]


def _language_of(context: Context) -> str:
    return context.environment.language if isinstance(context.environment, LetterEnvironment) else GERMAN_TAG


def code_text(code: Code, stand_in: Callable[[str], str]) -> str:
    """Return what stands for a QR code in a skeleton; "" for none.

    Args:
        code: the code.
        stand_in: gives what stands for each of its texts.
    """
    beside = BREAK.join(map(stand_in, code.beside))
    return f"{CODE_BEGIN}{stand_in(code.said)}{beside}{CODE_END}" if code.said else ""


def _given(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, items))


@pass_context
def _counted(context: Context, items: Iterable[object], weight: int) -> tuple[object, ...]:
    """Give the loop its rounds, as long as the letter's budget lasts."""
    budget: list[int] = context.parent[_BUDGET]
    rounds = tuple(islice(items, budget[0] // weight + 1))
    budget[0] -= len(rounds) * weight
    if budget[0] < 0:
        raise EndlessLoopError(_("Die Schleifen schreiben mehr, als ein Brief lang sein kann"))
    return rounds

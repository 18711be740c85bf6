"""Fields to fill in: lines of low lines, which in large print or a narrow column may be longer than their room."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.letters.setting.shaping import shaper

if TYPE_CHECKING:
    from mailing.letters.blocks import Span

LOW_LINE: Final = "_"
FIELD: Final = 4 * LOW_LINE
"""At least so much of a line to write on makes a field to fill in."""
BESIDE: Final = 2
"""So many low lines of room stay for a blank or a stop behind a field."""
_FIELDS: Final = re.compile(f"{LOW_LINE}{{{len(FIELD)},}}")


def fields_fitting(spans: tuple[Span, ...], measure: int) -> tuple[Span, ...]:
    """Return spans whose fields are no longer than a line of `measure` (1/1000 em); what fits stays as it is."""
    if not any(FIELD in span.text for span in spans):
        return spans
    return tuple([_shortened(span, measure) for span in spans])


def _shortened(span: Span, measure: int) -> Span:
    most = max(measure // shaper(span.face)(LOW_LINE).advance - BESIDE, len(FIELD))
    return span._replace(text=_FIELDS.sub(lambda field: field[0][:most], span.text))

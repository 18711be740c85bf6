"""The office's own rows of the information block: whether they fit it, before letter 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.setter import sender_of
from mailing.letters.setting.fonts import unsettable
from mailing.letters.setting.shaping import figures, width
from mailing.letters.setting.short_lines import words_of
from mailing.letters.setting.stationery import Entry, Stationery
from mailing.letters.setting.style import Style
from mailing.model.din5008 import BASIC_LINE, DL, FORMS, INFORMATION_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from mailing.letters.setting.stationery import EntryPosition
    from mailing.letters.text.templates import InformationRow, Template

WIDEST_LABEL: Final = INFORMATION_WIDTH / 2
"""mm; the entries need the other half."""
_EXPRESSION: Final = "{"


def information_faults(template: Template, day: date) -> Iterator[TemplateError]:
    """Give what of a template's own rows doesn't fit the information block, each with its key's line."""
    rows, labels = template.information, template.organisation.labels
    if not rows:
        return
    style = Style.of(template.size)
    faulty_labels = list(_faulty_labels(rows, style.small))
    if faulty_labels:
        yield from faulty_labels
        return
    own = [labels.bg_nummer, labels.kundennummer, *(row.label for row in rows)]
    form = FORMS[template.form]
    page = Stationery(sender_of(template.organisation, day), form, DL, style).first_page(
        [Entry(label, own=number) for number, label in enumerate(own)], pages=1
    )
    if page.column.top > form.fold_marks[0] + BASIC_LINE:
        yield _fault(rows[-1], _("Der Informationsblock hat zu viele Zeilen"))
    yield from _too_wide(rows, page.own[-len(rows) :])


def _faulty_labels(rows: Sequence[InformationRow], size: float) -> Iterator[TemplateError]:
    for row in rows:
        if missing := unsettable(row.label):
            yield _fault(row, _("Die Schrift hat das Zeichen „{sign}“ nicht").format(sign=missing[0]))
        elif width(words_of(row.label), size) > WIDEST_LABEL:
            yield _fault(row, _("Die Beschriftung „{label}“ ist zu lang").format(label=row.label))


def _too_wide(rows: Sequence[InformationRow], positions: Sequence[EntryPosition]) -> Iterator[TemplateError]:
    """Give the rows whose fixed text is too wide; those with values are measured with each letter's."""
    for row, position in zip(rows, positions, strict=True):
        is_fixed = _EXPRESSION not in row.text and not unsettable(row.text)
        if is_fixed and width(figures(row.text), position.size) > position.room:
            yield _fault(row, _("Der Eintrag „{label}“ ist breiter als der Informationsblock").format(label=row.label))


def _fault(row: InformationRow, what: str) -> TemplateError:
    hint = _("Kürzen Sie den Abschnitt [infoblock]; Längeres gehört in den Text")
    return TemplateError(what, where=str(row.source_line), hint=hint)

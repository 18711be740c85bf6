"""The office's own rows of the information block: whether they fit it, before letter 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.setting.fonts import unsettable
from mailing.letters.setting.shaping import width
from mailing.letters.setting.short_lines import words_of
from mailing.letters.setting.stationery import Entry, Stationery
from mailing.letters.setting.style import Style
from mailing.letters.setting.typesetting import OverfullError
from mailing.letters.text.sender import sender_of
from mailing.letters.text.templates import BODY_SIZE
from mailing.model.din5008 import BASIC_LINE, FORMS, INFORMATION_WIDTH
from mailing.model.envelopes import DL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from mailing.letters.text.templates import InformationRow, Template

WIDEST_LABEL: Final = INFORMATION_WIDTH / 2
"""mm; the entries need the other half."""
_EXPRESSION: Final = "{"


def information_faults(template: Template, day: date) -> Iterator[TemplateError]:
    """Give what of a template's own rows doesn't fit the information block, each with its key's line.

    The block ends above the first fold; in large print it may have as many rows, and be so much higher.
    """
    rows, labels = template.information, template.organisation.labels
    if not rows:
        return
    style = Style.of(template.size)
    faulty_labels = list(_faulty_labels(rows, style.small))
    if faulty_labels:
        yield from faulty_labels
        return
    form = FORMS[template.form]
    stationery = Stationery(sender_of(template.organisation, day), form, DL, style)
    room = form.fold_marks[0] - form.information_top
    lowest = form.information_top + room * style.information / Style.of(BODY_SIZE).information + BASIC_LINE
    own = [Entry(labels.bg_nummer, own=0), Entry(labels.kundennummer, own=1)]
    for row in rows:
        is_fixed = _EXPRESSION not in row.text and not unsettable(row.text)
        own.append(Entry(row.label, row.text) if is_fixed else Entry(row.label, own=len(own)))
        try:
            page = stationery.first_page(own, pages=1)
        except OverfullError as error:
            yield _fault(row, _("Das Wort „{word}“ ist breiter als der Informationsblock").format(word=error.text))
            return
        if page.column.top > lowest:
            yield _fault(row, _("Der Informationsblock hat zu viele Zeilen"))
            return


def _faulty_labels(rows: Sequence[InformationRow], size: float) -> Iterator[TemplateError]:
    for row in rows:
        if missing := unsettable(row.label):
            yield _fault(row, _("Die Schrift hat das Zeichen „{sign}“ nicht").format(sign=missing[0]))
        elif width(words_of(row.label), size) > WIDEST_LABEL:
            yield _fault(row, _("Die Beschriftung „{label}“ ist zu lang").format(label=row.label))


def _fault(row: InformationRow, what: str) -> TemplateError:
    hint = _("Kürzen Sie den Abschnitt [infoblock]; Längeres gehört in den Text")
    return TemplateError(what, where=str(row.source_line), hint=hint)

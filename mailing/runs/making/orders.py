"""What the print shop is told beside letters and profile: from the organisation and the job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing import press
from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.base.working_days import is_working_day, plus_working_days
from mailing.model.orders import Insert, OfficeContact, ShopOrder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mailing.letters.text.organisation import Organisation
    from mailing.model import PressedFile


def order_of(
    organisation: Organisation, files: Sequence[PressedFile], posting_day: dt.date | None = None, notice: str = ""
) -> ShopOrder:
    """Return the office's order for these files; `posting_day` and `notice` as of `ShopOrder`."""
    named = organisation.ansprechpartner
    contact = OfficeContact(named.name, named.telefon, named.email) if named else None
    inserts = tuple(Insert(each.title, each.grams, pieces) for each, pieces in press.inserts_needed(files).items())
    return ShopOrder(contact, posting_day, inserts, notice)


def refuse_unfit_posting_day(posting_day: dt.date | None, letters_day: dt.date, state: str) -> None:
    """See to it that letters can be posted on the day wished for: it is a working day, not before their date.

    Raises:
        UsageError: they can't; the hint says which day would do.
    """
    if posting_day is None:
        return
    if posting_day < letters_day:
        what = _("Die Einlieferung am {day:%d.%m.%Y} läge vor dem Datum der Briefe, dem {date:%d.%m.%Y}")
    elif not is_working_day(posting_day, state):
        what = _("Der {day:%d.%m.%Y} ist kein Werktag: da wird nichts eingeliefert")
    else:
        return
    first = max(posting_day, letters_day)
    next_one = first if is_working_day(first, state) else plus_working_days(first, 1, state)
    raise UsageError(
        what.format(day=posting_day, date=letters_day),
        where="--posting-day",
        hint=_("Der nächste Werktag: {day:%d.%m.%Y}").format(day=next_one),
    )

"""The sheets that letters are set on: what a run settles of them, and what the kind of a template makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.base.shown import printable
from mailing.letters.blocks import LetterFault
from mailing.letters.picturing import check_signature, placed_logo
from mailing.letters.setting.enclosed import EnclosedStationery
from mailing.letters.setting.reply import FIELD_HEIGHT, ReplyStationery
from mailing.letters.setting.shaping import UnsettableError
from mailing.letters.setting.stationery import Entry, Stationery
from mailing.letters.setting.style import Style
from mailing.letters.text.reply import office_address
from mailing.letters.text.sender import sender_of
from mailing.letters.text.templates import ORGANISATION_NAME
from mailing.model.din5008 import FORMS
from mailing.model.envelopes import DL, Envelope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mailing.letters.setting.window import AddressWindow
    from mailing.letters.text.templates import Template
    from mailing.model import Rect
    from mailing.model.artwork import Artwork


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides how a run's letters look.

    Attributes:
        date: the letters' date.
        marks: whether fold and punch marks are printed.
        envelope: in whose window the address shows.
        keep_free: where the shop wants nothing, in mm; `keep_free_first` on first pages.
        sides: how many pages a sheet has: 1 or 2.
        artworks: enclosed files and pictures by their names, ready to be printed.
    """

    template: Template
    date: date
    marks: bool = True
    envelope: Envelope = DL
    keep_free: tuple[Rect, ...] = ()
    keep_free_first: tuple[Rect, ...] = ()
    sides: int = 1
    artworks: Mapping[str, Artwork] = field(default_factory=dict)


def stationery_of(setting: Setting, template: Template) -> Stationery:
    """Return the sheets of a template or of one of its variants."""
    sender = sender_of(template.organisation, setting.date)
    return _sheets(template)(
        sender._replace(endorsement="") if template.is_slip else sender,
        FORMS[template.form],
        setting.envelope,
        replace(Style.of(template.size), field_height=FIELD_HEIGHT if template.is_slip else 0.0),
        setting.marks and not template.is_slip,
        setting.keep_free,
        () if template.is_slip else setting.keep_free_first,
        placed_logo(template, setting.artworks),
    )


def own_labels(template: Template) -> tuple[str, ...]:
    """Return what the information block calls a letter's own entries, by their number."""
    labels = template.organisation.labels
    return (labels.bg_nummer, labels.kundennummer, *(row.label for row in template.information))


def check_pictures(setting: Setting) -> None:
    """See to it that logo and signature have their places in the letters of a template and its variants.

    Raises:
        TemplateError: one hasn't.
    """
    for template in (setting.template, *setting.template.others):
        check_signature(template, setting.artworks)
        if template.logo is not None and not template.is_enclosed:
            entries = [Entry(label, own=number) for number, label in enumerate(own_labels(template))]
            stationery_of(setting, template).first_page(entries, pages=1)


def _sheets(template: Template) -> type[Stationery]:
    """Return the kind of sheets that a template is set on."""
    if template.is_slip:
        return ReplyStationery
    return EnclosedStationery if template.is_enclosed else Stationery


def refuse_address_unfit(template: Template, window: AddressWindow) -> None:
    """Refuse an office's address that a slip's window can't show: it is no household's fault.

    Raises:
        TemplateError: the address is too wide or too long, or the font lacks a character of it.
    """
    try:
        window.lines(office_address(template.organisation), row=0)
    except LetterFault as fault:
        reason = fault.finding.message
    except UnsettableError as error:
        reason = _("Die Schrift hat das Zeichen „{characters}“ nicht").format(characters=printable(error.characters))
    else:
        return
    key = "antwortanschrift" if template.organisation.antwortanschrift else "name"
    raise TemplateError(
        _("Die Anschrift der Rückantwort kann so nicht im Fenster stehen: {reason}").format(reason=reason),
        where=str(template.setting_line(ORGANISATION_NAME, key)),
        hint=_("In organisation.toml höchstens sechs kurze Zeilen nennen: {example}").format(
            example='antwortanschrift = ["Amt", "Straße 1", "12345 Ort"]'
        ),
    )

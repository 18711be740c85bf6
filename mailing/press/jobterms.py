"""The terms of a job, as job sheet and `job.json` tell them: from the office's order and the shop's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailing.base.figures import decimal, grouped
from mailing.base.markup import escape
from mailing.base.messages import _, n_
from mailing.model.envelopes import Folding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.model.orders import Insert, ShopOrder
    from mailing.press.profiles import ShopProfile

FOLDINGS = {
    Folding.NONE: n_("ungefaltet"),
    Folding.HALF: n_("einmal quer auf die Hälfte, Anschrift außen"),
    Folding.Z: n_("zweimal quer (Zickzack), Anschrift außen"),
}


def order_data(order: ShopOrder, profile: ShopProfile) -> dict[str, Any]:
    """Return what `job.json` tells of it; what isn't settled is null."""
    return {
        "contact": order.contact._asdict() if order.contact else None,
        "posting_day": order.posting_day.isoformat() if order.posting_day else None,
        "processor": profile.processor or None,
        "franking": profile.franking or None,
        "folding": profile.window_envelope.folding.value,
        "paper": profile.paper.model_dump(),
        "inserts": [insert._asdict() for insert in order.inserts],
    }


def order_rows(order: ShopOrder, profile: ShopProfile) -> Iterator[tuple[str, str]]:
    """Give what the job sheet tells of it, as label and marked-up text."""
    yield _("Ansprechstelle beim Absender"), _told(" · ".join(filter(None, order.contact or ())))
    yield _("Einlieferung gewünscht am"), _told(f"{order.posting_day:%d.%m.%Y}" if order.posting_day else "")
    yield _("Auftragsverarbeiter (Art. 28 DSGVO)"), _told(profile.processor)
    yield _("Freimachung"), _told(profile.franking)
    yield _("Falzung"), escape(_(FOLDINGS[profile.window_envelope.folding]))
    yield _("Papier"), escape(_paper(profile))
    yield _("Druckfarben"), escape(_inks(profile))
    yield _("Beilagen"), "<br/>".join(map(_insert, order.inserts)) or _("keine")


def _told(text: str) -> str:
    return escape(text) if text else _("nicht angegeben")


def _paper(profile: ShopProfile) -> str:
    sides = _("beidseitig bedruckt") if profile.duplex else _("einseitig bedruckt")
    return f"{profile.paper.name}, {sides}"


def _inks(profile: ShopProfile) -> str:
    if profile.colour == "gray":
        return _("schwarz")
    return _("Logo und Bilder vierfarbig (CMYK, {condition}), Text und Anlagen schwarz").format(
        condition=profile.output.condition
    )


def _insert(insert: Insert) -> str:
    told = _("{title}, {grams} g: in {pieces} Sendungen")
    return escape(told.format(title=insert.title, grams=decimal(insert.grams), pieces=grouped(insert.pieces)))

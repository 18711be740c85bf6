"""A letter being edited: what the form holds, and the page that it would give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailing.base.figures import number_in
from mailing.base.messages import _
from mailing.web.hints import on_page
from mailing.web.preview.apart import StoppedError
from mailing.web.preview.desk import desk_of
from mailing.web.preview.lists import lists_of
from mailing.web.showing import why
from mailing.web.templates.bundles import SETTINGS, TEXT, bundle_of, is_text, letter_names, text_of
from mailing.web.templates.settings_form import LABELS, with_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.web.call import Call
    from mailing.web.preview.apart import Answer
    from mailing.web.templates.bundles import Bundle

FIELD: Final = "text/"
"""How the fields of texts begin; behind it stands the file's name."""
SETTING: Final = "setting/"
SETTING_BEFORE: Final = "setting-before/"
"""How the fields of settings begin, and those that say what these were when the form was shown."""
BOM: Final = b"\xef\xbb\xbf"
_PLACE: Final = re.compile(r"(?P<file>.+?)(?::(?P<line>[0-9]{1,7}))?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds.

    Attributes:
        texts: the texts as they stand there, by the files' names.
        shown: the letter whose page is shown: of what all letters share, one of them.
        list_id: the list that the household is of.
        place: which household, from 0; `row` the row of the list that was asked for instead.
        page: which page, from 1.
        begun_at: the version that editing began at; 0 where the form doesn't say.
    """

    bundle: Bundle
    texts: Mapping[str, str]
    shown: str
    list_id: str
    place: int
    row: int | None
    page: int
    begun_at: int

    @property
    def instead(self) -> Mapping[str, str]:
        """The texts by their names among all templates."""
        return {self.bundle.full_name(name): text for name, text in self.texts.items()}


def saved_texts(bundle: Bundle) -> Mapping[str, str]:
    """Return the texts as they are saved: the letter's first, then its settings, then the rest."""
    texts = {name: text_of(content) for name, content in bundle.contents().items() if is_text(name)}
    return {name: texts[name] for name in sorted(texts, key=lambda name: (name != TEXT, name != SETTINGS, name))}


def draft_of(call: Call) -> Draft:
    """Return what the form holds; what it doesn't hold is as it is saved.

    Raises:
        NotFoundError: there is no such letter.
    """
    bundle = bundle_of(call.office, call.in_path("name"))
    texts = dict(saved_texts(bundle))
    for name in texts:
        sent = call.form.get(f"{FIELD}{name}")
        if isinstance(sent, str):
            texts[name] = sent.replace("\r\n", "\n").replace("\r", "\n")
    if SETTINGS in texts:
        texts[SETTINGS] = with_settings(texts[SETTINGS], _changed_settings(call))
    names = letter_names(call.office)
    shown = bundle.name
    if bundle.is_shared:
        asked = call.text("brief")
        shown = asked if asked in names else next(iter(names), "")
    row = _number(call, "zeile")
    return Draft(
        bundle=bundle,
        texts=texts,
        shown=shown,
        list_id=call.text("liste"),
        place=_number(call, "stelle") or 0,
        row=row if call.text("tun") == "zeile" else None,
        page=_number(call, "blatt") or 1,
        begun_at=_number(call, "fassung") or 0,
    )


def _changed_settings(call: Call) -> Mapping[str, str]:
    """Return the fields of settings that somebody has changed since the form was shown."""
    return {
        key: value
        for key in LABELS
        if isinstance(value := call.form.get(f"{SETTING}{key}"), str)
        and value != call.form.get(f"{SETTING_BEFORE}{key}")
    }


def as_saved(text: str, before: bytes) -> bytes:
    r"""Return a text as bytes, with the line ends and the mark of UTF-8 that its file had: Excel needs them."""
    content = text if not text or text.endswith("\n") else f"{text}\n"
    ends = content.replace("\n", "\r\n") if b"\r\n" in before else content
    return (BOM if before.startswith(BOM) else b"") + ends.encode()


def page_of(call: Call, draft: Draft) -> Mapping[str, Any] | None:
    """Return what there is to show of the letter; None where the same window has asked anew meanwhile."""
    desk = desk_of(call.office)
    try:
        moved, reasons = _moved(call, draft)
        answer = _answer(call, _wish(call, draft) | {"do": "page", **moved})
    except StoppedError as error:
        return _shown(draft, {"faults": [{"what": error.what, "where": error.where, "hint": error.hint}]}, "", ())
    if answer is None:
        return None
    picture = desk.keep_picture(call.who.name, answer.picture) if answer.picture else ""
    return _shown(draft, answer.told, picture, reasons)


def no_page(draft: Draft) -> Mapping[str, Any]:
    """Return what there is to show where there is no page."""
    return _shown(draft, {}, "", ())


def check_of(call: Call, draft: Draft) -> Mapping[str, Any] | None:
    """Return faults and findings of the text; None where the same window has asked anew meanwhile."""
    try:
        answer = _answer(call, _wish(call, draft) | {"do": "check"})
    except StoppedError as error:
        return {"faults": placed(draft, [{"what": error.what, "where": error.where, "hint": error.hint}])}
    if answer is None:
        return None
    return {"faults": placed(draft, [*answer.told.get("faults", ()), *answer.told.get("findings", ())])}


def placed(draft: Draft, faults: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return faults with the field that they are about, and the line within it."""
    numbers = {name: number for number, name in enumerate(draft.texts, start=1)}
    told = []
    for fault in faults:
        found = _PLACE.fullmatch(fault["where"])
        own = draft.bundle.own_name(found["file"]) if found else None
        field = f"text-{numbers[own]}" if own in numbers else ""
        line = int(found["line"]) if found and found["line"] and field else 0
        told.append({**fault, "hint": on_page(fault["hint"]), "field": field, "line": line})
    return told


def _answer(call: Call, wish: Mapping[str, Any]) -> Answer | None:
    """Ask for a whole page, or for the newest of those that a script asks for from one window."""
    desk, window = desk_of(call.office), call.text("fenster")
    return desk.ask_newest(call.who.name, window, wish) if window else desk.ask(call.who.name, wish)


def _wish(call: Call, draft: Draft) -> dict[str, Any]:
    lists = {each.id: each for each in lists_of(call.office, call.who.name)}
    chosen = lists.get(draft.list_id) or lists[""]
    return {
        "templates": str(call.office.templates),
        "list": chosen.options,
        "name": draft.shown,
        "instead": draft.instead,
        "place": draft.place,
        "row": draft.row,
        "page": draft.page,
    }


def _moved(call: Call, draft: Draft) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return what a button changes of the page that is shown, and why a household is one of the hardest."""
    act = call.text("tun")
    if act == "naechster":
        return {"place": draft.place + 1, "page": 1}, ()
    if act == "voriger":
        return {"place": max(draft.place - 1, 0), "page": 1}, ()
    if act == "seite-vor":
        return {"page": draft.page + 1}, ()
    if act == "seite-zurueck":
        return {"page": max(draft.page - 1, 1)}, ()
    if act == "schwieriger":
        return _hardest_behind(call, draft)
    return {}, ()


def _hardest_behind(call: Call, draft: Draft) -> tuple[dict[str, int], tuple[str, ...]]:
    """Go to the next of the hardest letters behind the one that is shown; behind the last one, to the first."""
    answer = desk_of(call.office).ask(call.who.name, _wish(call, draft) | {"do": "hardest"})
    hardest = answer.told.get("hardest", ())
    behind = [each for each in hardest if each["place"] > draft.place]
    if not hardest:
        return {}, ()
    chosen = (behind or hardest)[0]
    return {"place": chosen["place"], "page": 1}, tuple(chosen["reasons"])


def _shown(draft: Draft, told: Mapping[str, Any], picture: str, reasons: tuple[str, ...]) -> Mapping[str, Any]:
    households = told.get("households", 0)
    name = ""
    if households:
        name = _("Brief {number} von {count}, Zeile {row} der Liste").format(
            number=told["place"] + 1, count=households, row=told["row"]
        )
    sheet = ""
    if told.get("pages"):
        sheet = _("Seite {page} von {pages}").format(page=told["page"], pages=told["pages"])
    return {
        "picture": f"/vorlagenbilder/{picture}" if picture else "",
        "text": told.get("text", ""),
        "place": told.get("place", draft.place),
        "page": told.get("page", 0) or draft.page,
        "pages": told.get("pages", 0),
        "households": households,
        "name": name,
        "sheet": sheet,
        "reasons": why(", ".join(reasons)),
        "columns": list(told.get("columns", ())),
        "faults": placed(draft, [*told.get("faults", ()), *told.get("findings", ())]),
    }


def _number(call: Call, field: str) -> int | None:
    return number_in(call.text(field))

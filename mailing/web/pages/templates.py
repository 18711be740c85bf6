"""Vorlagen: text and page side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mailing.base.messages import _
from mailing.runs.offices.templates import known_placeholders
from mailing.web.accounts.roles import HOUSE, Role
from mailing.web.call import NotFoundError, data, see, shown_bytes
from mailing.web.preview.apart import StoppedError
from mailing.web.preview.desk import desk_of
from mailing.web.preview.lists import lists_of, used_by
from mailing.web.routing import Page
from mailing.web.templates.bundles import SETTINGS, SHARED, bundle_of, is_text, letter_names
from mailing.web.templates.differences import changes
from mailing.web.templates.editing import as_saved, check_of, draft_of, no_page, page_of, saved_texts
from mailing.web.templates.settings_form import setting_fields, variant_names
from mailing.web.templates.versions import ConflictError, Why, contents_of, latest_known, now_of, save

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.responses import Response

    from mailing.web.call import Call
    from mailing.web.templates.bundles import Bundle
    from mailing.web.templates.editing import Draft
    from mailing.web.templates.versions import Version

CONFLICT = 409
NEWER_ASKED = 204
FORM_BYTES = 3_000_000
"""Texts of a letter, each of which a run reads up to a megabyte of."""
CREATE = frozenset({Role.CREATE})


def all_letters(call: Call) -> Response:
    """Show all letters."""
    names = tuple((name, name) for name in letter_names(call.office))
    return call.page("templates.html", letters=tuple(_told_letters(call)), names=names, shared=SHARED)


def edit(call: Call) -> Response:
    """Show a letter's text and page."""
    draft = draft_of(call)
    latest = now_of(draft.bundle) if call.who.may(Role.CREATE) else latest_known(draft.bundle)
    return _editor(call, draft, latest, begun_at=latest.number if latest else 0, is_checked=False)


def show_page(call: Call) -> Response:
    """Show the page that the form's texts give; to the script as data."""
    draft = draft_of(call)
    if not _is_script(call):
        return _editor(call, draft, latest_known(draft.bundle), begun_at=draft.begun_at)
    page = page_of(call, draft)
    return data(page) if page is not None else shown_nothing()


def check(call: Call) -> Response:
    """Tell the script what is wrong with the form's texts."""
    told = check_of(call, draft_of(call))
    return data(told) if told is not None else shown_nothing()


def shown_nothing() -> Response:
    """Return the answer to a wish that a newer one has overtaken."""
    answer = shown_bytes(b"", "text/plain")
    answer.status_code = NEWER_ASKED
    return answer


def save_texts(call: Call) -> Response:
    """Save the form's texts as a new version, unless somebody else has saved meanwhile."""
    draft = draft_of(call)
    bundle = draft.bundle
    before = bundle.contents()
    changed = {name: as_saved(text, before.get(name, b"")) for name, text in draft.texts.items()}
    try:
        version = save(bundle, changed, call.who.name, Why.SAVED, begun_at=draft.begun_at)
    except ConflictError as conflict:
        latest = conflict.latest
        differing = changes(contents_of(bundle, latest), {**contents_of(bundle, latest), **changed})
        return _editor(
            call, draft, latest, begun_at=latest.number, status=CONFLICT, conflict=conflict, differing=differing
        )
    return see(f"/vorlagen/{quote(bundle.name)}?fassung={version.number}")


def picture(call: Call) -> Response:
    """Show a page's picture to the person whose wish made it."""
    found = desk_of(call.office).picture(call.who.name, call.in_path("id"))
    if found is None:
        raise NotFoundError(_("Dieses Bild gibt es nicht mehr"))
    return shown_bytes(found, "image/png")


def _editor(  # noqa: PLR0913 - what differs between opening, looking and a conflict
    call: Call,
    draft: Draft,
    latest: Version | None,
    *,
    begun_at: int,
    status: int = 200,
    is_checked: bool = True,
    **more: Any,
) -> Response:
    """Show the form with its texts and the page that they give.

    What is wrong with them is told with it where they are to be checked, which takes longer than their page does;
    else the page's script asks for that, or the person does.
    """
    bundle = draft.bundle
    page = page_of(call, draft) or no_page(draft)
    checked = (check_of(call, draft) or {}) if is_checked else {}
    faults = {(fault["what"], fault["where"]): fault for fault in (*page.get("faults", ()), *checked.get("faults", ()))}
    values = {"conflict": None, "differing": (), **more}
    return call.page(
        "template.html",
        status=status,
        bundle=bundle,
        draft=draft,
        latest=latest,
        begun_at=begun_at,
        saved=call.asked("fassung"),
        shown=page,
        text_faults=tuple(faults.values()),
        is_checked=is_checked,
        settings=setting_fields(draft.texts.get(SETTINGS, "")) if not bundle.is_shared else (),
        files=tuple(name for name in bundle.contents() if not is_text(name)),
        placeholders=_placeholders(page),
        lists=tuple((each.id, each.name) for each in lists_of(call.office, call.who.name)),
        letters=tuple((name, name) for name in letter_names(call.office)) if bundle.is_shared else (),
        users=used_by(call.office, bundle.name) + _jobs_with(call, bundle.name),
        may_edit=call.who.may(Role.CREATE),
        **values,
    )


def _placeholders(page: Mapping[str, Any]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the placeholders to insert: the list's own columns first."""
    own = tuple((name, "") for name in page.get("columns", ()))
    return (*(((_("Weitere Spalten der Liste"), own),) if own else ()), *known_placeholders())


def _jobs_with(call: Call, letter: str) -> int:
    return sum(job.arguments.get("template") == letter for job in call.queue.open_jobs())


def _told_letters(call: Call) -> Iterator[dict[str, Any]]:
    """Give what each letter is, and who changed it last."""
    described = _described(call)
    for name in letter_names(call.office):
        bundle = bundle_of(call.office, name)
        told = described.get(name) or _roughly(bundle)
        users = used_by(call.office, name) + _jobs_with(call, name)
        yield {**told, "name": name, "latest": latest_known(bundle), "users": users}


def _described(call: Call) -> Mapping[str, Mapping[str, Any]]:
    """Return what a warm process tells of the letters; nothing yet where it has to be started first."""
    desk, name = desk_of(call.office), call.who.name
    wish = {"do": "describe", "templates": str(call.office.templates), "list": None}
    if not desk.is_warm(name):
        desk.warm_up(name, wish)
        return {}
    try:
        answer = desk.ask(name, wish)
    except StoppedError:
        return {}
    return {each["name"]: each for each in answer.told.get("templates", ())}


def _roughly(bundle: Bundle) -> Mapping[str, Any]:
    """Return what a letter's settings show at a glance."""
    text = saved_texts(bundle).get(SETTINGS, "")
    title = next((field.value for field in setting_fields(text) if field.key == "title"), "") or bundle.name
    return {"title": title, "kind": "", "variants": variant_names(text), "faults": ()}


def _is_script(call: Call) -> bool:
    return call.request.headers.get("accept", "") == "application/json"


PAGES = (
    Page("/vorlagen", all_letters, HOUSE),
    Page("/vorlagen/{name}", edit, HOUSE),
    Page("/vorlagen/{name}", save_texts, CREATE, ("POST",), FORM_BYTES),
    Page("/vorlagen/{name}/seite", show_page, HOUSE, ("POST",), FORM_BYTES, is_act=False),
    Page("/vorlagen/{name}/pruefung", check, HOUSE, ("POST",), FORM_BYTES, is_act=False),
    Page("/vorlagenbilder/{id}", picture, HOUSE),
)

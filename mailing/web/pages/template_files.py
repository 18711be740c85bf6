"""New letters, and the files that go along with letters or stand in them."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.base.plain_names import is_plain_name
from mailing.web.accounts.roles import Role
from mailing.web.call import NotFoundError, see
from mailing.web.routing import FORM_BYTES, Page
from mailing.web.templates.bundles import FILE_ENDINGS, LARGEST, bundle_of, is_text, letter_names
from mailing.web.templates.versions import Why, save
from mailing.web.uploads import keep_upload

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call

CREATE: Final = frozenset({Role.CREATE})


def begin(call: Call) -> Response:
    """Make a new letter after another one."""
    name, like = call.text("neuer-name"), call.text("nach")
    if not is_plain_name(name):
        raise UsageError(
            _("So kann ein Brief nicht heißen"),
            hint=_("kleine Buchstaben, Ziffern und Bindestriche, zum Beispiel einladung-mai"),
        )
    if like not in letter_names(call.office):
        raise NotFoundError(_("Diese Vorlage gibt es nicht"))
    arguments = {"name": name, "like": like, "title": call.text("titel")}
    return see(f"/vorgaenge/{call.queue.add('new-letter', f'template:{name}', arguments, call.who.name)}")


def add(call: Call) -> Response:
    """Take an uploaded file in and have it checked."""
    bundle = bundle_of(call.office, call.in_path("name"))
    given = call.file("datei")
    if given is None or given.filename is None:
        raise UsageError(_("Es ist keine Datei gewählt"), where=_("Datei"))
    name = plain_file_name(given.filename)
    upload = keep_upload(call.office, given, LARGEST)
    purpose = "enclosure" if call.text("wozu") == "anlage" else "picture"
    arguments = {"upload": upload, "name": name, "purpose": purpose}
    job = call.queue.add("template-file", f"template:{bundle.name}", arguments, call.who.name)
    return see(f"/vorgaenge/{job}")


def take_away(call: Call) -> Response:
    """Take a file out of a letter's folder; its versions keep it."""
    bundle = bundle_of(call.office, call.in_path("name"))
    name = call.text("datei")
    if name not in bundle.contents() or is_text(name):
        raise NotFoundError(_("Diese Datei gibt es nicht"))
    version = save(bundle, {name: None}, call.who.name, Why.FILE_REMOVED)
    return see(f"/vorlagen/{quote(bundle.name)}?fassung={version.number}")


def plain_file_name(given: str) -> str:
    """Return the last part of a file's name as a browser tells it.

    Raises:
        UsageError: no file can be called so everywhere, or its kind is none that letters have.
    """
    name = PurePath(PureWindowsPath(given).name).name
    if not is_plain_name(name) or not name.lower().endswith(FILE_ENDINGS):
        raise UsageError(
            _("Die Datei ist keine PDF-, SVG-, PNG- oder JPEG-Datei, oder ihr Name geht nicht"),
            hint=_("Der Name endet auf .pdf, .svg, .png oder .jpg und hat keine besonderen Zeichen"),
        )
    return name


PAGES = (
    Page("/neue-vorlage", begin, CREATE, ("POST",)),
    Page("/vorlagen/{name}/dateien", add, CREATE, ("POST",), LARGEST + FORM_BYTES),
    Page("/vorlagen/{name}/dateien/entfernen", take_away, CREATE, ("POST",)),
)

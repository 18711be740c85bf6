"""PDF: what a document and its pages may hold, and the plain document made of them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Name

from mailing.base.messages import _
from mailing.sandbox.artworks.contents import Contents
from mailing.sandbox.artworks.refusals import refused

if TYPE_CHECKING:
    from mailing.sandbox.artworks.inks import Inks

MOST_PAGES: Final = 100
HIGHEST_TREE: Final = 50
"""Levels of the tree of pages."""
SILENT: Final = ("/Link", "/Popup")
"""Annotations that show nothing on paper."""


def plain_pages(name: str, data: bytes, inks: Inks) -> pikepdf.Pdf:
    """Return a new document with the pages, converted."""
    try:
        with pikepdf.open(BytesIO(data)) as document:
            if document.is_encrypted:
                raise refused(name, _("Die PDF-Datei ist verschlüsselt"))
            _check_document(name, document)
            made = pikepdf.new()
            for number, page in enumerate(document.pages, start=1):
                _add_page(made, page, Contents(name, number, made, inks))
            return made
    except pikepdf.PasswordError as error:
        raise refused(name, _("Die PDF-Datei ist verschlüsselt")) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise refused(name, _("Die PDF-Datei ist beschädigt")) from error


def _check_document(name: str, document: pikepdf.Pdf) -> None:
    root = document.Root
    names = root.get("/Names", pikepdf.Dictionary())
    if "/JavaScript" in names or "/AA" in root or _acts(root.get("/OpenAction")):
        raise refused(name, _("Die PDF-Datei enthält Skripte oder Aktionen"))
    if "/OCProperties" in root:
        raise refused(name, _("Die PDF-Datei hat Ebenen, die man ein- und ausblendet"))
    form = root.get("/AcroForm", pikepdf.Dictionary())
    if "/XFA" in form:
        raise refused(name, _("Die PDF-Datei ist ein Formular, das sich selbst aufbaut (XFA)"))
    if not 1 <= len(document.pages) <= MOST_PAGES:
        raise refused(name, _("Die PDF-Datei hat keine oder zu viele Seiten"))


def _acts(action: pikepdf.Object | None) -> bool:
    """Tell whether what happens on opening is more than showing a page."""
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") != Name.GoTo


def _add_page(made: pikepdf.Pdf, page: pikepdf.Page, contents: Contents) -> None:
    if "/AA" in page.obj:
        raise contents.refused(_("Die PDF-Datei enthält Skripte oder Aktionen"))
    for note in page.obj.get("/Annots", []):
        _check_annotation(note, contents)
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    if float(page.obj.get("/UserUnit", 1)) != 1 or _rotation(page) % 360 or right <= left or top <= bottom:
        raise contents.refused(_("Die Seite ist gedreht oder in einem eigenen Maß"))
    used = page.resources
    taken = made.add_blank_page(page_size=(right - left, top - bottom))
    taken.Resources = contents.resources(used)
    shift = f"1 0 0 1 {-left:.4f} {-bottom:.4f} cm\n".encode()
    taken.Contents = made.make_stream(b"q " + shift + contents.rewritten(page, used) + b"\nQ")


def _rotation(page: pikepdf.Page) -> int:
    """Return by how many degrees the page is shown turned; the pages above it in the tree may say so."""
    node = page.obj
    for _level in range(HIGHEST_TREE):
        if "/Rotate" in node:
            return int(node.Rotate)
        if "/Parent" not in node:
            break
        node = node.Parent
    return 0


def _check_annotation(note: pikepdf.Object, contents: Contents) -> None:
    kind = str(note.get("/Subtype", ""))
    if "/AA" in note or (kind == "/Widget" and "/A" in note):
        raise contents.refused(_("Die PDF-Datei enthält Skripte oder Aktionen"))
    if kind == "/Widget":
        field = note.get("/Parent", note)
        if str(note.get("/V", field.get("/V", ""))) not in ("", "/Off"):
            raise contents.refused(_("Die Seite hat ein ausgefülltes Formularfeld"))
    elif kind not in SILENT:
        raise contents.refused(_("Die Seite hat eine Anmerkung, die beim Druck verloren ginge"))

"""PDF: what a document and its pages may hold, and the plain document made of them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

import pikepdf
import pypdfium2
from pikepdf import Name

from mailing.base.messages import _
from mailing.sandbox.artworks.contents import Content
from mailing.sandbox.artworks.fonts import Fonts
from mailing.sandbox.artworks.images import DRAWING_DPI, page_picture
from mailing.sandbox.artworks.parts import Parts, Shared
from mailing.sandbox.artworks.rasters import image_stream
from mailing.sandbox.artworks.refusals import refused
from mailing.sandbox.artworks.states import Matrix, NotFlatError, State, times

if TYPE_CHECKING:
    from mailing.sandbox.artworks.inks import Inks

MOST_PAGES: Final = 100
HIGHEST_TREE: Final = 50
"""Levels of the tree of pages."""
LONGEST_SIDE: Final = 14_400
"""Points; readers show nothing larger."""
SILENT: Final = ("/Link", "/Popup")
"""Annotations that show nothing on paper."""
BROKEN: Final = (
    *(pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OverflowError),
    *(ZeroDivisionError, pypdfium2.PdfiumError),
)
"""What reading a broken file ends with, wherever it is broken."""


class Plain(NamedTuple):
    """A document made plain, and how many pixels an inch its images have where they have fewest."""

    document: pikepdf.Pdf
    dpi: float


class _Source(NamedTuple):
    """A page of the file: its name, its bytes, the page's number from 1."""

    name: str
    data: bytes
    page: int

    def refused(self, reason: str) -> Exception:
        """Return the error that names file and page."""
        return refused(self.name, reason, self.page)


def plain_pages(name: str, data: bytes, inks: Inks) -> Plain:
    """Return a new document with the pages, converted.

    Raises:
        InputError: with file, page and reason.
    """
    try:
        with pikepdf.open(BytesIO(data)) as document:
            if document.is_encrypted:
                raise refused(name, _("Die PDF-Datei ist verschlüsselt"))
            _check_document(name, document)
            for number, page in enumerate(document.pages, start=1):
                _check_acts(page, _Source(name, data, number))
            document.flatten_annotations("print")  # fields that nobody has filled in keep their boxes
            made = pikepdf.new()
            shared = Shared(made, inks, Fonts(made))
            lowest: list[float] = []
            for number, page in enumerate(document.pages, start=1):
                lowest += _add_page(page, shared, _Source(name, data, number))
            shared.fonts.finish()
            return Plain(made, min(lowest, default=0.0))
    except pikepdf.PasswordError as error:
        raise refused(name, _("Die PDF-Datei ist verschlüsselt")) from error
    except BROKEN as error:
        raise refused(name, _("Die PDF-Datei ist beschädigt")) from error


def _check_document(name: str, document: pikepdf.Pdf) -> None:
    root = document.Root
    names = root.get("/Names", pikepdf.Dictionary())
    if "/JavaScript" in names or "/AA" in root or _acts(root.get("/OpenAction")):
        raise refused(name, _("Die PDF-Datei enthält Skripte oder Aktionen"))
    if _hides(root.get("/OCProperties", pikepdf.Dictionary())):
        raise refused(name, _("Die PDF-Datei hat Ebenen, die man ein- und ausblendet"))
    form = root.get("/AcroForm", pikepdf.Dictionary())
    if "/XFA" in form:
        raise refused(name, _("Die PDF-Datei ist ein Formular, das sich selbst aufbaut (XFA)"))
    if not 1 <= len(document.pages) <= MOST_PAGES:
        raise refused(name, _("Die PDF-Datei hat keine oder zu viele Seiten"))


def _hides(layers: pikepdf.Object) -> bool:
    """Tell whether any of a document's layers isn't simply shown."""
    shown = layers.get("/D", pikepdf.Dictionary())
    return str(shown.get("/BaseState", "/ON")) != "/ON" or len(shown.get("/OFF", [])) > 0


def _acts(action: pikepdf.Object | None) -> bool:
    """Tell whether what happens on opening is more than showing a page."""
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") != Name.GoTo


def _check_acts(page: pikepdf.Page, source: _Source) -> None:
    """Refuse a page that acts, or whose annotations act, hold a reader's entries, or would be lost."""
    if "/AA" in page.obj:
        raise source.refused(_("Die PDF-Datei enthält Skripte oder Aktionen"))
    for note in page.obj.get("/Annots", []):
        _check_annotation(note, source)


def _add_page(page: pikepdf.Page, shared: Shared, source: _Source) -> list[float]:
    """Add a page upright; return how many pixels an inch its images have."""
    upright, size = _upright(page, source)
    taken = shared.document.add_blank_page(page_size=size)
    parts = Parts(source.name, source.page, shared, upright)
    content = Content(parts, page.resources, State(matrix=upright), 0)
    turn = b"q " + " ".join(f"{part:.4f}" for part in upright).encode() + b" cm\n"
    try:
        taken.Contents = shared.document.make_stream(content.rewritten(page, turn) + b"\nQ")
        taken.Resources = content.resources
    except NotImplementedError as error:
        return _add_picture(taken, size, shared, source, _("Farben, die erst ein Programm errechnet"), error)
    except NotFlatError as error:
        return _add_picture(taken, size, shared, source, str(error), error)
    return [image.dpi for image in content.placed if image.dpi]


def _add_picture(  # noqa: PLR0913, PLR0917 - what the page is, and why it can't stay one
    taken: pikepdf.Page, size: tuple[float, float], shared: Shared, source: _Source, reason: str, error: Exception
) -> list[float]:
    """Draw a page without text as one picture; text would no longer be text."""
    with pypdfium2.PdfDocument(source.data) as document:
        if document[source.page - 1].get_textpage().count_chars():
            told = _("Die Seite hat neben Text {what}; das lässt sich nicht flach machen").format(what=reason)
            raise source.refused(told) from error
    picture = page_picture(source.data, source.page - 1, shared.inks, size, source.name)
    image = image_stream(shared.document, picture, shared.inks)
    taken.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
    width, height = size
    taken.Contents = shared.document.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /P Do Q".encode())
    return [float(DRAWING_DPI)]


def _upright(page: pikepdf.Page, source: _Source) -> tuple[Matrix, tuple[float, float]]:
    """Return how the shown part of a page is laid on a sheet, and the sheet's width and height in points."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    outer = [float(edge) for edge in page.mediabox]
    left, right = max(min(left, right), min(outer[::2])), min(max(left, right), max(outer[::2]))
    bottom, top = max(min(bottom, top), min(outer[1::2])), min(max(bottom, top), max(outer[1::2]))
    scale, turn = float(page.obj.get("/UserUnit", 1)), _rotation(page) % 360
    width, height = right - left, top - bottom
    if turn % 90 or not 0 < width * scale <= LONGEST_SIDE or not 0 < height * scale <= LONGEST_SIDE:
        raise source.refused(_("Die Seite hat keine brauchbare Größe"))
    turned: dict[int, Matrix] = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }
    size = (height, width) if turn in (90, 270) else (width, height)
    return times(turned[turn], (scale, 0, 0, scale, 0, 0)), (size[0] * scale, size[1] * scale)


def _rotation(page: pikepdf.Page) -> int:
    """Return by how many degrees the page is shown turned; the pages above it in the tree may say so."""
    node: pikepdf.Object = page.obj
    for _level in range(HIGHEST_TREE):
        if "/Rotate" in node:
            return int(node.Rotate)
        if "/Parent" not in node:
            break
        node = node.Parent
    return 0


def _check_annotation(note: pikepdf.Object, source: _Source) -> None:
    kind = str(note.get("/Subtype", ""))
    if "/AA" in note or (kind == "/Widget" and "/A" in note):
        raise source.refused(_("Die PDF-Datei enthält Skripte oder Aktionen"))
    if kind == "/Widget":
        field = note.get("/Parent", note)
        if str(note.get("/V", field.get("/V", ""))) not in ("", "/Off"):
            raise source.refused(_("Die Seite hat ein ausgefülltes Formularfeld"))
    elif kind not in SILENT:
        raise source.refused(_("Die Seite hat eine Anmerkung, die beim Druck verloren ginge"))

"""SVG: drawn as PDF; nothing outside the file is ever loaded."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf
from lxml import etree
from reportlab.graphics import renderPDF
from svglib.svglib import SvgRenderer

from mailing.base.messages import _
from mailing.sandbox.artworks.pages import plain_pages
from mailing.sandbox.artworks.refusals import refused

if TYPE_CHECKING:
    from mailing.sandbox.artworks.inks import Inks

UNDRAWN: Final = frozenset(
    ("text", "image", "foreignObject", "script", "filter", "mask", "pattern", "linearGradient", "radialGradient")
    + ("include", "animate", "set", "handler", "clipPath")
)
"""What would be lost, act, or load something; text would need fonts that aren't in the file."""


TEXT: Final = ("BT", "ET", "Tf", "TL")


def vector_page(name: str, data: bytes, inks: Inks) -> pikepdf.Pdf:
    """Return a document whose one page is the drawing."""
    if b"<!DOCTYPE" in data.upper() or b"<!ENTITY" in data.upper() or b"\0" in data:
        raise refused(name, _("Die SVG-Datei erklärt eigene Entitäten oder einen Dokumenttyp"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refused(name, _("Die SVG-Datei ist beschädigt")) from error
    _check(name, root)
    try:
        drawing = SvgRenderer("").render(root)
        drawn = BytesIO()
        renderPDF.drawToFile(drawing, drawn, autoSize=1)
    except Exception as error:
        raise refused(name, _("Die SVG-Datei kann nicht gezeichnet werden")) from error
    return plain_pages(name, _without_fonts(drawn.getvalue()), inks)


def _without_fonts(data: bytes) -> bytes:
    """Return the drawing without the font that its library names on every page; no text is drawn with it."""
    with pikepdf.open(BytesIO(data)) as document:
        page = document.pages[0]
        if "/Font" in page.resources:
            del page.resources["/Font"]
        contents = [part for part in pikepdf.parse_content_stream(page) if str(part[1]) not in TEXT]
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(contents))
        made = BytesIO()
        document.save(made)
        return made.getvalue()


def _check(name: str, root: etree._Element) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str):
            raise refused(name, _("Die SVG-Datei verweist auf andere Dateien"))
        kind = etree.QName(element).localname
        if kind in UNDRAWN:
            raise refused(name, _("Die SVG-Datei enthält „{kind}“; wandeln Sie es in Pfade um").format(kind=kind))
        style = element.text or "" if kind == "style" else ""
        for key, value in [*element.attrib.items(), ("style", style)]:
            if str(key).endswith("href") and not str(value).startswith("#"):
                raise refused(name, _("Die SVG-Datei verweist auf andere Dateien"))
            if "@import" in str(value) or "url(" in str(value).replace("url(#", ""):
                raise refused(name, _("Die SVG-Datei verweist auf andere Dateien"))

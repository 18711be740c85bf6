"""SVG: drawn as PDF; nothing outside the file is ever loaded."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from lxml import etree
from reportlab.graphics import renderPDF
from svglib.svglib import SvgRenderer

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.sandbox.artworks.drawings import UnsettableTextError, make_plain
from mailing.sandbox.artworks.elements import flatten
from mailing.sandbox.artworks.pages import Plain, plain_pages
from mailing.sandbox.artworks.refusals import refused

if TYPE_CHECKING:
    from mailing.sandbox.artworks.inks import Inks

UNDRAWN: Final = frozenset(
    ("foreignObject", "script", "filter", "mask", "pattern", "include", "animate", "set", "handler", "textPath")
)
"""What would be lost, act, or load something."""
DECLARES: Final = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[|\0", re.IGNORECASE)
"""Declarations of the file's own, and other encodings that could hide them. A document type that is only named is left
alone: it is never loaded."""
PICTURES: Final = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,")
"""Pictures that are in the file itself."""


def vector_page(name: str, data: bytes, inks: Inks) -> Plain:
    """Return a document whose one page is the drawing."""
    if DECLARES.search(data):
        raise refused(name, _("Die SVG-Datei erklärt eigene Entitäten oder einen Dokumenttyp"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refused(name, _("Die SVG-Datei ist beschädigt")) from error
    _check(name, root)
    try:
        flatten(root, name, lambda reason: refused(name, reason))
        drawing = SvgRenderer("").render(root)
        make_plain(drawing)
        drawn = BytesIO()
        renderPDF.drawToFile(drawing, drawn, autoSize=1)
    except UnsettableTextError as error:
        raise refused(name, _("Die SVG-Datei hat Text, dessen Zeichen die Schrift Arimo nicht hat")) from error
    except InputError:
        raise
    except Exception as error:  # a broken drawing ends its library in errors of any kind, each of which says the same
        raise refused(name, _("Die SVG-Datei kann nicht gezeichnet werden")) from error
    return plain_pages(name, drawn.getvalue(), inks)


def _check(name: str, root: etree._Element) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str):
            raise refused(name, _("Die SVG-Datei verweist auf andere Dateien"))
        kind = etree.QName(element).localname
        if kind in UNDRAWN:
            raise refused(name, _("Die SVG-Datei enthält „{kind}“; wandeln Sie es in Pfade um").format(kind=kind))
        style = element.text or "" if kind == "style" else ""
        for key, value in [*element.attrib.items(), ("style", style)]:
            if str(key).endswith("href") and not _is_inside(kind, str(value)):
                raise refused(name, _("Die SVG-Datei verweist auf andere Dateien"))
            if str(key) == "stop-opacity" and str(value).strip() not in ("1", "1.0", "100%"):
                raise refused(name, _("Die SVG-Datei hat durchscheinende Verläufe"))
            if "@import" in str(value) or "url(" in str(value).replace("url(#", ""):
                raise refused(name, _("Die SVG-Datei verweist auf andere Dateien"))


def _is_inside(kind: str, target: str) -> bool:
    """Tell whether what an element refers to is in the file itself."""
    return target.startswith("#") or (kind == "image" and target.startswith(PICTURES))

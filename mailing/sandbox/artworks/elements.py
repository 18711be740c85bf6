"""Elements of an SVG told in the way that its library draws them: opacity by shape, pictures flat and in proportion."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree
from PIL import Image

from mailing.base.messages import _
from mailing.sandbox.artworks.rasters import opened

if TYPE_CHECKING:
    from collections.abc import Callable

SHAPES: Final = frozenset(("rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text", "tspan"))
HREFS: Final = ("href", "{http://www.w3.org/1999/xlink}href")
DEEPEST: Final = 100
_NUMBER: Final = re.compile(r"\s*([-+]?[0-9]*\.?[0-9]+)(px)?\s*")


class Cover(NamedTuple):
    """How much is covered: by all of an element, by its area, by its line."""

    whole: float = 1.0
    fill: float = 1.0
    stroke: float = 1.0


def flatten(element: etree._Element, name: str, refused: Callable[[str], Exception], above: Cover = Cover()) -> None:  # noqa: B008 - it can't be changed
    """Write each shape's opacity, its groups' with it, into its fill and its line; lay pictures on white."""
    depth = sum(1 for _each in element.iterancestors())
    if depth > DEEPEST:
        raise refused(_("Die SVG-Datei ist zu tief verschachtelt"))
    told = _style_of(element)
    cover = Cover(
        above.whole * _share(told.get("opacity"), 1.0),
        _share(told.get("fill-opacity"), above.fill),
        _share(told.get("stroke-opacity"), above.stroke),
    )
    kind = etree.QName(element).localname
    if kind == "style" and re.search(r"opacity\s*:\s*(?!1(\.0*)?\s*[;}])", element.text or ""):
        raise refused(_("Die SVG-Datei macht Teile durch Formatvorlagen durchscheinend"))
    if kind == "use" and cover != Cover():
        raise refused(_("Die SVG-Datei verwendet Teile mehrfach und durchscheinend"))
    if kind in SHAPES and cover != Cover():
        if "url(" in told.get("fill", "") + told.get("stroke", ""):
            raise refused(_("Die SVG-Datei hat durchscheinende Verläufe"))
        fill, stroke = cover.whole * cover.fill, cover.whole * cover.stroke
        own = {key: value for key, value in told.items() if "opacity" not in key}
        own |= {"fill-opacity": f"{fill:.4f}", "stroke-opacity": f"{stroke:.4f}"}
        element.set("style", ";".join(f"{key}:{value}" for key, value in own.items()))
    for key in ("opacity", *(("fill-opacity", "stroke-opacity") if kind in SHAPES else ())):
        if key in element.attrib:
            del element.attrib[key]
    if kind == "image":
        _flatten_picture(element, name, cover.whole)
    for child in element:
        flatten(child, name, refused, cover)


def _style_of(element: etree._Element) -> dict[str, str]:
    """Return the properties that an element itself has; its style comes before its attributes."""
    told = {str(key): str(value) for key, value in element.attrib.items() if key in TOLD}
    for each in str(element.get("style", "")).split(";"):
        key, colon, value = each.partition(":")
        if colon:
            told[key.strip()] = value.strip()
    return told


TOLD: Final = ("opacity", "fill-opacity", "stroke-opacity", "fill", "stroke")


def _share(told: str | None, otherwise: float) -> float:
    if told is None:
        return otherwise
    try:
        share = float(told.rstrip("% ")) / (100 if told.strip().endswith("%") else 1)
    except ValueError:
        return otherwise
    return min(1.0, max(0.0, share))


def _flatten_picture(element: etree._Element, name: str, share: float) -> None:
    """Lay an element's picture on white, and place it as wide and high as its proportions allow."""
    key = next((key for key in HREFS if key in element.attrib), None)
    if key is None:
        return
    data = b64decode("".join(str(element.get(key)).partition(",")[2].split()))
    flat = opened(name, data)[0]
    if share < 1:
        flat = Image.blend(Image.new("RGB", flat.size, "white"), flat.convert("RGB"), share)
    made = BytesIO()
    flat.convert("RGB").save(made, "PNG")
    element.set(key, "data:image/png;base64," + b64encode(made.getvalue()).decode())
    places = {each: _NUMBER.fullmatch(str(element.get(each, "0"))) for each in ("x", "y", "width", "height")}
    x, y, width, height = (float(found[1]) if found else 0.0 for found in places.values())
    if width > 0 and height > 0 and str(element.get("preserveAspectRatio", "")).strip() != "none":
        scale = min(width / flat.width, height / flat.height)
        wide, high = flat.width * scale, flat.height * scale
        own = {"x": x + (width - wide) / 2, "y": y + (height - high) / 2, "width": wide, "height": high}
        for each, value in own.items():
            element.set(each, f"{value:.6f}")

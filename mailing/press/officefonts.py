"""Arimo for ReportLab: the job sheet's own fonts, so that no file of the shop's leans on an unembedded Helvetica."""

from __future__ import annotations

import io
from functools import cache

import fontpkg_arimo
import uharfbuzz as hb
from reportlab.graphics.renderbase import STATE_DEFAULTS
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Arimo", "Arimo-Bold"

_WEIGHTS = {REGULAR: 400, BOLD: 700}


@cache
def register_arimo() -> None:
    """Make both faces known to ReportLab, once in a process."""
    variable = hb.Face(hb.Blob.from_file_path(str(fontpkg_arimo.ROOT / "files" / "Arimo[wght].ttf")))
    for name, weight in _WEIGHTS.items():
        order = hb.SubsetInput()
        order.keep_everything()
        order.pin_axis_location(variable, "wght", weight)
        font = TTFont(name, io.BytesIO(order.subset(variable).blob.data))
        font.face.name = name.encode()  # the instances share a name, and ReportLab tells fonts apart by it
        pdfmetrics.registerFont(font)
    STATE_DEFAULTS["fontName"] = REGULAR  # every drawing sets this font first, even one without text
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)

"""The subsets of the faces that are embedded in a PDF, made of the codes that a run used."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

import uharfbuzz as hb

from mailing.letters.setting.fonts import EM, Typeface, typeface
from mailing.model import EmbeddedFont, Face

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_EMBEDDED_TABLES = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})
"""What ISO 32000-1, 9.9 asks of an embedded TrueType program that is used by glyph number and unhinted."""


def embedded_fonts(codes: Mapping[Face, Collection[int]]) -> tuple[EmbeddedFont, ...]:
    """Return the subset of each face that a run's codes need, faces in the order of `Face`."""
    return tuple(_embedded(typeface(face), sorted(codes[face])) for face in Face if codes.get(face))


def _embedded(source: Typeface, codes: list[int]) -> EmbeddedFont:
    forms = {code: form for form, code in source.form_codes.items()}
    meanings = {code: forms[code] if code in forms else (code, source.own_texts[code]) for code in codes}
    program, renumbered = _subset(source, {glyph for glyph, _ in meanings.values()})
    extents = source.font.get_font_extents("ltr")
    return EmbeddedFont(
        face=source.face,
        name=f"{_subset_tag(program, codes)}+{source.name}",
        program=program,
        glyph_ids={code: renumbered[glyph] for code, (glyph, _) in meanings.items()},
        widths={code: source.widths[glyph] for code, (glyph, _) in meanings.items()},
        texts={code: text for code, (_, text) in meanings.items()},
        bbox=_bounding_box(source),
        ascent=extents.ascender,
        descent=extents.descender,
        cap_height=source.font.get_metric_position(hb.OTMetricsTag.CAP_HEIGHT),
        italic_angle=source.font.get_style_value(hb.StyleTag.SLANT_ANGLE),
        is_bold=source.face in (Face.BOLD, Face.BOLD_ITALIC, Face.ARABIC_BOLD),
    )


def _subset(source: Typeface, glyphs: set[int]) -> tuple[bytes, Mapping[int, int]]:
    """Return a TrueType program of just `glyphs`, and where each went in it."""
    order = hb.SubsetInput()
    order.glyph_set.update(glyphs)
    order.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
    dropped = set(source.program.table_tags) - _EMBEDDED_TABLES
    order.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
    plan = hb.SubsetPlan(source.program, order)
    return plan.execute().blob.data, dict(plan.old_to_new_glyph_mapping)


def _subset_tag(program: bytes, codes: list[int]) -> str:
    """Return six capitals from the subset's content (ISO 32000-1, 9.6.4): the same content, the same name."""
    number = int.from_bytes(hashlib.sha256(program + repr(codes).encode()).digest()[:8], "big")
    return "".join(chr(ord("A") + number // 26**digit % 26) for digit in range(6))


def _bounding_box(source: Typeface) -> tuple[int, int, int, int]:
    """Return the box around all glyphs of the whole face (table `head`, xMin to yMax)."""
    head = source.program.reference_table("head").data
    left, bottom, right, top = (round(edge * EM / source.program.upem) for edge in struct.unpack(">4h", head[36:44]))
    return left, bottom, right, top

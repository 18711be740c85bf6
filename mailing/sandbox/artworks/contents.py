"""Content streams and what they use: colours in the inks, pictures flat, fonts embedded; the rest is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Name
from PIL import ImageChops

from mailing.base.messages import _
from mailing.sandbox.artworks.rasters import MOST_PIXELS, image_stream, on_white, too_many_pixels
from mailing.sandbox.artworks.refusals import refused

if TYPE_CHECKING:
    from mailing.sandbox.artworks.inks import Inks

DEEPEST: Final = 12
"""Forms within forms."""
DEVICES: Final = {"/DeviceGray": 1, "/G": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}
DIRECT: Final = {"g": 1, "rg": 3, "k": 4, "G": 1, "RG": 3, "K": 4}
PLAIN_STATE: Final = ("/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/FL", "/SA")


class Contents:
    """Rewrites the streams of a page and copies what they use into a new document."""

    def __init__(self, name: str, page: int, document: pikepdf.Pdf, inks: Inks) -> None:
        self._name, self._page, self._document, self._inks = name, page, document, inks

    def refused(self, reason: str) -> Exception:
        """Return the error that names file and page."""
        return refused(self._name, reason, self._page)

    def rewritten(self, stream: pikepdf.Object | pikepdf.Page, resources: pikepdf.Object, depth: int = 0) -> bytes:
        """Return the stream's instructions with their colours in the inks."""
        if depth > DEEPEST:
            raise self.refused(_("Die Seite ist zu tief verschachtelt"))
        fill = stroke = 1
        stack: list[tuple[int, int]] = []
        out: list[tuple[list[pikepdf.Object], pikepdf.Operator]] = []
        for operands, operator in pikepdf.parse_content_stream(stream):
            sign = str(operator)
            if sign in ("INLINE IMAGE", "BI", "sh"):
                raise self.refused(_("Die Seite hat eingebettete Bilddaten oder Verläufe, die nicht gewandelt werden"))
            if sign in ("BMC", "BDC", "EMC", "MP", "DP", "ri", "BX", "EX"):
                continue
            if sign == "q":
                stack.append((fill, stroke))
            elif sign == "Q" and stack:
                fill, stroke = stack.pop()
            if sign in DIRECT:
                fill, stroke = (DIRECT[sign], stroke) if sign.islower() else (fill, DIRECT[sign])
                out.append(self._colour(operands, is_stroke=sign.isupper()))
            elif sign in ("cs", "CS"):
                count = self._components(operands[0], resources)
                fill, stroke = (count, stroke) if sign == "cs" else (fill, count)
                out.append(self._colour([0, 0, 0, 1] if count == 4 else [0] * count, is_stroke=sign == "CS"))  # noqa: PLR2004 - CMYK
            elif sign in ("sc", "scn", "SC", "SCN"):
                if len(operands) != (fill if sign.islower() else stroke):
                    raise self.refused(_("Die Seite hat Muster oder eine ungültige Farbe"))
                out.append(self._colour(operands, is_stroke=sign.isupper()))
            else:
                out.append((list(operands), operator))
        return pikepdf.unparse_content_stream(out)

    def resources(self, used: pikepdf.Object, depth: int = 0) -> pikepdf.Dictionary:
        """Return what the streams use, in the new document."""
        made = pikepdf.Dictionary()
        for kind, take in (("/Font", self._font), ("/ExtGState", self._state)):
            if kind in used:
                made[kind] = pikepdf.Dictionary({key: take(value) for key, value in used[kind].items()})
        if "/XObject" in used:
            made["/XObject"] = pikepdf.Dictionary(
                {key: self._object(value, used, depth) for key, value in used["/XObject"].items()}
            )
        return made

    def _colour(self, operands: object, *, is_stroke: bool) -> tuple[list[pikepdf.Object], pikepdf.Operator]:
        try:
            parts = [float(part) for part in operands]  # type: ignore[attr-defined]
        except (TypeError, ValueError) as error:
            raise self.refused(_("Die Seite hat Muster oder eine ungültige Farbe")) from error
        inks = self._inks.colour(parts)
        sign = "g" if len(inks) == 1 else "k"
        return inks, pikepdf.Operator(sign.upper() if is_stroke else sign)  # type: ignore[return-value]

    def _components(self, space: pikepdf.Object, resources: pikepdf.Object) -> int:
        named = resources.get("/ColorSpace", pikepdf.Dictionary())
        if isinstance(space, Name) and str(space) in named:
            space = named[str(space)]
        family = str(space if isinstance(space, Name) else space[0])
        if family in DEVICES:
            return DEVICES[family]
        if family == "/ICCBased" and int(space[1].get("/N", 0)) in (1, 3, 4):
            return int(space[1].N)
        raise self.refused(_("Die Seite hat den Farbraum {space}, der nicht gewandelt wird").format(space=family[1:]))

    def _font(self, font: pikepdf.Object) -> pikepdf.Object:
        within = font.DescendantFonts[0] if font.get("/Subtype") == Name.Type0 else font
        descriptor = within.get("/FontDescriptor", pikepdf.Dictionary())
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            title = str(font.get("/BaseFont", "/?"))[1:]
            raise self.refused(_("Die Schrift {font} ist nicht eingebettet").format(font=title))
        return self._document.copy_foreign(font)

    def _state(self, state: pikepdf.Object) -> pikepdf.Object:
        clear = any(float(state.get(key, 1)) < 1 for key in ("/ca", "/CA"))
        blended = str(state.get("/BM", "/Normal")) not in ("/Normal", "/Compatible")
        if clear or blended or str(state.get("/SMask", "/None")) != "/None":
            raise self.refused(_("Die Seite hat durchscheinende Teile"))
        return pikepdf.Dictionary({key: state[key] for key in PLAIN_STATE if key in state})

    def _object(self, drawn: pikepdf.Object, above: pikepdf.Object, depth: int) -> pikepdf.Object:
        if drawn.get("/Subtype") == Name.Image:
            return self._image(drawn)
        if drawn.get("/Subtype") != Name.Form or "/OC" in drawn:
            raise self.refused(_("Die Seite hat Teile, die nicht gedruckt werden können"))
        used = drawn.get("/Resources", above)
        form = self._document.make_stream(self.rewritten(drawn, used, depth + 1))
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, pikepdf.Array(list(drawn.BBox))
        if "/Matrix" in drawn:
            form.Matrix = pikepdf.Array(list(drawn.Matrix))
        form.Resources = self.resources(used, depth + 1)
        return self._document.make_indirect(form)

    def _image(self, image: pikepdf.Object) -> pikepdf.Object:
        if int(image.Width) * int(image.Height) > MOST_PIXELS:
            raise too_many_pixels(self._name, self._page)
        if image.get("/ImageMask", False) or isinstance(image.get("/Mask"), pikepdf.Array) or "/Decode" in image:
            raise self.refused(_("Die Seite hat ein Bild mit Maske, das nicht gewandelt wird"))
        try:
            picture = pikepdf.PdfImage(image).as_pil_image()
            for key in ("/SMask", "/Mask"):
                if key in image:
                    alpha = pikepdf.PdfImage(image[key]).as_pil_image().convert("L").resize(picture.size)
                    picture = picture.convert("RGB")
                    picture.putalpha(alpha if key == "/SMask" else ImageChops.invert(alpha))
                    break
            return image_stream(self._document, self._inks.picture(on_white(picture)), self._inks)
        except (OSError, ValueError, NotImplementedError, pikepdf.PdfError) as error:
            raise self.refused(_("Die Seite hat ein Bild, das nicht gelesen werden kann")) from error

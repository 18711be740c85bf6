"""Colours to DeviceGray, in all that a page draws: its operators, its forms and its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from deflate import zlib_compress

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

_COMPONENTS: Final = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3}
_CMYK: Final = ("/DeviceCMYK", "/CMYK")
QUICKLY: Final = 5


def gray_of(colours: Sequence[float]) -> float:
    """Return the gray (0 black, 1 white) of one, three (RGB) or four (CMYK) components, by Rec. 601."""
    if len(colours) == 1:
        return colours[0]
    if len(colours) == 4:  # noqa: PLR2004 - CMYK
        *inks, black = colours
        colours = [(1 - ink) * (1 - black) for ink in inks]
    red, green, blue = colours
    return 0.299 * red + 0.587 * green + 0.114 * blue


def grayed(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Turn all colours of a page to grays.

    Raises:
        NotImplementedError: it draws with what has no simple gray: shadings, patterns, spot inks.
    """
    _Graying(pdf).holder(page.obj)


class _Graying:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._done: set[tuple[int, int]] = set()

    def holder(self, holder: pikepdf.Object) -> None:
        """Turn what a page or a form draws."""
        import pikepdf

        resources = holder.get("/Resources", pikepdf.Dictionary())
        for kind in ("/Shading", "/Pattern"):
            if len(resources.get(kind, {})):
                raise NotImplementedError(kind.removeprefix("/"))
        spaces = dict(resources.get("/ColorSpace", {}).items())
        for _name, item in list(resources.get("/XObject", {}).items()):
            if item.objgen in self._done:
                continue
            self._done.add(item.objgen)
            if item.get("/Subtype") == "/Image":
                self._image(item)
            else:
                self._form(item, spaces)
                self.holder(item)
        if isinstance(holder, pikepdf.Stream):
            return
        for key in ("/ColorSpace",):
            if key in resources:
                del resources[key]

    def _form(self, form: pikepdf.Object, outer: dict[str, pikepdf.Object]) -> None:
        import pikepdf

        resources = form.get("/Resources", pikepdf.Dictionary())
        spaces = {**outer, **dict(resources.get("/ColorSpace", {}).items())}
        made = list(_instructions(pikepdf.parse_content_stream(form), spaces))
        form.write(pikepdf.unparse_content_stream(made))
        for key in ("/Group", "/StructParents", "/PieceInfo", "/LastModified"):
            if key in form:
                del form[key]
        if "/ColorSpace" in resources:
            del resources["/ColorSpace"]
        if "/Properties" in resources:
            del resources["/Properties"]

    def _image(self, image: pikepdf.Object) -> None:
        import pikepdf

        if bool(image.get("/ImageMask", False)):
            return
        if "/SMask" in image or "/Mask" in image:
            raise NotImplementedError("SMask")
        if _components(image.get("/ColorSpace")) == 1 and not isinstance(image.get("/ColorSpace"), pikepdf.Array):
            return
        picture = pikepdf.PdfImage(image).as_pil_image().convert("L")
        width, height = picture.size
        for key in ("/Decode", "/DecodeParms", "/Intent", "/Metadata", "/Interpolate"):
            if key in image:
                del image[key]
        image.write(bytes(zlib_compress(picture.tobytes(), QUICKLY)), filter=pikepdf.Name.FlateDecode)
        image.ColorSpace = pikepdf.Name.DeviceGray
        image.BitsPerComponent = 8
        image.Width, image.Height = width, height


def _components(space: pikepdf.Object | None) -> int:
    """Return how many components a colour space has; 0 for one that has no simple gray."""
    import pikepdf

    if space is None:
        return 0
    kind = str(space[0]) if isinstance(space, pikepdf.Array) else str(space)
    if kind in _COMPONENTS:
        return _COMPONENTS[kind]
    if kind in _CMYK:
        return 4
    return int(space[1].N) if kind == "/ICCBased" else 0


def _instructions(parsed, spaces):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, C901, PLR0912
    """Give the operators with grays in place of colours; marked content goes, it says nothing on paper."""
    import pikepdf

    in_use = {False: 1, True: 1}
    for instruction in parsed:
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            raise NotImplementedError("BI")
        operands, operator = instruction.operands, str(instruction.operator)
        is_stroke = operator.isupper()
        if operator in {"g", "G", "rg", "RG", "k", "K"}:
            in_use[is_stroke] = len(operands)
            yield _gray(operands, is_stroke=is_stroke)
        elif operator in {"cs", "CS"}:
            space = operands[0]
            found = spaces.get(str(space), space)
            number = _components(found)
            if not number:
                raise NotImplementedError(str(found[0] if isinstance(found, pikepdf.Array) else found))
            in_use[is_stroke] = number
            yield _gray([0.0] * 3 + [1.0] if number == 4 else [0.0], is_stroke=is_stroke)  # noqa: PLR2004 - CMYK
        elif operator in {"sc", "SC", "scn", "SCN"}:
            yield _gray(operands, is_stroke=is_stroke)
        elif operator not in {"BDC", "BMC", "EMC", "MP", "DP", "ri"}:
            yield instruction


def _gray(operands, *, is_stroke):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    import pikepdf

    gray = round(gray_of([float(operand) for operand in operands]), 4)
    return pikepdf.ContentStreamInstruction([gray], pikepdf.Operator("G" if is_stroke else "g"))

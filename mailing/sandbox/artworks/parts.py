"""What content streams use, in the new document: fonts, images, forms, patterns and shadings, each taken once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import pikepdf
from pikepdf import Name

from mailing.base.messages import _
from mailing.sandbox.artworks.contents import Content
from mailing.sandbox.artworks.images import plain_image
from mailing.sandbox.artworks.refusals import refused
from mailing.sandbox.artworks.shadings import plain_shading
from mailing.sandbox.artworks.states import BLACK, UNCHANGED, Matrix, Paint, Placed, State, matrix_of, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.sandbox.artworks.fonts import Font, Fonts
    from mailing.sandbox.artworks.inks import Inks

DEEPEST: Final = 12
"""Forms within forms."""
MOST_IMAGES: Final = 5_000
"""Places of images on a page."""
TILING, SHADING = 1, 2
UNCOLOURED: Final = 2

Made: TypeAlias = tuple[pikepdf.Object, list[Placed]]
Key: TypeAlias = tuple[object, ...]


class Shared:
    """What all pages of a new document share."""

    def __init__(self, document: pikepdf.Pdf, inks: Inks, fonts: Fonts) -> None:
        self.document, self.inks, self.fonts = document, inks, fonts
        self.made: dict[Key, Made] = {}


class Parts:
    """Takes what one page uses.

    Args:
        name: the file.
        page: the page's number, from 1.
        shared: what is already taken.
        upright: how the page's own space lies on the sheet; patterns lie in it, not in what surrounds them.
    """

    def __init__(self, name: str, page: int, shared: Shared, upright: Matrix) -> None:
        self._name, self._page, self._shared, self._upright = name, page, shared, upright
        self.inks = shared.inks

    def refused(self, reason: str) -> Exception:
        """Return the error that names file and page."""
        return refused(self._name, reason, self._page)

    def font(self, font: pikepdf.Object) -> Font:
        """Return a font, ready for being shown."""
        return self._shared.fonts.take(font, self.refused)

    def kept(self, made: pikepdf.Dictionary) -> pikepdf.Object:
        """Return a dictionary as an object of the new document, the same for the same entries."""
        key: Key = ("kept", made.unparse())
        if key not in self._shared.made:
            self._shared.made[key] = self._shared.document.make_indirect(made), []
        return self._shared.made[key][0]

    def count(self, placed: Sequence[Placed]) -> None:
        """See to it that a page's images aren't past counting."""
        if len(placed) > MOST_IMAGES:
            raise self.refused(_("Die Seite ist zu tief verschachtelt"))

    def image(self, image: pikepdf.Object, alpha: float) -> pikepdf.Object:
        """Return an image that covers as much as `alpha` says."""
        key: Key = ("image", image.objgen, alpha)
        if not image.is_indirect or key not in self._shared.made:
            try:
                made = plain_image(self._shared.document, image, self.inks, alpha, self._name)  # type: ignore[arg-type]
            except (pikepdf.PdfError, ValueError, AttributeError, TypeError, OSError, RuntimeError) as error:
                raise self.refused(_("Die Seite hat ein Bild, das nicht gelesen werden kann")) from error
            if not image.is_indirect:
                return made
            self._shared.made[key] = made, []
        return self._shared.made[key][0]

    def inline(self, inline: pikepdf.PdfInlineImage, given: pikepdf.Object) -> pikepdf.Object:
        """Return an image that stands among the instructions as an object of its own."""
        made = self._shared.document.make_stream(inline.read_raw_bytes())
        made.Type, made.Subtype = Name.XObject, Name.Image
        for key, value in inline.obj.items():
            spaces = given.get("/ColorSpace", pikepdf.Dictionary())
            is_named = key == "/ColorSpace" and isinstance(value, Name) and str(value) in spaces
            value = spaces[str(value)] if is_named else value  # noqa: PLW2901
            foreign = getattr(value, "is_indirect", False)
            made[key] = self._shared.document.copy_foreign(value) if foreign else value
        return made

    def form(self, form: pikepdf.Object, above: pikepdf.Object, state: State, depth: int) -> Made:
        """Return a form as it is drawn in a state, and its images in the space around it.

        Raises:
            NotFlatError: the page can only be printed as a picture.
        """
        if depth > DEEPEST:
            raise self.refused(_("Die Seite ist zu tief verschachtelt"))
        begin = _within(state, is_group="/Group" in form)
        colours = [tuple(paint.space.device(paint.parts)) for paint in (begin.fill, begin.stroke)]
        key: Key = ("form", form.objgen, *colours, begin.fill_alpha, begin.stroke_alpha, begin.group)
        if key in self._shared.made:
            return self._shared.made[key]
        given = form.get("/Resources", above)
        content = Content(self, given, begin, depth)
        made = self._shared.document.make_stream(content.rewritten(form))
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, pikepdf.Array(list(form.BBox))
        matrix = matrix_of(form.get("/Matrix"))
        if matrix != UNCHANGED:
            made.Matrix = pikepdf.Array(matrix)
        made.Resources = content.resources
        self._shared.made[key] = made, [image.under(matrix) for image in content.placed]
        return self._shared.made[key]

    def pattern(self, pattern: pikepdf.Object, given: pikepdf.Object, paint: Paint, alpha: float, depth: int) -> Made:
        """Return a pattern in the inks; an uncoloured one has the paint's colour."""
        matrix = matrix_of(pattern.get("/Matrix"))
        if depth == 0:
            matrix = times(matrix, self._upright)
        if int(pattern.PatternType) == SHADING:
            made = pikepdf.Dictionary(PatternType=SHADING, Shading=self.shading(pattern.Shading, given, alpha))
            made.Matrix = pikepdf.Array(matrix)
            return self.kept(made), []
        uncoloured = int(pattern.PaintType) == UNCOLOURED
        colour = tuple(self.inks.colour(paint.space.device(paint.parts))) if uncoloured else ()
        key: Key = ("pattern", pattern.objgen, colour, matrix)
        if key not in self._shared.made:
            self._shared.made[key] = self._tiles(pattern, paint if uncoloured else None, matrix, depth + 1)
        return self._shared.made[key]

    def shading(self, shading: pikepdf.Object, given: pikepdf.Object, alpha: float) -> pikepdf.Object:
        """Return a shading in the inks, laid on white as far as it doesn't cover."""
        key: Key = ("shading", shading.objgen, alpha)
        if not shading.is_indirect or key not in self._shared.made:
            made = plain_shading(self._shared.document, shading, given, self.inks, alpha)
            if not shading.is_indirect:
                return made
            self._shared.made[key] = made, []
        return self._shared.made[key][0]

    def _tiles(self, pattern: pikepdf.Object, paint: Paint | None, matrix: Matrix, depth: int) -> Made:
        if depth > DEEPEST:
            raise self.refused(_("Die Seite ist zu tief verschachtelt"))
        state, first = State(), b""
        if paint:
            plain = Paint(paint.space, paint.parts)
            state = State(plain, plain)
            inks = self.inks.colour(paint.space.device(paint.parts))
            told = " ".join(f"{ink:.4f}" for ink in inks)
            first = f"{told} {'g' if len(inks) == 1 else 'k'} {told} {'G' if len(inks) == 1 else 'K'}\n".encode()
        content = Content(self, pattern.get("/Resources", pikepdf.Dictionary()), state, depth)
        made = self._shared.document.make_stream(content.rewritten(pattern, first))
        made.Type, made.PatternType, made.PaintType = Name.Pattern, TILING, 1
        made.TilingType, made.XStep, made.YStep = int(pattern.get("/TilingType", 1)), pattern.XStep, pattern.YStep
        made.BBox, made.Matrix = pikepdf.Array(list(pattern.BBox)), pikepdf.Array(matrix)
        made.Resources = content.resources
        return made, [image.under(matrix) for image in content.placed]


def _within(state: State, *, is_group: bool) -> State:
    """Return the state with which a form begins; a pattern's name means nothing in there."""
    fill, stroke = (BLACK if paint.pattern else paint for paint in (state.fill, state.stroke))
    if is_group:
        return State(fill, stroke, group=state.filled)
    return State(fill, stroke, state.fill_alpha, state.stroke_alpha, state.group)

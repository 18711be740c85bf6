"""Content streams, instruction by instruction: colours in the inks and laid on white, and only what they use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Name

from mailing.base.messages import _
from mailing.sandbox.artworks.spaces import device_space, space_of
from mailing.sandbox.artworks.states import NotFlatError, Paint, Placed, State, matrix_of, times

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mailing.sandbox.artworks.parts import Parts

DIRECT: Final = {"g": 1, "rg": 3, "k": 4}
SHOWING: Final = ("Tj", "TJ", "'", '"')
PAINTING: Final = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))
KEPT: Final = PAINTING | frozenset(
    (
        "w",
        "J",
        "j",
        "M",
        "d",
        "i",
        "m",
        "l",
        "c",
        "v",
        "y",
        "h",
        "re",
        "n",
        "W",
        "W*",
        "BT",
        "ET",
        "Tc",
        "Tw",
        "Tz",
        "TL",
        "Tr",
        "Ts",
        "Td",
        "TD",
        "Tm",
        "T*",
    )
)
"""Instructions that are taken as they are."""
TILING: Final = 1
PLAIN_STATE: Final = ("/LW", "/LC", "/LJ", "/ML", "/D", "/FL", "/SA")


class Content:
    """One stream on its way into the new document.

    Attributes:
        resources: what it uses there.
        placed: the images that it draws, in its own space.
    """

    def __init__(self, parts: Parts, given: pikepdf.Object, state: State, depth: int) -> None:
        self._parts, self._given, self._state, self._depth = parts, given, state, depth
        self._stack: list[State] = []
        self._out: list[tuple[Sequence[object], pikepdf.Operator]] = []
        self.resources = pikepdf.Dictionary()
        self.placed: list[Placed] = []
        self._steps: dict[str, Callable[[Sequence[pikepdf.Object]], None]] = {
            "q": self._save,
            "Q": self._restore,
            "cm": self._transform,
            "gs": self._set_state,
            "Tf": self._choose_font,
            "Do": self._draw,
            "sh": self._shade,
        }

    def rewritten(self, stream: pikepdf.Object | pikepdf.Page, first: bytes = b"") -> bytes:
        """Return the stream's instructions; `first` come before them.

        Raises:
            NotFlatError: the page can only be printed as a picture.
            NotImplementedError, ValueError: it can't be read.
        """
        for instruction in pikepdf.parse_content_stream(stream):
            sign = str(instruction.operator)
            operands: Sequence[pikepdf.Object] = list(instruction.operands)
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._draw_image(self._parts.inline(instruction.iimage, self._given), "/Inline")
            elif sign in self._steps:
                self._steps[sign](operands)
            elif sign.lower() in DIRECT or sign.lower() in ("cs", "sc", "scn"):
                self._colour(sign, operands)
            elif sign in SHOWING:
                self._check_patterns()
                self._show(sign, operands)
            elif sign in KEPT:
                if sign in PAINTING:
                    self._check_patterns()
                self._add(sign, operands)
        for _left in self._stack:
            self._add("Q", ())
        return first + pikepdf.unparse_content_stream(self._out)  # type: ignore[arg-type]

    def _add(self, sign: str, operands: Sequence[object]) -> None:
        self._out.append((operands, pikepdf.Operator(sign)))

    def _save(self, _operands: Sequence[pikepdf.Object]) -> None:
        self._stack.append(self._state)
        self._add("q", ())

    def _restore(self, _operands: Sequence[pikepdf.Object]) -> None:
        if self._stack:
            self._state = self._stack.pop()
            self._add("Q", ())

    def _transform(self, operands: Sequence[pikepdf.Object]) -> None:
        self._state = replace(self._state, matrix=times(matrix_of(operands), self._state.matrix))
        self._add("cm", operands)

    def _colour(self, sign: str, operands: Sequence[pikepdf.Object]) -> None:
        now = self._state.stroke if sign.isupper() else self._state.fill
        pattern = ""
        if sign.lower() in DIRECT:
            space = device_space(DIRECT[sign.lower()])
            parts = tuple(float(part) for part in operands)
        elif sign.lower() == "cs":
            space = space_of(operands[0], self._given)
            parts = space.initial
        else:
            space, numbers = now.space, list(operands)
            if numbers and isinstance(numbers[-1], Name):
                pattern = str(numbers.pop())
            parts = tuple(float(part) for part in numbers)
        if len(parts) != len(space.initial) and not pattern:
            raise ValueError("components of a colour")
        paint = Paint(space, parts, pattern)
        is_stroke = sign.isupper()
        self._state = replace(self._state, stroke=paint) if is_stroke else replace(self._state, fill=paint)
        if sign.lower() != "cs" or not space.is_pattern:
            self._paint(is_stroke=sign.isupper())

    def _paint(self, *, is_stroke: bool) -> None:
        """Set the colour again, as much as it covers."""
        state = self._state
        paint, alpha = (state.stroke, state.stroked) if is_stroke else (state.fill, state.filled)
        if not paint.pattern:
            inks = self._parts.inks.on_white(paint.space.device(paint.parts), alpha)
            self._add(_sign("g" if len(inks) == 1 else "k", is_stroke=is_stroke), inks)
            return
        pattern = self._given.Pattern[paint.pattern]
        made, placed = self._parts.pattern(pattern, self._given, paint, alpha, self._depth)
        self.placed += placed
        self._add(_sign("cs", is_stroke=is_stroke), (Name.Pattern,))
        self._add(_sign("scn", is_stroke=is_stroke), (self._named("/Pattern", paint.pattern, made),))

    def _check_patterns(self) -> None:
        """See to it that no tiles are painted that shine through: what they overlap with isn't known."""
        state = self._state
        for paint, alpha in ((state.fill, state.filled), (state.stroke, state.stroked)):
            if paint.pattern and alpha < 1 and int(self._given.Pattern[paint.pattern].PatternType) == TILING:
                raise NotFlatError(_("durchscheinende Muster"))

    def _set_state(self, operands: Sequence[pikepdf.Object]) -> None:
        given = self._given.ExtGState[str(operands[0])]
        if str(given.get("/SMask", "/None")) != "/None":
            raise NotFlatError(_("weiche Masken"))
        if _blend(given.get("/BM")) not in ("/Normal", "/Compatible"):
            raise NotFlatError(_("Farben, die sich mischen"))
        if "/Font" in given:
            raise NotFlatError(_("Schrift im Grafikzustand"))
        plain = pikepdf.Dictionary({key: given[key] for key in PLAIN_STATE if key in given})
        if len(plain):
            self._add("gs", (self._named("/ExtGState", str(operands[0]), self._parts.kept(plain)),))
        before = self._state
        self._state = replace(
            before,
            fill_alpha=float(given.get("/ca", before.fill_alpha)),
            stroke_alpha=float(given.get("/CA", before.stroke_alpha)),
        )
        if self._state.fill_alpha != before.fill_alpha:
            self._paint(is_stroke=False)
        if self._state.stroke_alpha != before.stroke_alpha:
            self._paint(is_stroke=True)

    def _choose_font(self, operands: Sequence[pikepdf.Object]) -> None:
        """Keep the font in mind: many a program names one on each page that it never shows."""
        self._state = replace(self._state, asked=(str(operands[0]), float(operands[1])), font=None)

    def _show(self, sign: str, operands: Sequence[pikepdf.Object]) -> None:
        font = self._state.font
        if font is None:
            key, size = self._state.asked
            font = self._parts.font(self._given.Font[key])
            self._state = replace(self._state, font=font)
            self._add("Tf", (self._named("/Font", key, font.copy), size))
        shown = operands[-1]
        for part in shown if isinstance(shown, pikepdf.Array) else (shown,):
            if isinstance(part, pikepdf.String):
                font.show(bytes(part))
        self._add(sign, operands)

    def _draw(self, operands: Sequence[pikepdf.Object]) -> None:
        key = str(operands[0])
        drawn = self._given.XObject[key]
        if drawn.get("/Subtype") == Name.Image:
            self._draw_image(drawn, key)
            return
        if drawn.get("/Subtype") != Name.Form or "/Ref" in drawn:
            raise NotFlatError(_("Teile, die nicht gezeichnet sind"))
        made, placed = self._parts.form(drawn, self._given, self._state, self._depth + 1)
        self.placed += [image.under(self._state.matrix) for image in placed]
        self._parts.count(self.placed)
        self._add("Do", (self._named("/XObject", key, made),))

    def _draw_image(self, image: pikepdf.Object, key: str) -> None:
        made = self._parts.image(image, self._state.filled)
        self.placed.append(Placed(self._state.matrix, int(made.Width), int(made.Height)))
        self._parts.count(self.placed)
        self._add("Do", (self._named("/XObject", key, made),))

    def _shade(self, operands: Sequence[pikepdf.Object]) -> None:
        made = self._parts.shading(self._given.Shading[str(operands[0])], self._given, self._state.filled)
        self._add("sh", (self._named("/Shading", str(operands[0]), made),))

    def _named(self, kind: str, key: str, made: pikepdf.Object) -> Name:
        """Return the name by which an object of the new document is used here."""
        named = self.resources.get(kind)
        if named is None:
            self.resources[kind] = named = pikepdf.Dictionary()
        name, number = key, 0
        while name in named and named[name].objgen != made.objgen:
            number += 1
            name = f"{key}.{number}"
        named[name] = made
        return Name(name)


def _sign(sign: str, *, is_stroke: bool) -> str:
    return sign.upper() if is_stroke else sign


def _blend(given: pikepdf.Object | None) -> str:
    """Return how a state mixes colours: a name, or the first of a list."""
    if isinstance(given, pikepdf.Array):
        return str(given[0]) if len(given) else "/Normal"
    return "/Normal" if given is None else str(given)

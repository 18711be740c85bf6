"""Whether a printed page is a page of the office's own file: ink where ink stands there, and each letter in its place.

The file was made in colours and the page in the shop's inks, so shades may differ, but not what is dark and what isn't:
a dot may be anything between the lightest and the darkest around it on the other page, and a good deal more.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from mailing.audit.expectations import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from mailing.audit.pages import PageView
    from mailing.model import Rect

    Shades: TypeAlias = NDArray[np.int16]

DOTS: Final = 4.0
"""Dots in a mm at which pages are compared, 100 dpi: a stroke of a letter is one or two wide."""
OTHER_SHADE: Final = 80
"""Of 255: so much darker or lighter may a dot be, because its colour is printed in other inks."""
CELL: Final = 16
"""Dots to the side of what is judged at once, 4 mm: a letter or two."""
MOST_OFF: Final = 8
"""Dots of a cell that may be off: what the smoothing of edges leaves is two or three."""
WHITE: Final = 255
SQUARE: Final = 0.35
"""mm; a letter stands no further than two such squares from its place."""


def difference(page: PageView, original: PageView, code: Rect | None) -> str:
    """Return where a page differs from the office's, or by how many letters; "" where it doesn't.

    Args:
        page: as it is printed.
        original: the page of the office's file, which may be as much as a mm larger or smaller.
        code: the control code's zone, which isn't looked at.
    """
    return _other_ink(page, original, code) or _other_text(page, original)


def _other_ink(page: PageView, original: PageView, code: Rect | None) -> str:
    """Return the cell in which most dots are off; "" where no cell has too many."""
    ours, theirs = (_shades(each, page, code) for each in (page, original))
    off = _off(ours, theirs) | _off(theirs, ours)
    rows, columns = (side // CELL * CELL for side in off.shape)
    cells = off[:rows, :columns].reshape(rows // CELL, CELL, columns // CELL, CELL).sum(axis=(1, 3))
    if cells.max() <= MOST_OFF:
        return ""
    row, column = divmod(int(cells.argmax()), cells.shape[1])
    return f"x {column * CELL / DOTS:.0f}, y {row * CELL / DOTS:.0f} mm"


def _shades(view: PageView, page: PageView, code: Rect | None) -> Shades:
    """Return a view's shades, as large as the printed page, with margins so that all of it is in whole cells."""
    import numpy as np

    shades = view.shades(DOTS, page.width, page.height).astype(np.int16)
    if code is not None:
        shades[_dots(code.y) : _dots(code.bottom) + 1, _dots(code.x) : _dots(code.right) + 1] = WHITE
    rows, columns = (-side % CELL for side in shades.shape)
    return np.pad(shades, ((0, rows), (0, columns)), constant_values=WHITE)


def _off(ours: Shades, theirs: Shades) -> NDArray[np.bool_]:
    """Return which of our dots are darker or lighter than theirs right there and around."""
    import numpy as np

    padded = np.pad(theirs, 1, mode="edge")
    height, width = theirs.shape
    around = [padded[down : down + height, across : across + width] for down in range(3) for across in range(3)]
    darkest, lightest = np.minimum.reduce(around), np.maximum.reduce(around)
    off: NDArray[np.bool_] = (ours < darkest - OTHER_SHADE) | (ours > lightest + OTHER_SHADE)
    return off


def _other_text(page: PageView, original: PageView) -> str:
    """Return how many letters are missing at their places, and how many stand where none should; "" for none.

    What fields show is no text of the original's, but of the page that is printed.
    """
    ours, theirs = (_places(each.letters) for each in (page, original))
    scale = (page.width / original.width, page.height / original.height)
    lost = added = 0
    for letter in ours.keys() | theirs.keys():
        own, told = ours[letter], [(x * scale[0], y * scale[1]) for x, y in theirs[letter]]
        lost += _without(told, own)
        added += _without(own, told)
    if original.has_annotations:
        added = 0
    return f"{lost} – / {added} +" if lost or added else ""


def _places(letters: Iterable[tuple[str, float, float]]) -> defaultdict[str, list[tuple[float, float]]]:
    places: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for letter, x, y in letters:
        if squeezed(letter):
            places[squeezed(letter)].append((x, y))
    return places


def _without(places: Iterable[tuple[float, float]], others: Iterable[tuple[float, float]]) -> int:
    """Return for how many places there is none of the others near: none in the squares around."""
    taken = {_square(*other) for other in others}
    around = [(across, down) for across in range(-2, 3) for down in range(-2, 3)]
    squares = [_square(*place) for place in places]
    return sum(
        not any((across + more, down + further) in taken for more, further in around) for across, down in squares
    )


def _square(x: float, y: float) -> tuple[int, int]:
    return int(x / SQUARE), int(y / SQUARE)


def _dots(length: float) -> int:
    return max(int(length * DOTS), 0)

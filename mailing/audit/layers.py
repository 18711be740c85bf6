"""Pages as layers: the plate that many pages stand on, found out once, and what each page draws above it, read anew.

A plate is a form XObject, and a form leaves the graphics state as it found it (ISO 32000-1, 8.10.1): what a page draws
behind it is drawn as if it weren't there. So what the two show together is what they show one by one, as far as neither
hides the other; where both have something in one place, the page is read whole.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from mailing.audit.page_objects import Drawn

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from mailing.audit.page_objects import Box
    from mailing.audit.pages import PageView
    from mailing.model import Rect

    Layer: TypeAlias = "PageView | Plate"
    Page: TypeAlias = "PageView | LayeredPage"

_Found = TypeVar("_Found")


class Plate(Drawn):
    """What a plate shows, alone on its sheet; kept for all pages that stand on it.

    Args:
        opened: opens a page with nothing else on it.
    """

    is_kept = True

    def __init__(self, opened: Callable[[], AbstractContextManager[PageView]]) -> None:
        self._opened = opened
        self._texts: dict[Rect, str] = {}
        self._blanks: dict[Rect, bool] = {}
        with opened() as view:
            self.height = view.height
            self.text = view.text
            self.text_as_written = view.text_as_written
            self.levels = view.levels
            self.text_boxes = view.text_boxes
            self.graphic_boxes = view.graphic_boxes

    def text_in(self, area: Rect) -> str:
        """Return the text whose characters stand in `area`, line by line."""
        if area not in self._texts:
            with self._opened() as view:
                self._texts[area] = view.text_in(area)
        return self._texts[area]

    def is_blank(self, area: Rect) -> bool:
        """Whether nothing at all is drawn in `area`."""
        if area not in self._blanks:
            with self._opened() as view:
                self._blanks[area] = view.is_blank(area)
        return self._blanks[area]


class LayeredPage(Drawn):
    """An open page: its plate, and above it what is its own.

    Args:
        plate: what it stands on.
        own: the page without that.
        open_whole: opens the page as it is, for as long as this one is open.
    """

    def __init__(self, plate: Plate, own: PageView, open_whole: Callable[[], PageView]) -> None:
        self._plate = plate
        self._own = own
        self._open_whole = open_whole
        self.layers = (plate, own)
        self.height = own.height
        self.width = own.width

    @cached_property
    def whole(self) -> PageView:
        """The page as it is, read anew."""
        return self._open_whole()

    @cached_property
    def text_boxes(self) -> tuple[Box, ...]:  # type: ignore[override]
        """The boxes around each stretch of glyphs on a line."""
        return self._plate.text_boxes + self._own.text_boxes

    @cached_property
    def graphic_boxes(self) -> tuple[Box, ...]:  # type: ignore[override]
        """The boxes around everything drawn that is no text."""
        return self._plate.graphic_boxes + self._own.graphic_boxes

    def text_in(self, area: Rect) -> str:
        """Return the text whose characters stand in `area`, line by line."""
        below, above = self._plate.text_in(area), self._own.text_in(area)
        return self.whole.text_in(area) if below and above else below or above

    def code(self, area: Rect) -> str:
        """Return what the Data Matrix in `area` says; "" where none can be read."""
        return self._seen_in(area).code(area)

    def is_dark(self, area: Rect) -> bool:
        """Whether the middle of `area` is printed black."""
        return self._seen_in(area).is_dark(area)

    def _seen_in(self, area: Rect) -> PageView:
        """Return what shows all that is drawn in `area`."""
        return self._own if self._plate.is_blank(area) else self.whole


class OncePerPlate(Generic[_Found]):
    """Finds something out about layers; about a plate only once."""

    def __init__(self, find: Callable[[Layer], _Found]) -> None:
        self._find = find
        self._known: dict[Layer, _Found] = {}

    def __call__(self, layer: Layer) -> _Found:
        """Return what is found."""
        if not layer.is_kept:
            return self._find(layer)
        if layer not in self._known:
            self._known[layer] = self._find(layer)
        return self._known[layer]

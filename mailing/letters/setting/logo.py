"""The logo on the first page: what it mustn't cover, and the letterhead's text beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.setting.pictures import is_on_sheet
from mailing.letters.setting.shaping import width
from mailing.letters.setting.style import ASCENT, DESCENT
from mailing.model import MM_PER_PT, Line, Rect
from mailing.model.din5008 import LEFT_MARGIN, TEXT_RIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailing.model.placing import PlacedPicture

GAP: Final = 4.0
"""mm that stay free between the logo and the letterhead's text beside it; `GAP_BELOW` to text below it."""
GAP_BELOW: Final = 1.5


def refuse_overlap(logo: PlacedPicture, area: Rect, others: Iterable[tuple[str, Rect]]) -> None:
    """See to it that the logo lies on the sheet and covers nothing.

    Raises:
        TemplateError: it doesn't; what it would cover is named.
    """
    if not is_on_sheet(area):
        raise _refused(logo, area, _("über den Rand des Blattes hinaus"))
    for name, other in others:
        if area.overlaps(other):
            raise _refused(logo, area, name)


def clear_of_logo(lines: Sequence[Line], area: Rect, logo: PlacedPicture, bottom: float) -> tuple[Line, ...]:
    """Return the letterhead's lines; where the logo stands in their way they move to its right, or else below it.

    Args:
        lines: the letterhead's.
        area: the logo's.
        logo: for the message.
        bottom: mm; the letterhead ends there.

    Raises:
        TemplateError: they have no room either way.
    """
    boxes = [_box(line) for line in lines]
    taken = Rect(area.x - GAP, area.y, area.width + 2 * GAP, area.height)
    if not any(box.overlaps(taken) for box in boxes):
        return tuple(lines)
    right = max(area.right + GAP, LEFT_MARGIN)
    if max(right + box.width for box in boxes) <= TEXT_RIGHT:
        return tuple(line._replace(x=right) for line in lines)
    down = area.bottom + GAP_BELOW - min(box.y for box in boxes)
    if max(box.bottom for box in boxes) + down > bottom:
        raise _refused(logo, area, _("Text des Briefkopfs"))
    return tuple(line._replace(y=line.y + down) for line in lines)


def _box(line: Line) -> Rect:
    height = line.size * MM_PER_PT
    return Rect(line.x, line.y - ASCENT * height, width(line.words, line.size), (ASCENT + DESCENT) * height)


def _refused(logo: PlacedPicture, area: Rect, covered: str) -> TemplateError:
    return TemplateError(
        _("Das Logo „{name}“ hat dort keinen Platz: {covered}").format(name=logo.file, covered=covered),
        where=logo.source,
        hint=_(
            "Es reicht von x {x:.0f} bis {right:.0f} und von y {y:.0f} bis {bottom:.0f} mm: kleiner machen (width)"
            " oder woanders hinstellen (x und y, oder position)"
        ).format(x=area.x, right=area.right, y=area.y, bottom=area.bottom),
    )

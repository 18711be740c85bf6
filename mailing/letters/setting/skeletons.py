"""Skeletons made ready: the blocks that all letters of one share are set once, and those with values prepared."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.blocks import LINE_BREAK, Span
from mailing.letters.setting.block_setting import BlockSetter, SetBlock, VariableBlock, subject_block
from mailing.letters.setting.pictures import is_signature, set_picture, set_signature, signed
from mailing.letters.setting.shaping import UnsettableError
from mailing.letters.setting.stationery import NUMBERS
from mailing.letters.setting.typesetting import OverfullError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.letters.blocks import Block, Skeleton
    from mailing.letters.setting.style import Style
    from mailing.model.artwork import Artwork
    from mailing.model.placing import PlacedPicture


NO_ARTWORKS: Final[Mapping[str, Artwork]] = MappingProxyType({})
WARD_SLOT = -1
"""The ward's name is the last of the values."""
WARD_LINE = (Span(LINE_BREAK), Span("für "), Span(slot=WARD_SLOT))
"""Below the subject of a letter to a guardian or another recipient: whom it is about."""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedSkeleton:
    """A skeleton made ready, known by identity: the blocks that all its letters share, set, and those with values.

    Attributes:
        entries: the own entries that all its letters share, by their number.
    """

    fixed: dict[int, SetBlock]
    varying: dict[int, VariableBlock]
    entries: Mapping[int, str]


class SkeletonSetter:
    """Makes skeletons of one text ready; arguments as of `MakeUp`."""

    def __init__(
        self, style: Style, source: str, artworks: Mapping[str, Artwork], signature: PlacedPicture | None
    ) -> None:
        self._style = style
        self._source = source
        self._artworks = artworks
        self._signature = signature

    def prepared(self, skeleton: Skeleton, *, names_ward: bool) -> PreparedSkeleton:
        """Return the skeleton made ready, with a line for the ward's name or without.

        Raises:
            TemplateError: what is the template's own can't be set.
        """
        subject = (*skeleton.subject, *WARD_LINE) if names_ward else skeleton.subject
        blocks = (subject_block(subject), *(signed(skeleton.blocks) if self._signature else skeleton.blocks))
        return PreparedSkeleton(
            {number: self._set_fixed(block) for number, block in enumerate(blocks) if not block.slots},
            {number: VariableBlock(block, self._style) for number, block in enumerate(blocks) if block.slots},
            {
                number: "".join(span.text for span in row)
                for number, row in enumerate(skeleton.information, NUMBERS)
                if all(span.slot is None for span in row)
            },
        )

    def _set_fixed(self, block: Block) -> SetBlock:
        """Set a block that holds no values: what is wrong with it is the template's fault, not a household's."""
        if self._signature and is_signature(block):
            return set_signature(block, self._signature)
        try:
            if block.picture:
                return set_picture(block, self._artworks, self._style)
            return BlockSetter(block, self._style).set([()])[0].block
        except UnsettableError as error:
            raise TemplateError(
                _("Die Schrift hat das Zeichen „{characters}“ nicht").format(characters=error.characters),
                where=self._source,
                hint=_("Das Zeichen in der Vorlage durch ein anderes ersetzen"),
            ) from error
        except OverfullError as error:
            raise TemplateError(
                _("Das Wort „{word}“ ist breiter als die Zeile und lässt sich nicht trennen").format(word=error.text),
                where=self._source,
                hint=_("Das Wort mit Leerzeichen oder Bindestrich gliedern, eine Tabelle mit weniger Spalten setzen"),
            ) from error

"""Pictures: those in the text with their captions, and the signature between the close and the name, as blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailing.letters.blocks import Block, BlockKind
from mailing.letters.setting.block_setting import SetBlock
from mailing.letters.setting.right_to_left import in_visual_order, is_from_right
from mailing.letters.setting.shaping import width
from mailing.letters.setting.strips import Strip
from mailing.letters.setting.style import baseline, measure
from mailing.letters.setting.typesetting import Text
from mailing.model import MM_PER_PT, Line, Rect
from mailing.model.artwork import Picture
from mailing.model.din5008 import LEFT_MARGIN, SHEET, TEXT_RIGHT, TEXT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.letters.setting.style import Style
    from mailing.model.artwork import Artwork
    from mailing.model.placing import PlacedPicture

CAPTION_LEADING = 1.26
"""From line to line of a caption, as a share of its size."""
CAPTION_GAP = 1.0
"""mm between a picture and its caption."""


def set_picture(block: Block, artworks: Mapping[str, Artwork], style: Style) -> SetBlock:
    """Return a picture of the text: at most as wide as the text, its caption below in small; one strip.

    Errors as of `BlockSetter.set`.
    """
    artwork = artworks[block.picture]
    natural = artwork.pages[0]
    scale = min(1.0, TEXT_WIDTH / natural.width)
    across, down = natural.width * scale, natural.height * scale
    from_right = is_from_right(block)
    left = TEXT_RIGHT - across if from_right else LEFT_MARGIN
    size = max(style.small, style.size - 2)
    leading = size * MM_PER_PT * CAPTION_LEADING
    rows = Text(block.spans, measure(TEXT_WIDTH, size), style.tolerated_slack).lines(()) if block.spans else ()
    lines = []
    for number, words in enumerate(rows):
        if not words:
            continue
        y = down + CAPTION_GAP + number * leading + baseline(leading, size)
        x = TEXT_RIGHT - width(words, size) if from_right else LEFT_MARGIN
        lines.append(Line(x, y, size, in_visual_order(words) if from_right else words))
    height = down + (CAPTION_GAP + len(rows) * leading if rows else 0.0)
    caption = "".join(span.text for span in block.spans)
    picture = Picture(artwork.sha256, 0, Rect(left, 0.0, across, down), caption)
    return SetBlock(block, (Strip(height, tuple(lines), pictures=(picture,)),), (height,))


def set_signature(block: Block, signature: PlacedPicture) -> SetBlock:
    """Return the signature as a block of the closing; `y` is what stays free above it beyond a blank line."""
    size = signature.size
    above = signature.y or 0.0
    left = signature.left_between(LEFT_MARGIN, TEXT_RIGHT)
    picture = Picture(signature.artwork, 0, Rect(left, above, size.width, size.height), signature.text)
    return SetBlock(block, (Strip(above + size.height, (), pictures=(picture,)),), (above + size.height,))


def signed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return a letter's blocks with the signature's behind the first of its closing; as they are without a closing."""
    at = next((number for number, block in enumerate(blocks) if block.kind is BlockKind.CLOSING), None)
    if at is None:
        return tuple(blocks)
    greeting = replace(blocks[at], keeps_with_next=True)
    following = at + 1 < len(blocks) and blocks[at + 1].kind is BlockKind.CLOSING
    return (*blocks[:at], greeting, Block(BlockKind.CLOSING, keeps_with_next=following), *blocks[at + 1 :])


def is_signature(block: Block) -> bool:
    """Whether the block is the signature's place: no other of the closing has no text."""
    return block.kind is BlockKind.CLOSING and not block.spans


def is_on_sheet(area: Rect) -> bool:
    """Whether all of a picture lies on the sheet."""
    return SHEET.contains(area)

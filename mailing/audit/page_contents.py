"""What the pages of a letter in a print file draw: their own content, and the plate that they stand on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mailing.audit.damage import refusing_damage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pikepdf

    from mailing.model import ShownLetter

_PLACED = re.compile(rb"(/P[0-9]+) Do\n")


class PageContent(NamedTuple):
    """A page's content stream, and its plate's; both "" for a blank back."""

    content: bytes
    plate: bytes


def page_contents(file: Path, letters: Sequence[ShownLetter]) -> Iterator[tuple[ShownLetter, list[PageContent]]]:
    """Give each of a file's letters with what its pages draw.

    Raises:
        VerificationError: the file is no print file any more.
    """
    import pikepdf

    with refusing_damage(file), pikepdf.open(file) as pdf:
        for letter in letters:
            yield letter, [_content(pdf.pages[page]) for page in range(letter.first_page - 1, letter.last_page)]


def _content(page: pikepdf.Page) -> PageContent:
    content = page.Contents.read_bytes()
    placed = _PLACED.match(content)
    plate = page.Resources.XObject[placed[1].decode()].read_bytes() if placed else b""
    return PageContent(content, plate)

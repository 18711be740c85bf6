"""The part of Markdown that letters know, and what they refuse."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from mailing.base.messages import n_
from mailing.model import Face

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST_DEPTH: Final = 2
"""A list within a list, no more."""
HEADING_LEVELS: Final = 3

EMPHASISED: Final = {
    (Face.REGULAR, "strong"): Face.BOLD,
    (Face.REGULAR, "em"): Face.ITALIC,
    (Face.BOLD, "em"): Face.BOLD_ITALIC,
    (Face.ITALIC, "strong"): Face.BOLD_ITALIC,
}
"""The face of what is emphasised within a face."""

REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "html_block": (n_("HTML"), n_("Fett schreiben Sie **so**, kursiv *so*")),
    "html_inline": (n_("HTML"), n_("Fett schreiben Sie **so**, kursiv *so*")),
    "code_inline": (n_("Text zwischen Gravis-Zeichen `…`"), n_("Lassen Sie die Zeichen ` weg")),
    "code_block": (n_("ein eingerückter Absatz"), n_("Beginnen Sie jede Zeile ganz links")),
    "fence": (n_("ein Block zwischen ```"), n_("Lassen Sie die Zeichen ``` weg")),
    "blockquote": (n_("ein Zitat mit „>“ am Anfang"), n_("Lassen Sie das Zeichen > weg")),
    "image": (n_("ein Bild"), n_("Bilder gehören nicht in den Text eines Briefes")),
    "link": (n_("ein Verweis"), n_("Auf Papier lässt sich nichts anklicken: schreiben Sie die Adresse aus")),
}
"""What Markdown knows and a letter doesn't."""


@cache
def markdown() -> MarkdownIt:
    """Return a reader of CommonMark with tables, German quotes, and without rules that drop or surprise.

    `reference` would swallow lines, `lheading` turn a line above `---` into a heading.
    """
    settings = {"typographer": True, "quotes": "„“‚‘", "html": True}
    reader = MarkdownIt("commonmark", settings)
    return reader.enable(["table", "smartquotes"]).disable(["reference", "lheading"])

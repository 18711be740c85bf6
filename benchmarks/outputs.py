"""Whether a program of the comparison made the letters that it was measured for: each once, on a page of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from letter import Letter

_NUMBER = re.compile(r"\d{5}//\d{7}")
_LAYOUT = re.compile(r"[\s\-\u00ad\u2010\u2011\u200b\u0002\ufffe]+")
"""What setting a text may add or take away: blanks, line ends, hyphens and what pdfium reports in their place."""


class WrongOutputError(Exception):
    """The letters aren't those of the list."""


def check_letters(pdfs: Iterable[Path], letters: Iterable[Letter], *, paragraphs: bool = True) -> int:
    """Check that the files hold one page for each letter, with its address and its own paragraphs; return the pages.

    Without `paragraphs` it is another letter to the same households: numbers and addresses are checked.

    Raises:
        WrongOutputError: a letter is missing, doubled, somebody else's, or not on one page.
    """
    expected = {one.bg_nummer: one for one in letters}
    pages = 0
    for text in _pages(pdfs):
        pages += 1
        number = _NUMBER.search(text)
        one = expected.pop(number[0], None) if number else None
        if one is None:
            raise WrongOutputError(f"page {pages}: no letter that is expected here")
        parts = (*one.address, one.salutation, one.first, one.last) if paragraphs else one.address
        missing = [part for part in parts if _bare(part) not in text]
        if missing:
            raise WrongOutputError(f"page {pages}, {one.bg_nummer}: {missing[0]!r} is missing")
    if expected:
        raise WrongOutputError(f"{len(expected)} letters are missing, {next(iter(expected))} among them")
    return pages


def count_pages(pdfs: Iterable[Path]) -> int:
    """Return how many pages the files have."""
    return sum(_count(pdf) for pdf in pdfs)


def _count(pdf: Path) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _pages(pdfs: Iterable[Path]) -> Iterator[str]:
    """Give the text of each page without what depends on the setting."""
    for pdf in pdfs:
        with pypdfium2.PdfDocument(pdf) as document:
            for place in range(len(document)):
                page = document[place]
                text = page.get_textpage()
                yield _bare(text.get_text_bounded())
                text.close()
                page.close()


def _bare(text: str) -> str:
    return _LAYOUT.sub("", text)

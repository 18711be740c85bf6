"""Finding letters in a run, by piece or BG number, and taking them out: alone, as PDF or as pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from mailing.audit.books import read_households, read_pieces, read_rows
from mailing.audit.damage import refusing_damage
from mailing.audit.extraction import extract
from mailing.audit.file_kinds import Kind, kind_of
from mailing.audit.lookup import named
from mailing.audit.purge_note import refuse_purged
from mailing.audit.run_files import load_manifest, run_files_at
from mailing.base.errors import UsageError, VerificationError
from mailing.base.messages import _
from mailing.base.pdfium_lock import PDFIUM
from mailing.model import ShownLetter, runfolder
from mailing.model.shown_pages import ShownPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.audit.books import PieceEntry
    from mailing.audit.lookup import Named
    from mailing.audit.run_files import RunFiles

DPI = 150


def find_letters(run: Path, wanted: str) -> tuple[ShownLetter, ...]:
    """Return the letters that a piece's number, a range like 17-20 or a BG number names; usually one.

    Raises:
        UsageError: `run` is no run, or it has no such letter.
        WithoutLetterError: the household is one of the list's, and got no letter.
        VerificationError: the run is purged or damaged.
    """
    run_files = run_files_at(run, shop_only=not (run / runfolder.HOUSE).is_dir())
    if run_files.has(runfolder.PURGED):
        refuse_purged(run_files, load_manifest(run_files))
    with refusing_damage(run):
        meant = named(run_files, wanted)
        pieces = {entry.piece: entry for entry in read_pieces(run_files, meant.only) if meant.has(entry.piece)}
        is_printed = meant.only in pieces
        letters = (*_shown(run_files, pieces), *(() if is_printed else _digital(run_files, meant)))
        if not letters:
            raise UsageError(
                _("Der Lauf hat keinen Brief „{wanted}“").format(wanted=wanted),
                where=str(run),
                hint=_("house/rows.csv sagt, was aus jeder Zeile der Liste geworden ist"),
            )
        return letters


def letter_pdf(letter: ShownLetter) -> bytes:
    """Return the letter alone, as a PDF of the same standard as the file that it comes from."""
    with refusing_damage(letter.path):
        stream = io.BytesIO()
        if letter.is_digital:
            return _present(letter).read_bytes()
        extract(_present(letter), [letter], stream)
        return stream.getvalue()


def letter_pictures(letter: ShownLetter, dpi: int = DPI) -> Iterator[bytes]:
    """Give the letter's pages as PNG."""
    for number in range(letter.first_page - 1, letter.last_page):
        with refusing_damage(letter.path):
            yield page_picture(_present(letter), number, dpi)


def page_picture(file: Path, index: int, dpi: int = DPI) -> bytes:
    """Return a page of a file, counted from 0, as PNG; IndexError where it has no such page."""
    import pypdfium2 as pdfium

    with PDFIUM, pdfium.PdfDocument(file) as document:
        if not 0 <= index < len(document):
            raise IndexError(index)
        return _png(document[index], dpi)


def letter_pages(letter: ShownLetter, dpi: int = DPI) -> tuple[ShownPage, ...]:
    """Return the letter's pages as pictures, with what they say; to find a page in a long file takes the most of it."""
    import pypdfium2 as pdfium

    with refusing_damage(letter.path), PDFIUM, pdfium.PdfDocument(_present(letter)) as document:
        return tuple(_shown_page(document[number], dpi) for number in _pages_in_file(letter))


def _shown_page(page: Any, dpi: int) -> ShownPage:
    said = page.get_textpage().get_text_range().splitlines()
    return ShownPage(_png(page, dpi), tuple(filter(None, map(str.strip, said))))


def _png(page: Any, dpi: int) -> bytes:
    stream = io.BytesIO()
    page.render(scale=dpi / 72).to_pil().save(stream, "PNG", compress_level=1)  # faster, and for letters smaller too
    return stream.getvalue()


def _pages_in_file(letter: ShownLetter) -> range:
    return range(letter.first_page - 1, letter.last_page)


def _shown(run_files: RunFiles, pieces: dict[int, PieceEntry]) -> Iterator[ShownLetter]:
    known = {}
    if run_files.has(runfolder.HOUSEHOLDS):
        only = next(iter(pieces)) if len(pieces) == 1 else 0
        known = {entry.piece: entry for entry in read_households(run_files, only) if entry.piece in pieces}
    for piece, entry in sorted(pieces.items()):
        household = known.get(piece)
        yield ShownLetter(
            piece=piece,
            path=run_files.path_of(entry.file),
            file=entry.file,
            first_page=entry.first_page,
            last_page=entry.last_page,
            sheets=entry.sheets,
            row=household.row if household else 0,
            bg_number=household.fields["bg_nummer"] if household else "",
            content_sha256=entry.content_sha256,
        )


def _digital(run_files: RunFiles, meant: Named) -> Iterator[ShownLetter]:
    """Give the letters that were made for electronic delivery, each of the first row of its household."""
    rows = meant.rows or (read_rows(run_files, meant.only) if run_files.has(runfolder.ROWS) else ())
    found = {row.piece: row for row in reversed(list(rows)) if row.piece and meant.has(row.piece)}
    for number, row in sorted(found.items()):
        file = runfolder.digital_letter(number)
        if run_files.has(file):
            path = run_files.path_of(file)
            yield ShownLetter(number, path, file, 1, _pages(path), 0, row.row, row.bg_number, "")


def _pages(path: Path) -> int:
    import pypdfium2 as pdfium

    with PDFIUM, pdfium.PdfDocument(path) as document:
        return len(document)


def _present(letter: ShownLetter) -> Path:
    if kind_of(letter.path) is not Kind.FILE or kind_of(letter.path.parent) is not Kind.FOLDER:
        raise VerificationError(
            _("Die Druckdatei ist nicht mehr da"),
            where=letter.file,
            hint=_("Der Lauf ist unvollständig; mailing verify sagt, was fehlt"),
        )
    return letter.path

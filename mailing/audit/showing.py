"""Finding one letter in a run, by its piece or its BG-Nummer, and taking it out: alone, as PDF or as pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mailing.audit.books import read_households, read_pieces, read_rows
from mailing.audit.expectations import squeezed
from mailing.audit.run_files import run_files_at
from mailing.base.errors import UsageError, VerificationError
from mailing.base.messages import _
from mailing.model import ShownLetter, runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.audit.books import PieceEntry
    from mailing.audit.run_files import RunFiles

DPI = 150


def find_letters(run: Path, wanted: str) -> tuple[ShownLetter, ...]:
    """Return the letters that a piece number or a BG-Nummer names; usually one.

    Raises:
        UsageError: `run` is no run, or it has no such letter.
    """
    run_files = run_files_at(run, shop_only=not (run / runfolder.HOUSE).is_dir())
    numbers = _pieces_of(run_files, wanted)
    pieces = {entry.piece: entry for entry in read_pieces(run_files) if entry.piece in numbers}
    if not pieces:
        raise UsageError(
            _("Der Lauf hat keinen Brief „{wanted}“").format(wanted=wanted),
            where=str(run),
            hint=_("house/rows.csv sagt, was aus jeder Zeile der Liste geworden ist"),
        )
    return tuple(_shown(run_files, pieces))


def letter_pdf(letter: ShownLetter) -> bytes:
    """Return the letter alone, as a PDF."""
    import pypdfium2 as pdfium

    source = pdfium.PdfDocument(_present(letter))
    alone = pdfium.PdfDocument.new()
    alone.import_pages(source, list(range(letter.first_page - 1, letter.last_page)))
    stream = io.BytesIO()
    alone.save(stream)
    return stream.getvalue()


def letter_pictures(letter: ShownLetter, dpi: int = DPI) -> Iterator[bytes]:
    """Give the letter's pages as PNG."""
    import pypdfium2 as pdfium

    source = pdfium.PdfDocument(_present(letter))
    for number in range(letter.first_page - 1, letter.last_page):
        stream = io.BytesIO()
        source[number].render(scale=dpi / 72).to_pil().save(stream, "PNG")
        yield stream.getvalue()


def _pieces_of(run_files: RunFiles, wanted: str) -> frozenset[int]:
    """Return the piece numbers that are wanted: a number of up to seven digits is a piece, all else a BG-Nummer."""
    if wanted.isdecimal() and len(wanted) <= len("9999999"):
        return frozenset((int(wanted),))
    rows = run_files.path_of(runfolder.ROWS)
    if not rows.is_file():
        raise UsageError(
            _("Ohne house/rows.csv lässt sich keine BG-Nummer finden"), hint=_("Die Nummer des Stücks angeben")
        )
    sought = squeezed(wanted)
    return frozenset(row.piece for row in read_rows(run_files) if squeezed(row.bg_number) == sought)


def _shown(run_files: RunFiles, pieces: dict[int, PieceEntry]) -> Iterator[ShownLetter]:
    households = run_files.path_of(runfolder.HOUSEHOLDS)
    known = {entry.piece: entry for entry in read_households(households)} if households.is_file() else {}
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


def _present(letter: ShownLetter) -> Path:
    if not letter.path.is_file():
        raise VerificationError(
            _("Die Druckdatei ist nicht mehr da"),
            where=letter.file,
            hint=_("Der Lauf ist bereinigt oder unvollständig"),
        )
    return letter.path

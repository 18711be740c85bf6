"""Printing: a batch's drawn letters become one PDF, in one pass, with a record for each letter."""

from __future__ import annotations

import hashlib
from array import array
from itertools import accumulate, chain, repeat, starmap
from typing import TYPE_CHECKING, NamedTuple

from mailing.base.errors import InputError, ProgramFaultError
from mailing.base.files import make_folder, written_whole
from mailing.base.keyed import keyed_sha256
from mailing.base.messages import _
from mailing.model import Pieces, PressedFile
from mailing.press.artwork_forms import ArtworkShelf
from mailing.press.codes import sheet_marks
from mailing.press.dpart import NoRecords, Records, RecordTree
from mailing.press.drawing import NO_ARTWORK
from mailing.press.fontobjects import font_resources
from mailing.press.geometry import PAGE_HEIGHT, PAGE_WIDTH
from mailing.press.metadata import FileIdentity, information, output_intents, xmp
from mailing.press.page_tree import PageTree
from mailing.press.pdffile import PdfFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from mailing.model import DrawnLetter, EmbeddedFont, PlateDrawing, RunIdentity
    from mailing.model.artwork import Artwork
    from mailing.press.batching import BatchPlan
    from mailing.press.profiles import ShopProfile


NO_KEY = b""
"""For what is of no household, or is no run's."""


def press_batch(  # noqa: PLR0913, PLR0917 - all that determines a batch
    plan: BatchPlan,
    letters: Iterable[DrawnLetter],
    plates: Mapping[str, PlateDrawing],
    fonts: Sequence[EmbeddedFont],
    profile: ShopProfile,
    identity: RunIdentity,
    folder: Path,
    key: bytes,
    artworks: Mapping[str, Artwork] = NO_ARTWORK,
    *,
    is_lasting: bool = True,
) -> PressedFile:
    """Write the batch's PDF below `folder` (the run's `shop/`); the bytes depend on the arguments only.

    `key` is the run's, which stays in the house: without it nobody who guesses a letter can make its hash or, where it
    is alone in it, its file's.

    The letters come in the order of `plan.households` and bear the numbers of `plan.pieces`; `plates` has at least
    those that they stand on, by key; `artworks` by their digest.

    What is only looked at need not be `is_lasting`: it isn't flushed to the disk.

    Raises:
        InputError: the file gets larger than the profile allows, because of its plates.
    """
    path = folder / plan.path
    make_folder(path.parent)
    with written_whole(path, lasting=is_lasting) as stream:
        file = PdfFile(stream, object_streams=profile.object_streams)
        batch = _Batch(file, plan, plates, fonts, profile, identity, key, artworks)
        regions = chain.from_iterable(starmap(repeat, plan.regions))
        for piece, household, region, letter in zip(plan.pieces, plan.households, regions, letters, strict=True):
            batch.print(piece, household, region, letter)
        digest = batch.close()
        if file.size > profile.limits.bytes:
            raise InputError(
                _("{path} wird größer, als das Profil erlaubt: {size:.1f} MB").format(
                    path=plan.path, size=file.size / 1_000_000
                ),
                where=profile.name,
                hint=_("Im Profil limits.letters verkleinern, damit die Briefe auf mehr Dateien kommen"),
            )
    return PressedFile(
        path=plan.path,
        sha256=digest.hex(),
        bytes=file.size,
        pages=batch.pages.pages,
        pieces=batch.pieces(),
        route=plan.route,
        sheet_class=plan.sheet_class,
        grams=plan.grams,
        product=plan.product,
        enclosed=plan.enclosed,
    )


class _Batch:
    """A batch on its way into its file."""

    def __init__(  # noqa: PLR0913, PLR0917 - as press_batch
        self,
        file: PdfFile,
        plan: BatchPlan,
        plates: Mapping[str, PlateDrawing],
        fonts: Sequence[EmbeddedFont],
        profile: ShopProfile,
        identity: RunIdentity,
        key: bytes,
        artworks: Mapping[str, Artwork],
    ) -> None:
        self._file = file
        self._keyed = keyed_sha256(key)
        self._plan = plan
        self._profile = profile
        self._sides = 2 if profile.duplex else 1
        self._page_counts = array("H")
        self._digests = bytearray()
        self._marks = sheet_marks(profile, identity)
        self._about = FileIdentity.of(identity, plan.path, key)
        self._fonts = file.add(font_resources(file, fonts))
        self._resources = file.reserve()
        self._shelf = _PlateShelf(file, plates, self._fonts, artworks)
        self._records: Records = (
            RecordTree(file, identity.job_number, plan.route.value) if profile.standard.has_records else NoRecords()
        )
        self.pages = PageTree(file, self._resources)

    def print(self, piece: int, household: int, region: str, letter: DrawnLetter) -> None:
        """Write a letter's pages and record."""
        sheets, sides = self._plan.sheet_class, self._sides
        if letter.household != household or self._profile.sheets_of(len(letter.pages)) != sheets:
            raise ProgramFaultError(_("Stück {piece} ist nicht der Brief, der dort stehen soll").format(piece=piece))
        content_digest = hashlib.sha256()
        part = self._records.open(region)
        written = []
        for side, page in enumerate(letter.pages):
            sheet, is_back = divmod(side, sides)
            plate = self._shelf.take(page.plate)
            marks = b"" if is_back else self._marks(piece, sheet + 1, sheets)
            content = plate.placed + page.content + marks
            content_digest.update(content + plate.digest)
            written.append(self.pages.add(self._file.add_stream(content), part))
        blank_backs = range(len(written), sheets * sides)
        written += [self.pages.add(self._shelf.nothing, part) for _back in blank_backs]
        self._records.close_record(written, piece, sheets)
        self._page_counts.append(len(written))
        self._digests += self._keyed(content_digest.digest())

    def pieces(self) -> Pieces:
        """Return what was printed."""
        plan = self._plan
        return Pieces.of_columns(
            plan.path,
            numbers=plan.pieces,
            households=plan.households,
            first_pages=accumulate(self._page_counts[:-1], initial=1),
            pages=self._page_counts,
            sheets=repeat(plan.sheet_class, len(plan.pieces)),
            regions=chain.from_iterable(starmap(repeat, plan.regions)),
            digests=bytes(self._digests),
        )

    def close(self) -> bytes:
        """Write what all pages share, and the end; return the file's SHA-256."""
        file, standard = self._file, self._profile.standard
        file.add(b"<</Font %d 0 R/XObject<<%b>>>>" % (self._fonts, self._shelf.entries()), self._resources)
        parts = self._records.close()
        pages = self.pages.close()
        intents = output_intents(file, self._profile)
        metadata = file.add_stream(xmp(self._about, standard), b"/Type/Metadata/Subtype/XML", compress=False)
        root = file.add(
            b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R%b/Lang(de-DE)"
            b"/ViewerPreferences<</DisplayDocTitle true>>%b>>" % (pages, metadata, intents, parts)
        )
        return file.close(root, file.add(information(self._about, standard)))


class _Plate(NamedTuple):
    """A plate in its file: what places it on a page, and the digest of all that it draws."""

    placed: bytes
    digest: bytes


class _PlateShelf:
    """The plates of a file as form XObjects, written when a page first asks for them."""

    def __init__(
        self, file: PdfFile, plates: Mapping[str, PlateDrawing], fonts: int, artworks: Mapping[str, Artwork]
    ) -> None:
        self._file = file
        self._plates = plates
        self._entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %b %b]/GTS_Scope/File/Resources<</Font %d 0 R" % (
            PAGE_WIDTH,
            PAGE_HEIGHT,
            fonts,
        )
        self._artworks = ArtworkShelf(file, artworks)
        self._taken: dict[str, _Plate] = {}
        self._numbers: list[int] = []
        self._nothing: int | None = None

    def take(self, key: str) -> _Plate:
        """Return the plate of that key."""
        plate = self._taken.get(key)
        if plate is None:
            content = self._plates[key].content
            entries = b"%b%b>>" % (self._entries, self._artworks.entries(content))
            self._numbers.append(self._file.add_stream(content, entries))
            plate = self._taken[key] = _Plate(b"/P%d Do\n" % len(self._numbers), self._artworks.digest(content))
        return plate

    @property
    def nothing(self) -> int:
        """The content of blank pages."""
        if self._nothing is None:
            self._nothing = self._file.add_stream(b"")
        return self._nothing

    def entries(self) -> bytes:
        """Return the plates' entries in the resources."""
        return b"".join(b"/P%d %d 0 R" % placed for placed in enumerate(self._numbers, 1))

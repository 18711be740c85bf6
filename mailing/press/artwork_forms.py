"""Artwork in print files: each page that is shown becomes one form XObject, written once a file, placed by plates.

A plate names what it shows by the artwork's SHA-256 and the page. What that page draws is part of the plate's digest
too, down to its images and fonts, so that the hash of a piece stands for all that is seen (`docs/print.md`).
"""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.press.geometry import above, across, number
from mailing.press.pdffile import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pikepdf

    from mailing.model.artwork import Artwork, Picture
    from mailing.press.pdffile import PdfFile

_NAMED: Final = re.compile(rb"/A([0-9a-f]{64})\.([0-9]+) Do\b")


def pictures_content(pictures: Iterable[Picture], artworks: Mapping[str, Artwork]) -> bytes:
    """Return what places pictures on a page, each to fill its area."""
    return b"".join(_placed(picture, artworks[picture.artwork]) for picture in pictures)


def _placed(picture: Picture, artwork: Artwork) -> bytes:
    area, size = picture.area, artwork.pages[picture.page]
    scales = (b"%.6g" % (area.width / size.width), b"%.6g" % (area.height / size.height))
    left, bottom = number(across(area.x)), number(above(area.bottom))
    placed = b"/A%b.%d Do" % (picture.artwork.encode(), picture.page)
    return b"q %b 0 0 %b %b %b cm %b Q\n" % (*scales, left, bottom, placed)


def _shown_by(content: bytes) -> list[tuple[str, int]]:
    """Return the digests of the artworks that a plate shows, and which page of each, in the order of placing."""
    return [(digest.decode(), int(page)) for digest, page in _NAMED.findall(content)]


class _Form(NamedTuple):
    """A page in its file: its object's number, and the digest of all that it draws."""

    number: int
    digest: bytes


class ArtworkShelf:
    """The pages of artwork in a file, written when a plate first asks for them."""

    def __init__(self, file: PdfFile, artworks: Mapping[str, Artwork]) -> None:
        self._file = file
        self._artworks = artworks
        self._forms: dict[tuple[str, int], _Form] = {}
        self._opened: dict[str, _Copier] = {}

    def entries(self, content: bytes) -> bytes:
        """Return what a plate with this content needs among its resources, "" for one that shows no artwork."""
        shown = sorted(set(_shown_by(content)))
        if not shown:
            return b""
        forms = (b"/A%b.%d %d 0 R" % (digest.encode(), page, self._form(digest, page).number) for digest, page in shown)
        return b"/XObject<<%b>>" % b"".join(forms)

    def digest(self, content: bytes) -> bytes:
        """Return the SHA-256 over a plate's content and then over that of each page it shows, in their order."""
        digest = hashlib.sha256(content)
        for shown in _shown_by(content):
            digest.update(self._form(*shown).digest)
        return digest.digest()

    def _form(self, digest: str, page: int) -> _Form:
        form = self._forms.get((digest, page))
        if form is None:
            copier = self._opened.get(digest)
            if copier is None:
                copier = self._opened[digest] = _Copier(self._file, self._artworks[digest].pdf)
            form = self._forms[digest, page] = copier.form(page)
        return form


class _Copier:
    """Copies pages of a PDF with all that they draw with, each object once."""

    def __init__(self, file: PdfFile, pdf: bytes) -> None:
        import pikepdf

        self._file = file
        self._pdf = pikepdf.open(io.BytesIO(pdf))
        self._copied: dict[tuple[int, int], int] = {}

    def form(self, page: int) -> _Form:
        """Write a page as a form XObject."""
        shown = self._pdf.pages[page]
        box = b" ".join(b"%g" % float(edge) for edge in shown.mediabox)
        shown.contents_coalesce()
        used = shown.obj.get("/Resources", self._nothing())
        resources = self._written(used)
        content = shown.Contents.read_bytes() if "/Contents" in shown.obj else b""
        left, bottom = (float(edge) for edge in list(shown.mediabox)[:2])
        matrix = b"/Matrix[1 0 0 1 %g %g]" % (-left, -bottom) if (left, bottom) != (0, 0) else b""
        entries = b"/Type/XObject/Subtype/Form/GTS_Scope/File/BBox[%b]%b/Resources %b" % (box, matrix, resources)
        digest = hashlib.sha256(hashlib.sha256(content).digest())
        for each in _streams_of(used, set()):
            digest.update(each)
        return _Form(self._file.add_stream(content, entries), digest.digest())

    @staticmethod
    def _nothing() -> pikepdf.Object:
        import pikepdf

        return pikepdf.Dictionary()

    def _written(self, item: object) -> bytes:
        """Return an object as it is written; what it refers to is copied before."""
        import pikepdf

        if isinstance(item, pikepdf.Object) and item.is_indirect:
            return b"%d 0 R" % self._copy(item)
        if isinstance(item, pikepdf.Dictionary):
            return b"<<%b>>" % self._entries(item)
        if isinstance(item, pikepdf.Array):
            return b"[%b]" % b" ".join(map(self._written, item))
        if isinstance(item, bool):
            return b"true" if item else b"false"
        if isinstance(item, pikepdf.Object):
            return item.unparse()
        return b"null" if item is None else str(item).encode()

    def _entries(self, item: pikepdf.Object, left_out: tuple[str, ...] = ()) -> bytes:
        return b"".join(
            name(key.removeprefix("/")) + b" " + self._written(item.get(key))
            for key in sorted(item.keys())
            if key not in left_out
        )

    def _copy(self, item: pikepdf.Object) -> int:
        import pikepdf

        own = self._copied.get(item.objgen)
        if own is None:
            own = self._copied[item.objgen] = self._file.reserve()
            if isinstance(item, pikepdf.Stream):
                entries = self._entries(item, ("/Length", "/GTS_Scope"))
                scope = b"/GTS_Scope/File" if item.get("/Subtype") == "/Form" else b""
                self._file.add_raw_stream(item.read_raw_bytes(), entries + scope, own)
            else:
                is_list = isinstance(item, pikepdf.Array)
                body = b"[%b]" % b" ".join(map(self._written, item)) if is_list else b""
                if isinstance(item, pikepdf.Dictionary):
                    body = b"<<%b>>" % self._entries(item)
                self._file.add(body or item.unparse(), own)
        return own


def _streams_of(item: object, seen: set[tuple[int, int]]) -> Iterator[bytes]:
    """Give the SHA-256 of each stream that an object refers to, itself among them: forms decoded, others as stored.

    Entries are followed in the order of their names, and what was `seen` isn't followed again.
    """
    import pikepdf

    if not isinstance(item, pikepdf.Object) or (item.is_indirect and item.objgen in seen):
        return
    if item.is_indirect:
        seen.add(item.objgen)
    if isinstance(item, pikepdf.Stream):
        is_form = item.get("/Subtype") == "/Form"
        yield hashlib.sha256(item.read_bytes() if is_form else item.read_raw_bytes()).digest()
    if isinstance(item, pikepdf.Array):
        for part in item:
            yield from _streams_of(part, seen)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in sorted(item.keys()):
            yield from _streams_of(item.get(key), seen)

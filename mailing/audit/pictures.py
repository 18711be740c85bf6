"""Logos, signatures and pictures on the pages held against the office's own files, which are converted once more.

What counts is the look: a form that a plate places is drawn alone by PDFium and compared with the office's picture; and
where it stands and how large, by the run's own settings (`picture_places`).
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

import pikepdf
import pypdfium2

from mailing.audit.content_hash import Contents
from mailing.audit.findings import fault
from mailing.audit.measuring import in_mm
from mailing.audit.page_objects import POINT
from mailing.audit.picture_places import PlacedFiles, placed_files
from mailing.audit.rules import SHEET
from mailing.base.errors import InputError
from mailing.model import Rect, runfolder
from mailing.model.artwork import Size
from mailing.sandbox.apart import artwork_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from mailing.audit.books import PieceEntry
    from mailing.audit.manifest import BatchEntry, Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

_NAME: Final = rb"/A[0-9a-f]{64}\.[0-9]+"
_NAMED: Final = re.compile(rb"(" + _NAME + rb") Do\b")
_PLACING: Final = re.compile(rb"q ([-+.\d]+) 0 0 ([-+.\d]+) ([-+.\d]+) ([-+.\d]+) cm (" + _NAME + rb") Do Q\n")
"""How a plate places a picture upright: its scales, and where its lower left corner comes to stand."""
DOTS: Final = 199.95
"""The longer side of what is compared, in dots: not whole, so that a rounded size makes no row more."""
LARGEST_DIFFERENCE: Final = 4.0
"""How far two looks may be apart on average, of 255; another picture of the same size differs by 20 and more."""
NOWHERE: Final = Rect(0, 0, 0, 0)


class _OfficeFile(NamedTuple):
    """An office's file as it is printed: how it looks, and its own size in mm."""

    look: NDArray[np.uint8]
    size: Size


class _Shown(NamedTuple):
    """A picture on a plate: the office's files that look so, none for a stranger; and where, `NOWHERE` for a slant."""

    name: str
    files: frozenset[str]
    area: Rect


def picture_faults(run_files: RunFiles, manifest: Manifest, pieces: Iterable[PieceEntry]) -> Iterator[Finding]:
    """Give the pictures that aren't the office's or not in their place, and the first pages that lack their logo.

    Args:
        run_files: the run, its house's copies in hand.
        manifest: what it says of itself.
        pieces: what it says of its pieces.

    Raises:
        OSError, ValueError, VerificationError: a copy can't be read.
    """
    placed = placed_files(run_files, manifest)
    if not placed.placings:
        return
    icc = _icc(run_files)
    paths = {name: f"{runfolder.TEMPLATES}{name}" for name in placed.placings}
    converted = {
        name: _office_file(name, run_files.read(path), icc) for name, path in paths.items() if run_files.has(path)
    }
    files = {name: file for name, file in converted.items() if file is not None}
    pieces_of: defaultdict[str, list[PieceEntry]] = defaultdict(list)
    for piece in pieces:
        pieces_of[piece.file].append(piece)
    for entry in manifest.files:
        with Contents(run_files.path_of(entry.path)) as contents:
            yield from _PrintFile(entry, contents, placed, files).faults(pieces_of[entry.path])


class _PrintFile:
    """The pictures of a print file; each plate is looked at once."""

    def __init__(
        self, entry: BatchEntry, contents: Contents, placed: PlacedFiles, files: Mapping[str, _OfficeFile]
    ) -> None:
        self._path, self._contents, self._placed, self._files = entry.path, contents, placed, files
        pages = (range(each.first_page - 1, each.first_page - 1 + each.pages) for each in entry.enclosed if each.file)
        self._of_others = {index for each in pages for index in each}
        """The pages of a piece, from 0, that show files of their own, compared elsewhere."""
        self._plates: dict[tuple[int, int], tuple[_Shown, ...]] = {}
        self._looks: dict[tuple[int, int], frozenset[str]] = {}
        self._judged: set[tuple[tuple[int, int], bool]] = set()

    def faults(self, pieces: Iterable[PieceEntry]) -> Iterator[Finding]:
        """Give what is wrong with the pictures of the file's pieces; of one plate once."""
        without = 0
        for piece in pieces:
            for index in range(piece.pages):
                if index in self._of_others:
                    continue
                shown: list[_Shown] = []
                page = piece.first_page + index
                for name, form in self._contents.placed(page - 1):
                    shown += self._shown_by(form)
                    if (form.objgen, index == 0) not in self._judged:
                        self._judged.add((form.objgen, index == 0))
                        yield from self._judge(name, form, page, is_first=index == 0)
                if index == 0 and self._placed.logos and not any(self._placed.logos & each.files for each in shown):
                    without += 1
        if without:
            yield fault("audit.picture", where=self._path, path=self._path, found=f"– ({without})")

    def _shown_by(self, plate: pikepdf.Object) -> tuple[_Shown, ...]:
        """Return a plate's pictures."""
        shown = self._plates.get(plate.objgen)
        if shown is None:
            content = plate.read_bytes()
            upright = [_placing(*found) for found in _PLACING.findall(content)]
            names = [found.decode() for found in _NAMED.findall(content)]
            if len(upright) < len(names):
                upright = [(name, (0.0, 0.0), (0.0, 0.0)) for name in names]
            shown = tuple(
                _Shown(name, self._looking_so(form), _area(form, scale, corner))
                for name, scale, corner in upright
                for form in (plate.Resources.XObject[name],)
            )
            self._plates[plate.objgen] = shown
        return shown

    def _judge(self, placed: bytes, plate: pikepdf.Object, page: int, *, is_first: bool) -> Iterator[Finding]:
        if re.fullmatch(_NAME, placed):
            yield fault("audit.picture", where=self._path, path=self._path, found=placed[2:10].decode())
        for name, files, area in self._shown_by(plate):
            if not files:
                yield fault("audit.picture", where=self._path, path=self._path, found=name[2:10])
            elif not _is_plain(plate) or not self._is_allowed(files, area, is_first=is_first):
                found = f"{min(files)}: {in_mm(area)}"
                yield fault("audit.picture-place", where=self._path, path=self._path, page=page, found=found)

    def _is_allowed(self, files: Iterable[str], area: Rect, *, is_first: bool) -> bool:
        return any(
            placing.allows(area, self._files[file].size, is_first=is_first)
            for file in files
            for placing in self._placed.placings[file]
        )

    def _looking_so(self, form: pikepdf.Object) -> frozenset[str]:
        """Return the office's files that look like a form."""
        found = self._looks.get(form.objgen)
        if found is None:
            look = _look_of_form(form)
            found = frozenset(name for name, file in self._files.items() if _is_alike(look, file.look))
            self._looks[form.objgen] = found
        return found


def _placing(
    across: bytes, up: bytes, x: bytes, y: bytes, name: bytes
) -> tuple[str, tuple[float, float], tuple[float, float]]:
    """Return a picture's name, scales and corner in points."""
    return name.decode(), (float(across), float(up)), (float(x), float(y))


def _area(form: pikepdf.Object, scale: tuple[float, float], corner: tuple[float, float]) -> Rect:
    """Return where a form stands that is drawn from its own lower left corner; `NOWHERE` for one that isn't."""
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    matrix = [float(part) for part in form.get("/Matrix", [1, 0, 0, 1, 0, 0])]
    if matrix != [1, 0, 0, 1, -left, -bottom] or 0 in scale:
        return NOWHERE
    width, height = scale[0] * (right - left) / POINT, scale[1] * (top - bottom) / POINT
    x, y = (length / POINT for length in corner)
    return Rect(x, SHEET.height - y - height, width, height)


def _is_plain(plate: pikepdf.Object) -> bool:
    """Whether a plate lies on the whole sheet as it is: nothing of it is moved or cut off."""
    whole = (0, 0, SHEET.width * POINT, SHEET.height * POINT)
    return "/Matrix" not in plate and all(
        abs(float(side) - edge) < 1 for side, edge in zip(plate.BBox, whole, strict=True)
    )


def _is_alike(look: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    import numpy as np

    if any(abs(a - b) > 1 for a, b in zip(look.shape, other.shape, strict=True)):
        return False
    height, width = (min(a, b) for a, b in zip(look.shape, other.shape, strict=True))
    apart = np.abs(look[:height, :width].astype(int) - other[:height, :width].astype(int))
    return float(apart.mean()) <= LARGEST_DIFFERENCE


def _icc(run_files: RunFiles) -> bytes | None:
    profile = run_files.toml(runfolder.PROFILE)
    if profile.get("colour") != "cmyk":
        return None
    return run_files.read(f"{runfolder.SETTINGS}{profile['output']['icc']}")


def _office_file(name: str, content: bytes, icc: bytes | None) -> _OfficeFile | None:
    """Return how an office's file looks and how large it is; None where it can't be converted any more."""
    try:
        plain = artwork_apart(name, content, icc)
    except InputError:
        return None
    width, height = plain.sizes[0]
    return _OfficeFile(_look(plain.pdf), Size(width / POINT, height / POINT))


def _look_of_form(form: pikepdf.Object) -> NDArray[np.uint8]:
    """Return how a form looks, drawn alone."""
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    made, stream = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page(page_size=(right - left, top - bottom))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=made.copy_foreign(form)))
    page.Contents = made.make_stream(b"/F Do")
    made.save(stream)
    return _look(stream.getvalue())


def _look(pdf: bytes) -> NDArray[np.uint8]:
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=DOTS / max(page.get_size()), grayscale=True).to_numpy()
        shades: NDArray[np.uint8] = picture.reshape(picture.shape[:2]).copy()
        return shades

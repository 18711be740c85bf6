"""Logos, signatures and pictures on the pages held against the office's own files, which are converted once more.

What counts is the look: a form that a plate places is drawn alone by PDFium and compared with the office's picture.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pikepdf
import pypdfium2

from mailing.audit.findings import fault
from mailing.base.errors import InputError
from mailing.model import runfolder
from mailing.sandbox.apart import artwork_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from mailing.audit.expectations import Expectation
    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

_NAMED: Final = re.compile(rb"/(A[0-9a-f]{64}\.[0-9]+) Do\b")
_SHOWN: Final = re.compile(r"!\[[^\[\]]*\]\(([^()\[\]\s]+)\)")
DOTS: Final = 199.95
"""The longer side of what is compared, in dots: not whole, so that a rounded size makes no row more."""
LARGEST_DIFFERENCE: Final = 4.0
"""How far two looks may be apart on average, of 255; another picture of the same size differs by 20 and more."""
SHEET_WIDTH: Final = 590.0
"""Points; what is as wide as the sheet is an enclosed page, compared elsewhere."""


class _Named(NamedTuple):
    """The pictures of a run's letters: all files that may be shown, and those of which each first page has one."""

    files: Mapping[str, bytes]
    logos: frozenset[str]


def picture_faults(run_files: RunFiles, manifest: Manifest, expected: Iterable[Expectation]) -> Iterator[Finding]:
    """Give the pictures of print files that aren't the office's, and the first pages that lack their logo.

    Args:
        run_files: the run, its house's copies in hand.
        manifest: what it says of itself.
        expected: its pieces.

    Raises:
        OSError, ValueError, VerificationError: a copy can't be read.
    """
    named = _named(run_files, manifest)
    firsts: dict[str, list[int]] = {}
    for each in expected if named.files else ():
        firsts.setdefault(each.file, []).append(each.first_page)
    looks = {name: _look_of_file(name, content, _icc(run_files)) for name, content in named.files.items()}
    for file in manifest.files if named.files else ():
        with pikepdf.open(run_files.path_of(file.path)) as pdf:
            yield from _faults(file.path, pdf, firsts.get(file.path, []), looks, named.logos)


def _faults(
    path: str,
    pdf: pikepdf.Pdf,
    first_pages: Iterable[int],
    looks: Mapping[str, NDArray[np.uint8] | None],
    logos: frozenset[str],
) -> Iterator[Finding]:
    matched: dict[str, str] = {}
    for form in pdf.objects:
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != "/Form":
            continue
        for name, item in _placed_by(form):
            if not re.fullmatch(r"/A[0-9a-f]{64}\.[0-9]+", name) or name in matched or _is_sheet(item):
                continue
            matched[name] = _matching(_look_of_form(item), looks)
            if not matched[name]:
                yield fault("audit.picture", where=path, path=path, found=name[2:10])
    without = {number for number in first_pages if logos and not _has_logo(pdf, number, matched, logos)}
    if without:
        yield fault("audit.picture", where=path, path=path, found=f"– ({len(without)})")


def _has_logo(pdf: pikepdf.Pdf, number: int, matched: Mapping[str, str], logos: frozenset[str]) -> bool:
    """Whether a page's plate places a logo."""
    plates = _placed_by(pdf.pages[number].obj)
    placed = (name for _key, plate in plates for name in _NAMED.findall(plate.read_bytes()))
    return any(matched.get(f"/{name.decode()}") in logos for name in placed)


def _placed_by(holder: Any) -> Iterator[tuple[str, Any]]:
    """Give the forms and images that a page or form may place, by name."""
    resources: Any = holder.get("/Resources")
    placed: Any = resources.get("/XObject") if resources is not None else None
    return iter(placed.items() if placed is not None else ())


def _named(run_files: RunFiles, manifest: Manifest) -> _Named:
    """Return what the settings and the texts name."""
    templates = runfolder.TEMPLATES
    organisation = _settings(run_files, runfolder.ORGANISATION)
    letter = _settings(run_files, f"{templates}{manifest.template}/letter.toml")
    variants = [each.get("template") for each in letter.get("variants", {}).values() if each.get("mode") != "beside"]
    names = [manifest.template, *(name for name in variants if name)]
    settings = {name: _settings(run_files, f"{templates}{name}/letter.toml") for name in dict.fromkeys(names)}
    logos = [_placed(name, each, organisation, "logo") for name, each in settings.items()]
    shown = {*logos, *(_placed(name, each, organisation, "unterschrift_bild") for name, each in settings.items())}
    for path, _file in run_files.files():
        if path.startswith(templates) and path.endswith(".j2"):
            folder = path.removeprefix(templates).rpartition("/")[0]
            shown |= {f"{folder}/{name}" for name in _SHOWN.findall(run_files.read(path).decode("utf-8-sig"))}
    files = {name: f"{templates}{name}" for name in sorted(shown - {""})}
    contents = {name: run_files.read(path) for name, path in files.items() if run_files.has(path)}
    return _Named(contents, frozenset(logos) if all(logos) else frozenset())


def _settings(run_files: RunFiles, path: str) -> Mapping[str, Any]:
    """Return a settings file's entries; none where the run has no copy, which is told elsewhere."""
    return run_files.toml(path) if run_files.has(path) else {}


def _placed(name: str, letter: Mapping[str, Any], organisation: Mapping[str, Any], key: str) -> str:
    """Return the file of a letter's picture, of the organisation's where it has none; "" for none."""
    own, office = letter.get(key), organisation.get(key)
    entry = own if own is not None else office
    if entry is None:
        return ""
    file = entry if isinstance(entry, str) else str(entry.get("file", ""))
    return f"{name}/{file}" if own is not None else file


def _icc(run_files: RunFiles) -> bytes | None:
    profile = run_files.toml(runfolder.PROFILE)
    if profile.get("colour") != "cmyk":
        return None
    return run_files.read(f"{runfolder.SETTINGS}{profile['output']['icc']}")


def _matching(look: NDArray[np.uint8], looks: Mapping[str, NDArray[np.uint8] | None]) -> str:
    """Return the file that looks so; "" for none."""
    import numpy as np

    for name, other in looks.items():
        if other is not None and all(abs(a - b) <= 1 for a, b in zip(look.shape, other.shape, strict=True)):
            height, width = (min(a, b) for a, b in zip(look.shape, other.shape, strict=True))
            apart = np.abs(look[:height, :width].astype(int) - other[:height, :width].astype(int))
            if float(apart.mean()) <= LARGEST_DIFFERENCE:
                return name
    return ""


def _look_of_file(name: str, content: bytes, icc: bytes | None) -> NDArray[np.uint8] | None:
    """Return how an office's file looks; None where it can't be converted any more."""
    try:
        return _look(artwork_apart(name, content, icc).pdf)
    except InputError:
        return None


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


def _is_sheet(form: pikepdf.Object) -> bool:
    left, _bottom, right, _top = (float(edge) for edge in form.BBox)
    return right - left > SHEET_WIDTH

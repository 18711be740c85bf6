"""Rules against what a file could hide behind its pages, whatever its standard allows.

One version, nothing to click, nothing attached, nothing switched off or see-through, nobody's name beside the pages,
every page once.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pikepdf

from mailing.audit.printfile.evidence import Evidence, PrintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN_INFO = frozenset(
    {
        "/Title",
        "/Creator",
        "/Producer",
        "/CreationDate",
        "/ModDate",
        "/Trapped",
        "/GTS_PDFXVersion",
    }
)
PERSONAL_XMP = ("dc:creator", "dc:description", "dc:subject", "pdf:Keywords")
SOURCE = "ISO 32000-1"
START = re.compile(rb"startxref\s+(\d+)\s+%%EOF")


def _one_version(evidence: Evidence) -> Iterator[str]:
    content = evidence.path.read_bytes()
    ends = list(START.finditer(content))
    if len(ends) != 1:
        yield f"{len(ends)} × startxref"
    if ends and content[ends[-1].end() :].strip(b"\r\n"):
        yield f"%%EOF + {len(content) - ends[-1].end()}"
    if not content.startswith(b"%PDF-"):
        yield "%PDF"
    if "/Prev" in evidence.pdf.trailer:
        yield "/Prev"


def _nothing_to_click(evidence: Evidence) -> Iterator[str]:
    for number, page in enumerate(evidence.pages, 1):
        yield from (f"page {number}: {key}" for key in ("/Annots", "/AA", "/B") if len(page.get(key, [])))


def _nothing_attached(evidence: Evidence) -> Iterator[str]:
    for item in evidence.dictionaries:
        if item.get("/Type") in ("/Filespec", "/EmbeddedFile") or "/EF" in item or "/AF" in item:
            yield f"{item.objgen[0]} 0 R: {item.get('/Type', '/AF')}"


def _nothing_switched_off(evidence: Evidence) -> Iterator[str]:
    yield from (key for key in ("/OCProperties", "/Collection", "/PageLabels") if key in evidence.root)
    for item in evidence.dictionaries:
        if item.get("/Type") in ("/OCG", "/OCMD", "/ExtGState") or "/OC" in item or "/SMask" in item:
            yield f"{item.objgen[0]} 0 R: {item.get('/Type', '/OC')}"
    for number, page in enumerate(evidence.pages, 1):
        if "/ExtGState" in page.get("/Resources", {}) or "/Group" in page:
            yield f"page {number}: /ExtGState"


def _as_large_as_it_says(evidence: Evidence) -> Iterator[str]:
    for number, page in enumerate(evidence.pages, 1):
        if "/UserUnit" in page or pikepdf.Page(page).rotation:
            yield f"page {number}: /UserUnit, /Rotate"
        if "/CropBox" in page and page.CropBox != page.get("/MediaBox", page.CropBox):
            yield f"page {number}: /CropBox"


def _nobody_named(evidence: Evidence) -> Iterator[str]:
    yield from sorted(key for key in evidence.info if key not in KNOWN_INFO)
    yield from (name for name in PERSONAL_XMP if evidence.xmp.get(name))
    yield from (f"page {number}: /Metadata" for number, page in enumerate(evidence.pages, 1) if "/Metadata" in page)


def _each_page_once(evidence: Evidence) -> Iterator[str]:
    pages = Counter(page.objgen[0] for page in evidence.pages)
    yield from (f"{number} 0 R × {times}" for number, times in pages.items() if times > 1)
    contents = [page.get("/Contents") for page in evidence.pages]
    numbers = Counter(content.objgen for content in contents if isinstance(content, pikepdf.Stream))
    for number, times in numbers.items():
        if times > 1 and evidence.pdf.get_object(number).read_bytes().strip():
            yield f"{number[0]} 0 R × {times}"


HONEST_RULES = (
    PrintRule("print.revision", f"{SOURCE}, 7.5.6", _one_version),
    PrintRule("print.interactive", f"{SOURCE}, 12.5", _nothing_to_click),
    PrintRule("print.attachment", f"{SOURCE}, 7.11", _nothing_attached),
    PrintRule("print.layer", f"{SOURCE}, 8.11, 11.6", _nothing_switched_off),
    PrintRule("print.page-size", f"{SOURCE}, 14.11", _as_large_as_it_says),
    PrintRule("print.personal", f"{SOURCE}, 14.3", _nobody_named),
    PrintRule("print.page-twice", f"{SOURCE}, 7.7.3", _each_page_once),
)

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
    keys = ("/Annots", "/AA", "/B")
    for number, page in evidence.pages_having(*keys):
        yield from (f"page {number}: {key}" for key in keys if len(page.get(key, [])))


def _nothing_attached(evidence: Evidence) -> Iterator[str]:
    for item in evidence.having("/EF", "/AF", types=("/Filespec", "/EmbeddedFile")):
        yield f"{item.objgen[0]} 0 R: {item.get('/Type', '/AF')}"


def _nothing_switched_off(evidence: Evidence) -> Iterator[str]:
    yield from (key for key in ("/OCProperties", "/Collection", "/PageLabels") if key in evidence.root)
    for item in evidence.having("/OC", "/SMask", types=("/OCG", "/OCMD", "/ExtGState")):
        yield f"{item.objgen[0]} 0 R: {item.get('/Type', '/OC')}"
    grouped = {number for number, _page in evidence.pages_having("/Group")}
    stated = (numbers for resources, numbers in evidence.page_resources if "/ExtGState" in resources)
    yield from (f"page {number}: /ExtGState" for number in sorted(grouped.union(*stated)))


def _as_large_as_it_says(evidence: Evidence) -> Iterator[str]:
    turned = evidence.pages if any(evidence.having("/Rotate")) else ()
    is_turned = {number for number, page in enumerate(turned, 1) if pikepdf.Page(page).rotation}
    scaled = {number for number, _page in evidence.pages_having("/UserUnit")}
    yield from (f"page {number}: /UserUnit, /Rotate" for number in sorted(scaled | is_turned))
    for number, page in evidence.pages_having("/CropBox"):
        if page.CropBox != page.get("/MediaBox", page.CropBox):
            yield f"page {number}: /CropBox"


def _nobody_named(evidence: Evidence) -> Iterator[str]:
    yield from sorted(key for key in evidence.info if key not in KNOWN_INFO)
    yield from (name for name in PERSONAL_XMP if evidence.xmp.get(name))
    yield from (f"page {number}: /Metadata" for number, _page in evidence.pages_having("/Metadata"))


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

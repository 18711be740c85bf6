"""Rules of PDF/A-2u (ISO 19005-2) on top of PDF/X-4; veraPDF checks all the others in the tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf

from mailing.audit.printfile.evidence import Evidence, PrintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

DESCRIBED = (
    ("http://www.npes.org/pdfx/ns/id/", "GTS_PDFXVersion"),
    ("http://www.npes.org/pdfvt/ns/id/", "GTS_PDFVTVersion"),
    ("http://www.npes.org/pdfvt/ns/id/", "GTS_PDFVTModDate"),
    ("http://ns.adobe.com/pdf/1.3/", "Trapped"),
)
NO_TEXT = re.compile(rb"<[0-9A-Fa-f]+>\s*<(?:0000|[Ff][Ee][Ff][Ff]|[Ff]{3}[Ee])>")


def _level(evidence: Evidence) -> Iterator[str]:
    part, level = evidence.xmp.get("pdfaid:part"), evidence.xmp.get("pdfaid:conformance")
    if (part, level) != ("2", "U"):
        yield f"{part or '–'}{level or '–'}"


def _intent(evidence: Evidence) -> Iterator[str]:
    profiles = {
        str(intent.get("/S")): intent.get("/DestOutputProfile", intent).objgen
        for intent in evidence.root.get("/OutputIntents", [])
    }
    if "/GTS_PDFA1" not in profiles:
        yield "/GTS_PDFA1 –"
    elif len(set(profiles.values())) != 1:
        yield ", ".join(sorted(profiles))


def _schemas(evidence: Evidence) -> Iterator[str]:
    described = evidence.xmp.described()
    yield from (name for uri, name in DESCRIBED if (uri, name) not in described)


def _texts(evidence: Evidence) -> Iterator[str]:
    for font in evidence.fonts:
        if font.get("/Subtype") in ("/CIDFontType0", "/CIDFontType2"):
            continue
        table = font.get("/ToUnicode")
        if not isinstance(table, pikepdf.Stream):
            yield str(font.get("/BaseFont", "?"))
        elif NO_TEXT.search(table.read_bytes()):
            yield f"{font.get('/BaseFont', '?')}: U+0000, U+FEFF, U+FFFE"


def _resources(evidence: Evidence) -> Iterator[str]:
    having = {number for number, _page in evidence.pages_having("/Resources")}
    yield from (f"page {number}" for number in range(1, len(evidence.pages) + 1) if number not in having)
    yield from (f"form {form.objgen[0]}" for form in evidence.forms if "/Resources" not in form)


ARCHIVE_RULES = (
    PrintRule("print.a-level", "ISO 19005-2, 6.6.4", _level),
    PrintRule("print.a-intent", "ISO 19005-2, 6.2.3", _intent),
    PrintRule("print.a-schemas", "ISO 19005-2, 6.6.2.3", _schemas),
    PrintRule("print.a-text", "ISO 19005-2, 6.2.11.7", _texts),
    PrintRule("print.a-resources", "ISO 19005-2, 6.2.2", _resources),
)

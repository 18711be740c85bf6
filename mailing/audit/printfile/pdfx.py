"""Rules of file structure (ISO 32000-1, 19005-2) and of PDF/X-4 (ISO 15930-7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf

from mailing.audit.printfile.evidence import Evidence, PageBoxes, PrintRule, sides

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = b"%PDF-1.6"
HEAD_BYTES = 16
ICC_COLOURS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
GRAY_OPERATORS = frozenset({"g", "G", "sh"})
"""A shading has a space of its own, which is looked at by itself."""
COLOUR_OPERATORS = "g G rg RG k K cs CS sh"
MEDIA_MANAGEMENT = ("xmpMM:DocumentID", "xmpMM:InstanceID", "xmpMM:VersionID", "xmpMM:RenditionClass")
DATES = (("xmp:CreateDate", "/CreationDate"), ("xmp:ModifyDate", "/ModDate"))
FORBIDDEN_FILTERS = frozenset({"/LZWDecode", "/Crypt"})
OUTLINES = ("/FontFile", "/FontFile2", "/FontFile3")


def _header(evidence: Evidence) -> Iterator[str]:
    with evidence.path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.startswith(HEADER):
        yield head[: len(HEADER)].decode("ascii", "replace")
    comment = head[len(HEADER) :].lstrip(b"\r\n")
    if not comment.startswith(b"%") or any(byte < 0x80 for byte in comment[1:5]):  # noqa: PLR2004 - non-ASCII
        yield "no binary comment"


def _encryption(evidence: Evidence) -> Iterator[str]:
    if evidence.pdf.is_encrypted or "/Encrypt" in evidence.pdf.trailer:
        yield "/Encrypt"


def _identifier(evidence: Evidence) -> Iterator[str]:
    identifier = list(evidence.pdf.trailer.get("/ID", []))
    if len(identifier) != 2 or not all(bytes(part) for part in identifier):  # noqa: PLR2004 - a pair
        yield f"{len(identifier)}"


def _filters(evidence: Evidence) -> Iterator[str]:
    for stream in evidence.having("/Filter"):
        used: Any = stream["/Filter"]
        for name in [used] if isinstance(used, pikepdf.Name) else list(used):
            if str(name) in FORBIDDEN_FILTERS:
                yield f"{name} ({stream.objgen[0]} 0 R)"


def _fonts_embedded(evidence: Evidence) -> Iterator[str]:
    for font in evidence.fonts:
        if font.get("/Subtype") in ("/Type0", "/Type3"):
            continue
        descriptor: Any = font.get("/FontDescriptor", {})
        if not any(key in descriptor for key in OUTLINES):
            yield str(font.get("/BaseFont", "?"))


def _metadata(evidence: Evidence) -> Iterator[str]:
    metadata = evidence.root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        yield "no /Metadata"
    elif "/Filter" in metadata:
        yield str(metadata["/Filter"])
    elif evidence.xmp.fault:
        yield evidence.xmp.fault


def _version(evidence: Evidence) -> Iterator[str]:
    version = evidence.xmp.get("pdfxid:GTS_PDFXVersion")
    if version != "PDF/X-4":
        yield version or "–"


def _title(evidence: Evidence) -> Iterator[str]:
    described, written = evidence.xmp.get("dc:title"), str(evidence.info.get("/Title", ""))
    if not described or described != written:
        yield f"dc:title {described or '–'}, /Title {written or '–'}"


def _dates(evidence: Evidence) -> Iterator[str]:
    for property_name, key in DATES:
        described, written = evidence.xmp.get(property_name), str(evidence.info.get(key, ""))
        if not described or _digits(described) != _digits(written):
            yield f"{property_name} {described or '–'}, {key} {written or '–'}"
    if not evidence.xmp.get("xmp:MetadataDate"):
        yield "xmp:MetadataDate –"


def _digits(date: str) -> str:
    """Return a date's digits, its zone without punctuation: `20200615000000+0000`."""
    return re.sub(r"[^\d+-]", "", re.sub(r"(?<=\d)-(?=\d\d-|\d\dT)", "", date.removeprefix("D:")))


def _media_management(evidence: Evidence) -> Iterator[str]:
    yield from (name for name in MEDIA_MANAGEMENT if not evidence.xmp.get(name))


def _trapped(evidence: Evidence) -> Iterator[str]:
    written, described = str(evidence.info.get("/Trapped", "–")), evidence.xmp.get("pdf:Trapped")
    if written not in ("/True", "/False") or described != written.removeprefix("/"):
        yield f"/Trapped {written}, pdf:Trapped {described or '–'}"


def _intents(evidence: Evidence) -> list[Any]:
    return list(evidence.root.get("/OutputIntents", []))


def _output_intent(evidence: Evidence) -> Iterator[str]:
    exchange = [intent for intent in _intents(evidence) if intent.get("/S") == "/GTS_PDFX"]
    if len(exchange) != 1:
        yield f"{len(exchange)} × /GTS_PDFX"
    for intent in exchange:
        if not str(intent.get("/OutputConditionIdentifier", "")):
            yield "OutputConditionIdentifier –"


def _icc_profile(evidence: Evidence) -> Iterator[str]:
    for intent in _intents(evidence):
        profile = intent.get("/DestOutputProfile")
        if not isinstance(profile, pikepdf.Stream):
            yield "DestOutputProfile –"
            continue
        head = profile.read_bytes()[:128]
        if head[36:40] != b"acsp" or head[12:16] != b"prtr":
            yield head[12:16].decode("ascii", "replace")
        if ICC_COLOURS.get(head[16:20]) != profile.get("/N"):
            yield f"/N {profile.get('/N')}"


def _boxes(evidence: Evidence) -> Iterator[str]:
    for boxes, numbers in evidence.page_boxes.items():
        found = _box_fault(boxes)
        yield from (f"page {number}: {found}" for number in numbers if found)


def _box_fault(boxes: PageBoxes) -> str:
    """Return what is wrong with how large a page says that it is; "" where nothing is."""
    if (boxes.trim is None) == (boxes.art is None):
        return "TrimBox / ArtBox"
    trim = boxes.trim or boxes.art or ()
    bleed = boxes.bleed or boxes.media
    if not (_inside(trim, bleed) and _inside(bleed, boxes.media)):
        return f"{trim}"
    return "CropBox" if boxes.crop and not _inside(trim, boxes.crop) else ""


def _inside(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _colours(evidence: Evidence) -> Iterator[str]:
    """Give what isn't pure black: text never is anything else, pictures are where the profile prints them so."""
    in_cmyk = evidence.settings.profile.get("colour") == "cmyk"
    inks = ("/DeviceGray", "/DeviceCMYK") if in_cmyk else ("/DeviceGray",)
    contents: list[tuple[str, Any]] = [
        (f"page {number + 1}", page)
        for number, page in enumerate(evidence.pages)
        if evidence.contents.odd_ink(number)  # what letters draw with else knows no colour but gray
    ]
    grounds = evidence.placed_by_pages if in_cmyk else evidence.forms
    contents += [(f"form {form.objgen[0]}", form) for form in grounds]
    if not in_cmyk:
        contents += [(f"pattern {each.objgen[0]}", each) for each in evidence.streams if "/PatternType" in each]
    for where, content in contents:
        for instruction in pikepdf.parse_content_stream(content, COLOUR_OPERATORS):
            operator = str(instruction.operator)
            if operator not in GRAY_OPERATORS and not _is_gray(instruction):
                yield f"{where}: {operator}"
    for shading in evidence.having("/ShadingType"):
        if str(shading.get("/ColorSpace")) not in inks:
            yield f"shading {shading.objgen[0]}: {shading.get('/ColorSpace')}"
    for image in evidence.having("/ColorSpace"):
        space = image.get("/ColorSpace")
        if image.get("/Subtype") == "/Image" and str(space) not in inks:
            yield f"image {image.objgen[0]}: {space}"


def _is_gray(instruction: Any) -> bool:
    """Whether an instruction chooses gray, or a pattern: what that is painted with is looked at by itself."""
    return str(next(iter(instruction.operands), "")) in ("/DeviceGray", "/Pattern")


def _actions(evidence: Evidence) -> Iterator[str]:
    yield from (key for key in ("/OpenAction", "/AA", "/AcroForm", "/AF") if key in evidence.root)
    names: Any = evidence.root.get("/Names", {})
    yield from (key for key in ("/JavaScript", "/EmbeddedFiles") if key in names)
    yield from (f"page {number}: /AA" for number, _page in evidence.pages_having("/AA"))
    yield from ("/JavaScript" for item in evidence.having("/S") if item.get("/S") == "/JavaScript")


def _annotations(evidence: Evidence) -> Iterator[str]:
    for number, page in evidence.pages_having("/Annots"):
        edge = sides(page.get("/BleedBox", page.get("/TrimBox", pikepdf.Page(page).mediabox)))
        for annotation in page.Annots:
            rectangle = sides(annotation.get("/Rect", edge))
            if rectangle[0] < edge[2] and rectangle[2] > edge[0] and rectangle[1] < edge[3] and rectangle[3] > edge[1]:
                yield f"page {number}: {annotation.get('/Subtype')}"


def _foreign_objects(evidence: Evidence) -> Iterator[str]:
    keys = ("/Ref", "/OPI", "/Alternates", "/F")
    for stream in evidence.having("/Subtype", "/Subtype2", *keys):
        if not isinstance(stream, pikepdf.Stream):
            continue
        if stream.get("/Subtype") == "/PS" or stream.get("/Subtype2") == "/PS":
            yield f"PostScript ({stream.objgen[0]} 0 R)"
        yield from (f"{key} ({stream.objgen[0]} 0 R)" for key in keys if key in stream)


FILE_RULES = (
    PrintRule("print.header", "ISO 15930-7; ISO 19005-2, 6.1.2", _header),
    PrintRule("print.encryption", "ISO 15930-7", _encryption),
    PrintRule("print.identifier", "ISO 15930-7; ISO 32000-1, 14.4", _identifier),
    PrintRule("print.filter", "ISO 19005-2, 6.1.7; ISO 15930-7", _filters),
    PrintRule("print.font-embedded", "ISO 15930-7; ISO 19005-2, 6.2.11.4", _fonts_embedded),
    PrintRule("print.colour", "ISO 15930-7", _colours),
)

EXCHANGE_RULES = (
    PrintRule("print.metadata", "ISO 15930-7; ISO 19005-2, 6.6.2.1", _metadata),
    PrintRule("print.x-version", "ISO 15930-7", _version),
    PrintRule("print.title", "ISO 15930-7", _title),
    PrintRule("print.dates", "ISO 15930-7", _dates),
    PrintRule("print.media-management", "ISO 15930-7", _media_management),
    PrintRule("print.trapped", "ISO 15930-7", _trapped),
    PrintRule("print.output-intent", "ISO 15930-7", _output_intent),
    PrintRule("print.icc-profile", "ISO 15930-7; ICC.1, 7.2", _icc_profile),
    PrintRule("print.boxes", "ISO 15930-7", _boxes),
    PrintRule("print.actions", "ISO 15930-7", _actions),
    PrintRule("print.annotation", "ISO 15930-7", _annotations),
    PrintRule("print.foreign-object", "ISO 15930-7", _foreign_objects),
)

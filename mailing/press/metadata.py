"""What a file says of itself: XMP, document information and output intents, in agreement with each other.

PDF/X-4 is ISO 15930-7, PDF/VT-1 ISO 16612-2, PDF/A-2 ISO 19005-2. Dates are the letters' date, never the clock's.
"""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mailing.base.markup import escape
from mailing.press.pdffile import text_string

if TYPE_CHECKING:
    from typing import TypeAlias

    from mailing.model import RunIdentity
    from mailing.press.parts import Output, Standard
    from mailing.press.pdffile import PdfFile
    from mailing.press.profiles import ShopProfile

    _Extension: TypeAlias = tuple[str, str, str, tuple[tuple[str, str, str], ...]]

REGISTRY = "http://www.color.org"
"""Where printing conditions are registered (ISO 15930-7)."""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID><xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{program}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
</rdf:Description>
{parts}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

_X4 = """<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion></rdf:Description>
"""
_VT1 = """<rdf:Description rdf:about="" xmlns:pdfvtid="http://www.npes.org/pdfvt/ns/id/">
<pdfvtid:GTS_PDFVTVersion>PDF/VT-1</pdfvtid:GTS_PDFVTVersion><pdfvtid:GTS_PDFVTModDate>{date}</pdfvtid:GTS_PDFVTModDate>
</rdf:Description>
"""
_A2 = """<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{conformance}</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{schemas}</rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_UA1 = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
"""
_SCHEMA = """<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>
"""
_PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>\
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"""

_X_SCHEMA = (
    "PDF/X ID schema",
    "http://www.npes.org/pdfx/ns/id/",
    "pdfxid",
    (("GTS_PDFXVersion", "Text", "PDF/X version"),),
)
_VT_SCHEMA = (
    "PDF/VT ID schema",
    "http://www.npes.org/pdfvt/ns/id/",
    "pdfvtid",
    (
        ("GTS_PDFVTVersion", "Text", "PDF/VT version"),
        ("GTS_PDFVTModDate", "Date", "Date of the last PDF/VT modification"),
    ),
)
_UA_SCHEMA = (
    "PDF/UA ID schema",
    "http://www.aiim.org/pdfua/ns/id/",
    "pdfuaid",
    (("part", "Integer", "Part of the PDF/UA standard"),),
)
_ADOBE_SCHEMA = (
    "Adobe PDF schema",
    "http://ns.adobe.com/pdf/1.3/",
    "pdf",
    (("Trapped", "Text", "Whether the document has been trapped"),),
)
_IN_PRINT = (_X_SCHEMA, _VT_SCHEMA, _ADOBE_SCHEMA)
_ON_SCREEN = (_UA_SCHEMA, _ADOBE_SCHEMA)
"""What PDF/A-2 doesn't know by itself and wants described (ISO 19005-2, 6.6.2.3): name, URI, prefix, properties."""


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What a file is called and when it is from."""

    title: str
    program: str
    path: str
    digest: str
    day: str
    key: bytes

    @classmethod
    def of(cls, run: RunIdentity, path: str, key: bytes) -> FileIdentity:
        """Return the identity of the run's file at `path`; `key` makes that nobody else can give it the same."""
        title = f"{run.title} – {path.rpartition('/')[2]}"
        return cls(title, run.program, path, run.digest, run.date.isoformat(), key)

    def uuid(self, purpose: str) -> uuid.UUID:
        """Return a UUID that depends on the run, its key, the file and the purpose only."""
        digest = hmac.digest(self.key, f"{self.digest} {self.path} {purpose}".encode(), "sha256")
        return uuid.UUID(bytes=digest[:16], version=4)

    @property
    def xmp_date(self) -> str:
        """The start of the letters' day, as XMP writes it."""
        return f"{self.day}T00:00:00+00:00"

    @property
    def pdf_date(self) -> bytes:
        """The same, as PDF writes it."""
        return b"(D:%b000000+00'00')" % self.day.replace("-", "").encode()


def xmp(identity: FileIdentity, standard: Standard) -> bytes:
    """Return the XMP packet of a print file."""
    parts = (_X4 if standard.is_exchange else "") + (_VT1 if standard.has_records else "")
    archival = _A2.format(conformance="U", schemas=_schemas(_IN_PRINT)) if standard.is_archival else ""
    return _packet(identity, parts.format(date=identity.xmp_date) + archival)


def accessible_xmp(identity: FileIdentity) -> bytes:
    """Return the XMP packet of an accessible copy: PDF/UA-1 (ISO 14289-1, 5) and PDF/A-2a."""
    return _packet(identity, _UA1 + _A2.format(conformance="A", schemas=_schemas(_ON_SCREEN)))


def _packet(identity: FileIdentity, parts: str) -> bytes:
    packet = _PACKET.format(
        title=escape(identity.title),
        program=escape(identity.program),
        date=identity.xmp_date,
        document=identity.uuid("document"),
        instance=identity.uuid("instance"),
        parts=parts,
    )
    return packet.encode()


@lru_cache(maxsize=2)
def _schemas(extensions: tuple[_Extension, ...]) -> str:
    return "".join(
        _SCHEMA.format(
            name=name,
            uri=uri,
            prefix=prefix,
            properties="".join(
                _PROPERTY.format(name=field, kind=kind, meaning=meaning) for field, kind, meaning in properties
            ),
        )
        for name, uri, prefix, properties in extensions
    )


def information(identity: FileIdentity, standard: Standard) -> bytes:
    """Return the document information dictionary, in agreement with the XMP packet."""
    version = b"/GTS_PDFXVersion(PDF/X-4)" if standard.is_exchange else b""
    return b"<</Title%b/Creator%b/Producer%b/CreationDate%b/ModDate%b/Trapped/False%b>>" % (
        text_string(identity.title),
        text_string(identity.program),
        text_string(identity.program),
        identity.pdf_date,
        identity.pdf_date,
        version,
    )


def output_intents(file: PdfFile, profile: ShopProfile) -> bytes:
    """Write the ICC profile; return the catalog's entry of the output intents, which share it."""
    standard = profile.standard
    kinds = [b"GTS_PDFX"] if standard.is_exchange else []
    kinds += [b"GTS_PDFA1"] if standard.is_archival else []
    if not kinds:
        return b""
    icc = file.add_stream(profile.icc_profile, b"/N 4")
    return b"/OutputIntents[%b]" % b"".join(_intent(kind, profile.output, icc) for kind in kinds)


def _intent(kind: bytes, output: Output, icc: int) -> bytes:
    return b"<</Type/OutputIntent/S/%b/OutputConditionIdentifier%b/RegistryName%b/Info%b/DestOutputProfile %d 0 R>>" % (
        kind,
        text_string(output.condition),
        text_string(REGISTRY),
        text_string(output.info),
        icc,
    )

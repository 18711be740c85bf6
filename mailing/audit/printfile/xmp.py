"""XMP packets, read with the standard library alone."""

from __future__ import annotations

from xml.etree import ElementTree as ET

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMESPACES = {
    "dc": "{http://purl.org/dc/elements/1.1/}",
    "xmp": "{http://ns.adobe.com/xap/1.0/}",
    "xmpMM": "{http://ns.adobe.com/xap/1.0/mm/}",
    "pdf": "{http://ns.adobe.com/pdf/1.3/}",
    "pdfxid": "{http://www.npes.org/pdfx/ns/id/}",
    "pdfvtid": "{http://www.npes.org/pdfvt/ns/id/}",
    "pdfaid": "{http://www.aiim.org/pdfa/ns/id/}",
    "pdfaExtension": "{http://www.aiim.org/pdfa/ns/extension/}",
    "pdfaSchema": "{http://www.aiim.org/pdfa/ns/schema#}",
    "pdfaProperty": "{http://www.aiim.org/pdfa/ns/property#}",
}


class Xmp:
    """The properties of a packet, by names such as `xmp:CreateDate`.

    Attributes:
        fault: why the packet can't be read; empty where it can.
    """

    def __init__(self, packet: bytes) -> None:
        self.fault = "" if packet else "no packet"
        self._tree = ET.Element("none")
        if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
            self.fault = "document type declaration"
        elif packet:
            try:
                self._tree = ET.fromstring(packet.strip())  # noqa: S314 - no declarations, so no entities
            except ET.ParseError as error:
                self.fault = str(error)

    def get(self, name: str) -> str:
        """Return a simple property's text, or that of its first alternative; "" where there is none."""
        tag = _tag(name)
        for description in self._tree.iter(f"{RDF}Description"):
            if tag in description.attrib:
                return description.attrib[tag]
            element = description.find(tag)
            if element is not None:
                item = element.find(f".//{RDF}li")
                return ((element if item is None else item).text or "").strip()
        return ""

    def described(self) -> set[tuple[str, str]]:
        """Return namespace and name of every property that an extension schema describes."""
        found: set[tuple[str, str]] = set()
        for schema in self._tree.iter(f"{RDF}li"):
            uri = schema.findtext(_tag("pdfaSchema:namespaceURI"))
            if uri is not None:
                names = (element.text or "" for element in schema.iter(_tag("pdfaProperty:name")))
                found |= {(uri, name) for name in names}
        return found


def _tag(name: str) -> str:
    prefix, _colon, local = name.partition(":")
    return NAMESPACES[prefix] + local

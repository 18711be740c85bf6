"""Rules of PDF/VT-1 (ISO 16612-2): the records, and what of them lies on which page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

from mailing.audit.printfile.evidence import Evidence, PrintRule
from mailing.audit.printfile.once_a_file import once_a_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

XML_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")
SECOND_CLASS = re.compile(r"/(CIP4_|[A-Z]{4}_)\w+\Z")
"""CIP4's key, or one of a developer's own with its prefix (ISO 32000-1, Annex E)."""
LONGEST_ARRAY = 8_191
DEEPEST = 32


class PartNode(NamedTuple):
    """A document part, its depth in the tree, and the number of the object that holds it."""

    part: Any
    parent: int
    level: int

    @property
    def name(self) -> str:
        """What findings call it."""
        return f"{self.part.objgen[0]} 0 R"


class Leaf(NamedTuple):
    """A document part that has pages, and their numbers from 1."""

    node: PartNode
    pages: range


def _root(evidence: Evidence) -> Any:
    return evidence.root.get("/DPartRoot", pikepdf.Dictionary())


@once_a_file
def _nodes(evidence: Evidence) -> tuple[PartNode, ...]:
    """Return all document parts, depth first."""
    root = _root(evidence)
    first = root.get("/DPartRootNode")
    return tuple(_below(PartNode(first, root.objgen[0], 0), set())) if isinstance(first, pikepdf.Dictionary) else ()


def _below(node: PartNode, seen: set[int]) -> Iterator[PartNode]:
    number = node.part.objgen[0]
    if number in seen or node.level > DEEPEST:
        return
    seen.add(number)
    yield node
    for group in node.part.get("/DParts", []):
        for part in group:
            yield from _below(PartNode(part, number, node.level + 1), seen)


@once_a_file
def _leaves(evidence: Evidence) -> tuple[Leaf, ...]:
    """Return the document parts that have pages."""
    numbers = {page.objgen[0]: number for number, page in enumerate(evidence.pages, 1)}
    nodes = (node for node in _nodes(evidence) if "/Start" in node.part)
    return tuple(Leaf(node, _pages_of(node.part, numbers)) for node in nodes)


def _pages_of(part: Any, numbers: Mapping[int, int]) -> range:
    """Return the numbers of a part's pages; an empty range where it names none of the file."""
    start = part.Start.objgen[0]
    first = numbers.get(start, 0)
    last = numbers.get(part.End.objgen[0], 0) if "/End" in part else first
    return range(first, last + 1) if first else range(0)


def _vt_version(evidence: Evidence) -> Iterator[str]:
    version = evidence.xmp.get("pdfvtid:GTS_PDFVTVersion")
    if version != "PDF/VT-1":
        yield version or "–"


def _vt_date(evidence: Evidence) -> Iterator[str]:
    dated, modified = evidence.xmp.get("pdfvtid:GTS_PDFVTModDate"), evidence.xmp.get("xmp:ModifyDate")
    if not dated or dated != modified:
        yield f"GTS_PDFVTModDate {dated or '–'}, xmp:ModifyDate {modified or '–'}"


def _record_root(evidence: Evidence) -> Iterator[str]:
    root = _root(evidence)
    if not root.is_indirect or root.get("/Type") != "/DPartRoot":
        yield "/DPartRoot"
        return
    node = root.get("/DPartRootNode")
    if not isinstance(node, pikepdf.Dictionary) or not node.is_indirect:
        yield "/DPartRootNode"
    level = root.get("/RecordLevel")
    if not isinstance(level, int) or level < 0 or level not in {leaf.node.level for leaf in _leaves(evidence)}:
        yield f"/RecordLevel {level}"


def _level_names(evidence: Evidence) -> Iterator[str]:
    names = [str(name).removeprefix("/") for name in _root(evidence).get("/NodeNameList", [])]
    levels = 1 + max((node.level for node in _nodes(evidence)), default=-1)
    if len(names) != levels:
        yield f"{len(names)} / {levels}"
    yield from (name for name in names if not XML_NAME.match(name))


def _part(evidence: Evidence) -> Iterator[str]:
    for node in _nodes(evidence):
        part = node.part
        if part.get("/Type") != "/DPart":
            yield f"{node.name}: /Type"
        if not part.is_indirect or part.get("/Parent", part).objgen[0] != node.parent:
            yield f"{node.name}: /Parent"
        if ("/DParts" in part) == ("/Start" in part):
            yield f"{node.name}: /DParts, /Start"
        if "/Metadata" in part:
            yield f"{node.name}: /Metadata"


def _part_end(evidence: Evidence) -> Iterator[str]:
    ended = {part.objgen for part in evidence.having("/End")}
    for leaf in _leaves(evidence):
        if len(leaf.pages) <= 1 and leaf.node.part.objgen in ended:
            yield leaf.node.name
    yield from (node.name for node in _nodes(evidence) if "/End" in node.part and "/Start" not in node.part)


def _coverage(evidence: Evidence) -> Iterator[str]:
    expected = 1
    for node, pages in _leaves(evidence):
        if not pages or pages.start != expected:
            yield f"{node.name}: page {pages.start}, not {expected}"
        expected = max(expected, pages.stop)
    if expected != len(evidence.pages) + 1:
        yield f"page {expected}"


def _page_part(evidence: Evidence) -> Iterator[str]:
    owners = {number: node.part.objgen[0] for node, pages in _leaves(evidence) for number in pages}
    for number, page in enumerate(evidence.pages, 1):
        part = page.get("/DPart")
        if part is None or part.objgen[0] != owners.get(number):
            yield f"page {number}"


def _record_metadata(evidence: Evidence) -> Iterator[str]:
    for node in _nodes(evidence):
        metadata = node.part.get("/DPM", {})
        yield from (f"{node.name}: {key}" for key in metadata.keys() if not SECOND_CLASS.match(key))  # noqa: SIM118
        if not all(map(_is_plain, dict(metadata.items()).values())):
            yield f"{node.name}: /DPM"


def _is_plain(value: Any) -> bool:
    """Whether a value is a text, number, truth value, or made of such; names and streams aren't allowed."""
    if isinstance(value, (pikepdf.Dictionary, dict)):
        return all(map(_is_plain, dict(value.items()).values()))
    if isinstance(value, (pikepdf.Array, list)):
        return all(map(_is_plain, list(value)))
    return not isinstance(value, (pikepdf.Name, pikepdf.Stream))


def _shared_forms(evidence: Evidence) -> Iterator[str]:
    for form in evidence.forms:
        if form.get("/GTS_Scope") != "/File":
            yield f"{form.objgen[0]} 0 R"


def _arrays(evidence: Evidence) -> Iterator[str]:
    for node in _nodes(evidence):
        for group in node.part.get("/DParts", []):
            if len(group) > LONGEST_ARRAY:
                yield f"{node.name}: {len(group)}"
    for item in evidence.having("/Kids"):
        if len(item.Kids) > LONGEST_ARRAY:
            yield f"{item.objgen[0]} 0 R: {len(item.Kids)}"


RECORD_RULES = (
    PrintRule("print.vt-version", "ISO 16612-2", _vt_version),
    PrintRule("print.vt-date", "ISO 16612-2", _vt_date),
    PrintRule("print.record-root", "ISO 16612-2; ISO 32000-2, 14.12", _record_root),
    PrintRule("print.record-names", "ISO 16612-2", _level_names),
    PrintRule("print.record-part", "ISO 16612-2; ISO 32000-2, 14.12", _part),
    PrintRule("print.record-end", "ISO 16612-2", _part_end),
    PrintRule("print.record-coverage", "ISO 16612-2", _coverage),
    PrintRule("print.record-page", "ISO 16612-2", _page_part),
    PrintRule("print.record-metadata", "ISO 16612-2; ISO 32000-1, Annex E", _record_metadata),
    PrintRule("print.shared-form", "ISO 16612-2", _shared_forms),
    PrintRule("print.array", "ISO 32000-1, Annex C", _arrays),
)

"""Rules of accessible copies that a machine can check beyond veraPDF's: each a function, with its conditions.

Conditions are those of the Matterhorn Protocol 1.1 (PDF Association, 2021); `docs/accessibility.md` goes through all.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pikepdf
import pypdfium2 as pdfium

from mailing.audit.expectations import squeezed
from mailing.audit.findings import fault
from mailing.audit.structure import Node, structure_of
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mailing.audit.books import Books
    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

HEADINGS: Final = ("H1", "H2", "H3", "H4", "H5", "H6")
SCHEMES: Final = ("tel:", "mailto:", "https:", "http:")
SHOWS: Final = frozenset({"Tj", "TJ", "'", '"', "Do", "f", "f*", "F", "S", "s", "B", "b", "B*", "b*", "sh"})
"""Operators that leave ink, or colour of the paper's."""
SHOWS_TEXT: Final = frozenset({"Tj", "TJ", "'", '"'})
LEAST_CONTRAST = 4.5
"""Text against its ground (WCAG 2.2, 1.4.3); the paper is white."""
DARKEST = 0.04045
"""Up to here sRGB is a straight line (IEC 61966-2-1)."""
SHORTEST_ALT = 3
FILE_ENDINGS: Final = (".png", ".jpg", ".jpeg", ".svg", ".pdf", ".gif")


class Copy(NamedTuple):
    """An accessible copy as it is checked: the file, its tree, and what each page's content shows."""

    pdf: pikepdf.Pdf
    tree: Node
    pages: tuple[tuple[Shown, ...], ...]


class Shown(NamedTuple):
    """An operator that leaves ink: the marked content that it is in (None: none), and its contrast to white."""

    operator: str
    number: int | None
    is_artifact: bool
    contrast: float


class Rule(NamedTuple):
    """A rule: the code of its finding, the conditions that it checks, and the function that gives what breaks it."""

    code: str
    conditions: str
    faults: Callable[[Copy], Iterator[str]]


def accessibility_faults(path: Path, name: str) -> Iterator[Finding]:
    """Give what keeps a copy from being read by everybody; `name` is the manifest's name for it.

    Raises:
        pikepdf.PdfError, ValueError: it is no sound PDF at all.
    """
    with pikepdf.open(path) as pdf:
        tree = structure_of(pdf)
        if tree is None:
            yield fault("audit.copy-untagged", path=name, found="StructTreeRoot")
            return
        copy = Copy(pdf, tree, tuple(tuple(_shown(page)) for page in pdf.pages))
        for rule in RULES:
            for found in rule.faults(copy):
                yield fault(rule.code, path=name, found=found)


def copies_faults(run_files: RunFiles, books: Books, manifest: Manifest) -> Iterator[Finding]:
    """Give what is wrong with a run's electronic letters: nobody can read one, or it isn't its household's."""
    numbers = {row.piece: row.bg_number for row in books.rows if row.piece in manifest.digital}
    for number, bg_number in sorted(numbers.items()):
        name = runfolder.digital_letter(number)
        if not run_files.has(name):
            continue
        try:
            yield from accessibility_faults(run_files.path_of(name), name)
            if squeezed(bg_number) not in squeezed(_text_of(run_files.path_of(name))):
                yield fault("audit.copy-other", path=name)
        except (pikepdf.PdfError, pdfium.PdfiumError, ValueError, RecursionError) as error:
            yield fault("audit.pdf-broken", path=name, found=type(error).__name__)


def _text_of(path: Path) -> str:
    with pdfium.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def _untagged(copy: Copy) -> Iterator[str]:
    """Give what the file doesn't say of itself."""
    root = copy.pdf.Root
    metadata = root.get("/Metadata")
    packet = metadata.read_bytes() if metadata is not None else b""
    checks = {
        "MarkInfo": bool(root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)),
        "Lang": bool(str(root.get("/Lang", "")).strip()),
        "DisplayDocTitle": bool(root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)),
        "Title": bool(str(copy.pdf.docinfo.get("/Title", "")).strip()),
        "pdfuaid:part": b"<pdfuaid:part>1</pdfuaid:part>" in packet,
        "pdfaid:conformance": b"<pdfaid:conformance>A</pdfaid:conformance>" in packet,
        "Tabs": all(page.get("/Tabs") == "/S" for page in copy.pdf.pages),
    }
    yield from (name for name, holds in checks.items() if not holds)


def _unread(copy: Copy) -> Iterator[str]:
    """Give what stands on a page and is neither in the tree nor an artifact, or is there twice, or in another order."""
    in_tree = list(copy.tree.content())
    named = Counter[tuple[int, int]](in_tree)
    for page, shown in enumerate(copy.pages):
        numbers = {one.number for one in shown if one.number is not None}
        if any(one.number is None and not one.is_artifact for one in shown):
            yield f"{page + 1}: –"
        yield from (f"{page + 1}: {number}" for number in sorted(numbers) if named[page, number] != 1)
        order = [number for at, number in in_tree if at == page]
        yield from (f"{page + 1}: {first} > {second}" for first, second in pairwise(order) if first > second)


def _headings(copy: Copy) -> Iterator[str]:
    """Give headings that skip a level; the subject is the one heading of the first."""
    levels = [HEADINGS.index(node.tag) + 1 for node in copy.tree.below(*HEADINGS)]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield f"H1 × {levels.count(1)}"
    yield from (f"H{first} → H{second}" for first, second in pairwise(levels) if second > first + 1)


def _lists(copy: Copy) -> Iterator[str]:
    """Give lists whose parts aren't a list's."""
    for node in copy.tree.walk():
        tags = [child.tag for child in node.children]
        if node.tag == "L" and (not tags or set(tags) - {"LI", "Caption"}):
            yield f"L: {tags}"
        if node.tag == "LI" and (tags.count("LBody") != 1 or set(tags) - {"Lbl", "LBody"}):
            yield f"LI: {tags}"
        if node.tag != "L" and "LI" in tags:
            yield f"{node.tag}: LI"


def _tables(copy: Copy) -> Iterator[str]:
    """Give tables without heads, heads that don't say of what, and rows of unequal length."""
    for table in copy.tree.below("Table"):
        rows = list(table.below("TR"))
        heads = list(table.below("TH"))
        if not heads:
            yield "TH"
        yield from ("Scope" for head in heads if head.scope not in {"Row", "Column", "Both"})
        widths = {sum(child.tag in {"TH", "TD"} for child in row.children) for row in rows}
        if len(widths) != 1:
            yield f"TR: {sorted(widths)}"


def _links(copy: Copy) -> Iterator[str]:
    """Give links that lead nowhere, say nothing, or stand beside the tree."""
    in_tree = {one.objgen for node in copy.tree.below("Link") for one in node.annotations}
    for node in copy.tree.below("Link"):
        if not node.annotations or not any(node.content()):
            yield "Link"
    for page in copy.pdf.pages:
        for annotation in page.get("/Annots", []):
            address = str(annotation.get("/A", pikepdf.Dictionary()).get("/URI", ""))
            if annotation.objgen not in in_tree:
                yield address or "Annot"
            elif not address.startswith(SCHEMES) or not str(annotation.get("/Contents", "")).strip():
                yield address or "URI"


def _figures(copy: Copy) -> Iterator[str]:
    """Give pictures without words for who doesn't see them; a file's name is none."""
    for figure in copy.tree.below("Figure", "Formula"):
        alt = figure.alt.strip()
        if len(alt) < SHORTEST_ALT or alt.lower().endswith(FILE_ENDINGS):
            yield alt or figure.tag


def _empty(copy: Copy) -> Iterator[str]:
    """Give parts that say nothing; a table's cell may."""
    for node in copy.tree.walk():
        if not (node.kids or node.annotations) and node.tag not in {"TD", "TH"}:
            yield node.tag or "Document"


def _contrasts(copy: Copy) -> Iterator[str]:
    """Give text that is too pale to be read."""
    for page, shown in enumerate(copy.pages):
        pale = [one.contrast for one in shown if one.operator in SHOWS_TEXT and one.contrast < LEAST_CONTRAST]
        if pale:
            yield f"{page + 1}: {min(pale):.1f}"


RULES: Final = (
    Rule("audit.copy-untagged", "06-001 to 06-004, 07-001, 09-004, 11-006", _untagged),
    Rule("audit.copy-unread", "01-001 to 01-005, 09-001", _unread),
    Rule("audit.copy-heading", "14-001 to 14-003", _headings),
    Rule("audit.copy-list", "16-001 to 16-003", _lists),
    Rule("audit.copy-table", "15-001 to 15-005", _tables),
    Rule("audit.copy-link", "28-010 to 28-012", _links),
    Rule("audit.copy-figure", "13-004, 13-005", _figures),
    Rule("audit.copy-empty", "09-001", _empty),
    Rule("audit.copy-contrast", "04-001", _contrasts),
)


def _shown(page: pikepdf.Page) -> Iterator[Shown]:
    """Give what leaves ink on a page, with what it is marked as."""
    marks: list[tuple[int | None, bool]] = []
    contrast = _contrast("g", [0])
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name in {"BMC", "BDC"}:
            marks.append(_mark(operands))
        elif name == "EMC" and marks:
            marks.pop()
        elif name in {"g", "rg", "k"}:
            contrast = _contrast(name, [float(value) for value in operands])
        elif name in SHOWS:
            number = next((number for number, _artifact in reversed(marks) if number is not None), None)
            yield Shown(name, number, any(is_artifact for _number, is_artifact in marks), contrast)


def _mark(operands: Any) -> tuple[int | None, bool]:
    properties = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else None
    number = int(properties.MCID) if properties is not None and "/MCID" in properties else None
    return number, str(operands[0]) == "/Artifact"


def _contrast(operator: str, values: list[float]) -> float:
    """Return the contrast of a colour to white (WCAG 2.2, relative luminance)."""
    if operator == "k":
        cyan, magenta, yellow, black = values
        values = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
    red, green, blue = values * 3 if len(values) == 1 else values
    luminance = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return 1.05 / (luminance + 0.05)


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= DARKEST else ((value + 0.055) / 1.055) ** 2.4)

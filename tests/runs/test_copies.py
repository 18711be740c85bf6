"""Accessible copies: each letter as a tagged PDF, the text of the print word by word; electronic letters counted."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
import pytest
from program_kit import row, write_list
from verapdf_kit import needs_verapdf, verapdf

from mailing.audit.accessibility import accessibility_faults
from mailing.audit.structure import Content, Node, structure_of
from mailing.base.tables import read_table
from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from program_kit import Called

    Program = Callable[..., Called]

TEMPLATES = ("zugang-nur-mit-termin", "einladung", "kontaktwege", "standortinformation", "leichte-sprache")
FORMATS = ("", "Großdruck", "Leichte Sprache", "elektronisch", "elektronisch")
LARGE = 14
UNMARKED = -1


def made_run(folder: Path, template: str) -> Path:
    """Return a run in all formats, at two sites, with a couple and a household of several persons."""
    sites = ("Hannover-Mitte", "Burgdorf")
    rows = [row(number, format=FORMATS[number % 5], standort=sites[number % 2]) for number in range(1, 10)]
    rows += [row(1, rolle="Mitglied", vorname="Ali", kundennummer="237A000099"), row(20, anrede="Eheleute")]
    liste = write_list(folder / "liste.csv", rows)
    assert main(["run", str(liste), "-o", str(folder / "runs"), "-t", template]) in {0, 4}
    return next(path.parent for path in (folder / "runs").glob("*/manifest.json"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A run of each template."""
    return {template: made_run(tmp_path_factory.mktemp(template), template) for template in TEMPLATES}


@pytest.fixture(scope="module")
def copies(runs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder with the copies of all letters of each run."""
    folders = {}
    for template, run in runs.items():
        folders[template] = tmp_path_factory.mktemp(f"copies-{template}")
        assert main(["copy", str(run), "--all", "-o", str(folders[template])]) == 0
    return folders


def files(copies: dict[str, Path]) -> list[Path]:
    """Return all copies."""
    return sorted(path for folder in copies.values() for path in folder.glob("*.pdf"))


def words(text: str) -> list[str]:
    """Return a text's words, those that a line's end divides as a whole."""
    return re.sub(r"[\u00ad\ufffe\x02]\s*", "", text).split()


def spoken(path: Path) -> list[str]:
    """Return the words of a copy in the order of its tree: the text of each marked content, as a reader finds it."""
    with pikepdf.open(path) as pdf:
        tree = structure_of(pdf)
    assert tree is not None
    with pdfium.PdfDocument(path) as document:
        texts = [marked_texts(page) for page in document]
    return words(text_of(tree, texts))


def text_of(node: Node | Content, texts: list[dict[int, str]]) -> str:
    """Return the text of a part; parts that aren't within a line are apart."""
    if isinstance(node, Content):
        return texts[node.page].get(node.number, "")
    text = "".join(text_of(kid, texts) for kid in node.kids)
    return text if node.tag in {"Span", "Link"} else f" {text} "


def marked_texts(page: pdfium.PdfPage) -> dict[int, str]:
    """Return the text of each marked content of a page, blanks at its end included."""
    textpage = page.get_textpage()
    found: dict[int, str] = {}
    for item in page.get_objects([pdfium.raw.FPDF_PAGEOBJ_TEXT]):
        number = pdfium.raw.FPDFPageObj_GetMarkedContentID(item.raw)
        length = pdfium.raw.FPDFTextObj_GetText(item.raw, textpage.raw, None, 0)
        buffer = (pdfium.raw.FPDF_WCHAR * length)()
        pdfium.raw.FPDFTextObj_GetText(item.raw, textpage.raw, buffer, length)
        found[number] = found.get(number, "") + bytes(buffer).decode("utf-16-le").rstrip("\0")
    return found


def artifacts(path: Path) -> list[str]:
    """Return the words of a copy that nobody is told."""
    with pdfium.PdfDocument(path) as document:
        return words(" ".join(marked_texts(page).get(UNMARKED, "") for page in document))


def printed(run: Path, first: int, last: int, file: Path) -> list[str]:
    """Return the words of a printed letter."""
    with pdfium.PdfDocument(run / "shop" / file) as document:
        return words(" ".join(document[page].get_textpage().get_text_range() for page in range(first - 1, last)))


def pieces(run: Path) -> Iterator[dict[str, str]]:
    """Give the lines of the shop's table of pieces."""
    return read_table(run / "shop" / "data" / "pieces.csv")


@needs_verapdf
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_verapdf_passes_every_copy(copies: dict[str, Path], flavour: str) -> None:
    """PDF/UA-1 and PDF/A-2a, over all templates and formats."""
    told = verapdf(flavour, files(copies))
    assert told.count("PASS ") == len(files(copies)), told[:2000]
    assert "FAIL " not in told


def test_no_own_rule_is_broken(copies: dict[str, Path]) -> None:
    """Headings nest, lists are lists, tables have heads, links lead somewhere, everything is read."""
    assert [finding for path in files(copies) for finding in accessibility_faults(path, path.name)] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_copy_says_the_print_word_by_word(runs: dict[str, Path], copies: dict[str, Path], template: str) -> None:
    """The page has the very words of the print, and the tree reads all of them but running heads and page numbers."""
    for piece in pieces(runs[template]):
        copy = copies[template] / f"{piece['piece']}.pdf"
        with pdfium.PdfDocument(copy) as document:
            seen = words(" ".join(page.get_textpage().get_text_range() for page in document))
        first, last = int(piece["first_page"]), int(piece["last_page"])
        assert Counter(seen) == Counter(printed(runs[template], first, last, Path(piece["file"])))
        heard, unheard = "".join(spoken(copy)), "".join(artifacts(copy))
        assert Counter(heard) + Counter(unheard) == Counter("".join(seen))
        assert all(word in heard for word in seen if word not in unheard)
        assert ("Seite" in unheard) == (last > first)


def test_the_order_of_reading_is_the_letters(copies: dict[str, Path]) -> None:
    """Sender, recipient, date, subject, salutation, text, closing; the foot with the office's addresses comes last."""
    text = " ".join(spoken(copies[TEMPLATES[0]] / "1.pdf"))
    places = [
        text.index(part)
        for part in (
            "Jobcenter Region Hannover",
            "Musterstraße 1 ·",
            "Frau Elif",
            "BG-Nummer",
            "Datum",
            "Wir beraten Sie wieder persönlich",
            "Sehr geehrte Frau",
            "ab Mittwoch",
            "Mit freundlichen Grüßen",
            "Ihr Jobcenter",
        )
    ]
    assert places == sorted(places)
    assert text.rindex("E-Mail") > places[-1]


def test_phone_and_mail_can_be_followed(copies: dict[str, Path]) -> None:
    """Links are `tel:` and `mailto:`, whole though a line's end divides them; BG numbers and dates are none."""
    with pikepdf.open(copies[TEMPLATES[0]] / "1.pdf") as pdf:
        found = {str(annotation.A.URI) for page in pdf.pages for annotation in page.Annots}
    assert found == {"tel:+4951165592299", "mailto:Jobcenter-Region-Hannover.Corona-Hilfe@jobcenter-ge.de"}


def test_the_subject_alone_is_the_first_heading(copies: dict[str, Path]) -> None:
    """`##` is a heading of the second level."""
    with pikepdf.open(copies[TEMPLATES[0]] / "1.pdf") as pdf:
        tree = structure_of(pdf)
        assert tree is not None
        tags = [node.tag for node in tree.below("H1", "H2", "H3")]
        assert str(pdf.docinfo.Title).startswith("Wir beraten Sie wieder")
    assert tags == ["H1", "H2", "H2", "H2"]


def test_copies_are_the_same_each_time_and_for_their_owner_only(runs: dict[str, Path], tmp_path: Path) -> None:
    """By piece, by BG number in any spelling, all at once: the same bytes."""
    run = str(runs[TEMPLATES[0]])
    for folder, who in (("a", ["--all"]), ("b", ["1-3"]), ("c", ["237020000001"])):
        assert main(["copy", run, *who, "-o", str(tmp_path / folder)]) == 0
    (named,) = (tmp_path / "c").glob("*.pdf")
    assert named.read_bytes() == (tmp_path / "a" / named.name).read_bytes()
    assert (tmp_path / "b" / "2.pdf").read_bytes() == (tmp_path / "a" / "2.pdf").read_bytes()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.pdf")} == {0o600}


def test_a_larger_copy_has_larger_type(runs: dict[str, Path], tmp_path: Path) -> None:
    """14 points for the screen; what was set larger stays."""
    assert main(["copy", str(runs[TEMPLATES[0]]), "1", "--large", "-o", str(tmp_path)]) == 0
    with pikepdf.open(tmp_path / "1.pdf") as pdf:
        assert re.search(rb"/F1 %d Tf" % LARGE, b"".join(page.Contents.read_bytes() for page in pdf.pages))
        assert str(pdf.Root.Outlines.First.Title)
    assert [*accessibility_faults(tmp_path / "1.pdf", "1.pdf")] == []


def test_an_electronic_letter_is_made_counted_and_stays_in_the_house(runs: dict[str, Path]) -> None:
    """`house/digital` has it under its number in `rows.csv`; manifest and equation count it; the shop has none."""
    run = runs[TEMPLATES[0]]
    manifest = json.loads((run / "manifest.json").read_bytes())
    lines = [line for line in read_table(run / "house" / "rows.csv") if line["code"] == "route.electronic"]
    assert [line["disposition"] for line in lines] == ["special_route"] * 4
    numbers = {int(line["piece"]) for line in lines}
    assert {int(path.stem) for path in (run / "house" / "digital").iterdir()} == numbers
    assert numbers == set(range(manifest["counts"]["pieces"] + 1, manifest["counts"]["pieces"] + 5))
    assert manifest["counts"]["digital"] == 4
    assert manifest["counts"]["special_route"] >= 4
    shop = b"".join(path.read_bytes() for path in (run / "shop").rglob("*.csv"))
    assert not any(f"\r\n{number};".encode() in shop for number in numbers)


def test_who_releases_a_run_is_told_of_its_electronic_letters(
    program: Program, runs: dict[str, Path], tmp_path: Path
) -> None:
    """They leave the house too."""
    run = shutil.copytree(runs[TEMPLATES[0]], tmp_path / "run")
    released = program("release", run, "--by", "Tom", "--yes")
    assert released.code == 0, released.err
    assert re.search(r"Elektronische Briefe +4\n", released.out)


def test_an_electronic_letter_is_shown_and_is_its_own_copy(program: Program, runs: dict[str, Path]) -> None:
    """`show` finds it by BG number; `copy` gives the very file, and refuses to make another of it."""
    run = runs[TEMPLATES[0]]
    line = next(line for line in read_table(run / "house" / "rows.csv") if line["code"] == "route.electronic")
    shown = program("show", run, line["bg_number"], "--json")
    assert shown.code == 0
    assert f"house/digital/{line['piece']}.pdf" in shown.out
    assert program("copy", run, line["bg_number"], "-o", "kopie").code == 0
    sent = (run / "house" / "digital" / f"{line['piece']}.pdf").read_bytes()
    assert (Path("kopie") / f"{line['piece']}.pdf").read_bytes() == sent
    assert program("copy", run, line["piece"], "--large", "-o", "kopie").code == 2


def test_a_list_of_electronic_households_alone_makes_their_letters(program: Program, tmp_path: Path) -> None:
    """No print file, and yet a run that is whole."""
    liste = write_list(tmp_path / "liste.csv", [row(number, format="elektronisch") for number in range(1, 4)])
    done = program("run", liste, "--out", tmp_path / "runs", "--json")
    assert done.code == 0, done.err
    assert sorted(path.name for path in (done.run / "house" / "digital").iterdir()) == ["1.pdf", "2.pdf", "3.pdf"]
    assert program("verify", done.run).code == 0


@pytest.mark.parametrize(
    ("who", "code"), [([], 2), (["1", "--all"], 2), (["999"], 2), (["23702//9999999"], 2)], ids=str
)
def test_what_names_no_letter_is_refused(
    program: Program, runs: dict[str, Path], tmp_path: Path, who: list[str], code: int
) -> None:
    """Nothing is written."""
    assert program("copy", runs[TEMPLATES[0]], *who, "-o", tmp_path / "kopie").code == code
    assert not (tmp_path / "kopie").exists()


def other_household(run: Path) -> None:
    """Let the books say that somebody else got the letter."""
    table = run / "house" / "households.csv"
    table.write_bytes(table.read_bytes().replace(b";Mustermannb;", b";Andersmann;"))


def other_text(run: Path) -> None:
    """Let the settings say another text than was printed."""
    part = run / "house" / "settings" / "letter_templates" / "teile" / "gruss.md.j2"
    part.write_text(part.read_text("utf-8") + "\nP.S.\n", "utf-8")


@pytest.mark.parametrize("sabotage", [other_household, other_text])
def test_a_copy_that_would_be_another_letter_is_refused(
    program: Program, runs: dict[str, Path], tmp_path: Path, sabotage: Callable[[Path], None]
) -> None:
    """What is set again must be what was printed, byte for byte; exit code 5."""
    run = shutil.copytree(runs[TEMPLATES[0]], tmp_path / "run")
    sabotage(run)
    refused = program("copy", run, "1-9", "-o", tmp_path / "kopie")
    assert refused.code == 5
    assert "anders gedruckt" in refused.err

"""The rules of accessible copies: each has a seeded defect that it alone finds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest
from audit_sabotage import change_manifest, change_pdf, change_text, correct_hashes
from program_kit import row, write_list

from mailing.audit.accessibility import accessibility_faults
from mailing.audit.verification import VerifyOptions, verify
from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Defect = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with an electronic letter that has lists, a table and links."""
    folder = tmp_path_factory.mktemp("run")
    liste = write_list(folder / "liste.csv", [row(1), *(row(number, format="elektronisch") for number in (2, 3))])
    assert main(["run", str(liste), "-o", str(folder / "runs"), "-t", "kontaktwege"]) == 0
    return next(path.parent for path in (folder / "runs").glob("*/manifest.json"))


def elements(pdf: pikepdf.Pdf, tag: str) -> list[pikepdf.Dictionary]:
    """Return the structure elements of a kind."""
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == f"/{tag}"]


def unmarked(pdf: pikepdf.Pdf) -> None:
    """Say no longer that the file is tagged."""
    del pdf.Root.MarkInfo


def untitled(pdf: pikepdf.Pdf) -> None:
    """Show the file's name instead of its title."""
    del pdf.Root.ViewerPreferences


def without_tree(pdf: pikepdf.Pdf) -> None:
    """Take the tree away."""
    del pdf.Root.StructTreeRoot


def unread_text(pdf: pikepdf.Pdf) -> None:
    """Write a word that belongs to nothing."""
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"BT /F1 10 Tf 50 50 Td [(\0A)]TJ ET\n")


def read_twice(pdf: pikepdf.Pdf) -> None:
    """Let two parts read the same words."""
    first, second = elements(pdf, "P")[:2]
    second.K = first.K


def read_backwards(pdf: pikepdf.Pdf) -> None:
    """Turn the order of reading."""
    (document,) = elements(pdf, "Document")
    document.K = pikepdf.Array(reversed(list(document.K)))


def skipped_heading(pdf: pikepdf.Pdf) -> None:
    """Make a heading of the second level one of the fourth."""
    elements(pdf, "H2")[0].S = pikepdf.Name.H4


def second_subject(pdf: pikepdf.Pdf) -> None:
    """Give the letter two subjects."""
    elements(pdf, "H2")[0].S = pikepdf.Name.H1


def list_of_paragraphs(pdf: pikepdf.Pdf) -> None:
    """Put paragraphs into a list."""
    elements(pdf, "LI")[0].S = pikepdf.Name.P


def item_without_body(pdf: pikepdf.Pdf) -> None:
    """Make an item's text a second mark."""
    elements(pdf, "LBody")[0].S = pikepdf.Name.Lbl


def table_without_head(pdf: pikepdf.Pdf) -> None:
    """Make all cells of a table alike."""
    for head in elements(pdf, "TH"):
        head.S = pikepdf.Name.TD


def head_of_nothing(pdf: pikepdf.Pdf) -> None:
    """Leave open what a head is the head of."""
    del elements(pdf, "TH")[0].A


def uneven_rows(pdf: pikepdf.Pdf) -> None:
    """Take a cell from a row."""
    line = elements(pdf, "TR")[0]
    line.K = pikepdf.Array([line.K[0]])


def link_to_nowhere(pdf: pikepdf.Pdf) -> None:
    """Take a link's address."""
    del pdf.pages[0].Annots[0].A


def silent_link(pdf: pikepdf.Pdf) -> None:
    """Take what a link says of itself."""
    del pdf.pages[0].Annots[0].Contents


def picture_without_words(pdf: pikepdf.Pdf) -> None:
    """Make a paragraph a picture that nobody describes."""
    elements(pdf, "P")[0].S = pikepdf.Name.Figure


def picture_called_by_its_file(pdf: pikepdf.Pdf) -> None:
    """Describe a picture by the name of its file."""
    figure = elements(pdf, "P")[0]
    figure.S, figure.Alt = pikepdf.Name.Figure, "logo_neu.png"


def empty_part(pdf: pikepdf.Pdf) -> None:
    """Let a paragraph say nothing."""
    elements(pdf, "Document")[0].K.append(
        pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.P))
    )


def pale_text(pdf: pikepdf.Pdf) -> None:
    """Print the letter in light gray."""
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"BT\n", b"0.7 g\nBT\n"))


@pytest.mark.parametrize(
    ("defect", "code"),
    [
        (unmarked, "untagged"),
        (untitled, "untagged"),
        (without_tree, "untagged"),
        (unread_text, "unread"),
        (read_twice, "unread"),
        (read_backwards, "unread"),
        (skipped_heading, "heading"),
        (second_subject, "heading"),
        (list_of_paragraphs, "list"),
        (item_without_body, "list"),
        (table_without_head, "table"),
        (head_of_nothing, "table"),
        (uneven_rows, "table"),
        (link_to_nowhere, "link"),
        (silent_link, "link"),
        (picture_without_words, "figure"),
        (picture_called_by_its_file, "figure"),
        (empty_part, "empty"),
        (pale_text, "contrast"),
    ],
)
def test_each_defect_is_found(run: Path, tmp_path: Path, defect: Defect, code: str) -> None:
    """By its own rule."""
    with pikepdf.open(run / "house" / "digital" / "2.pdf") as pdf:
        defect(pdf)
        pdf.save(tmp_path / "2.pdf")
    assert f"audit.copy-{code}" in {finding.code for finding in accessibility_faults(tmp_path / "2.pdf", "2.pdf")}


def test_a_sound_letter_breaks_no_rule(run: Path) -> None:
    """As the program makes it."""
    assert [*accessibility_faults(run / "house" / "digital" / "2.pdf", "2.pdf")] == []
    assert [*verify(run, VerifyOptions(workers=1))] == []


def swapped(run: Path) -> None:
    """Give two households each other's letter."""
    first, second = (run / "house" / "digital" / f"{number}.pdf" for number in (2, 3))
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def untagged(run: Path) -> None:
    """Take from a letter what a screen reader needs."""
    change_pdf(run / "house" / "digital" / "2.pdf", without_tree)


def no_letter(run: Path) -> None:
    """Put something else in a letter's place."""
    (run / "house" / "digital" / "2.pdf").write_bytes(b"%PDF-1.6 no letter")


def lost(run: Path) -> None:
    """Take a letter away, from the manifest too."""
    (run / "house" / "digital" / "3.pdf").unlink()

    def forget(manifest: dict[str, Any]) -> None:
        manifest["others"] = [entry for entry in manifest["others"] if entry["path"] != "house/digital/3.pdf"]

    change_manifest(run, forget)


def added(run: Path) -> None:
    """Add a letter that nobody asked for, to the manifest too."""
    shutil.copy(run / "house" / "digital" / "3.pdf", run / "house" / "digital" / "4.pdf")

    def name(manifest: dict[str, Any]) -> None:
        (entry,) = (entry for entry in manifest["others"] if entry["path"] == "house/digital/3.pdf")
        manifest["others"] = sorted(
            [*manifest["others"], {**entry, "path": "house/digital/4.pdf"}], key=lambda entry: str(entry["path"])
        )

    change_manifest(run, name)


def unanswered(run: Path) -> None:
    """Let no row have an electronic letter any more."""
    change_text(run / "house" / "rows.csv", ";special_route;3;", ";special_route;;")


def answered_by_nothing(run: Path) -> None:
    """Let a row name a letter that there isn't."""
    change_text(run / "house" / "rows.csv", ";special_route;3;", ";special_route;9;")


@pytest.mark.parametrize(
    ("sabotage", "code"),
    [
        (swapped, "audit.copy-other"),
        (untagged, "audit.copy-untagged"),
        (no_letter, "audit.pdf-broken"),
        (lost, "audit.equation"),
        (added, "audit.equation"),
        (unanswered, "audit.equation"),
        (answered_by_nothing, "audit.row-disposition"),
    ],
)
def test_verifying_a_run_finds_what_is_wrong_with_its_electronic_letters(
    run: Path, tmp_path: Path, sabotage: Callable[[Path], None], code: str
) -> None:
    """Though every hash is corrected."""
    copy = shutil.copytree(run, tmp_path / run.name)
    sabotage(copy)
    correct_hashes(copy)
    assert code in {finding.code for finding in verify(copy, VerifyOptions(workers=1))}

"""Markdown: the part of it that a letter needs, and a refusal by file and line of everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from letters_kit import household
from templates_kit import SETTINGS, composed, shown, template, texts

from mailing.base.errors import TemplateError
from mailing.letters.blocks import Alignment, Block, BlockKind, Span
from mailing.model import Face

if TYPE_CHECKING:
    from pathlib import Path


def blocks(folder: Path, text: str) -> tuple[Block, ...]:
    """Return the blocks of a letter with that text."""
    return composed(template(folder, text), household()).skeleton.blocks


def kinds(folder: Path, text: str) -> list[tuple[BlockKind, int, int]]:
    """Return kind, level and number of each block."""
    return [(block.kind, block.level, block.number) for block in blocks(folder, text)]


class TestWhatALetterKnows:
    """Paragraphs, emphasis, lists, headings, tables, a closing."""

    def test_paragraphs_and_line_breaks(self, tmp_path: Path) -> None:
        """A line's end is a blank, a backslash before it a new line."""
        composition = composed(template(tmp_path, "Eins\nzwei\\\ndrei\n\nVier"), household())
        assert texts(composition) == ["Eins zwei\ndrei", "Vier"]

    def test_faces(self, tmp_path: Path) -> None:
        """Bold, italic, both, and values among them."""
        (block,) = blocks(tmp_path, "a **b *c* {{ ort }}** *d*")
        assert block.spans == (
            Span("a "),
            Span("b ", face=Face.BOLD),
            Span("c", face=Face.BOLD_ITALIC),
            Span(" ", face=Face.BOLD),
            Span(slot=0, face=Face.BOLD),
            Span(" "),
            Span("d", face=Face.ITALIC),
        )

    def test_lists(self, tmp_path: Path) -> None:
        """Bullets and numbers, one list within another; numbers begin where the text says."""
        text = "- a\n- b\n  1. c\n  2. d\n\n3. e\n4. f"
        assert kinds(tmp_path, text) == [
            (BlockKind.BULLET, 0, 0),
            (BlockKind.BULLET, 0, 0),
            (BlockKind.NUMBERED, 1, 1),
            (BlockKind.NUMBERED, 1, 2),
            (BlockKind.NUMBERED, 0, 3),
            (BlockKind.NUMBERED, 0, 4),
        ]

    def test_headings(self, tmp_path: Path) -> None:
        """Three levels; each stays with what follows."""
        found = blocks(tmp_path, "# A\n\n## B\n\n### C\n\nText")
        assert [(block.kind, block.level, block.keeps_with_next) for block in found] == [
            (BlockKind.HEADING, 1, True),
            (BlockKind.HEADING, 2, True),
            (BlockKind.HEADING, 3, True),
            (BlockKind.PARAGRAPH, 0, False),
        ]

    def test_tables(self, tmp_path: Path) -> None:
        """With a head, or without where its cells are empty; a bar in a cell is written with a backslash."""
        with_head, without = blocks(
            tmp_path, "| A | B |\n| --- | --- |\n| c | **{{ ort }}** |\n\n| | |\n|---|---|\n| d \\| e | f |\n"
        )
        assert with_head.has_head
        assert [[shown(cell, ["Ort"]) for cell in row] for row in with_head.cells] == [["A", "B"], ["c", "Ort"]]
        assert with_head.slots == (0,)
        assert not without.has_head
        assert [[shown(cell, []) for cell in row] for row in without.cells] == [["d | e", "f"]]

    def test_columns_of_tables_are_aligned(self, tmp_path: Path) -> None:
        """As the line below the head says: left, in the middle, right."""
        (block,) = blocks(tmp_path, "| A | B | C | D |\n|---|:---|:---:|---:|\n| a | b | c | d |")
        assert block.alignments == (Alignment.LEFT, Alignment.LEFT, Alignment.CENTRE, Alignment.RIGHT)

    def test_items_know_the_last_number_of_their_lists(self, tmp_path: Path) -> None:
        """It is the widest; bullets have none."""
        found = blocks(tmp_path, "9. a\n10. b\n    - c\n11. d\n\n- e\n  1. f")
        assert [block.last_numbers for block in found] == [(11,), (11,), (11, 0), (11,), (0,), (0, 1)]

    def test_the_closing_begins_with_a_rule(self, tmp_path: Path) -> None:
        """Its lines stay together; text right above the rule is no heading."""
        found = blocks(tmp_path, "Text\n---\nMit freundlichen Grüßen\n\nDas Amt\n\n**Anlage**\\\nMerkblatt")
        assert [(block.kind, block.keeps_with_next) for block in found] == [
            (BlockKind.PARAGRAPH, False),
            (BlockKind.CLOSING, True),
            (BlockKind.CLOSING, True),
            (BlockKind.CLOSING, False),
        ]

    def test_what_leads_in_a_list_stays_with_it(self, tmp_path: Path) -> None:
        """A sentence that ends in a colon; an item above the list within it."""
        found = blocks(tmp_path, "Bitte:\n\n- a\n  - b\n\nDanke.\n\n- c")
        assert [block.keeps_with_next for block in found] == [True, True, False, False, False]

    def test_quotes_are_german(self, tmp_path: Path) -> None:
        """Straight ones of the template become „ “ and ’; those of a value stay."""
        composition = composed(
            template(tmp_path, "Er sagt \"so\" und 'so', das geht's. {{ zusatz }}"), household(zusatz='"bei"')
        )
        assert texts(composition) == ['Er sagt „so“ und ‚so‘, das geht’s. "bei"']

    def test_signs_of_markdown_can_be_printed(self, tmp_path: Path) -> None:
        """With a backslash before them; figures and brackets need none."""
        text = "\\* 5 < 6 & 7 > 2, (c) 2020, [x], a_b_c, 3 * 4, 100 %&nbsp;\\#"
        assert texts(composed(template(tmp_path, text), household())) == [
            "* 5 < 6 & 7 > 2, (c) 2020, [x], a_b_c, 3 * 4, 100 %\u00a0#"
        ]

    def test_the_subject_is_read_too(self, tmp_path: Path) -> None:
        """Its emphasis is dropped: it is bold as it is."""
        settings = SETTINGS.replace('"Betreff"', "'Ihr \"Termin\" *heute*'")
        composition = composed(template(tmp_path, "Text", settings), household())
        assert composition.skeleton.subject == (Span("Ihr „Termin“ "), Span("heute"))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Text\n\n<b>fett</b>", 3, "HTML"),
        ("Text\n\n<div>\nx\n</div>", 3, "HTML"),
        ("Text\n\n    eingerückt", 3, "eingerückter"),
        ("Text\n\n```\nx\n```", 3, "Block"),
        ("Text\n`x`", 2, "Gravis"),
        ("\n\n> Zitat", 3, "Zitat"),
        ("\nText ![Bild](bild.png)", 2, "Bild"),
        ("\n[Amt](http://example.org)", 2, "Verweis"),
        ("\n<http://example.org>", 2, "Verweis"),
        ("#### Vier", 1, "4. Stufe"),
        ("- a\n  - b\n    - c", 3, "2 Stufen"),
        ("- a\n\n  b", 1, "zwei Absätze"),
        ("- a\n- \n- b", 2, "leerer"),
        ("- # a", 1, "am Anfang eines Listenpunktes"),
        ("| a | b |\n|---|---|\n| c | d | e |", 3, "mehr Zellen"),
        ("a\n\n---\n\nb\n\n---\n\nc", 7, "zweites"),
        ("a\n\n---\n\n- b", 5, "nach „---“"),
        ("{% if ort %}\n\nText\n\n> Zitat\n{% endif %}", 5, "Zitat"),
    ],
)
def test_what_a_letter_cant_show_is_refused_by_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    """Never dropped, never printed as signs."""
    with pytest.raises(TemplateError, match=message) as error:
        blocks(tmp_path, text)
    assert error.value.where == f"brief/letter.md.j2:{line}"


def test_a_part_is_named_by_its_own_line(tmp_path: Path) -> None:
    """Behind a loop and an include, the line is still the source's."""
    text = "{% for p in mitglieder %}\n{{ p.vorname }}\n\n{% endfor %}\n{% include 'teil.md.j2' %}"
    with pytest.raises(TemplateError) as error:
        composed(template(tmp_path, text, **{"teil.md.j2": "Eins\n\n> zwei"}), household())
    assert error.value.where == "teil.md.j2:3"


@pytest.mark.parametrize("subject", ["- Liste", "# Titel", "{{ ort }}\\n\\nzwei"])
def test_a_subject_is_one_line(tmp_path: Path, subject: str) -> None:
    """Named in the settings file."""
    with pytest.raises(TemplateError, match="Betreff") as error:
        composed(template(tmp_path, "Text", SETTINGS.replace("Betreff", subject)), household())
    assert error.value.where == "brief/letter.toml:2"

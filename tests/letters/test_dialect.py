"""What German text looks like, it means: dates, numbers, stars and dashes stay, and no letter is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letters_kit import household
from templates_kit import DAY, SETTINGS, composed, shown, template, texts

from mailing.base.errors import TemplateError
from mailing.letters.blocks import Block, BlockKind
from mailing.letters.checking import check_template
from mailing.letters.setting.fonts import typeface, unsettable
from mailing.letters.setting.shaping import shaper
from mailing.letters.text.completeness import refuse_lost_letters
from mailing.letters.text.parsing import SourceLine
from mailing.letters.text.source_text import SourceText
from mailing.model import Face, Person

if TYPE_CHECKING:
    from pathlib import Path


PIECES = (
    "a¦Wort¦5¦17. Juni¦1. ¦2. ¦- ¦* ¦+ ¦**¦*¦_¦__¦~~¦`¦# ¦## ¦|¦| --- |¦---¦===¦> ¦[^1]¦[a](b)¦<b>¦&amp;¦5&nbsp;€¦\\"
    "¦\\\n¦\n¦\n\n¦ ¦    ¦\"¦'¦:¦☐ ¦1) ¦(a) ¦– ¦{{ ort }}¦ä̋¦{% if zusatz %}\n¦{% endif %}\n¦!¦]("
)
"""What texts are made of, between bars that are broken."""


def blocks(folder: Path, text: str) -> tuple[Block, ...]:
    """Return the blocks of a letter with that text."""
    return composed(template(folder, text), household()).skeleton.blocks


class TestWhatStaysText:
    """Printed as it is written, as a paragraph."""

    @pytest.mark.parametrize(
        "text",
        [
            "17. Juni 2020 ist der letzte Tag der Frist.",
            "1. Mai",
            "3. Okt. 2020",
            "24. 12. 2020",
            "2020. Ein Jahr.",
            "3. Mahnung",
            "+ 49 511 6559 ist unsere Nummer.",
            "1) Erstens",
            "a) Buchstabe",
            "# 5 ist die Zimmernummer",
            "#hashtag",
            "–5 Grad",
            "-5 Grad",
            "Bürger*innen, Kund*innen und Kund_innen, ein*e Leiter*in",
            "3 * 4 * 5 ist 60, 2*3 auch",
            "C:\\Daten\\neu",
            "max_muster_neu@example.org",
            "[x], [1], [siehe oben]",
            "5 < 6 & 7 > 2, A&B;",
            "Name: ______ Datum: ____",
            "________________",
            "☐ Ja",
            "a | b",
            "1.000 Euro",
            "H~2~O, x^2^, ==so==, {a}",
        ],
    )
    def test_each_is_a_paragraph_as_written(self, tmp_path: Path, text: str) -> None:
        """With all its signs, in the plain face."""
        (block,) = blocks(tmp_path, text)
        assert block.kind is BlockKind.PARAGRAPH
        assert shown(block.spans, []) == text
        assert {span.face for span in block.spans} == {Face.REGULAR}

    @pytest.mark.parametrize("day", ["1. Juli 2020", "31. Dezember", "1. 7. 2020", "2. Stock"])
    def test_a_date_may_begin_a_line(self, tmp_path: Path, day: str) -> None:
        """An editor's line end moves it there."""
        (block,) = blocks(tmp_path, f"Bitte kommen Sie am\n{day} zu uns.")
        assert shown(block.spans, []) == f"Bitte kommen Sie am {day} zu uns."

    def test_lines_that_count_by_themselves_stay_lines(self, tmp_path: Path) -> None:
        """1), a), (1), boxes; what isn't one goes on."""
        (block,) = blocks(tmp_path, "Wählen Sie:\n☐ Ja\n☐ Nein, weil\nes nicht geht\n1) eins\n(2) zwei\nb) drei")
        assert shown(block.spans, []) == "Wählen Sie:\n☐ Ja\n☐ Nein, weil es nicht geht\n1) eins\n(2) zwei\nb) drei"

    @pytest.mark.parametrize(
        ("one", "other"), [("-a", "-b"), ("A. a", "B. b"), ("1.a", "2.b"), ("i. a", "ii. b"), ("→ a", "→ b")]
    )
    def test_items_of_other_makes_stay_lines(self, tmp_path: Path, one: str, other: str) -> None:
        """Where two stand below each other; one alone is text."""
        (block,) = blocks(tmp_path, f"Bitte\n{one}\n{other}")
        assert shown(block.spans, []) == f"Bitte\n{one}\n{other}"
        (block,) = blocks(tmp_path, f"Bitte\n{one}")
        assert shown(block.spans, []) == f"Bitte {one}"

    def test_a_minus_in_a_sentence_is_no_bullet(self, tmp_path: Path) -> None:
        """As a list it would be lost."""
        (block,) = blocks(tmp_path, "Ihr Anspruch beträgt\n- 5 Euro weniger als zuvor.")
        assert shown(block.spans, []) == "Ihr Anspruch beträgt - 5 Euro weniger als zuvor."

    def test_blanks_at_a_lines_end_say_nothing(self, tmp_path: Path) -> None:
        """Nobody sees them."""
        assert texts(composed(template(tmp_path, "eins  \nzwei\t\n"), household())) == ["eins zwei"]

    def test_a_line_break_before_nothing_is_none(self, tmp_path: Path) -> None:
        """What should follow stands in a branch that wasn't taken."""
        text = "eins\\\n{% if zusatz %}\nzwei\n{% endif %}\n\ndrei"
        assert texts(composed(template(tmp_path, text), household())) == ["eins", "drei"]


class TestEmphasis:
    """Bold and italic begin and end where they seem to."""

    @pytest.mark.parametrize(
        ("text", "faces"),
        [
            ("**Achtung:**Text", [("Achtung:", Face.BOLD), ("Text", Face.REGULAR)]),
            ("**Frist:**{{ ort }}", [("Frist:", Face.BOLD), ("Hannover", Face.REGULAR)]),
            ("**Hinweis**Text", [("Hinweis", Face.BOLD), ("Text", Face.REGULAR)]),
            ("*Liebe Bürger*innen*", [("Liebe Bürger*innen", Face.ITALIC)]),
            ("(**fett**)", [("(", Face.REGULAR), ("fett", Face.BOLD), (")", Face.REGULAR)]),
            ("***a** b*", [("a", Face.BOLD_ITALIC), (" b", Face.ITALIC)]),
            ("***a* b**", [("a", Face.BOLD_ITALIC), (" b", Face.BOLD)]),
            ("**a *b***", [("a ", Face.BOLD), ("b", Face.BOLD_ITALIC)]),
            ("__a__ _b_", [("a", Face.BOLD), (" ", Face.REGULAR), ("b", Face.ITALIC)]),
            ("**über\nZeilen**", [("über Zeilen", Face.BOLD)]),
            ("**{{ ort }}**", [("Hannover", Face.BOLD)]),
            ("\\*a\\* \\**b*", [("*a* *", Face.REGULAR), ("b", Face.ITALIC)]),
        ],
    )
    def test_faces(self, tmp_path: Path, text: str, faces: list[tuple[str, Face]]) -> None:
        """Each stretch in its own."""
        composition = composed(template(tmp_path, text), household())
        (block,) = composition.skeleton.blocks
        assert [(shown([span], composition.values), span.face) for span in block.spans] == faces

    def test_the_line_is_the_signs_own(self, tmp_path: Path) -> None:
        """Within a paragraph of several."""
        with pytest.raises(TemplateError) as error:
            blocks(tmp_path, "eins\nzwei\n**drei\nvier")
        assert error.value.where == "brief/letter.md.j2:3"

    def test_what_one_branch_leaves_open_is_refused(self, tmp_path: Path) -> None:
        """Even in an included part."""
        part = "{% if ort %}**{% endif %}fett**"
        with pytest.raises(TemplateError) as error:
            composed(
                template(tmp_path, "Text\n\n{% include 'teil.md.j2' %}", **{"teil.md.j2": part}), household(ort="")
            )
        assert error.value.where == "teil.md.j2:1"


def test_the_check_names_all_that_is_refused(tmp_path: Path) -> None:
    """The first of each paragraph, in one go; in a loop once."""
    text = (
        "*offen\n\nText[^1]\n\n- gut\n\n~~weg~~\n\n{% for p in mitglieder %}\n- [ ] {{ p }}\n\n{% endfor %}\n"
        "{% if ort %}\n\n_nur hier\n\n{% else %}\n\n**nur dort\n\n{% endif %}\n<br>"
    )
    with pytest.raises(TemplateError) as error:
        check_template(template(tmp_path, text), DAY, None)
    lines = (1, 3, 7, 10, 15, 22, 19)
    assert [fault.where for fault in error.value.faults] == [f"brief/letter.md.j2:{line}" for line in lines]


class TestNumbers:
    """Printed as they are written."""

    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("1. a\n3. b", [1, 3]),
            ("3. a\n4. b", [3, 4]),
            ("1. a\n\n2. b", [1, 2]),
            ("1. a\n\nText\n\n2. b", [1, 0, 2]),
            ("1. a\n2. {{ zusatz }}\n3. c", [1, 2]),
            ("{% for p in mitglieder %}\n1. {{ p }}\n{% endfor %}\n4. d", [1, 2, 4]),
            ("Bitte:\n1. a\n2. b", [0, 1, 2]),
            ("**Bitte:**\n1. a", [0, 1]),
        ],
    )
    def test_of_lists(self, tmp_path: Path, text: str, numbers: list[int]) -> None:
        """With gaps, over text, without empty items, counted on in loops."""
        them = household(mitglieder=(Person("", "", "A", "M"), Person("", "", "B", "M")))
        found = composed(template(tmp_path, text), them).skeleton.blocks
        assert [block.number for block in found] == numbers
        assert all(block.last_numbers == (max(numbers),) for block in found if block.number > 1)

    def test_a_subject_may_begin_with_one(self, tmp_path: Path) -> None:
        """It is text there."""
        settings = SETTINGS.replace("Betreff", "1. Änderungsbescheid vom 3. Mai")
        subject = composed(template(tmp_path, "Text", settings), household()).skeleton.subject
        assert shown(subject, []) == "1. Änderungsbescheid vom 3. Mai"


def test_values_are_never_markup(tmp_path: Path) -> None:
    """Whatever stands in the list."""
    value = "- **a** | # _b_ [^1] ~~c~~ <br> &amp; `d`"
    for text in ("{{ zusatz }}", "- {{ zusatz }}", "**{{ zusatz }}**"):
        composition = composed(template(tmp_path, text), household(zusatz=value))
        assert texts(composition) == [value]


class TestNothingIsLost:
    """The source is compared with what was read of it."""

    SOURCE = SourceText(
        ["## Titel", "", "- **eins**", "- zwei&nbsp;drei \U000f0000"], [SourceLine("a", n) for n in range(4)]
    )

    def test_markup_is_no_letter(self) -> None:
        """Its signs may be missing."""
        refuse_lost_letters(self.SOURCE, ["Titel", "eins", "zwei drei ", "\U000f0000"])

    @pytest.mark.parametrize(
        ("read", "line"),
        [
            (["Titel", "zwei drei", "\U000f0000"], 2),
            (["Titel", "eins", "zwei drei"], 3),
            (["Titel", "eins", "zwei rei", "\U000f0000"], 3),
            (["eins", "Titel", "zwei drei", "\U000f0000"], 0),
            (["Titel", "eins", "zwei drei", "\U000f0000", "vier"], 3),
        ],
    )
    def test_a_lost_letter_is_named_by_its_line(self, read: list[str], line: int) -> None:
        """Left out, changed, moved or added; a value's place too."""
        with pytest.raises(TemplateError) as error:
            refuse_lost_letters(self.SOURCE, read)
        assert error.value.where == f"a:{line}"

    @settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(pieces=st.lists(st.sampled_from(PIECES.split("¦")), min_size=1, max_size=25))
    def test_any_text_is_printed_whole_or_refused_by_line(self, tmp_path: Path, pieces: list[str]) -> None:
        """Whatever is written."""
        text = "".join(pieces)
        try:
            composition = composed(template(tmp_path, f"Anfang\n\n{text}"), household())
        except TemplateError as error:
            refused_at = error.where
        else:
            refused_at = ""
        if refused_at:
            assert re.fullmatch(r"brief/letter\.md\.j2:\d+", refused_at)
            return
        printed = "".join(
            f"{block.number or ''}"
            + shown((*block.spans, *(s for r in block.cells for c in r for s in c)), composition.values)
            for block in composition.skeleton.blocks
        )
        written = re.sub(r"\{% if zusatz %\}.*?\{% endif %\}", "", text, flags=re.DOTALL).replace("&nbsp;", " ")
        assert letters(printed) == letters("Anfang" + written.replace("{{ ort }}", "Hannover"))


def letters(text: str) -> str:
    """Return the letters, figures, boxes and marks."""
    return re.sub("[^\\w☐\u0300-\u036f]|_", "", text)


@pytest.mark.parametrize("face", [Face.REGULAR, Face.BOLD, Face.ITALIC, Face.BOLD_ITALIC])
def test_a_box_to_tick_is_drawn_and_can_be_searched_for(face: Face) -> None:
    """The font has none: a square stands for it, and for its text."""
    word = shaper(face)("☐")
    source = typeface(face)
    assert word.text == "☐"
    assert {source.form_codes[glyph, "☐"] for glyph, text in source.form_codes if text == "☐"} == set(word.codes)
    assert not unsettable("☐ Ja", face)

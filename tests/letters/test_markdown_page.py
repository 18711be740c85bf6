"""`docs/markdown.md` tells what is understood: each example is printed as its picture shows, each refusal is one."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops
from templates_kit import DAY, template

from mailing.base.errors import TemplateError
from mailing.letters.checking import check_template

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "markdown.md").read_text(encoding="utf-8")
REFUSED = re.findall(r"^\| (?:`` (.+?) ``|```` (.+?) ````|`(.+?)`) \| (.+) \|$", PAGE, re.MULTILINE)
DARK = 96
"""A pixel that differs by so much of 255 is another one: smoothed edges differ from version to version."""
MOST_OTHER = 0.002
"""Of a picture's pixels, so many may."""


@pytest.fixture(scope="module")
def pictures() -> Mapping[str, Any]:
    """Return the names of the script that draws the pictures."""
    return runpy.run_path(str(DOCS / "markdown_pictures.py"))


def test_every_example_is_printed_as_its_picture_shows(pictures: Mapping[str, Any]) -> None:
    """Drawn anew, each is the one in the docs; none lies there that the page doesn't show."""
    examples = pictures["examples"]()
    assert {example.picture for example in examples} == set((DOCS / "pictures" / "markdown").iterdir())
    for example, drawn in zip(examples, pictures["drawn"]([example.text for example in examples]), strict=True):
        assert is_alike(drawn, Image.open(example.picture)), example.picture.name


def test_another_text_is_another_picture(pictures: Mapping[str, Any]) -> None:
    """One letter more, and the pictures differ."""
    one, other = pictures["drawn"](["Liebe Bürger*innen und andere", "Liebe Bürgerinnen und andere"])
    assert is_alike(one, one)
    assert not is_alike(one, other)


def is_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures show the same, but for the smoothing of edges."""
    if one.size != other.size:
        return False
    difference = ImageChops.difference(one.convert("L"), other.convert("L")).histogram()
    return sum(difference[DARK:]) <= MOST_OTHER * one.width * one.height


@pytest.mark.parametrize("number", range(len(re.findall("```markdown\n", PAGE))))
def test_every_example_passes_the_check(tmp_path: Path, number: int) -> None:
    """As an office's own template would."""
    text = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)[number]
    check_template(template(tmp_path, text), DAY, None)


@pytest.mark.parametrize(("written", "message"), [("".join(written), message) for *written, message in REFUSED])
def test_what_the_page_calls_refused_is(tmp_path: Path, written: str, message: str) -> None:
    """With the message that it tells, and a line."""
    text = written.replace("⏎", "\n").replace("\\|", "|")
    with pytest.raises(TemplateError, match=re.escape(message)) as error:
        check_template(template(tmp_path, text), DAY, None)
    assert str(error.value).startswith("In Briefen nicht möglich: ")
    assert re.fullmatch(r"brief/letter\.md\.j2:\d+", error.value.where or "")


def test_the_page_tells_of_refusals() -> None:
    """The table is found."""
    assert len(REFUSED) > len("so many rows as this sentence has")

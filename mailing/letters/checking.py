"""The check of a template before letter 1, with the font that its letters are set in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.letters.information import information_faults
from mailing.letters.setting.block_setting import BlockSetter, subject_block
from mailing.letters.setting.fonts import unsettable
from mailing.letters.setting.right_to_left import unsettable_from_right
from mailing.letters.setting.shaping import UnsettableError
from mailing.letters.setting.style import Style
from mailing.letters.setting.typesetting import OverfullError
from mailing.letters.text import checking
from mailing.model.languages import GERMAN_TAG, is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from mailing.findings import Finding
    from mailing.letters.blocks import Skeleton
    from mailing.letters.text.templates import Template


def check_template(template: Template, day: date, columns: Collection[str] | None) -> tuple[Finding, ...]:
    """Check a template and its variants for letters of that day; return what doesn't stop the run.

    Args:
        template: what is to be printed.
        day: the letters' date.
        columns: the list's columns by template name; None where no list is at hand.

    Raises:
        TemplateError: what stops the run; file and line are named.
    """
    variants = (template, *template.variants.values(), *template.translations.values())
    faults = {str(fault): fault for variant in variants for fault in information_faults(variant, day)}
    if faults:
        raise checking.as_one(list(faults.values()), template.name)
    return checking.check_template(template, day, columns, _unsettable_in, FixedText().too_wide)


def _unsettable_in(text: str, language: str = GERMAN_TAG) -> str:
    """Return the characters of a text in that language that no font has."""
    lacking = unsettable(text)
    return unsettable_from_right(lacking) if lacking and is_right_to_left(language) else lacking


class FixedText:
    """Sets the blocks that no household changes, each once."""

    def __init__(self) -> None:
        self._seen: set[object] = set()

    def too_wide(self, skeleton: Skeleton, size: float) -> Iterator[str]:
        """Give the words of the skeleton's fixed text that fit on no line, in type of that size (pt)."""
        style = Style.of(size)
        for block in (subject_block(skeleton.subject), *skeleton.blocks):
            content = (size, block.kind, block.level, block.spans, block.cells)
            if block.slots or content in self._seen:
                continue
            self._seen.add(content)
            try:
                BlockSetter(block, style).set([()])
            except OverfullError as error:
                yield error.text
            except UnsettableError:
                continue  # the check of characters tells it, with its line

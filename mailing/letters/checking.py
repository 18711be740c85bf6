"""The check of a template before letter 1, with the font that its letters are set in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.letters.setting.fonts import unsettable
from mailing.letters.text import checking

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from mailing.findings import Finding
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
    return checking.check_template(template, day, columns, unsettable)

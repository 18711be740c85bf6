"""What `mailing templates` shows of a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.letters.text.vocabulary import LIST_PLACEHOLDERS, PLACEHOLDERS

if TYPE_CHECKING:
    from datetime import date as Date  # noqa: N812 - a description has a field `date`

    from mailing.letters.text.templates import Template


@dataclass(frozen=True, slots=True)
class Description:
    """A template in the words of its own settings.

    Attributes:
        needs: columns that must be filled in each row.
        asks: further columns of the list that it uses where they are filled.
        placeholders: all that it uses.
        variants: the formats that it has besides the standard, as lists spell them.
    """

    name: str
    title: str
    version: str
    date: Date | None
    valid_from: Date | None
    valid_until: Date | None
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    placeholders: tuple[str, ...]
    variants: tuple[str, ...]
    enclosures: tuple[str, ...]


def describe_template(template: Template) -> Description:
    """Return the description of a template: title, what it needs, its variants."""
    used = sorted(template.placeholders)
    columns = [name for name in used if name in LIST_PLACEHOLDERS or name not in PLACEHOLDERS]
    return Description(
        name=template.name,
        title=template.title,
        version=template.version,
        date=template.date,
        valid_from=template.valid_from,
        valid_until=template.valid_until,
        needs=template.required_columns,
        asks=tuple(name for name in columns if name not in template.required_columns),
        placeholders=tuple(used),
        variants=tuple(str(variant) for variant in template.variants),
        enclosures=template.enclosures,
    )

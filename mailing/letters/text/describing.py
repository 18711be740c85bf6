"""What `mailing templates` shows of a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.letters.text.vocabulary import LIST_PLACEHOLDERS, PLACEHOLDERS
from mailing.model import TemplateDescription

if TYPE_CHECKING:
    from mailing.letters.text.templates import Template


def describe_template(template: Template) -> TemplateDescription:
    """Return the description of a template: title, what it needs, its variants."""
    used = sorted(template.placeholders)
    columns = [name for name in used if name in LIST_PLACEHOLDERS or name not in PLACEHOLDERS]
    return TemplateDescription(
        name=template.name,
        title=template.title,
        version=template.version,
        kind=template.kind,
        date=template.date,
        valid_from=template.valid_from,
        valid_until=template.valid_until,
        needs=template.required_columns,
        asks=tuple(name for name in columns if name not in template.required_columns),
        placeholders=tuple(used),
        variants=tuple(str(variant) for variant in (*template.variants, *template.translations)),
        enclosures=tuple(each.title for each in template.enclosures),
    )

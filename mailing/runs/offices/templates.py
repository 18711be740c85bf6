"""The letter templates: where they are, what each needs, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing import letters, press
from mailing.base.messages import _
from mailing.runs.check import check_up
from mailing.runs.making.job import read_job
from mailing.runs.making.preparation import find_templates, letter_date, setting_of

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.base.progress import Progress
    from mailing.findings import Finding
    from mailing.model import TemplateDescription

OF_TEMPLATES = ("template.", "letter.", "appointment.")
"""How the codes of findings begin that a list has by what a template does with it."""


def template_names(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the templates in `folder`, or in the program's own.

    Raises:
        UsageError: there is no such folder.
    """
    return tuple(letters.template_names(find_templates(folder)))


def describe_template(
    name: str, folder: Path | None = None, *, check: bool = False
) -> tuple[TemplateDescription, tuple[Finding, ...]]:
    """Return what there is to tell of a template; with `check`, what is wrong with it too, and with what it encloses.

    Raises:
        UsageError: there is no such template.
        TemplateError: it can't be used, or what it encloses or shows can't be printed; the file is named.
    """
    templates = find_templates(folder)
    template = letters.load_template(name, templates)
    described = letters.describe_template(template)
    if not check:
        return described, ()
    if name in letters.enclosed_names(templates):
        template = template.as_enclosed
    day = letter_date(None, template)
    setting_of(template, press.load_profile(), day)
    return described, tuple(letters.check_template(template, day, None))


def known_placeholders() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return what any text may name: groups of placeholders and their parts, each with what it gives."""
    groups = (
        (_("Der Haushalt"), letters.HOUSEHOLD_PLACEHOLDERS),
        (_("Aus der Liste"), letters.LIST_PLACEHOLDERS),
        (_("Der Lauf und das Amt"), letters.RUN_PLACEHOLDERS),
    )
    return tuple((title, tuple(letters.written_names(names))) for title, names in groups)


def check_against(name: str, folder: Path | None, list_: str, progress: Progress) -> tuple[Finding, ...]:
    """Return what a template would make of a list: what it asks of the columns, and what of the entries it can't use.

    Raises:
        UsageError: there is no such template or list.
        InputError: one of them can't be used.
    """
    options = {"list": list_, "template": name, "templates": folder}
    found = check_up(read_job(None, options), progress)
    if found.unusable:
        raise found.unusable
    return tuple(finding for finding in found.findings if finding.code.startswith(OF_TEMPLATES))

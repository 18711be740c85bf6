"""Reading a letter template by its name, and what templates a folder has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base import toml
from mailing.base.errors import UsageError
from mailing.base.held_still import held_still
from mailing.base.messages import _
from mailing.letters.text.reply_slips import slip_hint
from mailing.letters.text.template_folder import (
    NOTHING_INSTEAD,
    SETTINGS_NAME,
    TemplateFolder,
    missing_template,
    template_names,
)
from mailing.letters.text.template_reader import TemplateReader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.letters.text.templates import Template


def load_letter(name: str, folder: Path) -> Template:
    """Read a template that households get letters of; errors as of `load_template`.

    Raises:
        UsageError: it is a reply slip, which only goes along with a letter.
    """
    template = load_template(name, folder)
    if template.is_slip:
        raise UsageError(
            _("Die Vorlage „{name}“ ist eine Rückantwort und kein Brief").format(name=name),
            where="--template",
            hint=slip_hint(name),
        )
    return template


def load_template(name: str, folder: Path, instead: Mapping[str, str] = NOTHING_INSTEAD) -> Template:
    """Read a template with all that it needs.

    Args:
        name: its folder's name.
        folder: where the templates are.
        instead: texts that stand in place of files of the folder, by their names.

    Raises:
        UsageError: there is no template of that name.
        TemplateError: a file of it is at fault; file and line are named.
    """
    names = template_names(folder)
    if name not in names:
        what, hint = missing_template(name, folder, names)
        raise UsageError(
            what,
            where="--template",
            hint=hint or _("Der Ordner der Vorlagen ist leer: --templates nennt einen anderen"),
        )
    with held_still(folder):
        return TemplateReader(TemplateFolder(folder, instead)).read(name, ())


def enclosed_names(folder: Path) -> frozenset[str]:
    """Return the names of the templates that others of the folder enclose."""
    names = set()
    for path in folder.glob(f"*/{SETTINGS_NAME}"):
        try:
            settings = toml.parse(path.read_text("utf-8-sig")).values or {}
        except (OSError, ValueError):
            continue  # what is wrong with a template is told where it is read itself
        entries = settings.get("enclosures", ())
        if isinstance(entries, list):
            names |= {entry.get("template") for entry in entries if isinstance(entry, dict)}
    return frozenset(name for name in names if isinstance(name, str))

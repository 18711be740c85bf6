"""Reading a letter template into memory, once and for all: its settings, text, parts, sites and variants."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from mailing.base.errors import TemplateError, UsageError
from mailing.base.messages import _
from mailing.base.settings import SettingsText
from mailing.base.settings_faults import nearest_hint
from mailing.letters.text.organisation import Organisation, Site, read_sites
from mailing.letters.text.parsing import Place
from mailing.letters.text.script import placeholders_of
from mailing.letters.text.template_folder import Shelf
from mailing.letters.text.templates import (
    ORGANISATION_NAME,
    SETTINGS_NAME,
    SITES_NAME,
    TEXT_NAME,
    LetterSettings,
    Template,
    VariantSettings,
)
from mailing.model import LetterFormat

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def template_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the templates in the folder, sorted."""
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{SETTINGS_NAME}")))


def load_template(name: str, folder: Path) -> Template:
    """Read a template with all that it needs.

    Raises:
        UsageError: there is no template of that name.
        TemplateError: a file of it is at fault; file and line are named.
    """
    names = template_names(folder)
    if name not in names:
        raise UsageError(
            _("Die Vorlage „{name}“ gibt es nicht").format(name=name),
            where="--template",
            hint=nearest_hint(name, names) or _("Der Ordner der Vorlagen ist leer: --templates nennt einen anderen"),
        )
    return _Reader(Shelf(folder)).read(name, ())


class _Reader:
    """Reads a template and its variants from one shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        text = shelf.read(ORGANISATION_NAME)
        told = SettingsText(text, ORGANISATION_NAME, TemplateError)
        self._organisation = told.read_as(Organisation)
        self._sites: Mapping[str, Site] = {}
        if self._organisation.standorte:
            place = Place(ORGANISATION_NAME, told.line("standorte"))
            table = shelf.read_or_beside(SITES_NAME, self._organisation.standorte, place)
            self._sites = read_sites(table, SITES_NAME)

    def read(self, name: str, path: tuple[str, ...]) -> Template:
        """Read one template; `path` names those whose variant it is."""
        settings_name = f"{name}/{SETTINGS_NAME}"
        told = SettingsText(self._shelf.read(settings_name), settings_name, TemplateError)
        settings = told.read_as(LetterSettings)
        subject_place = Place(settings_name, told.line("subject"))
        facts = tuple(self._organisation.fakten)
        used = placeholders_of(settings.subject, subject_place, f"{name}/{TEXT_NAME}", facts, self._shelf.read)
        template = Template(
            name=name,
            title=settings.title,
            subject=settings.subject,
            subject_place=subject_place,
            version=settings.version,
            valid_from=settings.valid_from,
            valid_until=settings.valid_until,
            date=settings.date,
            form=settings.form,
            size=settings.size,
            required_columns=settings.columns,
            enclosures=settings.enclosures,
            placeholders=used,
            organisation=self._organisation,
            sites=self._sites,
            variants={},
            sources=self._shelf.sources,
        )
        variants = {}
        for wanted, variant in settings.variants.items():
            place = Place(settings_name, told.line("variants", wanted))
            variants[LetterFormat(wanted)] = self._variant(template, variant, place, path)
        return replace(template, variants=variants, sources=dict(self._shelf.sources), sha256=self._digest())

    def _variant(self, template: Template, settings: VariantSettings, place: Place, path: tuple[str, ...]) -> Template:
        """Return the template as that variant has it: from another folder, larger, or both."""
        other = template
        if settings.template is not None:
            other = self._other(settings.template, place, (*path, template.name))
        return replace(other, size=settings.size or other.size, variants={})

    def _other(self, name: str, place: Place, path: tuple[str, ...]) -> Template:
        names = template_names(self._shelf.folder)
        if name not in names or name in path:
            raise TemplateError(
                _("Die Vorlage „{name}“ kann hier keine Variante sein").format(name=name),
                where=str(place),
                hint=nearest_hint(name, set(names) - set(path)),
            )
        return self.read(name, path)

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for name, text in sorted(self._shelf.sources.items()):
            for part in (name, text):
                content = part.encode()
                digest.update(len(content).to_bytes(8, "big") + content)
        return digest.hexdigest()

"""Reading a letter template into memory, once and for all: its settings, text, parts, sites and variants."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.base.settings import SettingsText
from mailing.base.settings_faults import nearest_hint
from mailing.letters.text.enclosures import Enclosure, refuse_twins, refuse_unclear
from mailing.letters.text.images import LOGO, SIGNATURE, Image, ImageSettings, image_of, pictures_in, refuse_other_kinds
from mailing.letters.text.organisation import Organisation, Site, read_sites
from mailing.letters.text.parsing import SourceLine
from mailing.letters.text.reply_slips import refuse_long_name, refuse_unlike
from mailing.letters.text.script import placeholders_of
from mailing.letters.text.template_folder import SETTINGS_NAME, TemplateFolder, missing_template, template_names
from mailing.letters.text.templates import (
    ORGANISATION_NAME,
    SITES_NAME,
    SLIP,
    TEXT_NAME,
    InformationRow,
    LetterSettings,
    Template,
    VariantSettings,
)
from mailing.letters.text.variants import VARIANT_FORMATS, refuse_mode, refuse_other_language, refuse_unknown
from mailing.model import LetterFormat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_ENCLOSURE_KEYS: Final = ("title", "file", "template", "when")


def _own(image: Image | None) -> Image | None:
    """Return a template's picture; None where it is the organisation's."""
    return image if image and image.source_line.file != ORGANISATION_NAME else None


def _in_place_of(template: Template, other: Template) -> Template:
    """Return what stands in a letter's place: it has that one's sheets and enclosures unless it says otherwise."""
    return replace(
        other,
        enclosures=other.enclosures or template.enclosures,
        information=other.information or template.information,
        logo=_own(other.logo) or template.logo,
        signature=_own(other.signature) or template.signature,
        required_columns=tuple(dict.fromkeys((*template.required_columns, *other.required_columns))),
        placeholders={**template.placeholders, **other.placeholders},
    )


class TemplateReader:
    """Reads a template and its variants from the folder of templates."""

    def __init__(self, folder: TemplateFolder) -> None:
        self._folder = folder
        text = folder.read(ORGANISATION_NAME)
        entries = SettingsText(text, ORGANISATION_NAME, TemplateError)
        self._organisation = entries.read_as(Organisation)
        self._office_entries = entries
        self._sites: Mapping[str, Site] = {}
        if self._organisation.standorte:
            source_line = SourceLine(ORGANISATION_NAME, entries.line("standorte"))
            table = folder.read_or_beside(SITES_NAME, self._organisation.standorte, source_line)
            self._sites = read_sites(table, SITES_NAME)

    def read(self, name: str, path: tuple[str, ...]) -> Template:
        """Read one template; `path` names those whose variant it is."""
        settings_name = f"{name}/{SETTINGS_NAME}"
        text = self._folder.read(settings_name)
        entries = SettingsText(text, settings_name, TemplateError)
        settings = entries.read_as(LetterSettings)
        subject_source = SourceLine(settings_name, entries.line("subject"))
        facts = tuple(self._organisation.fakten)
        rows = tuple(
            InformationRow(label, text, SourceLine(settings_name, entries.line("infoblock", label)))
            for label, text in settings.infoblock.items()
        )
        short_texts = ((settings.subject, subject_source), *((row.text, row.source_line) for row in rows))
        if settings.kind == SLIP:
            refuse_long_name(name, SourceLine(settings_name, entries.line("kind")))
        enclosures = tuple(self._enclosures(name, settings, entries, path))
        refuse_twins(enclosures)
        used = placeholders_of(short_texts, f"{name}/{TEXT_NAME}", facts, self._folder.read, enclosures)
        template = Template(
            name=name,
            title=settings.title,
            subject=settings.subject,
            subject_source=subject_source,
            version=settings.version,
            valid_from=settings.valid_from,
            valid_until=settings.valid_until,
            date=settings.date,
            form=settings.form,
            kind=settings.kind,
            size=settings.size,
            required_columns=settings.columns,
            enclosures=enclosures,
            information=rows,
            placeholders=used,
            organisation=self._organisation,
            sites=self._sites,
            variants={},
            language=settings.language,
            logo=self._image(LOGO, settings.logo, entries, name),
            signature=self._image(SIGNATURE, settings.unterschrift_bild, entries, name),
            sources=self._folder.sources,
        )
        for file, named in pictures_in(self._folder.sources):
            refuse_other_kinds(file, named)
            self._folder.read_file(file, named)
        variants: dict[LetterFormat, Template] = {}
        translations: dict[str, Template] = {}
        for wanted, variant in settings.variants.items():
            source_line = SourceLine(settings_name, entries.line("variants", wanted))
            if wanted in VARIANT_FORMATS:
                refuse_mode(variant, source_line)
                other = self._variant(template, variant, source_line, path, template.language)
                variants[LetterFormat(wanted)] = _in_place_of(template, other)
            else:
                translations[wanted] = self._translation(template, wanted, variant, source_line, path)
        return replace(
            template,
            variants=variants,
            translations=translations,
            sources=dict(self._folder.sources),
            files=dict(self._folder.files),
            sha256=self._digest(),
        )

    def _image(self, key: str, own: str | ImageSettings | None, entries: SettingsText, name: str) -> Image | None:
        """Return the picture of a letter, or else of the organisation; its file lies beside what names it."""
        office = getattr(self._organisation, key)
        if own is not None:
            image = image_of(own, f"{name}/", SourceLine(f"{name}/{SETTINGS_NAME}", entries.line(key)))
        elif office is not None:
            image = image_of(office, "", SourceLine(ORGANISATION_NAME, self._office_entries.line(key)))
        else:
            return None
        self._folder.read_file(image.file, image.source_line)
        return image

    def _enclosures(
        self, name: str, settings: LetterSettings, entries: SettingsText, path: tuple[str, ...]
    ) -> Iterator[Enclosure]:
        """Give what a template encloses."""
        for number, each in enumerate(settings.enclosures):
            settings_name = f"{name}/{SETTINGS_NAME}"
            if isinstance(each, str):
                yield Enclosure(each, SourceLine(settings_name, entries.line("enclosures", number)))
                continue
            lines = {key: SourceLine(settings_name, entries.line("enclosures", number, key)) for key in _ENCLOSURE_KEYS}
            refuse_unclear(each, lines["title"])
            if each.file:
                self._folder.read_file(f"{name}/{each.file}", lines["file"])
            yield Enclosure(
                each.title,
                lines["title"],
                file=f"{name}/{each.file}" if each.file else "",
                template=self._enclosed(each.template, lines["template"], (*path, name)) if each.template else None,
                is_insert=each.insert,
                grams=each.grams or 0.0,
                when=each.when or "",
                when_line=lines["when"],
            )

    def _enclosed(self, name: str, source_line: SourceLine, path: tuple[str, ...]) -> Template:
        """Return the template whose text is enclosed with this household's values."""
        other = self._other(name, source_line, path)
        if other.enclosures:
            raise TemplateError(
                _("Die Vorlage „{name}“ hat selbst Anlagen und kann keine sein").format(name=name),
                where=str(source_line),
                hint=_("Ihre Anlagen hier nennen, in ihrer letter.toml herausnehmen"),
            )
        return other.as_enclosed

    def _variant(
        self,
        template: Template,
        settings: VariantSettings,
        source_line: SourceLine,
        path: tuple[str, ...],
        language: str,
    ) -> Template:
        """Return the template as that variant has it, in that language: from another folder, larger, or both."""
        other = template
        if settings.template is not None:
            other = self._other(settings.template, source_line, (*path, template.name))
            refuse_unlike(other, template, source_line)
            stated = SettingsText(self._folder.read(other.settings_name), other.settings_name).values.get("language")
            refuse_other_language(other.name, stated, language, source_line)
        return replace(other, size=settings.size or other.size, variants={}, translations={})

    def _translation(
        self,
        template: Template,
        tag: str,
        settings: VariantSettings,
        source_line: SourceLine,
        path: tuple[str, ...],
    ) -> Template:
        """Return the template's text in that language: always another template's."""
        refuse_unknown(tag, source_line)
        if settings.template is None:
            raise TemplateError(
                _("Der Sprache „{name}“ fehlt ihre Vorlage").format(name=tag),
                where=str(source_line),
                hint=_("Die Übersetzung als eigene Vorlage anlegen und hier nennen: template = …"),
            )
        other = self._variant(template, settings, source_line, path, tag)
        if settings.mode == "replace":
            return replace(_in_place_of(template, other), language=tag)
        return replace(other, language=tag, follows_german=True)

    def _other(self, name: str, source_line: SourceLine, path: tuple[str, ...]) -> Template:
        names = template_names(self._folder.folder)
        if name in path:
            raise TemplateError(
                _("Die Vorlage „{name}“ führt hierher zurück").format(name=name),
                where=str(source_line),
                hint=nearest_hint(name, set(names) - set(path)),
            )
        if name not in names:
            what, hint = missing_template(name, self._folder.folder, set(names) - set(path))
            raise TemplateError(what, where=str(source_line), hint=hint)
        return self.read(name, path)

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for name, text in sorted(self._folder.sources.items()):
            for part in (name, text):
                content = part.encode()
                digest.update(len(content).to_bytes(8, "big") + content)
        for name, content in sorted(self._folder.files.items()):
            digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
        return digest.hexdigest()

"""Letter templates: a folder each, read into memory once and for all.

letter_templates/
  organisation.toml            who writes
  teile/                       parts that texts include
  zugang-nur-mit-termin/
    letter.toml                title, subject, validity, form, variants
    letter.md.j2               the text
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812, TC003 - a template has a field `date`; pydantic reads it
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from mailing.errors import TemplateError, UsageError
from mailing.letters.organisation import Organisation, Site, read_sites
from mailing.letters.parsing import Place
from mailing.letters.script import placeholders_of
from mailing.letters.settings import SettingsFile, line_of, nearest_hint, read_settings
from mailing.letters.shelf import Shelf
from mailing.messages import _
from mailing.model import LetterFormat

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SETTINGS_NAME: Final = "letter.toml"
TEXT_NAME: Final = "letter.md.j2"
ORGANISATION_NAME: Final = "organisation.toml"
SITES_NAME: Final = "standorte.csv"
"""The name under which the table of the sites is kept among the sources, wherever it came from."""
BODY_SIZE: Final = 11.0
"""pt; DIN 5008 asks for 10 at least."""
LARGE_PRINT_SIZE: Final = 16.0
"""pt; the least that is called large print (DBSV; issue 4)."""

Names = Annotated[tuple[str, ...], Field(strict=False)]


class VariantSettings(SettingsFile):
    """How a letter is made for households with that format: larger, or from another template."""

    size: float | None = Field(default=None, ge=LARGE_PRINT_SIZE, le=28)
    template: str | None = None


class LetterSettings(SettingsFile):
    """`letter.toml`: what a template says of itself."""

    title: str = Field(min_length=1)
    subject: str = Field(min_length=1)
    version: str = Field(min_length=1)
    valid_from: Date | None = None
    valid_until: Date | None = None
    date: Date | None = None
    form: Literal["A", "B"] = "B"
    size: float = Field(default=BODY_SIZE, ge=10, le=28)
    columns: Names = ()
    enclosures: Names = ()
    variants: dict[Literal["Großdruck", "Leichte Sprache"], VariantSettings] = Field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A letter template with all that it needs.

    Attributes:
        name: its folder's name.
        subject: with its placeholders; `subject_place` is where it stands.
        date: the letters' date unless a run says otherwise.
        form: DIN 5008 form A or B.
        size: of the text, in pt.
        required_columns: what must be filled in each row of the list.
        placeholders: the names that text and subject use, each with the first place.
        sites: by `site_key`.
        variants: what households with another format get.
        sources: all files that it was made from, by name relative to the templates' folder; the variants' too.
        sha256: hex digest over names and texts of the sources.
    """

    name: str
    title: str
    subject: str
    subject_place: Place
    version: str
    valid_from: Date | None
    valid_until: Date | None
    date: Date | None
    form: Literal["A", "B"]
    size: float
    required_columns: tuple[str, ...]
    enclosures: tuple[str, ...]
    placeholders: Mapping[str, Place]
    organisation: Organisation
    sites: Mapping[str, Site]
    variants: Mapping[LetterFormat, Template]
    sources: Mapping[str, str]
    sha256: str = ""

    @property
    def text_name(self) -> str:
        """The source that holds the text."""
        return f"{self.name}/{TEXT_NAME}"

    @property
    def settings_name(self) -> str:
        """The source that holds the settings."""
        return f"{self.name}/{SETTINGS_NAME}"

    @property
    def formats(self) -> frozenset[LetterFormat]:
        """The formats that households can have this letter in."""
        return frozenset((LetterFormat.STANDARD, *self.variants))

    def variant(self, chosen: LetterFormat) -> Template:
        """Return the template for households of that format; this one, where it has no other for them."""
        return self.variants.get(chosen, self)

    def constants(self, day: Date) -> Mapping[str, object]:
        """Return what the placeholders give that say the same in all letters of a run."""
        organisation = self.organisation
        return {"datum": day, "organisation": organisation, "fakten": organisation.fakten, "anlagen": self.enclosures}


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
        self._organisation = read_settings(Organisation, text, ORGANISATION_NAME)
        self._sites: Mapping[str, Site] = {}
        if self._organisation.standorte:
            place = Place(ORGANISATION_NAME, line_of(text, ["standorte"]))
            table = shelf.read_or_beside(SITES_NAME, self._organisation.standorte, place)
            self._sites = read_sites(table, SITES_NAME)

    def read(self, name: str, path: tuple[str, ...]) -> Template:
        """Read one template; `path` names those whose variant it is."""
        settings_name = f"{name}/{SETTINGS_NAME}"
        text = self._shelf.read(settings_name)
        settings = read_settings(LetterSettings, text, settings_name)
        subject_place = Place(settings_name, line_of(text, ["subject"]))
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
        variants = {
            LetterFormat(wanted): self._variant(template, variant, Place(settings_name, line_of(text, [wanted])), path)
            for wanted, variant in settings.variants.items()
        }
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

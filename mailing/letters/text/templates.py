"""Letter templates: a folder each, read into memory once and for all.

letter_templates/
  organisation.toml            who writes
  teile/                       parts that texts include
  zugang-nur-mit-termin/
    letter.toml                title, subject, validity, form, variants
    letter.md.j2               the text
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date as Date  # noqa: N812, TC003 - a template has a field `date`; pydantic reads it
from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple

from pydantic import Field

from mailing.base.settings import SettingsFile, SettingsText
from mailing.letters.blocks import LARGE_PRINT_SIZE
from mailing.letters.text.enclosures import ENCLOSURES, EnclosureEntries
from mailing.letters.text.images import Image, ImageEntry, pictures_in
from mailing.letters.text.parsing import SourceLine
from mailing.letters.text.template_folder import SETTINGS_NAME
from mailing.model import LetterFormat
from mailing.model.languages import GERMAN_TAG, served_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.letters.text.enclosures import Enclosure
    from mailing.letters.text.organisation import Organisation, Site

TEXT_NAME: Final = "letter.md.j2"
ORGANISATION_NAME: Final = "organisation.toml"
SITES_NAME: Final = "standorte.csv"
"""The name under which the table of the sites is kept among the sources, wherever it came from."""
LANGUAGE_TAG: Final = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A tag of BCP 47, as far as letters need it."""
BODY_SIZE: Final = 11.0
"""pt; DIN 5008 asks for 10 at least."""

SLIP: Final = "antwort"
"""The kind of a template that is a reply slip; all others are letters."""

Names = Annotated[tuple[str, ...], Field(strict=False)]


class InformationRow(NamedTuple):
    """A row of the office's own in the information block.

    Attributes:
        text: what stands in it, with its placeholders; `source_line` is where.
    """

    label: str
    text: str
    source_line: SourceLine


class VariantSettings(SettingsFile):
    """How a letter is made for households with that format or language: larger, or from another template.

    Only a language has a `mode`: whether its text follows the German letter or stands in its place.
    """

    size: float | None = Field(default=None, ge=LARGE_PRINT_SIZE, le=28)
    template: str | None = None
    mode: Literal["beside", "replace"] | None = None


class LetterSettings(SettingsFile):
    """`letter.toml`: what a template states of itself."""

    title: str = Field(min_length=1)
    kind: Literal["brief", "antwort"] = "brief"
    subject: str = Field(min_length=1)
    version: str = Field(min_length=1)
    valid_from: Date | None = None
    valid_until: Date | None = None
    date: Date | None = None
    form: Literal["A", "B"] = "B"
    size: float = Field(default=BODY_SIZE, ge=10, le=28)
    language: str = Field(default=GERMAN_TAG, pattern=LANGUAGE_TAG)
    columns: Names = ()
    enclosures: EnclosureEntries = ()
    logo: ImageEntry | None = None
    unterschrift_bild: ImageEntry | None = None
    infoblock: dict[Annotated[str, Field(min_length=1)], str] = Field(default_factory=dict)
    variants: dict[str, VariantSettings] = Field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A letter template with all that it needs.

    Attributes:
        name: its folder's name.
        subject: with its placeholders; `subject_source` is where it stands.
        date: the letters' date unless a run says otherwise.
        form: DIN 5008 form A or B.
        size: of the text, in pt.
        required_columns: what must be filled in each row of the list.
        enclosures: what goes along with the letter, in the order in which it is listed.
        information: the office's own rows of the information block.
        placeholders: the names that text, subject and information block use, each with the first line that does.
        sites: by `site_key`.
        variants: what households with another format get.
        translations: what households with another language get, by the language's tag.
        language: the tag of the language that it is written in.
        follows_german: whether it is a translation that stands behind the German letter.
        is_enclosed: whether it is set as an enclosure of another letter: without address, and without a close.
        kind: "brief", or "antwort" for a reply slip.
        sources: all texts that it was made from, by name relative to the templates' folder; the variants' too.
        logo: the picture in its letterhead; `signature` the one above the name. None where it has none.
        files: likewise what isn't text, such as enclosed PDFs.
        sha256: hex digest over names and texts of the sources, and over the files.
    """

    name: str
    title: str
    subject: str
    subject_source: SourceLine
    version: str
    valid_from: Date | None
    valid_until: Date | None
    date: Date | None
    form: Literal["A", "B"]
    size: float
    required_columns: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    placeholders: Mapping[str, SourceLine]
    information: tuple[InformationRow, ...]
    organisation: Organisation
    sites: Mapping[str, Site]
    variants: Mapping[LetterFormat, Template]
    sources: Mapping[str, str]
    sha256: str = ""
    translations: Mapping[str, Template] = field(default_factory=dict)
    language: str = GERMAN_TAG
    follows_german: bool = False
    is_enclosed: bool = False
    kind: Literal["brief", "antwort"] = "brief"
    files: Mapping[str, bytes] = field(default_factory=dict)
    logo: Image | None = None
    signature: Image | None = None

    @property
    def pictures(self) -> Mapping[str, SourceLine]:
        """The files of all pictures that its letters and those of its variants show, each with who names it first."""
        placed = (image for letter in (self, *self.others) for image in (letter.logo, letter.signature) if image)
        named = (*pictures_in(self.sources), *((image.file, image.source_line) for image in placed))
        return dict(reversed(named))

    @property
    def is_slip(self) -> bool:
        """Whether it is a reply slip: it comes back with the office's own address in the window."""
        return self.kind == SLIP

    def __hash__(self) -> int:
        """Tell templates apart, so that what is made of one can be kept by it."""
        return hash((self.name, self.sha256))

    @property
    def text_name(self) -> str:
        """The source that holds the text."""
        return f"{self.name}/{TEXT_NAME}"

    @property
    def short_texts(self) -> tuple[tuple[str, SourceLine], ...]:
        """The texts that stand in its settings, each with where: the subject first, then the information block's."""
        rows = ((row.text, row.source_line) for row in self.information)
        return ((self.subject, self.subject_source), *rows)

    @property
    def settings_name(self) -> str:
        """The source that holds the settings."""
        return f"{self.name}/{SETTINGS_NAME}"

    def setting_line(self, name: str, *path: str | int) -> SourceLine:
        """Return where an entry of a settings file among the sources stands."""
        return SourceLine(name, SettingsText(self.sources[name], name).line(*path))

    def line_with(self, word: str) -> SourceLine:
        """Return where a word of the text stands; the text's beginning where it isn't written so."""
        for name in sorted(self.sources, key=lambda name: name != self.text_name):
            lines = self.sources[name].split("\n")
            found = next((number for number, line in enumerate(lines, start=1) if word in line), None)
            if found:
                return SourceLine(name, found)
        return SourceLine(self.text_name, 1)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of DIN 5008 that its letters and those of its variants have, sorted."""
        replacing = (one for one in self.translations.values() if not one.follows_german)
        return tuple(sorted({self.form, *(variant.form for variant in (*self.variants.values(), *replacing))}))

    @property
    def others(self) -> tuple[Template, ...]:
        """All that households may get in its place, beside it or with it."""
        instead = (*self.variants.values(), *self.translations.values())
        enclosed = (each.template for letter in (self, *instead) for each in letter.enclosures if each.template)
        return (*instead, *{letter.name: letter for letter in enclosed}.values())

    @property
    def has_choice_of_enclosures(self) -> bool:
        """Whether not all households get the same enclosures."""
        return any(each.when for each in self.enclosures)

    @property
    def as_enclosed(self) -> Template:
        """The same, going along with a letter: it needs neither salutation nor closing, and comes in German alone."""
        variants = {name: replace(variant, is_enclosed=True) for name, variant in self.variants.items()}
        return replace(self, variants=variants, translations={}, is_enclosed=True)

    @property
    def formats(self) -> frozenset[LetterFormat]:
        """The formats that households can have this letter in."""
        return frozenset((LetterFormat.STANDARD, *self.variants))

    @property
    def all_placeholders(self) -> frozenset[str]:
        """The names that the template or one of its variants uses."""
        return frozenset(name for letter in (self, *self.others) for name in letter.placeholders)

    def variant(self, chosen: LetterFormat) -> Template:
        """Return the template for households of that format; this one, where it has no other for them."""
        return self.variants.get(chosen, self)

    def translation(self, tag: str) -> Template | None:
        """Return the template for households of that language; None where German is all they get."""
        return self.translations.get(served_by(tag, self.translations)) if tag else None

    def constants(self, day: Date) -> Mapping[str, object]:
        """Return what the placeholders give that say the same in all letters of a run."""
        organisation = self.organisation
        constants = {"datum": day, "organisation": organisation, "fakten": organisation.fakten}
        if self.has_choice_of_enclosures:
            return constants
        return {**constants, ENCLOSURES: tuple(each.title for each in self.enclosures)}

"""Pictures of the office's that a letter names: the logo, the picture of a signature, and those in its text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple

from pydantic import Discriminator, Field, Tag

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.base.settings import SettingsFile
from mailing.letters.text.dialect import picture_of
from mailing.letters.text.parsing import SourceLine
from mailing.model.din5008 import SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOGO: Final = "logo"
SIGNATURE: Final = "unterschrift_bild"
"""The settings that name a picture, in `organisation.toml` and `letter.toml`."""
KINDS: Final = (".svg", ".pdf", ".png", ".jpg", ".jpeg")
_REMARK: Final = re.compile(r"\{#.*?#\}", re.DOTALL)


class ImageSettings(SettingsFile):
    """A picture with its place: by `position`, or `x` and `y` in mm from the sheet's top left corner."""

    file: str = Field(min_length=1)
    x: float | None = Field(default=None, ge=0, lt=SHEET.width)
    y: float | None = Field(default=None, ge=0, lt=SHEET.height)
    width: float | None = Field(default=None, gt=0, le=SHEET.width)
    position: Literal["links", "mitte", "rechts"] | None = None


def _form(entry: object) -> str:
    return "name" if isinstance(entry, str) else "table"


NonEmpty = Annotated[str, Field(min_length=1)]
ImageEntry = Annotated[Annotated[NonEmpty, Tag("name")] | Annotated[ImageSettings, Tag("table")], Discriminator(_form)]


class Image(NamedTuple):
    """A picture that settings name.

    Attributes:
        file: its name among the template's files; `source_line` is where it is named.
        x: mm from the sheet's left edge; None where a position says it. Likewise `y` from the top.
        width: in mm; None for as wide as the file says.
        position: "links", "mitte" or "rechts"; "" where nothing says so.
    """

    file: str
    source_line: SourceLine
    x: float | None = None
    y: float | None = None
    width: float | None = None
    position: str = ""


def image_of(entry: str | ImageSettings, folder: str, source_line: SourceLine) -> Image:
    """Return the picture that an entry names, its file beside the settings in `folder`.

    Raises:
        TemplateError: its kind can't be printed, or its place is said twice or by half; file and line are named.
    """
    settings = ImageSettings(file=entry) if isinstance(entry, str) else entry
    refuse_other_kinds(settings.file, source_line)
    if (settings.x is None) != (settings.y is None) or (settings.x is not None and settings.position is not None):
        raise TemplateError(
            _("Der Platz des Bildes „{name}“ ist nicht eindeutig").format(name=settings.file),
            where=str(source_line),
            hint=_("Entweder x und y in mm angeben, oder position = „links“, „mitte“ oder „rechts“"),
        )
    name = f"{folder}{settings.file}"
    return Image(name, source_line, settings.x, settings.y, settings.width, settings.position or "")


def refuse_other_kinds(name: str, source_line: SourceLine) -> None:
    """Refuse a file whose name doesn't say that it is a picture.

    Raises:
        TemplateError: file and line are named.
    """
    if PurePosixPath(name).suffix.lower() not in KINDS:
        raise TemplateError(
            _("„{name}“ ist kein Bild, das gedruckt werden kann").format(name=name),
            where=str(source_line),
            hint=_("Bilder sind SVG, PDF, PNG oder JPEG"),
        )


def pictures_in(sources: Mapping[str, str]) -> Iterator[tuple[str, SourceLine]]:
    """Give the files of the pictures in texts, each with the line that names it; they lie beside the text."""
    for source, text in sources.items():
        if not source.endswith(".j2") or "![" not in text:
            continue
        for number, line in enumerate(_without_remarks(text).split("\n"), start=1):
            picture = picture_of(line)
            if picture:
                yield beside(source, picture.file), SourceLine(source, number)


def beside(source: str, file: str) -> str:
    """Return the name of a file that lies beside a source."""
    return str(PurePosixPath(source).parent / file)


def _without_remarks(text: str) -> str:
    return _REMARK.sub(lambda remark: "\n" * remark[0].count("\n"), text)

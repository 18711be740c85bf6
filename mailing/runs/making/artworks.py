"""Enclosed files and pictures made ready for print before letter 1: by names for setting, by digests for drawing."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from mailing import press
from mailing.base.errors import InputError, TemplateError
from mailing.base.messages import _
from mailing.letters.text.parsing import SourceLine
from mailing.model import MM_PER_PT
from mailing.model.artwork import Artwork, Ink, Size
from mailing.sandbox.apart import artwork_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mailing import letters

    MakesPlain = Callable[[str, bytes, bytes | None], Artwork]

_PDF: Final = b"%PDF-"
_OF_OFFICE_PROGRAMS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
"""How DOCX and ODT, DOC, and RTF begin."""
_OFFICE_ENDINGS: Final = (".docx", ".doc", ".odt", ".rtf", ".dotx", ".xlsx", ".pptx")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"<svg")
"""How PNG, JPEG, GIF, TIFF and SVG begin; SVG may begin otherwise."""


def artworks_of(
    template: letters.Template, profile: press.ShopProfile, plain: MakesPlain | None = None
) -> Mapping[str, Artwork]:
    """Return what a template and its variants enclose and show, ready to be printed, by the files' names.

    Enclosures are printed in gray, pictures in the profile's colour. `plain` makes a file plain: who sets letters of
    the same files over and over keeps what was made.

    Raises:
        TemplateError: a file can't be printed as it is; file, page and reason are named.
    """
    plain = plain or plain_artwork
    enclosed = {name: _enclosed(name, template.files[name], plain) for name in dict.fromkeys(_enclosed_files(template))}
    press.check_enclosed_files(enclosed.values(), profile)
    icc = profile.icc_profile if Ink(profile.colour) is Ink.CMYK else None
    pictures = {
        name: _picture(name, template.files[name], line, icc, plain)
        for name, line in template.pictures.items()
        if name not in enclosed
    }
    return enclosed | pictures


class Purpose(StrEnum):
    """What an office's file is for."""

    ENCLOSURE = "enclosure"
    PICTURE = "picture"


def check_office_file(name: str, content: bytes, purpose: Purpose) -> None:
    """See to it that a file could be printed in letters to the usual shop, before it is put among the templates.

    Raises:
        TemplateError: it can't; page and reason are named.
    """
    profile = press.load_profile()
    if purpose is Purpose.ENCLOSURE:
        press.check_enclosed_files([_enclosed(name, content, plain_artwork)], profile)
        return
    icc = profile.icc_profile if Ink(profile.colour) is Ink.CMYK else None
    _picture(name, content, SourceLine(name, 1), icc, plain_artwork)


def by_digest(artworks: Mapping[str, Artwork]) -> Mapping[str, Artwork]:
    """Return artworks by the digests under which pages name them."""
    return {artwork.sha256: artwork for artwork in artworks.values()}


def _enclosed_files(template: letters.Template) -> Iterator[str]:
    for letter in (template, *template.others):
        yield from (each.file for each in letter.enclosures if each.file)


def _enclosed(name: str, content: bytes, plain: MakesPlain) -> Artwork:
    """Return an enclosed file made plain; what is wrong with the whole of it is told of its first page."""
    _refuse_other_kinds(name, content)
    try:
        return plain(name, content, None)
    except InputError as error:
        where = press.page_named(name, 1) if error.where == name else error.where
        hint = _("Geben Sie die Datei neu als PDF/A aus: ohne Kennwort und Skripte, mit eingebetteten Schriften")
        raise TemplateError(error.what, where=where, hint=hint) from error


def _refuse_other_kinds(name: str, content: bytes) -> None:
    """Refuse what is no PDF, by its first bytes: a picture too, whose size and margins on the sheet nobody has said."""
    if content.startswith(_PDF):
        return
    what, hint = _("Die Datei ist keine PDF-Datei"), _("Anlagen sind PDF: die Datei als PDF speichern")
    ending = PurePosixPath(name).suffix.lower()
    if not content:
        what = _("Die Datei ist leer")
    elif content.startswith(_OF_OFFICE_PROGRAMS) or ending in _OFFICE_ENDINGS:
        hint = _("In Word oder LibreOffice als PDF speichern (Datei, Speichern unter, PDF) und die PDF-Datei nennen")
    elif content.startswith(_PICTURES) or ending == ".svg":
        hint = _(
            "Ein Bild als PDF in A4 speichern und die PDF-Datei nennen; im Text des Briefes steht es mit {example}"
        ).format(example="![Beschriftung](bild.png)")
    raise TemplateError(what, where=press.page_named(name, 1), hint=hint)


def _picture(name: str, content: bytes, source_line: SourceLine, icc: bytes | None, plain: MakesPlain) -> Artwork:
    """Return a picture made plain; `source_line` is where it is named."""
    try:
        artwork = plain(name, content, icc)
    except InputError as error:
        raise TemplateError(error.what, where=f"{source_line}: {error.where}", hint=error.hint) from error
    if len(artwork.pages) != 1:
        raise TemplateError(
            _("Das Bild hat {pages} Seiten, nicht eine").format(pages=len(artwork.pages)),
            where=f"{source_line}: {name}",
            hint=_("Die Seite, die gezeigt werden soll, als eigene Datei speichern"),
        )
    return artwork


def plain_artwork(name: str, content: bytes, icc: bytes | None) -> Artwork:
    """Return an office's file made plain in a child with limits: in gray, or by the ICC profile in the press's inks."""
    plain = artwork_apart(name, content, icc)
    pages = tuple(Size(width * MM_PER_PT, height * MM_PER_PT) for width, height in plain.sizes)
    source, made = (hashlib.sha256(each).hexdigest() for each in (content, plain.pdf))
    return Artwork(name, source, made, plain.pdf, pages, Ink.CMYK if icc else Ink.GRAY, plain.dpi)

"""Enclosed files and pictures made ready for print before letter 1: by names for setting, by digests for drawing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mailing import press
from mailing.base.errors import InputError, TemplateError
from mailing.base.messages import _
from mailing.model import MM_PER_PT
from mailing.model.artwork import Artwork, Size
from mailing.runs.pictures import pictures_of
from mailing.sandbox.apart import artwork_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing import letters


def artworks_of(template: letters.Template, profile: press.ShopProfile) -> Mapping[str, Artwork]:
    """Return what a template and its variants enclose and show, ready to be printed, by the files' names.

    Raises:
        InputError: a file can't be printed as it is; file and page are named.
    """
    artworks = {name: _artwork(name, template.files[name]) for name in dict.fromkeys(_files(template))}
    press.check_enclosed_files(artworks.values(), profile)
    return {**artworks, **pictures_of(template, profile, artworks)}


def by_digest(artworks: Mapping[str, Artwork]) -> Mapping[str, Artwork]:
    """Return artworks by the digests under which pages name them."""
    return {artwork.sha256: artwork for artwork in artworks.values()}


def _artwork(name: str, content: bytes) -> Artwork:
    """Return an enclosed file made plain, in a child with limits."""
    try:
        plain = artwork_apart(name, content)
    except InputError as error:
        raise _unfit(name, error) from error
    pages = tuple(Size(width * MM_PER_PT, height * MM_PER_PT) for width, height in plain.sizes)
    source, made = (hashlib.sha256(each).hexdigest() for each in (content, plain.pdf))
    return Artwork(name, source, made, plain.pdf, pages)


def _unfit(name: str, error: InputError) -> TemplateError:
    """Return why a file can't be enclosed; what is wrong with the whole of it is told of its first page."""
    where = press.page_named(name, 1) if error.where == name else error.where
    hint = _("Geben Sie die Datei neu als PDF/A aus: ohne Kennwort und Skripte, mit eingebetteten Schriften")
    return TemplateError(error.what, where=where, hint=hint)


def _files(template: letters.Template) -> Iterator[str]:
    for letter in (template, *template.others):
        yield from (each.file for each in letter.enclosures if each.file)

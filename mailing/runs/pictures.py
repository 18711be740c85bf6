"""Pictures made ready for print before the first letter: in the inks that the shop prints, each file once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mailing.base.errors import InputError, TemplateError
from mailing.base.messages import _
from mailing.model import MM_PER_PT
from mailing.model.artwork import Artwork, Ink, Size
from mailing.sandbox.apart import artwork_apart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing import letters, press
    from mailing.letters.text.parsing import SourceLine


def pictures_of(
    template: letters.Template, profile: press.ShopProfile, known: Mapping[str, Artwork]
) -> Mapping[str, Artwork]:
    """Return the pictures that a template and its variants show, by the files' names.

    Args:
        template: whose letters show them.
        profile: it says in which inks pictures are printed.
        known: what is converted already.

    Raises:
        TemplateError: a file can't be printed as it is; file and reason are named.
    """
    ink = Ink(profile.colour)
    return {
        name: _picture(name, template.files[name], line, profile.icc_profile if ink is Ink.CMYK else None)
        for name, line in template.pictures.items()
        if name not in known or ink is not Ink.GRAY
    }


def _picture(name: str, content: bytes, source_line: SourceLine, icc: bytes | None) -> Artwork:
    """Return a picture made plain, in a child with limits."""
    try:
        plain = artwork_apart(name, content, icc)
    except InputError as error:
        raise TemplateError(error.what, where=f"{source_line}: {error.where}", hint=error.hint) from error
    if len(plain.sizes) != 1:
        raise TemplateError(
            _("Das Bild hat {pages} Seiten, nicht eine").format(pages=len(plain.sizes)),
            where=f"{source_line}: {name}",
            hint=_("Die Seite, die gezeigt werden soll, als eigene Datei speichern"),
        )
    pages = tuple(Size(width * MM_PER_PT, height * MM_PER_PT) for width, height in plain.sizes)
    source, made = (hashlib.sha256(each).hexdigest() for each in (content, plain.pdf))
    return Artwork(name, source, made, plain.pdf, pages, Ink.CMYK if icc else Ink.GRAY, plain.dpi)

"""What can be evidence that somebody looks at in ten years: documents, pictures, text; each what its ending says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import InputError
from mailing.base.messages import _

if TYPE_CHECKING:
    from pathlib import Path

_ZIP: Final = (b"PK\x03\x04",)
_TIFF: Final = (b"II*\x00", b"MM\x00*")
BEGINNINGS: Final = {
    ".pdf": (b"%PDF",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".odt": _ZIP,
    ".ods": _ZIP,
}
"""Ending -> how the files of that kind begin."""
TEXTS: Final = frozenset({".txt", ".csv", ".tsv", ".eml", ".xml", ".html", ".htm", ".json"})
"""What is text, whatever it begins with: it has no NUL."""


def refuse_unless_evidence(file: Path, content: bytes) -> None:
    """Refuse what nobody could look at as evidence.

    Raises:
        InputError: it is empty, of no kind that is kept, or not what its ending says.
    """
    ending = file.suffix.lower()
    is_what_it_says = ending in TEXTS and b"\0" not in content
    if content and (is_what_it_says or content.startswith(BEGINNINGS.get(ending, ()))):
        return
    raise InputError(
        _("Diese Datei ist kein Beleg: sie ist leer, von keiner bekannten Art, oder nicht, was ihre Endung sagt"),
        where=file.name,
        hint=_("als PDF, Bild (PNG, JPEG, TIFF), Text oder Office-Datei speichern"),
    )

"""What the first who comes would wait for is loaded before the office opens."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from mailing.base.messages import Language, _, in_language
from mailing.web import rendering, showing
from mailing.web.static_files import read_all

PACKAGES: Final = ("PIL.PngImagePlugin", "pypdfium2")
"""What pages need only when somebody looks at a letter; it is imported where it is used, and here ahead of that."""


def warm_up() -> None:
    """Load templates, styles, catalogs, and what shows letters: some tenths of a second."""
    rendering.load_all()
    read_all()
    for language in Language:
        with in_language(language):
            _("Das Büro ist geschlossen")
            showing.number(1234)
            showing.moment(0.0)
    for name in PACKAGES:
        import_module(name)

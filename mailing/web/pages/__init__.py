"""The pages, a module for each part of the job: routes, and what they show."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mailing.web.routing import Page

MODULES: Final = ("frame", "templates", "template_files", "template_versions")
"""Each has `PAGES`, a tuple of `Page`."""


def all_pages() -> tuple[Page, ...]:
    """Return all pages of the office."""
    modules = (import_module(f"{__name__}.{name}") for name in MODULES)
    return tuple(page for module in modules for page in module.PAGES)

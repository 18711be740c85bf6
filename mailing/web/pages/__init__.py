"""The pages, a module for each part of the job; each has `PAGES`, a tuple of `Page`: nothing else has to know it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailing.web.routing import Page


@cache
def all_pages() -> tuple[Page, ...]:
    """Return all pages of the office."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return tuple(page for module in modules for page in module.PAGES)

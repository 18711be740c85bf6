"""The versions that show in a run's files: of this program, and of the packages that it sets and draws with."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

SHOWING_PACKAGES = (
    "mailing",
    "babel",
    "deflate",
    "fontpkg-almarai",
    "fontpkg-arimo",
    "jinja2",
    "pikepdf",
    "pyphen",
    "reportlab",
    "uharfbuzz",
    "zxing-cpp",
)
"""The packages whose behaviour shows in the files, this program the first."""


def program() -> str:
    """Return name and version of this program."""
    return f"mailing {_version('mailing')}"


def versions() -> dict[str, str]:
    """Return name -> version of each of these packages."""
    return {name: _version(name) for name in SHOWING_PACKAGES}


@cache
def _version(package: str) -> str:
    return version(package)

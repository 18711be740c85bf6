"""This program's part in the comparison: its lists, the comparison's letter as its template, its command line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import letter

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "mailing")
SEED = 1
TEMPLATE = "vergleich"
MADE = frozenset({0, 4})
"""Exit codes of a run that made letters: for all rows, or for all but some."""

ORGANISATION = f"""
name = "{letter.SENDER}"
absender = "{letter.RETURN_LINE}"
briefkopf = ["{letter.SENDER}"]
fusszeile = ["{letter.SENDER}"]
strasse = "Musterstraße"
hausnummer = "1"
plz = "30159"
ort = "Hannover"
telefon = "(0511) 6559-2299"
email = "Jobcenter-Region-Hannover.Corona-Hilfe@jobcenter-ge.de"
anrede = "nach-liste"
unterschrift = ["{letter.CLOSE[1]}"]
"""
SETTINGS = f"""
title = "{letter.TITLE}"
subject = "{letter.SUBJECT}"
version = "1.0"
date = 2020-06-15
form = "B"
size = 10.5
"""


def sample(letters: int, folder: Path) -> Path:
    """Return a list of so many households in `folder`; it is written if it isn't there yet."""
    path = folder / f"list-{letters}.csv"
    if not path.exists():
        subprocess.run([*PROGRAM, "sample", str(letters), "--seed", str(SEED), "-o", str(path)], check=True)
    return path


def write_template(folder: Path) -> Path:
    """Write the comparison's letter as a template; return the folder of templates."""
    templates = folder / "templates"
    (templates / TEMPLATE).mkdir(parents=True, exist_ok=True)
    (templates / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    (templates / TEMPLATE / "letter.toml").write_text(SETTINGS, encoding="utf-8")
    (templates / TEMPLATE / "letter.md.j2").write_text(_markdown(), encoding="utf-8")
    return templates


def _markdown() -> str:
    varying = {text: text.replace("{", "{{ ").replace("}", " }}") for text in (letter.FIRST, letter.LAST)}
    body = ("{{ anrede_zeile }}", varying[letter.FIRST], *letter.FIXED, varying[letter.LAST])
    return "\n\n".join((*body, "---", letter.CLOSE[0], letter.CLOSE[1])) + "\n"


def run_command(given: Path, out: Path, *more: str) -> list[str]:
    """Return the command that makes the letters of a list in the folder `out`, which begins empty."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    register = out / "register.sqlite"
    return [*PROGRAM, "run", str(given), "--out", str(out), "--register", str(register), "--json", *more]


def pdfs(out: Path) -> list[Path]:
    """Return the print files of the one run in the folder `out`, as its manifest names them."""
    (manifest,) = out.glob("*/manifest.json")
    files = json.loads(manifest.read_bytes())["files"]
    return [manifest.parent / file["path"] for file in files]

"""What a call of the program gives, and lists to call it with."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = (
    "bg_nummer;kundennummer;rolle;anrede;titel;vorname;nachname;zusatz;strasse;hausnummer;ortsteil;plz;ort;land;"
    "standort;termin;format;empfaenger"
)


OURS = Path(__file__).parents[1] / "letter_templates"
IN_ANY_LIST = {"termin", "standort"}


def letters_for_any_list() -> list[str]:
    """Return the letters of ours that ask for no column of their own, and are no reply slips."""
    settings = {path.parent.name: tomllib.loads(path.read_text("utf-8")) for path in OURS.glob("*/letter.toml")}
    return sorted(
        name
        for name, told in settings.items()
        if IN_ANY_LIST.issuperset(told.get("columns", ())) and told.get("kind") != "antwort"
    )


@dataclass(frozen=True)
class Called:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @cached_property
    def json(self) -> dict[str, Any]:
        """What it printed, as JSON."""
        return json.loads(self.out)

    @property
    def run(self) -> Path:
        """The folder of the run that it made."""
        return Path(self.json["run"])


def row(number: int, **entries: str) -> dict[str, str]:
    """Return a faultless household's row, with some entries of its own."""
    faultless = {
        "bg_nummer": f"23702//{number:07d}",
        "kundennummer": f"237A{number:06d}",
        "rolle": "Vertreter",
        "anrede": "Frau",
        "vorname": "Elif",
        "nachname": f"Mustermann{chr(97 + number % 26)}",
        "strasse": "Musterstraße",
        "hausnummer": str(number),
        "plz": "30159",
        "ort": "Hannover",
        "standort": "Hannover-Mitte",
        "termin": "2020-06-24 09:30",
    }
    return {**faultless, **entries}


def write_list(path: Path, rows: Iterable[dict[str, str]], encoding: str = "utf-8") -> Path:
    """Write rows as offices do: semicolons, CRLF."""
    names = HEADER.split(";")
    lines = [HEADER, *(";".join(entries.get(name, "") for name in names) for entries in rows)]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path

"""Which places a PLZ has, and whether a list's spelling means one of them.

The directory is that of the package countrystatecity-postal-codes (ODbL): 8,159 PLZ; those of post boxes are missing.
"""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache
from pathlib import Path

from mailing.base.errors import SurroundingsError
from mailing.base.messages import _
from mailing.base.words import folded

PACKAGE = "countrystatecity_postal_codes"
_PARENTHESES = re.compile(r"\s*[(/].*$|,.*$")
_TITLES = re.compile(
    r"^(?:(?:nord|ost)?see(?:heil)?bad|(?:universitäts- und )?hansestadt|"
    r"stadt|gemeinde|flecken)\s+(?=\S)",
    re.IGNORECASE,
)
"""What a place is, written before its name."""
_PARTS = re.compile(r"[\s./-]+")
_WORDS = re.compile(r"[^\s/.-]+\.?")
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "am",
        "an",
        "i",
        "in",
        "im",
        "b",
        "bei",
        "d",
        "der",
        "dem",
        "den",
        "v",
        "vor",
        "ob",
        "o",
        "ot",
        "u",
        "und",
    ]
)


@cache
def directory(country: str = "DE") -> dict[str, tuple[str, ...]]:
    """Return PLZ -> its places, in a country by its ISO code; nothing where the package lacks the country.

    The package's own loader would cost a fifth of a second for models that nobody needs here: the data are read as they
    are.
    """
    places: dict[str, dict[str, None]] = {}
    for entry in _entries(country):
        places.setdefault(entry["code"], {})[entry["localityName"]] = None
    return {code: tuple(names) for code, names in places.items()}


def state_of(code: str) -> str | None:
    """Return the German state that a PLZ lies in ("NI"); None where it lies in several or isn't in the directory."""
    states = {entry["stateCode"] for entry in _entries("DE") if entry["code"] == code}
    return states.pop() if len(states) == 1 else None


def _entries(country: str) -> list[dict[str, str]]:
    """Return the directory's entries for a country."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SurroundingsError(
            _("Das Verzeichnis der Postleitzahlen fehlt"), where=PACKAGE, hint=_("Richten Sie das Programm neu ein")
        )
    path = Path(spec.origin).parent / "data" / "by-country" / country / "postcodes.json"
    entries: list[dict[str, str]] = json.loads(path.read_bytes()) if path.exists() else []
    return entries


@cache
def official_names() -> frozenset[str]:
    """Return the places of the directory as it spells them, in small letters."""
    return frozenset(name.casefold() for names in directory().values() for name in names)


@cache
def codes_by_place() -> dict[str, tuple[str, ...]]:
    """Return folded place name -> its PLZ."""
    codes: dict[str, list[str]] = {}
    for code, names in directory().items():
        for name in names:
            codes.setdefault(folded_place(name), []).append(code)
    return {name: tuple(found) for name, found in codes.items()}


def is_at_home(code: str, place: str) -> bool:
    """Whether the PLZ is a German one, and the place one that it has."""
    return any(is_same_place(place, official) for official in directory().get(code, ()))


def is_german_place(name: str) -> bool:
    """Whether a place in Germany has the name, alone or with what follows it: "Hannover-Kleefeld"."""
    words = folded_place(name).split()
    return any(" ".join(words[:end]) in codes_by_place() for end in range(1, len(words) + 1))


def folded_place(name: str) -> str:
    """Return a place's name without case, umlauts and what stands in parentheses or behind a slash."""
    if name.isalpha():
        return folded(name)
    plain = folded(_PARENTHESES.sub("", name))
    return " ".join(word for word in _PARTS.split(plain) if word)


def is_same_place(written: str, official: str) -> bool:
    """Whether a list's spelling means the place: "Neustadt a. Rbge." is "Neustadt am Rübenberge"."""
    written = _TITLES.sub("", written)
    if _is_another_place(written, official):
        return False
    if folded_place(written) == folded_place(official):
        return True
    ours, theirs = _words(written), _words(official)
    return bool(ours and theirs) and all(_is_same_word(a, b) for a, b in zip(ours, theirs, strict=False))


def _is_another_place(written: str, official: str) -> bool:
    """Whether two places that share a name are told apart by what follows it: "Frankfurt (Oder)" and "… am Main"."""
    names = written.casefold(), official.casefold()
    return names[0] != names[1] and names[0] in official_names() and all(" " in name for name in names)


def _words(name: str) -> list[str]:
    plain = folded(_PARENTHESES.sub("", name))
    return [word for word in _WORDS.findall(plain) if word.rstrip(".") not in SMALL_WORDS]


def _is_same_word(first: str, second: str) -> bool:
    """Whether the words are the same or one shortens the other: with a full stop, or to less than half."""
    short, long = sorted((first.rstrip("."), second.rstrip(".")), key=len)
    if short == long:
        return True
    is_marked = first.endswith(".") or second.endswith(".") or 2 * len(short) < len(long)
    letters = iter(long)
    return is_marked and short[0] == long[0] and all(letter in letters for letter in short)

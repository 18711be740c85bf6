"""Which country an entry means: home, a country by its German name or its code, or none that is known."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

HOME = frozenset(
    {
        "",
        "de",
        "d",
        "de-de",
        "deu",
        "ger",
        "brd",
        "dtl",
        "dtld",
        "deutschl",
        "deutschland",
        "germany",
        "inland",
        "bundesrepublik",
        "bundesrepublik deutschland",
        "bundesrep. deutschland",
        "federal republic of germany",
        "000",
    }
)
"""000 is Germany's key in the state statistics' table of countries, which registers use."""
LICENCE_PLATES = {
    "a": "AT", "b": "BE", "cz": "CZ", "dk": "DK", "e": "ES", "f": "FR", "fin": "FI", "gb": "GB", "gr": "GR", "h": "HU",
    "i": "IT", "irl": "IE", "l": "LU", "n": "NO", "p": "PT", "s": "SE", "tr": "TR", "usa": "US", "uk": "GB",
}  # fmt: skip
OTHER_NAMES = {
    "türkei": "TR",
    "usa": "US",
    "holland": "NL",
    "tschechien": "CZ",
    "england": "GB",
    "großbritannien": "GB",
}
STATES: Final = frozenset({
    "baden-württemberg", "bayern", "berlin", "brandenburg", "bremen", "hamburg", "hessen", "mecklenburg-vorpommern",
    "niedersachsen", "nordrhein-westfalen", "rheinland-pfalz", "saarland", "sachsen", "sachsen-anhalt",
    "schleswig-holstein", "thüringen", "bw", "by", "be", "bb", "hb", "hh", "he", "mv", "ni", "nw", "rp", "sl", "sn",
    "st", "sh", "th", "nds", "nrw", "rlp", "lsa", "thür", "meckpomm",
})  # fmt: skip
"""The federal states, by name and by the codes that are in use."""
_PARENTHESES = re.compile(r"\s*\(.*\)\s*$")
_STATE_WORD = re.compile(r"^(?:bundes)?land\s+|^freistaat\s+|^freie (?:und )?hansestadt\s+")


def _key(text: str) -> str:
    return _PARENTHESES.sub("", text.strip().casefold()).rstrip(" .,")


def is_home(text: str) -> bool:
    """Whether the entry means Germany; an empty one does."""
    return _key(text) in HOME or text.strip().casefold() in HOME


def is_state(text: str) -> bool:
    """Whether the entry is a federal state's name or code; some codes are countries' too."""
    return _STATE_WORD.sub("", _key(text)) in STATES


def is_state_only(text: str) -> bool:
    """Whether the entry is a federal state and nothing else."""
    return is_state(text) and not is_known_country(country_name(text))


def country_name(text: str) -> str:
    """Return the German name of the country that an entry means; "" at home, the entry itself where it isn't known."""
    if is_home(text):
        return ""
    key = text.strip().casefold()
    names = german_names()
    code = LICENCE_PLATES.get(key) or OTHER_NAMES.get(key) or _codes_by_name().get(key) or key.upper()
    return names.get(code, text)


def is_known_country(text: str) -> bool:
    """Whether the entry is home or a country's German name."""
    return is_home(text) or text in german_names().values()


@cache
def german_names() -> dict[str, str]:
    """Return ISO 3166 code -> German name."""
    from babel import Locale

    return {code: name for code, name in Locale("de").territories.items() if len(code) == 2}  # noqa: PLR2004 - ISO 3166


@cache
def _codes_by_name() -> dict[str, str]:
    from babel import Locale

    names = {name.casefold(): code for code, name in Locale("en").territories.items() if len(code) == 2}  # noqa: PLR2004 - ISO 3166
    return names | {name.casefold(): code for code, name in german_names().items()}

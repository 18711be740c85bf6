"""Which country an entry means: home, a country by its German name or its code, or none that is known."""

from __future__ import annotations

from functools import cache

HOME = frozenset(
    {
        "",
        "de",
        "d",
        "deu",
        "ger",
        "brd",
        "deutschland",
        "germany",
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


def is_home(text: str) -> bool:
    """Whether the entry means Germany; an empty one does."""
    return text.strip().casefold() in HOME


def country_name(text: str) -> str:
    """Return the German name of the country that an entry means; "" at home, the entry itself where it isn't known."""
    key = text.strip().casefold()
    if key in HOME:
        return ""
    names = _german_names()
    code = LICENCE_PLATES.get(key) or OTHER_NAMES.get(key) or _codes_by_name().get(key) or key.upper()
    return names.get(code, text)


def is_known_country(text: str) -> bool:
    """Whether the entry is home or a country's German name."""
    return is_home(text) or text in _german_names().values()


@cache
def _german_names() -> dict[str, str]:
    from babel import Locale

    return {code: name for code, name in Locale("de").territories.items() if len(code) == 2}  # noqa: PLR2004 - ISO 3166


@cache
def _codes_by_name() -> dict[str, str]:
    from babel import Locale

    names = {name.casefold(): code for code, name in Locale("en").territories.items() if len(code) == 2}  # noqa: PLR2004 - ISO 3166
    return names | {name.casefold(): code for code, name in _german_names().items()}

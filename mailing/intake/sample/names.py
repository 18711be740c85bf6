"""The name stock of the synthetic persons: Faker's, of the countries that people in the Region come from.

Names in Cyrillic come in Latin script by the table that passports use (ICAO 9303, part 3; Ukraine: KMU 55/2010). Only
names within DIN 91379's type A are taken.
"""

from __future__ import annotations

import importlib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mailing.intake.checks.characters import DataType, is_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHARES = {
    "de_DE": 520,
    "tr_TR": 110,
    "pl_PL": 55,
    "fr_DZ": 60,
    "uk_UA": 50,
    "ru_RU": 35,
    "ro_RO": 30,
    "hr_HR": 30,
    "vi_VN": 15,
    "bg_BG": 20,
    "it_IT": 15,
    "es_ES": 12,
    "az_AZ": 10,
    "cs_CZ": 8,
    "tw_GH": 12,
    "yo_NG": 10,
    "lv_LV": 8,
}
"""The shares of the stocks among the households, in thousandths: an assumption, there is no public count."""
SHORTEST, LONGEST = 2, 18

_CYRILLIC = dict(
    zip(
        "абвгґдеєёжзиійїклмнопрстуфхцчшщъыьэюяў",
        [
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "ie",
            "e",
            "zh",
            "z",
            "y",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "iu",
            "ia",
            "u",
        ],
        strict=True,
    )
)
_RUSSIAN = {"г": "g", "и": "i", "щ": "shch", "ъ": "ie"}
_BULGARIAN = {"г": "g", "и": "i", "щ": "sht", "ъ": "a", "ю": "yu", "я": "ya", "й": "y"}
_OWN_TABLES = {"ru_RU": _RUSSIAN, "bg_BG": _BULGARIAN}


@dataclass(frozen=True, slots=True)
class NameStock:
    """The names of one origin; surnames that women bear in a form of their own stand apart."""

    women: Sequence[str]
    men: Sequence[str]
    surnames_of_women: Sequence[str]
    surnames_of_men: Sequence[str]


@cache
def stock(locale: str) -> NameStock:
    """Return the name stock of one of Faker's locales."""
    provider: Any = importlib.import_module(f"faker.providers.person.{locale}").Provider
    surnames_of_men, surnames_of_women = _surnames(provider, locale)
    return NameStock(
        _in_latin(provider.first_names_female, locale),
        _in_latin(provider.first_names_male, locale),
        _in_latin(surnames_of_women, locale),
        _in_latin(surnames_of_men, locale),
    )


def _surnames(provider: Any, locale: str) -> tuple[Iterable[str], Iterable[str]]:
    """Return the surnames of men and of women."""
    if locale == "pl_PL":
        return provider.unisex_last_names, provider.unisex_last_names
    common = tuple(getattr(provider, "last_names_common", ()))
    men = getattr(provider, "last_names_male", None) or provider.last_names
    women = getattr(provider, "last_names_female", None) or provider.last_names
    return (*common, *men), (*common, *women)


def _in_latin(names: Iterable[str], locale: str) -> tuple[str, ...]:
    """Return the names in Latin script, each once; what DIN 91379 doesn't hold is left out."""
    own = _OWN_TABLES.get(locale, {})
    latin = (unicodedata.normalize("NFC", _romanised(name.strip(), own)) for name in names)
    return tuple(dict.fromkeys(filter(_is_a_name, latin)))


def _is_a_name(text: str) -> bool:
    """Whether it may stand in a sample: Faker's stock has scraps of sentences too ("auch Schlauchin")."""
    is_plain = SHORTEST < len(text) <= LONGEST and text[:1].isupper() and not text.isupper()
    return is_plain and is_within(text, DataType.NAMES)


def _romanised(name: str, own: dict[str, str]) -> str:
    letters = []
    for letter in name:
        plain = own.get(letter.lower()) or _CYRILLIC.get(letter.lower())
        if plain is None:
            letters.append(letter)
        else:
            plain = plain.replace("_", "")
            letters.append(plain.capitalize() if letter.isupper() else plain)
    return "".join(letters)

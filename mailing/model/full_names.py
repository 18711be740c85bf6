"""Whole names in one entry, taken apart: "Dr. Max von der Heide jun.", "Meier, Anna", "Meier GmbH"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mailing.model.given_names import is_given_name
from mailing.model.names import (
    AND,
    NOBILITY,
    is_particle,
    is_prefix,
    leading_titles,
    read_leading,
    surname_start,
    without_suffix,
)

_NAME_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’ʼ´`·-](?=[^\W\d_]))*")
_INITIAL: Final = re.compile(r"(?:[^\W\d_]+-)?[^\W\d_][\u0300-\u036f]*\.")
"""A given name cut short: "A.", "Klaus-D."."""
_LEGAL_FORM: Final = re.compile(
    r"(?<!\w)(?:g?GmbH|GMBH|mbH|AG|KG|OHG|GbR|GBR|UG|KGaA|[eE]\. ?[VKG]\.?|eV|Co\.|DRK|AWO|ASB|VdK|SkF|SKM)(?!\w)"
)
"""As they are written: "Ev" is a given name."""
_ORGANISATION: Final = re.compile(
    r"\b\w*(?:verein|verband|büro|kanzlei|behörde|stiftung|gesellschaft|einrichtung|genossenschaft|beratung|vormundschaft|"
    r"diakonie|caritas|lebenshilfe|wohnheim|pflegeheim|wohngruppe|jugendhilfe|werkstatt|krankenhaus|klinikum)\b|"
    r"\b\w*(?:jugend|sozial|gesundheits|ordnungs|versorgungs|bezirks|kreis|amts)(?:amt|dienst|gericht)\b|"
    r"\b\w*(?:betreuungs|beratungs|fach|geschäfts|anlauf|dienst)stelle\b|\b\w+(?:zentrum|dienste?|hilfswerk|sozialwerk)\b|"
    r"\b(?:rechtsanwälte|sozietät)\b|(?:&|und) partner\b|^(?:stadt|region|samtgemeinde|landkreis)\s",
    re.IGNORECASE,
)
_ABBREVIATION: Final = re.compile(r"(?<!\bSt)(?<!\bgen)(?<!\bu)(?<!^[^\W\d_])(?<!\s[^\W\d_])\.")
"""A full stop that shortens more than a given name, as in "verst." and "N.N."."""
_DOUBLE: Final = re.compile(r"\s*[-–/]\s*|,\s+|\s+(?:&|\+)\s+|[()]")
"""What stands between the parts of a double name as lists write it: "Meier - Schulz", "Meier/Schulz"."""
TWO: Final = 2


@dataclass(frozen=True, slots=True)
class FullName:
    """A name's parts; the surname has its prefix and what follows it.

    Attributes:
        form: Frau, Herr, … where the entry says it; Firma for an organisation, whose name is the surname.
        is_sure: whether the entry was understood whole; if not, it is the surname as it stands.
    """

    form: str
    titles: str
    given: str
    surname: str
    is_sure: bool = True


def is_surname(text: str) -> bool:
    """Whether the text may be a surname: capitalised words, with small ones that lead or join them."""
    words = [word for part in _DOUBLE.split(text) for word in part.split()]
    return all(_is_surname_word(word) or len(words) == 1 for word in words) and _ABBREVIATION.search(text) is None


def _is_surname_word(word: str) -> bool:
    if _INITIAL.fullmatch(word) or is_particle(word) or word == "St.":
        return True
    return _is_name_word(word) and (word != word.lower() or "'" in word or "’" in word)


def is_organisation(text: str) -> bool:
    """Whether the text names an office, a firm or a society."""
    return _LEGAL_FORM.search(text) is not None or _ORGANISATION.search(text) is not None


@lru_cache(maxsize=1 << 16)
def given_name_first(text: str) -> FullName:
    """Read "Dr. Anna von der Heide M.A."; "Heide, Anna von der" is read by its comma."""
    if is_organisation(text):
        return FullName("Firma", "", "", text.removeprefix("Firma "))
    form, titles, rest = read_leading(text)
    name, suffix = without_suffix(rest)
    if "," in name:
        return surname_first(text)
    words = name.split()
    start = _boundary(words)
    if start is None or not all(map(_is_name_word, words)):
        return _unsure(text)
    if AND.search(name):
        return _couple(form, titles, words, suffix) or _unsure(text)
    return FullName(form, titles, " ".join(words[:start]), _joined(*words[start:], suffix))


@lru_cache(maxsize=1 << 16)
def surname_first(text: str) -> FullName:
    """Read "von der Heide, Dr. Anna", "Heide, Anna von der" or "Meier Anna"."""
    if is_organisation(text):
        return FullName("Firma", "", "", text.removeprefix("Firma "))
    form, titles, rest = read_leading(text)
    if "," in rest:
        return _by_comma(text, form, titles, rest)
    name, suffix = without_suffix(rest)
    words = name.split()
    lead = next((place for place, word in enumerate(words) if not is_prefix(word)), len(words))
    given, prefix = _prefix_behind(words[lead + 1 :])
    is_clear = len(given) < TWO or all(map(is_given_name, given))
    if not is_clear or not all(map(_is_name_word, words)) or AND.search(name):
        return _unsure(text)
    return FullName(form, titles, " ".join(given), _joined(*prefix, *words[: lead + 1], suffix))


def _by_comma(text: str, form: str, titles: str, rest: str) -> FullName:
    """Read surname, given name and, behind a second comma, titles or a suffix."""
    surname, given, *more = (part.strip() for part in rest.split(","))
    plain, suffix = without_suffix(surname)
    given, degree = without_suffix(given)
    suffix = _joined(suffix, degree)
    lead = read_leading(given)
    given_words = lead.rest.split()
    if given_words and leading_titles(given_words) == len(given_words):
        lead, given_words = lead._replace(titles=lead.rest), []
    given_words, prefix = ([], given_words) if all(map(is_prefix, given_words)) else _prefix_behind(given_words)
    form, titles = form or lead.form, _joined(titles, lead.titles)
    for part in more:
        if leading_titles(part.split()) == len(part.split()):
            titles = _joined(titles, part)
        elif not without_suffix(f"X, {part}")[1]:
            return _unsure(text)
        else:
            suffix = _joined(suffix, part)
    if not plain or not (given_words or prefix) or not all(map(_is_name_word, (*plain.split(), *given_words))):
        return _unsure(text)
    return FullName(form, titles, " ".join(given_words), _joined(*prefix, plain, suffix))


def _prefix_behind(given: list[str]) -> tuple[list[str], list[str]]:
    """Return given names without the surname's prefix that registers write behind them, and the prefix."""
    end = len(given)
    while end > 1 and is_prefix(given[end - 1]):
        end -= 1
    return given[:end], given[end:]


def _boundary(words: list[str]) -> int | None:
    """Return where the surname begins in words of which the given name stands first; None where nothing says it."""
    if words and is_prefix(words[0]) and (words[0].islower() or words[0].casefold() in NOBILITY):
        return 0
    start = surname_start(words)
    if start is not None or len(words) <= TWO or AND.search(" ".join(words)):
        return len(words) - 1 if start is None else start
    return len(words) - 1 if all(map(_is_given, words[:-1])) else None


def _is_given(word: str) -> bool:
    return bool(_INITIAL.fullmatch(word)) or is_given_name(word)


def _couple(form: str, titles: str, words: list[str], suffix: str) -> FullName | None:
    """Read "Anna und Max Meier" or "Anna Meier und Max Schulz"."""
    one, *other = (part.split() for part in AND.split(" ".join(words)))
    if len(other) != 1 or titles or suffix or len(other[0]) != TWO or len(one) > TWO:
        return None
    given, surname = other[0]
    if len(one) == 1:
        return FullName(form, "", f"{one[0]} und {given}", surname)
    return FullName(form, "", f"{one[0]} und {given}", f"{one[1]} und {surname}")


def _is_name_word(word: str) -> bool:
    return _NAME_WORD.fullmatch(word) is not None or _INITIAL.fullmatch(word) is not None or word in ("&", "+", "u.")


def _unsure(text: str) -> FullName:
    return FullName("", "", "", text, is_sure=False)


def _joined(*parts: str) -> str:
    return " ".join([part for part in parts if part])

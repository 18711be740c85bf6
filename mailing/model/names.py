"""How lists write persons: the small grammar of form of address, titles, name, prefix and suffix.

A name is "form? titles? given? (prefix surname) suffix?". The words of each part stand here once; what reads whole
entries with them are `full_names` and `recipients`. Nothing is guessed: what a function doesn't know it leaves in the
rest that it returns.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

FORMS: Final = {
    "frau": "Frau", "fr": "Frau", "fru": "Frau", "w": "Frau", "weiblich": "Frau",
    "herr": "Herr", "herrn": "Herr", "hr": "Herr", "hrn": "Herr", "m": "Herr", "männlich": "Herr", "maennlich": "Herr",
    "familie": "Familie", "fam": "Familie", "eheleute": "Eheleute", "eheleuten": "Eheleute", "ehel": "Eheleute",
    "ehepaar": "Ehepaar", "firma": "Firma", "fa": "Firma", "divers": "Divers", "d": "Divers", "x": "Divers",
}  # fmt: skip
"""Entries that say how somebody is addressed, without case, blanks and full stops -> the form in words."""

IN_NAMES: Final = frozenset(
    {"frau", "fr", "herr", "herrn", "hr", "hrn", "familie", "fam", "eheleute", "ehepaar", "firma"}
)
"""Those that count also in front of a name in its own column; "W" or "D" there is an initial."""

LIKELY_FORMS: Final = {
    "mr": "Herr", "mister": "Herr", "monsieur": "Herr", "sir": "Herr", "bay": "Herr", "pan": "Herr", "male": "Herr",
    "mrs": "Frau", "ms": "Frau", "miss": "Frau", "madame": "Frau", "bayan": "Frau", "pani": "Frau", "female": "Frau",
    "fräulein": "Frau", "frl": "Frau",
}  # fmt: skip
"""What is only proposed: words of other languages, or of another time."""

PREFIXES: Final = frozenset({
    "von", "vom", "van", "de", "der", "den", "del", "della", "dello", "di", "da", "das", "dos", "do", "du", "el",
    "al", "ibn", "bint", "zu", "zur", "zum", "la", "le", "te", "ter", "ten", "op", "af", "av", "y", "dal", "dalla",
    "degli", "'t",
})  # fmt: skip
_ONLY_SMALL: Final = frozenset({"bin", "ben"})
"""Prefixes only in small letters: "Ben" is a given name."""
_PARTICLES: Final = frozenset({
    "auf", "aus", "an", "am", "in", "im", "bei", "beim", "ob", "unter", "vor", "dem", "und", "auch", "genannt", "gen.",
    "die", "het", "en", "thor", "tom", "tor", "upm", "ut", "e", "i", "et", "ed", "san", "santa", "los", "las", "lo",
    "dei", "delle", "des", "dels", "abu", "abd", "bou", "ould", "ait", "aït", "binti", "binte", "wa", "oğlu", "oglu",
    "kızı", "qızı", "ap", "ní", "nic", "uí", "mac", "na", "a",
})  # fmt: skip
"""Small words within surnames, beside the prefixes: "in der Beek", "von und zu Aufseß", "Souza e Silva"."""
NOBILITY: Final = frozenset({
    "graf", "gräfin", "freiherr", "freifrau", "freiin", "frhr.", "frfr.", "baron", "baronin", "baronesse", "fürst",
    "fürstin", "prinz", "prinzessin", "herzog", "herzogin", "ritter", "edler", "edle", "reichsgraf", "reichsgräfin",
    "reichsfreiherr", "burggraf", "landgraf", "markgraf",
})  # fmt: skip
"""Titles of nobility: part of the surname since 1919 (Art. 109 WRV), so they are spoken with it."""

_POLITE: Final = re.compile(
    r"^(?:sehr\s+geehrte[rsn]?|liebe[rs]?|guten\s+tag|an\s+(?:die|den|das)|an)\s+", re.IGNORECASE
)
_COUPLE: Final = re.compile(
    r"(?P<first>frau|fr\.?|herrn?|hrn?\.?)\s*(?:&|\+|\bund\b|\bu\.)\s*"
    r"(?P<second>frau|fr\.?|herrn?|hrn?\.?)(?=\s|$)(?P<rest>.*)",
    re.IGNORECASE,
)
AND: Final = re.compile(r"\s+(?:&|\+|und|u\.)\s+(?!zu )")
"""What joins two names; "von und zu Aufseß" is one."""
_TITLE: Final = re.compile(
    r"(?:univ\.?-)?prof(?:\.|essor(?:in)?)?|d?dr(?:\.|\.-ing\.?|es\.)?|pd|priv\.?-doz\.?|doz\.|dipl\.(?:-[\w.-]+)?|"
    r"mag\.|ing\.|lic\.|mmag\.|bacc\.|ra|rain|rechtsanwalt|rechtsanwältin|notarin?|stb|steuerberater(?:in)?|"
    r"pfarrer(?:in)?",
    re.IGNORECASE,
)
_FIELD_OF_TITLE: Final = re.compile(
    r"(?:med|dent|vet|phil|jur|iur|rer|nat|pol|oec|publ|soc|theol|paed|päd|habil|h|c|mult|agr|sc|ing|em|techn|mont|"
    r"troph|biol|hum|forest|disc|math|cult|psych|univ|fh)\.|\(fh\)|\(univ\.?\)",
    re.IGNORECASE,
)
"""What follows a title: "Dr. med.", "Dr. rer. nat.", "Dr. h. c."."""
_RANK: Final = re.compile(
    r"(?:jun\.-?|junior|hon\.-)prof(?:\.|essor(?:in)?)|apl\.|dott\.|o?st[rd]|senator(?:in)?|md[bl]|pater|sr\.|utr\.|"
    r"magist(?:er|ra)|mgr\.?|bc\.|bachelor|master|of|arts|science|laws|doktor(?:in)?|(?:ph|ju|mu|mv|rn|paed)dr\.?|ph\.?d\.?|"
    r"diplom-?\w*|pastor(?:in)?|pfr\.|\w*rat|\w*rätin|\w*anwalt|\w*anwältin|\w*meister(?:in)?|a\.|d\.|a\.d\.|ing\.?|"
    r"[bm]\.?(?:sc|a|ed|eng)\.?",
    re.IGNORECASE,
)
"""Further words that stand among titles; none of them is spoken."""
_GLUED: Final = re.compile(r"(?<=\.)(?=[^\W\d_])")
DEGREES: Final = re.compile(r"(?<!\S)(?:[BM]\. ?(?:A|Sc|Ed|Eng|Mus)\.|LL\. ?[BM]\.|[BM](?:A|Sc|BA|PH))(?!\S)")
"""Degrees that follow the name: B.A., M. Sc., LL.M., MBA."""
_BORN: Final = r"(?:geb|verw|gesch|verh|vorm)(?:\.|oren[er]?|orene[rs]?|itwete[rs]?|iedene[rs]?)?\s+\S.*"
_SUFFIX: Final = re.compile(
    rf"(?:\s*,\s*|\s+)(?:\({_BORN}\)|{_BORN}|\(?(?:jun|jr|sen|sr)\.?\)?|junior|senior|d\. ?[ÄJ]\.|I{{2,3}}\.?|"
    rf"{DEGREES.pattern}|(?:c/o|als|bei)\s+\S.*|\((?:\w*betreuer(?:in)?|bevollmächtigte[rn]?)\)|"
    r"[-–]\s+(?:\w*betreuer(?:in)?|bevollmächtigte[rn]?))$",
    re.IGNORECASE,
)
_SPOKEN: Final = {
    "prof": "Prof.", "professor": "Professor", "professorin": "Professorin", "dr": "Dr.", "ddr": "DDr.",
    "dr.-ing": "Dr.",
}  # fmt: skip
"""Titles that are spoken to; others (Dipl.-Ing., M.A.) stand in the address only (Duden, "Anrede")."""


class Leading(NamedTuple):
    """What stands in front of a name, and the rest: "Frau Dr. Meier" is Frau, Dr. and Meier."""

    form: str
    titles: str
    rest: str


@lru_cache(maxsize=4_096)
def read_form(entry: str) -> Leading:
    """Return form and titles of an entry that says how to address somebody; what isn't understood is the rest."""
    return _leading(_POLITE.sub("", entry.strip()).rstrip(" ,:"), frozenset(FORMS))


@lru_cache(maxsize=1 << 16)
def read_leading(entry: str) -> Leading:
    """Return the form and titles that stand in front of a name in the name's own column."""
    read = _leading(entry, IN_NAMES)
    return read if read.rest else Leading("", "", entry)


def _leading(entry: str, forms: frozenset[str]) -> Leading:
    couple = _COUPLE.match(entry)
    words = (couple["rest"] if couple else entry).split()
    form = " und ".join(FORMS[form_key(couple[name])] for name in ("first", "second")) if couple else ""
    if words and not form and form_key(words[0]) in forms:
        form = FORMS[form_key(words.pop(0))]
    words = _unglued(words)
    count = leading_titles(words)
    return Leading(form, " ".join(words[:count]), " ".join(words[count:]))


def form_key(word: str) -> str:
    """Return a word as `FORMS` has it."""
    return word.casefold().rstrip(".:,")


def _unglued(words: list[str]) -> list[str]:
    """Return the words with titles written together taken apart: "Prof.Dr." is two."""
    apart: list[str] = []
    for word in words:
        pieces = _GLUED.split(word)
        apart += pieces if len(pieces) > 1 and leading_titles(pieces) == len(pieces) else [word]
    return apart


def leading_titles(words: list[str]) -> int:
    """Return how many of the words in front are titles."""
    count = 0
    for word in words:
        if not (_TITLE.fullmatch(word) or (count and _FIELD_OF_TITLE.fullmatch(word))):
            break
        count += 1
    return count


@lru_cache(maxsize=4_096)
def spoken_titles(titel: str) -> str:
    """Return those of the titles that a salutation names, each once: "Dr. med." is "Dr."."""
    words = _unglued(titel.split())
    keys = (word.casefold().rstrip(".") for word in words)
    return " ".join(dict.fromkeys(_SPOKEN[key] for key in keys if key in _SPOKEN))


@lru_cache(maxsize=1 << 16)
def without_suffix(name: str) -> tuple[str, str]:
    """Return a name without what follows it, and that: "Meier jun." is "Meier" and "jun."."""
    suffix = ""
    while found := _SUFFIX.search(name):
        name, suffix = name[: found.start()], name[found.start() :].lstrip(" ,") + suffix
        suffix = f" {suffix}"
    return name.rstrip(" ,"), suffix.strip()


def is_prefix(word: str) -> bool:
    """Whether the word leads to a surname: "von", "van", "Freiherr"."""
    return word.casefold() in PREFIXES | NOBILITY or word in _ONLY_SMALL


def is_particle(word: str) -> bool:
    """Whether the small word is one that surnames have."""
    return word.islower() and (is_prefix(word) or word in _PARTICLES)


def is_degree(text: str) -> bool:
    """Whether the text, in the titles' column, is degrees or ranks and nothing else."""
    return all(
        leading_titles([word]) or _FIELD_OF_TITLE.fullmatch(word) or _RANK.fullmatch(word)
        for word in re.split(r"[\s,;/]+", DEGREES.sub(" ", text))
        if word
    )


def surname_start(words: list[str]) -> int | None:
    """Return where the surname begins by its prefix, in words that begin with a given name; None without a prefix."""
    return next((place for place, word in enumerate(words) if 0 < place < len(words) - 1 and is_prefix(word)), None)

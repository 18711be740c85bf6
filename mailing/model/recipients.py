"""Who an authorised recipient's entry greets: "Betreuungsverein Hannover e. V.; z. Hd. Frau Dr. Schulz"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mailing.model.full_names import FullName, given_name_first, is_organisation
from mailing.model.names import AND, read_form, without_suffix

_CARE_OF: Final = re.compile(r"(?<!\w)(?:c/o|bei|über)\s+[^,(]*", re.IGNORECASE)
_ATTENTION: Final = re.compile(r"^(?:z\. ?hd?\. ?(?:v\.)?|zu händen(?: von)?|zhd\.?|z\. ?h\.)\s*", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s*[\n;,(]\s*|\)\s*|\s+[-–]\s+|\s*/\s*(?=(?:Frau|Fr\.|Herrn?|Hr\.)\s)|\s+(?=als\s)")
_PROFESSION: Final = r"(?:ra|rain|rä|rechtsanwalt|rechtsanwältin|notarin?|steuerberater(?:in)?|stb|pfarrer(?:in)?)"
_ROLE: Final = re.compile(
    r"(?:als\s+)?(?:(?:gesetzliche|rechtliche|ehrenamtliche|vorläufige|bestellte|amtliche)[rn]?\s+)*"
    rf"(?:\w*(?:betreuer|vertreter|pfleger|verwalter|vertrauensperson|beistand)(?:in)?(?:/in)?|\w*vormund|"
    rf"\w*bevollmächtigte[rn]?|(?:fach)?{_PROFESSION}|(?:mutter|vater|eltern|sohn|tochter|schwester|bruder))"
    r"(?:\s+(?:von|für|des|der|und)\s.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is greeted.

    Attributes:
        persons: those with a form of address, in the entry's order; none for an office.
        is_sure: whether every part of the entry was understood.
    """

    persons: tuple[FullName, ...]
    is_sure: bool


@lru_cache(maxsize=4_096)
def read_recipient(entry: str) -> Recipient:
    """Return who an authorised recipient's entry greets."""
    persons: list[FullName] = []
    knows_office, unsure = False, False
    for line in entry.replace(";", "\n").splitlines():
        plain = _CARE_OF.sub("", line)
        knows_office |= plain != line and is_organisation(line)
        for part in filter(None, map(str.strip, _PARTS.split(plain))):
            if is_organisation(part):
                knows_office = True
            elif person := _person(part):
                persons.append(person)
            else:
                unsure |= not (_ROLE.fullmatch(part) or without_suffix(f"X, {part}")[1])
    if not persons:  # beside an office's name stand its departments
        return Recipient((), knows_office)
    return Recipient(tuple(persons), not unsure)


def _person(part: str) -> FullName | None:
    """Return the person that a part of the entry greets; None where it has no form of address or no clear name."""
    form, titles, rest = read_form(_ATTENTION.sub("", part))
    if not form or not rest:
        return None
    name = given_name_first(f"{titles} {rest}".strip())
    if not name.is_sure or name.form or (AND.search(name.given) and form in ("Frau", "Herr")):
        return None
    return FullName(form, name.titles, name.given, name.surname)

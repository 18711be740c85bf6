"""Rows become households: one for each Bedarfsgemeinschaft, its representative first (§ 38 SGB II)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mailing.intake.column_names import folded
from mailing.intake.texts import joined_codes
from mailing.model.bg_number import is_no_bg_number, is_rounded_bg_number, normal_bg_number

if TYPE_CHECKING:
    import numpy.typing as npt

    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask, Positions, Texts

REPRESENTATIVE = "Vertreter"
MEMBER = "Mitglied"
MEMBER_RANK = 2
_REPRESENTATIVES = frozenset({
    "v", "vertreter", "vertreterin", "vertreterderbg", "vertreterinderbg", "vertreterbg", "bgvertreter",
    "bevollmaechtigter", "bevollmaechtigte", "antragsteller", "antragstellerin", "haushaltsvorstand", "hv",
    "representative", "head", "applicant",
})  # fmt: skip
_MEMBERS = frozenset({
    "m", "mitglied", "mitgliedderbg", "bgmitglied", "person", "partner", "partnerin", "kind", "ehegatte", "ehegattin",
    "ehepartner", "ehepartnerin", "lebenspartner", "lebenspartnerin", "member", "child", "spouse", "dependant",
})  # fmt: skip
ALIKE_IN_A_HOUSEHOLD = ("nachname", "strasse", "hausnummer", "plz", "ort")
"""What rows must share, beside their number, to be one household by a number that isn't well formed."""


def bg_key(number: str) -> str:
    """Return a BG number so that its spellings ("23702//0012345", "23702BG0012345") are equal; "" where it is none."""
    normal = normal_bg_number(number)
    if normal or is_no_bg_number(number) or is_rounded_bg_number(number):
        return normal
    return "".join(number.split()).upper()


def role(text: str) -> str | None:
    """Return what a list's word means: a representative, a member, "" where it says nothing, None if unknown."""
    word = folded(text)
    if word in _REPRESENTATIVES:
        return REPRESENTATIVE
    if word in _MEMBERS:
        return MEMBER
    return None if word else ""


@dataclass(frozen=True, slots=True)
class Groups:
    """The rows of a list as households, in the order in which the list first names them.

    Attributes:
        members: positions of all grouped rows, household after household, the representative first.
        starts: where each household begins in `members`; one more than there are households.
        household_of: for every row of the list its household, or -1.
    """

    members: Positions
    starts: Positions
    household_of: Positions

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def heads(self) -> Positions:
        """The representatives' rows."""
        return self.members[self.starts[:-1]]

    @property
    def sizes(self) -> Positions:
        """How many rows each household has."""
        return np.diff(self.starts)

    def head_of_row(self, count: int) -> Mask:
        """Return which of the list's `count` rows are representatives'."""
        mask = np.zeros(count, np.bool_)
        mask[self.heads] = True
        return mask

    def members_of(self, household: int) -> Positions:
        """Return the positions of a household's rows, the representative's first."""
        return self.members[self.starts[household] : self.starts[household + 1]]

    def rows_of(self, households: Mask) -> Mask:
        """Return which of the list's rows belong to the chosen households."""
        return np.append(households, False)[self.household_of]


def group(table: ListTable, rows: Mask) -> Groups:
    """Group the `rows` of the list that have a BG number into households."""
    numbers = household_numbers(table)
    positions = np.nonzero(rows & (numbers >= 0))[0]
    people = pd.DataFrame({"bg": numbers, "rank": role_ranks(table["rolle"])}).iloc[positions]
    people = people.assign(household=people.groupby("bg", sort=False).ngroup())
    members = people.sort_values(["household", "rank"], kind="stable").index.to_numpy()
    starts = np.append(0, np.bincount(people["household"]).cumsum())
    household_of = np.full(len(table), -1, np.int64)
    household_of[positions] = people["household"]
    return Groups(members, starts, household_of)


def household_numbers(table: ListTable) -> Positions:
    """Return a number for every row that the rows of one household share; -1 where the BG number is missing."""
    keys = table["bg_nummer"].changed(bg_key)
    numbers = keys.codes.astype(np.int64)
    unsure = np.flatnonzero(keys.where(lambda key: bool(key) and not normal_bg_number(key)))
    if len(unsure):
        others = (table[field].changed(str.casefold).codes for field in ALIKE_IN_A_HOUSEHOLD)
        numbers[unsure] = len(keys.distinct) + joined_codes(codes[unsure] for codes in (keys.codes, *others))
    numbers[keys.where(lambda key: not key)] = -1
    return numbers


def role_ranks(roles: Texts) -> npt.NDArray[np.int8]:
    """Return 0 for representatives, 1 where nothing is said, 2 for members: who speaks for a BG comes first."""
    rank = {REPRESENTATIVE: 0, MEMBER: MEMBER_RANK}
    return roles.looked_up([rank.get(role(text) or "", 1) for text in roles.distinct], np.int8)

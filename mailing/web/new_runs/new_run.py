"""A run in the making: what somebody has settled of it so far. Nothing here names a person who is written to."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic needs the type at run time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mailing.runs.showing.finding_pages import Acceptance


class Again(StrEnum):
    """Whether households that have had this letter get it once more."""

    NOBODY = ""
    ALL = "alle"
    SOME = "einige"


class Accepted(BaseModel):
    """What of a kind's proposals is accepted: none but some, or all but some."""

    model_config = ConfigDict(frozen=True)

    all: bool = False
    but: tuple[int, ...] = ()

    @property
    def as_acceptance(self) -> Acceptance:
        """The same for whoever reads findings."""
        from mailing.runs.showing.finding_pages import Acceptance

        return Acceptance(self.all, frozenset(self.but))


class Reading(BaseModel):
    """How the list is to be read, where the clerk has said so."""

    model_config = ConfigDict(frozen=True)

    sheet: str = ""
    encoding: str = ""
    mapping: str = ""
    columns: dict[str, str] = Field(default_factory=dict)
    unused: tuple[str, ...] = ()


class Letter(BaseModel):
    """Which letter is made of the list, and how; `kept` names the copy of letters and profiles that it is made from."""

    model_config = ConfigDict(frozen=True)

    template: str
    date: dt.date
    posting_day: dt.date | None = None
    shop: str
    limit: int | None = None
    again: Again = Again.NOBODY
    kept: str


class NewRun(BaseModel):
    """A run in the making.

    Attributes:
        list_name: what the list is called, in its folder and in the manifest.
        suppress, seeds: likewise of the lists beside it; "" without.
        reading: how the list is to be read.
        keep_as: under which name the mapping of columns is to be kept once the list is read; "" for none.
        check: which reading of the list counts: each change of how it is read begins another.
        accepted: round of findings -> their kind -> what of it is accepted.
        letter: what is made of the list; None before that was chosen.
        proof: which proof counts: each change of letter or accepted proposals begins another.
        seen: the proof's pages that somebody has ticked.
        job: the job that makes the run; "" before.
        made: the name of the run that was made; "" before.
    """

    model_config = ConfigDict(frozen=True)

    list_name: str
    suppress: str = ""
    seeds: str = ""
    reading: Reading = Reading()
    keep_as: str = ""
    check: int = 1
    accepted: dict[str, dict[str, Accepted]] = Field(default_factory=dict)
    letter: Letter | None = None
    proof: int = 0
    seen: tuple[int, ...] = ()
    job: str = ""
    made: str = ""

    @property
    def check_round(self) -> str:
        """The name of the reading that counts."""
        return f"check-{self.check}"

    @property
    def proof_round(self) -> str:
        """The name of the proof that counts."""
        return f"proof-{self.proof}"

    def accepted_in(self, round_: str) -> Mapping[str, Accepted]:
        """Return what is accepted of a round's findings."""
        return self.accepted.get(round_, {})

    def read_anew(self, reading: Reading, keep_as: str = "") -> NewRun:
        """Return the run with its list to be read another way: what was accepted and proofed of it is void."""
        return self.model_copy(
            update={
                "reading": reading,
                "keep_as": keep_as,
                "check": self.check + 1,
                "accepted": {},
                "proof": self.proof + 1,
                "letter": None,
                "seen": (),
            }
        )

    def accepting(self, round_: str, kind: str, accepted: Accepted) -> NewRun:
        """Return the run with other proposals of a kind accepted."""
        of_round = {**self.accepted_in(round_), kind: accepted}
        return self.model_copy(update={"accepted": {**self.accepted, round_: of_round}})

    def proofed_anew(self, letter: Letter) -> NewRun:
        """Return the run with a letter whose proof is to be made; nobody has seen it."""
        return self.model_copy(update={"letter": letter, "proof": self.proof + 1, "seen": ()})

    def having_seen(self, pages: Iterable[int]) -> NewRun:
        """Return the run with exactly these pages of its proof seen."""
        return self.model_copy(update={"seen": tuple(sorted(set(pages)))})


@dataclass(frozen=True, slots=True)
class KeptNewRun:
    """A run in the making as the office keeps it.

    Attributes:
        by: the account that began it.
        version: grows with each change.
    """

    id: str
    by: str
    created: float
    changed: float
    version: int
    content: NewRun

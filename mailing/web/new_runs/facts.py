"""What a round came to, in a file beside its findings: unlike the database, it may name what stands in the list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from mailing.base.files import write_whole
from mailing.model import InputRecord, ListColumn
from mailing.web.new_runs.shelf import FACTS

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.base.errors import MailingError


class Told(BaseModel):
    """What stopped something, as `MailingError` says it."""

    model_config = ConfigDict(frozen=True)

    what: str
    where: str = ""
    hint: str = ""
    faults: tuple[Told, ...] = ()

    @classmethod
    def of(cls, error: MailingError) -> Told:
        """Return what an error says."""
        faults = tuple(cls(what=fault.what, where=fault.where, hint=fault.hint) for fault in error.faults)
        return cls(what=error.what, where=error.where, hint=error.hint, faults=faults)


class Column(BaseModel):
    """A column of the list, as `ListColumn`."""

    model_config = ConfigDict(frozen=True)

    theirs: str
    ours: str
    example: str


class CheckFacts(BaseModel):
    """What there is to say of a list.

    Attributes:
        error: why no letter could be made of it; None where some could.
        name, sha256, rows, detected, columns: of its record; without columns it couldn't be read at all.
        is_taken_in: whether its columns could be told apart, so that there are findings.
        without: how many rows get no letter, by the code that says why.
        kept_as: under which name it was kept how the list was understood; "" where it wasn't.
    """

    model_config = ConfigDict(frozen=True)

    error: Told | None = None
    name: str = ""
    sha256: str = ""
    rows: int = 0
    is_taken_in: bool = False
    households: int = 0
    detected: dict[str, str] = Field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    sheets: tuple[str, ...] = ()
    without: dict[str, int] = Field(default_factory=dict)
    kept_as: str = ""

    @property
    def record(self) -> InputRecord:
        """The list's record, as far as a mapping needs it."""
        columns = tuple(ListColumn(column.theirs, column.ours, column.example) for column in self.columns)
        return InputRecord(self.name, self.sha256, self.rows, self.detected, columns=columns)


class ProofPage(BaseModel):
    """A page of the proof: the list's row, why its letter was chosen, and which page of it this is."""

    model_config = ConfigDict(frozen=True)

    row: int
    reasons: tuple[str, ...]
    page: int
    pages: int


class ProofFacts(BaseModel):
    """What a run would make.

    Attributes:
        error: why it would make nothing; None where it makes letters.
        withheld: how many households have had this letter, by the code that says so.
        without: how many rows get no letter for another reason, by its code.
        pages: the proof's, in their order.
    """

    model_config = ConfigDict(frozen=True)

    error: Told | None = None
    run_id: str = ""
    printed: int = 0
    electronic: int = 0
    withheld: dict[str, int] = Field(default_factory=dict)
    without: dict[str, int] = Field(default_factory=dict)
    accepted: int = 0
    pages: tuple[ProofPage, ...] = ()

    @property
    def letters(self) -> int:
        """How many letters the run would have."""
        return self.printed + self.electronic


def write_facts(folder: Path, facts: CheckFacts | ProofFacts) -> None:
    """Write what a round came to; with it, the round is done."""
    write_whole(folder / FACTS, facts.model_dump_json().encode())


def check_facts(folder: Path) -> CheckFacts:
    """Return what a check came to."""
    return CheckFacts.model_validate(_read(folder))


def proof_facts(folder: Path) -> ProofFacts:
    """Return what a proof came to."""
    return ProofFacts.model_validate(_read(folder))


def _read(folder: Path) -> Any:
    return json.loads((folder / FACTS).read_bytes())

"""What is asked for in a run: list, template, date, shop and engine, from the command line, a TOML file, or both."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic needs the type at run time
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from mailing.base.engine_names import EngineName
from mailing.base.errors import UsageError
from mailing.base.messages import Language, _, n_
from mailing.base.settings import SettingsText
from mailing.base.settings_faults import CONTROL_CHARACTERS, faults_of, known_keys
from mailing.base.stores import SEPARATOR, is_on_store, place
from mailing.base.texts import read_text
from mailing.model.days import read_day

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL_LIST = 500_000
"""Bytes of a list up to which one process is faster (about 2,000 households, measured)."""
LARGE_LIST = 100_000_000
"""Bytes of a list from which reading it takes more memory than all that follows (about 400,000 households)."""
DATABASES = frozenset({"mariadb", "mssql", "mysql", "oracle", "postgresql", "sqlite"})
"""The databases that SQLAlchemy knows by itself; others come as its plug-ins."""
PLACES = ("suppress", "seeds", "apply", "templates", "out", "sign")
"""What of a job is a path; in a job file relative to it."""
DEFAULT_TEMPLATE = "zugang-nur-mit-termin"


def _place(named: object) -> object:
    if isinstance(named, str):
        return place(named)
    if isinstance(named, Path) or hasattr(named, "fs"):
        return named
    raise ValueError(named)


Place = Annotated[Path, PlainValidator(_place), PlainSerializer(lambda found: found)]
"""A path, or the URL of a store that fsspec reaches."""


class Job(BaseModel):
    """One letter run as it is asked for. Relative paths in a job file are relative to that file.

    The list is a file, a store's URL, or a database URL together with `query` or `table`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    list: str = Field(description=n_("eine Datei, eine Adresse wie s3://… oder eine Datenbank-URL"))
    sheet: str | None = Field(default=None, description=n_("der Name eines Tabellenblatts"))
    encoding: str | None = Field(default=None, description=n_("der Name einer Zeichenkodierung wie cp1252"))
    query: str | None = Field(default=None, description=n_("eine SQL-Abfrage"))
    table: str | None = Field(default=None, description=n_("der Name einer Tabelle"))
    columns: dict[str, str] = Field(default_factory=dict, description=n_('Spaltennamen: plz = "ZIP"'))
    unused: tuple[str, ...] = Field(default=(), description=n_("eine Liste von Spaltennamen"))
    mapping: str | None = Field(default=None, description=n_("der Name einer gespeicherten Zuordnung"))
    suppress: Place | None = Field(default=None, description=n_("eine Datei"))
    seeds: Place | None = Field(default=None, description=n_("eine Datei"))
    apply: Place | None = Field(default=None, description=n_("eine Datei"))

    by: str | None = Field(default=None, description=n_("der Name dessen, der den Lauf macht"))

    template: str = Field(default=DEFAULT_TEMPLATE, description=n_("der Name einer Briefvorlage"))
    templates: Path | None = Field(default=None, description=n_("ein Ordner"))
    date: dt.date | None = Field(default=None, description=n_("ein Datum wie 15.06.2020 oder 2020-06-15"))
    posting_day: dt.date | None = Field(default=None, description=n_("ein Datum wie 15.06.2020 oder 2020-06-15"))
    lang: Language = Field(default=Language.GERMAN, description=n_("de oder en"))

    shop: str | None = Field(default=None, description=n_("der Name oder die Datei eines Druckereiprofils"))
    out: Place = Field(default=Path("runs"), description=n_("ein Ordner oder eine Adresse wie s3://…"))
    engine: EngineName = Field(default=EngineName.PROCESSES, description=n_("serial, processes oder dask"))
    workers: int | None = Field(default=None, ge=1, le=10_000, description=n_("eine ganze Zahl ab 1"))
    scheduler: str | None = Field(default=None, description=n_("eine Adresse wie tcp://127.0.0.1:8786"))
    limit: int | None = Field(default=None, ge=1, le=1_000_000_000, description=n_("eine ganze Zahl ab 1"))

    registered_in: str | None = Field(
        default=None, alias="register", description=n_("eine Datei oder eine Datenbank-URL")
    )
    again: bool | tuple[str, ...] = Field(default=False, description=n_("true, false oder BG-Nummern"))
    sign: Path | None = Field(default=None, description=n_("eine Schlüsseldatei (PEM oder PKCS#12)"))
    key_password_file: Path | None = Field(
        default=None, description=n_("eine Datei, deren erste Zeile das Kennwort des Schlüssels ist")
    )
    profile: bool = Field(default=False, description=n_("true oder false"))

    @field_validator("list", *PLACES, mode="before")
    @classmethod
    def _can_be_called_so(cls, value: object, info: ValidationInfo) -> object:
        """Refuse what no file is called."""
        if isinstance(value, str) and info.context and not value.isprintable():
            raise PydanticCustomError(CONTROL_CHARACTERS, "not printable")
        if isinstance(value, str) and "\0" in value:
            raise ValueError(value)
        return value

    @field_validator("list")
    @classmethod
    def _list_beside_the_job_file(cls, named: str, info: ValidationInfo) -> str:
        folder = (info.context or {}).get("folder")
        return named if folder is None or SEPARATOR in named else str(folder / named)

    @field_validator(*PLACES)
    @classmethod
    def _beside_the_job_file(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        folder = (info.context or {}).get("folder")
        return path if path is None or folder is None or is_on_store(path) else folder / path

    @property
    def again_numbers(self) -> tuple[str, ...]:
        """The BG numbers of the households that are written to again, where not all are."""
        return self.again if isinstance(self.again, tuple) else ()

    @field_validator("date", "posting_day", mode="before")
    @classmethod
    def _as_day(cls, given: object) -> object:
        """Read a day as people write it, too."""
        return (read_day(given) or given) if isinstance(given, str) else given

    @property
    def is_small(self) -> bool:
        """Whether starting worker processes would take longer than they save."""
        return self._list_bytes < SMALL_LIST

    @property
    def is_large(self) -> bool:
        """Whether reading the list takes memory in which workers that wait for their work had better not be."""
        return self._list_bytes >= LARGE_LIST

    @property
    def _list_bytes(self) -> int:
        """How large the list is: neither small nor large where it is no file here, nothing where there is none."""
        if self.is_database or is_on_store(self.list_place):
            return SMALL_LIST
        return self.list_place.stat().st_size if self.list_place.is_file() else 0

    @property
    def is_database(self) -> bool:
        """Whether the list is a database's URL rather than a file: one whose scheme SQLAlchemy knows."""
        scheme, separator, _rest = self.list.partition(SEPARATOR)
        dialect = scheme.partition("+")[0]
        return bool(separator) and (
            dialect in DATABASES or bool(entry_points(group="sqlalchemy.dialects", name=dialect))
        )

    @cached_property
    def list_place(self) -> Path:
        """Where the list lies, if it is a file."""
        return place(self.list)


def job_keys() -> tuple[str, ...]:
    """Return the names that a job file, and the options, may use."""
    return known_keys(Job)


def read_job(file: Path | None, options: Mapping[str, object]) -> Job:
    """Return the job that `file` describes, with `options` (those given on the command line) winning.

    Raises:
        InputError: the job file can't be read or says something that a job doesn't have.
        UsageError: an option's value is none, or no list is named.
    """
    asked = {name: value for name, value in options.items() if value is not None}
    if file is not None:
        ours = _from_file(file, asked.get("list"))
        columns = {**ours.columns, **_mapping(asked.get("columns"))}
        unused = (*ours.unused, *_names(asked.get("unused")))
        asked = {**ours.model_dump(by_alias=True), **asked, "columns": columns, "unused": unused}
    _demand_list(asked, _("Befehlszeile"))
    try:
        return Job.model_validate(asked)
    except ValidationError as error:
        fault = faults_of(error, Job, lambda path: (_("Befehlszeile"), path))[0]
        raise UsageError(fault.what, where=fault.where, hint=fault.hint) from error


def _from_file(file: Path, other_list: object) -> Job:
    """Return the job that a file describes; a list named beside it fills in for one that it doesn't name."""
    in_file = SettingsText(read_text(file, str(file)), str(file))
    given = {} if "list" in in_file.values or other_list is None else {"list": other_list}
    if in_file.is_sound:
        _demand_list({**in_file.values, **given}, str(file))
    return in_file.read_as(Job, given=given, context={"folder": file.parent})


def _demand_list(asked: Mapping[str, object], where: str) -> None:
    if asked.get("list") is None:
        raise UsageError(
            _("Es ist keine Adressliste genannt"), where=where, hint=_("zum Beispiel: mailing run liste.csv")
        )


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else ()


def _mapping(value: object) -> dict[str, str]:
    return value if isinstance(value, dict) else {}

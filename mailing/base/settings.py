"""Settings from TOML: letter, organisation, shop profile and job are all read here, strictly.

All faults of a file come together, each with file, line and key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mailing.base import settings_faults, toml
from mailing.base.errors import Fault, InputError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mailing.base.toml import Path


class SettingsFile(BaseModel):
    """A settings file or a part of one: frozen, without implicit conversions, without unknown entries."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


Settings = TypeVar("Settings", bound=BaseModel)

DEEPEST: Final = 16
"""So many tables and lists may stand in each other; no settings need five."""
LARGEST: Final = 2**63 - 1
"""The largest whole number that every reader of TOML takes (TOML 1.0, Integer)."""


class SettingsText:
    """The text of a settings file, read as TOML.

    Args:
        name: what messages call the file.
        kind: the error that its faults become.

    Attributes:
        values: its entries, without those on lines that are no TOML.

    Raises:
        InputError: of that kind: the text can't be read at all.
    """

    def __init__(self, text: str, name: str, kind: type[InputError] = InputError) -> None:
        self._name = name
        self._kind = kind
        parsed = toml.parse(text)
        lines = text.split("\n")
        self._faults = [settings_faults.misspelt(fault, lines[fault.line - 1], name) for fault in parsed.faults]
        if parsed.values is None:
            raise error_of(self._faults, name, kind)
        self._lines = parsed.lines
        self.values = parsed.values
        deep = next((path for path, _value in _entries(self.values) if len(path) > DEEPEST), None)
        if deep is not None:
            raise error_of([*self._faults, settings_faults.too_deep(deep[:1], self._where(deep))], name, kind)
        self._faults += self._unusable()

    @property
    def is_sound(self) -> bool:
        """Whether all of the text is TOML: then what isn't in it isn't there."""
        return not self._faults

    def line(self, *path: str | int) -> int:
        """Return an entry's line, as far down its path as it is found; 1 where nothing is."""
        return self._lines.get(self._found(path), 1)

    def read_as(
        self,
        model: type[Settings],
        *,
        given: Mapping[str, object] | None = None,
        context: Mapping[str, object] | None = None,
    ) -> Settings:
        """Return the settings.

        Args:
            model: what the file is to say.
            given: what the model has beside the file's entries; the file mustn't say it.
            context: what the model's validators are told.

        Raises:
            InputError: of the file's kind: with all faults that it has.
        """
        given = given or {}
        known = set(settings_faults.known_keys(model)) - set(given)
        faults = [settings_faults.unknown((key,), self._where((key,)), known) for key in given if key in self.values]
        settings = None
        try:
            settings = model.model_validate({**self.values, **given}, context=dict(context or {}))
        except ValidationError as error:
            faults += settings_faults.faults_of(error, model, self._located)
        faults = [*self._faults, *filter(self._is_news, faults)]
        if settings is None or faults:
            raise error_of(faults, self._name, self._kind)
        return settings

    def _is_news(self, fault: Fault) -> bool:
        """Whether a fault isn't just that an entry is missing whose line is no TOML."""
        unread = {other.key.rpartition(".")[2] for other in self._faults}
        return not fault.is_missing or fault.key.rpartition(".")[2] not in unread

    def _unusable(self) -> Iterator[Fault]:
        for path, value in _entries(self.values):
            if isinstance(value, int) and abs(value) > LARGEST:
                yield settings_faults.too_large(path, self._where(path))
            if "\0" in str(path[-1]) or (isinstance(value, str) and "\0" in value):
                yield settings_faults.has_nul(path, self._where(path))

    def _located(self, path: Path) -> tuple[str, Path]:
        return self._where(path), self._found(path)

    def _where(self, path: Path) -> str:
        return f"{self._name}:{self.line(*path)}"

    def _found(self, path: Path) -> Path:
        """Return what of the path the file has; what pydantic adds to tell alternatives apart isn't in it."""
        found: Path = ()
        for part in path:
            if (*found, part) in self._lines:
                found = (*found, part)
        return found


def _entries(values: Mapping[str, object]) -> Iterator[tuple[Path, object]]:
    """Give all entries and elements with their paths, down to the first that is too deep."""
    left: list[tuple[Path, object]] = [((key,), value) for key, value in reversed(list(values.items()))]
    while left:
        path, value = left.pop()
        yield path, value
        if isinstance(value, dict):
            left += [((*path, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            left += [((*path, number), inner) for number, inner in reversed(list(enumerate(value)))]


def error_of(faults: Sequence[Fault], name: str, kind: type[InputError]) -> InputError:
    """Return the faults as one error: a single one as itself, several with a line each, in the file's order."""
    if len(faults) == 1:
        return kind(faults[0].what, where=faults[0].where, hint=faults[0].hint, faults=faults)
    return kind(
        _("{count} Einträge sind nicht richtig").format(count=len(faults)),
        where=name,
        faults=sorted(faults, key=_line_told),
    )


def _line_told(fault: Fault) -> int:
    line = fault.where.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0

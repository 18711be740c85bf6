"""Settings files of the office: TOML, checked strictly, every fault told in German with file and line."""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mailing.base.errors import TemplateError
from mailing.base.messages import _, n_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails


class SettingsFile(BaseModel):
    """A settings file: frozen, without implicit conversions, without unknown entries."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


Settings = TypeVar("Settings", bound=SettingsFile)

_EXPECTED: Final = {
    "string_type": n_("ein Text in Anführungszeichen"),
    "string_too_short": n_("ein Text, der nicht leer ist"),
    "int_type": n_("eine ganze Zahl"),
    "float_type": n_("eine Zahl"),
    "date_type": n_("ein Datum wie 2020-06-15, ohne Anführungszeichen"),
    "tuple_type": n_("eine Liste in eckigen Klammern"),
    "dict_type": n_("eine Tabelle"),
    "model_type": n_("eine Tabelle"),
}
"""What to write instead, by pydantic's type of error."""

_TOML_LINE: Final = re.compile(r"at line (\d+)")


def read_settings(model: type[Settings], text: str, name: str) -> Settings:
    """Read the TOML `text` of the file `name` as `model`.

    Raises:
        TemplateError: the text is no TOML or doesn't say what the model wants; file, line and key are named.
    """
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise TemplateError(
            _("Die Einstellungen sind hier nicht richtig geschrieben (TOML)"),
            where=f"{name}:{line}",
            hint=_("Jeder Eintrag steht einmal und auf einer Zeile, Texte in Anführungszeichen, Listen in [ ]"),
        ) from error
    except ValidationError as error:
        faults = error.errors()
        misspelt = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
        raise _told(misspelt, model, text, name) from error


def _told(fault: ErrorDetails, model: type[BaseModel], text: str, name: str) -> TemplateError:
    """Say in German what is wrong with one entry."""
    keys = tuple(str(part) for part in fault["loc"])
    where = f"{name}:{line_of(text, keys)}"
    key = ".".join(keys)
    if fault["type"] == "missing":
        hint = _("Ergänzen Sie eine Zeile {key} = …").format(key=keys[-1])
        return TemplateError(_("Der Eintrag „{key}“ fehlt").format(key=key), where=where, hint=hint)
    if fault["type"] == "extra_forbidden":
        hint = nearest_hint(keys[-1], known_keys(model))
        return TemplateError(_("Den Eintrag „{key}“ gibt es hier nicht").format(key=key), where=where, hint=hint)
    expected = _EXPECTED.get(fault["type"])
    hint = _("Erwartet wird {what}").format(what=_(expected) if expected else _allowed(fault))
    return TemplateError(_("Der Eintrag „{key}“ hat keinen gültigen Wert").format(key=key), where=where, hint=hint)


def _allowed(fault: ErrorDetails) -> str:
    """Give what pydantic expected, as plainly as it can be told."""
    limits = fault.get("ctx", {})
    for limit, words in (("ge", n_("mindestens {limit}")), ("le", n_("höchstens {limit}")), ("expected", "{limit}")):
        if limit in limits:
            return _(words).format(limit=str(limits[limit]).replace(" or ", _(" oder ")))
    return str(limits.get("error", fault["msg"]))


def known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names that the file's entries may have."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def line_of(text: str, keys: Iterable[str]) -> int:
    """Return the line where the entry stands, as far down its path as it is found; 1 where nothing is."""
    line = 0
    lines = text.splitlines()
    for key in keys:
        entry = re.compile(rf"""\s*(\[.*["'.]?{re.escape(key)}["']?\s*\]|["']?{re.escape(key)}["']?\s*=)""")
        line = next((number for number in range(line, len(lines)) if entry.match(lines[number])), line)
    return line + 1


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """Name what was probably meant, or else all that there is."""
    names = sorted(known)
    nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if nearest:
        return _("Gemeint ist vermutlich „{name}“").format(name=nearest[0])
    return _("Es gibt: {names}").format(names=", ".join(names)) if names else ""

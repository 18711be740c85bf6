"""What is wrong with settings, told in German: which entry, and what to write instead."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from mailing.base.errors import Fault
from mailing.base.messages import _, n_
from mailing.base.toml_hints import hint_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from mailing.base.toml import Path, SyntaxFault

CONTROL_CHARACTERS: Final = "control_characters"
"""The type of error of a path that holds what only a `\\` in double quotes writes: "C:\\neu" has a line break in it."""

_A_WHOLE_NUMBER: Final = n_("eine ganze Zahl")
_A_TABLE: Final = n_("eine Tabelle")
_EXPECTED: Final = {
    "string_type": n_("ein Text in Anführungszeichen"),
    "string_too_short": n_("ein Text, der nicht leer ist"),
    "int_type": _A_WHOLE_NUMBER,
    "int_parsing": _A_WHOLE_NUMBER,
    "int_parsing_size": _A_WHOLE_NUMBER,
    "int_from_float": _A_WHOLE_NUMBER,
    "float_type": n_("eine Zahl wie 4.5, ohne Anführungszeichen"),
    "finite_number": n_("eine endliche Zahl"),
    "bool_type": n_("true oder false, ohne Anführungszeichen"),
    "date_type": n_("ein Datum wie 2020-06-15, ohne Anführungszeichen"),
    "date_from_datetime_inexact": n_("ein Datum wie 2020-06-15, ohne Uhrzeit"),
    "tuple_type": n_("eine Liste in eckigen Klammern"),
    "too_short": n_("eine Liste, die nicht leer ist"),
    "dict_type": _A_TABLE,
    "model_type": _A_TABLE,
    "model_attributes_type": _A_TABLE,
}
"""What to write instead, by pydantic's type of error."""

_LIMITS: Final = {
    "ge": n_("mindestens {limit}"),
    "gt": n_("mehr als {limit}"),
    "le": n_("höchstens {limit}"),
    "expected": "{limit}",
    "expected_tags": "{limit}",
}
"""How pydantic's limits are told."""

_NOT_TOML: Final = (
    (r"overwrite|twice|mutate|add key", n_("Einen Eintrag dieses Namens gibt es weiter oben schon")),
    (r"digits", n_("Die Zahl ist zu lang")),
    (r"Invalid date", n_("Diesen Tag oder diese Uhrzeit gibt es nicht")),
    (r"nested", n_("Hier stehen zu viele Klammern ineinander")),
)
"""What is to be done, by what the parser says."""
_ORDINARY: Final = n_("Jeder Eintrag steht einmal und auf einer Zeile, Texte in Anführungszeichen, Listen in [ ]")
_BACKSLASH: Final = n_(r"Pfade mit \ in einfache Anführungszeichen setzen ('C:\Daten\liste.csv') oder mit / schreiben")


def misspelt(fault: SyntaxFault, line: str, name: str) -> Fault:
    """Tell of a line that is no TOML."""
    what = _("Die Einstellungen sind hier nicht richtig geschrieben (TOML)")
    if fault.key:
        what = _("Der Eintrag „{key}“ ist nicht richtig geschrieben (TOML)").format(key=fault.key)
    hint = next((hint for pattern, hint in _NOT_TOML if re.search(pattern, fault.reason)), _ORDINARY)
    if hint is _ORDINARY and "\\" in line:
        hint = _BACKSLASH
    meant = hint_for(line) if hint is _ORDINARY else ""
    return Fault(what, f"{name}:{fault.line}", meant or _(hint), fault.key)


def too_deep(path: Path, where: str) -> Fault:
    """Tell of tables and lists that stand too deep in each other."""
    key = _dotted(path)
    return Fault(_("Der Eintrag „{key}“ ist zu tief verschachtelt").format(key=key), where, key=key)


def too_large(path: Path, where: str) -> Fault:
    """Tell of a whole number that doesn't fit into 64 bits."""
    key = _dotted(path)
    return Fault(_("Der Eintrag „{key}“ ist eine zu große Zahl").format(key=key), where, key=key)


def has_nul(path: Path, where: str) -> Fault:
    """Tell of a text that holds U+0000: no file, sheet or table can be called so, and no letter can show it."""
    key = _dotted(path).replace("\0", "␀")
    what = _("Der Eintrag „{key}“ enthält das Zeichen U+0000").format(key=key)
    return Fault(what, where, _("Das Zeichen löschen"), key)


def unknown(path: Path, where: str, known: Iterable[str]) -> Fault:
    """Tell of an entry that there is none of."""
    key = _dotted(path)
    return Fault(
        _("Den Eintrag „{key}“ gibt es hier nicht").format(key=key), where, nearest_hint(str(path[-1]), known), key
    )


def missing(path: Path, where: str) -> Fault:
    """Tell of an entry that must be there."""
    key = _dotted(path)
    hint = _("Ergänzen Sie eine Zeile {key} = …").format(key=path[-1])
    return Fault(_("Der Eintrag „{key}“ fehlt").format(key=key), where, hint, key, is_missing=True)


def faults_of(
    error: ValidationError, model: type[BaseModel], located: Callable[[Path], tuple[str, Path]]
) -> list[Fault]:
    """Tell all that a model found.

    Args:
        error: what pydantic found.
        model: what was to be read.
        located: gives for pydantic's path where that is, and as much of the path as is written there.
    """
    told: dict[tuple[str, str, str], list[str]] = {}
    faults: list[Fault] = []
    for fault in error.errors(include_url=False, include_input=False):
        path, kind = fault["loc"], fault["type"]
        where, found = located(path)
        if kind == "missing":
            faults.append(missing((*found, path[-1]), where))
        elif kind == "union_tag_not_found":
            faults.append(missing((*found, _discriminator(fault)), where))
        elif kind == "extra_forbidden":
            faults.append(unknown(found, where, known_at(model, found)))
        elif path[-1:] == ("[key]",):
            faults.append(unknown(found, where, re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected")))))
        else:
            if kind == "union_tag_invalid":
                where, found = located((*path, _discriminator(fault)))
            expected = told.setdefault((where, _dotted(found), _reason(fault, model, found)), [])
            expected += [what for what in (_expected(fault, model, found),) if what and what not in expected]
    return faults + [
        Fault(
            reason or _("Der Eintrag „{key}“ hat keinen gültigen Wert").format(key=key),
            where,
            _("Erwartet wird {what}").format(what=_(" oder ").join(expected)) if expected else "",
            key,
        )
        for (where, key, reason), expected in told.items()
    ]


def _reason(fault: ErrorDetails, model: type[BaseModel], path: Path) -> str:
    """Return what a model's own rule says of a value, as a sentence; "" where it is an expectation that isn't met."""
    if fault["type"] != "value_error" or _description(model, path):
        return ""
    message, *values = fault["ctx"]["error"].args
    error = _(str(message)).format(*values) if values else _(str(message))
    return _("Der Eintrag „{key}“ stimmt nicht: {error}").format(key=_dotted(path), error=error)


def _expected(fault: ErrorDetails, model: type[BaseModel], path: Path) -> str:
    """Return what is to be written instead."""
    described = _description(model, path)
    if fault["type"] == CONTROL_CHARACTERS:
        return _("ein Pfad in einfachen Anführungszeichen oder mit / statt \\")
    if described:
        return _(described)
    expected = _EXPECTED.get(fault["type"])
    if expected:
        return _(expected)
    limits = fault.get("ctx", {})
    for limit, words in _LIMITS.items():
        if limit in limits:
            return _(words).format(limit=_shown(limits[limit]).replace(" or ", _(" oder ")))
    return "" if fault["type"] == "value_error" else _("ein Wert anderer Art")


def _shown(limit: object) -> str:
    """Return a limit as one writes it into the file: a whole number without a fraction."""
    return str(int(limit)) if isinstance(limit, float) and limit.is_integer() else str(limit)


def _discriminator(fault: ErrorDetails) -> str:
    return str(fault["ctx"]["discriminator"]).strip("'")


def _dotted(path: Path) -> str:
    """Return a path as people count: elements of lists from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names that the file's entries may have."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def known_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """Return the names that the last part of the path may have; none where they are free."""
    models = [model]
    for part in path[:-1]:
        fields = [field for known in models if (field := _field(known, part))]
        models = [inner for field in fields for inner in _models_in(field.annotation)] if fields else models
    return tuple(key for known in models for key in known_keys(known))


def _field(model: type[BaseModel], name: str | int) -> FieldInfo | None:
    return next((field for key, field in model.model_fields.items() if name in {key, field.alias}), None)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not Literal:
        for inner in get_args(annotation):
            yield from _models_in(inner)


def _description(model: type[BaseModel], path: Path) -> str:
    """Return how the model describes the file's own entry; entries of tables aren't described."""
    field = _field(model, path[0]) if path else None
    return field.description or "" if field else ""


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """Name what was probably meant, or else all that there is."""
    names = sorted(set(known))
    nearest = nearest_name(name, names, cutoff=0.5)
    if nearest:
        return _("Gemeint ist vermutlich „{name}“").format(name=nearest)
    return _("Es gibt: {names}").format(names=", ".join(names)) if names else ""


def nearest_name(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return the name that was probably meant, whatever its case; "" for none."""
    by_lower = {one.casefold(): one for one in sorted(set(known), reverse=True)}
    nearest = difflib.get_close_matches(name.casefold(), sorted(by_lower), n=1, cutoff=cutoff)
    return by_lower[nearest[0]] if nearest else ""

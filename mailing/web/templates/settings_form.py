"""The settings that letters change most as fields of a form; all others stay text.

The file is changed line by line: comments and all else stay as they are, and nothing has to be understood of a file
that may be half written. An entry that isn't written on one line in the usual way has no field.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import _, n_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DAYS: Final = ("date", "valid_from", "valid_until")
LABELS: Final[Mapping[str, str]] = {
    "title": n_("Titel"),
    "subject": n_("Betreff"),
    "date": n_("Datum des Briefes"),
    "valid_from": n_("Gültig ab"),
    "valid_until": n_("Gültig bis"),
}
_ENTRY: Final = re.compile(
    r"(?m)^(?P<key>title|subject|date|valid_from|valid_until)(?P<is>[ \t]*=[ \t]*)"
    r'(?P<value>"(?:[^"\\\n]|\\["\\])*"|[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<rest>[ \t]*(?:\#[^\n]*)?)$'
)
_NAMED: Final = re.compile(r"(?m)^[ \t]*(title|subject|date|valid_from|valid_until)[ \t]*=")
_VARIANT: Final = re.compile(r'(?m)^[ \t]*\[variants\."?([^"\]\n]+)"?\]')
_TABLE: Final = re.compile(r"(?m)^[ \t]*\[")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class SettingField(NamedTuple):
    """A field of the form: the entry's key, what people call it, its value, and whether it is a day (in ISO)."""

    key: str
    label: str
    value: str
    is_day: bool


def setting_fields(text: str) -> tuple[SettingField, ...]:
    """Return the fields that the settings have, those without an entry too."""
    return tuple(_fields(text))


def with_settings(text: str, changed: Mapping[str, str]) -> str:
    """Return the settings with other values; an empty one takes its entry away. What has no field stays."""
    for field in setting_fields(text):
        if field.key in changed:
            text = _with_one(text, field, " ".join(changed[field.key].split()))
    return text


def variant_names(text: str) -> tuple[str, ...]:
    """Return the formats and languages that the settings name, as they stand there."""
    return tuple(dict.fromkeys(_VARIANT.findall(text)))


def _fields(text: str) -> Iterator[SettingField]:
    own, _tables = _divided(text)
    values = {found["key"]: _read(found["value"]) for found in _ENTRY.finditer(own)}
    named = _NAMED.findall(own)
    for key, label in LABELS.items():
        if named.count(key) == (1 if key in values else 0):
            yield SettingField(key, _(label), values.get(key, ""), key in _DAYS)


def _with_one(text: str, field: SettingField, value: str) -> str:
    own, tables = _divided(text)
    written = value if field.is_day and _ISO.fullmatch(value) else _quoted(value)
    found = next((each for each in _ENTRY.finditer(own) if each["key"] == field.key), None)
    if found is None:
        line = f"{field.key} = {written}\n" if value else ""
        gap = "" if not own or own.endswith("\n") else "\n"
        lines = own.rstrip("\n")
        return f"{lines}\n{line}{own[len(lines) + 1 :]}{gap}{tables}" if lines else f"{line}{own}{tables}"
    line = f"{field.key}{found['is']}{written}{found['rest']}" if value else ""
    end = found.end() + (1 if not value and own[found.end() :].startswith("\n") else 0)
    return f"{own[: found.start()]}{line}{own[end:]}{tables}"


def _divided(text: str) -> tuple[str, str]:
    """Return the entries of the letter itself, and the tables behind them."""
    table = _TABLE.search(text)
    return (text[: table.start()], text[table.start() :]) if table else (text, "")


def _read(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _quoted(value: str) -> str:
    printable = "".join(sign for sign in value if sign.isprintable())
    return '"{}"'.format(printable.replace("\\", "\\\\").replace('"', '\\"'))

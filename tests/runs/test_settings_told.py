"""`docs/templates.md` names every entry of every settings file, with what stands there where it is left out."""

from __future__ import annotations

import enum
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from mailing.letters.text.organisation import Organisation
from mailing.letters.text.templates import LetterSettings
from mailing.press.profiles import ShopProfile
from mailing.runs.making.job import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
MODELS = {
    "letter.toml: Einstellungen eines Briefes": LetterSettings,
    "organisation.toml: wer schreibt": Organisation,
    "Das Druckereiprofil": ShopProfile,
    "Die Auftragsdatei": Job,
}
"""Each file's section on the page."""
NOT_IN_THE_FILE = {ShopProfile: {"name", "source", "icc_profile"}}
"""What a profile has beside its file's entries."""
IN_WORDS = (None, (), {}, ...)
"""Defaults that the page may tell in words."""


def entries_of(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Give the entries of a file, those of tables within by their path."""
    for name, field in model.model_fields.items():
        if name in NOT_IN_THE_FILE.get(model, ()):
            continue
        key = f"{path}{field.alias or name}"
        yield key, field
        for inner in models_in(field.annotation):
            yield from entries_of(inner, f"{key}.")


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Give the models that a type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not Literal:
        for inner in get_args(annotation):
            yield from models_in(inner)


def told(section: str) -> dict[str, tuple[str, str, str]]:
    """Return the rows of a section's table: entry -> kind, default, meaning."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z_.]+)` \| (.+?) \| (.+?) \| (.+) \|$", text, re.MULTILINE)
    assert len({key for key, *_rest in rows}) == len(rows)
    return {key: (kind, default, meaning) for key, kind, default, meaning in rows}


def as_written(default: object) -> str:
    """Return a default as a settings file would write it."""
    match default:
        case bool():
            return f"`{str(default).lower()}`"
        case enum.Enum():
            return f'`"{default.value}"`'
        case str() | Path():
            return f'`"{default}"`'
        case tuple():
            return "`[]`"
    return f"`{default}`"


def is_told_in_words(default: object) -> bool:
    """Whether the page may say what a default comes to instead of writing it: a table's stands with its entries."""
    return default in IN_WORDS or isinstance(default, BaseModel)


@pytest.mark.parametrize("section", MODELS)
def test_every_entry_is_told_and_no_other(section: str) -> None:
    """With kind, default and meaning."""
    assert set(told(section)) == {key for key, _field in entries_of(MODELS[section])}


@pytest.mark.parametrize("section", MODELS)
def test_defaults_are_the_programs_own(section: str) -> None:
    """What must stand there is called "Pflicht"; a default that has a value is told by it."""
    rows = told(section)
    for key, field in entries_of(MODELS[section]):
        _kind, default, _meaning = rows[key]
        if field.is_required():
            assert default == "Pflicht", key
            continue
        value = field.get_default(call_default_factory=True)
        assert default == as_written(value) or (is_told_in_words(value) and "`" not in default), key

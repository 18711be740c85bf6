"""How a source's lists are read, set up once: a TOML file in the templates' folder."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from mailing import intake
from mailing.base.errors import InputError, UsageError
from mailing.base.files import written_whole
from mailing.base.messages import _
from mailing.base.settings import SettingsFile, SettingsText
from mailing.base.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mailing.model import InputRecord

FOLDER: Final = "mappings"
_NAME: Final = re.compile(r"[\w][\w .-]*")
Names = Annotated[tuple[str, ...], Field(strict=False)]


class Words(SettingsFile):
    """Words for yes and no."""

    ja: Names = ()
    nein: Names = ()


class MappingSettings(SettingsFile):
    """What a mapping's file says."""

    sheet: str | None = None
    encoding: str | None = None
    footer: Names = ()
    unused: Names = ()
    others: Names = ()
    words: Words = Words()
    columns: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """A mapping as it was read.

    Attributes:
        file: its name relative to the templates' folder.
        text: its source.
    """

    name: str
    file: str
    text: str
    settings: MappingSettings

    @property
    def sha256(self) -> str:
        """Hex digest of the source."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def for_list(self) -> intake.SavedMapping:
        """What of it reading a list needs."""
        said = self.settings
        return intake.SavedMapping(
            self.name, said.columns, said.unused, said.others, said.footer, said.words.ja, said.words.nein
        )


def read_mapping(name: str, templates: Path) -> SourceMapping:
    """Read a mapping by its name.

    Raises:
        UsageError: there is none of that name.
        InputError: its file is at fault; file and line are named.
    """
    path = _path(name, templates)
    if not path.is_file():
        known = sorted(file.stem for file in path.parent.glob("*.toml"))
        raise UsageError(
            _("Die Zuordnung „{name}“ gibt es nicht").format(name=name),
            where=str(path),
            hint=_("Es gibt: {names}").format(names=", ".join(known))
            if known
            else _("mailing check LISTE --save-mapping {name} legt sie an").format(name=name),
        )
    file = f"{FOLDER}/{path.name}"
    text = read_text(path, file)
    return SourceMapping(name, file, text, SettingsText(text, file).read_as(MappingSettings))


def save_mapping(name: str, templates: Path, record: InputRecord, let_go: Sequence[str]) -> Path:
    """Write how a list was understood as a mapping, and return its file; an older one's footers and words stay."""
    path = _path(name, templates)
    older = read_mapping(name, templates).settings if path.is_file() else MappingSettings()
    detected = record.detected
    ours = {ours: detected[key] for key in detected if (ours := key.removeprefix("column.")) != key}
    others = [each.theirs for each in record.columns if each.theirs and each.theirs not in ours.values()]
    unused = [theirs for theirs in others if theirs in (*let_go, *older.unused)]
    lines = [
        "# " + _("Zuordnung einer Liste: mailing run LISTE --mapping {name}").format(name=name),
        *_entry("sheet", detected.get("sheet")),
        *_entry("encoding", encoding.partition(" ")[0] if (encoding := detected.get("encoding")) else None),
        "# " + _('Zeilen, die so beginnen, gehören nicht zur Liste: footer = ["Summe"]'),
        *_entry("footer", list(older.footer)),
        "# " + _("Spalten, die nicht gebraucht werden, und solche, die Vorlagen benutzen dürfen"),
        *_entry("unused", unused),
        *_entry("others", [theirs for theirs in others if theirs not in unused]),
        "",
        "[words]",
        "# " + _('Wörter für ja und nein: ja = ["J"]'),
        *_entry("ja", list(older.words.ja)),
        *_entry("nein", list(older.words.nein)),
        "",
        "[columns]",
        *(line for mine, theirs in ours.items() for line in _entry(mine, theirs)),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as stream:
        stream.write("".join(f"{line}\n" for line in lines).encode())
    return path


def _entry(key: str, value: str | list[str] | None) -> Iterable[str]:
    """Return a line of TOML; a string of JSON is one of TOML too."""
    return [] if value is None else [f"{key} = {json.dumps(value, ensure_ascii=False)}"]


def _path(name: str, templates: Path) -> Path:
    check_name(name)
    return templates / FOLDER / f"{name}.toml"


def check_name(name: str) -> None:
    """Check that a mapping may be called so.

    Raises:
        UsageError: it may not.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            _("So kann eine Zuordnung nicht heißen: „{name}“").format(name=name),
            hint=_("Nehmen Sie Buchstaben, Ziffern, Punkt und Bindestrich"),
        )


def mapping_names(templates: Path) -> tuple[str, ...]:
    """Return the names of the mappings that are kept beside the letters."""
    return tuple(sorted(path.stem for path in (templates / FOLDER).glob("*.toml") if _NAME.fullmatch(path.stem)))


def mapping_for(templates: Path, header: Iterable[str]) -> str:
    """Return the mapping that names exactly the columns of a list; "" where there is none, or more than one."""
    wanted = {theirs for theirs in header if theirs}
    fitting = [name for name in mapping_names(templates) if _named_by(name, templates) == wanted]
    return fitting[0] if len(fitting) == 1 else ""


def _named_by(name: str, templates: Path) -> set[str]:
    """Return the columns that a mapping names; none where its file is at fault, which its use tells."""
    try:
        said = read_mapping(name, templates).settings
    except InputError:
        return set()
    return {*said.columns.values(), *said.others, *said.unused}

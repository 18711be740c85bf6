"""The folder of the templates as the only thing that templates are read from."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mailing.base.errors import InputError, SurroundingsError, TemplateError, UsageError
from mailing.base.given_files import kind_of, open_given
from mailing.base.messages import _
from mailing.base.settings_faults import nearest_hint, nearest_name
from mailing.base.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mailing.letters.text.parsing import SourceLine


SETTINGS_NAME: Final = "letter.toml"
"""In a folder of its own: what makes that folder a template."""
_OUR_KINDS: Final = (".toml", ".j2")
LARGEST_FILE: Final = 20_000_000
"""Bytes of what isn't text: ten scanned pages come to half of it."""
NOTHING_INSTEAD: Final[Mapping[str, str]] = MappingProxyType({})
MOST_NAMED: Final = 5
"""So many files of a folder does a message name."""


def template_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the templates in the folder, sorted.

    Raises:
        UsageError: there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(
            _("Den Ordner der Vorlagen gibt es nicht"), where=str(folder), hint=_("--templates nennt den Ordner")
        )
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{SETTINGS_NAME}")))


def missing_template(name: str, folder: Path, names: Collection[str]) -> tuple[str, str]:
    """Return what to tell of a template that isn't among `names`, and the hint: there may be its folder at least."""
    if name not in (path.name for path in folder.iterdir() if path.is_dir()):
        return _("Die Vorlage „{name}“ gibt es nicht").format(name=name), nearest_hint(name, names)
    there = sorted(path.name for path in (folder / name).iterdir())
    alike = next((one for one in there if one.casefold().startswith(SETTINGS_NAME)), "")
    alike = alike or nearest_name(SETTINGS_NAME, [one for one in there if not one.endswith(".j2")])
    if alike:
        hint = _("Dort liegt „{found}“: in {name} umbenennen (im Explorer: Ansicht, Dateinamenerweiterungen)")
    else:
        hint = _("Dort liegt: {found}; die Datei {name} anlegen, zum Beispiel mit mailing new-letter")
    found = alike or ", ".join(there[:MOST_NAMED]) or _("nichts")
    what = _("Den Ordner „{name}“ gibt es, aber seine Datei {settings} fehlt").format(name=name, settings=SETTINGS_NAME)
    return what, hint.format(found=found, name=SETTINGS_NAME)


class TemplateFolder:
    """Reads files of the templates' folder by name, and keeps what it read.

    Args:
        instead: texts that stand in place of files, by name: those that somebody is writing just now.

    Attributes:
        folder: where the templates are.
        sources: the texts read so far, by name; `files` likewise what isn't text.
    """

    def __init__(self, folder: Path, instead: Mapping[str, str] = NOTHING_INSTEAD) -> None:
        self.folder = folder
        self._instead = instead
        self.sources: dict[str, str] = {}
        self.files: dict[str, bytes] = {}

    def read(self, name: str, source_line: SourceLine | None = None) -> str:
        """Return the text of a file below the folder.

        Raises:
            TemplateError: there is none, it lies elsewhere, or it is no text; `source_line` is where it was asked for.
        """
        if name not in self.sources:
            written = self._instead.get(name)
            self.sources[name] = (
                read_text(self._path(name, source_line), name, TemplateError) if written is None else written
            )
        return self.sources[name]

    def read_file(self, name: str, source_line: SourceLine) -> bytes:
        """Return the bytes of a file below the folder that is no text, and keep them.

        Raises:
            TemplateError: there is none, it lies elsewhere, or it can't be read; `source_line` is where it is named.
        """
        if name not in self.files:
            path = self._path(name, source_line)
            try:
                with open_given(path) as stream:
                    content = stream.read(LARGEST_FILE + 1)
            except (InputError, SurroundingsError) as error:
                raise TemplateError(error.what, where=f"{source_line}: {name}", hint=error.hint) from error
            if len(content) > LARGEST_FILE:
                raise TemplateError(
                    _("Die Datei „{name}“ ist größer als {limit} MB").format(
                        name=name, limit=LARGEST_FILE // 1_000_000
                    ),
                    where=str(source_line),
                    hint=_("Bilder darin kleiner rechnen: 300 dpi genügen"),
                )
            self.files[name] = content
        return self.files[name]

    def read_or_beside(self, name: str, path: str, source_line: SourceLine) -> str:
        """Return the text of `name`, or else of the file `path` that the office's own settings name; keep it as `name`.

        So a folder written from a template's sources holds all of it.
        """
        if name in self._instead:
            return self.read(name)
        file = self.folder / name
        if not file.is_file():
            file = (self.folder / path).resolve()
        if not file.is_file():
            raise _no_file(path, file, str(source_line), _there(path, file))
        self.sources[name] = read_text(file, name, TemplateError)
        return self.sources[name]

    def _path(self, name: str, source_line: SourceLine | None) -> Path:
        where = str(source_line) if source_line else name
        pure = PurePosixPath(name)
        path = self.folder / pure
        if pure.is_absolute() or ".." in pure.parts or "\\" in name:
            raise TemplateError(
                _("Der Dateiname „{name}“ führt aus dem Ordner der Vorlagen hinaus").format(name=name), where=where
            )
        if not path.is_file():
            raise _no_file(name, path, where, self._nearest(name) if name.endswith(".j2") else _there(name, path))
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise TemplateError(
                _("Die Datei „{name}“ liegt nicht im Ordner der Vorlagen").format(name=name), where=where
            )
        return path

    def _nearest(self, name: str) -> str:
        """Name the text that was probably meant, wherever in the folder it lies."""
        nearest = nearest_name(name, [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.j2")])
        return _("Gemeint ist vermutlich „{name}“").format(name=nearest) if nearest else ""


def _no_file(name: str, path: Path, where: str, hint: str) -> TemplateError:
    """Return what is wrong where a name leads to no file."""
    if path.is_dir():
        return TemplateError(
            _("„{name}“ ist ein Ordner, keine Datei").format(name=name), where=where, hint=_("Eine Datei darin nennen")
        )
    if path.exists():
        kind = kind_of(path.stat().st_mode)
        return TemplateError(
            _("Das ist keine gewöhnliche Datei, sondern {kind}").format(kind=kind), where=f"{where}: {name}"
        )
    return TemplateError(_("Die Datei „{name}“ fehlt").format(name=name), where=where, hint=hint)


def _there(name: str, path: Path) -> str:
    """Name the file in the same folder that was probably meant; one with another kind of name isn't."""
    folder = path.parent
    if not folder.is_dir():
        return ""
    others = [other.name for other in folder.iterdir() if other.is_file() and other.suffix not in _OUR_KINDS]
    nearest = nearest_name(PurePosixPath(name).name, others)
    return (
        _("Dort liegt „{name}“: Groß- und Kleinschreibung und jedes Zeichen zählen").format(name=nearest)
        if nearest
        else ""
    )

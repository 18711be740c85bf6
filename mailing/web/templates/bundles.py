"""What is edited together: the files of one letter, or those that all letters share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailing.base.files import all_below, is_plain_file
from mailing.base.messages import _
from mailing.base.plain_names import is_plain_name
from mailing.web.call import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mailing.web.office import Office

SETTINGS: Final = "letter.toml"
TEXT: Final = "letter.md.j2"
SHARED: Final = "-gemeinsam"
"""The name of what all letters share; no letter's name begins with a dash."""
TEXT_ENDINGS: Final = (".toml", ".j2", ".csv")
FILE_ENDINGS: Final = (".pdf", ".svg", ".png", ".jpg", ".jpeg")
"""Enclosures, logos and signatures."""
LARGEST: Final = 20_000_000
"""Bytes of a file that is read; runs read no larger ones either."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are edited, and kept as versions, together.

    Attributes:
        name: the letter's, or `SHARED`.
        folder: where the templates are.
        versions: where the versions are kept.
    """

    name: str
    folder: Path
    versions: Path

    @property
    def is_shared(self) -> bool:
        """Whether these are the files that all letters share."""
        return self.name == SHARED

    @property
    def place(self) -> Path:
        """The folder that file names are relative to."""
        return self.folder if self.is_shared else self.folder / self.name

    def full_name(self, file: str) -> str:
        """Return what the file is called among all templates: `einladung/letter.toml`."""
        return file if self.is_shared else f"{self.name}/{file}"

    def own_name(self, full_name: str) -> str | None:
        """Return what a file among all templates is called here; None where it is no file of these."""
        start = "" if self.is_shared else f"{self.name}/"
        return full_name.removeprefix(start) if full_name.startswith(start) else None

    def contents(self) -> Mapping[str, bytes]:
        """Return the files as they are now, by names relative to `place`, sorted."""
        return {path.relative_to(self.place).as_posix(): path.read_bytes() for path in sorted(self._files())}

    def _files(self) -> Iterator[Path]:
        if not self.is_shared:
            yield from (path for path in all_below(self.place) if _is_ours(path, self.place))
            return
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink() and not (path / SETTINGS).exists():
                yield from (file for file in all_below(path) if _is_ours(file, self.folder))
            elif _is_ours(path, self.folder):
                yield path


def letter_names(office: Office) -> tuple[str, ...]:
    """Return the names of the letters."""
    found = (path.parent for path in office.templates.glob(f"*/{SETTINGS}"))
    return tuple(sorted(path.name for path in found if is_plain_name(path.name) and not path.is_symlink()))


def bundle_of(office: Office, name: str) -> Bundle:
    """Return the files of a letter, or of all letters.

    Raises:
        NotFoundError: there is no such letter.
    """
    if name == SHARED:
        return Bundle(SHARED, office.templates, office.versions / "gemeinsam")
    if name not in letter_names(office):
        raise NotFoundError(_("Diese Vorlage gibt es nicht"))
    return Bundle(name, office.templates, office.versions / "briefe" / name)


def is_text(file: str) -> bool:
    """Whether a file is edited as text."""
    return file.endswith(TEXT_ENDINGS)


def text_of(content: bytes) -> str:
    r"""Return a file as text whose lines end in `\n`; what isn't UTF-8 is shown as such and stays to be mended."""
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _is_ours(path: Path, place: Path) -> bool:
    parts = path.relative_to(place).parts
    return (
        is_plain_file(path)
        and not any(part.startswith((".", "__")) for part in parts)
        and path.name.lower().endswith(TEXT_ENDINGS + FILE_ENDINGS)
        and path.stat().st_size <= LARGEST
    )

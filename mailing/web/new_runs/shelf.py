"""Where the files of a run in the making lie: its lists, its letters as they were, what was found, its proof.

All of it is open to its owner only, and gone when the run is made or given up.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from mailing.base.files import is_plain_file, make_folder, remove_folder, remove_others, written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.web.office import Office

LISTS: Final = "lists"
LIST, SUPPRESS, SEEDS = "list", "suppress", "seeds"
SETTINGS: Final = "settings"
AGAIN: Final = "again.txt"
FACTS: Final = "facts.json"
"""What a round came to; written last, so that a round without it isn't done."""
PROOF: Final = "proof"
ACCEPTED: Final = "accepted/vorschlaege.csv"
FINDINGS_TABLE: Final = "befunde.csv"
MARKED_COPY: Final = "liste-markiert.xlsx"
LONGEST_NAME: Final = 120
"""Characters of a list's name that are kept: with those that Unicode writes in four bytes it still is a file's name."""
LIST_NAME: Final = "liste"
_NO_NAME: Final = re.compile(r'[\\/:*?"<>|]')
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
BYTES_AT_ONCE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of one run in the making."""

    folder: Path

    @classmethod
    def of(cls, office: Office, id_: str) -> Shelf:
        """Return the folder of a run whose id the office has given; it need not be there."""
        return cls(office.new_runs / id_)

    def list_file(self, kind: str, name: str) -> Path:
        """Return where one of its lists lies."""
        return self.folder / LISTS / kind / name

    def round(self, name: str) -> Path:
        """Return where a round's results lie."""
        return self.folder / name

    def has(self, round_: str) -> bool:
        """Whether a round is done."""
        return (self.round(round_) / FACTS).is_file()

    def settings(self, kept: str) -> Path:
        """Return where letters and profiles lie as they were when a letter was chosen."""
        return self.folder / SETTINGS / kept

    @property
    def again(self) -> Path:
        """The BG numbers that are written to again, a line each."""
        return self.folder / AGAIN

    def keep(self, kind: str, name: str, stream: BinaryIO) -> None:
        """Keep an uploaded list under its name: whole, or what was there stays."""
        target = self.list_file(kind, name)
        make_folder(target.parent)
        with written_whole(target) as written:
            shutil.copyfileobj(stream, written, BYTES_AT_ONCE)

    def keep_only(self, kind: str, name: str) -> None:
        """Remove the lists of a kind but the one of this name, once the run in the making knows of that."""
        remove_others(self.folder / LISTS / kind, {self.list_file(kind, name)})

    def picture(self, proof_round: str, page: int) -> Path | None:
        """Return the picture of a proof's page, from 1 on; None where there is none."""
        path = self.round(proof_round) / PROOF / f"seite-{page:03d}.png"
        return path if is_plain_file(path) else None

    def remove(self) -> None:
        """Remove it whole."""
        remove_folder(self.folder)


def plain_name(given: str) -> str:
    """Return the name that an uploaded file is kept under: its own, without what leads elsewhere or can't be.

    Folders before it, control characters and what Windows doesn't allow go; a long one is cut before its ending.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in _NO_NAME.sub("_", name) if sign.isprintable()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_NAME // 10:
        stem, dot, ending = name, "", ""
    stem = _cut(stem, LONGEST_NAME - len(ending))
    if not stem or _RESERVED.fullmatch(name):
        return f"{LIST_NAME}{dot}{ending}" if not stem else f"{LIST_NAME}-{stem}{dot}{ending}"
    return f"{stem}{dot}{ending}"


def _cut(text: str, bytes_: int) -> str:
    """Return the text as far as it goes into so many bytes."""
    return text.encode("utf-8", "ignore")[:bytes_].decode("utf-8", "ignore").strip(" .")

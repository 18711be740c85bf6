"""The files of a run that are to be verified: a whole run, or only what the print shop has of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailing.audit.manifest import Manifest
from mailing.base.errors import UsageError, VerificationError
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where a run's files lie now.

    Attributes:
        root: where the manifest lies.
        shop: the folder that the manifest calls `shop/`.
        has_house: whether `house/` is to be looked at.
    """

    root: Path
    shop: Path
    has_house: bool

    def path_of(self, path: str) -> Path:
        """Return where the manifest's `path` lies."""
        head, _slash, rest = path.partition("/")
        return self.shop / rest if head == runfolder.SHOP else self.root / path

    def files(self) -> Iterator[tuple[str, Path]]:
        """Give every file to be looked at by the manifest's name for it, in order."""
        found = [
            (f"{runfolder.SHOP}/{file.relative_to(self.shop).as_posix()}", file) for file in _files_below(self.shop)
        ]
        if self.has_house:
            found += [
                (file.relative_to(self.root).as_posix(), file)
                for file in _files_below(self.root)
                if not file.is_relative_to(self.shop)
            ]
        yield from sorted(found)

    @property
    def is_purged(self) -> bool:
        """Whether the letters and all personal data were deleted on purpose."""
        return self.has_house and (self.root / runfolder.PURGED).is_file()

    def manifest_json(self) -> Any:
        """Return what `manifest.json` holds; ValueError where it is no JSON."""
        return json.loads((self.root / runfolder.MANIFEST).read_bytes())

    @property
    def has_manifest(self) -> bool:
        """Whether there is a manifest at all."""
        return (self.root / runfolder.MANIFEST).is_file()


def run_files_at(run: Path, *, shop_only: bool) -> RunFiles:
    """Return the parts of a run at `run`: its folder or, for the print shop, the bag itself too."""
    if shop_only and (run / "bagit.txt").is_file():
        return RunFiles(root=run.parent, shop=run, has_house=False)
    if not (run / runfolder.SHOP).is_dir() and not (run / runfolder.MANIFEST).is_file():
        raise UsageError(
            _("Das ist nicht der Ordner eines Laufs"),
            where=str(run),
            hint=_("Den Ordner angeben, in dem manifest.json und shop liegen"),
        )
    return RunFiles(root=run, shop=run / runfolder.SHOP, has_house=not shop_only)


def load_manifest(run: Path) -> Manifest:
    """Return the run's manifest for work that isn't its verification.

    Raises:
        UsageError: there is no run.
        VerificationError: its manifest can't be used.
    """
    run_files = run_files_at(run, shop_only=False)
    if not run_files.has_manifest:
        raise VerificationError(
            _("Der Lauf hat kein Manifest: er wurde nicht abgeschlossen"),
            where=str(run),
            hint=_("mailing run mit denselben Eingaben bringt ihn zu Ende"),
        )
    try:
        return Manifest.from_json(run_files.manifest_json())
    except (ValueError, KeyError, TypeError) as error:
        raise VerificationError(
            _("Das Manifest lässt sich nicht lesen"),
            where=runfolder.MANIFEST,
            hint=_("mailing verify sagt, woran es liegt"),
        ) from error


def _files_below(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if not file.is_dir())

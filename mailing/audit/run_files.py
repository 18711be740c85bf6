"""The files of a run that are to be verified: a whole run, or only what the print shop has of it.

A run comes from where others could write. So nothing is followed and nothing is waited for: links, pipes and sockets
are told by their kind before anything is opened, and a file that is read again must still be the one read before.
"""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from mailing.audit.file_kinds import KIND_NAMES, Kind, kind_of, walked
from mailing.audit.manifest import Manifest
from mailing.base.errors import UsageError, VerificationError
from mailing.base.messages import _
from mailing.base.stores import is_on_store
from mailing.base.strict_json import strict_json
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 4 << 30
"""No file of a run is larger (a profile allows 2 GB); what is isn't read."""
LONGEST_SIGNATURE = 1 << 20
"""No signature has more bytes; one that has can't be read to its end, so it is broken."""
IN_A_BAG = ("bagit.txt", "manifest-sha256.txt", runfolder.DATA_IN_SHOP)
"""What makes a folder the print shop's: any of these."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where a run's files lie now.

    Attributes:
        root: where the manifest lies.
        shop: the folder that the manifest calls `shop/`.
        has_house: whether `house/` is to be looked at.
        is_bag: whether `shop` itself was named, so that what lies around it isn't looked at.
    """

    root: Path
    shop: Path
    has_house: bool
    is_bag: bool = False
    _states: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False)

    def path_of(self, path: str) -> Path:
        """Return where the manifest's `path` lies."""
        head, _slash, rest = path.partition("/")
        return self.shop / rest if head == runfolder.SHOP else self.root / path

    def entries(self) -> dict[str, Kind]:
        """Return the kind of everything in hand by the manifest's name for it, folders included, in order."""
        if self.has_house:
            return dict(sorted(walked(self.root, follow=True)))
        found = {f"{runfolder.SHOP}/{name}": kind for name, kind in walked(self.shop, follow=self.is_bag)}
        if not self.is_bag:
            found[runfolder.SHOP] = kind_of(self.shop)
        for name in (runfolder.MANIFEST, runfolder.SIGNATURE):
            found[name] = kind_of(self.root / name)
        return {name: kind for name, kind in sorted(found.items()) if kind is not Kind.NOTHING}

    def files(self) -> Iterator[tuple[str, Path]]:
        """Give every plain file in hand by the manifest's name for it, in order."""
        return ((name, self.path_of(name)) for name, kind in self.entries().items() if kind is Kind.FILE)

    def kind(self, path: str) -> Kind:
        """Return what lies under the manifest's `path`: a link in the way to it counts as a link."""
        for folder in self._folders(path):
            found = kind_of(folder)
            if found is not Kind.FOLDER:
                return found
        return kind_of(self.path_of(path))

    def has(self, path: str) -> bool:
        """Whether a plain file lies there."""
        return self.kind(path) is Kind.FILE

    def open(self, path: str) -> BinaryIO:
        """Open a plain file to be read, by the manifest's name for it.

        Raises:
            VerificationError: it is none, or not the one that was opened under this name before.
            OSError: it can't be read.
        """
        kind = self.kind(path)
        if kind is not Kind.FILE:
            raise VerificationError(_("{path} ist keine Datei: {kind}").format(path=path, kind=_(KIND_NAMES[kind])))
        if is_on_store(self.root):
            return cast("BinaryIO", self.path_of(path).open("rb"))
        stream = os.fdopen(os.open(self.path_of(path), _FLAGS), "rb")
        status = os.fstat(stream.fileno())
        if status.st_size > MOST_BYTES:
            stream.close()
            raise VerificationError(_("{path} ist größer, als eine Datei eines Laufs sein kann").format(path=path))
        if not stat.S_ISREG(status.st_mode) or not self._is_the_same(path, status):
            stream.close()
            raise VerificationError(_("{path} hat sich während der Prüfung verändert").format(path=path))
        return stream

    def read(self, path: str) -> bytes:
        """Return a plain file's bytes; errors as for `open`."""
        with self.open(path) as stream:
            return stream.read()

    def signature(self, path: str) -> bytes:
        """Return the bytes of a signature that lies there, as far as one can go; errors as for `open`."""
        with self.open(path) as stream:
            return stream.read(LONGEST_SIGNATURE)

    def json(self, path: str) -> Any:
        """Return what a JSON file holds; ValueError where it is none, other errors as for `open`."""
        return strict_json(self.read(path))

    def toml(self, path: str) -> dict[str, Any]:
        """Return what a TOML file holds; ValueError where it is none, other errors as for `open`."""
        return tomllib.loads(self.read(path).decode("utf-8-sig"))

    def state(self, path: str) -> tuple[int, ...]:
        """Return what tells the file that was read under this name from any other, and from itself if it is changed."""
        return self._states[path]

    @property
    def signature_of_manifest(self) -> bytes | None:
        """The signature beside the manifest; None where no plain file lies there."""
        return self.signature(runfolder.SIGNATURE) if self.has(runfolder.SIGNATURE) else None

    @property
    def has_manifest(self) -> bool:
        """Whether there is anything that is called a manifest."""
        return self.kind(runfolder.MANIFEST) is not Kind.NOTHING

    def _is_the_same(self, path: str, status: os.stat_result) -> bool:
        return self._states.setdefault(path, state_of(status)) == state_of(status)

    def _folders(self, path: str) -> Iterator[Path]:
        """Give the folders on the way to the file that must be folders of the run."""
        first, *names = path.split("/")[:-1] or [""]
        if not first:
            return
        here = self.shop if first == runfolder.SHOP else self.root / first
        if not (self.is_bag and first == runfolder.SHOP):
            yield here
        for name in names:
            here /= name
            yield here


def state_of(status: os.stat_result) -> tuple[int, ...]:
    """Return what tells one state of a file from another: device, number, size, and when it was last changed (ns)."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def run_files_at(run: Path, *, shop_only: bool) -> RunFiles:
    """Return the parts of a run at `run`: its folder or, for the print shop, the bag itself too."""
    is_run = kind_of(run / runfolder.SHOP) is not Kind.NOTHING or kind_of(run / runfolder.MANIFEST) is not Kind.NOTHING
    if shop_only and not is_run and any(kind_of(run / name) is not Kind.NOTHING for name in IN_A_BAG):
        return RunFiles(root=run.parent, shop=run, has_house=False, is_bag=True)
    if not is_run:
        raise UsageError(
            _("Das ist nicht der Ordner eines Laufs"),
            where=str(run),
            hint=_("Den Ordner angeben, in dem manifest.json und shop liegen"),
        )
    return RunFiles(root=run, shop=run / runfolder.SHOP, has_house=not shop_only)


def load_manifest(run_files: RunFiles) -> Manifest:
    """Return the run's manifest for work that isn't its verification.

    Raises:
        VerificationError: it can't be used.
    """
    from mailing.audit.manifest_checks import schema_faults

    if not run_files.has_manifest:
        raise VerificationError(
            _("Der Lauf hat kein Manifest: er wurde nicht abgeschlossen"),
            where=str(run_files.root),
            hint=_("mailing run mit denselben Eingaben bringt ihn zu Ende"),
        )
    try:
        content = run_files.json(runfolder.MANIFEST)
        if not any(schema_faults(content)):
            return Manifest.from_json(content)
    except (OSError, ValueError) as error:
        raise _unusable_manifest() from error
    raise _unusable_manifest()


def _unusable_manifest() -> VerificationError:
    return VerificationError(
        _("Das Manifest lässt sich nicht lesen"),
        where=runfolder.MANIFEST,
        hint=_("mailing verify sagt, woran es liegt"),
    )

"""A package made ready to go: its archive beside the run, and a note of what it is.

An encrypted archive has other bytes each time it is made. So it is kept until its delivery is on record: a call that
goes on where another was cut off sends the same one, and knows it again at the other side. The note also tells that the
ready file is about to be laid down. From then on the shop may take the archive away, and its absence proves nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from mailing.base.files import (
    UNFINISHED,
    make_folder,
    remove_folder,
    remove_unfinished,
    sha256_of,
    write_whole,
    written_whole,
)
from mailing.delivery.archive import write_archive
from mailing.delivery.encryption import SUFFIXES, encrypt
from mailing.model import runfolder
from mailing.model.delivery import Encryption

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mailing.model.delivery import DeliveryTerms

_NOTE = ".json"


@dataclass(frozen=True, slots=True)
class Bag:
    """What is to be packed.

    Attributes:
        root: the run's folder.
        run: its name, which stays when the folder is called otherwise.
        package: the bag's name in it.
        tag_manifest: hex SHA-256 of the bag's `tagmanifest-sha256.txt`: it names all that is in the bag.
        files: path in the bag -> hex SHA-256.
    """

    root: Path
    run: str
    package: str
    tag_manifest: str
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the archive is called without its endings, and the folder that it unpacks into."""
        return f"{self.run}-{self.package}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """An archive that is ready to go.

    Attributes:
        name: of the file, with its endings.
        run, package, tag_manifest: as of the bag.
        encryption, recipient: as the profile says.
        size, sha256: of the archive as it goes, in bytes and hex.
        offered: where its ready file was about to be laid down; None before.
        ready: hex SHA-256 of that ready file.
        folder: where it lies.
    """

    name: str
    run: str
    package: str
    tag_manifest: str
    encryption: Encryption
    recipient: str
    size: int
    sha256: str
    offered: str | None = None
    ready: str | None = None
    folder: Path = field(compare=False, kw_only=True)

    @property
    def path(self) -> Path:
        """The archive."""
        return self.folder / self.name

    def offered_to(self, target: str, ready: str) -> Parcel:
        """Return the parcel, noted for good as about to be offered."""
        offered = replace(self, offered=target, ready=ready)
        offered.keep()
        return offered

    def keep(self) -> None:
        """Write the note."""
        told = {name: value for name, value in asdict(self).items() if name != "folder"}
        write_whole(_note(self.folder, self.package), json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")


def parcel_of(run: Path, package: str) -> Parcel | None:
    """Return the parcel that was made ready of a package; None where none was, or its note is none of ours."""
    folder = runfolder.outgoing_beside(run)
    try:
        told = json.loads(_note(folder, package).read_bytes())
        return Parcel(**{**told, "encryption": Encryption(told["encryption"])}, folder=folder)
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def forget(run: Path, package: str) -> None:
    """Remove a package's archive and note, as far as they are there: the delivery is on record."""
    folder = runfolder.outgoing_beside(run)
    parcel = parcel_of(run, package)
    if parcel is not None:
        parcel.path.unlink(missing_ok=True)
    _note(folder, package).unlink(missing_ok=True)
    remove_unfinished(folder)
    if folder.is_dir() and not any(folder.iterdir()):
        remove_folder(folder)


def is_offered(run: Path, package: str) -> bool:
    """Whether the shop may have taken a package that the journal doesn't call delivered."""
    parcel = parcel_of(run, package)
    return parcel is not None and parcel.offered is not None


def packed(bag: Bag, terms: DeliveryTerms, tell: Callable[[int], None]) -> Parcel:
    """Return a bag as a parcel: the one that is ready, or one that is made now.

    Raises:
        VerificationError: the bag isn't what was sealed.
        UsageError, SurroundingsError: it can't be encrypted.
    """
    found = parcel_of(bag.root, bag.package)
    if found is not None and (found.offered or _is_usable(found, bag, terms)):
        return found
    folder = runfolder.outgoing_beside(bag.root)
    make_folder(folder)
    remove_unfinished(folder)
    name = f"{bag.name}.zip{SUFFIXES[terms.encryption]}"
    plain, sealed = (folder / f".{bag.package}.{what}{UNFINISHED}" for what in ("plain", "sealed"))
    with written_whole(plain, lasting=False) as stream:
        write_archive(stream, bag.root / bag.package, bag.files, bag.name, tell)
    encrypt(plain, sealed, terms.encryption, terms.recipient)
    plain.unlink(missing_ok=True)
    sealed.replace(folder / name)
    parcel = Parcel(
        name=name,
        run=bag.run,
        package=bag.package,
        tag_manifest=bag.tag_manifest,
        encryption=terms.encryption,
        recipient=terms.recipient,
        size=(folder / name).stat().st_size,
        sha256=sha256_of(folder / name),
        folder=folder,
    )
    parcel.keep()
    return parcel


def _is_usable(parcel: Parcel, bag: Bag, terms: DeliveryTerms) -> bool:
    """Whether it holds this bag, for this recipient, and is unharmed."""
    made_for = (parcel.tag_manifest, parcel.encryption, parcel.recipient)
    return (
        made_for == (bag.tag_manifest, terms.encryption, terms.recipient)
        and parcel.path.is_file()
        and sha256_of(parcel.path) == parcel.sha256
    )


def _note(folder: Path, package: str) -> Path:
    return folder / f"{package}{_NOTE}"

"""Handing a parcel over so that it is there once, whole, or not at all, wherever a call is cut off.

The archive is written beside its name (`.part`), read back and compared, and renamed; then the ready file, in the same
way. A shop takes only what has its ready file. A call that goes on looks first at what is there.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from mailing.base.errors import NotAllowedError, SurroundingsError
from mailing.base.files import UNFINISHED
from mailing.base.messages import _
from mailing.base.strict_json import strict_json

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from mailing.delivery.parcel import Parcel
    from mailing.delivery.place import Place

READY = ".ready.json"
MOST_OF_A_READY_FILE = 1 << 16


@dataclass(frozen=True, slots=True)
class Handed:
    """A parcel that is at the shop.

    Attributes:
        size, sha256: of the archive, in bytes and hex.
        ready: hex SHA-256 of its ready file.
        is_taken: whether the shop has taken it away already.
    """

    parcel: Parcel
    size: int
    sha256: str
    ready: str
    is_taken: bool = False


class _Content(NamedTuple):
    """What a file must be: its size in bytes and its hex SHA-256."""

    size: int
    sha256: str


def hand_over(parcel: Parcel, place: Place, heads: Collection[str], tell: Callable[[int], None]) -> Handed:
    """Lay a parcel down with its ready file, or find that it lies there.

    Args:
        parcel: what goes.
        place: where to.
        heads: what the run's journal had as its head, the latest last: the ready file tells it.
        tell: is told how many bytes went over.

    Raises:
        NotAllowedError: its delivery was begun elsewhere, and the shop may have taken it there.
        SurroundingsError: the other side refuses it, loses it, or has something else under its name.
    """
    if parcel.offered not in {None, place.name}:
        raise _begun_elsewhere(parcel, place)
    ready_name = f"{parcel.name}{READY}"
    if place.size(ready_name) is not None:
        return _found(parcel, place, ready_name, heads)
    if parcel.ready and place.size(parcel.name) is None:
        return Handed(parcel, parcel.size, parcel.sha256, parcel.ready, is_taken=True)
    archive = _Content(parcel.size, parcel.sha256)
    if not _lies_there(place, parcel.name, archive):
        with parcel.path.open("rb") as source:
            _lay_down(place, parcel.name, source, archive, tell)
    told = ready_file(parcel, list(heads)[-1])
    ready = _Content(len(told), hashlib.sha256(told).hexdigest())
    parcel = parcel.offered_to(place.name, ready.sha256)
    _lay_down(place, ready_name, io.BytesIO(told), ready, lambda _bytes: None)
    return Handed(parcel, parcel.size, parcel.sha256, ready.sha256)


def ready_file(parcel: Parcel, head: str) -> bytes:
    """Return what says to the shop that an archive is whole, and to everybody later which journal sent it."""
    told = {
        "file": parcel.name,
        "size": parcel.size,
        "sha256": parcel.sha256,
        "encryption": parcel.encryption.value,
        **_names(parcel),
        "journal_head": head,
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def _lay_down(place: Place, name: str, source: BinaryIO, content: _Content, tell: Callable[[int], None]) -> None:
    """Write a file beside its name, go on where that was cut off, compare it, and give it its name."""
    part = f"{name}{UNFINISHED}"
    begun = place.size(part) or 0
    for offset in dict.fromkeys((begun if begun <= content.size else 0, 0)):
        source.seek(offset)
        place.write(part, source, offset, tell)
        if _lies_there(place, part, content):
            place.rename(part, name)
            return
    raise SurroundingsError(
        _("Was ankam, ist nicht, was gesandt wurde"),
        where=f"{place.name}: {part}",
        hint=_("Netz und Datenträger der Gegenseite prüfen und den Aufruf wiederholen"),
    )


def _lies_there(place: Place, name: str, content: _Content) -> bool:
    """Whether a file is there with this size and, read back, this hash."""
    if place.size(name) != content.size:
        return False
    digest = hashlib.sha256()
    place.read(name, digest.update)
    return digest.hexdigest() == content.sha256


def _found(parcel: Parcel, place: Place, ready_name: str, heads: Collection[str]) -> Handed:
    """Return what a call that was cut off has delivered, if it is what the ready file says."""
    ready = bytearray()
    if (place.size(ready_name) or 0) <= MOST_OF_A_READY_FILE:
        place.read(ready_name, ready.extend)
    told = _told(bytes(ready))
    content = _Content(told.get("size", -1), told.get("sha256", ""))
    if told.items() >= _names(parcel).items() and told.get("journal_head") in heads:
        is_taken = place.size(parcel.name) is None
        if is_taken or _lies_there(place, parcel.name, content):
            return Handed(parcel, content.size, content.sha256, hashlib.sha256(ready).hexdigest(), is_taken)
    raise SurroundingsError(
        _("Dort liegt unter diesem Namen schon eine Lieferung, die nicht von diesem Lauf ist oder nicht heil"),
        where=f"{place.name}: {ready_name}",
        hint=_("Mit der Druckerei klären, was sie damit getan hat; überschrieben wird nichts"),
    )


def _names(parcel: Parcel) -> dict[str, str]:
    """Return what tells a package from any other."""
    return {"run": parcel.run, "package": parcel.package, "tag_manifest": parcel.tag_manifest}


def _begun_elsewhere(parcel: Parcel, place: Place) -> NotAllowedError:
    return NotAllowedError(
        _("Das Paket liegt vielleicht schon anderswo: {target}").format(target=parcel.offered),
        where=place.name,
        hint=_("Erst diese Lieferung zu Ende bringen, mit --to {target}").format(target=parcel.offered),
    )


def _told(content: bytes) -> dict[str, Any]:
    try:
        told = strict_json(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}

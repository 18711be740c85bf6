"""Versions of letters: each save keeps what was before, with who and when; nothing that was saved is ever lost.

    office/versions/briefe/einladung/000007.json        who, when, why, and each file's digest
    office/versions/briefe/einladung/files/3f9a…        a file's bytes, once, however many versions have it

The folder of the templates stays what the command line uses. A version is laid down before the folder changes, so that
a power cut loses nothing: a note says that the folder is being changed, and who next opens the letter ends that. What
other programs change in the folder is noticed then, too.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from mailing.base.errors import NotAllowedError
from mailing.base.files import make_folder, write_whole
from mailing.base.held_still import changing
from mailing.base.messages import _, n_
from mailing.web.call import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.web.templates.bundles import Bundle


class Why(StrEnum):
    """What a version came from."""

    FOUND = "found"
    BEGUN = "begun"
    SAVED = "saved"
    RESTORED = "restored"
    OUTSIDE = "outside"
    FILE_ADDED = "file-added"
    FILE_REMOVED = "file-removed"


WHY_NAMES: Final[Mapping[Why, str]] = {
    Why.FOUND: n_("so vorgefunden"),
    Why.BEGUN: n_("angelegt"),
    Why.SAVED: n_("gespeichert"),
    Why.RESTORED: n_("zurückgeholt"),
    Why.OUTSIDE: n_("außerhalb des Büros geändert"),
    Why.FILE_ADDED: n_("Datei dazugelegt"),
    Why.FILE_REMOVED: n_("Datei herausgenommen"),
}
NOBODY: Final = ""
"""Who changed something outside the office; nobody knows."""
_CHANGING: Final = "changing"
"""Beside the versions, while the folder becomes what the latest one is."""
_NAMED: Final = re.compile(r"[0-9]{6}\.json")


class ConflictError(NotAllowedError):
    """Somebody else saved meanwhile; `latest` is what they saved."""

    def __init__(self, latest: Version) -> None:
        super().__init__(
            _("Inzwischen ist eine neuere Fassung gespeichert; Ihre ist noch nicht gespeichert"),
            hint=_("Sehen Sie die Unterschiede an, und übernehmen Sie, was fehlt"),
        )
        self.latest = latest

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders whole."""
        return type(self), (self.latest,)


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a bundle of files.

    Attributes:
        number: from 1.
        by: the account's name; `NOBODY` where it was changed outside the office.
        at: when, in seconds since 1970.
        files: SHA-256 (hex) of each file, by its name.
        of: which version was restored; 0 for none.
    """

    number: int
    by: str
    at: float
    why: Why
    files: Mapping[str, str]
    of: int = 0

    @property
    def why_name(self) -> str:
        """What it came from, in the user's language."""
        return _(WHY_NAMES[self.why])


def all_versions(bundle: Bundle) -> tuple[Version, ...]:
    """Return all versions, the latest first."""
    if not bundle.versions.is_dir():
        return ()
    numbers = (path.stem for path in bundle.versions.iterdir() if _NAMED.fullmatch(path.name))
    return tuple(version_of(bundle, int(number)) for number in sorted(numbers, reverse=True))


def latest_known(bundle: Bundle) -> Version | None:
    """Return the latest version that was laid down; None where there is none."""
    if not bundle.versions.is_dir():
        return None
    numbers = [int(path.stem) for path in bundle.versions.iterdir() if _NAMED.fullmatch(path.name)]
    return version_of(bundle, max(numbers)) if numbers else None


def version_of(bundle: Bundle, number: int) -> Version:
    """Return a version.

    Raises:
        NotFoundError: there is none of that number.
    """
    path = bundle.versions / f"{number:06d}.json"
    if not path.is_file():
        raise NotFoundError(_("Diese Fassung gibt es nicht"))
    told = json.loads(path.read_text("utf-8"))
    return Version(number, told["by"], told["at"], Why(told["why"]), told["files"], told["of"])


def contents_of(bundle: Bundle, version: Version) -> Mapping[str, bytes]:
    """Return a version's files."""
    return {name: (bundle.versions / "files" / digest).read_bytes() for name, digest in version.files.items()}


def now_of(bundle: Bundle) -> Version:
    """Return the version that the files are now; a change outside the office becomes one."""
    with changing(bundle.folder):
        return _noticed(bundle)


def begun(bundle: Bundle, by: str) -> Version:
    """Return the first version of files that an account has just laid down; where there is one already, the latest."""
    with changing(bundle.folder):
        return latest_known(bundle) or _laid_down(bundle, bundle.contents(), 1, by, Why.BEGUN)


def save(  # noqa: PLR0913 - who changes what, and from where
    bundle: Bundle, changed: Mapping[str, bytes | None], by: str, why: Why, *, begun_at: int | None = None, of: int = 0
) -> Version:
    """Change files and keep a version of it; return that, or the latest where nothing is changed.

    Args:
        bundle: what is changed.
        changed: new contents by the files' names; None takes a file away.
        by: the account.
        why: what the version comes from.
        begun_at: the version that the changes began at; None where it doesn't matter.
        of: which version is restored.

    Raises:
        ConflictError: there is a newer version than the one that the changes began at.
    """
    with changing(bundle.folder):
        latest = _noticed(bundle)
        now = {**contents_of(bundle, latest), **changed}
        wanted = {name: content for name, content in now.items() if content is not None}
        if _digests(wanted) == latest.files:
            return latest
        if begun_at is not None and begun_at != latest.number:
            raise ConflictError(latest)
        write_whole(bundle.versions / _CHANGING, b"")
        version = _laid_down(bundle, wanted, latest.number + 1, by, why, of)
        _become(bundle, latest, version)
        return version


def restore(bundle: Bundle, number: int, by: str) -> Version:
    """Make the files those of an earlier version again; that is a new version.

    Raises:
        NotFoundError: there is no such version.
    """
    earlier = contents_of(bundle, version_of(bundle, number))
    gone = dict.fromkeys(now_of(bundle).files.keys() - earlier.keys())
    return save(bundle, {**earlier, **gone}, by, Why.RESTORED, of=number)


def _noticed(bundle: Bundle) -> Version:
    """Return the latest version; one that nobody saved here is laid down now."""
    latest = latest_known(bundle)
    if latest is not None and (bundle.versions / _CHANGING).exists():
        _become(bundle, version_of(bundle, max(1, latest.number - 1)), latest)
    now = bundle.contents()
    if latest is not None and _digests(now) == latest.files:
        return latest
    number, why = (1, Why.FOUND) if latest is None else (latest.number + 1, Why.OUTSIDE)
    return _laid_down(bundle, now, number, NOBODY, why)


def _laid_down(  # noqa: PLR0913, PLR0917 - all that a version is
    bundle: Bundle, contents: Mapping[str, bytes], number: int, by: str, why: Why, of: int = 0
) -> Version:
    version = Version(number, by, time.time(), why, _digests(contents), of)
    store = bundle.versions / "files"
    make_folder(store)
    for name, digest in version.files.items():
        if not (store / digest).is_file():
            write_whole(store / digest, contents[name])
    told = {"by": by, "at": version.at, "why": why, "files": version.files, "of": of}
    write_whole(bundle.versions / f"{number:06d}.json", json.dumps(told, indent=1).encode() + b"\n")
    return version


def _become(bundle: Bundle, before: Version, after: Version) -> None:
    """Make the files those of a version, as far as they are still what they were before it."""
    now, contents = _digests(bundle.contents()), contents_of(bundle, after)
    for name in before.files.keys() | after.files.keys():
        if now.get(name) == before.files.get(name) != after.files.get(name):
            _put(bundle.place / name, contents.get(name))
    (bundle.versions / _CHANGING).unlink()


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        make_folder(path.parent)
        write_whole(path, content)


def _digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(contents[name]).hexdigest() for name in sorted(contents)}

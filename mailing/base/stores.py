"""Places on a store that fsspec reaches, like `s3://…`, beside those on this machine's disks.

A store's place is a `UPath`: it answers to all that a `Path` does, so nobody who reads or writes asks which it is. It
is no `Path`, though, and that is how the few who must ask can tell: a store has no rights of ours, no lock, no disk.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from mailing.base.errors import MailingError, SurroundingsError, UsageError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATOR = "://"
LOCAL_PROTOCOLS = frozenset({"", "file", "local"})


def place(named: str) -> Path:
    """Return the place that a path or URL names; a store is asked, so that it is known to answer before work begins.

    Raises:
        UsageError: the URL can't be understood, or tells more than a place.
        SurroundingsError: a package is missing, or the store doesn't answer.
    """
    if SEPARATOR not in named:
        return Path(named)
    _refuse_secrets(named)
    try:
        from upath import UPath
    except ImportError as error:
        raise SurroundingsError(
            _("Für Adressen wie s3://… fehlt ein Paket"), hint=_("pip install 'mailing[cluster]'")
        ) from error
    try:
        found = UPath(named, use_listings_cache=False)  # others write there too: what was listed before means nothing
        if found.protocol in LOCAL_PROTOCOLS:
            return Path(found.path)
        with answering(_without_user(named)):
            _ask(found)
    except ImportError as error:
        raise SurroundingsError(
            _("Für diese Adresse fehlt ein Paket: {reason}").format(reason=error), where=_without_user(named)
        ) from error
    except ValueError as error:
        raise UsageError(
            _("Diese Adresse ist weder ein Speicher noch eine Datenbank, die das Programm kennt"),
            where=_without_user(named),
            hint=_("zum Beispiel s3://…, https://…, ftp://…; Datenbanken: postgresql://…, sqlite:///…"),
        ) from error
    return cast("Path", found)


def is_on_store(path: object) -> bool:
    """Whether a place lies on a store rather than on this machine's disks."""
    return not isinstance(path, Path)


def on_disk(named: str) -> Path:
    """Return the folder of a run that is to be worked on; it must lie on a disk.

    Raises:
        UsageError: it is a store's URL.
    """
    if SEPARATOR in named:
        raise UsageError(
            _("Das geht nur mit einem Ordner auf dieser Maschine"),
            where=_without_user(named),
            hint=_("Den Ordner erst hierher kopieren, zum Beispiel: aws s3 cp --recursive s3://… ordner"),
        )
    return Path(named)


def _refuse_secrets(url: str) -> None:
    """Command lines are seen by others, and a list's name stands in the manifest."""
    if _without_user(url) != url or "?" in url:
        raise UsageError(
            _("Kennwörter und Anfragen (?…) gehören nicht in die Adresse"),
            where=_without_user(url),
            hint=_("Zugangsdaten nennt die Konfiguration von fsspec oder die Umgebung: docs/scale.md"),
        )


def _without_user(url: str) -> str:
    scheme, rest = url.split(SEPARATOR, 1)
    host, slash, path = rest.partition("/")
    return f"{scheme}{SEPARATOR}{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}"


def _ask(found: Any) -> None:
    try:
        found.fs.info(found.path)
    except FileNotFoundError:
        return


@contextmanager
def answering(where: str) -> Iterator[None]:
    """Turn whatever a store's own package raises into an error that says which store and why.

    Packages raise errors of their own kinds; only the system's, which have a number, and ours pass as they are.
    """
    try:
        yield
    except (MailingError, FileNotFoundError, ImportError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise SurroundingsError(
            _("Der Speicher antwortet nicht, wie er soll: {reason}").format(reason=type(error).__name__),
            where=where,
            hint=_("Adresse, Netz, Zugangsdaten und Rechte prüfen"),
        ) from error


@contextmanager
def written_whole(path: Any) -> Iterator[BinaryIO]:
    """Give a stream whose bytes the store shows under `path` only when the block ends without an error.

    fsspec calls it a commit: one put, or the last step of a multipart upload, on object stores; a renaming elsewhere.
    """
    with answering(str(path)):
        stream = path.fs.open(path.path, "wb", autocommit=False)
    try:
        yield stream
        with answering(str(path)):
            stream.close()
            stream.commit()
    except BaseException:
        stream.discard()
        stream.closed = True  # or its end would send what it still holds
        raise


def make_folder(path: Any) -> None:
    """Make `path` and its parents where the store has folders at all."""
    with answering(str(path)):
        path.fs.makedirs(path.path, exist_ok=True)


def remove_folder(path: Any) -> None:
    """Remove all below `path`."""
    with answering(str(path)):
        if path.exists():
            path.fs.rm(path.path, recursive=True)

"""Files that were uploaded for a job: kept under names of our own making until it is done with them.

The server never opens them. The user's own name of a file only says its ending, and what a table is called.
"""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, BinaryIO, Final

from mailing.base.errors import InputError, MailingError
from mailing.base.files import make_folder, older_than, remove_folder, written_whole
from mailing.base.messages import _
from mailing.base.plain_names import LONGEST, is_plain_name
from mailing.web.paths import child_of
from mailing.web.routing import UPLOAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.datastructures import UploadFile

    from mailing.web.office import Office

AT_ONCE: Final = 1 << 20
SECONDS_KEPT: Final = 7 * 24 * 3600
"""An upload whose job never came to its end is kept for so long."""
NAMELESS: Final = "datei"
LONGEST_ENDING: Final = 10


def keep_upload(office: Office, upload: UploadFile, most_bytes: int = UPLOAD_BYTES) -> str:
    """Keep an uploaded file, readable by its owner only; return the id by which a job finds it.

    Raises:
        InputError: it is empty, or too large.
    """
    for old in older_than(office.uploads, SECONDS_KEPT):
        remove_folder(old)
    key, name = uuid.uuid4().hex, safe_name(upload.filename or "")
    make_folder(office.uploads / key)
    try:
        with written_whole(office.uploads / key / name) as kept:
            _refuse_unusable(name, _copied(upload, kept, most_bytes), most_bytes)
    except BaseException:
        remove_folder(office.uploads / key)
        raise
    return key


def _copied(upload: UploadFile, kept: BinaryIO, most_bytes: int) -> int:
    """Copy an upload as far as it may be read; return how many bytes it had by then."""
    size = 0
    while size <= most_bytes and (some := upload.file.read(AT_ONCE)):
        size += len(some)
        kept.write(some)
    return size


def _refuse_unusable(name: str, size: int, most_bytes: int) -> None:
    if not size:
        raise InputError(_("Die Datei ist leer"), where=name)
    if size > most_bytes:
        raise InputError(
            _("Die Datei ist zu groß: es gehen {most} MB").format(most=most_bytes // 1_000_000), where=name
        )


def upload_file(office: Office, key: str) -> Path:
    """Return an upload's file.

    Raises:
        NotFoundError: there is none.
    """
    folder = child_of(office.uploads, key)
    (file,) = folder.iterdir()
    return file


def remove_upload(office: Office, key: str) -> None:
    """Remove an upload, as far as it is there."""
    if is_plain_name(key):
        remove_folder(office.uploads / key)


@contextmanager
def given_upload(office: Office, key: str) -> Iterator[Path]:
    """Give an upload's file to a job; it stays until that is over: its worker may die before it tells what is done."""
    file = upload_file(office, key)
    try:
        yield file
    except MailingError as error:
        error.where = error.where.replace(str(file), file.name)  # where it lies is nobody's business
        raise


def safe_name(name: str) -> str:
    """Return a file's own name as far as it can stand on every disk: no path, no sign that is special anywhere."""
    base = PureWindowsPath(name).name
    plain = "".join(sign if sign.isalnum() or sign in " ._-()" else "_" for sign in base).strip(" .-")
    stem, dot, ending = plain.rpartition(".")
    if dot and 0 < len(ending) <= LONGEST_ENDING:
        plain = f"{stem[: LONGEST - 1 - LONGEST_ENDING]}.{ending}"
    plain = plain[:LONGEST].strip(" .-")
    return plain if is_plain_name(plain) else NAMELESS

"""`shop/` as a BagIt bag (RFC 8493): all that the stock bagit library finds, and what it lets pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailing.audit.file_kinds import Kind, printable
from mailing.audit.findings import fault
from mailing.base.errors import VerificationError
from mailing.base.files import digest_of
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

DECLARATION_NAME, INFORMATION = "bagit.txt", "bag-info.txt"
PAYLOAD_LIST, TAG_LIST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
LISTED_TAGS = frozenset({DECLARATION_NAME, INFORMATION, PAYLOAD_LIST})
TAGS = LISTED_TAGS | {TAG_LIST}
_DECLARATION = re.compile(r"BagIt-Version: (?:0\.97|1\.0)\nTag-File-Character-Encoding: UTF-8\n")
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) {1,2}(?P<path>[^ \r\n][^\r\n]*)")
LONGEST_TAG_FILE = 256 << 20


def bag_faults(run_files: RunFiles) -> Iterator[Finding]:
    """Give what makes `shop/` an invalid bag, by its own tag files."""
    entries = run_files.entries()
    missing = [name for name in sorted(TAGS) if entries.get(f"{runfolder.SHOP}/{name}") is not Kind.FILE]
    for name in missing:
        yield _broken(name, _("{name} fehlt").format(name=name))
    if missing:
        return
    try:
        yield from _tag_faults(run_files)
        payload = yield from _listed(run_files, PAYLOAD_LIST)
        tags = yield from _listed(run_files, TAG_LIST)
    except (OSError, ValueError, VerificationError) as error:
        yield _broken(PAYLOAD_LIST, str(error))
        return
    files = {path.removeprefix(f"{runfolder.SHOP}/") for path, kind in entries.items() if kind is Kind.FILE}
    for path in sorted(payload.keys() ^ {path for path in files if path.startswith("data/")}):
        yield _broken(path, printable(path))
    for path in sorted(tags.keys() ^ LISTED_TAGS):
        yield _broken(TAG_LIST, printable(path))
    for path, expected in {**payload, **tags}.items():
        if path in files and _digest(run_files, path) != expected:
            yield _broken(path, printable(path))


def bag_information(run_files: RunFiles) -> dict[str, str]:
    """Return what `bag-info.txt` says, each label once.

    Raises:
        ValueError: it can't be understood, or says something twice.
    """
    found: dict[str, str] = {}
    for line in _text(run_files, INFORMATION).removesuffix("\n").split("\n"):
        label, colon, value = line.partition(": ")
        if not colon or label in found:
            raise ValueError(f"{INFORMATION}: {line}")
        found[label] = value
    return found


def _tag_faults(run_files: RunFiles) -> Iterator[Finding]:
    """Give a declaration that isn't version 1.0's, and a sum of the payload that isn't that of its files."""
    if not _DECLARATION.fullmatch(_text(run_files, DECLARATION_NAME)):
        yield _broken(DECLARATION_NAME, DECLARATION_NAME)
    payload = [path for name, path in run_files.files() if name.startswith(f"{runfolder.DATA}/")]
    expected = f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
    found = bag_information(run_files).get("Payload-Oxum", "–")
    if found != expected:
        yield _broken(INFORMATION, f"Payload-Oxum {found}, {expected}")


def _listed(run_files: RunFiles, name: str) -> Generator[Finding, None, dict[str, str]]:
    """Return path -> hex digest of one of the bag's checksum lists; give what in it isn't as `sha256sum` writes it."""
    listed: dict[str, str] = {}
    *lines, rest = _text(run_files, name).split("\n")
    for line in (*lines, rest) if rest else lines:
        found = _LINE.fullmatch(line)
        if found is None or line is rest or found["path"] in listed or not _is_below(found["path"]):
            yield _broken(name, printable(line))
        else:
            listed[found["path"]] = found["digest"]
    return listed


def _is_below(path: str) -> bool:
    """Whether a listed path stays in the bag."""
    return not path.startswith(("/", "~")) and "\\" not in path and not {"", ".", ".."} & set(path.split("/"))


def _text(run_files: RunFiles, name: str) -> str:
    with run_files.open(f"{runfolder.SHOP}/{name}") as stream:
        return stream.read(LONGEST_TAG_FILE).decode("utf-8")


def _digest(run_files: RunFiles, path: str) -> str:
    try:
        with run_files.open(f"{runfolder.SHOP}/{path}") as stream:
            return digest_of(stream)
    except (OSError, VerificationError):
        return ""


def _broken(name: str, found: str) -> Finding:
    return fault("audit.bag", where=f"{runfolder.SHOP}/{name}", found=found)

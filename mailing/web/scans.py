"""The letters that an account has scanned and not yet had recorded: a line each, kept over reloads and restarts.

Of a letter only its code and the reason are kept, readable by the office's owner only; recording it empties the list.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.errors import UsageError
from mailing.base.files import OWNER_ONLY_FILE, make_folder, write_whole
from mailing.base.messages import _
from mailing.model.reports import REASON_NAMES

if TYPE_CHECKING:
    from mailing.web.accounts.account import Account
    from mailing.web.office import Office

LONGEST_CODE: Final = 40
"""Characters: a code has 24 digits, and a scanner may send some before and after."""
MOST_SCANS: Final = 2_000
HEADER: Final = "code;reason"
TABLE_NAME: Final = "rueckmeldung-scanner.csv"


class Scan(NamedTuple):
    """A code, and the reason why the letter came back: one of `REASON_NAMES`."""

    code: str
    reason: str


class Scans:
    """What one account has scanned."""

    def __init__(self, office: Office, account: Account) -> None:
        self._uploads = office.uploads
        self._file = office.own / "scans" / f"{hashlib.sha256(account.name.encode()).hexdigest()[:32]}.csv"

    def all(self) -> list[Scan]:
        """Return what was scanned, in its order."""
        if not self._file.is_file():
            return []
        lines = self._file.read_text("utf-8").splitlines()
        return [Scan(*line.split(";")) for line in lines if line.count(";") == 1]

    def add(self, scan: Scan) -> bool:
        """Add a scan unless it is on the list already; return whether it is new.

        Raises:
            UsageError: it is no code or no reason, or the list is full.
        """
        if not is_code(scan.code) or scan.reason not in REASON_NAMES:
            raise UsageError(_("Das ist kein Code"))
        known = self.all()
        if any(scan.code == other.code for other in known):
            return False
        if len(known) >= MOST_SCANS:
            raise UsageError(_("Die Liste ist voll: erfassen Sie sie, und scannen Sie dann weiter"))
        make_folder(self._file.parent)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY_FILE)
        try:
            os.write(descriptor, f"{scan.code};{scan.reason}\n".encode())
        finally:
            os.close(descriptor)
        return True

    def remove(self, code: str) -> None:
        """Take a code off the list."""
        left = [scan for scan in self.all() if scan.code != code]
        if self._file.is_file():
            write_whole(self._file, "".join(f"{scan.code};{scan.reason}\n" for scan in left).encode())

    def clear(self) -> None:
        """Empty the list."""
        self._file.unlink(missing_ok=True)

    def as_upload(self) -> str | None:
        """Keep the list as a table for a job; return its id, None where the list is empty. The list stays."""
        scans = self.all()
        if not scans:
            return None
        key = uuid.uuid4().hex
        make_folder(self._uploads / key)
        table = "\n".join((HEADER, *(";".join(scan) for scan in scans), ""))
        write_whole(self._uploads / key / TABLE_NAME, table.encode())
        return key


def is_code(text: str) -> bool:
    """Whether something can be a code: digits only, as scanners send them."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_CODE

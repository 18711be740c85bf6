"""Signing what was verified: the key is looked at before anything is made, the run before it is signed."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING

from mailing.base.errors import Fault, VerificationError
from mailing.base.given_files import read_given
from mailing.base.messages import _
from mailing.runs.journal.journal_check import journal_findings, journalled_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailing.audit.signing import SigningKey
    from mailing.base.progress import Progress

KEY_PASSWORD_IN = "MAILING_KEY_PASSWORD"  # noqa: S105 - the name of the variable
MOST_TOLD = 5
"""So many reasons not to sign are told; `mailing verify` tells all."""


def open_key(key_file: Path, password_file: Path | None = None, ask: Callable[[str], str] | None = None) -> SigningKey:
    """Return the key to sign with; its password, if it has one, comes from a file, the environment or a person.

    Never from a command line, which others can read.

    Args:
        key_file: PEM (key and certificate, the chain behind it) or PKCS#12.
        password_file: holds the password as its first line.
        ask: asks somebody for it; None where nobody is there.

    Raises:
        InputError: the file has no key with its certificate, or the password is wrong.
    """
    from mailing.audit.signing import load_key, wants_password

    password = _given_password(password_file)
    if password is None and ask is not None and wants_password(key_file):
        password = ask(_("Kennwort für {file}: ").format(file=key_file.name)).encode()
    return load_key(key_file, password)


def sign_run(run: Path, key: SigningKey, progress: Progress, address_list: Path | None = None) -> Path:
    """Verify the run in the folder `run`, whole, and sign its manifest; return the signature's path.

    A signature that is there already must fit, and is replaced.

    Raises:
        VerificationError: the run isn't sound, or purged: it isn't signed.
    """
    from mailing.audit.signing import sign
    from mailing.audit.verification import VerifyOptions, verify

    options = VerifyOptions(list_path=address_list, to_be_signed=True, later=journalled_files(run))
    found = (*journal_findings(run), *verify(run, options, progress))
    reasons = [finding.message for finding in found if finding.forbids_the_letter or finding.code == "audit.purged"]
    if reasons:
        raise VerificationError(
            _("Der Lauf wird nicht unterschrieben: die Prüfung hat {number} Fehler gefunden").format(
                number=len(reasons)
            ),
            where=str(run),
            hint=_("mailing verify nennt alle Befunde; den Vorfall klären und den Lauf in einen anderen Ordner machen"),
            faults=tuple(Fault(reason) for reason in islice(reasons, MOST_TOLD)),
        )
    return sign(run, key)


def _given_password(file: Path | None) -> bytes | None:
    if file is None:
        password = os.environ.get(KEY_PASSWORD_IN)
        return password.encode() if password else None
    return (read_given(file).splitlines() or [b""])[0]

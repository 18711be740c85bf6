"""Signing a run's manifest: the key is looked at before anything is made, and used when all is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KEY_PASSWORD_IN = "MAILING_KEY_PASSWORD"  # noqa: S105 - the name of the variable


def check_signing_key(key_file: Path) -> None:
    """Make sure that there is a key to sign with.

    Raises:
        InputError: the file has no key with its certificate, or the password is wrong.
    """
    from mailing.audit.signing import check_key

    check_key(key_file, _key_password())


def sign_run(run: Path, key_file: Path) -> Path:
    """Sign the manifest of the run in the folder `run`; return the signature's path.

    Raises:
        InputError: as for `check_signing_key`.
    """
    from mailing.audit.signing import sign

    return sign(run, key_file, _key_password())


def _key_password() -> bytes | None:
    """Return the key's password from the environment: never from a command line, which others can read."""
    password = os.environ.get(KEY_PASSWORD_IN)
    return password.encode() if password else None

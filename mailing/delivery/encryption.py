"""Encrypting an archive for the shop alone: age, or OpenPGP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import MailingError, SurroundingsError, UsageError
from mailing.base.given_files import read_given
from mailing.base.messages import _
from mailing.model.delivery import Encryption

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SUFFIXES: Mapping[Encryption, str] = {Encryption.NONE: "", Encryption.AGE: ".age", Encryption.OPENPGP: ".pgp"}
"""What it adds to a file's name."""
_TEXTS = {Encryption.AGE: ("age1", "ssh-", "#"), Encryption.OPENPGP: ("-----BEGIN PGP",)}
"""How a recipient begins that stands in the profile itself; any other is the path of a file."""


def encrypt(plain: Path, sealed: Path, encryption: Encryption, recipient: str) -> None:
    """Write an encrypted copy of a file.

    Raises:
        UsageError: the recipient is none, or its file can't be read.
        SurroundingsError: the package for this encryption is missing.
        OSError: the copy can't be written.
    """
    try:
        _WAYS[encryption](plain, sealed, _text_of(encryption, recipient.strip()))
    except ImportError as error:
        raise SurroundingsError(
            _("Für die Verschlüsselung {name} fehlt ein Paket").format(name=encryption.value),
            hint=_("pip install 'mailing[delivery]'"),
        ) from error


def _age(plain: Path, sealed: Path, recipient: bytes) -> None:
    import pyrage

    try:
        lines = [line.strip() for line in recipient.decode().splitlines()]
        people = [
            pyrage.ssh.Recipient.from_str(line) if line.startswith("ssh-") else pyrage.x25519.Recipient.from_str(line)
            for line in lines
            if line and not line.startswith("#")
        ]
    except (pyrage.RecipientError, UnicodeDecodeError) as error:
        raise _no_recipient(_("zum Beispiel age1… oder ssh-ed25519 …")) from error
    if not people:
        raise _no_recipient(_("zum Beispiel age1… oder ssh-ed25519 …"))
    pyrage.encrypt_file(str(plain), str(sealed), people)


def _openpgp(plain: Path, sealed: Path, recipient: bytes) -> None:
    import pysequoia

    try:
        pysequoia.encrypt_file(plain, sealed, [pysequoia.Cert.from_bytes(recipient)], armor=False)
    except RuntimeError as error:  # no certificate, an expired one, none to encrypt for
        raise _no_recipient(_("ein gültiges Zertifikat, wie gpg --export --armor es schreibt")) from error


def _no_encryption(plain: Path, sealed: Path, _recipient: bytes) -> None:
    plain.replace(sealed)


_WAYS: Mapping[Encryption, Callable[[Path, Path, bytes], None]] = {
    Encryption.NONE: _no_encryption,
    Encryption.AGE: _age,
    Encryption.OPENPGP: _openpgp,
}


def _text_of(encryption: Encryption, recipient: str) -> bytes:
    """Return the recipient itself, which may stand in a file."""
    if encryption is Encryption.NONE or recipient.startswith(_TEXTS[encryption]):
        return recipient.encode()
    try:
        return read_given(Path(recipient).expanduser())
    except MailingError as error:
        raise _no_recipient(f"{recipient}: {error.what}") from error


def _no_recipient(hint: str) -> UsageError:
    return UsageError(_("Für diesen Empfänger lässt sich nicht verschlüsseln"), where="[delivery] recipient", hint=hint)

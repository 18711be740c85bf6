"""Signing the manifest of a run with a key that is looked at before anything is made.

The signature is CMS (PKCS#7), detached, in DER: `openssl cms -verify -binary -inform DER -in manifest.json.p7s -content
manifest.json -CAfile ca.pem` checks it without this program, and `signature_check` with other libraries than these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12

from mailing.base.errors import InputError
from mailing.base.files import write_whole
from mailing.base.given_files import read_given
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PrivateKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Loaded: TypeAlias = tuple[object, "list[x509.Certificate]"]
_NO_KEY = (ValueError, TypeError, UnsupportedAlgorithm)
"""What a file that is no key, or another password, makes `cryptography` raise."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and its certificates, its own first."""

    key: PrivateKey
    certificates: Sequence[x509.Certificate]


def sign(run: Path, signer: SigningKey) -> Path:
    """Sign the run's manifest as it lies there, unseen; return the signature's path."""
    signature = signature_of((run / runfolder.MANIFEST).read_bytes(), signer)
    write_whole(run / runfolder.SIGNATURE, signature)
    return run / runfolder.SIGNATURE


def signature_of(content: bytes, signer: SigningKey) -> bytes:
    """Return the detached signature over `content`, in DER."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(signer.certificates[0], signer.key, hashes.SHA256())
    for certificate in signer.certificates[1:]:
        builder = builder.add_certificate(certificate)
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return builder.sign(serialization.Encoding.DER, options)


def wants_password(key_file: Path) -> bool:
    """Whether a key can't be read without a password; also where it can't be read at all.

    Raises:
        InputError: there is no such file.
    """
    try:
        _loaded(read_given(key_file), None)
    except _NO_KEY:
        return True
    return False


def load_key(key_file: Path, password: bytes | None = None) -> SigningKey:
    """Return the key in a PEM file (key and certificate, the chain behind it) or a PKCS#12 one.

    A password that isn't needed doesn't matter.

    Raises:
        InputError: the file has no key with its certificate, or the password is wrong.
    """
    content = read_given(key_file)
    try:
        loaded, certificates = _loaded(content, password if wants_password(key_file) else None)
    except _NO_KEY as error:
        raise InputError(
            _("Der Schlüssel lässt sich nicht lesen"),
            where=key_file.name,
            hint=_(
                "Erwartet wird PEM mit Schlüssel und Zertifikat oder PKCS#12; ein Kennwort kommt aus "
                "--key-password-file, MAILING_KEY_PASSWORD oder der Nachfrage: stimmt es?"
            ),
        ) from error
    if not isinstance(loaded, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise InputError(_("Zum Unterschreiben taugt nur ein RSA- oder EC-Schlüssel"), where=key_file.name)
    own_first = sorted(certificates, key=lambda certificate: certificate.public_key() != loaded.public_key())
    if not own_first or own_first[0].public_key() != loaded.public_key():
        raise InputError(_("Zum Schlüssel fehlt sein Zertifikat"), where=key_file.name)
    return SigningKey(loaded, tuple(own_first))


def _loaded(content: bytes, password: bytes | None) -> Loaded:
    if b"-----BEGIN" in content:
        key = serialization.load_pem_private_key(content, password)
        return key, x509.load_pem_x509_certificates(content) if b"BEGIN CERTIFICATE" in content else []
    loaded, own, others = pkcs12.load_key_and_certificates(content, password)
    return loaded, [certificate for certificate in (own, *others) if certificate is not None]

"""Keys and certificates as an office's authority issues them, and openssl as the second opinion."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 6, 1)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Holder:
    """A key and its certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """Key and certificate as PEM."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + self.certificate.public_bytes(Encoding.PEM)

    def write_certificate(self, path: Path) -> Path:
        """Write the certificate alone and return its path."""
        path.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return path

    def write(self, path: Path) -> Path:
        """Write key and certificate and return their path."""
        path.write_bytes(self.pem)
        return path


def issue(  # noqa: PLR0913 - a certificate has that many sides
    name: str,
    issuer: Holder | None = None,
    *,
    is_authority: bool = False,
    until: dt.date = dt.date(2030, 1, 1),
    path_length: int | None = None,
    hash_of_issuer: hashes.HashAlgorithm | None = None,
    purpose: x509.ObjectIdentifier | None = None,
    may_sign: bool = True,
    key: Key | None = None,
) -> Holder:
    """Issue a certificate; without an issuer it signs itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    parent = issuer.certificate.subject if issuer else subject
    usage = x509.KeyUsage(
        digital_signature=may_sign,
        content_commitment=False,
        key_encipherment=not may_sign and not is_authority,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    signing_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(until.year, until.month, until.day, tzinfo=dt.UTC))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=path_length), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    if purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    return Holder(key, builder.sign(signing_key, hash_of_issuer or hashes.SHA256()))


def openssl_accepts(run: Path, ca: Path, at: dt.date = TODAY) -> bool:
    """Whether openssl alone accepts the signature."""
    seconds = int(dt.datetime(at.year, at.month, at.day, tzinfo=dt.UTC).timestamp())
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifest.json.p7s"]
    command += ["-content", "manifest.json", "-CAfile", str(ca), "-attime", str(seconds), "-out", "/dev/null"]
    return subprocess.run(command, cwd=run, capture_output=True, check=False).returncode == 0

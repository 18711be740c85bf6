"""Signing the manifest, and judging who signed it.

The signature is CMS (PKCS#7), detached, in DER: `openssl cms -verify -binary -inform DER -in manifest.json.p7s -content
manifest.json -CAfile ca.pem` checks it without this program. The certificate is judged for a day that the verifier
names (today by default): the time inside a signature is only what the signer says.
"""

from __future__ import annotations

import datetime as dt
import warnings
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from mailing.audit.cms import Signature, read_signature
from mailing.audit.findings import fault
from mailing.base.errors import InputError
from mailing.base.files import write_whole
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mailing.findings import Finding

LONGEST_CHAIN = 8
_UNREADABLE = (ValueError, TypeError, IndexError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension)
"""What damaged signatures and certificates make `cryptography` raise."""


def sign(run: Path, key_file: Path, password: bytes | None = None) -> Path:
    """Sign the run's manifest and return the signature's path.

    `key_file` is PEM (key and certificate, the chain behind it) or PKCS#12.

    Raises:
        InputError: the file has no key with its certificate, or the password is wrong.
    """
    key, certificates = _load_key(key_file, password)
    builder = pkcs7.PKCS7SignatureBuilder().set_data((run / runfolder.MANIFEST).read_bytes())
    builder = builder.add_signer(certificates[0], key, hashes.SHA256())
    for certificate in certificates[1:]:
        builder = builder.add_certificate(certificate)
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    write_whole(run / runfolder.SIGNATURE, builder.sign(serialization.Encoding.DER, options))
    return run / runfolder.SIGNATURE


def check_key(key_file: Path, password: bytes | None = None) -> None:
    """Make sure that there is a key to sign with, before anything is made.

    Raises:
        InputError: as for `sign`.
    """
    _load_key(key_file, password)


def signature_faults(run: Path, ca: Path | None, at: dt.date | None = None) -> Iterator[Finding]:
    """Give what is wrong with the manifest's signature; without `ca` only that nobody judged it."""
    file = run / runfolder.SIGNATURE
    if ca is None:
        if file.is_file():
            yield fault("audit.signature-unchecked", where=runfolder.SIGNATURE)
        return
    anchors = _load_certificates(ca)
    if not file.is_file():
        yield fault("audit.signature-missing", where=runfolder.SIGNATURE)
        return
    try:
        yield from _judged(run, anchors, at or dt.datetime.now(dt.UTC).date())
    except _UNREADABLE as error:
        yield fault("audit.signature-broken", where=runfolder.SIGNATURE, found=str(error))


def _judged(run: Path, anchors: Sequence[x509.Certificate], at: dt.date) -> list[Finding]:
    """Return what is wrong with a signature; what isn't one raises one of `_UNREADABLE`."""
    with warnings.catch_warnings(action="ignore"):  # cryptography warns of what it then refuses
        signature = read_signature((run / runfolder.SIGNATURE).read_bytes())
        found = list(_certificate_faults(signature, anchors, at))
    if not signature.fits((run / runfolder.MANIFEST).read_bytes()):
        reason = _("andere Prüfsumme oder anderer Schlüssel")
        found.insert(0, fault("audit.signature-broken", where=runfolder.SIGNATURE, found=reason))
    return found


def _certificate_faults(signature: Signature, anchors: Sequence[x509.Certificate], at: dt.date) -> Iterator[Finding]:
    """Give why the signer's certificate doesn't count: foreign, expired or made for something else."""
    chain = _chain(signature, anchors)
    if chain is None:
        yield fault(
            "audit.certificate-foreign",
            where=runfolder.SIGNATURE,
            expected=_subject(anchors[0]),
            found=_subject(signature.signer),
        )
    for certificate in chain or (signature.signer,):
        begins, ends = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
        if not begins <= at <= ends:
            term = _("{begins} bis {ends}").format(begins=begins.isoformat(), ends=ends.isoformat())
            yield fault("audit.certificate-expired", where=runfolder.SIGNATURE, expected=term, found=at.isoformat())
    yield from _purpose_faults(signature.signer)


def _chain(signature: Signature, anchors: Sequence[x509.Certificate]) -> list[x509.Certificate] | None:
    """Return the certificates from the signer's up to one that the verifier trusts, or None."""
    chain = [signature.signer]
    while len(chain) < LONGEST_CHAIN:
        if chain[-1] in anchors:
            return chain
        above = (issuer for issuer in (*anchors, *signature.certificates) if _has_issued(issuer, chain[-1]))
        issuer = next(above, None)
        if issuer is None or issuer in chain:
            return None
        chain.append(issuer)
    return None


def _has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether `issuer` is an authority, and `certificate` carries its name and signature."""
    try:
        certificate.verify_directly_issued_by(issuer)
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return constraints.ca and _may(issuer, "key_cert_sign")


def _purpose_faults(signer: x509.Certificate) -> Iterator[Finding]:
    """A certificate that says what it is for must be for signing (RFC 8550, section 4.4; as openssl judges it)."""
    if not (_may(signer, "digital_signature") or _may(signer, "content_commitment")):
        yield fault(
            "audit.certificate-purpose", where=runfolder.SIGNATURE, expected="digitalSignature", found="keyUsage"
        )
    try:
        purposes = signer.extensions.get_extension_for_oid(ExtensionOID.EXTENDED_KEY_USAGE).value
    except x509.ExtensionNotFound:
        return
    if isinstance(purposes, x509.ExtendedKeyUsage) and ExtendedKeyUsageOID.EMAIL_PROTECTION not in purposes:
        found = ", ".join(purpose._name for purpose in purposes)  # noqa: SLF001 - it stands nowhere else
        yield fault("audit.certificate-purpose", where=runfolder.SIGNATURE, expected="emailProtection", found=found)


def _may(certificate: x509.Certificate, use: str) -> bool:
    """Whether the certificate's key may be used so; one that doesn't say may."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(getattr(usage, use))


def _subject(certificate: x509.Certificate) -> str:
    return certificate.subject.rfc4514_string()


def _load_key(
    file: Path, password: bytes | None
) -> tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, list[x509.Certificate]]:
    """Return the key and its certificates, its own first."""
    content = _read(file)
    try:
        if b"-----BEGIN" in content:
            loaded = serialization.load_pem_private_key(content, password)
            certificates = x509.load_pem_x509_certificates(content)
        else:
            loaded, own, others = pkcs12.load_key_and_certificates(content, password)  # type: ignore[assignment]
            certificates = [certificate for certificate in (own, *others) if certificate is not None]
    except (ValueError, TypeError) as error:
        raise InputError(
            _("Der Schlüssel lässt sich nicht lesen"),
            where=file.name,
            hint=_("Erwartet wird PEM mit Schlüssel und Zertifikat oder PKCS#12; stimmt das Kennwort?"),
        ) from error
    if not isinstance(loaded, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise InputError(_("Zum Unterschreiben taugt nur ein RSA- oder EC-Schlüssel"), where=file.name)
    own_first = sorted(certificates, key=lambda certificate: certificate.public_key() != loaded.public_key())
    if not own_first or own_first[0].public_key() != loaded.public_key():
        raise InputError(_("Zum Schlüssel fehlt sein Zertifikat"), where=file.name)
    return loaded, own_first


def _load_certificates(file: Path) -> list[x509.Certificate]:
    content = _read(file)
    try:
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise InputError(
            _("Das Zertifikat lässt sich nicht lesen"), where=file.name, hint=_("Erwartet wird PEM oder DER (X.509)")
        ) from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(_("Die Datei lässt sich nicht lesen"), where=str(file), hint=str(error.strerror)) from error

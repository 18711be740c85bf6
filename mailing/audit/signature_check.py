"""Judging who signed the manifest: the signature itself, the certificate's way to who is trusted, and what it is for.

The certificate is judged for a day that the verifier names (today by default): the time inside a signature is only what
the signer says. The way is found and checked by pyhanko-certvalidator (RFC 5280): names, signatures, terms, path
lengths, uses, critical extensions, weak algorithms. Nothing is fetched, so nobody is asked whether it was revoked.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from asn1crypto import pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor, derive_quals_from_cert
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
)

from mailing.audit.cms import UNREADABLE, Signature, read_signature
from mailing.audit.findings import fault
from mailing.base.errors import InputError
from mailing.base.given_files import read_given
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mailing.findings import Finding

NOON, HALF_A_DAY = dt.time(12, tzinfo=dt.UTC), dt.timedelta(hours=12)
"""A certificate counts on the days on which its term begins and ends."""
PURPOSES = frozenset({"email_protection", "any_extended_key_usage"})
MOST_NAMED = 200
"""Longer names aren't shown in full."""


def signature_faults(
    content: bytes, signature: bytes | None, ca: Path | None, at: dt.date | None = None, *, must_be_signed: bool
) -> Iterator[Finding]:
    """Give what is wrong with the signature of a manifest; without `ca` also that nobody judged whose it is.

    Args:
        content: the manifest's bytes.
        signature: the bytes beside it; None where there are none.
        ca: the certificates that are trusted, PEM or DER.
        at: the day for which certificates are judged; None: today.
        must_be_signed: whether the run was asked to be signed.

    Raises:
        InputError: `ca` has no certificate.
    """
    anchors = None if ca is None else load_certificates(ca)
    if signature is None:
        if anchors is not None or must_be_signed:
            yield fault("audit.signature-missing", where=runfolder.SIGNATURE)
        return
    try:
        read = read_signature(signature)
        fits = read.fits(content)
    except UNREADABLE as error:
        yield fault("audit.signature-broken", where=runfolder.SIGNATURE, found=_shown(str(error)))
        return
    if not fits:
        reason = _("andere Prüfsumme oder anderer Schlüssel")
        yield fault("audit.signature-broken", where=runfolder.SIGNATURE, found=reason)
    if anchors is None:
        yield fault("audit.signature-unchecked", where=runfolder.SIGNATURE)
        return
    yield from _certificate_faults(read, anchors, at or dt.datetime.now(dt.UTC).date())


def who_signed(signature: bytes | None) -> str:
    """Say who signed, when and by which certificate, as the signature has it; or that nobody did: what that means."""
    if signature is None:
        return _(
            "nicht unterschrieben: wer den Ordner ändern kann, kann auch das Manifest neu schreiben; die Prüfung zeigt "
            "nur, dass der Lauf zu sich selbst passt"
        )
    try:
        read = read_signature(signature)
    except ValueError as error:
        return _("nicht lesbar: {reason}").format(reason=_shown(str(error)))
    return _("{name} am {when}, Zertifikat von {issuer}, Seriennummer {serial}").format(
        name=common_name(read.signer.subject),
        when=f"{read.signed_at:%d.%m.%Y %H:%M} UTC",
        issuer=common_name(read.signer.issuer),
        serial=f"{read.signer.serial_number:X}",
    )


def load_certificates(file: Path) -> list[x509.Certificate]:
    """Return the certificates in a file, PEM or DER.

    Raises:
        InputError: it can't be read, or has none.
    """
    content = read_given(file)
    try:
        ders = (
            [der for _kind, _headers, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
        )
        certificates = [x509.Certificate.load(der, strict=True) for der in ders]
        for certificate in certificates:
            certificate.native  # noqa: B018 - asn1crypto reads a value only when it is asked for
    except UNREADABLE as error:
        raise InputError(
            _("Das Zertifikat lässt sich nicht lesen"), where=file.name, hint=_("Erwartet wird PEM oder DER (X.509)")
        ) from error
    return certificates


def common_name(name: x509.Name) -> str:
    """Return what people call who has a name: its common name, else all of it."""
    called = name.native.get("common_name", name.human_friendly)
    return _shown(called if isinstance(called, str) else ", ".join(called))


def _certificate_faults(signature: Signature, anchors: Sequence[x509.Certificate], at: dt.date) -> Iterator[Finding]:
    """Give why the signer's certificate doesn't count: foreign, expired or made for something else."""
    signer = signature.signer
    try:
        chain = _chain(signature, anchors, at)
        yield from _term_faults(chain, at)
        yield from _anchor_faults(chain)
    except (ExpiredError, NotYetValidError):
        yield from _term_faults([signer, *signature.certificates], at)
    except (PathBuildingError, InvalidCertificateError):
        expected, found = (certificate.subject.human_friendly for certificate in (anchors[0], signer))
        yield _of_certificate("audit.certificate-foreign", _shown(expected), _shown(found))
    except PathValidationError as error:
        yield _of_certificate("audit.certificate-path", common_name(anchors[0].subject), _shown(str(error)))
    except UNREADABLE as error:
        yield fault("audit.signature-broken", where=runfolder.SIGNATURE, found=_shown(str(error)))
        return
    yield from _purpose_faults(signer)


def _chain(signature: Signature, anchors: Sequence[x509.Certificate], at: dt.date) -> list[x509.Certificate]:
    """Return the certificates from one that is trusted down to the signer's; raises certvalidator's errors."""
    if any(signature.signer.dump() == anchor.dump() for anchor in anchors):
        return [signature.signer]
    context = ValidationContext(
        trust_roots=[_anchor(anchor) for anchor in anchors],
        moment=dt.datetime.combine(at, NOON),
        time_tolerance=HALF_A_DAY,
        revocation_mode="soft-fail",
        allow_fetching=False,
    )
    validator = CertificateValidator(signature.signer, signature.certificates, context)
    return list(asyncio.run(validator.async_validate_path()).iter_certs(include_root=True))


def _anchor(certificate: x509.Certificate) -> CertTrustAnchor:
    """Return a trusted certificate whose own limits count; the library counts a missing one as a number."""
    limits = derive_quals_from_cert(certificate)
    return CertTrustAnchor(certificate, replace(limits, max_aa_path_length=limits.max_path_length))


def _term_faults(chain: Sequence[x509.Certificate], at: dt.date) -> Iterator[Finding]:
    for begins, ends in dict.fromkeys(
        (certificate.not_valid_before.date(), certificate.not_valid_after.date()) for certificate in chain
    ):
        if not begins <= at <= ends:
            term = _("{begins} bis {ends}").format(begins=begins.isoformat(), ends=ends.isoformat())
            yield _of_certificate("audit.certificate-expired", term, at.isoformat())


def _anchor_faults(chain: Sequence[x509.Certificate]) -> Iterator[Finding]:
    """Who is trusted must be an authority where others were issued by it, as openssl judges it."""
    anchor = chain[0]
    if len(chain) > 1 and not (anchor.ca and _may(anchor, "key_cert_sign")):
        yield _of_certificate("audit.certificate-path", "CA", common_name(anchor.subject))


def _purpose_faults(signer: x509.Certificate) -> Iterator[Finding]:
    """A certificate that says what it is for must be for signing (RFC 8550, section 4.4; as openssl judges it)."""
    if not (_may(signer, "digital_signature") or _may(signer, "non_repudiation")):
        yield _of_certificate("audit.certificate-purpose", "digitalSignature", "keyUsage")
    purposes = signer.extended_key_usage_value
    if purposes is not None and not PURPOSES.intersection(purposes.native):
        yield _of_certificate("audit.certificate-purpose", "emailProtection", ", ".join(purposes.native))


def _may(certificate: x509.Certificate, use: str) -> bool:
    """Whether the certificate's key may be used so; one that doesn't say may."""
    usage = certificate.key_usage_value
    return usage is None or use in usage.native


def _of_certificate(code: str, expected: str, found: str) -> Finding:
    return fault(code, where=runfolder.SIGNATURE, expected=expected, found=found)


def _shown(text: str) -> str:
    """Return foreign text on one line, without what terminals would obey."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain if len(plain) <= MOST_NAMED else plain[:MOST_NAMED] + "…"

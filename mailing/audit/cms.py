"""Reading a detached CMS signature (RFC 5652) with asn1crypto: another library than the one that signs.

Strict where a forger could play: one signer, signed attributes complete and each once with one value, SHA-2 throughout,
the same hash for content and signature. `openssl cms -verify` is the second opinion in the tests.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto import cms, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

DIGESTS = ("sha256", "sha384", "sha512")
VERSIONS = ("v1", "v3")
NEEDED = ("content_type", "message_digest", "signing_time")
"""Signed attributes without which a signature says too little (RFC 5652, sections 11.1 to 11.3)."""
KEY_KINDS = {
    "rsassa_pkcs1v15": ("rsa",),
    "rsassa_pss": ("rsa", "rsassa_pss"),
    "ecdsa": ("ec",),
}
"""Signature algorithm -> kinds of keys that can make it."""
NO_PARAMETERS = (b"", b"\x05\x00")
"""How a hash says that it has none: left out, or NULL (RFC 5754, section 2)."""
UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
    AssertionError,
    UnsupportedAlgorithm,
)
"""What damaged DER makes the libraries raise, sooner or later: asn1crypto reads a value only when it is asked for."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A detached signature by one signer.

    Attributes:
        certificates: all that it carries, the signer's among them.
        signer: the certificate of who signed.
        signed_at: when, as the signer says.
        algorithm: asn1crypto's value, with its parameters.
        attributes: the signed attributes as they were signed (DER).
        message_digest: what the content's digest should be, by the signature.
    """

    certificates: Sequence[x509.Certificate]
    signer: x509.Certificate
    signed_at: dt.datetime
    algorithm: cms.SignedDigestAlgorithm
    digest: str
    attributes: bytes
    message_digest: bytes
    value: bytes

    def fits(self, content: bytes) -> bool:
        """Whether it was made over `content` with the signer's key."""
        return hashlib.new(self.digest, content).digest() == self.message_digest and self._is_by_signer()

    def _is_by_signer(self) -> bool:
        try:
            DefaultSignatureValidator().validate_signature(
                self.value, self.attributes, self.signer.public_key, self.algorithm
            )
        except InvalidSignature:
            return False
        return True


def read_signature(der: bytes) -> Signature:
    """Return the signature in `der`.

    Raises:
        ValueError: it is none that counts: the text says why.
    """
    try:
        return _read(der)
    except UNREADABLE as error:
        raise ValueError(str(error).split("\n", maxsplit=1)[0]) from error


def _read(der: bytes) -> Signature:
    wrapped = cms.ContentInfo.load(der, strict=True)
    _demand(wrapped["content_type"].native == "signed_data", "no SignedData")
    signed = wrapped["content"]
    content_type = signed["encap_content_info"]["content_type"].native
    _demand(signed["encap_content_info"]["content"].native is None, "the content is within")
    _demand(len(signed["signer_infos"]) == 1, f"{len(signed['signer_infos'])} signers")
    signer_info = signed["signer_infos"][0]
    digests = (*signed["digest_algorithms"], signer_info["digest_algorithm"])
    _demand(all(kind["parameters"].dump() in NO_PARAMETERS for kind in digests), "parameters of a hash")
    named = [kind["algorithm"].native for kind in signed["digest_algorithms"]]
    digest, algorithm = signer_info["digest_algorithm"]["algorithm"].native, signer_info["signature_algorithm"]
    attributes = _attributes(signer_info)
    _demand(named == [digest], f"{', '.join(named)} instead of {digest}")
    _demand(signed["version"].native in VERSIONS and signer_info["version"].native in VERSIONS, "version")
    _demand(attributes["content_type"] == content_type == "data", "content-type")
    certificates = [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]
    _demand(all(certificate.native for certificate in certificates), "no certificate")
    _demand(all(certificate["signature_value"].contents[0] == 0 for certificate in certificates), "bits left over")
    signer = _signer(certificates, signer_info["sid"])
    _check_algorithm(algorithm, digest, signer)
    return Signature(
        certificates=certificates,
        signer=signer,
        signed_at=attributes["signing_time"],
        algorithm=algorithm,
        digest=digest,
        attributes=signer_info["signed_attrs"].untag().dump(),
        message_digest=attributes["message_digest"],
        value=signer_info["signature"].native,
    )


def _attributes(signer_info: cms.SignerInfo) -> dict[str, Any]:
    """Return the signed attributes that are needed, by name; each attribute stands once and has one value."""
    attributes = signer_info["signed_attrs"]
    _demand(attributes.native is not None, "no signed attributes")
    named = Counter(attribute["type"].native for attribute in attributes)
    for name in NEEDED:
        _demand(name in named, f"no {name.replace('_', '-')}")
    twice = [name for name, times in named.items() if times > 1]
    _demand(not twice, f"{', '.join(twice)} more than once")
    values = {attribute["type"].native: attribute["values"] for attribute in attributes}
    _demand(all(len(values[name]) == 1 for name in NEEDED), "an attribute with several values")
    return {name: values[name][0].native for name in NEEDED}


def _check_algorithm(algorithm: cms.SignedDigestAlgorithm, digest: str, signer: x509.Certificate) -> None:
    """Refuse weak hashes, keys that can't sign so, and a signature over another hash than it says."""
    _demand(digest in DIGESTS, digest)
    _demand(signer["signature_algorithm"].native == signer["tbs_certificate"]["signature"].native, "no certificate")
    kind = algorithm.signature_algo
    _demand(signer.public_key.algorithm in KEY_KINDS.get(kind, ()), f"{kind} by {signer.public_key.algorithm}")
    if algorithm["algorithm"].native == "rsassa_pkcs1v15":
        algorithm["algorithm"] = f"{digest}_rsa"
    _demand(algorithm.hash_algo == digest, f"{algorithm.hash_algo} over {digest}")


def _signer(certificates: Sequence[x509.Certificate], who: cms.SignerIdentifier) -> x509.Certificate:
    """Return the certificate that the signer's issuer and serial number, or key identifier, name."""
    for certificate in certificates:
        if who.name == "subject_key_identifier":
            is_named = certificate.key_identifier == who.chosen.native
        else:
            named = who.chosen
            is_named = (
                certificate.serial_number == named["serial_number"].native and certificate.issuer == named["issuer"]
            )
        if is_named:
            return certificate
    raise ValueError("the signer's certificate is missing")


def _demand(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition, not a switch
    if not holds:
        raise ValueError(otherwise)

"""Reading a detached CMS signature (RFC 5652): only as much of it as `manifest.json.p7s` has.

`cryptography` writes such signatures but doesn't check them; `openssl cms -verify` is the second opinion in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptography import x509

SEQUENCE, SET, OCTETS, INTEGER = 0x30, 0x31, 0x04, 0x02
IMPLICIT_0 = 0xA0
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
DIGESTS: dict[bytes, hashes.HashAlgorithm] = {
    bytes.fromhex("0609608648016503040201"): hashes.SHA256(),
    bytes.fromhex("0609608648016503040202"): hashes.SHA384(),
    bytes.fromhex("0609608648016503040203"): hashes.SHA512(),
}
_LONG = 0x80


class Tlv(NamedTuple):
    """A DER value: its tag, its content, and the whole of it."""

    tag: int
    content: bytes
    whole: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """A detached signature by one signer.

    Attributes:
        certificates: all that it carries, the signer's among them.
        signer: the certificate of who signed.
        attributes: the signed attributes as they were signed.
        message_digest: what the content's digest should be, by the signature.
    """

    certificates: Sequence[x509.Certificate]
    signer: x509.Certificate
    algorithm: hashes.HashAlgorithm
    attributes: bytes
    message_digest: bytes
    value: bytes

    def fits(self, content: bytes) -> bool:
        """Whether it was made over `content` with the signer's key."""
        digest = hashes.Hash(self.algorithm)
        digest.update(content)
        return digest.finalize() == self.message_digest and self._is_by_signer()

    def _is_by_signer(self) -> bool:
        key = self.signer.public_key()
        try:
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(self.value, self.attributes, padding.PKCS1v15(), self.algorithm)
            elif isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(self.value, self.attributes, ec.ECDSA(self.algorithm))
            else:
                return False
        except InvalidSignature:
            return False
        return True


def read_signature(der: bytes) -> Signature:
    """Return the signature in `der`; ValueError where it is none with one signer and signed attributes."""
    kind, wrapped = _values(_only(der).content)
    if kind.whole != SIGNED_DATA:
        raise ValueError("no SignedData")
    signed_data = list(_values(_only(wrapped.content).content))
    signer_info = _only(_only(signed_data[-1].whole, SET).content)
    _version, who, digest_kind, attributes, _kind, value, *_unsigned = _values(signer_info.content)
    digest, *_parameters = _values(digest_kind.content)
    algorithm = DIGESTS.get(digest.whole)
    if algorithm is None or attributes.tag != IMPLICIT_0 or value.tag != OCTETS:
        raise ValueError("no SHA-2 signature with signed attributes")
    certificates = pkcs7.load_der_pkcs7_certificates(der)
    return Signature(
        certificates=certificates,
        signer=_signer(certificates, who),
        algorithm=algorithm,
        attributes=bytes((SET,)) + attributes.whole[1:],
        message_digest=_message_digest(attributes),
        value=value.content,
    )


def _signer(certificates: Sequence[x509.Certificate], who: Tlv) -> x509.Certificate:
    """Return the certificate that the signer's issuer and serial number name."""
    issuer, serial = _values(who.content)
    number = int.from_bytes(serial.content, "big")
    for certificate in certificates:
        if certificate.serial_number == number and certificate.issuer.public_bytes() == issuer.whole:
            return certificate
    raise ValueError("the signer's certificate is missing")


def _message_digest(attributes: Tlv) -> bytes:
    for attribute in _values(attributes.content):
        kind, values = _values(attribute.content)
        if kind.whole == MESSAGE_DIGEST:
            return _only(values.content, OCTETS).content
    raise ValueError("no message digest")


def _only(data: bytes, tag: int = SEQUENCE) -> Tlv:
    """Return the one value that `data` is, which must have the tag."""
    (value,) = _values(data)
    if value.tag != tag:
        raise ValueError(f"tag {value.tag:#x} instead of {tag:#x}")
    return value


def _values(data: bytes) -> Iterator[Tlv]:
    """Give the DER values that stand one after the other in `data`."""
    start = 0
    while start < len(data):
        length = data[start + 1] if start + 1 < len(data) else _LONG
        body = start + 2
        if length == _LONG:
            raise ValueError("no definite length")
        if length > _LONG:
            digits = length - _LONG
            length = int.from_bytes(data[body : body + digits], "big")
            body += digits
        end = body + length
        if end > len(data):
            raise ValueError("cut off")
        yield Tlv(data[start], data[body:end], data[start:end])
        start = end

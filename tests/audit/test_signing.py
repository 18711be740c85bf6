"""Signatures: made with PEM and PKCS#12, checked by us and by openssl alone, refused with their reason."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from audit_run import make_run
from audit_sabotage import change_byte
from audit_signers import TODAY, Holder, issue, openssl_accepts
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from mailing.audit.signing import load_key
from mailing.audit.signing import sign as sign_with
from mailing.audit.verification import VerifyOptions, verify
from mailing.base.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography import x509


def sign(run: Path, key_file: Path, password: bytes | None = None) -> None:
    """Sign with the key in a file."""
    sign_with(run, load_key(key_file, password))


@pytest.fixture(scope="module")
def authority() -> Holder:
    """Who is trusted."""
    return issue("Jobcenter CA", is_authority=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run, not signed yet."""
    return make_run(tmp_path_factory.mktemp("runs") / "run", 3)


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it to be signed."""
    return shutil.copytree(made, tmp_path / "run")


def codes(run: Path, ca: Path, at: dt.date = TODAY) -> list[str]:
    """Return the codes that verifying against `ca` finds."""
    return [finding.code for finding in verify(run, VerifyOptions(quick=True, ca=ca, at=at))]


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_signature_is_accepted_by_us_and_by_openssl(kind: str, run: Path, authority: Holder, tmp_path: Path) -> None:
    """Signed with an EC or RSA key whose certificate the authority issued."""
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else None
    signer = issue("Sachbearbeitung", authority, key=key)
    sign(run, signer.write(tmp_path / "key.pem"))
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert codes(run, ca) == []
    assert openssl_accepts(run, ca)


def test_a_chain_is_followed(run: Path, authority: Holder, tmp_path: Path) -> None:
    """Between signer and authority stands another one, whose certificate comes with the signature."""
    middle = issue("Dienst-CA", authority, is_authority=True)
    signer = issue("Sachbearbeitung", middle)
    key = tmp_path / "key.pem"
    key.write_bytes(signer.pem + middle.certificate.public_bytes(Encoding.PEM))
    sign(run, key)
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert codes(run, ca) == []
    assert openssl_accepts(run, ca)


def test_pkcs12_with_a_password(run: Path, authority: Holder, tmp_path: Path) -> None:
    """The usual file of a certificate authority."""
    signer = issue("Sachbearbeitung", authority)
    file = tmp_path / "key.p12"
    protected = BestAvailableEncryption(b"geheim")
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"key", signer.key, signer.certificate, None, protected))
    with pytest.raises(InputError, match="Schlüssel lässt sich nicht lesen"):
        sign(run, file, b"falsch")
    sign(run, file, b"geheim")
    assert codes(run, authority.write_certificate(tmp_path / "ca.pem")) == []


def test_a_signature_by_openssl_is_accepted(run: Path, authority: Holder, tmp_path: Path) -> None:
    """Who signs needn't use this program."""
    signer = issue("Sachbearbeitung", authority).write(tmp_path / "key.pem")
    command = ["openssl", "cms", "-sign", "-binary", "-in", "manifest.json", "-signer", str(signer)]
    subprocess.run([*command, "-outform", "DER", "-out", "manifest.json.p7s"], cwd=run, check=True)
    assert codes(run, authority.write_certificate(tmp_path / "ca.pem")) == []


def test_an_unsigned_run_is_told(run: Path, authority: Holder, tmp_path: Path) -> None:
    """Where a signature is asked for, none is a fault."""
    assert codes(run, authority.write_certificate(tmp_path / "ca.pem")) == ["audit.signature-missing"]


def test_a_signature_nobody_asked_for_is_told(run: Path, authority: Holder, tmp_path: Path) -> None:
    """Without a certificate a signature proves nothing, and that is said."""
    sign(run, issue("Sachbearbeitung", authority).write(tmp_path / "key.pem"))
    found = [finding.code for finding in verify(run, VerifyOptions(quick=True))]
    assert found == ["audit.signature-unchecked"]


def test_a_changed_manifest_breaks_the_signature(run: Path, authority: Holder, tmp_path: Path) -> None:
    """One letter of the title."""
    sign(run, issue("Sachbearbeitung", authority).write(tmp_path / "key.pem"))
    manifest = run / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"Probe"', b'"Prabe"'))
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert "audit.signature-broken" in codes(run, ca)
    assert not openssl_accepts(run, ca)


@pytest.mark.parametrize("place", [-1, 200, 0])
def test_a_damaged_signature_is_refused(run: Path, authority: Holder, tmp_path: Path, place: int) -> None:
    """A byte of the signature's value, of its certificate, of its very beginning."""
    sign(run, issue("Sachbearbeitung", authority).write(tmp_path / "key.pem"))
    change_byte(run / "manifest.json.p7s", place)
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert "audit.signature-broken" in codes(run, ca)


def test_resigned_by_another_key_is_foreign(run: Path, authority: Holder, tmp_path: Path) -> None:
    """A forger signs with a key of the same name, issued by an authority of the same name."""
    forger = issue("Sachbearbeitung", issue("Jobcenter CA", is_authority=True))
    sign(run, forger.write(tmp_path / "key.pem"))
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert codes(run, ca) == ["audit.certificate-foreign"]
    assert not openssl_accepts(run, ca)


def test_issued_by_a_mere_holder_is_foreign(run: Path, authority: Holder, tmp_path: Path) -> None:
    """A certificate that is no authority's can't issue others."""
    holder = issue("Sachbearbeitung", authority)
    signer = issue("Forger", holder)
    key = tmp_path / "key.pem"
    key.write_bytes(signer.pem + holder.certificate.public_bytes(Encoding.PEM))
    sign(run, key)
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert codes(run, ca) == ["audit.certificate-path"]
    assert not openssl_accepts(run, ca)


def test_an_expired_certificate_is_refused(run: Path, authority: Holder, tmp_path: Path) -> None:
    """Judged for the day that the verifier names: after its end it is refused, within its term accepted."""
    sign(run, issue("Sachbearbeitung", authority, until=dt.date(2021, 1, 1)).write(tmp_path / "key.pem"))
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert codes(run, ca) == ["audit.certificate-expired"]
    assert not openssl_accepts(run, ca)
    assert codes(run, ca, dt.date(2020, 6, 15)) == []
    assert openssl_accepts(run, ca, dt.date(2020, 6, 15))


@pytest.mark.parametrize(
    ("purpose", "may_sign"), [(ExtendedKeyUsageOID.SERVER_AUTH, True), (None, False)], ids=["server", "encryption"]
)
def test_a_certificate_for_something_else_is_refused(
    run: Path, authority: Holder, tmp_path: Path, purpose: x509.ObjectIdentifier | None, *, may_sign: bool
) -> None:
    """A web server's certificate, or one for encryption only."""
    sign(run, issue("www", authority, purpose=purpose, may_sign=may_sign).write(tmp_path / "key.pem"))
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert codes(run, ca) == ["audit.certificate-purpose"]
    assert not openssl_accepts(run, ca)


def test_a_certificate_for_mail_is_accepted(run: Path, authority: Holder, tmp_path: Path) -> None:
    """The purpose that S/MIME and CMS signatures have."""
    signer = issue("Amt", authority, purpose=ExtendedKeyUsageOID.EMAIL_PROTECTION)
    sign(run, signer.write(tmp_path / "key.pem"))
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert codes(run, ca) == []
    assert openssl_accepts(run, ca)


def test_a_key_without_its_certificate_is_refused(run: Path, authority: Holder, tmp_path: Path) -> None:
    """A key alone, the wrong certificate, no key at all."""
    signer = issue("Sachbearbeitung", authority)
    key = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = tmp_path / "key.pem"
    file.write_bytes(key + authority.certificate.public_bytes(Encoding.PEM))
    with pytest.raises(InputError, match="fehlt sein Zertifikat"):
        sign(run, file)
    file.write_bytes(key)
    with pytest.raises(InputError):
        sign(run, file)
    file.write_bytes(b"nothing")
    with pytest.raises(InputError):
        sign(run, file)
    with pytest.raises(InputError):
        sign(run, tmp_path / "gone.pem")


def test_a_certificate_that_is_none_is_refused(run: Path, tmp_path: Path) -> None:
    """What `--ca` names must be a certificate."""
    (tmp_path / "ca.pem").write_text("nothing")
    with pytest.raises(InputError, match="Zertifikat lässt sich nicht lesen"):
        codes(run, tmp_path / "ca.pem")

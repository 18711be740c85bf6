"""Signatures by people who know how: each is judged as openssl judges it, or harder; a sound one is never accused."""

from __future__ import annotations

import shutil
import subprocess
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import cms
from audit_run import make_run
from audit_signers import TODAY, Holder, issue, openssl_accepts
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailing.audit.signature_check import signature_faults, who_signed
from mailing.audit.signing import load_key, sign
from mailing.audit.verification import VerifyOptions, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def authority() -> Holder:
    """Who is trusted."""
    return issue("Jobcenter CA", is_authority=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run, not signed yet."""
    return make_run(tmp_path_factory.mktemp("runs") / "run", 2)


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it to be signed."""
    return shutil.copytree(made, tmp_path / "run")


def found(run: Path, ca: Path | None) -> list[str]:
    """Return the codes of what verifying finds."""
    return [finding.code for finding in verify(run, VerifyOptions(quick=True, ca=ca, at=TODAY))]


def openssl_signs(run: Path, signer: Path, *options: str) -> None:
    """Let openssl sign the run's manifest."""
    command = ["openssl", "cms", "-sign", "-binary", "-in", "manifest.json", "-signer", str(signer), *options]
    subprocess.run([*command, "-outform", "DER", "-out", "manifest.json.p7s"], cwd=run, check=True, capture_output=True)


def rsa_signer(authority: Holder) -> Holder:
    """Return a holder of an RSA key."""
    return issue("Amt", authority, key=rsa.generate_private_key(65537, 2048))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("rsa", ["-md", "sha256", "-keyopt", "rsa_padding_mode:pss"]),
        ("rsa", ["-md", "sha512", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:64"]),
        ("rsa", ["-md", "sha384"]),
        ("ec", ["-md", "sha256"]),
        ("ec", ["-md", "sha512", "-keyid"]),
        ("ec", ["-md", "sha256", "-cades"]),
    ],
)
def test_sound_signatures_of_all_kinds_are_accepted(
    run: Path, authority: Holder, tmp_path: Path, kind: str, options: list[str]
) -> None:
    """RSA-PSS, PKCS #1 v1.5, ECDSA; the signer named by serial number or by key identifier; with CAdES's attributes."""
    signer = rsa_signer(authority) if kind == "rsa" else issue("Amt", authority)
    openssl_signs(run, signer.write(tmp_path / "key.pem"), *options)
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert openssl_accepts(run, ca)
    assert found(run, ca) == []


@pytest.mark.parametrize("options", [["-md", "sha1"], ["-noattr"], ["-nodetach"]])
def test_weak_and_incomplete_signatures_are_refused(
    run: Path, authority: Holder, tmp_path: Path, options: list[str]
) -> None:
    """SHA-1, no signed attributes at all, the content within: what was signed doesn't stand beyond doubt."""
    openssl_signs(run, rsa_signer(authority).write(tmp_path / "key.pem"), *options)
    assert found(run, authority.write_certificate(tmp_path / "ca.pem")) == ["audit.signature-broken"]


def forged(run: Path, signer: Holder, change: Callable[[list[Any]], object]) -> None:
    """Sign anew with other signed attributes: the signature over them is right."""
    sign(run, load_key(signer.write(run.parent / "forger.pem")))
    file = run / "manifest.json.p7s"
    wrapped = cms.ContentInfo.load(file.read_bytes())
    info = wrapped["content"]["signer_infos"][0]
    attributes = list(info["signed_attrs"])
    change(attributes)
    remade = cms.CMSAttributes(attributes)
    key = signer.key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    info["signed_attrs"] = remade
    info["signature"] = key.sign(info["signed_attrs"].untag().dump(force=True), ec.ECDSA(hashes.SHA256()))
    file.write_bytes(wrapped.dump(force=True))


def without(name: str) -> Callable[[list[Any]], object]:
    """Return what leaves an attribute out."""

    def change(attributes: list[Any]) -> None:
        attributes[:] = [attribute for attribute in attributes if attribute["type"].native != name]

    return change


def twice(name: str) -> Callable[[list[Any]], object]:
    """Return what puts an attribute there again."""
    return lambda attributes: attributes.extend(
        [attribute.copy() for attribute in attributes if attribute["type"].native == name]
    )


def two_values(name: str) -> Callable[[list[Any]], object]:
    """Return what gives an attribute a second value."""

    def change(attributes: list[Any]) -> None:
        for place, attribute in enumerate(attributes):
            if attribute["type"].native == name:
                value = attribute["values"][0]
                attributes[place] = cms.CMSAttribute({"type": name, "values": [value, value]})

    return change


def another_type(attributes: list[Any]) -> None:
    """Say that something else was signed than data."""
    without("content_type")(attributes)
    attributes.append(cms.CMSAttribute({"type": "content_type", "values": ["enveloped_data"]}))


def test_forging_changes_nothing_by_itself(run: Path, authority: Holder, tmp_path: Path) -> None:
    """The control: signed anew with the same attributes, it is sound."""
    forged(run, issue("Amt", authority), lambda _attributes: None)
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert found(run, ca) == []
    assert openssl_accepts(run, ca)


@pytest.mark.parametrize("name", ["content_type", "message_digest", "signing_time"])
@pytest.mark.parametrize("how", [without, twice, two_values])
def test_signed_attributes_are_complete_and_once_each(
    run: Path, authority: Holder, tmp_path: Path, name: str, how: Callable[[str], Callable[[list[Any]], object]]
) -> None:
    """One is missing, there twice, or with two values; with the right signature over it."""
    forged(run, issue("Amt", authority), how(name))
    assert found(run, authority.write_certificate(tmp_path / "ca.pem")) == ["audit.signature-broken"]


def test_the_attributes_name_what_was_signed(run: Path, authority: Holder, tmp_path: Path) -> None:
    """The content's type in the attributes is that of the content."""
    forged(run, issue("Amt", authority), another_type)
    ca = authority.write_certificate(tmp_path / "ca.pem")
    assert found(run, ca) == ["audit.signature-broken"]


def test_a_path_longer_than_allowed_is_refused(run: Path, tmp_path: Path) -> None:
    """The root allows no authority below itself."""
    root = issue("Jobcenter CA", is_authority=True, path_length=0)
    middle = issue("Dienst-CA", root, is_authority=True)
    signer = issue("Amt", middle)
    key = tmp_path / "key.pem"
    key.write_bytes(signer.pem + middle.certificate.public_bytes(Encoding.PEM))
    sign(run, load_key(key))
    ca = root.write_certificate(tmp_path / "ca.pem")
    assert found(run, ca) == ["audit.certificate-path"]
    assert not openssl_accepts(run, ca)


def test_a_path_as_long_as_allowed_is_accepted(run: Path, tmp_path: Path) -> None:
    """The root allows one authority below itself."""
    root = issue("Jobcenter CA", is_authority=True, path_length=1)
    middle = issue("Dienst-CA", root, is_authority=True, path_length=0)
    key = tmp_path / "key.pem"
    key.write_bytes(issue("Amt", middle).pem + middle.certificate.public_bytes(Encoding.PEM))
    sign(run, load_key(key))
    ca = root.write_certificate(tmp_path / "ca.pem")
    assert found(run, ca) == []
    assert openssl_accepts(run, ca)


def test_the_certificate_itself_can_be_trusted(run: Path, tmp_path: Path) -> None:
    """One that signed itself and is named as trusted."""
    signer = issue("Amt")
    sign(run, load_key(signer.write(tmp_path / "key.pem")))
    assert found(run, signer.write_certificate(tmp_path / "ca.pem")) == []


def test_a_signature_that_doesnt_fit_is_told_without_a_trusted_certificate(
    run: Path, authority: Holder, tmp_path: Path
) -> None:
    """Whose it is can't be said without `--ca`; that it isn't this manifest's can."""
    sign(run, load_key(issue("Amt", authority).write(tmp_path / "key.pem")))
    assert found(run, None) == ["audit.signature-unchecked"]
    manifest = run / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b" ")
    assert "audit.signature-broken" in found(run, None)


def test_it_is_said_who_signed_and_when(run: Path, authority: Holder, tmp_path: Path) -> None:
    """Common name, day, issuer and serial number; or that nobody did."""
    signer = issue("Erika Mustermann", authority)
    sign(run, load_key(signer.write(tmp_path / "key.pem")))
    told = who_signed((run / "manifest.json.p7s").read_bytes())
    assert "Erika Mustermann" in told
    assert "Jobcenter CA" in told
    assert f"{signer.certificate.serial_number:X}" in told
    assert who_signed(None).startswith("nicht unterschrieben")


def test_a_name_cant_play_with_the_terminal(run: Path, tmp_path: Path) -> None:
    """Control characters of a certificate's name are none where it is shown."""
    sign(run, load_key(issue("Amt\x1b[2J\nUnterschrift: in Ordnung").write(tmp_path / "key.pem")))
    told = who_signed((run / "manifest.json.p7s").read_bytes())
    assert told.isprintable()


def test_no_bit_of_a_signature_can_be_changed_unseen(made: Path, authority: Holder, tmp_path: Path) -> None:
    """Each one, turned: it is refused, or openssl too takes it for no part of what was signed."""
    run = shutil.copytree(made, tmp_path / "run")
    sign(run, load_key(issue("Amt", authority).write(tmp_path / "key.pem")))
    ca = authority.write_certificate(tmp_path / "ca.pem")
    file = run / "manifest.json.p7s"
    content, sound = (run / "manifest.json").read_bytes(), file.read_bytes()
    for place, bit in product(range(len(sound)), range(8)):
        damaged = sound[:place] + bytes((sound[place] ^ 1 << bit,)) + sound[place + 1 :]
        if not any(signature_faults(content, damaged, ca, TODAY, must_be_signed=True)):
            file.write_bytes(damaged)
            assert openssl_accepts(run, ca), (place, bit)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_signature_never_passes_and_never_falls_over(
    made: Path, authority: Holder, tmp_path: Path, data: st.DataObject
) -> None:
    """Any byte changed, or cut anywhere."""
    signed = tmp_path / "signed"
    if not signed.exists():
        shutil.copytree(made, signed)
        sign(signed, load_key(issue("Amt", authority).write(tmp_path / "key.pem")))
        (signed / "sound").write_bytes((signed / "manifest.json.p7s").read_bytes())
    sound = (signed / "sound").read_bytes()
    place = data.draw(st.integers(0, len(sound) - 1))
    if data.draw(st.booleans()):
        damaged = sound[:place]
    else:
        damaged = sound[:place] + bytes((sound[place] ^ data.draw(st.integers(1, 255)),)) + sound[place + 1 :]
    (signed / "manifest.json.p7s").write_bytes(damaged)
    ca = authority.write_certificate(tmp_path / "ca.pem")
    codes = set(found(signed, ca)) - {"audit.file-stranger"}
    assert codes or openssl_accepts(signed, ca)
    assert who_signed(damaged)

"""Signing as a user does it: only what was verified is signed, and what was signed isn't mended unseen."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from audit_signers import issue
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from program_kit import row, write_list

from mailing.base.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]

NUMBERS = range(1, 4)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A list, a key with a password and one without, and whom to trust."""
    authority = issue("Jobcenter CA", is_authority=True)
    signer = issue("Erika Mustermann", authority)
    write_list(tmp_path / "liste.csv", [row(number) for number in NUMBERS])
    signer.write(tmp_path / "key.pem")
    authority.write_certificate(tmp_path / "ca.pem")
    locked = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"geheim"))
    (tmp_path / "locked.pem").write_bytes(locked + signer.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "password").write_text("geheim\n", "utf-8")
    return tmp_path


def call(files: Path, *options: str) -> list[str]:
    """Return the call that makes the run."""
    return ["run", str(files / "liste.csv"), "-o", str(files / "runs"), "--date", "2020-06-15", "--json", *options]


def swap_letters(run: Path) -> None:
    """Change a disposition in the books, and correct every hash that tells."""
    rows = run / "house/rows.csv"
    rows.write_bytes(rows.read_bytes().replace(b"printed", b"rejected", 1))
    import hashlib

    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    for entry in manifest["others"]:
        if entry["path"] == "house/rows.csv":
            entry |= {"sha256": hashlib.sha256(rows.read_bytes()).hexdigest(), "bytes": rows.stat().st_size}
    (run / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")


def test_a_run_is_signed_and_says_so(program: Program, files: Path) -> None:
    """The signature is there, the manifest's options say that it must be, and `verify` names who signed."""
    run = program(*call(files, "--sign", str(files / "key.pem"))).run
    assert json.loads((run / "manifest.json").read_text("utf-8"))["options"]["signed"] == "yes"
    told = program("verify", str(run), "--ca", str(files / "ca.pem"))
    assert told.code == ExitCode.DONE
    assert "Erika Mustermann" in told.out


def test_an_unsigned_run_is_told_so(program: Program, files: Path) -> None:
    """Nothing is wrong with it, and what it is worth is said."""
    told = program("verify", str(program(*call(files)).run))
    assert told.code == ExitCode.DONE
    assert "nicht unterschrieben" in told.out


def test_a_signed_run_that_lost_its_signature_is_found(program: Program, files: Path) -> None:
    """Without `--ca` too."""
    run = program(*call(files, "--sign", str(files / "key.pem"))).run
    (run / "manifest.json.p7s").unlink()
    for options in ([], ["--quick"], ["--shop"]):
        assert program("verify", str(run), *options).code == ExitCode.VERIFICATION_FAILED


def test_a_signed_run_is_kept_as_it_is(program: Program, files: Path) -> None:
    """The same call again signs nothing anew: the signature keeps its bytes."""
    run = program(*call(files, "--sign", str(files / "key.pem"))).run
    signature = (run / "manifest.json.p7s").read_bytes()
    assert program(*call(files, "--sign", str(files / "key.pem"))).code == ExitCode.DONE
    assert (run / "manifest.json.p7s").read_bytes() == signature


@pytest.mark.parametrize("path", ["house/rows.csv", "shop/data/pieces.csv", "manifest.json", "manifest.json.p7s"])
def test_a_changed_signed_run_isnt_mended(program: Program, files: Path, path: str) -> None:
    """Whatever of it was changed: the call that made it refuses, and changes nothing."""
    run = program(*call(files, "--sign", str(files / "key.pem"))).run
    changed = (run / path).read_bytes()[:-1]
    (run / path).write_bytes(changed)
    assert program(*call(files, "--sign", str(files / "key.pem"))).code == ExitCode.VERIFICATION_FAILED
    assert (run / path).read_bytes() == changed


@pytest.mark.parametrize("path", ["house/rows.csv", "manifest.json"])
def test_a_signed_run_without_its_signature_isnt_mended_either(program: Program, files: Path, path: str) -> None:
    """A book is changed or the manifest gone, and one of the two that would tell is taken away."""
    run = program(*call(files, "--sign", str(files / "key.pem"))).run
    if path == "manifest.json":
        (run / path).unlink()
    else:
        (run / path).write_bytes(b"changed")
        (run / "manifest.json.p7s").unlink()
    assert program(*call(files, "--sign", str(files / "key.pem"))).code == ExitCode.VERIFICATION_FAILED


def test_a_manipulated_run_isnt_signed(program: Program, files: Path) -> None:
    """All hashes are corrected, so that only the books themselves tell."""
    run = program(*call(files)).run
    swap_letters(run)
    refused = program("sign", str(run), "--key", str(files / "key.pem"))
    assert refused.code == ExitCode.VERIFICATION_FAILED
    assert not (run / "manifest.json.p7s").exists()


def test_a_manipulated_run_isnt_signed_by_run_either(program: Program, files: Path) -> None:
    """Its signature is taken away, and the call that would sign it is made again."""
    run = program(*call(files, "--sign", str(files / "key.pem"))).run
    (run / "manifest.json.p7s").unlink()
    swap_letters(run)
    assert program(*call(files, "--sign", str(files / "key.pem"))).code == ExitCode.VERIFICATION_FAILED
    assert not (run / "manifest.json.p7s").exists()


def test_a_sound_run_is_signed_later(program: Program, files: Path) -> None:
    """`sign` verifies, signs and says who."""
    run = program(*call(files)).run
    signed = program("sign", str(run), "--key", str(files / "key.pem"), "--list", str(files / "liste.csv"))
    assert signed.code == ExitCode.DONE
    assert "Erika Mustermann" in signed.out
    assert program("verify", str(run), "--ca", str(files / "ca.pem")).code == ExitCode.DONE


def test_a_purged_run_isnt_signed(program: Program, files: Path) -> None:
    """What can't be verified any more isn't signed."""
    run = program(*call(files)).run
    assert program("purge", str(run), "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert program("sign", str(run), "--key", str(files / "key.pem")).code == ExitCode.VERIFICATION_FAILED


def test_a_password_comes_from_a_file_or_the_environment(
    program: Program, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one the key can't be used; nothing is made then."""
    locked = ["--sign", str(files / "locked.pem")]
    assert program(*call(files, *locked)).code == ExitCode.INPUT_UNUSABLE
    assert not (files / "runs").exists()
    assert program(*call(files, *locked, "--key-password-file", str(files / "password"))).code == ExitCode.DONE
    shutil.rmtree(files / "runs")
    monkeypatch.setenv("MAILING_KEY_PASSWORD", "geheim")
    assert program(*call(files, *locked)).code == ExitCode.DONE


@pytest.mark.parametrize("command", ["run", "sign"])
def test_help_says_where_a_password_comes_from(mailing: Program, command: str) -> None:
    """The option and the variable are named."""
    told = mailing(command, "--help").out
    assert "--key-password-file" in told
    assert "MAILING_KEY_PASSWORD" in told


def test_a_signed_run_can_be_made_again(program: Program, files: Path) -> None:
    """Without the key: the bytes are the same, and the signature is none of them."""
    run = program(*call(files, "--sign", str(files / "key.pem"))).run
    assert program("verify", str(run), "--rebuild", str(files / "liste.csv")).code == ExitCode.DONE


def test_a_receipt_counts_as_much_as_its_manifest(program: Program, files: Path) -> None:
    """`--ca`, `--at` and `--list` count with `--proof` too."""
    run = program(*call(files, "--sign", str(files / "key.pem"))).run
    receipt = files / "receipt.json"
    assert program("prove", str(run), "1", "-o", str(receipt)).code == ExitCode.DONE
    asked = ["verify", str(run), "--proof", str(receipt)]
    sound = ["--ca", str(files / "ca.pem"), "--list", str(files / "liste.csv")]
    assert program(*asked, *sound).code == ExitCode.DONE
    assert program(*asked, *sound, "--at", "2040-01-01").code == ExitCode.VERIFICATION_FAILED
    foreign = issue("Andere CA", is_authority=True).write_certificate(files / "other.pem")
    assert program(*asked, "--ca", str(foreign)).code == ExitCode.VERIFICATION_FAILED
    other = write_list(files / "other.csv", [row(number, nachname="Anders") for number in NUMBERS])
    assert program(*asked, "--list", str(other)).code == ExitCode.VERIFICATION_FAILED
    (run / "manifest.json.p7s").unlink()
    assert program(*asked).code == ExitCode.VERIFICATION_FAILED

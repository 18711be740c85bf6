"""TLS by a certificate of one's own: served, bound to it, and looked at before the office opens."""

from __future__ import annotations

import socket
import ssl
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx2
import pytest
from accounts_kit import account_in
from office_kit import PASSWORD, open_office

from mailing.base.errors import MailingError
from mailing.web.accounts.doors import open_doors
from mailing.web.accounts.roles import Role
from mailing.web.office import Office
from mailing.web.serve_options import ServeOptions

if TYPE_CHECKING:
    from pathlib import Path


def certificate_in(folder: Path, *, password: str = "") -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 and its key."""
    folder.mkdir(exist_ok=True)
    certificate, key = folder / "office.pem", folder / "office.key"
    protection = ["-passout", f"pass:{password}"] if password else ["-nodes"]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "2", "-keyout", key, "-out", certificate]
    subprocess.run([*made, *names, *protection], check=True, capture_output=True)
    return certificate, key


def test_an_office_serves_tls_and_binds_its_cookies_to_it(tmp_path: Path) -> None:
    """Nothing older than TLS 1.2; nothing readable on the same port."""
    certificate, key = certificate_in(tmp_path / "tls")
    data = tmp_path / "data"
    data.mkdir()
    account_in(Office(data), "Eva", Role.CREATE)
    context = ssl.create_default_context(cafile=str(certificate))
    options = ("--workers", "0", "--certificate", str(certificate), "--key", str(key))
    with open_office(data, *options) as office:
        assert office.address.startswith("https://")
        form = {"konto": "Eva", "kennwort": PASSWORD}
        answer = httpx2.post(f"{office.address}/anmelden", data=form, verify=context, timeout=30)
        assert answer.status_code == 303
        assert answer.headers["Strict-Transport-Security"]
        cookie = next(c for c in answer.headers.get_list("set-cookie") if "sitzung" in c)
        assert cookie.startswith("__Host-sitzung=")
        assert "Secure" in cookie
        with pytest.raises(httpx2.HTTPError):
            httpx2.get(office.address.replace("https", "http"), timeout=10)
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.load_verify_locations(certificate)
        host, port = office.address.removeprefix("https://").split(":")
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        with socket.create_connection((host, int(port)), timeout=10) as plain, pytest.raises(OSError):  # noqa: PT011
            old.wrap_socket(plain, server_hostname=host)


def test_what_cant_be_served_with_is_told_before_the_office_opens(tmp_path: Path) -> None:
    """Not there, no PEM, the wrong key, one with a password, a folder, a key alone."""
    certificate, key = certificate_in(tmp_path / "one")
    _other, wrong = certificate_in(tmp_path / "two")
    _third, protected = certificate_in(tmp_path / "three", password="geheim")  # noqa: S106 - of the test's key
    (tmp_path / "leer").write_bytes(b"")
    base = ServeOptions(tmp_path / "data")
    for given in (
        {"certificate": tmp_path / "nix"},
        {"certificate": tmp_path / "leer"},
        {"certificate": tmp_path},
        {"certificate": certificate},
        {"certificate": certificate, "key": wrong},
        {"certificate": certificate, "key": protected},
        {"key": key},
    ):
        with pytest.raises(MailingError) as told:
            open_doors(Office(tmp_path / "data"), replace(base, **given))
        assert told.value.where
    open_doors(Office(tmp_path / "data"), replace(base, certificate=certificate, key=key))

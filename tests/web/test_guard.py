"""What stands before every page: headers, other sites, foreign names, and bodies that are too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from accounts_kit import ADDRESS, account_in, client_before, log_in, logged_in

from mailing.web import security_headers
from mailing.web.accounts.roles import Role
from mailing.web.routing import FORM_BYTES

if TYPE_CHECKING:
    from mailing.web.office import Office

EVIL = "https://boese.example"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/anmelden"), ("GET", "/gibt-es-nicht"), ("GET", "/konten"), ("PUT", "/konten")]
)
def test_every_answer_has_the_headers_those_that_refuse_too(office: Office, method: str, path: str) -> None:
    """A fault's page can be misused as well as any."""
    answer = client_before(office).request(method, path)
    for name, value in security_headers.HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers


def test_scripts_and_styles_come_from_here_and_from_no_page(office: Office) -> None:
    """What somebody got into a page does nothing."""
    policy = client_before(office).get("/anmelden").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not any(word in policy for word in ("unsafe", "http:", "https:", "*"))


def test_a_refused_post_has_the_headers_too(office: Office) -> None:
    """The guards' own answers pass the same way."""
    answer = client_before(office).post("/anmelden", headers={"Origin": EVIL})
    assert answer.status_code == 403
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_styles_may_be_kept(office: Office) -> None:
    """They hold nothing of anybody's."""
    assert "no-store" not in client_before(office).get("/static/office.css").headers.get("Cache-Control", "")


def test_a_fault_of_the_program_tells_its_place_and_nothing_else(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither to the browser nor in the log: an error's values may be somebody's."""
    client = logged_in(office, "Eva", Role.ADMINISTER)

    def fail(*_arguments: object, **_more: object) -> None:
        raise KeyError("Erika Mustermann")

    monkeypatch.setattr("mailing.web.accounts.accounts.Accounts.all", fail)
    answer = client.get("/konten")
    assert answer.status_code == 500
    assert "Fehler im Programm" in answer.text
    assert "Mustermann" not in answer.text + caplog.text
    assert "KeyError" in caplog.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8080"},
        {"Origin": "http://127.0.0.1:8080.boese.example"},
        {"Origin": "http://127.0.0.1:8080@boese.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS},
        {"Sec-Fetch-Site": ""},
        {"Referer": f"{EVIL}/seite"},
    ],
)
def test_a_post_from_another_site_is_refused(office: Office, headers: dict[str, str]) -> None:
    """Whether somebody is logged in or not, and before anything is done."""
    client = logged_in(office, "Eva", Role.ADMINISTER)
    for path in ("/abmelden", "/anmelden", "/konten", "/sprache", "/gibt-es-nicht"):
        assert client.post(path, headers=headers).status_code == 403
    assert client.get("/konten").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": ADDRESS},
        {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Referer": f"{ADDRESS}/anmelden"},
    ],
)
def test_a_post_from_our_own_pages_or_a_program_is_taken(office: Office, headers: dict[str, str]) -> None:
    """Programs that are no browsers send no origin, and no cookie that another's page could use."""
    account_in(office, "Eva", Role.CREATE)
    answer = client_before(office).post(
        "/anmelden", data={"konto": "Eva", "kennwort": "ein langes Kennwort 7"}, headers=headers
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("host", ["boese.example", "boese.example:8080", "127.0.0.1.boese.example", "", "a b", "[::1"])
def test_a_name_that_isnt_ours_is_refused(office: Office, host: str) -> None:
    """A foreign name may suddenly mean our address (DNS rebinding); its pages are of one site with us, then."""
    assert client_before(office).get("/anmelden", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "10.0.0.5", "localhost:8080", "[::1]:8080", "Briefe.Amt.example"])
def test_figures_this_machine_and_the_named_address_are_ours(office: Office, host: str) -> None:
    """For rebinding, a name is needed."""
    client = client_before(office, address="https://briefe.amt.example")
    assert client.get("/anmelden", headers={"Host": host}).status_code == 200


def test_a_body_that_announces_too_much_is_refused_unread(office: Office) -> None:
    """A log-in has no megabyte."""
    client = client_before(office)
    assert client.post("/anmelden", content=b"x" * 10_001).status_code == 413
    assert client.post("/sprache", content=b"x" * (FORM_BYTES + 1)).status_code == 413
    assert client.post("/gibt-es-nicht", content=b"x" * (FORM_BYTES + 1)).status_code == 413


def test_a_body_that_announces_nothing_is_counted(office: Office) -> None:
    """Chunks have no length beforehand."""
    chunks = (b"konto=" + b"x" * 4_000 for _number in range(5))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client_before(office).post("/anmelden", content=chunks, headers=headers)
    assert answer.status_code == 413
    assert "zu groß" in answer.text


@pytest.mark.parametrize("length", ["-1", "x", "1e9", "9" * 30, "²"])
def test_a_length_that_is_no_number_is_refused(office: Office, length: str) -> None:
    """Before anybody counts with it."""
    answer = client_before(office).post("/anmelden", headers={"Content-Length": length.encode()})
    assert answer.status_code == 400


def test_the_session_cookie_is_read_by_no_script_and_sent_to_no_other_site(office: Office) -> None:
    """Over TLS it is bound to the host besides."""
    account_in(office, "Eva", Role.CREATE)
    plain = log_in(client_before(office), "Eva").headers.get_list("set-cookie")
    assert all("HttpOnly" in cookie and "SameSite=strict" in cookie and "Secure" not in cookie for cookie in plain)
    assert any(cookie.startswith("sitzung=") for cookie in plain)
    safe = log_in(client_before(office, base="https://127.0.0.1:8080"), "Eva")
    assert any(
        cookie.startswith("__Host-sitzung=") and "Secure" in cookie for cookie in safe.headers.get_list("set-cookie")
    )
    assert safe.headers["Strict-Transport-Security"]

"""Logging in by the house's log-in service: a real one on the loopback, and false ones of each kind."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from accounts_kit import account_in, client_before
from joserfc.jwk import OctKey, RSAKey
from oidc_kit import CLIENT, Service, log_in_service, settings_in

from mailing.base.errors import InputError
from mailing.web.accounts import activity
from mailing.web.accounts.oidc import LogInService, OidcError, RoundTrip
from mailing.web.accounts.oidc_settings import read_oidc_settings
from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response
    from starlette.testclient import TestClient

    from mailing.web.office import Office


@pytest.fixture
def service() -> Iterator[Service]:
    """A log-in service."""
    with log_in_service() as opened:
        yield opened


@pytest.fixture
def client(office: Office, service: Service, tmp_path: Path) -> TestClient:
    """A browser before an office that uses it, and that has an account for Eva."""
    account_in(office, "Eva Muster", Role.CREATE)
    return client_before(office, oidc=settings_in(tmp_path, service))


def back_from_service(client: TestClient) -> str:
    """Go to the service and return where it sends the browser to."""
    answer = client.get("/anmelden/dienst")
    assert answer.status_code == 303
    sent = httpx2.get(answer.headers["location"])
    return sent.headers["location"].removeprefix("http://127.0.0.1:8080")


def come_in(client: TestClient) -> Response:
    """Go to the service and come back."""
    return client.get(back_from_service(client))


def is_in(client: TestClient) -> bool:
    """Whether somebody is logged in."""
    return client.get("/konto").status_code == 200


def test_whom_the_service_knows_comes_in_under_their_account(office: Office, client: TestClient) -> None:
    """By the name that it gives; the page leads on by a link, as the way here came from another site."""
    assert "Mit Stadt-Konto" in client.get("/anmelden").text
    answer = come_in(client)
    assert (answer.status_code, "Eva Muster" in answer.text) == (200, True)
    assert is_in(client)
    entry = list(activity.all_entries(office.store))[-1]
    assert (entry.account, entry.act, entry.subject) == ("Eva Muster", activity.LOGGED_IN, "OpenID Connect")


def test_what_is_asked_for_names_state_nonce_and_a_digest_only(client: TestClient) -> None:
    """The verifier stays with the browser, in a cookie that comes back from another site."""
    answer = client.get("/anmelden/dienst")
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == ["http://127.0.0.1:8080/anmelden/dienst/zurueck"]
    assert {"state", "nonce", "code_challenge"} < set(asked)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert cookie.split(";")[0].split(".")[-1] not in answer.headers["location"]


def test_without_an_account_nobody_comes_in(client: TestClient, service: Service) -> None:
    """The service says who somebody is; whether they work here, the office does."""
    service.user = "max fremd"
    answer = come_in(client)
    assert (answer.status_code, "kein Konto" in answer.text) == (422, True)
    assert not is_in(client)


NOW = int(time.time())


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://boese.example"},
        {"aud": "ein anderes Programm"},
        {"aud": [CLIENT, "noch eines"], "azp": "noch eines"},
        {"exp": NOW - 3_600},
        {"exp": None},
        {"iat": None},
        {"iat": NOW + 3_600},
        {"nonce": "von einer anderen Anmeldung"},
        {"nonce": None},
        {"sub": None},
        {"preferred_username": None},
        {"preferred_username": ""},
        {"preferred_username": ["Eva Muster"]},
    ],
)
def test_a_token_that_isnt_for_us_now_and_this_log_in_is_refused(
    client: TestClient, service: Service, wrong: dict[str, Any]
) -> None:
    """Each entry by itself."""
    service.wrong = wrong
    assert come_in(client).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (RSAKey.generate_key(2048, {"kid": "1"}), "RS256"),
        (OctKey.import_key("sehr geheim / mit: Zeichen, wie ausgemacht"), "HS256"),
    ],
)
def test_a_token_signed_by_others_is_refused(
    client: TestClient, service: Service, key: RSAKey | OctKey, algorithm: str
) -> None:
    """Neither another key nor a shared secret."""
    service.key, service.algorithm = key, algorithm
    assert come_in(client).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("told", [{"state": "anders"}, {"iss": "https://boese.example"}, {"code": "erfunden"}])
def test_an_answer_to_another_question_is_refused(client: TestClient, service: Service, told: dict[str, str]) -> None:
    """State (CSRF), issuer (mix-up) and code."""
    service.told = told
    assert come_in(client).status_code == 422
    assert not is_in(client)


def test_an_answer_is_taken_once_and_only_from_the_browser_that_asked(
    office: Office, client: TestClient, service: Service, tmp_path: Path
) -> None:
    """A link that somebody else was sent does nothing."""
    back = back_from_service(client)
    stranger = client_before(office, oidc=settings_in(tmp_path, service))
    assert stranger.get(back).headers["location"] == "/anmelden"
    assert not is_in(stranger)
    assert client.get(back).status_code == 200
    client.post("/abmelden")
    assert client.get(back).headers["location"] == "/anmelden"
    assert not is_in(client)


def test_a_refusal_of_the_service_is_told(client: TestClient) -> None:
    """Whatever it writes, it is shown as text."""
    state = parse_qs(urlsplit(client.get("/anmelden/dienst").headers["location"]).query)["state"][0]
    answer = client.get("/anmelden/dienst/zurueck", params={"state": state, "error": "<b>access_denied"})
    assert answer.status_code == 422
    assert "&lt;b&gt;access_denied" in answer.text


def test_a_service_that_doesnt_answer_leaves_the_password(office: Office, service: Service, tmp_path: Path) -> None:
    """The office goes on without it."""
    service.issuer = "http://127.0.0.1:1"
    client = client_before(office, oidc=settings_in(tmp_path, service))
    answer = client.get("/anmelden/dienst")
    assert (answer.status_code, "antwortet nicht" in answer.text) == (422, True)
    assert client.get("/anmelden").status_code == 200


def test_without_settings_there_is_no_service(office: Office) -> None:
    """It is off by default."""
    client = client_before(office)
    assert client.get("/anmelden/dienst").status_code == 404
    assert "Dienst" not in client.get("/anmelden").text


@pytest.mark.parametrize(
    "settings",
    [
        "",
        'issuer = "https://a.example"',
        'issuer = "http://a.example"\nclient_id = "x"',
        'issuer = "a.example"\nclient_id = "x"',
        'issuer = "https://a.example?x=1"\nclient_id = "x"',
        'issuer = "https://a.example"\nclient_id = "x"\nscope = "profile"',
        'issuer = "https://a.example"\nclient_id = "x"\nfremd = 1',
        'issuer = "https://a.example"\nclient_id = 7',
        "= kein TOML",
    ],
)
def test_settings_that_cant_be_are_told_before_the_office_opens(tmp_path: Path, settings: str) -> None:
    """With what is wrong; a service without TLS would be anybody's."""
    file = tmp_path / "dienst.toml"
    file.write_text(settings, "utf-8")
    with pytest.raises(InputError):
        read_oidc_settings(file)


def test_a_token_without_a_signature_is_refused(service: Service, tmp_path: Path) -> None:
    """What `alg: none` once let in."""

    def part(told: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()

    claims = {"iss": service.issuer, "aud": CLIENT, "sub": "1", "iat": NOW, "exp": NOW + 600, "nonce": "n"}
    unsigned = f"{part({'alg': 'none'})}.{part({**claims, 'preferred_username': 'Eva Muster'})}."
    ours = LogInService(read_oidc_settings(settings_in(tmp_path, service)), "http://127.0.0.1:8080/zurueck")
    _described, keys = ours._described()
    with pytest.raises(OidcError):
        ours._name_in(unsigned, keys, RoundTrip("s", "n", "v"))

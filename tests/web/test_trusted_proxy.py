"""A proxy's word is believed from the proxy only: who is logged in, where from, and over what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from accounts_kit import account_in, client_before, log_in

from mailing.base.errors import UsageError
from mailing.web.accounts import activity
from mailing.web.accounts.doors import open_doors
from mailing.web.accounts.roles import Role
from mailing.web.arrival import is_in, networks
from mailing.web.serve_options import ServeOptions

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from mailing.web.office import Office

PROXY = "10.0.0.1"
HEADER = "X-Remote-User"


def behind(office: Office, sender: str = PROXY, **options: object) -> TestClient:
    """Return a browser whose requests come from this address, before an office that trusts the proxy."""
    given = {"trusted_header": HEADER, "trusted_proxies": (PROXY,), **options}
    return client_before(office, client=(sender, 1234), **given)


def vouched(client: TestClient, name: str) -> bool:
    """Open the log-in with the header; return whether that let somebody in."""
    client.get("/anmelden", headers={HEADER: name})
    return client.get("/konto", headers={HEADER: name}).status_code == 200


def test_whom_the_proxy_names_comes_in(office: Office) -> None:
    """Under their account, with a session of their own, which the log tells of."""
    account_in(office, "Jörg Muster", Role.CREATE)
    client = behind(office)
    answer = client.get("/anmelden", headers={HEADER: "jörg muster".encode()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/laeufe")
    entry = list(activity.all_entries(office.store))[-1]
    assert (entry.account, entry.act, entry.subject) == ("Jörg Muster", activity.LOGGED_IN, "Proxy")


@pytest.mark.parametrize("sender", ["10.0.0.2", "127.0.0.1", "::1", "testclient", ""])
def test_from_anybody_else_the_header_is_as_good_as_not_there(office: Office, sender: str) -> None:
    """Also where it claims to have come through the proxy."""
    account_in(office, "Eva", Role.CREATE)
    client = behind(office, sender)
    answer = client.get("/anmelden", headers={HEADER: "Eva", "X-Forwarded-For": PROXY})
    assert answer.status_code == 200
    assert "sitzung" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "options",
    [{"trusted_header": None}, {"trusted_header": None, "trusted_proxies": ()}, {"trusted_header": "X-Other"}],
)
def test_by_default_no_header_lets_anybody_in(office: Office, options: dict[str, object]) -> None:
    """It is off until both are named."""
    account_in(office, "Eva", Role.CREATE)
    assert not vouched(behind(office, **options), "Eva")


def test_a_header_given_twice_is_none(office: Office) -> None:
    """One of the two is the client's."""
    account_in(office, "Eva", Role.CREATE)
    client = behind(office)
    answer = client.get("/anmelden", headers=[(HEADER, "Eva"), (HEADER, "Eva")])
    assert answer.status_code == 200


def test_without_an_account_the_proxys_word_opens_nothing(office: Office) -> None:
    """And isn't written into the log, whatever it is."""
    client = behind(office)
    assert not vouched(client, "Niemand")
    assert "kein Konto" in client.get("/anmelden", headers={HEADER: "Niemand"}).text
    assert {entry.account for entry in activity.all_entries(office.store)} == {activity.NOBODY}


def test_when_the_proxy_names_somebody_else_the_session_before_is_over(office: Office) -> None:
    """People share machines."""
    account_in(office, "Eva", Role.CREATE)
    account_in(office, "Max", Role.CREATE)
    client = behind(office)
    assert vouched(client, "Eva")
    assert client.get("/konto", headers={HEADER: "Max"}).status_code == 303
    assert vouched(client, "Max")
    assert "Max" in client.get("/konto", headers={HEADER: "Max"}).text


def test_tls_at_the_proxy_is_tls(office: Office) -> None:
    """Its cookie is bound to the host; claimed by others, it isn't."""
    account_in(office, "Eva", Role.CREATE)
    told = {"X-Forwarded-Proto": "https"}
    safe = behind(office).post("/anmelden", data={"konto": "Eva", "kennwort": "ein langes Kennwort 7"}, headers=told)
    assert "__Host-sitzung" in safe.headers["set-cookie"]
    claimed = behind(office, "10.0.0.9").get("/anmelden", headers=told)
    assert "Strict-Transport-Security" not in claimed.headers


def test_behind_the_proxy_each_client_is_slowed_by_itself(office: Office) -> None:
    """By the last address that the proxy wrote; those before are the client's own words."""
    client = behind(office)

    def attempts(last: str) -> list[int]:
        codes = []
        for number in range(32):
            headers = {"X-Forwarded-For": f"192.0.2.{number}, {last}"}
            form = {"konto": f"Konto {last} {number}", "kennwort": "x"}
            codes.append(client.post("/anmelden", data=form, headers=headers).status_code)
        return codes

    assert 429 in attempts("198.51.100.1")
    assert log_in(client, "noch eines", "x").status_code == 422


def test_other_sites_are_told_from_us_behind_a_proxy(office: Office) -> None:
    """By the host that the browser asked the proxy for."""
    client = behind(office, address="https://briefe.amt.example")
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "briefe.amt.example"}
    ours = client.post("/anmelden", headers={**told, "Origin": "https://briefe.amt.example"})
    theirs = client.post("/anmelden", headers={**told, "Origin": "https://boese.example"})
    assert (ours.status_code, theirs.status_code) == (422, 403)


def test_a_header_without_a_proxy_isnt_opened(office: Office) -> None:
    """Anybody could claim to be anybody."""
    with pytest.raises(UsageError, match="--trusted-proxy"):
        open_doors(office, ServeOptions(office.data, trusted_header=HEADER))


@pytest.mark.parametrize("given", ["proxy.amt.example", "10.0.0.0/33", "", "10.0.0"])
def test_a_proxy_is_an_address_or_a_network(office: Office, given: str) -> None:
    """A name could be made to mean another."""
    with pytest.raises(UsageError):
        open_doors(office, ServeOptions(office.data, trusted_proxies=(given,)))


def test_networks_hold_their_addresses_in_both_spellings() -> None:
    """IPv4 arrives as IPv6 on some servers."""
    trusted = networks(("10.0.0.0/24", "fd00::/8"))
    assert all(is_in(address, trusted) for address in ("10.0.0.9", "::ffff:10.0.0.9", "fd00::1"))
    assert not any(is_in(address, trusted) for address in ("10.0.1.9", "::1", "", "x", "10.0.0.9:80"))

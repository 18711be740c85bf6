"""The pages of accounts: logging in and out, setting up by a link, one's own, and what an administrator does."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyotp
import pytest
from accounts_kit import account_in, client_before, link_in, log_in, logged_in
from office_kit import PASSWORD

from mailing.web.accounts import activity, codes, throttle
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.doors import open_doors
from mailing.web.accounts.roles import Role
from mailing.web.pages.accounts import key_of
from mailing.web.serve_options import ServeOptions

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from mailing.web.office import Office

NEW = "noch ein langes Kennwort"


def acts(office: Office) -> list[tuple[str, str]]:
    """Return who did what, as the log tells it."""
    return [(entry.account, entry.act) for entry in activity.all_entries(office.store)]


def followed(client: TestClient, link: str) -> str:
    """Follow a single-use link and return the page that it leads to."""
    answer = client.get(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/einrichten")
    return client.get("/einrichten").text


def secret_in(page: str) -> str:
    """Return the secret that a page offers."""
    return re.search(r'name="geheimnis" value="(\w+)"', page).group(1)


def twice(password: str = NEW, **fields: str) -> dict[str, str]:
    """Return a form with a new password."""
    return {"kennwort": password, "wiederholt": password, **fields}


def test_logging_in_leads_to_the_first_page_and_out_to_none(office: Office) -> None:
    """After log-out, the cookie that was is worth nothing."""
    account_in(office, "Eva Muster", Role.CREATE)
    client = client_before(office)
    answer = log_in(client, "eva muster")
    assert (answer.status_code, answer.headers["location"]) == (303, "/laeufe")
    assert "Eva Muster" in client.get("/konto").text
    kept = client.cookies["sitzung"]
    assert client.post("/abmelden").headers["location"] == "/anmelden"
    client.cookies.set("sitzung", kept)
    assert client.get("/konto").headers["location"] == "/anmelden"
    assert acts(office) == [("Eva Muster", activity.LOGGED_IN), ("Eva Muster", activity.LOGGED_OUT)]


@pytest.mark.parametrize("form", [{}, {"konto": "Eva"}, {"konto": "Eva", "kennwort": "falsch"}, {"konto": "Max"}])
def test_what_doesnt_open_says_so_and_not_why(office: Office, form: dict[str, str]) -> None:
    """The same words for a wrong password and no such account; the password isn't shown again."""
    account_in(office, "Eva", Role.CREATE)
    answer = client_before(office).post("/anmelden", data=form)
    assert answer.status_code == 422
    assert "Konto oder Kennwort stimmt nicht" in answer.text
    assert "falsch" not in answer.text
    assert "set-cookie" not in answer.headers


def test_who_must_wait_is_told_how_long(office: Office) -> None:
    """To people in words, to programs as Retry-After."""
    client = client_before(office)
    answers = [log_in(client, "Eva", "falsch") for _number in range(throttle.account_key("x").free + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [422] * (len(answers) - 1)
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert "Sekunde" in answers[-1].text


def test_a_session_that_was_there_before_is_not_taken_over(office: Office) -> None:
    """Logging in makes a new token: one that somebody planted stays worthless."""
    account_in(office, "Eva", Role.CREATE)
    client = client_before(office)
    client.cookies.set("sitzung", "untergeschoben")
    log_in(client, "Eva")
    assert client.cookies.get("sitzung", domain="127.0.0.1") != "untergeschoben"


def test_the_first_start_offers_a_link_by_which_an_administrator_is_made(office: Office) -> None:
    """The token leaves the address at once, and the link is used up only when the password is set."""
    doors = open_doors(office, ServeOptions(office.data))
    link = link_in("\n".join(doors.told("http://127.0.0.1:8080/")))
    client = client_before(office)  # opening again voids the first link
    assert client.get(link).status_code == 303
    assert client.get("/einrichten").status_code == 409
    link = link_in("\n".join(doors.told("http://127.0.0.1:8080/")))
    assert "erste Konto" in followed(client, link)
    assert link.rpartition("/")[2] not in client.get("/einrichten").text
    assert client.post("/einrichten", data=twice("kurz", konto="Ada")).status_code == 422
    assert client.post("/einrichten", data={**twice(konto="Ada"), "wiederholt": "anders"}).status_code == 422
    answer = client.post("/einrichten", data=twice(konto="Ada"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/konten")
    assert Accounts(office.store).named("Ada").roles == {Role.ADMINISTER}
    other = client_before(office)
    other.get(link)
    assert other.get("/einrichten").status_code == 409
    assert len(list(doors.told("http://127.0.0.1:8080/"))) == 1


def test_a_new_account_is_set_up_by_its_owner_with_a_code(office: Office) -> None:
    """The administrator sees the link once and never the code's secret."""
    admin = logged_in(office, "Ada", Role.ADMINISTER)
    shown = admin.post("/konten", data={"konto": "Frieda", "rolle": "freigeben"}).text
    assert "otpauth" not in shown
    frieda = client_before(office)
    secret = secret_in(followed(frieda, link_in(shown)))
    refused = frieda.post("/einrichten", data=twice(geheimnis=secret, code="000000"))
    assert refused.status_code == 422
    assert secret_in(refused.text) == secret
    code = pyotp.TOTP(secret).now()
    assert frieda.post("/einrichten", data=twice(geheimnis=secret, code=code)).status_code == 303
    account = Accounts(office.store).named("Frieda")
    assert account.has_code
    with pytest.raises(codes.CodeError, match="schon benutzt"):
        codes.confirm_code(office.store, account, code)
    assert log_in(client_before(office), "Frieda", NEW).status_code == 303


def test_resetting_ends_sessions_and_gives_a_link_for_a_new_password(office: Office) -> None:
    """The old password is void at once; the code only where that was ticked."""
    admin = logged_in(office, "Ada", Role.ADMINISTER)
    frieda = logged_in(office, "Frieda", Role.RELEASE)
    key = key_of("Frieda")
    link = link_in(admin.post(f"/konten/{key}/zuruecksetzen").text)
    assert frieda.get("/konto").status_code == 303
    assert log_in(frieda, "Frieda").status_code == 422
    assert 'name="geheimnis"' not in followed(frieda, link)
    assert frieda.post("/einrichten", data=twice()).status_code == 303
    link = link_in(admin.post(f"/konten/{key}/zuruecksetzen", data={"code": "ja"}).text)
    assert 'name="geheimnis"' in followed(frieda, link)


def test_an_administrator_changes_roles_ends_sessions_and_removes(office: Office) -> None:
    """Each takes hold at once and stands in the log."""
    admin = logged_in(office, "Ada", Role.ADMINISTER)
    eva = logged_in(office, "Eva", Role.CREATE)
    key = key_of("Eva")
    admin.post(f"/konten/{key}/rollen", data={"rolle": ["pruefen", "nichts"]})
    assert Accounts(office.store).named("Eva").roles == {Role.AUDIT}
    assert admin.post(f"/konten/{key}/rollen").status_code == 409
    admin.post(f"/konten/{key}/sitzungen")
    assert eva.get("/konto").status_code == 303
    log_in(eva, "Eva")
    assert "Eva" in admin.get(f"/konten/{key}/entfernen").text
    assert admin.post(f"/konten/{key}/entfernen").headers["location"].startswith("/konten")
    assert eva.get("/konto").status_code == 303
    assert admin.get(f"/konten/{key}").status_code == 404
    done = [act for account, act in acts(office) if account == "Ada"]
    assert done[1:] == [activity.ROLES_CHANGED, activity.SESSIONS_ENDED, activity.ACCOUNT_REMOVED]


def test_nobody_changes_their_own_roles_or_removes_the_last_administrator(office: Office) -> None:
    """Who administers can't make themselves one who releases."""
    admin = logged_in(office, "Ada", Role.ADMINISTER)
    key = key_of("Ada")
    answer = admin.post(f"/konten/{key}/rollen", data={"rolle": ["verwalten", "freigeben"]})
    assert (answer.status_code, "Die eigenen Rollen" in answer.text) == (409, True)
    answer = admin.post(f"/konten/{key}/entfernen")
    assert (answer.status_code, "letzte Konto" in answer.text) == (409, True)


def test_one_changes_ones_own_password_and_other_browsers_are_out(office: Office) -> None:
    """This one stays."""
    here = logged_in(office, "Eva", Role.CREATE)
    there = client_before(office)
    log_in(there, "Eva")
    assert here.post("/konto/kennwort", data=twice(bisher="falsch")).status_code == 422
    assert there.get("/konto").status_code == 200
    assert here.post("/konto/kennwort", data=twice(bisher=PASSWORD)).status_code == 303
    assert here.get("/konto").status_code == 200
    assert there.get("/konto").status_code == 303


def test_a_new_code_needs_the_password_and_the_code_before(office: Office) -> None:
    """An open session isn't enough to take a release over."""
    old = account_in(office, "Frieda", Role.RELEASE)
    client = client_before(office)
    log_in(client, "Frieda")
    secret = secret_in(client.get("/konto").text)
    form = {"geheimnis": secret, "code": pyotp.TOTP(secret).now(), "kennwort-fuer-code": PASSWORD}
    assert client.post("/konto/code", data=form).status_code == 422
    assert client.post("/konto/code", data={**form, "kennwort-fuer-code": "falsch"}).status_code == 422
    right = {**form, "bisheriger-code": pyotp.TOTP(old).now()}
    assert client.post("/konto/code", data={**right, "geheimnis": "A" * 31}).status_code == 422
    assert client.post("/konto/code", data=right).status_code == 303
    assert ("Frieda", activity.CODE_SET) in acts(office)


def test_names_stand_in_no_address_and_whatever_they_hold_is_text(office: Office) -> None:
    """An account called like a script is one called like a script."""
    admin = logged_in(office, "Ada", Role.ADMINISTER)
    name = "<script>alert(1)</script> O'Neill & Söhne"
    admin.post("/konten", data={"konto": name, "rolle": "erstellen"})
    page = admin.get("/konten").text
    assert name not in page
    assert html.escape(name, quote=False).replace("'", "&#39;") in page
    assert all("script" not in urlsplit(link).path for link in re.findall(r'href="(/konten/[^"]*)"', page))


def test_the_log_is_read_by_administrators_and_auditors(office: Office) -> None:
    """And checked when asked."""
    auditor = logged_in(office, "Paul", Role.AUDIT)
    assert "unverändert" in auditor.get("/konten/protokoll?pruefen=ja").text
    assert logged_in(office, "Eva", Role.CREATE).get("/konten/protokoll").status_code == 403

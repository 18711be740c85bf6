"""What isn't the program's fault, and what no browser of ours sends: told as what it is, and nothing else breaks."""

from __future__ import annotations

import http.client
import socket
import time
from typing import TYPE_CHECKING

import pytest
from accounts_kit import client_before, logged_in
from serving_kit import served
from sqlalchemy.exc import OperationalError
from worker_kit import wait_until_over, worker

from mailing.web import security_headers
from mailing.web.accounts import activity
from mailing.web.accounts.roles import Role
from mailing.web.impatience import ImpatientProtocol
from mailing.web.office import Office
from mailing.web.work.queue import JobState, Queue

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Receive, Scope, Send


def fail_with(error: Exception) -> object:
    """Return what raises this, however it is called."""

    def fail(*_arguments: object, **_more: object) -> None:
        raise error

    return fail


def test_a_full_disk_is_told_as_what_it_is(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not where on it what lies, and not as a fault of the program."""
    client = logged_in(office, "Anna", Role.ADMINISTER)
    monkeypatch.setattr("mailing.web.accounts.accounts.Accounts.all", fail_with(OSError(28, "full", "/srv/Mustermann")))
    answer = client.get("/konten")
    assert answer.status_code == 503
    assert "Der Datenträger ist voll" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert "Mustermann" not in answer.text + caplog.text


@pytest.mark.parametrize("place", ["shelf.shutil.copyfileobj", "new_runs.NewRuns.add"])
def test_nothing_stays_of_a_list_that_couldnt_be_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """It would fill the disk on, and be nobody's to remove."""
    client = logged_in(office, "Eva", Role.CREATE)
    monkeypatch.setattr(f"mailing.web.new_runs.{place}", fail_with(OSError(28, "full")))
    answer = client.post("/neuer-lauf", files={"liste": ("liste.csv", b"a;b\n1;2\n")})
    assert answer.status_code == 503
    assert not list(office.new_runs.rglob("*"))


@pytest.mark.parametrize("place", ["accounts.accounts.Accounts.all", "accounts.sessions.account_of"])
def test_a_database_that_doesnt_answer_is_told_as_what_it_is(
    office: Office, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Whether the page needs it, or already the question who asks; afterwards all is as before."""
    client = logged_in(office, "Anna", Role.ADMINISTER)
    with monkeypatch.context() as outage:
        outage.setattr(f"mailing.web.{place}", fail_with(OperationalError("SELECT secret", {}, OSError())))
        answer = client.get("/konten")
    assert answer.status_code == 503
    assert "Die Datenbank des Büros antwortet nicht" in answer.text
    assert "SELECT" not in answer.text
    assert client.get("/konten").status_code == 200


def test_a_job_that_lost_the_database_is_gone_on_with(tmp_path: Path) -> None:
    """That is no failure of the job's."""
    office = Office(tmp_path)
    queue = Queue(office.store)
    job = queue.add("lose_database", "run:a", {"file": str(tmp_path / "mark")}, "Eva")
    with worker(office):
        done = wait_until_over(queue, job)
    assert (done.state, done.attempts) == (JobState.DONE, 2)
    office.store.close()


def test_a_nul_is_refused_by_each_database(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """SQLite would keep it, PostgreSQL can't."""
    for url in (None, request.getfixturevalue("postgres_office")):
        made = Office(tmp_path, url)
        client = logged_in(made, f"Eva {url is None}", Role.CREATE)
        for answer in (client.get("/vorgaenge/%00"), client.post("/anmelden", data={"konto": "a\0", "kennwort": "b"})):
            assert 400 <= answer.status_code < 500
        made.store.close()


def test_addresses_that_are_none_break_no_page(office: Office) -> None:
    """Whoever sends them: a header, a field, a path."""
    client = client_before(office)
    assert client.get("/gibt-es-nicht", headers={"Referer": "http://[::1"}).status_code == 404
    assert client.post("/sprache", data={"seite": "http://[::1"}).headers["Location"] == "/"
    for token in ("%E2%80%AE", "%FF", "x", "a" * 2_000):
        assert client.get(f"/einrichten/{token}").status_code == 409


@pytest.mark.parametrize("ending", ["/laeufe/anderer?", "/", "?", "#", "\\x"])
def test_the_log_names_the_address_that_was_asked(office: Office, ending: str) -> None:
    """A host that goes on as a path would make it another's."""
    client = logged_in(office, "Anna", Role.ADMINISTER)
    data = {"name": "Bea", "rollen": "erstellen"}
    assert client.post("/konten", data=data, headers={"Host": f"127.0.0.1:8080{ending}"}).status_code == 400
    assert "anderer" not in "".join(entry.subject for entry in activity.all_entries(office.store))


def test_the_servers_own_refusals_have_the_headers_too() -> None:
    """What is no HTTP, and one too many."""

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    def told(port: int, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65_536), b"")).lower()

    whole = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with served(answer, http=ImpatientProtocol, limit_concurrency=2) as port:
        assert told(port, whole).startswith(b"http/1.1 200")
        refused = [told(port, b"\x16\x03\x01\r\n\r\n")]
        others = [socket.create_connection(("127.0.0.1", port)) for _number in range(3)]
        end = time.monotonic() + 30
        while (last := told(port, whole)).startswith(b"http/1.1 200") and time.monotonic() < end:
            time.sleep(0.05)  # until the server has taken the others in
        refused.append(last)
        for other in others:
            other.close()
    assert [each.split()[1] for each in refused] == [b"400", b"503"]
    for each in refused:
        assert all(name.lower().encode() in each for name in (*security_headers.HEADERS, "Cache-Control"))


def test_an_answer_leaves_at_once() -> None:
    """Header and body are two packets; the second doesn't wait for the first to be acknowledged."""

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5000")]})
        await send({"type": "http.response.body", "body": b"x" * 5_000})

    times = []
    with served(answer, http=ImpatientProtocol) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for _number in range(12):
            begun = time.perf_counter()
            connection.request("GET", "/")
            connection.getresponse().read()
            times.append(time.perf_counter() - begun)
        connection.close()
    assert min(times[2:]) < 0.03

"""Clients that dawdle, on purpose or not, hold no place for long; one that is only slow is served."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest
from serving_kit import served

from mailing.web import body_limit, impatience
from mailing.web.accounts.doors import open_doors
from mailing.web.app import make_app
from mailing.web.guard import guarded
from mailing.web.impatience import ImpatientProtocol
from mailing.web.serve_options import ServeOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.web.office import Office

PATIENCE = 0.6
"""Seconds, in these tests, that the server waits."""
SOON = 9
"""Seconds after which it has let go, on a busy machine too: no test waits longer."""
FORM = b"POST /anmelden HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def port(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """An office's server with little patience."""
    monkeypatch.setattr(impatience, "HEADER_SECONDS", PATIENCE)
    monkeypatch.setattr(impatience, "READING_SECONDS", PATIENCE)
    monkeypatch.setattr(body_limit, "GRACE", PATIENCE)
    monkeypatch.setattr(body_limit, "SECONDS_TO_LINGER", PATIENCE)
    options = ServeOptions(office.data)
    app = guarded(make_app(office, open_doors(office, options).account_of), office, options)
    with served(app, http=ImpatientProtocol) as number:
        yield number


def connected(port: int) -> socket.socket:
    """Return a connection that gives up after some seconds."""
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def rest_of(connection: socket.socket) -> bytes:
    """Return all that comes until the server closes."""
    received = b""
    try:
        while some := connection.recv(65_536):
            received += some
    except ConnectionResetError:
        pass
    return received


def drip(connection: socket.socket, sent: bytes) -> None:
    """Send byte by byte."""
    for byte in sent:
        connection.send(bytes([byte]))
        time.sleep(PATIENCE / 10)


def ask_on(connection: socket.socket, asked: bytes) -> None:
    """Ask again and again and never read an answer."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        connection.sendall(asked * 100)


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "])
def test_a_header_that_never_ends_is_cut_off(port: int, begun: bytes) -> None:
    """Also one of which nothing comes at all."""
    with connected(port) as connection:
        connection.sendall(begun)
        started = time.monotonic()
        assert rest_of(connection) == b""
        assert time.monotonic() - started < SOON


def test_a_header_that_comes_drop_by_drop_is_cut_off(port: int) -> None:
    """Each byte doesn't buy more time."""
    with connected(port) as connection:
        started = time.monotonic()
        with pytest.raises(OSError):  # noqa: PT011 - reset or broken pipe, as the system has it
            drip(connection, FORM * 50)
        assert time.monotonic() - started < SOON


def test_a_second_header_on_a_connection_is_timed_as_the_first(port: int) -> None:
    """A good request first is no free ticket."""
    with connected(port) as connection:
        connection.sendall(b"GET /anmelden HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /anm")
        started = time.monotonic()
        assert b"200 OK" in rest_of(connection)
        assert time.monotonic() - started < SOON


def test_a_body_that_doesnt_come_on_is_told_so_and_cut_off(port: int) -> None:
    """Drop by drop doesn't help: on the whole, it must have a speed."""
    with connected(port) as connection:
        connection.sendall(FORM + b"Content-Length: 1000\r\n\r\nkonto=")
        started = time.monotonic()
        assert b" 408 " in rest_of(connection)
        assert time.monotonic() - started < SOON


def test_a_client_that_still_sends_reads_that_it_was_too_much(port: int) -> None:
    """It isn't cut off in the middle, or it would never know why."""
    with connected(port) as connection:
        connection.sendall(FORM + b"Content-Length: 2000000\r\n\r\n")
        connection.sendall(b"x" * 2_000_000)
        assert b" 413 " in rest_of(connection)


def test_an_answer_that_nobody_reads_is_given_up(port: int) -> None:
    """Ten thousand unread pages would be kept for ever."""
    asked = b"GET /static/office.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with connected(port) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(2)
        started = time.monotonic()
        with pytest.raises(OSError):  # noqa: PT011 - reset, or nobody takes more
            ask_on(connection, asked)
        assert time.monotonic() - started < 15


def test_a_client_that_is_only_slow_is_served(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within its time."""
    for module, name in ((impatience, "HEADER_SECONDS"), (body_limit, "GRACE")):
        monkeypatch.setattr(module, name, 10 * PATIENCE)
    body = b"konto=Eva&kennwort=falsch"
    with connected(port) as connection:
        connection.sendall(FORM[:20])
        time.sleep(PATIENCE / 3)
        connection.sendall(FORM[20:] + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:5])
        time.sleep(PATIENCE / 3)
        connection.sendall(body[5:])
        assert b" 422 " in rest_of(connection)

"""An office to try: in this process for single pages, as a user starts it for whole ways, and a browser."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyotp
from starlette.testclient import TestClient

from mailing.base.progress import Progress
from mailing.model.actors import Source, actor_named
from mailing.runs.offices.house import furnish
from mailing.web.accounts.account import Account
from mailing.web.app import make_app
from mailing.web.office import Office
from mailing.web.work.queue import JobState, Queue
from mailing.web.work.tasks import Order, remove_uploads, task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from mailing.web.accounts.roles import Role

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--lang=de-DE",
)
SAMPLE = Path(__file__).parents[2] / "sample_data" / "haushalte.csv"
PASSWORD = "ein langes Kennwort 7"  # noqa: S105 - of the tests' accounts
SECONDS_TO_OPEN = 60


def office_in(folder: Path) -> Office:
    """Return a furnished office of the test's own."""
    folder.mkdir(parents=True, exist_ok=True)
    furnish(folder)
    office = Office(folder.resolve())
    office.runs.mkdir(exist_ok=True)
    return office


def client_of(office: Office, name: str | None, *roles: Role) -> TestClient:
    """Return a browser without script, in which this account is logged in; nobody where there is no name."""
    account = None if name is None else Account(name, frozenset(roles))
    app = make_app(office, lambda _request: account)
    return TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=True)


def work_off(office: Office) -> None:
    """Do all jobs that wait, in this process, as a worker's children would."""
    queue = Queue(office.store)
    while job := queue.claim("test"):
        subject, by = job.subject.partition(":")[2], actor_named(job.by, Source.WEB)
        order = Order(office, subject, job.arguments, by, job.created, Progress())
        queue.end(job.id, "test", JobState.DONE, task(job.kind)(order))
        remove_uploads(office, job)


@dataclass
class Person:
    """An account with what its owner knows."""

    name: str
    password: str = PASSWORD
    secret: str | None = None

    @property
    def code(self) -> str:
        """The code of now; each is taken once, so one that was given waits for the next."""
        assert self.secret is not None
        return pyotp.TOTP(self.secret).now()


@dataclass
class RunningOffice:
    """An office that was started as a user does."""

    data: Path
    address: str
    process: subprocess.Popen[str]
    people: dict[str, Person] = field(default_factory=dict)

    def add(self, name: str, *roles: Role) -> Person:
        """Make an account by the command line."""
        person = add_account(self.data, name, *roles)
        self.people[name] = person
        return person

    def kill(self) -> None:
        """Kill the server at once, as a power cut would."""
        self.process.kill()
        self.process.wait()


def add_account(data: Path, name: str, *roles: Role) -> Person:
    """Make an account by the command line, and keep its secret where it has one."""
    wanted = [word for role in roles for word in ("--role", role.value)]
    where = ("--data", str(data), "--password-stdin")
    done = subprocess.run(
        [sys.executable, "-m", "mailing", "office", "account", "add", name, *wanted, *where],
        input=PASSWORD + "\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    address = re.search(r"otpauth://\S+", done.stdout)
    secret = parse_qs(urlsplit(address.group()).query)["secret"][0] if address else None
    return Person(name, secret=secret)


@contextmanager
def open_office(data: Path, *options: str, port: int = 0) -> Iterator[RunningOffice]:
    """Start an office by its command and give it when it is open; it is closed at the end."""
    data.mkdir(parents=True, exist_ok=True)
    said = data.parent / f"{data.name}-says.txt"
    with said.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mailing", "office", "--data", str(data), "--port", str(port), *options],
            stdout=output,
            stderr=output,
            encoding="utf-8",
        )
    try:
        yield RunningOffice(data, _address(process, said), process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


def _address(process: subprocess.Popen[str], said: Path) -> str:
    end = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < end:
        found = re.search(r"https?://[\w.:\[\]-]+/", said.read_text("utf-8"))
        if found:
            return found.group().rstrip("/")
        assert process.poll() is None, said.read_text("utf-8")
        time.sleep(0.05)
    raise AssertionError(said.read_text("utf-8"))


@contextmanager
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        try:
            yield opened
        finally:
            opened.close()


def log_in(page: Page, office: RunningOffice, person: Person) -> None:
    """Log in as this person does."""
    page.goto(f"{office.address}/anmelden")
    page.get_by_label("Konto", exact=True).fill(person.name)
    page.get_by_label("Kennwort", exact=True).fill(person.password)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("button", name="Abmelden").wait_for()

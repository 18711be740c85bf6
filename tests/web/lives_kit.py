"""An office with one run of twelve letters, made by Eva, and those who do something with it."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyotp
from office_kit import client_of, work_off

from mailing.press.codes import code_text
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.roles import Role
from mailing.web.work.queue import Queue

if TYPE_CHECKING:
    from pathlib import Path

    from httpx2 import Response
    from starlette.testclient import TestClient

    from mailing.web.office import Office
    from mailing.web.work.queue import Job

LETTERS = 12
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass
class Life:
    """A run in an office, and its people: Eva makes, Tom releases, Dora prints, Ute audits."""

    office: Office
    run_id: str

    @property
    def run(self) -> Path:
        """The run's folder."""
        return self.office.runs / self.run_id

    @property
    def page(self) -> str:
        """The run's address."""
        return f"/laeufe/{self.run_id}"

    @property
    def packages(self) -> str:
        """The address of its packages."""
        return f"/pakete/{self.run_id}"

    @cached_property
    def eva(self) -> TestClient:
        """The clerk's browser."""
        return client_of(self.office, "Eva", Role.CREATE)

    @cached_property
    def tom(self) -> TestClient:
        """The browser of who releases."""
        return client_of(self.office, "Tom", Role.RELEASE)

    @cached_property
    def dora(self) -> TestClient:
        """The shop's browser."""
        return client_of(self.office, "Dora", Role.SHOP)

    @cached_property
    def ute(self) -> TestClient:
        """The auditor's browser."""
        return client_of(self.office, "Ute", Role.AUDIT)

    @cached_property
    def secret(self) -> str:
        """What Tom's telephone knows."""
        accounts = Accounts(self.office.store)
        if accounts.find("Tom") is None:
            accounts.add("Tom", [Role.RELEASE])
        return parse_qs(urlsplit(accounts.renew_code("Tom")).query)["secret"][0]

    def code(self, steps: int = 0) -> str:
        """Return the code of now, or of one of the steps beside it."""
        return pyotp.TOTP(self.secret).at(int(time.time()) + 30 * steps)

    def kinds(self) -> list[str]:
        """Return what the journal tells, in its order."""
        return [json.loads(line)["kind"] for line in (self.run / "journal.jsonl").read_text("utf-8").splitlines()]

    def last_event(self) -> dict[str, object]:
        """Return the journal's last line."""
        found: dict[str, object] = json.loads((self.run / "journal.jsonl").read_text("utf-8").splitlines()[-1])
        return found

    def scanned(self, piece: int) -> str:
        """Return the code on a piece's one sheet."""
        return code_text(int(json.loads((self.run / "shop/data/job.json").read_bytes())["job"]), piece, 1, 1)

    def work(self) -> Job:
        """Have all jobs done; return the last one."""
        queue = Queue(self.office.store)
        waiting = queue.open_jobs()
        work_off(self.office)
        done = queue.job(waiting[-1].id)
        assert done is not None
        return done

    def release(self) -> None:
        """Have Tom release the run."""
        form = hidden(self.tom.get(f"{self.page}/freigabe"))
        self.tom.post(f"{self.page}/freigabe", data={**form, "code": self.code()})
        self.work()

    def deliver(self) -> None:
        """Have it released and fetched by the shop."""
        self.release()
        assert self.dora.post(f"{self.packages}/shop/herunterladen").status_code == 200

    def report(self, *lines: str, header: str = "piece;status") -> Job:
        """Have the shop report on pieces."""
        table = "\n".join((header, *lines, "")).encode()
        self.dora.post(f"{self.packages}/rueckmeldung", files={"rueckmeldung": ("meldung.csv", table)})
        return self.work()

    def post_all(self) -> None:
        """Have all pieces printed and handed to the post."""
        self.deliver()
        self.report(f"1-{LETTERS};gedruckt")
        form = hidden(self.eva.get(f"{self.page}/einlieferung"))
        self.eva.post(f"{self.page}/einlieferung", data={**form, "tag": time.strftime("%Y-%m-%d")})
        self.work()


def hidden(page: Response) -> dict[str, str]:
    """Return what a page's forms send along unseen."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page.text.partition("<main")[2])}


def words(page: Response) -> str:
    """Return what a page says, as one line of text."""
    main = page.text.partition("<main")[2].partition("</main")[0].partition(">")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

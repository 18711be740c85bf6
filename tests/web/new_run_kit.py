"""A clerk's way from a list to letters, as a browser without script goes it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from office_kit import client_of, work_off

from mailing.web.accounts.roles import Role
from mailing.web.new_runs.new_runs import NewRuns
from mailing.web.work.queue import Queue

if TYPE_CHECKING:
    from pathlib import Path

    from httpx2 import Response
    from starlette.testclient import TestClient

    from mailing.web.new_runs.new_run import NewRun
    from mailing.web.office import Office

LETTER = "zugang-nur-mit-termin"
DAY = "2020-06-15"


@dataclass
class Clerk:
    """Somebody who makes letters; `id` is the run in the making."""

    office: Office
    browser: TestClient
    id: str = ""

    @property
    def content(self) -> NewRun:
        """What is settled of the run."""
        return NewRuns(self.office.store).get(self.id).content

    def at(self, id_: str) -> Clerk:
        """Return the clerk before another run in the making."""
        self.id = id_
        return self

    def address(self, step: str) -> str:
        """Return a step's address."""
        return f"/neuer-lauf/{self.id}/{step}"

    def upload(self, name: str, content: bytes, **more: object) -> Response:
        """Send a list; keep the id of what begins with it."""
        answer = self.browser.post("/neuer-lauf", files={"liste": (name, content)}, data=more, follow_redirects=False)
        if answer.status_code == 303:
            self.id = NewRuns(self.office.store).all()[0].id
        return answer

    def get(self, step: str) -> Response:
        """Show a step."""
        return self.browser.get(self.address(step))

    def post(self, step: str, **fields: object) -> Response:
        """Send a step's form, without following where it leads."""
        return self.browser.post(self.address(step), data=fields, follow_redirects=False)

    def checked(self, list_: Path) -> Clerk:
        """Send a list and have it checked."""
        self.upload(list_.name, list_.read_bytes())
        work_off(self.office)
        return self

    def proofed(self, list_: Path, letter: str = LETTER, **more: object) -> Clerk:
        """Send a list, accept how it was understood, choose a letter and have its proof set."""
        self.checked(list_)
        self.post("brief", **{"brief": letter, "datum": DAY, **more})
        work_off(self.office)
        return self

    def pages(self) -> list[int]:
        """Return the pages to be ticked."""
        return [
            int(number)
            for number in re.findall(r'name="gesehen" type="checkbox" value="(\d+)"', self.get("probe").text)
        ]

    def made(self) -> str:
        """Tick every page, press the button, and return the run's name."""
        answer = self.post("erstellen", round=self.content.proof_round, gesehen=[str(page) for page in self.pages()])
        assert answer.status_code == 303, text_of(answer)
        work_off(self.office)
        jobs = [job for job in Queue(self.office.store).about(f"new-run:{self.id}") if job.kind == "run"]
        return str(jobs[0].result["run_id"])


def clerk_of(office: Office, name: str = "Eva") -> Clerk:
    """Return somebody who may make letters."""
    return Clerk(office, client_of(office, name, Role.CREATE))


def text_of(answer: Response) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def names_on(page: str) -> list[str]:
    """Return what fields, tables and regions of a page are called: their labels, and names that aren't seen."""
    labelled = re.findall(r"<label[^>]*>(.*?)</label>|aria-label=\"([^\"]*)\"", page, re.DOTALL)
    pointed_at = [
        re.search(rf'id="{each}"[^>]*>([^<]*)', page) for each in re.findall(r'aria-labelledby="([^"]*)"', page)
    ]
    names = [label or aria for label, aria in labelled] + [found.group(1) for found in pointed_at if found]
    return [html.unescape(re.sub(r"<[^>]+>", "", name)).strip() for name in names]


def files_of(run: Path) -> dict[str, bytes]:
    """Return all files of a run by their names below it."""
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}

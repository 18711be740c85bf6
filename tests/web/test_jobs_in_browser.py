"""A job's page as people see it: it survives reload, second tab and a killed server, and can be ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import office_kit
import pytest
from worker_kit import wait_for, worker

from mailing.web.accounts.roles import Role
from mailing.web.office import Office
from mailing.web.work.queue import JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from office_kit import RunningOffice
    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[RunningOffice]:
    """An office whose only worker is the tests' own."""
    with office_kit.open_office(tmp_path / "data", "--workers", "0") as office:
        office.add("Eva", Role.CREATE)
        yield office


@pytest.fixture
def jobs(opened: RunningOffice) -> Iterator[Queue]:
    """Its jobs, while a worker is there."""
    office = Office(opened.data.resolve())
    with worker(office):
        yield Queue(office.store)
    office.store.close()


@pytest.fixture
def page(chromium: Browser, opened: RunningOffice) -> Iterator[Page]:
    """Eva's browser."""
    context = chromium.new_context(locale="de-DE")
    page = context.new_page()
    office_kit.log_in(page, opened, opened.people["Eva"])
    yield page
    context.close()


def told(page: Page) -> Locator:
    """Return where the page tells how far the job is."""
    return page.locator("[data-told]", has_text=" von ")


def test_progress_is_shown_in_every_tab_and_a_killed_server_stops_nothing(
    opened: RunningOffice, jobs: Queue, page: Page
) -> None:
    """The work isn't the server's; the page says that nobody answers, and goes on when somebody does."""
    job = jobs.add("report", "run:a", {"steps": 500}, "Eva")
    address = f"{opened.address}/vorgaenge/{job}"
    page.goto(address)
    told(page).wait_for()
    page.reload()
    told(page).wait_for()
    second = page.context.new_page()
    second.goto(address)
    told(second).wait_for()
    opened.kill()
    page.get_by_text("antwortet gerade nicht").wait_for()
    port = opened.address.rpartition(":")[2]
    with office_kit.open_office(opened.data, "--workers", "0", "--port", port):
        for tab in (page, second):
            tab.wait_for_url("**/laeufe/a", timeout=60_000)
    assert wait_for(jobs, job, JobState.DONE).attempts == 1


def test_a_job_is_ended_by_its_button_and_the_focus_is_on_what_is_told(
    opened: RunningOffice, jobs: Queue, page: Page
) -> None:
    """Within a second or so, and a keyboard's user hears it."""
    job = jobs.add("report", "run:a", {}, "Eva")
    page.goto(f"{opened.address}/vorgaenge/{job}")
    told(page).wait_for()
    page.get_by_role("button", name="Abbrechen").press("Enter")
    page.get_by_text(re.compile("Abgebrochen")).wait_for(timeout=10_000)
    assert "Abgebrochen" in (page.locator(":focus").text_content() or "")


def test_what_stopped_a_job_is_told_with_a_way_back(opened: RunningOffice, jobs: Queue, page: Page) -> None:
    """What, where, what to do: the page itself comes to it."""
    job = jobs.add("reprint", "run:a", {}, "Eva")
    page.goto(f"{opened.address}/vorgaenge/{job}")
    page.get_by_role("alert").get_by_text("Die Liste taugt nicht").wait_for()
    assert "liste.csv" in page.get_by_role("alert").inner_text()
    assert page.get_by_role("link", name="Zurück").get_attribute("href") == "/laeufe/a/nachdruck"


def test_without_script_the_page_asks_again_by_itself(chromium: Browser, opened: RunningOffice, jobs: Queue) -> None:
    """By the browser's own refresh, which browsers with scripts don't see."""
    job = jobs.add("report", "run:a", {}, "Eva")
    context = chromium.new_context(locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    office_kit.log_in(page, opened, opened.people["Eva"])
    page.goto(f"{opened.address}/vorgaenge/{job}")
    page.wait_for_url("**/laeufe/a", timeout=60_000)
    context.close()

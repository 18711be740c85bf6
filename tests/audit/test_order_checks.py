"""The auditor holds what the print shop is told against the house's settings: each statement changed is found."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from program_kit import row, write_list

from mailing.audit.manifest import Manifest
from mailing.audit.order_checks import order_faults
from mailing.audit.run_files import run_files_at
from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with a day on which it is to be posted."""
    folder = tmp_path_factory.mktemp("orders")
    liste = write_list(folder / "liste.csv", [row(1)])
    assert main(["run", str(liste), "-o", str(folder / "runs"), "--posting-day", "2020-06-17", "--json"]) == 0
    return next(path.parent for path in (folder / "runs").glob("*/manifest.json"))


def faults(run: Path) -> list[str]:
    """Return what is found to be told otherwise."""
    manifest = Manifest.from_json(json.loads((run / "manifest.json").read_bytes()))
    found = order_faults(run_files_at(run, shop_only=False), manifest)
    return [str(finding.details["what"]) for finding in found]


HAUS: dict[str, Any] = {"width": 229, "height": 162, "folding": "half", "window_left": 20, "window_bottom": 60}
HAUS |= {"window_width": 90, "window_height": 45}
CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "order.contact": lambda job: job["order"].update(contact={"name": "Jemand", "phone": "", "email": ""}),
    "order.posting_day": lambda job: job["order"].update(posting_day="2020-06-18"),
    "order.processor": lambda job: job["order"].update(processor="Andere GmbH"),
    "order.franking": lambda job: job["order"].update(franking="Briefmarken"),
    "order.folding": lambda job: job["order"].update(folding="half"),
    "order.paper": lambda job: job["order"]["paper"].update(sheet_grams=5.0),
    "profile.envelopes": lambda job: job["profile"].update(envelope="haus", envelopes={"haus": HAUS}),
}


def test_nothing_is_found_in_a_sound_run(made: Path) -> None:
    """The control."""
    assert faults(made) == []


@pytest.mark.parametrize("what", CHANGES)
def test_every_changed_statement_is_found(made: Path, tmp_path: Path, what: str) -> None:
    """What the shop would do otherwise than the office wanted."""
    run = shutil.copytree(made, tmp_path / "run")
    file = run / "shop/data/job.json"
    job = json.loads(file.read_bytes())
    CHANGES[what](job)
    file.write_text(json.dumps(job), "utf-8")
    assert faults(run) == [what]


def test_a_job_of_an_earlier_version_tells_no_order(made: Path, tmp_path: Path) -> None:
    """Runs made before there were orders still verify."""
    run = shutil.copytree(made, tmp_path / "run")
    file = run / "shop/data/job.json"
    job = json.loads(file.read_bytes())
    del job["order"]
    file.write_text(json.dumps(job), "utf-8")
    assert faults(run) == []

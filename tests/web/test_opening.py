"""The office is opened and closed by signals, whenever they come."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from worker_kit import are_gone, children_of

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 60


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_closed_as_soon_as_it_says_that_it_is_open(tmp_path: Path, number: signal.Signals) -> None:
    """What is told last is that it is closed, by exit code 0; no worker is left."""
    command = [sys.executable, "-m", "mailing", "office", "--data", str(tmp_path / "data"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8") as office:
        assert office.stdout is not None
        assert "http://127.0.0.1:" in office.stdout.readline()
        workers = children_of(office)
        office.send_signal(number)
        said = office.stdout.read()
        assert office.wait(SECONDS) == 0
    assert said.splitlines()[-1] == "Das Büro ist geschlossen"
    assert are_gone(workers)


def test_an_office_in_the_background_tells_its_end_too(tmp_path: Path) -> None:
    """A shell that started it there has Ctrl-C ignored; the server listens to it all the same."""
    office_command = [sys.executable, "-m", "mailing", "office", "--data", str(tmp_path / "data"), "--port", "0"]
    code = f"signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.executable, {office_command!r})"
    command = [sys.executable, "-c", f"import os, signal, sys; {code}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8") as office:
        assert office.stdout is not None
        (port,) = re.findall(r"127\.0\.0\.1:(\d+)", office.stdout.readline())
        with closing(http.client.HTTPConnection("127.0.0.1", int(port), timeout=SECONDS)) as browser:
            browser.request("GET", "/")
            assert browser.getresponse().status < 400
        office.send_signal(signal.SIGINT)
        assert office.stdout.read().splitlines()[-1] == "Das Büro ist geschlossen"
        assert office.wait(SECONDS) == 0


def test_a_stop_between_the_address_and_the_first_answer_is_told_alone(tmp_path: Path) -> None:
    """The server is about to run, and doesn't listen to signals yet: it ends all the same, and nothing warns of it."""
    command = ["office", "--data", str(tmp_path / "data"), "--port", "0"]
    code = (
        "import signal, sys, uvicorn\nbefore = uvicorn.Config.get_loop_factory\n"
        "def stopped(config):\n    signal.raise_signal(signal.SIGINT)\n    return before(config)\n"
        "uvicorn.Config.get_loop_factory = stopped\nfrom mailing.cli import main\n"
        f"if __name__ == '__main__':\n    sys.exit(main({command!r}))\n"
    )
    (tmp_path / "call.py").write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, tmp_path / "call.py"], capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Das Büro ist geschlossen"

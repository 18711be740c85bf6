"""Print how fast the office's pages are while two clerks and 20 readers use it and a run is made, as a Markdown table.

    python benchmarks/office.py --households 60000 --seconds 30

Readers open a page, look at it for a second, and open the next. Clerks upload a list and wait for what is found in it,
again and again. One run of so many households is there from the beginning, another is made meanwhile.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import subprocess
import tempfile
import threading
import time
import uuid
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import ours
from mdtable import surroundings, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

READERS, CLERKS = 20, 2
CLERKS_LIST = 2_000
SECONDS_TO_LOOK = 1.0
PASSWORD = "ein langes Kennwort 7"  # noqa: S105 - of the benchmark's accounts
HEADER = ("Page", "Times", "Median ms", "95 % ms", "Longest ms", "Largest kB")


@dataclass
class Times:
    """What was measured, by kind of page: seconds and bytes of each answer."""

    answers: dict[str, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def rows(self) -> list[tuple[str, ...]]:
        """Return a line of the table for each kind of page."""
        return [_row(kind, answers) for kind, answers in sorted(self.answers.items())]


class Browser:
    """A person's connection: keeps the cookie, measures each answer until its last byte."""

    def __init__(self, address: str, times: Times) -> None:
        self._host = urlsplit(address).netloc
        self._connection = http.client.HTTPConnection(self._host, timeout=60)
        self._headers = {"Origin": f"http://{self._host}"}
        self._times = times

    def log_in(self, name: str) -> None:
        """Log in with the password of all."""
        self.post("log-in", "/anmelden", {"konto": name, "kennwort": PASSWORD})
        self._connection.close()  # others log in meanwhile; the server would close it, and a browser opens another

    def get(self, kind: str, path: str) -> tuple[str, str]:
        """Open a page; return where it sends on to, and its text."""
        return self._ask(kind, "GET", path, None, {})

    def post(self, kind: str, path: str, values: Mapping[str, str]) -> tuple[str, str]:
        """Send a form."""
        return self._ask(
            kind, "POST", path, urlencode(values).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def upload(self, kind: str, path: str, name: str, content: bytes) -> tuple[str, str]:
        """Send a file."""
        border = uuid.uuid4().hex
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="liste.csv"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{border}--\r\n".encode()
        return self._ask(kind, "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={border}"})

    def _ask(self, kind: str, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> tuple[str, str]:
        begun = time.perf_counter()
        try:
            self._connection.request(method, path, body, {**self._headers, **more})
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._times.faults.append(f"{kind}: {type(error).__name__}")
            self._connection.close()
            return "", ""
        self._times.answers[kind].append((time.perf_counter() - begun, len(content)))
        if answer.status >= 400:
            self._times.faults.append(f"{kind}: {answer.status}")
        cookie = answer.getheader("Set-Cookie")
        if cookie:
            self._headers["Cookie"] = cookie.partition(";")[0]
        return answer.getheader("Location") or "", content.decode("utf-8", "replace")


def read(browser: Browser, run: str, pieces: int, chance: random.Random, over: threading.Event) -> None:
    """Look at runs and letters until it is over."""
    while not over.is_set():
        piece = chance.randint(1, pieces)
        letter = f"/laeufe/{run}/stuecke/{piece}"
        pages = (
            ("runs", "/laeufe"),
            ("a run", f"/laeufe/{run}"),
            ("a letter", letter),
            ("a letter's picture", f"{letter}/seite/1"),
            ("audit of a run", f"/pruefen/{run}"),
        )
        kind, path = chance.choice((*pages, ("look-up", "/nachsehen")))
        if kind == "look-up":
            browser.post(kind, path, {"gesucht": chance.choice(("Müller", "Yılmaz", "Anna", str(piece)))})
        else:
            browser.get(kind, path)
        over.wait(SECONDS_TO_LOOK * chance.uniform(0.5, 1.5))


def work(browser: Browser, content: bytes, over: threading.Event) -> None:
    """Upload lists and wait for what is found in them until it is over."""
    while not over.is_set():
        to, _text = browser.upload("upload of a list", "/neuer-lauf", "liste", content)
        while "/vorgaenge/" in to and not over.wait(SECONDS_TO_LOOK):
            _to, told = browser.get("standing of a job", f"{to}/stand")
            if '"running"' not in told and '"waiting"' not in told:
                break
        browser.get("runs", "/laeufe")


@contextmanager
def office_at(data: Path) -> Iterator[str]:
    """Give the address of an office that is open."""
    said = data / "says.txt"
    with said.open("w", encoding="utf-8") as output:
        process = subprocess.Popen([*ours.PROGRAM, "office", "--data", str(data), "--port", "0"], stdout=output)
    try:
        while not (found := re.search(r"http://[\w.:]+", said.read_text("utf-8"))):
            time.sleep(0.1)
        yield found.group()
    finally:
        process.terminate()
        process.wait()


def add_account(data: Path, name: str, *roles: str) -> None:
    """Make an account."""
    wanted = [word for role in roles for word in ("--role", role)]
    command = [*ours.PROGRAM, "office", "account", "add", name, *wanted, "--data", str(data), "--password-stdin"]
    subprocess.run(command, input=f"{PASSWORD}\n", encoding="utf-8", check=True, stdout=subprocess.DEVNULL)


def make_run(data: Path, households: int, date: str, seed: int) -> subprocess.Popen[bytes]:
    """Begin a run beside the office, in its folder."""
    given = data / f"liste-{seed}.csv"
    sample = [*ours.PROGRAM, "sample", str(households), "--one-row", "--seed", str(seed), "-o", str(given)]
    subprocess.run(sample, check=True)
    command = ["nice", *ours.PROGRAM, "run", str(given), "--date", date, "--out", str(data / "runs")]  # as workers do
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def measured(data: Path, households: int, seconds: float) -> Times:
    """Return how long the pages took."""
    make_run(data, households, "2020-06-15", 1).wait()
    (run,) = (path.parent.name for path in (data / "runs").glob("*/manifest.json"))
    add_account(data, "eva", "erstellen")
    add_account(data, "pia", "pruefen")
    clerks_list = data / "klein.csv"
    subprocess.run([*ours.PROGRAM, "sample", str(CLERKS_LIST), "-o", str(clerks_list)], check=True)
    times, over, chance = Times(), threading.Event(), random.Random(1)  # noqa: S311 - the same way each time
    with office_at(data) as address:
        first = Browser(address, times)
        first.get("the first page of all", "/anmelden")
        people = [Browser(address, times) for _number in range(READERS + CLERKS)]
        for number, person in enumerate(people):
            person.log_in("eva" if number < CLERKS else "pia")
        making = make_run(data, households, "2020-07-15", 2)
        content = clerks_list.read_bytes()
        threads = [
            *(threading.Thread(target=work, args=(person, content, over)) for person in people[:CLERKS]),
            *(
                threading.Thread(target=read, args=(person, run, households, random.Random(chance.random()), over))  # noqa: S311
                for person in people[CLERKS:]
            ),
        ]
        for thread in threads:
            thread.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end and making.poll() is None:
            time.sleep(0.2)
        over.set()
        for thread in threads:
            thread.join()
        making.terminate()
        making.wait()
    return times


def _row(kind: str, answers: list[tuple[float, int]]) -> tuple[str, ...]:
    seconds = [1000 * each for each, _size in answers]
    slow = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    largest = max(size for _each, size in answers) / 1000
    return kind, f"{len(seconds):,}", f"{median(seconds):.0f}", f"{slow:.0f}", f"{max(seconds):.0f}", f"{largest:.0f}"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=60_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="at most; it ends with the run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times = measured(Path(folder), given.households, given.seconds)
    print(surroundings())
    print()
    print(table(HEADER, times.rows()))
    if times.faults:
        print(f"\n{len(times.faults)} faults: {', '.join(sorted(set(times.faults)))}")


if __name__ == "__main__":
    main()

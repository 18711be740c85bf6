"""The process that sets pages: what takes too much ends it and nothing else, and the newest wish is answered."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from office_kit import office_in

from mailing.web.preview import apart, child
from mailing.web.preview.apart import PreviewProcess, StoppedError
from mailing.web.preview.desk import MOST_WAITING, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.web.office import Office

TEXT = "einladung/letter.md.j2"
ALIVE = "{{ anrede_zeile }}\n\nlebt noch\n"


def wish(office: Office, text: str, do: str = "page") -> dict[str, Any]:
    """Return what a page asks for."""
    return {
        "do": do,
        "templates": str(office.templates),
        "list": None,
        "name": "einladung",
        "instead": {TEXT: text},
        "place": 0,
        "row": None,
        "page": 1,
    }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that these tests share."""
    made = office_in(tmp_path_factory.mktemp("preview") / "data")
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def process(office: Office) -> Iterator[PreviewProcess]:
    """A warm process."""
    made = PreviewProcess(office.data)
    yield made
    made.close()


def pid(process: PreviewProcess) -> int:
    """Return which process it is."""
    assert process._process is not None
    return process._process.pid


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 'x' * 10**10 }}",
        "{% for a in range(10**12) %}a{% endfor %}",
        "{{ cycler.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{{" + "(" * 50_000,
        "[" * 100_000,
        "{% for a in mitglieder %}" * 40 + "x" + "{% endfor %}" * 40,
        "| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n" * 50_000,
        "\0\ud800".encode("utf-8", "replace").decode(),
    ],
)
def test_hostile_texts_are_told_and_harm_nothing(process: PreviewProcess, office: Office, text: str) -> None:
    """Refused with a reason, or ended; the next page is set as ever."""
    try:
        told = process.ask(wish(office, f"{{{{ anrede_zeile }}}}\n\n{text}\n")).told
    except StoppedError:
        pass
    else:
        assert told["faults"] or told["findings"] or told["text"]
    assert "lebt noch" in process.ask(wish(office, ALIVE)).told["text"]


def test_what_takes_too_long_is_ended_and_told(
    process: PreviewProcess, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process takes the next wish."""
    process.ask(wish(office, ALIVE))
    before = pid(process)
    monkeypatch.setattr(apart, "SECONDS", {"page": 0.001})
    with pytest.raises(StoppedError, match="zu viel Zeit oder Speicher"):
        process.ask(wish(office, "{{ anrede_zeile }}\n\n" + "Wort " * 5_000))
    monkeypatch.undo()
    assert "lebt noch" in process.ask(wish(office, ALIVE)).told["text"]
    assert pid(process) != before


def test_a_killed_process_is_replaced(process: PreviewProcess, office: Office) -> None:
    """Whoever asks next doesn't notice."""
    process.ask(wish(office, ALIVE))
    psutil.Process(pid(process)).kill()
    os.waitid(os.P_PID, pid(process), os.WEXITED | os.WNOWAIT)  # all its threads have ended; nobody was told yet
    assert "lebt noch" in process.ask(wish(office, ALIVE)).told["text"]


def test_memory_has_a_limit(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The system refuses more than a page can need."""
    import subprocess
    import sys

    code = f"from mailing.web.preview import child; child._keep_within({child.MEMORY}); b'x' * (2 * {child.MEMORY})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, cwd=tmp_path_factory.mktemp("memory")
    )
    assert b"MemoryError" in done.stderr


def test_only_the_newest_wish_of_a_window_is_answered(office: Office) -> None:
    """What was asked for meanwhile isn't even begun; other windows and people wait for nothing but their turn."""
    desk = Desk(office.data)
    try:
        desk.ask("Anna", wish(office, ALIVE))
        answers: dict[str, object] = {}
        process = desk._process_of("Anna")

        def ask(name: str, window: str) -> None:
            answers[name] = desk.ask_newest("Anna", window, wish(office, ALIVE))

        with process.lock:
            asking = []
            for name, window in (("first", "a"), ("second", "a"), ("other window", "b")):
                asking.append(threading.Thread(target=ask, args=(name, window)))
                before = dict(desk._newest)
                asking[-1].start()
                while desk._newest == before:
                    time.sleep(0.01)
        for thread in asking:
            thread.join()
        assert answers["first"] is None
        assert answers["second"] is not None
        assert answers["other window"] is not None
    finally:
        desk.close()


def test_who_asks_for_too_much_takes_only_so_many_of_the_servers_threads(office: Office) -> None:
    """All other pages would wait with them; one more is told so, and afterwards all is as before."""
    desk = Desk(office.data)
    process = desk._process_of("Eva")
    refused: list[str] = []

    def ask(window: str) -> None:
        try:
            desk.ask_newest("Eva", window, wish(office, ALIVE))
        except StoppedError as error:
            refused.append(error.what)

    with process.lock:
        threads = [threading.Thread(target=ask, args=(str(number),)) for number in range(MOST_WAITING + 3)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + 60
        while len(refused) < 3 and time.monotonic() < end:
            time.sleep(0.05)
        assert sum(thread.is_alive() for thread in threads) == MOST_WAITING
    for thread in threads:
        thread.join(60)
    assert refused == ["Gerade ist zu viel los"] * 3
    assert desk.ask("Eva", wish(office, ALIVE)).picture
    desk.close()

"""Every engine gives what the serial one gives, in the same order, and survives a worker's death."""

from __future__ import annotations

import gc
import os
import signal
import time
from contextlib import contextmanager
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mailing.base.errors import InputError, SurroundingsError
from mailing.base.messages import Language, chosen_language, in_language
from mailing.engines import open_engine, processes
from mailing.engines.lookahead import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINES = ("serial", "processes", "dask")


def square(number: int) -> int:
    """Work that can be pickled by its name."""
    return number * number


def refuse(number: int) -> int:
    """Fail as a room does."""
    raise InputError("unbrauchbar", where=f"Zeile {number}", hint="prüfen")


def die_once(marker: str) -> str:
    """Kill the worker at the first attempt, as a missing stick of memory would."""
    path = Path(marker)
    if not path.exists():
        path.touch()
        os._exit(9)
    return "done"


def always_die(_task: int) -> int:
    """Kill every worker that tries."""
    os._exit(9)


@pytest.mark.parametrize("name", ENGINES)
def test_results_come_in_the_tasks_order(name: str) -> None:
    """Whatever carries the work."""
    with open_engine(name, workers=2) as engine:
        assert list(engine.map(square, range(20))) == [number * number for number in range(20)]


@pytest.mark.parametrize("name", ENGINES)
def test_an_error_arrives_with_its_place_and_hint(name: str) -> None:
    """A room's error crosses process borders whole."""
    with open_engine(name, workers=1) as engine, pytest.raises(InputError) as caught:
        list(engine.map(refuse, [7]))
    assert (caught.value.where, caught.value.hint) == ("Zeile 7", "prüfen")


def test_a_killed_workers_task_is_done_again(tmp_path: Path) -> None:
    """The pool is made anew and no task is lost."""
    tasks = [str(tmp_path / f"task-{number}") for number in range(3)]
    with open_engine("processes", workers=2) as engine:
        assert list(engine.map(die_once, tasks)) == ["done"] * 3


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail what doesn't come to its end."""

    def give_up(*_signal: object) -> None:
        raise TimeoutError(seconds)

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def fall_silent_in_the_answer(marker: str) -> str:
    """Say the first bytes of the answer, and no more, at the first attempt."""
    path = Path(marker)
    if not path.exists():
        path.touch()

        def send_the_beginning(self: connection.Connection, answer: bytes) -> None:
            os.write(self.fileno(), bytes(answer)[:4])
            path.with_suffix(".begun").touch()
            time.sleep(60 if path.stem == "sleep" else 0)
            os._exit(9)

        connection.Connection._send = send_the_beginning
    return "done"


def test_a_worker_that_dies_in_the_middle_of_its_answer_is_replaced(tmp_path: Path) -> None:
    """The pool waits for the rest of the answer and doesn't see that nobody is there to give it."""
    tasks = [str(tmp_path / f"task-{number}") for number in range(3)]
    with within(60), open_engine("processes", workers=2) as engine:
        assert list(engine.map(fall_silent_in_the_answer, tasks)) == ["done"] * 3


def test_a_stop_in_the_middle_of_an_answer_ends_at_once(tmp_path: Path) -> None:
    """A worker that is ended while it answers keeps nobody waiting for the rest."""
    begun = tmp_path / "sleep.begun"

    def stop_in_the_answer() -> None:
        with open_engine("processes", workers=2) as engine:
            engine.prepare(fall_silent_in_the_answer, str(tmp_path / "sleep"))
            while not begun.exists():
                time.sleep(0.01)
            time.sleep(0.1)  # until the pool reads the answer
            raise KeyboardInterrupt

    with within(60), pytest.raises(KeyboardInterrupt):
        stop_in_the_answer()


def language_of_the_worker(_task: int) -> str:
    """Tell what a worker would speak."""
    return chosen_language().value


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("language", Language)
def test_workers_speak_the_callers_language(name: str, language: Language) -> None:
    """It is told them: nothing of it stands in the environment."""
    before = dict(os.environ)
    with in_language(language), open_engine(name, workers=1) as engine:
        assert list(engine.map(language_of_the_worker, [1])) == [language.value]
    assert dict(os.environ) == before


def note_process(folder: str) -> None:
    """Leave the process's number behind."""
    (Path(folder) / str(os.getpid())).touch()


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_workers_prepare_themselves_while_nothing_is_to_do(tmp_path: Path, workers: int) -> None:
    """One at least, whether or not the caller leaves it a core; and never the caller."""
    with open_engine("processes", workers=workers) as engine:
        engine.prepare(note_process, str(tmp_path))
        deadline = time.monotonic() + 60
        while not (prepared := {int(path.name) for path in tmp_path.iterdir()}) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list(engine.map(square, range(3))) == [0, 1, 4]
    assert prepared
    assert os.getpid() not in prepared


def looks_for_garbage_after(_task: int) -> int:
    """Return after how many objects this process looks for garbage, between two tasks and within one."""
    return gc.get_threshold()[0]


def test_workers_look_for_garbage_seldom_from_their_first_task_to_their_last() -> None:
    """A policy of single tasks would have all that a task made looked through behind it."""
    with open_engine("processes", workers=1) as engine:
        assert min(engine.map(looks_for_garbage_after, range(3))) > 100 * gc.get_threshold()[0]


def note_span(folder: str) -> None:
    """Leave behind when this began and ended: late enough for the other worker to be there."""
    begun = time.monotonic()
    time.sleep(1.0)
    (Path(folder) / str(os.getpid())).write_text(f"{begun} {time.monotonic()}")


def test_workers_prepare_themselves_one_after_the_other_and_leave_the_caller_a_core(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On two cores, with two workers beside the caller."""
    monkeypatch.setattr(processes, "usable_cores", lambda: 2)
    with open_engine("processes", workers=2) as engine:
        engine.prepare(note_span, str(tmp_path))
        deadline = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
    first, second = sorted(tuple(map(float, path.read_text().split())) for path in tmp_path.iterdir())
    assert first[1] <= second[0]


def test_an_engine_may_be_ended_twice() -> None:
    """Its workers leave before the caller is done, and what goes wrong afterwards is told as it is."""
    with pytest.raises(InputError), open_engine("processes", workers=1) as engine:  # noqa: PT012
        with engine:
            assert list(engine.map(square, [3])) == [9]
        refuse(7)


def test_a_task_that_kills_every_worker_stops_the_run_with_a_hint() -> None:
    """No endless round of dying workers."""
    with open_engine("processes", workers=1) as engine, pytest.raises(SurroundingsError) as caught:
        list(engine.map(always_die, [1]))
    assert "--workers" in caught.value.hint


def test_an_unreachable_scheduler_is_told_with_its_address() -> None:
    """Nobody listens on port 1."""
    with pytest.raises(SurroundingsError) as caught, open_engine("dask", scheduler="tcp://127.0.0.1:1"):
        pass
    assert caught.value.where == "tcp://127.0.0.1:1"


class _Done:
    def __init__(self, value: int) -> None:
        self.value = value

    def result(self) -> int:
        return self.value


def test_no_more_tasks_than_asked_for_are_under_way() -> None:
    """Memory stays that of a few tasks however long the list."""
    handed_out: list[int] = []

    def submit(number: int) -> _Done:
        handed_out.append(number)
        return _Done(number)

    pending = in_order(submit, iter(range(100)), ahead=4)
    next(pending)
    assert len(handed_out) == 4

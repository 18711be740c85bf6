"""Faults: cut the power anywhere, and no letter is lost or doubled. Each test is a line of docs/reliability.md."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from filelock import FileLock
from program_kit import Called, row, write_list

from mailing.base import files
from mailing.base.failures import error_for_user
from mailing.engines import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Mailing = Callable[..., Called]

MANY = 5_000
KILLS = 20
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def digests(run: Path) -> dict[str, str]:
    """Return path -> SHA-256 of all that a run must reproduce: everything but its journal, which knows the clock."""
    return {
        path.relative_to(run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(run.rglob("*"))
        if path.is_file() and not path.name.startswith("journal.")
    }


def start(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    """Start the program in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "mailing", *map(str, arguments)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list that takes some seconds."""
    return write_list(tmp_path_factory.mktemp("many") / "viele.csv", [row(number) for number in range(1, MANY + 1)])


@pytest.fixture(scope="module")
def undisturbed(many: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], float]:
    """What an uninterrupted run leaves, and how many seconds it took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    begun = time.monotonic()
    process = start(folder, "run", many, "--workers", 2)
    process.communicate(timeout=300)
    assert process.returncode == 0
    (run,) = folder.glob("runs/2020*")
    return digests(run), time.monotonic() - begun


@pytest.mark.slow
def test_twenty_kills_at_random_moments_cost_nothing(
    many: Path, undisturbed: tuple[dict[str, str], float], tmp_path: Path
) -> None:
    """SIGKILL to the whole process tree; then the same call goes on, and the bytes are those of a quiet run."""
    expected, seconds = undisturbed
    moments = random.Random(7)  # noqa: S311 - reproducible moments, no secret
    for _kill in range(KILLS):
        process = start(tmp_path, "run", many, "--workers", 2)
        time.sleep(moments.uniform(0.1, seconds))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    process = start(tmp_path, "run", many, "--workers", 2)
    process.communicate(timeout=300)
    assert process.returncode == 0
    (run,) = tmp_path.glob("runs/2020*")
    assert digests(run) == expected
    assert [path.name for path in run.parent.iterdir() if path.name.endswith(".work")] == []


def test_what_a_killed_call_had_begun_to_write_goes_to_nobody(mailing: Mailing, tmp_path: Path) -> None:
    """A half-written file would be sealed by the manifest, and lie in the shop's folder."""
    given = write_list(tmp_path / "liste.csv", [row(1), row(2)])
    mailing("run", given, "--out", tmp_path / "quiet")
    (quiet,) = tmp_path.glob("quiet/2020*")
    halves = [tmp_path / "runs" / quiet.name / place for place in ("shop/data/.0001.pdf.9.part", "house/.rows.9.part")]
    for half in halves:
        half.parent.mkdir(parents=True)
        half.write_bytes(b"%PDF-1.6")
    assert mailing("run", given, "--out", tmp_path / "runs").code == 0
    assert digests(tmp_path / "runs" / quiet.name) == digests(quiet)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_clean_and_says_how_to_go_on(many: Path, tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C and SIGTERM: no traceback, no worker left, exit code 6, and the next call finishes."""
    process = start(tmp_path, "run", many, "--workers", 2)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("runs/.*.work/chunk-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    _out, err = process.communicate(timeout=30)
    assert process.returncode == 6
    assert "Traceback" not in err
    assert "weiter" in err
    assert psutil.wait_procs(workers, timeout=10)[1] == []
    assert not list(tmp_path.glob("runs/*/manifest.json"))
    again = start(tmp_path, "run", many)
    again.communicate(timeout=300)
    assert again.returncode == 0


STOPPED_IN_COMPILED_CODE = """
import ctypes, sys
from mailing.base import stopping
stopping.listen()
run = ctypes.pythonapi.PyRun_StringFlags
run.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.py_object, ctypes.py_object, ctypes.c_void_p]
run.restype = ctypes.py_object
try:
    run(b"import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(9)", 257, dict(vars()), {}, None)
except KeyboardInterrupt:
    sys.exit(6)
"""
"""Some packages run Python code from compiled code when they are imported: the signal comes right there."""


def test_a_stop_while_packages_are_imported_has_its_exit_code(tmp_path: Path) -> None:
    """`python -m` would end by the signal, whatever exit code it is told, if it had seen a plain interrupt there."""
    (tmp_path / "stopped.py").write_text(STOPPED_IN_COMPILED_CODE)
    ended = subprocess.run([sys.executable, "-m", "stopped"], check=False, capture_output=True, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (6, b"")


def test_a_killed_worker_is_replaced(many: Path, undisturbed: tuple[dict[str, str], float], tmp_path: Path) -> None:
    """Its task is done again, and the bytes are the same."""
    process = start(tmp_path, "run", many, "--workers", 2)
    deadline = time.monotonic() + 60
    while not (killed := _kill_a_worker(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    _out, err = process.communicate(timeout=300)
    assert killed
    assert process.returncode == 0, err
    (run,) = tmp_path.glob("runs/2020*")
    assert digests(run) == undisturbed[0]


def _kill_a_worker(parent: int) -> bool:
    """Kill a worker that has begun to use its time; tell whether there was one."""
    for child in psutil.Process(parent).children():
        if "spawn_main" in " ".join(child.cmdline()) and child.cpu_times().user > 0.3:
            child.kill()
            return True
    return False


def test_a_killed_dask_worker_is_replaced(
    many: Path, undisturbed: tuple[dict[str, str], float], tmp_path: Path
) -> None:
    """A scheduler and two workers as processes of their own; one of them dies under way."""
    with dask_cluster(tmp_path) as (address, workers):
        process = start(tmp_path, "run", many, "--engine", "dask", "--scheduler", address)
        time.sleep(undisturbed[1] / 2)
        workers[0].kill()
        _out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    (run,) = tmp_path.glob("runs/2020*")
    assert digests(run) == undisturbed[0]


class dask_cluster:  # noqa: N801 - used as a context
    """A scheduler and two workers on loopback, each a process of its own."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self._folder = folder
        self._workers = workers
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> tuple[str, list[subprocess.Popen[bytes]]]:
        ready = self._folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", ready, "--no-dashboard")
        _wait_until(ready.exists)
        for _worker in range(self._workers):
            self._start("worker", "--scheduler-file", ready, "--nthreads", "1", "--no-dashboard", "--no-nanny")
        import json

        return json.loads(ready.read_text())["address"], self._processes[1:]

    def __exit__(self, *_error: object) -> None:
        for process in self._processes:
            process.kill()
            process.wait()

    def _start(self, role: str, *arguments: object) -> None:
        command = [sys.executable, "-m", "distributed.cli.dask_" + role, *map(str, arguments)]
        self._processes.append(
            subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )


def _wait_until(holds: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = IS_ROOT and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("mounting a small tmpfs needs root on Linux")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_told_and_leaves_no_half_file(
    mailing: Mailing, many: Path, undisturbed: tuple[dict[str, str], float], small_disk: Path
) -> None:
    """Exit code 6, no manifest, no part of a PDF under a final name; with room, the same call finishes."""
    called = mailing("run", many, "-o", small_disk / "runs")
    assert called.code == 6
    assert "Datenträger ist voll" in called.err
    assert not list(small_disk.glob("runs/*/manifest.json"))
    for pdf in small_disk.glob("runs/*/shop/data/*.pdf"):
        assert pdf.read_bytes().rstrip().endswith(b"%%EOF")
    subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
    assert mailing("run", many, "-o", small_disk / "runs").code == 0
    (run,) = small_disk.glob("runs/2020*")
    assert digests(run) == undisturbed[0]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_no_space_while_syncing_or_renaming_leaves_the_old_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, call: str
) -> None:
    """The disk may fill up at the very end."""
    path = tmp_path / "manifest.json"
    files.write_whole(path, b"old")

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*(("os.fsync", refuse) if call == "fsync" else (Path, "replace", refuse)))
    with pytest.raises(OSError, match="No space"):
        files.write_whole(path, b"new")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]


def test_a_read_only_folder_is_told(mailing: Mailing, tmp_path: Path) -> None:
    """/proc takes no folders, whoever asks."""
    called = mailing("run", write_list(tmp_path / "liste.csv", [row(1)]), "-o", "/proc/runs")
    assert called.code == 6
    assert "/proc/runs" in called.err


def test_a_list_that_changes_while_it_is_read_is_read_once(mailing: Mailing, many: Path, tmp_path: Path) -> None:
    """The manifest's hash is that of the very bytes that became letters."""
    versions = [many.read_bytes(), many.read_bytes().replace(b"Hannover", b"Hannover ")]
    changing = tmp_path / "liste.csv"
    changing.write_bytes(versions[0])
    done = threading.Event()

    def change() -> None:
        turn = 0
        while not done.is_set():
            turn += 1
            files.write_whole(changing, versions[turn % 2])

    thread = threading.Thread(target=change)
    thread.start()
    called = mailing("run", changing, "--limit", 50, "--json")
    done.set()
    thread.join()
    assert called.code == 0, called.err
    import json

    manifest = json.loads((called.run / "manifest.json").read_bytes())
    assert manifest["inputs"][0]["sha256"] in {hashlib.sha256(version).hexdigest() for version in versions}


def test_a_harmed_file_of_a_kept_run_is_made_anew(mailing: Mailing, tmp_path: Path) -> None:
    """One byte of a batch has flipped on the disk since."""
    write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 30)])
    run = mailing("run", "liste.csv", "--json").run
    expected = digests(run)
    (pdf,) = run.glob("shop/data/*.pdf")  # the batch; the job sheet lies in a folder of its own
    content = bytearray(pdf.read_bytes())
    content[len(content) // 2] ^= 1
    pdf.write_bytes(content)
    assert mailing("run", "liste.csv").code == 0
    assert digests(run) == expected


def test_a_clock_that_jumps_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates come from the job; the clock shows in no file but the log."""
    from mailing.base.progress import Progress
    from mailing.runs.making.job import read_job
    from mailing.runs.run import run

    write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 30)])
    quiet = run(read_job(None, {"list": str(tmp_path / "liste.csv"), "out": str(tmp_path / "a")}), Progress())
    jumps = random.Random(3)  # noqa: S311 - reproducible jumps
    monkeypatch.setattr(time, "time", lambda: jumps.uniform(0, 4e9))
    jumping = run(read_job(None, {"list": str(tmp_path / "liste.csv"), "out": str(tmp_path / "b")}), Progress())
    assert digests(jumping.run) == digests(quiet.run)


def test_a_template_edited_after_a_cut_is_a_new_run(many: Path, mailing: Mailing, tmp_path: Path) -> None:
    """Never a mix of two texts: the name comes from the text too."""
    import shutil

    repo = Path(__file__).parents[2]
    shutil.copytree(repo / "letter_templates", tmp_path / "letter_templates")
    shutil.copytree(repo / "sample_data", tmp_path / "sample_data")
    process = start(tmp_path, "run", many, "--limit", 3000)
    _wait_until(lambda: bool(list(tmp_path.glob("runs/.*.work"))))
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    text = tmp_path / "letter_templates" / "zugang-nur-mit-termin" / "letter.md.j2"
    text.write_text(text.read_text("utf-8").replace("Schritt für Schritt", "nach und nach"), "utf-8")
    called = mailing("run", many, "--limit", 3000, "--json")
    assert called.code == 0, called.err
    assert [path.parent for path in tmp_path.glob("runs/*/manifest.json")] == [called.run]
    assert len([path for path in (tmp_path / "runs").iterdir() if path.name.startswith("2020")]) == 2


def exhaust(_task: int) -> int:
    """Ask for more memory than the process may have."""
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, resource.RLIM_INFINITY))
    return len(bytearray(3_000_000_000))


def test_a_worker_without_memory_is_told() -> None:
    """The worker's MemoryError reaches the command, which ends with exit code 6 and a hint."""
    with open_engine("processes", workers=1) as engine, pytest.raises(MemoryError) as caught:
        list(engine.map(exhaust, [1]))
    told = error_for_user(caught.value)
    assert told is not None
    assert told.exit_code == 6
    assert "--workers" in told.hint


def test_two_runs_into_the_same_folder_dont_meet(mailing: Mailing, tmp_path: Path) -> None:
    """The second is told so; when the first is gone, however it went, the way is free."""
    write_list(tmp_path / "liste.csv", [row(1)])
    run = mailing("run", "liste.csv", "--json").run
    (run / "manifest.json").unlink()
    with FileLock(run.parent / f".{run.name}.lock"):
        second = mailing("run", "liste.csv")
    assert second.code == 6
    assert "anderer Aufruf" in second.err
    assert mailing("run", "liste.csv").code == 0


def test_the_same_letter_isnt_written_twice(mailing: Mailing, tmp_path: Path) -> None:
    """A new list that contains old rows: the old ones are kept back, the new one gets its letter."""
    assert mailing("run", write_list(tmp_path / "mai.csv", [row(1), row(2)])).code == 0
    called = mailing("run", write_list(tmp_path / "juni.csv", [row(1), row(2), row(3)]), "--json")
    assert called.code == 4
    assert called.json["counts"]["pieces"] == 1
    assert called.json["counts"]["suppressed"] == 2
    assert called.json["without_letter"] == {"register.already-made": 2}
    meant = mailing("run", "juni.csv", "--again", "--json")
    assert meant.code == 0
    assert meant.json["counts"]["pieces"] == 3


def test_a_list_of_old_rows_alone_makes_nothing(mailing: Mailing, tmp_path: Path) -> None:
    """And says how to do it all the same."""
    mailing("run", write_list(tmp_path / "mai.csv", [row(1), row(2)]))
    called = mailing("run", write_list(tmp_path / "juni.csv", [row(2), row(1)]))
    assert called.code == 3
    assert "--again" in called.err


def test_a_lost_or_broken_register_costs_the_guard_and_no_run(mailing: Mailing, tmp_path: Path) -> None:
    """A run is made and says that it wasn't compared."""
    (tmp_path / "register.sqlite").write_bytes(b"no database at all" * 100)
    called = mailing("run", write_list(tmp_path / "mai.csv", [row(1)]), "--register", "register.sqlite", "--json")
    assert called.code == 4, called.err
    assert "nicht benutzbar" in " ".join(called.json["notices"])
    assert called.json["findings"]["warning"] == 1
    assert "register.unusable" in (called.run / "house" / "findings.csv").read_text("utf-8-sig")


def test_a_register_in_postgresql_guards_several_offices(
    mailing: Mailing, postgres_server: str, tmp_path: Path
) -> None:
    """One database for all: the second run keeps the old row back; no number and no password is left in clear."""
    run = ("run", "--register", postgres_server, "--date", "2020-07-01", "--json")
    assert mailing(*run, write_list(tmp_path / "mai.csv", [row(1)])).code == 0
    called = mailing(*run, write_list(tmp_path / "juni.csv", [row(1), row(2)]))
    assert called.code == 4, called.err
    assert called.json["without_letter"] == {"register.already-made": 1}
    manifest = (called.run / "manifest.json").read_text("utf-8")
    assert "geheim" not in manifest + (called.run / "house" / "settings" / "job.json").read_text("utf-8")
    gone = mailing(
        "run", "juni.csv", "--date", "2020-07-01", "--register", f"{postgres_server}-gone", "--again", "--json"
    )
    assert gone.code == 4, gone.err
    assert "register.unusable" in (gone.run / "house" / "findings.csv").read_text("utf-8-sig")

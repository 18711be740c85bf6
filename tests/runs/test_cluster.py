"""Stores and clusters: list and run in an object store that all workers reach, workers that die, the same bytes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from program_kit import Called, row, write_list
from test_faults import dask_cluster, digests, start

from mailing.base import files, stores
from mailing.base.errors import SurroundingsError, UsageError
from mailing.engines import cluster, open_engine
from mailing.runs.making.job import Job
from mailing.runs.register.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Mailing = Callable[..., Called]

MANY = 5_000
BUCKET = "laeufe"


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the URL of an empty bucket in an object store on loopback; every process of the test finds it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "AWS_ACCESS_KEY_ID": "amt",
        "AWS_SECRET_ACCESS_KEY": "geheim",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }
    with pytest.MonkeyPatch.context() as surroundings:
        for name, value in settings.items():
            surroundings.setenv(name, value)
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            cwd=tmp_path_factory.mktemp("moto"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await(port)
            import s3fs

            s3fs.S3FileSystem().mkdir(BUCKET)
            yield f"s3://{BUCKET}"
        finally:
            server.kill()
            server.wait()


def _await(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list that takes some seconds."""
    return write_list(tmp_path_factory.mktemp("many") / "viele.csv", [row(number) for number in range(1, MANY + 1)])


def copied(store: str, folder: Path) -> Path:
    """Copy the one run below a store's URL to the disk, as its owner would, and return its folder."""
    place = stores.place(store)
    (manifest,) = place.glob("*/manifest.json")
    place.fs.get(manifest.parent.path, str(folder), recursive=True)  # type: ignore[attr-defined]
    return folder


def test_a_cluster_makes_the_same_bytes_in_a_store_though_a_worker_dies(
    bucket: str, many: Path, mailing: Mailing, tmp_path: Path
) -> None:
    """List and run lie in the store; scheduler and workers are processes of their own, somewhere else."""
    expected = mailing("run", many, "--engine", "serial", "--register", "serial.sqlite", "--json")
    assert expected.code == 0, expected.err
    stores.place(f"{bucket}/listen/viele.csv").write_bytes(many.read_bytes())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with dask_cluster(elsewhere) as (address, workers):
        process = start(
            tmp_path,
            *("run", f"{bucket}/listen/viele.csv", "-o", f"{bucket}/cluster", "--register", "cluster.sqlite"),
            *("--engine", "dask", "--scheduler", address),
        )
        spool = stores.place(f"{bucket}/cluster")
        deadline = time.monotonic() + 120
        while not any(spool.glob(".*.work/chunk-*")) and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        workers[0].kill()
        _out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    run = copied(f"{bucket}/cluster", tmp_path / "copied")
    assert digests(run) == digests(expected.run)
    assert not any(spool.glob(".*.work/*"))
    assert mailing("verify", run).code == 0


def test_a_run_in_a_store_is_found_whole_and_kept(bucket: str, mailing: Mailing, tmp_path: Path) -> None:
    """The second call reads and compares, and makes nothing; a harmed file is made anew."""
    write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 30)])
    out = f"{bucket}/kept"
    assert mailing("run", "liste.csv", "-o", out).code == 0
    (pdf,) = stores.place(out).glob("*/shop/data/*.pdf")
    content = pdf.read_bytes()
    before = pdf.stat().st_mtime
    assert mailing("run", "liste.csv", "-o", out).code == 0
    assert pdf.stat().st_mtime == before
    pdf.write_bytes(content[:-1])
    assert mailing("run", "liste.csv", "-o", out).code == 0
    assert pdf.read_bytes() == content


def break_off(place: Path) -> None:
    """Write more than one part of an upload, and fail."""
    with files.written_whole(place) as stream:
        stream.write(b"half" * 3_000_000)
        raise RuntimeError


def test_a_store_shows_a_file_whole_or_not_at_all(bucket: str) -> None:
    """What breaks off while it is written leaves nothing, or what was there before."""
    new, old = stores.place(f"{bucket}/new.csv"), stores.place(f"{bucket}/old.csv")
    files.write_whole(old, b"old")
    for place in (new, old):
        with pytest.raises(RuntimeError):
            break_off(place)
    assert not new.exists()
    assert old.read_bytes() == b"old"


def test_a_store_without_a_register_says_so_and_makes_the_letters(
    bucket: str, mailing: Mailing, tmp_path: Path
) -> None:
    """SQLite needs a disk; the run is made, the missing guard is told."""
    with pytest.raises(SurroundingsError) as caught:
        Register(None, stores.place(f"{bucket}/register"))
    assert "--register" in caught.value.hint
    write_list(tmp_path / "liste.csv", [row(1)])
    called = mailing("run", "liste.csv", "-o", f"{bucket}/unguarded", "--register", "buch.sqlite", "--json")
    assert called.code == 0, called.err
    assert called.json["run"].startswith(f"{bucket}/unguarded/")


@pytest.mark.parametrize(
    "command", [("verify",), ("show", "1"), ("prove", "1"), ("report",), ("purge", "--yes", "--reason", "Ende")]
)
def test_what_needs_the_disk_says_to_copy_the_run(mailing: Mailing, command: tuple[str, ...]) -> None:
    """The message names the way, and nobody's password."""
    name, *more = command
    called = mailing(name, "s3://amt:geheim@laeufe/2020-06-15_einladung_00000000", *more)
    assert called.code == 2
    assert "kopieren" in called.err
    assert "geheim" not in called.err


def test_a_proof_set_is_made_on_the_disk(bucket: str, mailing: Mailing, tmp_path: Path) -> None:
    """It is there to be looked at."""
    called = mailing("proof", write_list(tmp_path / "liste.csv", [row(1)]), "-o", bucket)
    assert called.code == 2
    assert "auf dieser Maschine" in called.err


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("nirgends://x/liste.csv", UsageError),
        ("ftp://amt:geheim@127.0.0.1/liste.csv", UsageError),
        ("https://127.0.0.1/liste.csv?sig=geheim", UsageError),
        ("gs://eimer/liste.csv", SurroundingsError),
    ],
)
def test_an_address_that_cant_be_used_says_why(url: str, kind: type[Exception]) -> None:
    """Unknown, with a password, with a signature, without its package; no secret is repeated."""
    with pytest.raises(kind) as caught:
        stores.place(url)
    assert "geheim" not in f"{caught.value} {caught.value.where}"  # type: ignore[attr-defined]


def test_a_store_that_doesnt_answer_ends_in_exit_code_6(mailing: Mailing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens there."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    called = mailing("run", "s3://eimer/liste.csv")
    assert called.code == 6, called.err
    assert "Traceback" not in called.err


def test_a_file_url_is_a_path_on_the_disk(tmp_path: Path) -> None:
    """With all that a disk promises: rights, lock, renaming."""
    assert stores.place(f"file://{tmp_path}/liste.csv") == tmp_path / "liste.csv"
    assert not stores.is_on_store(tmp_path)


@pytest.mark.parametrize(
    ("named", "is_database"),
    [
        ("postgresql+psycopg://amt@rechner/x", True),
        ("sqlite:///amt.db", True),
        ("s3://e/l.csv", False),
        ("l.csv", False),
    ],
)
def test_a_databases_url_is_known_by_its_scheme(named: str, is_database: bool) -> None:  # noqa: FBT001 - a table
    """All other addresses are files."""
    assert Job(list=named).is_database is is_database


def test_a_cluster_without_workers_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler alone makes no letter."""
    monkeypatch.setattr(cluster, "REACH_SECONDS", 1)
    with dask_cluster(tmp_path, workers=0) as (address, _none), pytest.raises(SurroundingsError) as caught:
        open_engine("dask", scheduler=address)
    assert "dask worker" in caught.value.hint


def test_workers_of_another_version_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They might set other lines or make other bytes."""
    monkeypatch.setattr(cluster, "version", lambda _package: f"0.{os.getpid()}")  # as many versions as processes
    with dask_cluster(tmp_path) as (address, _workers), pytest.raises(SurroundingsError) as caught:
        open_engine("dask", scheduler=address)
    assert caught.value.where.startswith("tcp://")


def test_a_task_that_kills_every_worker_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its workers have no nannies: when the last one is gone, nobody comes."""
    monkeypatch.setattr(cluster, "WORKERLESS_SECONDS", 3)
    with dask_cluster(tmp_path) as (address, _workers), open_engine("dask", scheduler=address) as engine:
        with pytest.raises(SurroundingsError) as caught:
            list(engine.map(os._exit, [9]))
        assert caught.value.where == address


def test_a_scheduler_that_dies_ends_the_run_with_a_way_on(tmp_path: Path) -> None:
    """Nothing hangs: the same call goes on with another scheduler."""
    with dask_cluster(tmp_path) as (address, workers), open_engine("dask", scheduler=address) as engine:
        scheduler = psutil.Process(workers[0].pid).parent()
        assert scheduler is not None
        threading.Timer(1, lambda: kill_scheduler(scheduler)).start()
        with pytest.raises(SurroundingsError) as caught:
            list(engine.map(time.sleep, [30]))
        assert "Derselbe Aufruf" in caught.value.hint


def kill_scheduler(parent: psutil.Process) -> None:
    """Kill the scheduler among the processes that `parent` started."""
    for child in parent.children():
        if "distributed.cli.dask_scheduler" in child.cmdline():
            child.kill()

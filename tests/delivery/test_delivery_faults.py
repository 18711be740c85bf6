"""Cut a delivery off anywhere: the same call goes on, and the shop gets each package once, whole, or not at all."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import asyncssh
import pytest
from sftp_kit import Server, copy_of
from test_delivering import assert_is_delivered_once, assert_is_the_bag, delivered, files_in

from mailing.base.progress import Progress
from mailing.lifecycle import seal
from mailing.model.actors import Actor
from mailing.runs.afterwards.collecting import collect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from program_kit import Called
    from sftp_kit import Keys

    Program = Callable[..., Called]

KILLS = 10
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def start(run: Path, target: object) -> subprocess.Popen[bytes]:
    """Begin to deliver in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "mailing", "deliver", str(run), "--to", str(target)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def assert_nothing_half(run: Path, folder: Path) -> None:
    """Whatever has its ready file is whole; what the journal tells has its ready file."""
    names = files_in(folder)
    for ready in (name for name in names if name.endswith(".ready.json")):
        assert ready.removesuffix(".ready.json") in names
    assert len(delivered(run)) <= sum(name.endswith(".ready.json") for name in names)


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before-it-acts", "before-it-answers"])
def test_a_server_that_dies_at_any_request(
    program: Program, released: Callable[[str], Path], server: Server, tmp_path: Path, *, after: bool
) -> None:
    """At each request of a whole delivery: exit code 6, nothing half; the next call brings it to its end."""
    server.faults.after = after
    request = 0
    is_through = False
    while not is_through:
        request += 1
        run = copy_of(released(""), tmp_path / f"{request}")
        server.faults.requests, server.faults.dies_at = 0, request
        first = program("deliver", run, "--to", server.url)
        is_through = server.faults.requests < request
        assert first.code == (0 if is_through else 6) or (first.code == 0 and delivered(run))
        assert_nothing_half(run, server.root)
        server.faults.dies_at = None
        assert program("deliver", run, "--to", server.url).code == 0
        archive = assert_is_delivered_once(run, server.root)
        if request % 7 == 1:
            assert_is_the_bag(run, archive, tmp_path / f"{request}")
        shutil.rmtree(tmp_path / f"{request}")
        for path in server.root.iterdir():
            path.unlink()
    assert request > 12


@pytest.mark.slow
def test_kills_at_random_moments(released: Callable[[str], Path], server: Server, tmp_path: Path) -> None:
    """SIGKILL to the client; then the same call goes on."""
    server.faults.pause = 0.05
    dice = random.Random(18)  # noqa: S311 - any moments do; the same each time
    for number in range(KILLS):
        run = copy_of(released(""), tmp_path / f"{number}")
        process = start(run, server.url)
        time.sleep(dice.uniform(0.5, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert_nothing_half(run, server.root)
        assert start(run, server.url).wait(60) == 0
        assert_is_delivered_once(run, server.root)
        for path in server.root.iterdir():
            path.unlink()


def test_what_is_encrypted_goes_on_too(
    program: Program, released: Callable[[str], Path], server: Server, tmp_path: Path, keys: Keys
) -> None:
    """The same archive is sent on, though encrypting again would make another."""
    run = copy_of(released(f'encryption = "age"\nrecipient = "{keys.age.to_public()}"'), tmp_path)
    server.faults.dies_at = 4
    assert program("deliver", run, "--to", server.url).code == 6
    (waiting,) = run.parent.glob(".*.outgoing/*.age")
    content = waiting.read_bytes()
    server.faults.dies_at = None
    assert program("deliver", run, "--to", server.url).code == 0
    assert assert_is_delivered_once(run, server.root, ".zip.age").read_bytes() == content


def cut_before_the_record(program: Program, run: Path, target: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliver, and lose the power before the journal tells."""

    def cut(*_arguments: object) -> None:
        raise OSError(5, "cut")

    with monkeypatch.context() as patch:
        patch.setattr("mailing.runs.journal.journalled.append", cut)
        assert program("deliver", run, "--to", target).code == 6
    assert not delivered(run)


def test_a_shop_that_is_faster_than_our_journal(
    program: Program, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has taken archive and ready file away before the delivery was on record: nothing is delivered twice."""
    target = tmp_path / "abholung"
    cut_before_the_record(program, run, target, monkeypatch)
    shutil.rmtree(target)
    called = program("deliver", run, "--to", target)
    assert called.code == 0
    assert "abgeholt" in called.out
    assert files_in(target) == []
    assert len(delivered(run)) == 1


def test_a_delivery_that_was_cut_off_ends_where_it_was_begun(
    program: Program, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shop may have it: it goes nowhere else, and the run can't be withdrawn, until that is settled."""
    target = tmp_path / "abholung"
    cut_before_the_record(program, run, target, monkeypatch)
    assert program("deliver", run, "--to", tmp_path / "other").code == 2
    assert program("withdraw", run, "--reason", "doch nicht", "--by", "Tom").code == 2
    assert program("deliver", run, "--to", target).code == 0
    assert_is_delivered_once(run, target)


def test_a_delivery_that_was_cut_off_after_its_record_leaves_nothing(
    program: Program, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive, with all its addresses, would lie beside the run: the next call removes it and sends nothing."""
    target = tmp_path / "abholung"

    def cut(*_arguments: object) -> None:
        raise OSError(5, "cut")

    with monkeypatch.context() as patch:
        patch.setattr("mailing.runs.afterwards.delivering.forget", cut)
        assert program("deliver", run, "--to", target).code == 6
    assert len(delivered(run)) == 1
    assert list(run.parent.glob(".*.outgoing/*.zip"))
    assert program("deliver", run, "--to", target).code == 0
    assert_is_delivered_once(run, target)


def test_a_package_that_the_shop_fetches_stays_to_be_fetched_again(
    program: Program, run_with: Callable[[str], Path], tmp_path: Path, keys: Keys
) -> None:
    """A delivery of the others leaves it alone: encrypted again, it would be another archive than the journal tells."""
    run = run_with(f'encryption = "age"\nrecipient = "{keys.age.to_public()}"')
    fetched = collect(run, "shop", Actor("Dora"), Progress()).path.read_bytes()
    assert program("deliver", run, "--to", tmp_path / "abholung").code == 0
    assert collect(run, "shop", Actor("Dora"), Progress()).path.read_bytes() == fetched


def test_something_else_under_its_name_is_left_alone(program: Program, run: Path, tmp_path: Path) -> None:
    """A ready file of another journal: exit code 6, nothing overwritten."""
    target = tmp_path / "abholung"
    twin = copy_of(run, tmp_path / "twin")
    journal = (twin / "journal.jsonl").read_bytes()
    assert program("deliver", run, "--to", target).code == 0
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    (twin / "journal.jsonl").write_bytes(journal.split(b"\n")[0] + b"\n")
    seal(twin / "journal.jsonl")
    assert program("release", twin, "--by", "Ute", "--yes").code == 0
    assert program("deliver", twin, "--to", target).code == 6
    assert before == {path.name: path.read_bytes() for path in target.iterdir()}
    assert not delivered(twin)


def test_bytes_that_change_on_their_way_get_no_name(program: Program, run: Path, server: Server) -> None:
    """What is read back isn't what was sent: exit code 6, no file under its name; the next call sends it again."""
    server.faults.flips = 10**6
    assert program("deliver", run, "--to", server.url).code == 6
    assert files_in(server.root) == [f"{run.name}-shop.zip.part"]
    server.faults.flips = 0
    assert program("deliver", run, "--to", server.url).code == 0
    assert_is_delivered_once(run, server.root)


def test_what_an_earlier_call_left_is_not_believed(program: Program, run: Path, tmp_path: Path) -> None:
    """It is read back before the call goes on from there."""
    target = tmp_path / "abholung"
    target.mkdir()
    name = f"{run.name}-shop.zip"
    (target / f"{name}.part").write_bytes(b"something else")
    assert program("deliver", run, "--to", target).code == 0
    assert_is_delivered_once(run, target)


def test_a_full_disk_at_the_server(program: Program, run: Path, server: Server) -> None:
    """Exit code 6 and no ready file; when there is room again, the same call goes on."""

    def full() -> None:
        raise asyncssh.SFTPFailure("no space left")

    server.faults.before_write = full
    assert program("deliver", run, "--to", server.url).code == 6
    assert_nothing_half(run, server.root)
    assert not delivered(run)
    server.faults.before_write = lambda: None
    assert program("deliver", run, "--to", server.url).code == 0
    assert_is_delivered_once(run, server.root)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that holds less than a package."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if not IS_ROOT or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_here(program: Program, run: Path, small_disk: Path) -> None:
    """As above, in a folder; the disk is enlarged, and the same call goes on."""
    called = program("deliver", run, "--to", small_disk)
    assert called.code == 6
    assert "voll" in called.err
    assert_nothing_half(run, small_disk)
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    assert program("deliver", run, "--to", small_disk).code == 0
    assert_is_delivered_once(run, small_disk)


def test_two_callers_at_once(run: Path, server: Server) -> None:
    """One delivers, the other finds it done."""
    server.faults.pause = 0.1
    both = [start(run, server.url), start(run, server.url)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert_is_delivered_once(run, server.root)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_no_fault(run: Path, server: Server, number: int) -> None:
    """Ctrl-C in the middle of the transfer: exit code 6, and the same call goes on."""
    server.faults.pause = 0.5
    process = start(run, server.url)
    deadline = time.monotonic() + 30
    while not any(server.root.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    assert process.wait(30) == 6
    server.faults.pause = 0
    assert start(run, server.url).wait(60) == 0
    assert_is_delivered_once(run, server.root)

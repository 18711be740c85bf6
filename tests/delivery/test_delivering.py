"""What was released goes to the shop: once, whole, and nowhere else."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncssh
import pyrage
import pysequoia
import pytest
from sftp_kit import AGENT, Server, free_port, openssh

if TYPE_CHECKING:
    from collections.abc import Callable

    from program_kit import Called
    from sftp_kit import Keys

    Program = Callable[..., Called]


def events(run: Path) -> list[dict[str, Any]]:
    """Return a run's journal."""
    return [json.loads(line) for line in (run / "journal.jsonl").read_text("utf-8").splitlines()]


def delivered(run: Path) -> list[dict[str, Any]]:
    """Return the details of all deliveries that the journal tells."""
    return [event["details"] for event in events(run) if event["kind"] == "delivered"]


def files_in(folder: Path) -> list[str]:
    """Return the names of all that lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def assert_is_the_bag(run: Path, archive: Path, tmp_path: Path) -> None:
    """An archive holds the run's package, byte for byte, and nothing else."""
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(archive) as found:
        found.extractall(unpacked)
    (top,) = unpacked.iterdir()
    assert top.name == f"{run.name}-shop"
    there = {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    shop = run / "shop"
    assert there == {path.relative_to(shop).as_posix(): path.read_bytes() for path in shop.rglob("*") if path.is_file()}


def assert_is_delivered_once(run: Path, folder: Path, ending: str = ".zip") -> Path:
    """The shop has one archive with its ready file, as the journal tells; return the archive."""
    name = f"{run.name}-shop{ending}"
    assert files_in(folder) == [name, f"{name}.ready.json"]
    ready, content = folder / f"{name}.ready.json", (folder / name).read_bytes()
    told = json.loads(ready.read_bytes())
    (event,) = delivered(run)
    assert told["sha256"] == event["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["size"] == event["size"] == len(content)
    assert event["ready"] == hashlib.sha256(ready.read_bytes()).hexdigest()
    assert told["tag_manifest"] == hashlib.sha256((run / "shop/tagmanifest-sha256.txt").read_bytes()).hexdigest()
    lines = (run / "journal.jsonl").read_bytes().splitlines()
    assert told["journal_head"] in [hashlib.sha256(line).hexdigest() for line in lines]
    assert not list(run.parent.glob(".*.outgoing"))
    return folder / name


def test_a_released_run_goes_to_a_folder_once(program: Program, run: Path, tmp_path: Path) -> None:
    """A second call delivers nothing; the run still verifies."""
    target = tmp_path / "abholung"
    assert program("deliver", run, "--to", target, "--by", "Eva").code == 0
    archive = assert_is_delivered_once(run, target)
    assert_is_the_bag(run, archive, tmp_path)
    written = archive.stat().st_mtime_ns
    again = program("deliver", run, "--to", target)
    assert again.code == 0
    assert "geliefert ist nichts" in again.out
    assert archive.stat().st_mtime_ns == written
    assert len(delivered(run)) == 1
    assert program("verify", run).code == 0
    assert program("status", run, "--json").json["runs"][0]["state"] == "delivered"


def test_what_is_not_released_goes_nowhere(program: Program, run: Path, tmp_path: Path) -> None:
    """Exit code 2, nothing written, not at the shop and not in the journal."""
    first = (run / "journal.jsonl").read_bytes().split(b"\n")[0] + b"\n"
    (run / "journal.jsonl").write_bytes(first)
    called = program("deliver", run, "--to", tmp_path / "abholung")
    assert called.code == 2
    assert "release" in called.err
    assert not (tmp_path / "abholung").exists()
    assert (run / "journal.jsonl").read_bytes() == first


def test_the_profile_says_where_to(program: Program, run_with: Callable[[str], Path], tmp_path: Path) -> None:
    """Without `--to` the run's own profile counts."""
    run = run_with('to = "abholung"')
    assert program("deliver", run).code == 0
    assert_is_delivered_once(run, tmp_path / "abholung")


def test_somebody_must_say_where_to(program: Program, run: Path) -> None:
    """Neither the call nor the profile: exit code 2, and what to do."""
    called = program("deliver", run)
    assert called.code == 2
    assert "--to" in called.err
    assert not delivered(run)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("shop/data/pieces.csv", b"\r\n"),
        ("shop/data/0001_bulk_1-sheet.pdf", b"%"),
        ("shop/tagmanifest-sha256.txt", b"\n"),
        ("house/settings/profile.toml", b"\n"),
        ("shop/data/stranger.pdf", b"%PDF"),
    ],
)
def test_what_was_changed_since_its_release_goes_nowhere(
    program: Program, run: Path, tmp_path: Path, file: str, change: bytes
) -> None:
    """Neither letters nor the profile that says where they go can be changed; nothing is written."""
    with (run / file).open("ab") as stream:
        stream.write(change)
    called = program("deliver", run, "--to", tmp_path / "abholung")
    assert called.code == 5
    assert not (tmp_path / "abholung").exists()
    assert not delivered(run)


def test_asyncsshs_server_gets_it_once(program: Program, run: Path, server: Server, tmp_path: Path) -> None:
    """Over SFTP as to a folder."""
    assert program("deliver", run, "--to", server.url).code == 0
    assert_is_the_bag(run, assert_is_delivered_once(run, server.root), tmp_path)
    (event,) = delivered(run)
    assert event["target"] == server.url
    asked = server.faults.requests
    assert program("deliver", run, "--to", server.url).code == 0
    assert server.faults.requests == asked


def test_opensshs_server_gets_it_once(program: Program, run: Path, keys: Keys, tmp_path: Path) -> None:
    """The server that most shops run; a folder below one that is there is made."""
    folder = tmp_path / "eingang"
    with openssh(folder, keys.host_file, keys.user_file) as url:
        assert program("deliver", run, "--to", url).code == 0
        assert program("deliver", run, "--to", url).code == 0
    assert_is_the_bag(run, assert_is_delivered_once(run, folder), tmp_path)


@pytest.mark.parametrize("algorithm", ["ecdsa-sha2-nistp256", "ssh-rsa"])
def test_the_pinned_key_may_be_any_of_the_servers(
    program: Program, run: Path, keys: Keys, tmp_path: Path, algorithm: str
) -> None:
    """A server whose other keys come first in the negotiation is still the pinned one."""
    root = tmp_path / "root"
    root.mkdir()
    both = [asyncssh.generate_private_key(algorithm), keys.host]
    with Server(root, both, keys.user) as server:
        assert program("deliver", run, "--to", server.url).code == 0
    assert_is_delivered_once(run, root)


def test_a_server_with_another_key_gets_nothing(program: Program, run: Path, keys: Keys, tmp_path: Path) -> None:
    """Exit code 6; nobody has even tried to log in."""
    root = tmp_path / "root"
    root.mkdir()
    with Server(root, [asyncssh.generate_private_key("ssh-ed25519")], keys.user) as impostor:
        called = program("deliver", run, "--to", impostor.url)
        assert called.code == 6
        assert keys.host.get_fingerprint() in called.err
        assert not impostor.faults.logins
    assert files_in(root) == []
    assert not delivered(run)


def test_openssh_with_another_key_gets_nothing(program: Program, run: Path, keys: Keys, tmp_path: Path) -> None:
    """As above, with the server that most shops run."""
    folder, other = tmp_path / "eingang", tmp_path / "other"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(other)
    other.chmod(0o600)
    with openssh(folder, other, keys.user_file) as url:
        assert program("deliver", run, "--to", url).code == 6
    assert not folder.exists()


def test_a_key_that_the_server_does_not_know_is_told(program: Program, run: Path, keys: Keys, tmp_path: Path) -> None:
    """Exit code 6, and which setting names the key."""
    root = tmp_path / "root"
    root.mkdir()
    with Server(root, [keys.host], asyncssh.generate_private_key("ssh-ed25519")) as server:
        called = program("deliver", run, "--to", server.url)
    assert called.code == 6
    assert "key" in called.err
    assert files_in(root) == []


def test_the_agent_may_hold_the_key(
    program: Program, run_with: Callable[[str], Path], server: Server, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the profile names no key; without an agent, or with one that has none, that is told."""
    run = run_with(AGENT)
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    assert program("deliver", run, "--to", server.url).code == 6
    socket = run.with_name("agent")
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
    try:
        while not socket.exists():
            time.sleep(0.02)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        assert program("deliver", run, "--to", server.url).code == 6
        assert not server.faults.logins
        subprocess.run(["ssh-add", "-q", str(keys.user_file)], check=True)
        assert program("deliver", run, "--to", server.url).code == 0
    finally:
        agent.terminate()
        agent.wait()
    assert_is_delivered_once(run, server.root)


def test_a_key_that_is_missing_is_told(program: Program, run: Path, server: Server, keys: Keys) -> None:
    """Exit code 6, with the setting that names it."""
    hidden = keys.user_file.with_name("hidden")
    keys.user_file.rename(hidden)
    try:
        called = program("deliver", run, "--to", server.url)
    finally:
        hidden.rename(keys.user_file)
    assert called.code == 6
    assert "[delivery] key" in called.err
    assert not server.faults.logins


@pytest.mark.parametrize(
    ("package", "lines"),
    [
        ("asyncssh", ""),
        ("pyrage", 'encryption = "age"\nrecipient = "age1nobody"'),
        ("pysequoia", 'encryption = "openpgp"\nrecipient = "-----BEGIN PGP"'),
    ],
)
def test_a_missing_package_is_named(
    program: Program, run_with: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, package: str, lines: str
) -> None:
    """Deliveries by SFTP and encryption are an extra: exit code 6 says how to get it."""
    run = run_with(lines)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "mailing.delivery.sftp", raising=False)
    called = program("deliver", run, "--to", "sftp://amt@127.0.0.1/eingang" if package == "asyncssh" else "abholung")
    assert called.code == 6
    assert "mailing[delivery]" in called.err
    assert not Path("abholung").exists()


def test_a_dead_host_is_told(program: Program, run: Path) -> None:
    """Exit code 6; the run can be delivered later."""
    called = program("deliver", run, "--to", f"sftp://amt@127.0.0.1:{free_port()}/eingang")
    assert called.code == 6
    assert not delivered(run)


@pytest.mark.parametrize(
    "target",
    ["sftp://amt:geheim@127.0.0.1/eingang", "ftp://127.0.0.1/eingang", "sftp:///eingang", "sftp://a:geheim@b:x/", " "],
)
def test_targets_that_are_none(program: Program, run: Path, target: str) -> None:
    """Exit code 2, and no password on the screen."""
    called = program("deliver", run, "--to", target)
    assert called.code == 2
    assert "geheim" not in called.err + called.out


def test_the_runs_own_folder_is_no_target(program: Program, run: Path) -> None:
    """It would be changed by its own delivery."""
    assert program("deliver", run, "--to", run / "shop").code == 2


def test_a_share_that_is_not_mounted_gets_nothing(program: Program, run: Path, tmp_path: Path) -> None:
    """A whole path that isn't there is none to be made."""
    assert program("deliver", run, "--to", tmp_path / "nicht" / "da").code == 6


def test_age_is_read_by_the_shop_alone(
    program: Program, run_with: Callable[[str], Path], keys: Keys, tmp_path: Path
) -> None:
    """What the shop decrypts is the package, byte for byte."""
    lines = f'encryption = "age"\nrecipient = "{keys.age.to_public()}"'
    run = run_with(lines)
    target = tmp_path / "abholung"
    assert program("deliver", run, "--to", target).code == 0
    archive = assert_is_delivered_once(run, target, ".zip.age")
    plain = tmp_path / "plain.zip"
    plain.write_bytes(pyrage.decrypt(archive.read_bytes(), [keys.age]))
    assert_is_the_bag(run, plain, tmp_path)


@pytest.mark.parametrize("is_inline", [True, False])
def test_openpgp_is_read_by_the_shop_alone(
    program: Program, run_with: Callable[[str], Path], keys: Keys, tmp_path: Path, *, is_inline: bool
) -> None:
    """The certificate stands in the profile or in a file."""
    certificate, file = str(keys.openpgp.extract_certificate()), keys.folder / "shop.asc"
    file.write_text(certificate)
    recipient = f'"""{certificate}"""' if is_inline else f'"{file}"'
    run = run_with(f'encryption = "openpgp"\nrecipient = {recipient}')
    target = tmp_path / "abholung"
    assert program("deliver", run, "--to", target).code == 0
    archive = assert_is_delivered_once(run, target, ".zip.pgp")
    plain = tmp_path / "plain.zip"
    found = pysequoia.decrypt(archive.read_bytes(), decryptor=keys.openpgp.decryptor()).bytes
    assert found is not None
    plain.write_bytes(found)
    assert_is_the_bag(run, plain, tmp_path)


def test_a_recipient_that_is_none_gets_nothing(
    program: Program, run_with: Callable[[str], Path], tmp_path: Path
) -> None:
    """Nothing goes unencrypted instead."""
    run = run_with('encryption = "age"\nrecipient = "age1nobody"')
    called = program("deliver", run, "--to", tmp_path / "abholung")
    assert called.code == 2
    assert "recipient" in called.err
    assert not (tmp_path / "abholung").exists()


def test_a_receipt_is_kept_and_recorded(program: Program, run: Path, tmp_path: Path) -> None:
    """With its hash, in the house; the same again changes nothing; before a delivery there is none to record."""
    receipt = tmp_path / "Lieferschein Frau Muster.PDF"
    receipt.write_bytes(b"%PDF-1.4 angenommen")
    assert program("deliver", run, "--receipt", receipt).code == 2
    program("deliver", run, "--to", tmp_path / "abholung")
    assert program("deliver", run, "--receipt", receipt).code == 0
    (event,) = [event for event in events(run) if event["kind"] == "accepted"]
    ((path, digest),) = event["details"]["files"].items()
    assert path.startswith("house/")
    assert "Muster" not in path
    assert (run / path).read_bytes() == receipt.read_bytes()
    assert digest == hashlib.sha256(receipt.read_bytes()).hexdigest()
    before = (run / "journal.jsonl").read_bytes()
    assert program("deliver", run, "--receipt", receipt).code == 0
    assert (run / "journal.jsonl").read_bytes() == before
    assert program("verify", run).code == 0
    (run / path).write_bytes(b"another")
    assert program("verify", run).code == 5


def test_a_receipt_that_is_none(program: Program, run: Path, tmp_path: Path) -> None:
    """No file, or an empty one."""
    program("deliver", run, "--to", tmp_path / "abholung")
    (tmp_path / "empty").touch()
    assert program("deliver", run, "--receipt", tmp_path / "empty").code == 2
    assert program("deliver", run, "--receipt", tmp_path / "missing").code == 2


def test_a_profile_is_held_to_account_before_the_run(program: Program, run: Path, tmp_path: Path) -> None:
    """An SFTP target without a pinned key, or a recipient that is missing, stops before letter 1."""
    profile = (run / "house/settings/profile.toml").read_text("utf-8").split("[delivery]")[0]
    for lines in ('to = "sftp://a@b/c"', 'to = "sftp://a:b@c/d"', 'encryption = "age"', 'host_key = "MD5:00"'):
        (tmp_path / "faulty.toml").write_text(f"{profile}[delivery]\n{lines}\n", "utf-8")
        assert program("run", "liste.csv", "--shop", tmp_path / "faulty.toml").code == 3, lines


def test_purging_leaves_nothing_on_its_way(program: Program, run: Path, tmp_path: Path) -> None:
    """An archive that waits beside the run for a host that was dead is personal too."""
    program("deliver", run, "--to", f"sftp://amt@127.0.0.1:{free_port()}/eingang")
    (waiting,) = run.parent.glob(".*.outgoing")
    assert any(waiting.iterdir())
    assert program("purge", run, "--yes", "--reason", "Ende").code == 0
    assert not waiting.exists()
    shutil.rmtree(tmp_path / "runs")

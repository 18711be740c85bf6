"""SFTP servers on loopback, as shops run them: asyncssh's own, with faults on demand, and OpenSSH's."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import asyncssh
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyrage
    import pysequoia

USER = getpass.getuser()
AGENT = "# the agent's key"
"""Among a profile's lines, it names no file of a key."""


@dataclass(frozen=True)
class Keys:
    """The server's key, the office's own, and the shop's for what is encrypted."""

    folder: Path
    host: asyncssh.SSHKey
    user: asyncssh.SSHKey
    age: pyrage.x25519.Identity
    openpgp: pysequoia.Tsk

    @property
    def host_file(self) -> Path:
        """The server's private key."""
        return self.folder / "host"

    @property
    def user_file(self) -> Path:
        """The office's private key."""
        return self.folder / "user"


@dataclass
class Faults:
    """What goes wrong at the server.

    Attributes:
        dies_at: at the request of this number it closes the connection; None for never.
        after: whether it does what is asked before it dies, so that only the answer is lost.
        pause: how many seconds each write takes.
        before_write: is called before each write, and may raise what the server then answers.
        flips: so many writes arrive with other bits.
        requests: how many there were.
        logins: who has tried to log in.
    """

    dies_at: int | None = None
    after: bool = False
    pause: float = 0.0
    before_write: Callable[[], None] = lambda: None
    flips: int = 0
    requests: int = 0
    logins: list[str] = field(default_factory=list)


class Shop(asyncssh.SSHServer):
    """Notes who tries to log in."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def begin_auth(self, username: str) -> bool:
        """Note it; a key is needed."""
        self._faults.logins.append(username)
        return True


class FaultyFolder(asyncssh.SFTPServer):
    """A folder whose requests are counted, and end as the faults say."""

    def __init__(self, channel: asyncssh.SSHServerChannel, root: Path, faults: Faults) -> None:
        super().__init__(channel, chroot=str(root))
        self._faults = faults
        for name in ("open", "stat", "posix_rename", "rename", "read", "fsync", "close"):
            setattr(self, name, self._counted(getattr(super(), name)))

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Write, slowly or not at all."""
        await asyncio.sleep(self._faults.pause)
        self._faults.before_write()
        if self._faults.flips > 0:
            self._faults.flips -= 1
            data = bytes(byte ^ 1 for byte in data)
        return await self._counted(super().write)(file_obj, offset, data)

    def _counted(self, method: Callable[..., Any]) -> Callable[..., Any]:
        async def called(*arguments: object) -> Any:
            self._faults.requests += 1
            is_last = self._faults.requests == self._faults.dies_at
            if is_last and not self._faults.after:
                self._die()
            answer = method(*arguments)
            if asyncio.iscoroutine(answer):
                answer = await answer
            if is_last:
                self._die()
            return answer

        return called

    def _die(self) -> None:
        self.channel.get_connection().abort()
        raise asyncssh.SFTPConnectionLost("dead")


class Server:
    """asyncssh's SFTP server in a thread of its own."""

    def __init__(self, root: Path, host_keys: Sequence[asyncssh.SSHKey], user_key: asyncssh.SSHKey) -> None:
        self.root = root
        self.faults = Faults()
        self._keys = host_keys, asyncssh.import_authorized_keys(user_key.export_public_key().decode())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._acceptor = self._done(self._listen())
        self.port = self._acceptor.get_port()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """The target to deliver to: the server's root."""
        return f"sftp://{USER}@127.0.0.1:{self.port}/"

    async def _listen(self) -> asyncssh.SSHAcceptor:
        host_keys, users = self._keys
        return await asyncssh.create_server(
            lambda: Shop(self.faults),
            "127.0.0.1",
            0,
            server_host_keys=host_keys,
            authorized_client_keys=users,
            sftp_factory=lambda channel: FaultyFolder(channel, self.root, self.faults),
            allow_scp=False,
        )

    async def _close(self) -> None:
        self._acceptor.close()
        await asyncio.sleep(0.05)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _done(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)


def free_port() -> int:
    """Return a port of this machine where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def openssh(folder: Path, host_key: Path, user_key: Path) -> Iterator[str]:
    """Run OpenSSH's server as a user's process with a configuration of its own; give the URL of `folder`."""
    program = shutil.which("sshd") or "/usr/sbin/sshd"
    if not Path(program).exists():
        pytest.skip("OpenSSH's server isn't installed (Debian: openssh-server)")
    port, settings = free_port(), folder.with_name("sshd_config")
    authorized = folder.with_name("authorized_keys")
    authorized.write_bytes(user_key.with_suffix(".pub").read_bytes())
    lines = [
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {host_key}",
        f"AuthorizedKeysFile {authorized}",
        "PidFile none",
        "UsePAM no",
        "StrictModes no",
        "PasswordAuthentication no",
        "PermitRootLogin yes",
        "Subsystem sftp internal-sftp",
    ]
    settings.write_text("\n".join(lines) + "\n")
    if USER == "root":
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([program, "-D", "-e", "-f", str(settings)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"sftp://{USER}@127.0.0.1:{port}{folder}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail("sshd doesn't answer")


def copy_of(run: Path, tmp_path: Path) -> Path:
    """Copy a run for a test that changes it."""
    return Path(shutil.copytree(run, tmp_path / "runs" / run.name))

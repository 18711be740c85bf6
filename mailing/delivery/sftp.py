"""A folder on an SFTP server as a place for packages: its key is pinned, and nobody logs in with a password.

Nothing is sent before the server has shown that it has the key with the pinned fingerprint. Neither the user's SSH
configuration nor their known hosts nor keys that happen to lie about have a say.
"""

from __future__ import annotations

import asyncio
import getpass
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from posixpath import join
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

import asyncssh

from mailing.base.errors import InputError, SurroundingsError
from mailing.base.given_files import read_given
from mailing.base.messages import _
from mailing.delivery.place import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence

    from mailing.model.delivery import DeliveryTerms, Target

REACH_SECONDS = 15
LOGIN_SECONDS = 60
ALIVE_SECONDS = 15
"""So often the server is asked whether it is still there; after three silences it isn't."""
KEY_FAMILIES = (
    ("ssh-ed25519",),
    ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    ("rsa-sha2-512", "rsa-sha2-256"),
)
"""A server has a key of each family or of some: the pinned one may be any of them."""
FULL = (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)

_T = TypeVar("_T")


class SftpPlace:
    """A folder on a server, for as long as the connection holds."""

    @property
    def name(self) -> str:
        """The target, as it is told."""
        return str(self._target)

    def __init__(
        self, target: Target, client: asyncssh.SFTPClient, run: Callable[[Coroutine[Any, Any, Any]], Any]
    ) -> None:
        self._target = target
        self._client = client
        self._run = run

    def size(self, name: str) -> int | None:
        """Return a file's size; None where there is none."""
        return self._done(self._size(name))

    def read(self, name: str, tell: Callable[[bytes], None]) -> None:
        """Read a file back over the wire."""
        self._done(self._read(name, tell))

    def write(self, name: str, source: BinaryIO, offset: int, tell: Callable[[int], None]) -> None:
        """Write from `offset` on, and have the server flush it where it can."""
        self._done(self._write(name, source, offset, tell))

    def rename(self, old: str, new: str) -> None:
        """Give a file its final name; a server that can't replace another one has that removed first."""
        self._done(self._rename(old, new))

    def _done(self, work: Coroutine[Any, Any, _T]) -> _T:
        with _answering(self._target):
            done: _T = self._run(work)
            return done

    def _path(self, name: str) -> str:
        return join(self._target.folder, name)

    async def _size(self, name: str) -> int | None:
        try:
            return (await self._client.stat(self._path(name))).size
        except asyncssh.SFTPNoSuchFile:
            return None

    async def _read(self, name: str, tell: Callable[[bytes], None]) -> None:
        async with self._client.open(self._path(name), "rb") as stream:
            while some := cast("bytes", await stream.read(AT_ONCE)):  # opened as binary: it gives no text
                tell(some)

    async def _write(self, name: str, source: BinaryIO, offset: int, tell: Callable[[int], None]) -> None:
        async with self._client.open(self._path(name), "r+b" if offset else "wb") as stream:
            await stream.seek(offset)
            while some := source.read(AT_ONCE):
                await stream.write(some)
                tell(len(some))
            await _flush(stream)

    async def _rename(self, old: str, new: str) -> None:
        try:
            await self._client.posix_rename(self._path(old), self._path(new))
        except asyncssh.SFTPOpUnsupported:
            if await self._size(new) is not None:
                await self._client.remove(self._path(new))
            await self._client.rename(self._path(old), self._path(new))


async def _flush(stream: asyncssh.SFTPClientFile) -> None:
    """Have the server bring a file to its disk; one that knows no such request does it when it likes."""
    try:
        await stream.fsync()
    except asyncssh.SFTPOpUnsupported:
        return


@contextmanager
def open_sftp(target: Target, terms: DeliveryTerms) -> Iterator[SftpPlace]:
    """Give the folder on the server, once the server has shown the pinned key and let us in.

    Raises:
        SurroundingsError: there is no such server or folder, its key is another, or it doesn't let us in.
    """
    with asyncio.Runner() as runner:
        with _answering(target):
            connection = runner.run(_connected(target, terms))
        try:
            with _answering(target):
                client = runner.run(_client_in(connection, target))
            yield SftpPlace(target, client, runner.run)
        finally:
            connection.abort()
            runner.run(connection.wait_closed())


async def _connected(target: Target, terms: DeliveryTerms) -> asyncssh.SSHClientConnection:
    """Connect with whichever of the server's keys is the pinned one."""
    seen: list[str] = []
    refusal: asyncssh.DisconnectError | None = None
    async with _keys(terms, target) as keys:
        for family in KEY_FAMILIES:
            try:
                return await asyncssh.connect(
                    target.host,
                    target.port,
                    username=target.user or getpass.getuser(),
                    client_factory=lambda: _PinnedClient(terms.host_key, seen),
                    known_hosts=((), (), ()),
                    server_host_key_algs=family,
                    config=[],
                    client_keys=keys,
                    agent_path=None,
                    password=None,
                    preferred_auth=("publickey",),
                    gss_host=None,
                    connect_timeout=REACH_SECONDS,
                    login_timeout=LOGIN_SECONDS,
                    keepalive_interval=ALIVE_SECONDS,
                )
            except asyncssh.DisconnectError as error:
                if terms.host_key in seen or isinstance(error, asyncssh.PermissionDenied):
                    raise
                refusal = error  # another key, or the server has none of this family, and hangs up
    if refusal is not None and not seen:
        raise refusal
    raise _another_server(target, terms, seen)


@asynccontextmanager
async def _keys(terms: DeliveryTerms, target: Target) -> AsyncIterator[Sequence[asyncssh.SSHKey | asyncssh.SSHKeyPair]]:
    """Give the keys to log in with: the profile's, or those of the SSH agent for as long as it holds them."""
    async with AsyncExitStack() as open_things:
        try:
            keys: Sequence[asyncssh.SSHKey | asyncssh.SSHKeyPair]
            if terms.key_file:
                keys = [asyncssh.import_private_key(read_given(Path(terms.key_file)))]
            else:
                agent = await open_things.enter_async_context(asyncssh.connect_agent())
                keys = await agent.get_keys()
        except (OSError, ValueError, InputError) as error:
            raise _no_login(target, error) from error
        if not keys:
            raise _no_login(target, _("der SSH-Agent hat keinen Schlüssel"))
        yield keys


def _no_login(target: Target, reason: object) -> SurroundingsError:
    return SurroundingsError(
        _("Die Anmeldung am Server geht nicht: {reason}").format(reason=reason),
        where=str(target),
        hint=_("Den Schlüssel prüfen, den [delivery] key nennt; einen mit Kennwort hält der SSH-Agent"),
    )


def _another_server(target: Target, terms: DeliveryTerms, seen: Sequence[str]) -> SurroundingsError:
    return SurroundingsError(
        _("Der Server hat nicht den Schlüssel, den das Profil nennt: geliefert ist nichts"),
        where=str(target),
        hint=_(
            "Die Druckerei nach dem Fingerabdruck fragen; der Server zeigt {seen}, das Profil nennt {pinned}"
        ).format(seen=", ".join(seen), pinned=terms.host_key),
    )


class _PinnedClient(asyncssh.SSHClient):
    """Takes the key with the pinned fingerprint and no other."""

    def __init__(self, pinned: str, seen: list[str]) -> None:
        self._pinned = pinned
        self._seen = seen

    def validate_host_public_key(self, _host: str, _addr: str, _port: int, key: asyncssh.SSHKey) -> bool:
        """Whether it is that key."""
        found = key.get_fingerprint("sha256")
        self._seen.append(found)
        return found == self._pinned


async def _client_in(connection: asyncssh.SSHClientConnection, target: Target) -> asyncssh.SFTPClient:
    """Return the client, once the folder is known to be there; one whose parent is there is made."""
    client = await connection.start_sftp_client()
    if not await client.isdir(target.folder):
        await client.mkdir(target.folder)
    return client


@contextmanager
def _answering(target: Target) -> Iterator[None]:
    """Turn what a server, the network or a key refuses into errors of ours."""
    again = _("Derselbe Aufruf macht dort weiter, wo dieser aufgehört hat")
    try:
        yield
    except asyncssh.PermissionDenied as error:
        raise _no_login(target, error) from error
    except FULL as error:
        raise SurroundingsError(_("Der Datenträger der Lieferung ist voll"), where=str(target), hint=again) from error
    except (asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost, asyncssh.DisconnectError) as error:
        raise SurroundingsError(
            _("Die Verbindung zum Server ist abgerissen: {reason}").format(reason=error), where=str(target), hint=again
        ) from error
    except asyncssh.SFTPError as error:
        raise SurroundingsError(
            _("Der Server nimmt die Lieferung nicht an: {reason}").format(reason=error),
            where=str(target),
            hint=_("Ordner, Rechte und freien Platz beim Server prüfen; {again}").format(again=again),
        ) from error
    except (OSError, asyncssh.Error, TimeoutError) as error:
        raise SurroundingsError(
            _("Der Server ist nicht erreichbar: {reason}").format(reason=error), where=str(target), hint=again
        ) from error

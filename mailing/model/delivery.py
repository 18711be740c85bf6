"""How and where to a shop gets its packages: a target, and what the shop profile says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import Field, field_validator, model_validator

from mailing.base.messages import n_
from mailing.base.settings import SettingsFile

SFTP = "sftp"
SSH_PORT = 22
HOME = "/~"
"""Begins a path that counts from the user's own folder on the server, as curl has it."""

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}=?")


class Encryption(StrEnum):
    """What makes a package unreadable on its way."""

    NONE = "none"
    AGE = "age"
    OPENPGP = "openpgp"


@dataclass(frozen=True, slots=True)
class Target:
    """Where packages go to: a folder on this machine, or one on an SFTP server.

    Attributes:
        folder: its path; on a server as the server has it.
        host: the server's name; "" for a folder on this machine.
        user: who logs in there; "" for whoever the system says is working.
    """

    folder: str
    host: str = ""
    port: int = SSH_PORT
    user: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether it lies on a server."""
        return bool(self.host)

    def __str__(self) -> str:
        """Return the target as it is told and recorded: it holds no secrets."""
        if not self.is_remote:
            return self.folder
        user = f"{self.user}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        folder = self.folder if self.folder.startswith("/") else f"{HOME}/{self.folder}"
        return f"{SFTP}://{user}{host}:{self.port}{folder}"


def read_target(text: str) -> Target:
    """Return the target that a folder's path or an `sftp://user@host:port/folder` names.

    Raises:
        ValueError: it is none, or holds a password; the text says so without repeating it.
    """
    if "://" not in text:
        if not text.strip():
            raise ValueError(n_("ein Ordner oder sftp://benutzer@rechner:port/ordner"))
        return Target(text)
    url = urlsplit(text)
    if url.scheme != SFTP or url.query or url.fragment:
        raise ValueError(n_("ein Ordner oder sftp://benutzer@rechner:port/ordner"))
    if url.password is not None:
        raise ValueError(n_("kein Kennwort in der Adresse: angemeldet wird mit einem Schlüssel oder dem SSH-Agenten"))
    host, port = _server(url)
    path = unquote(url.path)
    folder = path.removeprefix(HOME).removeprefix("/") or "." if _is_at_home(path) else path
    return Target(folder, host, port, unquote(url.username or ""))


def _server(url: SplitResult) -> tuple[str, int]:
    host, port = url.hostname, url.port  # a port that is none is a ValueError of urllib's, in English
    if not host or "\0" in url.path:
        raise ValueError(n_("ein Ordner oder sftp://benutzer@rechner:port/ordner"))
    return host, SSH_PORT if port is None else port


def _is_at_home(path: str) -> bool:
    return path in {"", HOME} or path.startswith(f"{HOME}/")


class DeliveryTerms(SettingsFile):
    """`[delivery]` of a shop profile.

    Attributes:
        to: where packages go, where `--to` doesn't say; "" for nowhere.
        host_key: the fingerprint that the server's key must have, as `ssh-keygen -lf` tells it.
        key: the file of the private key to log in with; "" for the SSH agent.
        recipient: whom packages are encrypted for: an age recipient or an OpenPGP certificate, or the path of its file.
    """

    to: str = ""
    host_key: str = ""
    key: str = ""
    encryption: Encryption = Field(default=Encryption.NONE, strict=False)
    recipient: str = ""

    @property
    def key_file(self) -> str:
        """The private key's file, where `~` is the user's own folder; "" for the agent."""
        return str(Path(self.key).expanduser()) if self.key else ""

    @field_validator("to")
    @classmethod
    def _is_a_target(cls, to: str) -> str:
        if to:
            read_target(to)
        return to

    @field_validator("host_key")
    @classmethod
    def _is_a_fingerprint(cls, host_key: str) -> str:
        if host_key and not _FINGERPRINT.fullmatch(host_key):
            raise ValueError(n_("ein Fingerabdruck wie SHA256:…, den ssh-keygen -lf nennt"))
        return host_key.rstrip("=")

    @model_validator(mode="after")
    def _names_a_recipient(self) -> Self:
        if self.encryption is not Encryption.NONE and not self.recipient.strip():
            raise ValueError(n_("encryption braucht recipient: für wen verschlüsselt wird"))
        return self

    @model_validator(mode="after")
    def _pins_the_server(self) -> Self:
        if self.to and read_target(self.to).is_remote and not self.host_key:
            raise ValueError(n_("sftp:// braucht host_key: den Fingerabdruck des Servers"))
        return self

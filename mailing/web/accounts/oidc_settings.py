"""The settings of the house's log-in service (OpenID Connect), from a TOML file."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from mailing.base.errors import InputError
from mailing.base.given_files import read_given
from mailing.base.messages import _, n_
from mailing.base.settings import SettingsFile, SettingsText

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 100_000


def _is_safe(issuer: str) -> str:
    """Refuse an address that others on the net could answer at: TLS, or this machine."""
    parts = urlsplit(issuer)
    host = parts.hostname or ""
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = host == "localhost"
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_here)) or parts.query:
        raise ValueError(issuer)
    return issuer


class OidcSettings(SettingsFile):
    """What the office is told of the service, and the service of the office.

    Attributes:
        issuer: the service's address, below which it publishes `.well-known/openid-configuration`.
        client_id: what the service calls the office.
        client_secret: what the office shows to the service; empty where it is a public client.
        claim: the entry of the identity token that holds an account's name.
        scope: what is asked for besides `openid`.
        label: what the button says.
    """

    issuer: Annotated[str, AfterValidator(_is_safe)] = Field(
        description=n_("eine Adresse mit https, ohne etwas hinter dem Fragezeichen")
    )
    client_id: str = Field(min_length=1, description=n_("ein Text"))
    client_secret: str = Field(default="", description=n_("ein Text"))
    claim: str = Field(default="preferred_username", min_length=1, description=n_("der Name eines Eintrags im Ausweis"))
    scope: str = Field(default="openid profile", pattern=r"(^| )openid( |$)", description=n_("Wörter, darunter openid"))
    label: str = Field(default="", description=n_("ein Text"))


def read_oidc_settings(file: Path) -> OidcSettings:
    """Return the settings in a file.

    Raises:
        InputError: it can't be read, or isn't what it should be.
        SurroundingsError: it may not be read.
    """
    content = read_given(file)
    if len(content) > LARGEST:
        raise InputError(_("So groß ist keine Datei mit Einstellungen"), where=str(file))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(_("Die Datei ist kein UTF-8"), where=str(file)) from error
    return SettingsText(text, file.name).read_as(OidcSettings)

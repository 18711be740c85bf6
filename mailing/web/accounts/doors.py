"""The ways into the office, as it was opened: a session, and what the house vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from mailing.base.errors import SurroundingsError, UsageError
from mailing.base.messages import _
from mailing.model.actors import folded
from mailing.web.accounts import cookies, sessions
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.invitations import invite
from mailing.web.accounts.oidc_settings import OidcSettings, read_oidc_settings
from mailing.web.accounts.public_address import keep_address, kept_address, public_address
from mailing.web.arrival import arrival_of, networks
from mailing.web.tls import refuse_unusable_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import HTTPConnection

    from mailing.web.accounts.account import Account
    from mailing.web.accounts.oidc import LogInService
    from mailing.web.office import Office
    from mailing.web.serve_options import ServeOptions

BACK: Final = "/anmelden/dienst/zurueck"
"""Where the house's log-in service sends a browser back to."""


@dataclass(frozen=True)
class Doors:
    """How people get into an office.

    Attributes:
        oidc: the house's log-in service, where there is one.
    """

    office: Office
    options: ServeOptions
    oidc: OidcSettings | None

    def account_of(self, connection: HTTPConnection) -> Account | None:
        """Return the account that sends a request; pages find these doors with it."""
        connection.state.doors = self
        token = cookies.cookie(connection, cookies.SESSION)
        if not token:
            return None
        account = sessions.account_of(self.office.store, token, is_use=_is_use(connection))
        vouched = arrival_of(connection).vouched
        if account is not None and vouched is not None and folded(vouched) != folded(account.name):
            return None  # at this browser, the house has let somebody else in since
        return account

    @cached_property
    def log_in_service(self) -> LogInService | None:
        """The house's log-in service; None where none is set.

        Raises:
            SurroundingsError: what speaks with it isn't installed.
        """
        if self.oidc is None:
            return None
        try:
            from mailing.web.accounts.oidc import LogInService
        except ModuleNotFoundError as error:
            raise SurroundingsError(
                _("Für den Anmeldedienst fehlt ein Paket"), hint=_("pip install 'mailing[oidc]'")
            ) from error
        return LogInService(self.oidc, kept_address(self.office.store) + BACK)

    def told(self, address: str) -> Iterator[str]:
        """Give what whoever opens the office is to know, and keep its address for links."""
        address = public_address(self.options, address)
        keep_address(self.office.store, address)
        yield _("Das Büro ist offen: {address}").format(address=f"{address}/")
        if Accounts(self.office.store).are_none():
            link = f"{address}{invite(self.office.store, None)}"
            yield _("Einmal-Link für das erste Konto, das die anderen verwaltet: {link}").format(link=link)
        if self.options.is_open_to_others and self.options.certificate is None and not self.options.trusted_proxies:
            yield _(
                "Achtung: Das Büro ist ohne TLS für andere Rechner offen; Kennwörter und Briefe gehen lesbar durchs "
                "Netz. Abhilfe: --certificate, oder der Proxy des Hauses und --trusted-proxy"
            )


def open_doors(office: Office, options: ServeOptions) -> Doors:
    """Return the ways into an office.

    Raises:
        UsageError: an option can't be.
        InputError: nor a setting of the log-in service, or the certificate.
    """
    if options.trusted_header and not options.trusted_proxies:
        raise UsageError(
            _("--trusted-header braucht auch --trusted-proxy"),
            where=f"--trusted-header {options.trusted_header}",
            hint=_("Ohne zu wissen, wer der Proxy ist, könnte jeder behaupten, wer er ist"),
        )
    refuse_unusable_certificate(options)
    networks(options.trusted_proxies)
    return Doors(office, options, None if options.oidc is None else read_oidc_settings(options.oidc))


def log_in_service_of(connection: HTTPConnection) -> LogInService | None:
    """Return the house's log-in service; None where none is set."""
    doors = cast("Doors | None", getattr(connection.state, "doors", None))
    return None if doors is None else doors.log_in_service


def _is_use(connection: HTTPConnection) -> bool:
    """Whether somebody did something: not where a page's script only asks how far a job is."""
    return not (connection.scope["method"] == "GET" and connection.headers.get("sec-fetch-dest") == "empty")

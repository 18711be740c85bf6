"""The ways into the office, as it was opened: a session, and what the house vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.model.actors import folded
from mailing.web.accounts import cookies, sessions
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.invitations import invite
from mailing.web.accounts.oidc_settings import OidcSettings, read_oidc_settings
from mailing.web.accounts.public_address import keep_address, public_address
from mailing.web.arrival import arrival_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import HTTPConnection

    from mailing.web.accounts.account import Account
    from mailing.web.office import Office
    from mailing.web.serve_options import ServeOptions


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
        UsageError: an option, or a setting of the log-in service, can't be.
    """
    if options.trusted_header and not options.trusted_proxies:
        raise UsageError(
            _("--trusted-header braucht auch --trusted-proxy"),
            where=f"--trusted-header {options.trusted_header}",
            hint=_("Ohne zu wissen, wer der Proxy ist, könnte jeder behaupten, wer er ist"),
        )
    if options.key is not None and options.certificate is None:
        raise UsageError(_("--key braucht auch --certificate"), where=f"--key {options.key}")
    return Doors(office, options, None if options.oidc is None else read_oidc_settings(options.oidc))


def doors_of(connection: HTTPConnection) -> Doors:
    """Return the doors that a request came through."""
    return cast("Doors", connection.state.doors)


def _is_use(connection: HTTPConnection) -> bool:
    """Whether somebody did something: not where a page's script only asks how far a job is."""
    return not (connection.scope["method"] == "GET" and connection.headers.get("sec-fetch-dest") == "empty")

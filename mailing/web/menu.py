"""What stands in every page's head, by what the account may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.messages import _, n_
from mailing.web.accounts.roles import HOUSE, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.web.accounts.account import Account

ENTRIES: Final = (
    ("/laeufe", n_("Läufe"), HOUSE),
    ("/neuer-lauf", n_("Neuer Lauf"), frozenset({Role.CREATE})),
    ("/vorlagen", n_("Vorlagen"), HOUSE),
    ("/freigabe", n_("Freigabe"), frozenset({Role.RELEASE})),
    ("/pakete", n_("Pakete"), frozenset({Role.CREATE, Role.SHOP})),
    ("/nachsehen", n_("Nachsehen"), HOUSE),
    ("/pruefen", n_("Prüfen"), frozenset({Role.AUDIT})),
    ("/konten", n_("Konten"), frozenset({Role.ADMINISTER})),
)


def menu_of(account: Account | None) -> Iterator[tuple[str, str]]:
    """Give address and name of each entry that the account may open."""
    if account is not None:
        yield from ((address, _(name)) for address, name, roles in ENTRIES if account.may(*roles))


def first_page(account: Account) -> str:
    """Return the page to begin with."""
    return next((address for address, _name in menu_of(account)), "/konto")

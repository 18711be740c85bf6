"""What an account may do."""

from __future__ import annotations

from enum import StrEnum

from mailing.base.messages import n_


class Role(StrEnum):
    """A role; an account has one or more."""

    CREATE = "erstellen"
    RELEASE = "freigeben"
    SHOP = "druckerei"
    AUDIT = "pruefen"
    ADMINISTER = "verwalten"


ROLE_NAMES = {
    Role.CREATE: n_("Erstellen"),
    Role.RELEASE: n_("Freigeben"),
    Role.SHOP: n_("Druckerei"),
    Role.AUDIT: n_("Prüfen"),
    Role.ADMINISTER: n_("Verwalten"),
}
HOUSE = frozenset({Role.CREATE, Role.RELEASE, Role.AUDIT})
"""Who may read runs whole: those of the house that have to do with letters."""
EVERYONE = frozenset(Role)

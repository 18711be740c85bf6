"""An account, as it passes through the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailing.web.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works in the office.

    Attributes:
        name: as the journal shows it.
        has_code: whether a code (TOTP) is asked for.
    """

    name: str
    roles: frozenset[Role]
    has_code: bool = False

    def may(self, *roles: Role) -> bool:
        """Whether the account has one of the roles."""
        return not self.roles.isdisjoint(roles)

"""Claims: the letters that a call is about to make, so that another one at the same time doesn't make them too.

A call claims before it sets a letter, confirms right before its manifest, and gives up what it didn't confirm. Claims
and letters change under one lock of the register, so that no two calls ever hold the same letter.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from mailing.base.errors import SurroundingsError
from mailing.base.messages import _
from mailing.runs.register.registered_letters import NO_LETTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mailing.runs.register.register import Register
    from mailing.runs.register.registered_letters import Letters


class LostClaimsError(SurroundingsError):
    """What a call had claimed is another call's by now."""


class Claim:
    """The letters that one call makes, as long as it is under way.

    Args:
        register: it stays open until the claim is given up.
        letters: the keyed hashes of the run's letters.
    """

    def __init__(self, register: Register, letters: Letters) -> None:
        self._register = register
        self._letters = letters
        self._call = secrets.token_hex(8)
        self._claimed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Give up what isn't confirmed; where the register is out of reach, the claims end with the call itself."""
        with suppress(SurroundingsError):
            self._register.give_up(self._call)
        self._register.close()

    def take(self, households: Collection[int]) -> frozenset[int]:
        """Claim the letters of households; return those whose letter another call is making."""
        wanted = sorted(set(self._letters.of(households)))
        taken = self._register.claim(wanted, self._call)
        self._claimed = len(wanted) - len(taken)
        return frozenset(each for each in households if self._letters[each] in taken) if taken else frozenset()

    def confirm(self, made: Iterable[int], run: str, renewed: Collection[int]) -> None:
        """Enter the letters that were made for households.

        Raises:
            LostClaimsError: the register was out of reach so long that the claims are another call's by now.
            SurroundingsError: the register can't be used.
        """
        if self._register.claims_of(self._call) != self._claimed:
            raise LostClaimsError(
                _("Das Register war unterwegs nicht erreichbar; ein anderer Aufruf kann dieselben Briefe machen"),
                where="--register",
                hint=_("Den Aufruf wiederholen: er macht nur, was noch keiner gemacht hat"),
            )
        self._register.enter(self._letters, made, run, renewed, self._call)
        self._letters = NO_LETTERS
        self._claimed = 0

"""What can be done with a run in the browser: which page does what a command does, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailing.base.messages import n_
from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.runs.showing.standing import Standing
    from mailing.web.accounts.account import Account


@dataclass(frozen=True, slots=True)
class Act:
    """An act and its page.

    Attributes:
        verb: the command that does the same.
        name: what people call it.
        path: the page's address, with the run's name to be filled in.
        roles: who may.
    """

    verb: str
    name: str
    path: str
    roles: frozenset[Role]


OFFICE: Final = frozenset({Role.CREATE})
AT_THE_SHOP: Final = frozenset({Role.CREATE, Role.SHOP})
ACTS: Final = (
    Act("release", n_("Freigeben"), "/laeufe/{run_id}/freigabe", frozenset({Role.RELEASE})),
    Act("deliver", n_("Paket übergeben"), "/pakete/{run_id}", AT_THE_SHOP),
    Act("deliver --receipt", n_("Empfang bestätigen"), "/pakete/{run_id}", AT_THE_SHOP),
    Act("feedback", n_("Rückmeldung der Druckerei lesen"), "/pakete/{run_id}", AT_THE_SHOP),
    Act("reprint", n_("Nachdrucken"), "/laeufe/{run_id}/nachdruck", OFFICE),
    Act("posted", n_("Einlieferung erfassen"), "/laeufe/{run_id}/einlieferung", OFFICE),
    Act("returns", n_("Retouren erfassen"), "/ruecklaeufer", OFFICE),
    Act("close", n_("Abschließen"), "/laeufe/{run_id}/abschluss", OFFICE),
    Act("withdraw", n_("Zurückziehen"), "/laeufe/{run_id}/zurueckziehen", OFFICE),
)
_BY_VERB: Final = {act.verb: act for act in ACTS}


def next_act(standing: Standing) -> Act | None:
    """Return the act that moves a run on; None where a page does none of it."""
    return _BY_VERB.get(standing.next_verb)


def acts_for(account: Account, standing: Standing) -> Iterator[tuple[str, str]]:
    """Give name and address of each act that the state and the account's roles allow, the next one first."""
    possible = [act for act in ACTS if act.verb in standing.allowed and account.may(*act.roles)]
    for act in sorted(possible, key=lambda act: act.verb != standing.next_verb):
        yield act.name, act.path.format(run_id=standing.run_id)

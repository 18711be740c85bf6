"""Setting one household's letter: the same letter with the same findings in a run, in its check and in its proof."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mailing import press
from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.findings import meaning_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing import letters
    from mailing.base.progress import Stage
    from mailing.findings import Finding
    from mailing.model import Household, HouseholdTable, Letter

CHUNK_SIZE = 1_000
"""Households that are set at a time; no result depends on it."""


SEED = 1
"""Decides which letters are proofed at random and which persons are invented: the same list, the same proof."""


class SetLetter(NamedTuple):
    """A household's letter as it is laid out, and all that was found on the way."""

    letter: Letter
    findings: tuple[Finding, ...]

    @property
    def rejected_for(self) -> str | None:
        """The code of the finding that forbids the letter; None where it may be printed."""
        return next((finding.code for finding in self.findings if finding.forbids_the_letter), None)


def set_letter(household: Household, setter: letters.Setter, profile: press.ShopProfile) -> SetLetter:
    """Lay out one household's letter, as `set_letters` does."""
    return set_letters([household], setter, profile)[0]


def set_letters(households: Sequence[Household], setter: letters.Setter, profile: press.ShopProfile) -> list[SetLetter]:
    """Lay out the households' letters and hold them against the shop profile; many at once take less time each.

    Raises:
        InputError: what their template itself prints, on every letter, stands in a blocked zone.
    """
    laid_out = setter.lay_out_all(households)
    return [SetLetter(each, (*each.findings, *press.blocked_findings(each, profile))) for each in laid_out]


def set_each(
    households: HouseholdTable, setter: letters.Setter, profile: press.ShopProfile, stage: Stage
) -> Iterator[tuple[Household, SetLetter]]:
    """Give each household with its letter, made in this process."""
    for chunk in households.chunks(CHUNK_SIZE):
        addressees = list(chunk.households())
        yield from zip(addressees, set_letters(addressees, setter, profile), strict=True)
        stage.advance(len(chunk))


def no_letter(codes: Iterable[str]) -> InputError:
    """Return what stops a command that could set no letter at all; `codes` say why, one for each household."""
    counted = Counter(codes).most_common()
    return InputError(
        _("Für keinen Haushalt konnte ein Brief gesetzt werden"),
        where="; ".join(f"{code} ({number}){meaning_of(code)}" for code, number in counted),
        hint=_("mailing check zeigt die Befunde zu jeder Zeile"),
    )

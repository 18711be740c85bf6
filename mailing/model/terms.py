"""The terms of a run's life, as settings say them: who must release it until when, and when waiting is too long."""

from __future__ import annotations

from pydantic import Field

from mailing.base.settings import SettingsFile

USUAL_DAYS = 30
"""So many days a letter may wait for its release: what it says of dates and times is old by then."""


class ReleaseTerms(SettingsFile):
    """`[release]`, in organisation.toml for the house and in a shop profile: the stricter of the two counts.

    Attributes:
        needs: so many people must release a run of `from_pieces` pieces or more; a smaller one needs one.
        days: for so long after the letters' date a run may be released; `USUAL_DAYS` where neither of the two says it.
    """

    needs: int = Field(default=1, ge=1, le=9)
    from_pieces: int = Field(default=1, ge=1)
    days: int | None = Field(default=None, ge=0, le=3650)

    def people_for(self, pieces: int) -> int:
        """Return how many people must release a run of so many pieces."""
        return self.needs if pieces >= self.from_pieces else 1


class StaleTerms(SettingsFile):
    """`[stale]` in organisation.toml: after so many days in a state, `mailing status` tells that nothing moves."""

    made: int = Field(default=5, ge=0)
    released: int = Field(default=2, ge=0)
    delivered: int = Field(default=3, ge=0)
    accepted: int = Field(default=10, ge=0)
    posted: int = Field(default=30, ge=0)


class ReprintTerms(SettingsFile):
    """`[reprint]`, in organisation.toml for the house and in a shop profile: the lower of the two counts.

    Attributes:
        limit_percent: a reprint of more than this share of the run's pieces must be released as the run was.
    """

    limit_percent: float = Field(default=5, ge=0, le=100)

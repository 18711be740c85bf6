"""What job data tell of the profile that their batches were made for, in the place of another profile's entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from mailing.press.profiles import ShopProfile

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLD: Final = ("standard", "envelope", "duplex", "code")
TOLD_IF_UNUSUAL: Final[Mapping[str, object]] = {"colour": "gray", "envelopes": {}}
"""What `job_data` leaves out where it is as usual, and what that is."""


def settings_as_told(profile: ShopProfile, settings: Mapping[str, Any], told: object) -> dict[str, Any]:
    """Return a profile's entries with what job data tell in their place.

    Args:
        profile: the profile, read.
        settings: its entries.
        told: what the job data call `profile`; where that makes no profile, the entries stay as they are.
    """
    if not isinstance(told, dict):
        return dict(settings)
    own = {**TOLD_IF_UNUSUAL, **{name: told[name] for name in (*TOLD, *TOLD_IF_UNUSUAL) if name in told}}
    given = {"name": profile.name, "source": profile.source, "icc_profile": profile.icc_profile}
    zones = {"blocked": ()}  # those of the batch's own profile aren't told; its code may stand in one of another's
    try:
        ShopProfile.model_validate({**settings, **own, **given, **zones})
    except ValidationError:
        return dict(settings)
    return {**settings, **own}

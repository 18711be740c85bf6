"""The house's settings that a finished run was made with: those sealed in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mailing.base.errors import InputError
from mailing.base.settings import SettingsText
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ORGANISATION: Final = f"{runfolder.TEMPLATES}organisation.toml"


def house_settings(run: Path) -> Mapping[str, Any]:
    """Return what `organisation.toml` says; nothing where it can't be read, so that the usual settings count."""
    try:
        return SettingsText((run / ORGANISATION).read_text("utf-8"), ORGANISATION).values
    except (OSError, ValueError, InputError):
        return {}

"""The columns that lists may have."""

from __future__ import annotations

from mailing.intake import column_meanings

__all__ = ["column_meanings"]

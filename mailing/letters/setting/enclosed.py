"""Sheets for the pages of ours that a letter encloses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.letters.setting.stationery import PageFurniture, Stationery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.setting.stationery import Entry


@dataclass(frozen=True)
class EnclosedStationery(Stationery):
    """Sheets for what a letter encloses: all like those that follow a first page, with page numbers of their own."""

    @property
    def is_addressed(self) -> bool:
        """Whether its first page has an address: the letter's does."""
        return False

    def first_page(self, own_entries: Sequence[Entry], pages: int) -> PageFurniture:
        """Return the first page, which looks like those that follow."""
        return self.next_page(own_entries, 1, pages)

    def _foot_texts(self, number: int) -> tuple[str, ...]:
        del number
        return ()

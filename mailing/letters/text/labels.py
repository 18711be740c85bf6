"""What the information block calls its rows: an office's own words for a case number, `[labels]` in its settings."""

from __future__ import annotations

from pydantic import Field

from mailing.base.settings import SettingsFile


class Labels(SettingsFile):
    """The labels of the rows that every letter has, by what stands in them."""

    bg_nummer: str = Field(default="BG-Nummer", min_length=1)
    kundennummer: str = Field(default="Kundennummer", min_length=1)
    telefon: str = Field(default="Telefon", min_length=1)
    email: str = Field(default="E-Mail", min_length=1)
    internet: str = Field(default="Internet", min_length=1)
    datum: str = Field(default="Datum", min_length=1)

    @property
    def has_bg_numbers(self) -> bool:
        """Whether a household's number is that of a Bedarfsgemeinschaft, not a case number of another office."""
        word = self.bg_nummer.casefold()
        return word.startswith("bg") or "bedarfsgemeinschaft" in word

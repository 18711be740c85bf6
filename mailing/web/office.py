"""The office that a server and its workers stand in: its data folder and its database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mailing.base.files import make_folder
from mailing.web.store.database import Store, file_url, open_store

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Office:
    """Where everything lies; each process makes its own from the same two words.

    Attributes:
        data: the data folder, absolute: `letter_templates/`, `shop_profiles/`, `runs/`, and `office/` for what only
            the office needs.
        database: the URL of another database than the one in the data folder.
    """

    data: Path
    database: str | None = None

    @property
    def templates(self) -> Path:
        """The letter templates, as the command line uses them."""
        return self.data / "letter_templates"

    @property
    def runs(self) -> Path:
        """The runs, a folder each."""
        return self.data / "runs"

    @property
    def profiles(self) -> Path:
        """The office's own shop profiles."""
        return self.data / "shop_profiles"

    @property
    def own(self) -> Path:
        """What only the office needs."""
        return self.data / "office"

    @property
    def new_runs(self) -> Path:
        """The runs in the making: a folder each, with the list and the templates as they were then."""
        return self.own / "new_runs"

    @property
    def uploads(self) -> Path:
        """What was uploaded for a job: a folder for each upload."""
        return self.own / "uploads"

    @property
    def versions(self) -> Path:
        """Earlier versions of letter templates."""
        return self.own / "versions"

    @cached_property
    def store(self) -> Store:
        """The database; made where it lacks."""
        make_folder(self.own)
        return open_store(self.database or file_url(self.own / "office.db"))

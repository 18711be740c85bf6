"""What letters enclose: pages that follow the letter in its piece, and inserts that the print shop puts in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Enclosed(NamedTuple):
    """An enclosure as all pieces of a batch have it.

    Attributes:
        title: as `letter.toml` calls it, and the letter's list of enclosures.
        first_page: of its pages in the piece, from 1; 0 for an insert, which isn't printed with the letter.
        pages: how many they are, blank backs left out.
        file: the office's own file that they show, below the folder of templates; "" for pages that are set.
        sha256: hex digest of that file.
        grams: what an insert weighs.
    """

    title: str
    first_page: int = 0
    pages: int = 0
    file: str = ""
    sha256: str = ""
    grams: float = 0.0

    @property
    def is_insert(self) -> bool:
        """Whether the print shop puts it in."""
        return not self.first_page

    @property
    def told(self) -> dict[str, Any]:
        """What manifest and `job.json` tell of it."""
        if self.is_insert:
            return {"title": self.title, "grams": self.grams}
        of_file = {"file": self.file, "sha256": self.sha256} if self.file else {}
        return {"title": self.title, "first_page": self.first_page, "pages": self.pages, **of_file}


def inserts_of(enclosed: Iterable[Enclosed]) -> tuple[Enclosed, ...]:
    """Return those that the print shop puts in."""
    return tuple(each for each in enclosed if each.is_insert)


def grams_of_inserts(enclosed: Iterable[Enclosed]) -> float:
    """Return what those that the print shop puts in weigh."""
    return sum(each.grams for each in enclosed)


def told_of(enclosed: Iterable[Enclosed]) -> dict[str, list[dict[str, Any]]]:
    """Return what manifest and `job.json` tell of a batch's enclosures: pages and inserts apart, nothing of none."""
    enclosed = tuple(enclosed)
    pages = [each.told for each in enclosed if not each.is_insert]
    inserts = [each.told for each in enclosed if each.is_insert]
    return {**({"enclosures": pages} if pages else {}), **({"inserts": inserts} if inserts else {})}


def enclosed_as_told(told: Mapping[str, Any]) -> tuple[Enclosed, ...]:
    """Return what `told_of` tells of; pages before inserts."""
    return tuple(Enclosed(**each) for name in ("enclosures", "inserts") for each in told.get(name, ()))

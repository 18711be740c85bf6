"""Columns: one segment of a paragraph for many letters at once, each distinct text of it kept and cut once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.letters.setting.tokens import Division

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.setting.segments import Part, Phrase, PhraseBoxes
    from mailing.model import Word

    Words = tuple[Word, ...]


class Column:
    """One segment of many letters.

    Args:
        phrases: those that stand there.
        places: which of them each letter has.
        has_office_words: whether any text of the office's own in it has letters: else there is nothing to hyphenate
            but values.
    """

    __slots__ = ("_cuts", "_has_office_words", "phrases", "places")

    def __init__(self, phrases: Sequence[Phrase], places: Sequence[int], *, has_office_words: bool) -> None:
        self.phrases = phrases
        self.places = places
        self._has_office_words = has_office_words
        self._cuts: dict[Division, list[PhraseBoxes]] = {}

    def cuts(self, division: Division) -> list[PhraseBoxes]:
        """Return the phrases as boxes, divided as far as `division` allows."""
        if division is Division.OFFICE and not self._has_office_words:
            division = Division.SPARING
        found = self._cuts.get(division)
        if found is None:
            found = self._cuts[division] = [phrase.cut(division) for phrase in self.phrases]
        return found

    def faces(self, division: Division) -> list[str]:
        """Return with which faces a line may begin in each letter's phrase."""
        faces = [cut.faces for cut in self.cuts(division)]
        return [faces[place] for place in self.places]

    def words(self, letters: Sequence[int], division: Division, part: Part) -> list[Words]:
        """Return the words of a part of some letters' phrases, divided as far as that."""
        cuts = self.cuts(division)
        places = [self.places[letter] for letter in letters]
        if part.is_whole:
            return [cuts[place].words or cuts[place].part(part) for place in places]
        words = {place: cuts[place].part(part) for place in set(places)}
        return [words[place] for place in places]

    def of(self, letters: Sequence[int]) -> Column:
        """Return the segment of some of the letters."""
        if len(letters) == len(self.places):
            return self
        places = [self.places[letter] for letter in letters]
        numbers = {place: number for number, place in enumerate(dict.fromkeys(places))}
        phrases = [self.phrases[place] for place in numbers]
        return Column(phrases, [numbers[place] for place in places], has_office_words=self._has_office_words)

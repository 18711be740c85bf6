"""How others report on pieces, as settings say it: which columns, and which words mean what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator

from mailing.base.messages import n_
from mailing.base.settings import SettingsFile

Column = str | Annotated[tuple[int, int], Field(strict=False)]
"""A column by its name, or by its first and last sign in each line, from 1."""
Meanings = Mapping[str, Annotated[tuple[str, ...], Field(strict=False)]]

STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "printed": ("OK", "printed", "gedruckt"),
    "destroyed": ("spoiled", "destroyed", "vernichtet", "Makulatur"),
    "pulled": ("pulled", "aussortiert"),
    "posted": ("posted", "eingeliefert"),
}
RETURN_WORDS: Mapping[str, tuple[str, ...]] = {
    "moved": ("moved", "verzogen", "umgezogen", "Empfänger verzogen"),
    "unknown": ("unknown", "unbekannt", "Empfänger unbekannt", "Empfänger nicht zu ermitteln", "nicht zu ermitteln"),
    "incomplete": ("incomplete", "unvollständig", "Anschrift unvollständig", "Anschrift ungenügend", "ungenügend"),
    "no-such-address": (
        "no-such-address",
        "Anschrift existiert nicht",
        "Anschrift nicht vorhanden",
        "falsche Anschrift",
    ),
    "refused": ("refused", "verweigert", "Annahme verweigert"),
    "not-collected": ("not-collected", "nicht abgeholt", "nicht abgefordert"),
    "deceased": ("deceased", "verstorben", "Empfänger verstorben", "gestorben"),
    "other": ("other", "sonstiges", "sonstige", "anderer Grund", "andere"),
}

FATE_NAMES: Mapping[str, str] = {
    "open": n_("offen"),
    "printed": n_("gedruckt"),
    "destroyed": n_("vernichtet"),
    "pulled": n_("aussortiert"),
    "posted": n_("eingeliefert"),
    "returned": n_("zurückgekommen"),
}
REASON_NAMES: Mapping[str, str] = {
    "moved": n_("verzogen"),
    "unknown": n_("unbekannt"),
    "incomplete": n_("Anschrift unvollständig"),
    "no-such-address": n_("Anschrift gibt es nicht"),
    "refused": n_("Annahme verweigert"),
    "not-collected": n_("nicht abgeholt"),
    "deceased": n_("vertraulich"),
    "other": n_("anderer Grund"),
}
"""What fates of pieces, and reasons of letters that came back, are called on screens and in the report."""

NEW_ADDRESS = ("strasse", "hausnummer", "plz", "ort")
"""What a table of returned letters may say of where somebody lives by now, called as in the address list."""


class ReportFormat(SettingsFile):
    """Which columns of a table say what, and which words mean what.

    Attributes:
        columns: our name of a column -> theirs, or its place; ours where it isn't named.
        words: what they mean by -> the words for it, beside those that are always understood.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    columns: Mapping[str, Column] = Field(default_factory=dict)
    words: Meanings = Field(default_factory=dict)

    @field_validator("words", mode="before")
    @classmethod
    def _either_way_round(cls, given: object) -> object:
        """Take `printed = ["fertig"]`, `printed = "fertig"` and `fertig = "printed"` alike."""
        if not isinstance(given, dict):
            return given
        found: dict[str, object] = {}
        for name, value in given.items():
            if not isinstance(value, str):
                found[name] = (*_texts(found.get(name)), *value) if isinstance(value, (list, tuple)) else value
            elif name in cls.usual_words():
                found[name] = (*_texts(found.get(name)), value)
            else:
                found[value] = (*_texts(found.get(value)), name)
        return found

    @field_validator("words")
    @classmethod
    def _mean_what_there_is(cls, words: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        if any(meaning not in cls.usual_words() for meaning in words):
            raise ValueError(", ".join(cls.usual_words()))
        return words

    @field_validator("columns")
    @classmethod
    def _named_or_placed(cls, columns: Mapping[str, Column]) -> Mapping[str, Column]:
        placed = [place for place in columns.values() if not isinstance(place, str)]
        if placed and len(placed) < len(columns):
            raise ValueError(n_("entweder alle Spalten mit Namen oder alle mit Stellen wie [1, 7]"))
        if any(not 1 <= first <= last for first, last in placed):
            raise ValueError(n_("Stellen wie [1, 7]: erste und letzte, ab 1"))
        return columns

    @classmethod
    def usual_words(cls) -> Mapping[str, tuple[str, ...]]:
        """The words that need no settings."""
        return STATUS_WORDS

    def meanings(self) -> dict[str, str]:
        """Return what each word means, in folded spelling; those of the settings count before the usual ones."""
        usual, own = self.usual_words(), self.words
        return {folded(word): meaning for words in (usual, own) for meaning, some in words.items() for word in some}


class FeedbackFormat(ReportFormat):
    """`[feedback]` in a shop profile: how the shop reports what became of the pieces.

    Attributes:
        lists: whether it names all pieces, or only those that aren't as they should be.
    """

    lists: Literal["all", "exceptions"] = "all"


class ReturnsFormat(ReportFormat):
    """How letters that came back are reported: the file that `mailing returns --format` names."""

    @classmethod
    def usual_words(cls) -> Mapping[str, tuple[str, ...]]:
        """The reasons and their German words."""
        return RETURN_WORDS


def folded(word: str) -> str:
    """Return a word as it is compared: without case and doubled blanks."""
    return " ".join(word.casefold().replace("_", "-").split())


def _texts(found: object) -> tuple[object, ...]:
    return found if isinstance(found, tuple) else ()

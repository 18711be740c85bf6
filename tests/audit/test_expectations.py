"""What must stand in a letter's window, as texts that can be looked for."""

from __future__ import annotations

import pytest

from mailing.audit.expectations import missing_from, needles, squeezed

ADDRESS = {"nachname": "Muster", "strasse": "Weg", "hausnummer": "1", "plz": "30159", "ort": "Hannover"}


@pytest.mark.parametrize(
    ("recipient", "shown"),
    [
        ("Herr Anton Weiß;Herr Ben Weiß", "Herrn Anton Weiß Herrn Ben Weiß"),
        ("Kanzlei Öz & Co.;", "Kanzlei Öz & Co."),
        ("Betreuungsverein; Frau Anna Weiß", "Betreuungsverein Frau Anna Weiß"),
    ],
)
def test_each_line_of_a_recipient_must_stand_in_the_window(recipient: str, shown: str) -> None:
    """A semicolon begins another line, each with its own form of address; the household's name isn't there."""
    expected = needles({**ADDRESS, "empfaenger": recipient})
    assert missing_from(squeezed(f"{shown} Weg 1 30159 Hannover"), expected) == []
    assert missing_from(squeezed("Herrn Muster Weg 1 30159 Hannover"), expected)

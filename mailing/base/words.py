"""Words as people write them, made comparable: yes and no, umlauts and what stands for them."""

from __future__ import annotations

from typing import Final

CONSENT: Final = frozenset({"ja", "j", "yes", "y"})
"""What counts as yes where something is asked for good, in lower case."""
YES: Final = CONSENT | {"x", "1", "true", "wahr"}
"""What counts as yes in a table's cell."""
NO: Final = frozenset({"", "nein", "n", "no", "0", "false", "falsch"})
"""What counts as no in a table's cell; so does an empty one."""

UMLAUTS: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
"""What stands for an umlaut where there is none on the keyboard."""
_PLAIN: Final = str.maketrans(UMLAUTS)


def folded(text: str) -> str:
    """Return a text without case and umlauts: "Größe" and "GROESSE" are the same."""
    return text.casefold().translate(_PLAIN)

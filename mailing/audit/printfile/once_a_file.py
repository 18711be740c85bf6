"""What several rules ask for of a file, found out once, and let go with the file's evidence."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailing.audit.printfile.evidence import Evidence

_Found = TypeVar("_Found")


def once_a_file(find: Callable[[Evidence], _Found]) -> Callable[[Evidence], _Found]:
    """Have something found out once a file, and kept in its evidence."""

    @wraps(find)
    def known(evidence: Evidence) -> _Found:
        if find not in evidence.found:
            evidence.found[find] = find(evidence)
        found: _Found = evidence.found[find]
        return found

    return known

"""What a job takes in all: counted from its files, for the shop's papers."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from mailing.model.enclosures import inserts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.model import PressedFile
    from mailing.model.enclosures import Enclosed
    from mailing.press.profiles import ShopProfile


def sheets_in(file: PressedFile) -> int:
    """How many sheets of paper the file's letters take."""
    return file.sheet_class * len(file.pieces)


def grams_of(file: PressedFile) -> float:
    """What the file's pieces weigh with their envelopes."""
    return file.grams * len(file.pieces)


def envelopes_needed(files: Sequence[PressedFile], profile: ShopProfile) -> Counter[str]:
    """How many envelopes of each kind the job takes."""
    kinds = {product.name: product.envelope for product in profile.products}
    needed: Counter[str] = Counter()
    for file in files:
        needed[kinds[file.product]] += len(file.pieces)
    return needed


def inserts_needed(files: Sequence[PressedFile]) -> Counter[Enclosed]:
    """How many of each insert the job takes."""
    needed: Counter[Enclosed] = Counter()
    for file in files:
        for insert in inserts_of(file.enclosed):
            needed[insert] += len(file.pieces)
    return needed


def regions_of(files: Sequence[PressedFile]) -> Counter[str]:
    """How many pieces go to each Leitregion; those abroad count under an empty one."""
    return Counter(chain.from_iterable(file.pieces.regions for file in files))

"""Where logos, signatures and pictures may stand on letters and how wide: the auditor's own reading of the settings.

All in mm from the sheet's top left corner. Sources: `docs/templates.md`, and DIN 5008 for the type area.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mailing.audit.envelopes import ever_visible, hull_of
from mailing.audit.reading_order import is_from_right
from mailing.audit.rules import FORMS, TEXT_LEFT, TEXT_RIGHT
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.model import Rect
    from mailing.model.artwork import Size

LOGO: Final = "logo"
SIGNATURE: Final = "unterschrift_bild"
"""What the settings call them."""
SLACK: Final = 0.5
"""mm by which a place or a side may be off."""
HEAD: Final = 28.0
TOP: Final = 9.0
"""The letterhead is at most so high, and begins no higher."""
WIDEST_LOGO: Final = 75.0
WIDEST_SIGNATURE, HIGHEST_SIGNATURE = 70.0, 20.0
"""Without a width of its own a picture is no larger."""
_SHOWN: Final = re.compile(r"!\[[^\[\]]*\]\(([^()\[\]\s]+)\)")


class Placing(NamedTuple):
    """How settings or a text place a file.

    Attributes:
        kind: `LOGO`, `SIGNATURE`, or "" for a picture of the text.
        entry: what the settings say of it.
        top: where the letterhead begins.
        head: how high a logo may be that says no width.
        from_right: whether the text may run from right to left.
    """

    kind: str
    entry: Mapping[str, Any]
    top: float = TOP
    head: float = HEAD
    from_right: bool = False

    def allows(self, area: Rect, natural: Size, *, is_first: bool) -> bool:
        """Whether a picture of that size may stand there, on a first page or another."""
        if not _near(area.height, area.width * natural.height / natural.width):
            return False
        width = self._width(natural)
        if not _near(area.width, width) or (self.kind == LOGO and not is_first):
            return False
        if self.kind == LOGO and not _near(area.y, float(self.entry.get("y", self.top))):
            return False
        return any(_near(area.x, x) for x in self._lefts(width))

    def _width(self, natural: Size) -> float:
        """Return how wide it is printed: as is said, or as the file is as long as it finds room."""
        own = self.entry.get("width")
        if own is not None:
            return float(own)
        if self.kind == LOGO:
            return min(natural.width, WIDEST_LOGO, natural.width * self.head / natural.height)
        if self.kind == SIGNATURE:
            return min(natural.width, WIDEST_SIGNATURE, natural.width * HIGHEST_SIGNATURE / natural.height)
        return min(natural.width, TEXT_RIGHT - TEXT_LEFT)

    def _lefts(self, width: float) -> tuple[float, ...]:
        """Return where it may begin."""
        right = TEXT_RIGHT - width
        if not self.kind:
            return (TEXT_LEFT, right) if self.from_right else (TEXT_LEFT,)
        if "x" in self.entry:
            return (float(self.entry["x"]),)
        usual = "rechts" if self.kind == LOGO else "links"
        middle = (TEXT_LEFT + right) / 2
        return ({"links": TEXT_LEFT, "mitte": middle, "rechts": right}[self.entry.get("position", usual)],)


class PlacedFiles(NamedTuple):
    """The pictures of a run's letters by the names of their files: how each may stand, and which are logos of all."""

    placings: Mapping[str, list[Placing]]
    logos: frozenset[str]


def placed_files(run_files: RunFiles, manifest: Manifest) -> PlacedFiles:
    """Return what the settings and the texts of a run name.

    Raises:
        OSError, ValueError, LookupError, TypeError, VerificationError: a copy can't be read.
    """
    organisation = _settings(run_files, runfolder.ORGANISATION)
    letter = _letter(run_files, manifest.template)
    variants = [each.get("template") for each in letter.get("variants", {}).values() if each.get("mode") != "beside"]
    hull = hull_of(run_files.toml(runfolder.PROFILE))
    found: defaultdict[str, list[Placing]] = defaultdict(list)
    logos = []
    for name in dict.fromkeys((manifest.template, *filter(None, variants))):
        own = _letter(run_files, name)
        form = FORMS[str(own.get("form", "B"))]
        bottom = min(form.field.y, ever_visible(hull, form).y)
        top, head = max(TOP, bottom - HEAD), form.field.y - max(TOP, form.field.y - HEAD)
        for kind in (LOGO, SIGNATURE):
            # a variant without one of its own has the letter's
            holder, entries = (name, own) if kind in own else (manifest.template, letter)
            file, entry = _named(holder, entries, organisation, kind)
            if file:
                found[file].append(Placing(kind, entry, top, head))
            if kind == LOGO:
                logos.append(file)
    for file, from_right in _shown_in_texts(run_files):
        found[file].append(Placing("", {}, from_right=from_right))
    return PlacedFiles(dict(sorted(found.items())), frozenset(logos) if all(logos) else frozenset())


def _shown_in_texts(run_files: RunFiles) -> Iterator[tuple[str, bool]]:
    """Give the files that texts show, and whether the text may run from right to left."""
    for path, _file in run_files.files():
        if path.startswith(runfolder.TEMPLATES) and path.endswith(".j2"):
            folder = path.removeprefix(runfolder.TEMPLATES).rpartition("/")[0]
            text = run_files.read(path).decode("utf-8-sig")
            for name in _SHOWN.findall(text):
                yield f"{folder}/{name}", is_from_right(text)


def _letter(run_files: RunFiles, name: str) -> Mapping[str, Any]:
    return _settings(run_files, runfolder.LETTER.format(template=name))


def _settings(run_files: RunFiles, path: str) -> Mapping[str, Any]:
    """Return a settings file's entries; none where the run has no copy, which is told elsewhere."""
    return run_files.toml(path) if run_files.has(path) else {}


def _named(
    name: str, letter: Mapping[str, Any], organisation: Mapping[str, Any], kind: str
) -> tuple[str, Mapping[str, Any]]:
    """Return the file of a letter's picture, of the organisation's where it has none, and its entry; "" for none."""
    own, office = letter.get(kind), organisation.get(kind)
    entry = own if own is not None else office
    if entry is None:
        return "", {}
    settings = {"file": entry} if isinstance(entry, str) else entry
    file = str(settings.get("file", ""))
    return (f"{name}/{file}" if own is not None else file), settings


def _near(found: float, expected: float) -> bool:
    return abs(found - expected) <= SLACK

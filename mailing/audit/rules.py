"""What must hold for a sheet, in mm: the auditor's own tables, not the writer's.

Source: DIN 5008:2020 as several secondary sources give it (scrlttr2's DIN.lco, Wikipedia).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mailing.audit.envelopes import Hull, always_visible, ever_visible, hull_of, marks
from mailing.model import Rect, Route, runfolder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.audit.reply_slips import SlipRules
    from mailing.audit.run_files import RunFiles
    from mailing.model.enclosures import Enclosed

SHEET = Rect(0, 0, 210, 297)
TEXT_LEFT, TEXT_RIGHT = 25.0, 190.0
"""The type area of the letter: 25 mm left, 20 mm right."""
INFORMATION_RIGHT = 200.0
"""Letterhead and information block may reach this far: 10 mm from the edge."""
EDGE = 5.0
"""No text within this of the upper and lower edge."""
RETURN_LINE = 5.0
"""The height of the return line's zone, at the top of the address field."""
MARKS_RIGHT = 20.0
"""Fold and punch marks lie left of this."""

VARIANTS: Mapping[str, str] = {Route.EASY_LANGUAGE: "Leichte Sprache", Route.LARGE_PRINT: "Großdruck"}
"""The variants of a template whose letters go into files of their own, as `letter.toml` names them."""

ROUTES_OF_ALL_FORMATS = frozenset({Route.ABROAD, Route.BLOCKED, Route.GENERAL_DELIVERY})
"""Routes graver than a format: letters of every variant lie in their files."""

ROOM = 2.0
"""So much around a Data Matrix is rendered with it, so that it can be found."""


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The parts of DIN 5008's forms that are measured."""

    field: Rect
    marks: tuple[float, ...]

    @property
    def text_top(self) -> float:
        """Where the type area below the address field begins."""
        return self.field.bottom

    @property
    def return_line_bottom(self) -> float:
        """Where the return line's zone ends."""
        return self.field.y + RETURN_LINE


FORMS = {
    "A": AddressForm(Rect(20, 27, 85, 45), (87.0, 148.5, 192.0)),
    "B": AddressForm(Rect(20, 45, 85, 45), (105.0, 148.5, 210.0)),
}
"""Address field and the heights of the folds to a third and the punch mark."""


@dataclass(frozen=True, slots=True)
class FreeZone:
    """A part of the sheet that the print shop wants free."""

    name: str
    area: Rect
    first_page_only: bool


@dataclass(frozen=True, slots=True)
class ReadingMarks:
    """Where optical reading marks stand, one below the other, and what each says."""

    marks: tuple[str, ...]
    areas: tuple[Rect, ...]

    def expected(self, piece: int, sheet: int, sheets: int) -> str:
        """Return a 1 for each mark that is printed, by `docs/print.md`: parity makes their number even."""
        says = {
            "benchmark": True,
            "safety": True,
            "end-of-piece": sheet == sheets,
            "sequence-4": bool(piece & 4),
            "sequence-2": bool(piece & 2),
            "sequence-1": bool(piece & 1),
        }
        is_set = [says.get(mark, False) for mark in self.marks]
        printed = [
            (mark == "parity" and sum(is_set) % 2 == 1) or bit for mark, bit in zip(self.marks, is_set, strict=True)
        ]
        return "".join("1" if is_printed else "0" for is_printed in printed)


@dataclass(frozen=True, slots=True)
class SheetRules:
    """What one run's sheets must keep to; small to pickle.

    Attributes:
        code: where the Data Matrix stands on each front, with room around it to be found; None: there is none.
        omr: where reading marks stand; None: there are none.
        quiet: how much is kept free around either.
        has_marks: whether fold and punch marks are printed.
        other_forms: which forms a letter of the file may have instead, where its route doesn't tell its variant.
        endorsement: the office's note to the post above the address; "" for none.
        enclosed: what each piece of the file encloses; slips: which of that are reply slips.
        has_layout: whether all of it is known, so that pages can be measured; the print shop knows only the code.
    """

    envelope: Hull
    form: AddressForm
    is_duplex: bool
    code: Rect | None
    omr: ReadingMarks | None
    quiet: float
    zones: tuple[FreeZone, ...]
    has_marks: bool
    has_layout: bool = True
    other_forms: tuple[AddressForm, ...] = ()
    endorsement: str = ""
    enclosed: tuple[Enclosed, ...] = ()
    slips: tuple[SlipRules, ...] = ()

    @property
    def alternatives(self) -> tuple[SheetRules, ...]:
        """The rules for each form that a letter of the file may have."""
        return (self, *(replace(self, form=form, other_forms=()) for form in self.other_forms))

    @property
    def code_area(self) -> Rect | None:
        """Where the control code itself stands."""
        if self.code is not None:
            return grown(self.code, -ROOM)
        if self.omr is not None:
            first, last = self.omr.areas[0], self.omr.areas[-1]
            return Rect(first.x, first.y, first.width, last.bottom - first.y)
        return None

    @property
    def quiet_zone(self) -> Rect | None:
        """The code and what is kept free around it."""
        area = self.code_area
        return None if area is None else grown(area, self.quiet)

    def is_code(self, area: Rect) -> bool:
        """Whether what is drawn in `area` is the control code or a part of it."""
        code = self.code_area
        return code is not None and code.contains(area, 0.2)

    @property
    def return_line(self) -> Rect:
        """The zone of the return line, over the whole width of the address field."""
        field = self.form.field
        return Rect(field.x, field.y, field.width, RETURN_LINE)

    @property
    def information_bottom(self) -> float:
        """The information block ends above the text."""
        return self.form.field.bottom + 8.46

    @property
    def marks(self) -> tuple[float, ...]:
        """The heights of the marks on a first page."""
        return marks(self.envelope, self.form) if self.has_marks else ()

    @property
    def always_visible(self) -> Rect:
        """What surely shows in the window."""
        return always_visible(self.envelope, self.form)

    @property
    def ever_visible(self) -> Rect:
        """What may show in the window."""
        return ever_visible(self.envelope, self.form)


def rules_of(run_files: RunFiles, template: str, route: str) -> SheetRules:
    """Return the rules of a file in hand: from the house's copies of its settings, else from the print shop's job."""
    if not run_files.has_house:
        job = run_files.json(runfolder.JOB)
        return replace(rules_from(job["profile"], "B"), has_layout=False)
    letter = _letter(run_files, template)
    forms = {name: _form(run_files, letter, variant) for name, variant in letter.get("variants", {}).items()}
    own = str(letter.get("form", "B"))
    form = forms.get(VARIANTS.get(route, ""), own)
    others = {own, *forms.values()} - {form} if route in ROUTES_OF_ALL_FORMATS else ()
    profile = run_files.toml(runfolder.PROFILE)
    organisation = run_files.toml(runfolder.ORGANISATION) if run_files.has(runfolder.ORGANISATION) else {}
    return replace(
        rules_from(profile, form),
        other_forms=tuple(FORMS[name] for name in sorted(others)),
        endorsement=str(organisation.get("vermerk", "")),
    )


def _form(run_files: RunFiles, letter: Mapping[str, Any], variant: Mapping[str, Any]) -> str:
    """Return the form of a template's variant: its own where it is another template."""
    made_from = _letter(run_files, variant["template"]) if "template" in variant else letter
    return str(made_from.get("form", "B"))


def _letter(run_files: RunFiles, template: str) -> Mapping[str, Any]:
    """Return what a template says of itself."""
    return run_files.toml(runfolder.LETTER.format(template=template))


def rules_from(profile: Mapping[str, Any], form: str) -> SheetRules:
    """Return the rules that a shop profile's settings and a template's form make."""
    code = profile.get("code", {"kind": "none"})
    return SheetRules(
        envelope=hull_of(profile),
        form=FORMS[form],
        is_duplex=bool(profile.get("duplex", False)),
        code=_data_matrix(code) if code["kind"] == "datamatrix" else None,
        omr=_reading_marks(code) if code["kind"] == "omr" else None,
        quiet=float(code.get("quiet", 0.0)),
        zones=tuple(
            FreeZone(zone["name"], _rect(zone), bool(zone.get("first_page_only", False)))
            for zone in profile.get("blocked", ())
            if not zone.get("advice", False)
        ),
        has_marks=bool(profile.get("fold_marks", True)),
    )


def _data_matrix(code: Mapping[str, Any]) -> Rect:
    """Return the symbol of 16 modules with room around it."""
    side = 16 * code["module"]
    return grown(Rect(code["x"], code["y"], side, side), ROOM)


def _reading_marks(code: Mapping[str, Any]) -> ReadingMarks:
    printed = tuple(code["marks"])
    areas = tuple(
        Rect(code["x"], code["y"] + index * code["pitch"], code["length"], code["thickness"])
        for index in range(len(printed))
    )
    return ReadingMarks(printed, areas)


def grown(area: Rect, by: float) -> Rect:
    """Return an area with so many mm more on each side."""
    return Rect(area.x - by, area.y - by, area.width + 2 * by, area.height + 2 * by)


def _rect(zone: Mapping[str, Any]) -> Rect:
    return Rect(zone["x"], zone["y"], zone["width"], zone["height"])

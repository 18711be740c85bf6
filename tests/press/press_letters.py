"""Hand-made letters for the tests of the press: few lines at known places, shaped as letters shape them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mailing import press
from mailing.letters.setting.embedding import embedded_fonts
from mailing.letters.setting.shaping import shaper
from mailing.model import Face, Letter, Line, Page, Plate, Rect, Role, Route, Rule, RunIdentity

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.model import DrawnLetter, EmbeddedFont, PlateDrawing, PressedFile

IDENTITY = RunIdentity(
    run_id="2020-06-15_zugang-nur-mit-termin_3f9ac21b",
    digest="3f9ac21b" * 8,
    date=dt.date(2020, 6, 15),
    template="zugang-nur-mit-termin",
    title="Zugang nur mit Termin",
    program="mailing 0.1.0",
)
KEY = bytes(range(32))


def line(  # noqa: PLR0913 - a line's own fields
    x: float,
    y: float,
    text: str,
    *,
    size: float = 10.0,
    face: Face = Face.REGULAR,
    role: Role = Role.BODY,
    stretch: float = 1.0,
) -> Line:
    """Set `text` with a blank at the end of each word but the last."""
    *firsts, last = text.split(" ")
    shaped = shaper(face)
    return Line(x, y, size, (*(shaped(f"{word} ") for word in firsts), shaped(last)), role, stretch)


PLATE = Plate(
    lines=(
        line(25, 20, "Jobcenter Region Hannover", size=14, face=Face.BOLD, role=Role.LETTERHEAD),
        line(25, 110, "Zugang nur mit Termin", face=Face.BOLD, role=Role.SUBJECT),
        line(25, 275, "Telefon (0511) 6559-2299", size=8, role=Role.FOOTER),
    ),
    rules=(Rule(Rect(25, 270, 165, 0.2), 0.5),),
)
PLATE_WITH_FOLD_MARK = Plate(lines=PLATE.lines, rules=(*PLATE.rules, Rule(Rect(5, 105, 5, 0.2))))


def page(number: int, *, plate: Plate = PLATE) -> Page:
    """Return a page with an address, an information block and a body of the household `number`."""
    return Page.of(
        plate,
        (
            line(25, 69.5, "Frau", role=Role.ADDRESS),
            line(25, 73.7, f"Zoë Größe-Lüdenscheidt {number}", role=Role.ADDRESS),
            line(25, 78.0, f"Am Hohen Ufer {number % 99 + 1}", role=Role.ADDRESS),
            line(25, 82.2, f"30{number % 1000:03d} Hannover", role=Role.ADDRESS),
            line(125, 54.0, f"Ihr Zeichen: 23702//{number:07d}", role=Role.INFORMATION),
            line(25, 120.0, f"Guten Tag Zoë Größe-Lüdenscheidt {number},"),
            line(25, 128.5, f"wir haben für Sie am 17. Juni um {number % 9 + 8} Uhr Zeit."),
        ),
    )


def letter(number: int, pages: int = 1, *, plate: Plate = PLATE) -> Letter:
    """Return a letter to household `number`, which stands on row `number` + 2 of the list."""
    return Letter(number, number + 2, tuple(page(number, plate=plate) for _ in range(pages)))


class Drawn(NamedTuple):
    """Drawn letters and what printing them needs."""

    letters: list[DrawnLetter]
    sizes: list[press.LetterSize]
    plates: dict[str, PlateDrawing]
    fonts: tuple[EmbeddedFont, ...]


def draw(letters: list[Letter], profile: press.ShopProfile, route: Route = Route.BULK, plz: str = "30159") -> Drawn:
    """Draw the letters, all of one route."""
    drawer = press.Drawer(profile)
    drawn = [drawer.draw(letter) for letter in letters]
    sizes = [
        press.LetterSize(d.household, route, len(d.pages), sum(len(page.content) for page in d.pages), plz)
        for d in drawn
    ]
    plates = {plate.key: plate for plate in drawer.take_plates()}
    return Drawn(drawn, sizes, plates, embedded_fonts(drawer.codes))


def press_all(drawn: Drawn, profile: press.ShopProfile, folder: Path) -> list[PressedFile]:
    """Press all batches that the letters make up."""
    by_household = {letter.household: letter for letter in drawn.letters}
    return [
        press.press_batch(
            plan,
            [by_household[household] for household in plan.households],
            drawn.plates,
            drawn.fonts,
            profile,
            IDENTITY,
            folder,
            KEY,
        )
        for plan in press.plan_batches(drawn.sizes, profile, IDENTITY)
    ]


def pressed(folder: Path, letters: list[Letter], profile: press.ShopProfile) -> list[PressedFile]:
    """Draw and press the letters."""
    return press_all(draw(letters, profile), profile, folder)

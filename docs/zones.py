"""Draw the pictures and legends of docs/print.md from the shop profiles themselves: `python docs/zones.py`."""  # noqa: INP001

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from reportlab.graphics import renderSVG

from mailing import press
from mailing.model import RunIdentity
from mailing.model.din5008 import FORM_B
from mailing.press.sheetpicture import regions, sheet_picture

PICTURES = Path(__file__).parent / "pictures"
PAGE = Path(__file__).parent / "print.md"
START, END = "<!-- zones: drawn by docs/zones.py -->", "<!-- /zones -->"

SCALE = 1.6
"""Points of the picture for a mm of the sheet."""

SAMPLE = RunIdentity(
    run_id="2020-06-15_zugang-nur-mit-termin_3f9ac21b",
    digest="3f9ac21b" * 8,
    date=dt.date(2020, 6, 15),
    template="zugang-nur-mit-termin",
    title="Zugang nur mit Termin",
    program="mailing",
)


def zones_svg(name: str) -> str:
    """Return the sheet's zones under the profile `name` as SVG."""
    profile = press.load_profile(name)
    drawn = renderSVG.drawToString(sheet_picture(profile, SAMPLE, FORM_B, scale=SCALE))
    titled = drawn.replace("<title>...</title>", f"<title>{profile.title}: Zonen der ersten Seite</title>")
    plain = re.sub(r"\s*<desc>.*?</desc>|\s*<!DOCTYPE[^>]*>", "", titled)
    return re.sub(r"font-family: [\w-]+", "font-family: Arimo, Arial, sans-serif; font-weight: bold", plain)


def zones_section(name: str) -> str:
    """Return what docs/print.md says of the profile `name`: its picture and what its numbers stand for."""
    profile = press.load_profile(name)
    rows = [f"| {region.number} | {region.name} | {region.measures} |" for region in regions(profile, FORM_B)]
    heading = f"### `{name}`: {profile.title}"
    picture = f"![Zonen der ersten Seite unter dem Profil {name}](pictures/zones-{name}.svg)"
    table = ["| Nr. | Zone | mm von der linken oberen Ecke; Breite × Höhe |", "| --- | --- | --- |", *rows]
    return "\n".join([heading, "", picture, "", *table, "", f"Quelle: {profile.origin}"])


def with_zones(page: str) -> str:
    """Return the page with the sections of all profiles between its two marks."""
    before, _start, rest = page.partition(START)
    _old, _end, after = rest.partition(END)
    sections = "\n\n".join(map(zones_section, press.profile_names()))
    return f"{before}{START}\n\n{sections}\n\n{END}{after}"


def main() -> None:
    """Write the picture of each profile that comes along, and the legends into the page."""
    PICTURES.mkdir(exist_ok=True)
    for name in press.profile_names():
        (PICTURES / f"zones-{name}.svg").write_text(zones_svg(name), "utf-8")
    PAGE.write_text(with_zones(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

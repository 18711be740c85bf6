"""Draw the pictures of docs/print.md from the shop profiles themselves: `python docs/zones.py`."""  # noqa: INP001

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from reportlab.graphics import renderSVG

from mailing import press
from mailing.model import RunIdentity
from mailing.press.sheetpicture import sheet_picture

PICTURES = Path(__file__).parent / "pictures"
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
    drawn = renderSVG.drawToString(sheet_picture(profile, SAMPLE, scale=SCALE))
    titled = drawn.replace("<title>...</title>", f"<title>{profile.title}: Zonen der ersten Seite</title>")
    plain = re.sub(r"\s*<desc>.*?</desc>|\s*<!DOCTYPE[^>]*>", "", titled)
    return re.sub(r"font-family: [\w-]+", "font-family: Arimo, Arial, sans-serif; font-weight: bold", plain)


def main() -> None:
    """Write the picture of each profile that comes along."""
    PICTURES.mkdir(exist_ok=True)
    for name in press.profile_names():
        (PICTURES / f"zones-{name}.svg").write_text(zones_svg(name), "utf-8")


if __name__ == "__main__":
    main()

"""Logo, signature and pictures of the text: what a template may ask for, and where it all stands."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from letters_kit import household
from PIL import Image
from templates_kit import SETTINGS, office

from mailing import press
from mailing.base.errors import TemplateError
from mailing.letters import Setter, coarse_pictures, load_template
from mailing.model.din5008 import LEFT_MARGIN, TEXT_RIGHT, TEXT_WIDTH
from mailing.runs.making.preparation import setting_of

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.letters import Setting
    from mailing.model import Letter
    from mailing.model.artwork import Picture

CLOSE = "\n\n---\n\nMit freundlichen Grüßen\n\n{{ organisation.unterschrift | zeilen }}\n"
TEXT = "Guten Tag,\n\n![Drei Wege zu uns](wege.svg)\n\nviel Text." + CLOSE
PLAIN = "Guten Tag,\n\nviel Text." + CLOSE


def svg(width: int = 24, height: int = 16, inside: str = '<rect width="10" height="10" fill="#1f4e79"/>') -> str:
    """Return a drawing of so many millimetres."""
    size = f'width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'


def png(dots: int, mode: str = "RGBA") -> bytes:
    """Return a square picture of so many dots at 300 dpi."""
    stream = io.BytesIO()
    Image.new(mode, (dots, dots)).save(stream, "PNG", dpi=(300, 300))
    return stream.getvalue()


def setting(folder: Path, text: str = PLAIN, entries: str = "", **files: str | bytes) -> Setting:
    """Write an office's folder with a letter, pictures beside it, and make it ready."""
    office(folder, text, SETTINGS + entries)
    for name, content in files.items():
        written = content.encode() if isinstance(content, str) else content
        (folder / "brief" / name.replace("__", ".")).write_bytes(written)
    return setting_of(load_template("brief", folder), press.load_profile("dl"), date(2020, 6, 15))


def letter(folder: Path, text: str = PLAIN, entries: str = "", **files: str | bytes) -> Letter:
    """Set a letter with pictures."""
    return Setter(setting(folder, text, entries, **files)).lay_out(household())


def pictures(of: Letter) -> tuple[Picture, ...]:
    """Return the pictures of the first page."""
    return of.pages[0].plate.pictures


@pytest.mark.parametrize(("position", "left"), [("links", LEFT_MARGIN), ("mitte", 95.5), ("rechts", TEXT_RIGHT - 24)])
def test_a_logo_stands_where_its_position_says(tmp_path: Path, position: str, left: float) -> None:
    """Left, centre and right of the text."""
    entry = f'logo = {{ file = "l.svg", position = "{position}", width = 24 }}\n'
    (logo,) = pictures(letter(tmp_path, entries=entry, l__svg=svg()))
    assert (logo.area.x, logo.area.width, logo.area.height) == pytest.approx((left, 24, 16), abs=0.01)


def test_a_logo_at_the_left_has_the_letterhead_beside_it(tmp_path: Path) -> None:
    """Its lines move to the right."""
    made = letter(tmp_path, entries='logo = { file = "l.svg", position = "links", width = 24 }\n', l__svg=svg())
    (logo,) = pictures(made)
    head = made.pages[0].plate.lines[0]
    assert head.x == pytest.approx(logo.area.right + 4)


@pytest.mark.parametrize("entry", ['position = "mitte", width = 24', 'position = "rechts", width = 120'])
def test_a_logo_in_the_way_of_a_long_letterhead_has_it_below(tmp_path: Path, entry: str) -> None:
    """Where the line has no room at its right: above the address, not in the window."""
    office(tmp_path, PLAIN)
    organisation = tmp_path / "organisation.toml"
    text = organisation.read_text("utf-8")
    long = 'briefkopf = ["Jobcenter Region Hannover-Land und Umgebung"]'
    organisation.write_text(re.sub(r"briefkopf = .*", long, text), "utf-8")
    (tmp_path / "brief" / "l.svg").write_text(svg(120, 10), "utf-8")
    (tmp_path / "brief" / "letter.toml").write_text(f'{SETTINGS}logo = {{ file = "l.svg", {entry} }}\n', "utf-8")
    made_ready = setting_of(load_template("brief", tmp_path), press.load_profile("dl"), date(2020, 6, 15))
    page = Setter(made_ready).lay_out(household()).pages[0].plate
    (logo,), head = page.pictures, page.lines[0]
    assert head.x == pytest.approx(LEFT_MARGIN)
    assert logo.area.bottom < head.y < 45


def test_a_logo_that_leaves_the_letterhead_no_room_is_refused(tmp_path: Path) -> None:
    """Neither beside it nor below."""
    with pytest.raises(TemplateError, match="Text des Briefkopfs"):
        setting(tmp_path, entries='logo = { file = "l.svg", position = "mitte", width = 160 }\n', l__svg=svg(160, 27))


@pytest.mark.parametrize(
    ("place", "drawn"),
    [("width = 200", svg(24, 4)), ("width = 40, x = 180, y = 0", svg(24, 4)), ("width = 9", svg(10, 80))],
)
def test_a_signature_lies_on_the_sheet(tmp_path: Path, place: str, drawn: str) -> None:
    """Neither cut off at an edge nor as high as a quarter of a page: before letter 1."""
    with pytest.raises(TemplateError, match="Unterschrift") as refused:
        setting(tmp_path, entries=f'unterschrift_bild = {{ file = "u.svg", {place} }}\n', u__svg=drawn)
    assert "brief/letter.toml:4" in refused.value.where


def test_millimetres_count_from_the_top_left_and_the_height_follows(tmp_path: Path) -> None:
    """Twice as wide is twice as high."""
    made = letter(tmp_path, entries='logo = { file = "l.svg", x = 150, y = 8, width = 48 }\n', l__svg=svg())
    area = pictures(made)[0].area
    assert (area.x, area.y, area.width, area.height) == pytest.approx((150, 8, 48, 32), abs=0.01)


def test_the_letters_own_logo_counts_before_the_organisations(tmp_path: Path) -> None:
    """Each file lies beside the settings that name it."""
    office(tmp_path, PLAIN)
    organisation = tmp_path / "organisation.toml"
    organisation.write_text('logo = "amt.svg"\n' + organisation.read_text("utf-8"), "utf-8")
    (tmp_path / "amt.svg").write_text(svg(30, 10), "utf-8")
    assert load_template("brief", tmp_path).logo.file == "amt.svg"  # type: ignore[union-attr]
    (tmp_path / "brief" / "l.svg").write_text(svg(), "utf-8")
    (tmp_path / "brief" / "letter.toml").write_text(SETTINGS + 'logo = "l.svg"\n', "utf-8")
    assert load_template("brief", tmp_path).logo.file == "brief/l.svg"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("place", "covered"),
    [
        ("x = 60, y = 50, width = 20", "Fenster"),
        ("x = 130, y = 52, width = 20", "Informationsblock"),
        ("x = 60, y = 150, width = 20", "Text"),
        ("x = 200, y = 10, width = 24", "Rand"),
        ("x = 4, y = 104, width = 10", "."),
    ],
)
def test_a_logo_covers_nothing_and_stays_out_of_the_window(tmp_path: Path, place: str, covered: str) -> None:
    """Before letter 1, with what it would cover."""
    with pytest.raises(TemplateError, match=covered) as refused:
        setting(tmp_path, entries=f'logo = {{ file = "l.svg", {place} }}\n', l__svg=svg())
    assert "brief/letter.toml:4" in refused.value.where


@pytest.mark.parametrize(
    "entry",
    [
        'logo = { file = "l.svg", x = 5 }',
        'logo = { file = "l.svg", x = 5, y = 5, position = "links" }',
        'logo = { file = "l.svg", position = "oben" }',
        'logo = { file = "l.svg", width = -1 }',
        'logo = "../l.svg"',
        'logo = "/etc/passwd.svg"',
        'logo = "fehlt.svg"',
        'logo = "letter.toml"',
        'logo = ""',
        "logo = 5",
        'unterschrift_bild = "fehlt.svg"',
    ],
)
def test_unclear_entries_are_refused_with_their_line(tmp_path: Path, entry: str) -> None:
    """Places said by half or twice, files elsewhere, missing or of another kind."""
    with pytest.raises(TemplateError) as refused:
        setting(tmp_path, entries=f"{entry}\n", l__svg=svg())
    assert "brief/letter.toml" in refused.value.where


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("l.svg", b""),
        ("l.svg", b"kein Bild"),
        ("l.svg", b"<svg"),
        ("l.svg", svg(inside='<image href="http://example.org/x.png"/>').encode()),
        ("l.svg", svg(inside="<script>alert(1)</script>").encode()),
        ("l.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg().encode()),
        ("l.svg", svg(inside='<text x="1" y="5">\u5b57</text>').encode()),
        ("l.png", png(40)[:60]),
        ("l.png", b"\x89PNG"),
        ("l.pdf", b"%PDF-1.7"),
    ],
)
def test_a_broken_or_hostile_picture_is_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    """Nothing outside the file is ever loaded."""
    with pytest.raises(TemplateError) as refused:
        setting(tmp_path, entries=f'logo = "{name}"\n', **{name.replace(".", "__"): content})
    assert f"brief/{name}" in refused.value.where


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    """It is refused as a missing file is."""
    (tmp_path / "brief" / "l.svg").mkdir(parents=True)
    with pytest.raises(TemplateError):
        setting(tmp_path, entries='logo = "l.svg"\n')


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "I;16", "L", "RGB"])
def test_pictures_with_dots_of_all_kinds_are_taken(tmp_path: Path, mode: str) -> None:
    """Palettes, one bit, sixteen bits, transparent ones."""
    (logo,) = pictures(letter(tmp_path, entries='logo = "l.png"\n', l__png=png(120, mode)))
    assert logo.area.width == pytest.approx(120 / 300 * 25.4, abs=0.05)


def test_a_coarse_picture_is_told_at_its_printed_size(tmp_path: Path) -> None:
    """The same file is fine when it is printed small."""
    made = setting(tmp_path, entries='logo = { file = "l.png", position = "rechts", width = 25.4 }\n', l__png=png(100))
    (finding,) = coarse_pictures(made.template, made.artworks)
    assert (finding.code, finding.details["dpi"]) == ("template.coarse-picture", 100)
    fine = setting(tmp_path, entries='logo = { file = "l.png", position = "rechts", width = 8 }\n', l__png=png(100))
    assert not list(coarse_pictures(fine.template, fine.artworks))


def test_the_signature_stands_between_greeting_and_name(tmp_path: Path) -> None:
    """As a hand would sign."""
    made = letter(tmp_path, entries='unterschrift_bild = { file = "u.svg", width = 40 }\n', u__svg=svg(60, 20))
    (signature,) = pictures(made)
    heights = {"".join(word.text for word in line.words): line.y for line in made.pages[0].plate.lines}
    assert heights["Mit freundlichen Grüßen"] < signature.area.y < signature.area.bottom < heights["Ihr Amt"]


def test_a_picture_of_the_text_is_no_wider_than_the_text_and_has_its_caption_below(tmp_path: Path) -> None:
    """Its height follows."""
    made = letter(tmp_path, TEXT, wege__svg=svg(330, 33))
    (picture,) = pictures(made)
    assert (picture.area.x, picture.area.width) == pytest.approx((LEFT_MARGIN, TEXT_WIDTH), abs=0.01)
    assert picture.area.height == pytest.approx(TEXT_WIDTH / 10, abs=0.01)
    caption = next(line for line in made.pages[0].plate.lines if line.words[0].text.startswith("Drei"))
    assert picture.text == "Drei Wege zu uns"
    assert picture.area.bottom < caption.y < picture.area.bottom + 6


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hier ![Bild](b.svg) im Satz.", 1),
        ("Text\n![Bild](b.svg)", 2),
        ("![Bild](b.svg)\nText", 1),
        ("- ![Bild](b.svg)", 1),
        ("| a | b |\n| --- | --- |\n| ![Bild](b.svg) | c |", 3),
        ("![{{ name }}](b.svg)", 1),
    ],
)
def test_a_picture_beside_text_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    """In a sentence, a list, a table; and with a placeholder."""
    from mailing.letters.checking import check_template

    made = setting(tmp_path, text + "\n", b__svg=svg())
    with pytest.raises(TemplateError, match="Bild") as refused:
        check_template(made.template, date(2020, 6, 15), None)
    assert f"brief/letter.md.j2:{line}" in refused.value.where


def test_what_a_picture_shows_is_told_in_accessible_copies(tmp_path: Path) -> None:
    """The caption is what a screen reader says of it."""
    made = Setter(setting(tmp_path, TEXT, wege__svg=svg())).tagged(household())
    alts = [child.alt for child in made.tree.children if getattr(child, "alt", "")]
    assert alts == ["Drei Wege zu uns"]

"""Logo, signature and pictures stand where the settings and the text say, as large as they say, and nowhere else."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest
from audit_sabotage import change_pdf, correct_pieces
from pictures_kit import ENTRIES, PICTURE, batches, made, office

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

POINT = 72 / 25.4
PLACING = re.compile(rb"q (\S+) 0 0 (\S+) (\S+) (\S+) cm (/A\S+) Do Q\n")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of letters with all three."""
    return made(tmp_path_factory.mktemp("bilder"))


@pytest.fixture
def run(sound: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(sound, tmp_path / sound.name)


class Placed:
    """A picture on a plate, to be moved: scales, and the lower left corner in points."""

    def __init__(self, found: re.Match[bytes], plate: pikepdf.Object) -> None:
        self.across, self.up, self.x, self.y = (float(found[number]) for number in range(1, 5))
        self.name = found[5]
        _left, _bottom, self.width, self.height = (
            float(edge) for edge in plate.Resources.XObject[self.name.decode()].BBox
        )

    @property
    def what(self) -> str:
        """Which of the three it is: the logo stands highest, the picture is the widest."""
        if self.width > 100:
            return "picture"
        return "logo" if self.y > 700 else "signature"

    @property
    def content(self) -> bytes:
        """What draws it."""
        return b"q %.6f 0 0 %.6f %.3f %.3f cm %b Do Q\n" % (self.across, self.up, self.x, self.y, self.name)


def plates(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the plates that place pictures."""
    forms = (item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form")
    return [form for form in forms if "/XObject" in form.get("/Resources", {})]


def change_placing(run: Path, what: str, change: Callable[[Placed], None]) -> None:
    """Change how one of the pictures is placed, and correct all hashes, those of the pieces too."""
    changed = []

    def apply(pdf: pikepdf.Pdf) -> None:
        for plate in plates(pdf):

            def placed(found: re.Match[bytes], plate: pikepdf.Object = plate) -> bytes:
                picture = Placed(found, plate)
                if picture.what == what:
                    change(picture)
                    changed.append(what)
                return picture.content

            plate.write(PLACING.sub(placed, plate.read_bytes()))

    for file in batches(run):
        change_pdf(file, apply)
    assert changed
    correct_pieces(run)


def moved(across: float = 0, up: float = 0) -> Callable[[Placed], None]:
    """Return what moves a picture by so many mm."""

    def change(picture: Placed) -> None:
        picture.x += across * POINT
        picture.y += up * POINT

    return change


def scaled(across: float = 1, up: float = 1) -> Callable[[Placed], None]:
    """Return what makes a picture so many times as wide and high."""

    def change(picture: Placed) -> None:
        picture.across *= across
        picture.up *= up

    return change


CHANGES = {
    "logo 10 mm to the left": ("logo", moved(-10)),
    "logo 1 mm to the right": ("logo", moved(1)),
    "logo 5 mm lower": ("logo", moved(up=-5)),
    "logo squeezed across": ("logo", scaled(across=0.87)),
    "logo squeezed down": ("logo", scaled(up=0.87)),
    "logo smaller": ("logo", scaled(0.9, 0.9)),
    "logo shrunk to nothing": ("logo", scaled(0.001, 0.001)),
    "logo turned over": ("logo", scaled(up=-1)),
    "picture 88 mm to the right": ("picture", moved(88)),
    "picture 2 mm to the right": ("picture", moved(2)),
    "picture at the right edge of a text from left to right": ("picture", moved(105)),
    "picture smaller": ("picture", scaled(0.8, 0.8)),
    "picture wider": ("picture", scaled(across=1.2)),
    "signature 30 mm to the right": ("signature", moved(30)),
    "signature squeezed": ("signature", scaled(up=0.8)),
    "signature shrunk to nothing": ("signature", scaled(0.001, 0.001)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_nobody_moves_or_scales_a_picture_unseen(run: Path, program: Callable[..., Called], what: str) -> None:
    """Even who has the house's key and corrects all hashes."""
    change_placing(run, *CHANGES[what])
    verified = program("verify", run)
    assert verified.code == 5
    assert "[audit.picture-place]" in verified.out, verified.out
    assert "[audit.content-hash]" not in verified.out


def of_the_plate(pdf: pikepdf.Pdf) -> None:
    """Shift all that a plate shows, its own text as well."""
    for plate in plates(pdf):
        plate.Matrix = pikepdf.Array([1, 0, 0, 1, -4, 0])


def cut_off(pdf: pikepdf.Pdf) -> None:
    """Let the plate end where the logo begins."""
    for plate in plates(pdf):
        plate.BBox = pikepdf.Array([0, 0, 450, 842])


def of_the_form(pdf: pikepdf.Pdf) -> None:
    """Shift what is drawn by the pictures themselves."""
    for plate in plates(pdf):
        for form in dict(plate.Resources.XObject.items()).values():
            form.Matrix = pikepdf.Array([1, 0, 0, 1, 1.5, 0])


def slanted(pdf: pikepdf.Pdf) -> None:
    """Turn the pictures a little."""
    for plate in plates(pdf):
        plate.write(PLACING.sub(rb"q \1 0.05 -0.05 \2 \3 \4 cm \5 Do Q\n", plate.read_bytes()))


def on_another_page(pdf: pikepdf.Pdf) -> None:
    """Let the page place a picture by itself, without a plate."""
    page, plate = pdf.pages[0], plates(pdf)[0]
    name, form = next(iter(dict(plate.Resources.XObject.items()).items()))
    page.Resources.XObject[name] = form
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + f"{name} Do\n".encode())


@pytest.mark.parametrize("harm", [of_the_plate, cut_off, of_the_form, slanted, on_another_page])
def test_there_is_no_other_way_to_move_one(
    run: Path, program: Callable[..., Called], harm: Callable[[pikepdf.Pdf], None]
) -> None:
    """By what the PDF says of plates and forms themselves."""
    for file in batches(run):
        change_pdf(file, harm)
    correct_pieces(run)
    verified = program("verify", run)
    assert verified.code == 5
    assert "[audit.picture" in verified.out, verified.out


def test_a_logo_on_one_plate_is_none_on_another(run: Path, program: Callable[..., Called]) -> None:
    """One letter has lost its logo; the others' plates are still in the file."""

    def lose(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        (plate,) = plates(pdf)
        other = pdf.make_stream(PLACING.sub(b"", plate.read_bytes()))
        for key, value in plate.stream_dict.items():
            if key not in {"/Length", "/Filter", "/DecodeParms"}:
                other.stream_dict[key] = value
        page.Resources.XObject["/P99"] = other
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"/P1 Do", b"/P99 Do"))

    change_pdf(batches(run)[0], lose)
    correct_pieces(run)
    verified = program("verify", run)
    assert "– (1) [audit.picture]" in verified.out, verified.out


SETTINGS = {
    "places in mm": 'logo = { file = "logo.svg", x = 150, y = 12.5, width = 30 }\n'
    'unterschrift_bild = { file = "u.svg", x = 100, y = 3, width = 35 }\n',
    "in the middle": 'logo = { file = "logo.svg", position = "mitte", width = 20 }\n'
    'unterschrift_bild = { file = "u.svg", position = "mitte", width = 50 }\n',
    "names alone": 'logo = "logo.svg"\nunterschrift_bild = "u.svg"\n',
    "form A": f'form = "A"\n{ENTRIES}',
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("entries", SETTINGS)
def test_what_the_settings_say_is_right(
    program: Callable[..., Called], tmp_path: Path, entries: str, *, large: bool
) -> None:
    """Also of files that are larger than there is room."""
    call = office(tmp_path, SETTINGS[entries], PICTURE.replace("wege", "logo") + PICTURE)
    for name in ("logo", "u", "wege") if large else ():
        file = tmp_path / f"vorlagen/bescheid/{name}.svg"
        text = file.read_text("utf-8")
        file.write_text(
            re.sub(r'width="(\d+)mm" height="(\d+)mm"', r'width="\g<1>0mm" height="\g<2>0mm"', text), "utf-8"
        )
    called = program("run", *call, "-o", tmp_path / "lauf", "--json")
    assert called.code == 0, called.err
    verified = program("verify", called.run)
    assert verified.code == 0, verified.out


def test_in_a_text_from_right_to_left_pictures_stand_at_its_right_edge(tmp_path: Path) -> None:
    """With a caption in its language."""
    call = office(tmp_path, f'{ENTRIES}language = "ar"\n', "\n\n![ثلاث طرق](wege.svg)\n\n")
    assert main(["run", *call, "-o", str(tmp_path / "runs")]) in (0, 4)
    (run,) = (path for path in (tmp_path / "runs").iterdir() if path.is_dir())
    assert main(["verify", str(run)]) == 0

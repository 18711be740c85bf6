"""Shop profiles: those that come along, one's own, and what is told of a broken one."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING

import pytest
from press_letters import PLATE, PLATE_WITH_FOLD_MARK, letter, line, page

from mailing import press
from mailing.base.errors import InputError, UsageError
from mailing.model import Face, FilledForm, Form, Gap, Letter, Line, Page, Plate, Rect
from mailing.model.enclosures import Enclosed
from mailing.press.parts import OmrCode, OmrMark

if TYPE_CHECKING:
    from pathlib import Path

DL = press.load_profile("dl")


def changed(folder: Path, old: str, new: str) -> str:
    """Write the profile dl with a change; return its path."""
    assert old in DL.source
    path = folder / "eigene.toml"
    path.write_text(DL.source.replace(old, new, 1), "utf-8")
    return str(path)


@pytest.mark.parametrize("name", press.profile_names())
def test_the_profiles_that_come_along_load(name: str) -> None:
    """Each has its name, its source and a digest of its own, and crosses process borders."""
    profile = press.load_profile(name)
    assert profile.name == name
    assert profile.origin
    assert profile.icc_profile[12:20] == b"prtrCMYK"
    assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301 - our own bytes


def test_six_come_along() -> None:
    """The default and five more; their digests differ."""
    assert press.profile_names() == ("c4", "c5", "c6-5", "dl", "epost", "livepost")
    assert len({press.load_profile(name).sha256 for name in press.profile_names()}) == 6
    assert press.DEFAULT_PROFILE == "dl"


def test_letters_keep_the_code_and_its_surroundings_free() -> None:
    """The Data Matrix has 7 mm around it, cut off at the sheet's edge, outside the window."""
    assert DL.code_zone == Rect(0.0, 115.0, 22.0, 22.0)
    assert DL.keep_free == DL.keep_free_first == (Rect(0.0, 115.0, 22.0, 22.0),)


def test_the_franking_band_is_kept_free_on_the_first_page_only() -> None:
    """E-POST prints its franking into the address field; later pages have no such band."""
    epost = press.load_profile("epost")
    band = Rect(20.0, 53.0, 85.0, 13.0)
    assert band in epost.keep_free_first
    assert band not in epost.keep_free


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    """A file beside the work is as good as a name; its ICC profile may lie beside it."""
    (tmp_path / "eigenes.icc").write_bytes(DL.icc_profile + b"\0")
    own = press.load_profile(changed(tmp_path, 'icc = "FOGRA29L.icc"', 'icc = "eigenes.icc"'))
    assert own.name == "eigene"
    assert own.icc_profile == DL.icc_profile + b"\0"
    assert own.sha256 != DL.sha256


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    """A slip of the pen costs no search."""
    with pytest.raises(UsageError) as told:
        press.load_profile("livpost")
    assert "livepost" in told.value.hint
    with pytest.raises(UsageError):
        press.load_profile("/nirgends/eigene.toml")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("duplex = false", "", "duplex"),
        ("duplex = false", "duplex = 3", "duplex"),
        ("duplex = false", "duplex = false\nfarbe = true", "farbe"),
        ('envelope = "dl"', 'envelope = "b5"', "envelope"),
        ('standard = "x4-vt1-a2u"', 'standard = "x5"', "standard"),
        ("letters = 5000", "letters = 0", "limits.letters"),
        ('kind = "datamatrix"', 'kind = "qr"', "code"),
        ("y = 122.0", "y = 60.0", "code"),
        ("x = 7.0", "x = 205.0", "code"),
        ("{number:04d}_", "", "file_name"),
        ("{number:04d}_", "../{number}", "file_name"),
        ("{route}", "{row}", "file_name"),
        ("max_sheets = 8", "max_sheets = 2", "products"),
        ('icc = "FOGRA29L.icc"', 'icc = "nirgends.icc"', "output.icc"),
        ('icc = "FOGRA29L.icc"', 'icc = "dl.toml"', "output.icc"),
        ("title = ", "title ", "TOML"),
    ],
)
def test_a_broken_profile_names_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    """The message is German and says where; the hint says what to do."""
    with pytest.raises(InputError) as told:
        press.load_profile(changed(tmp_path, old, new))
    assert re.search(r"eigene\.toml:\d+$", told.value.where)
    assert key in told.value.what
    assert "Input should" not in told.value.what + told.value.hint


def test_a_profile_that_is_no_text(tmp_path: Path) -> None:
    """Binary junk under a profile's name is told so."""
    path = tmp_path / "eigene.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError):
        press.load_profile(str(path))


def test_a_letter_within_the_zones_passes() -> None:
    """The control: nothing is found."""
    for name in ("dl", "c6-5", "livepost"):
        assert press.blocked_findings(letter(1), press.load_profile(name)) == ()


@pytest.mark.parametrize("name", ["epost", "livepost"])
def test_a_plate_in_a_blocked_zone_stops_the_run(name: str) -> None:
    """What every letter would print there is the template's fault, told before letter 1."""
    with pytest.raises(InputError) as told:
        press.blocked_findings(letter(1, plate=PLATE_WITH_FOLD_MARK), press.load_profile(name))
    assert name in told.value.what
    text = Plate((line(3, 150, "zu weit links"),))
    with pytest.raises(InputError):
        press.blocked_findings(letter(1, plate=text), press.load_profile(name))


@pytest.mark.parametrize(
    ("x", "y", "text"),
    [(12, 150, "im linken Rand"), (25, 150, "zu lang " * 20 + "zu lang"), (25, 294.5, "unten"), (185, 150, "rechts")],
)
def test_a_households_own_text_in_a_zone_costs_its_letter(x: float, y: float, text: str) -> None:
    """One letter's long line is that letter's finding, with its row."""
    own = Letter(1, 3, (Page.of(PLATE, (*page(1).lines, line(x, y, text))),))
    (found,) = press.blocked_findings(own, press.load_profile("livepost"))
    assert found.code == "press.blocked-zone"
    assert found.row == 3
    assert found.forbids_the_letter
    assert str(y) in found.message


def test_of_letters_on_one_form_only_who_overruns_is_told() -> None:
    """A form whose lines could reach a zone is looked at in each letter that stands on it."""
    form = Form((Line(25, 150, 10.0, (Gap.of(Face.REGULAR, 0),)),), measure=60_000)
    fills = {"kurz": line(0, 0, "kurz").words, "zu lang": line(0, 0, "zu lang " * 20).words}
    letters = {name: Letter(1, 3, (Page(PLATE, (FilledForm(form, (words,)),)),)) for name, words in fills.items()}
    livepost = press.load_profile("livepost")
    assert {name for name, own in letters.items() if press.blocked_findings(own, livepost)} == {"zu lang"}


def test_text_on_the_code_costs_the_letter() -> None:
    """The code's quiet zone is a blocked zone."""
    own = Letter(1, 3, (Page.of(PLATE, (line(10, 125, "x", face=Face.BOLD),)),))
    assert [found.code for found in press.blocked_findings(own, DL)] == ["press.blocked-zone"]


def test_first_page_zones_end_with_the_first_page() -> None:
    """Text where E-POST franks is refused on page 1 and fine on page 2."""
    epost = press.load_profile("epost")
    free, franked = Page.of(PLATE, ()), Page.of(PLATE, (line(25, 60, "Text"),))
    assert press.blocked_findings(Letter(1, 3, (free, franked)), epost) == ()
    assert len(press.blocked_findings(Letter(1, 3, (franked, free)), epost)) == 1


def test_a_letter_that_no_envelope_takes_is_a_finding() -> None:
    """So many sheets as no product takes cost the letter, not the run."""
    (found,) = press.blocked_findings(letter(1, pages=97), DL)
    assert found.code == "press.too-many-sheets"
    assert "97" in found.message


def test_a_letter_too_heavy_for_every_envelope_is_told_its_weight() -> None:
    """Its sheets would fit in: it is the insert that doesn't."""
    heavy = letter(1)._replace(enclosed=(Enclosed("Buch", grams=900.5),))
    (found,) = press.blocked_findings(heavy, DL)
    assert found.code == "press.too-heavy"
    limit = max(product.max_grams for product in DL.products)
    for told in ("1 Blatt", "900,5 g Beilagen", f"bis {limit:g} g", "Sendung wiegt 9"):
        assert told in found.message


def test_a_profile_of_the_own_folder_is_found_by_its_file_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`p1.toml` is what the folder shows; of a path the nearest file is named."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop_profiles").mkdir()
    (tmp_path / "shop_profiles/p1.toml").write_text(DL.source, "utf-8")
    assert press.load_profile("p1.toml").name == "p1"
    assert press.load_profile("c5.toml").name == "c5"
    for named in ("shop_profiles/p2.toml", "shop_profiles/p1", "shop_profiles/P1.toml", "p2.toml"):
        with pytest.raises(UsageError) as told:
            press.load_profile(named)
        assert "p1" in told.value.hint


@pytest.mark.parametrize(("written", "meant"), [("C5", "c5"), ("C6/5", "c6-5"), ("DL", "dl"), ("Karton", "c4")])
def test_an_envelope_is_told_the_nearest(tmp_path: Path, written: str, meant: str) -> None:
    """Or else all names."""
    with pytest.raises(InputError) as told:
        press.load_profile(changed(tmp_path, 'envelope = "dl"', f'envelope = "{written}"'))
    assert meant in told.value.what
    assert (written in told.value.what) == (written != "Karton")


def test_backs_keep_the_place_behind_reading_marks_free() -> None:
    """Marks shine through: on the back, mirrored, nothing is printed; elsewhere a back has no code to keep clear of."""
    omr = OmrCode(kind="omr", x=8, y=200, length=8, thickness=0.5, pitch=4, quiet=5, marks=tuple(OmrMark))
    profile = DL.model_copy(update={"code": omr, "duplex": True, "source": DL.source + "# omr"})
    empty, behind, beside = (Page.of(Plate(()), lines) for lines in ((), (line(196, 210, "x"),), (line(12, 210, "x"),)))
    assert len(press.blocked_findings(Letter(1, 3, (empty, behind)), profile)) == 1
    assert press.blocked_findings(Letter(1, 3, (empty, beside)), profile) == ()
    assert len(press.blocked_findings(Letter(1, 3, (empty, empty, beside)), profile)) == 1

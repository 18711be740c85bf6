"""Envelopes in a shop profile: by name, one's own, and what is refused of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mailing import press
from mailing.base.errors import InputError
from mailing.model import Rect
from mailing.model.envelopes import C4, C5, C6_5, DL, Folding

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.model.envelopes import Envelope

SOURCE = press.load_profile("dl").source
OWN = """
[envelopes.haus]
width = 235
height = 120.0
folding = "z"
window_left = 20.0
window_bottom = 15.0
window_width = 95.0
window_height = 50.0
source = "Datenblatt der Druckerei, 2025"
"""


def profile(folder: Path, envelope: str, own: str = "") -> press.ShopProfile:
    """Return the profile dl with another envelope."""
    path = folder / "eigene.toml"
    path.write_text(SOURCE.replace('envelope = "dl"', f'envelope = "{envelope}"', 1) + own, "utf-8")
    return press.load_profile(str(path))


@pytest.mark.parametrize(("name", "envelope"), [("dl", DL), ("c6-5", C6_5), ("c5", C5), ("c4", C4)])
def test_envelopes_by_name(tmp_path: Path, name: str, envelope: Envelope) -> None:
    """Four are known."""
    assert profile(tmp_path, name).window_envelope == envelope


def test_an_envelope_of_ones_own(tmp_path: Path) -> None:
    """Its measures stand in the profile, the window's from the left and the lower edge."""
    own = profile(tmp_path, "haus", OWN).window_envelope
    assert (own.name, own.width, own.height, own.folding) == ("haus", 235, 120, Folding.Z)
    assert own.window == Rect(20, 55, 95, 50)
    assert own.height - own.window.bottom == 15


@pytest.mark.parametrize(
    ("envelope", "own", "told"),
    [
        ("haus", "", "haus|dl, c6-5, c5, c4"),
        ("haus", OWN.replace('source = "Datenblatt der Druckerei, 2025"', ""), "source"),
        ("haus", OWN.replace("Datenblatt der Druckerei, 2025", " "), "source"),
        ("haus", OWN.replace('"z"', '"kreuz"'), "folding"),
        ("haus", OWN.replace("height = 120.0", "height = nan", 1), "height"),
        ("haus", OWN.replace("width = 235", 'width = "breit"', 1), "width"),
        ("haus", OWN.replace("window_left = 20.0", "window_left = 150.0"), "ragt über den Umschlag"),
        ("haus", OWN.replace("width = 235", "width = 200", 1), "weder bei Form A noch bei Form B"),
        ("haus", OWN.replace("window_left = 20.0", "window_left = 40.0"), "weder bei Form A noch bei Form B"),
        ("haus", OWN.replace('"z"', '"none"'), "weder bei Form A noch bei Form B"),
        ("c4", OWN.replace("haus", "c4"), "heißt nicht wie"),
        ("haus", "\n[envelopes]\nhaus = 7\n", "envelopes"),
    ],
)
def test_an_envelope_that_cant_be_used_is_refused(tmp_path: Path, envelope: str, own: str, told: str) -> None:
    """With file and line, before anything is read."""
    with pytest.raises(InputError) as refused:
        profile(tmp_path, envelope, own)
    assert re.search(r"eigene\.toml", refused.value.where)
    text = " ".join(
        [refused.value.what, refused.value.hint, *(f"{each.what} {each.hint}" for each in refused.value.faults)]
    )
    assert re.search(told, text)


@pytest.mark.parametrize("name", ["c4", "c5"])
def test_a_form_whose_address_could_be_hidden_is_refused(name: str) -> None:
    """The message names form and envelope; the hint says which form fits."""
    shop = press.load_profile(name)
    press.check_window(shop, ("B",))
    with pytest.raises(InputError) as refused:
        press.check_window(shop, ("A", "B"))
    assert f"Form A wäre die Anschrift im Fenster des Umschlags {name}" in refused.value.what
    assert 'form = "B"' in refused.value.hint


@pytest.mark.parametrize(("name", "product"), [("c4", "C4"), ("c5", "C5")])
def test_large_envelopes_are_large_letters(name: str, product: str) -> None:
    """Wider than 125 mm, they are a Großbrief from the first sheet on; none takes more than 500 g."""
    shop = press.load_profile(name)
    (only,) = shop.products
    assert only.name == "Großbrief"
    assert only.envelope.startswith(product)
    assert shop.product_for(1) == only
    assert shop.grams(only.max_sheets, only) <= 500

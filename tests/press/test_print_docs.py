"""docs/print.md: what the print shop reads is what the program does."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from mailing import press
from mailing.model import Route
from mailing.model.runfolder import SHOP_PIECES_HEADER
from mailing.press.codes import check_digit

if TYPE_CHECKING:
    from types import ModuleType

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "print.md").read_text("utf-8")


def zones() -> ModuleType:
    """Return the script that draws the pictures."""
    told = importlib.util.spec_from_file_location("zones", DOCS / "zones.py")
    assert told is not None
    assert told.loader is not None
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module


def test_pictures_and_legends_are_those_of_the_profiles() -> None:
    """`python docs/zones.py` has been run since the profiles last changed."""
    script = zones()
    assert script.with_zones(PAGE) == PAGE
    for name in press.profile_names():
        assert (DOCS / "pictures" / f"zones-{name}.svg").read_text("utf-8") == script.zones_svg(name)


def test_every_key_of_a_profile_is_told() -> None:
    """The table of settings names them all."""
    given = {"name", "source", "icc_profile"}
    for key in press.ShopProfile.model_fields.keys() - given:
        assert f"`{key}" in PAGE or f"[{key}]" in PAGE or f", {key}`" in PAGE or f"`{key}`" in PAGE, key


def test_routes_and_columns_are_told() -> None:
    """Every route that is printed and every column of the sidecar stands on the page."""
    assert all(f"`{route.value}`" in PAGE for route in Route if route.is_printed)
    assert ", ".join(SHOP_PIECES_HEADER) in PAGE


def test_the_check_digit_is_computed_as_told() -> None:
    """The rule as the page words it gives the program's digits."""
    assert "mit P = 10 beginnen" in PAGE
    for digits in ("14079130000004201020", "00000000000000000000", "99999999999999999999"):
        product = 10
        for digit in digits:
            product = 2 * ((product + int(digit)) % 10 or 10) % 11
        assert check_digit(digits) == str((11 - product) % 10)

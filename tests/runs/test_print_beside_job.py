"""Batches beside their job data are checked by what these tell of the shop's profile; others by the usual one."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from audit_sabotage import correct_hashes
from enclosures_kit import job_of
from pictures_kit import batches, made

from mailing.press.icc import PROFILE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

PROFILE = (PROFILE_FOLDER / "dl.toml").read_text("utf-8")
OTHERWISE = (
    ("duplex = false", "duplex = true"),
    ("fold_marks = true", "fold_marks = false"),
    ("module = 0.5", "module = 0.6"),
    ('standard = "x4-vt1-a2u"', 'standard = "x4"'),
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a shop that prints in colour, on both sides, with a larger code, by a plainer standard."""
    folder = tmp_path_factory.mktemp("farbe")
    text = 'colour = "cmyk"\n' + PROFILE
    for old, new in OTHERWISE:
        assert old in text
        text = text.replace(old, new)
    profile = folder / "farbe.toml"
    profile.write_text(text, "utf-8")
    return made(folder, "--shop", str(profile))


def test_the_shop_verifies_a_run_in_colour(run: Path, program: Callable[..., Called], tmp_path: Path) -> None:
    """Its part of the run, and the bag alone."""
    shutil.copytree(run / "shop", tmp_path / "beutel")
    for called in (program("verify", run, "--shop"), program("verify", tmp_path / "beutel", "--shop")):
        assert (called.code, called.out.splitlines()[0]) == (0, "Befunde: keine")


def test_colour_that_job_data_do_not_tell_is_found(run: Path, program: Callable[..., Called], tmp_path: Path) -> None:
    """By the shop, from the pages, and by the house, from its own profile."""
    copy = tmp_path / run.name
    shutil.copytree(run, copy)
    tell(copy, lambda profile: profile.pop("colour"))
    correct_hashes(copy)
    assert "[print.colour]" in program("verify", copy, "--shop").out
    assert "[audit.shop-data]" in program("verify", copy).out


def test_a_batch_beside_its_job_data_is_checked_by_them(run: Path, program: Callable[..., Called]) -> None:
    """Sides, code, standard and colour are those of its own profile; one that is named counts all the same."""
    for file in batches(run):
        called = program("verify", "--print", file)
        assert called.code == 0, called.out
        named = program("verify", "--print", file, "--shop", "dl").out
        assert "[print.code]" in named
        assert "[print.colour]" in named


def test_a_batch_on_its_own_is_checked_by_the_usual_profile(
    run: Path, program: Callable[..., Called], tmp_path: Path
) -> None:
    """There is nothing to tell of another."""
    alone = tmp_path / "stapel.pdf"
    shutil.copy(batches(run)[0], alone)
    assert "[print.code]" in program("verify", "--print", alone).out


def tell(run: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the job data tell of the profile."""
    job = job_of(run)
    change(job["profile"])
    (run / "shop/data/job.json").write_text(json.dumps(job), "utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "[1]",
        '{"profile": 7}',
        '{"profile": {"code": {"kind": "datamatrix", "x": 1, "y": 1, "module": 1e9, "quiet": 1}}}',
        '{"profile": {"code": {"kind": "omr"}, "duplex": true}}',
        '{"profile": {"standard": "pdf/x-9"}}',
        '{"profile": {"duplex": "yes", "envelope": ["c4"], "envelopes": 3}}',
        '{"profile": {"envelope": "eigener"}}',
        '{"profile": {"colour": NaN}}',
    ],
)
def test_broken_and_foreign_job_data_are_as_none(
    run: Path, program: Callable[..., Called], tmp_path: Path, text: str
) -> None:
    """What is found is what would be found without them."""
    beside = tmp_path / "stapel.pdf"
    shutil.copy(batches(run)[0], beside)
    without = program("verify", "--print", beside)
    (tmp_path / "job.json").write_text(text, "utf-8")
    assert program("verify", "--print", beside) == without

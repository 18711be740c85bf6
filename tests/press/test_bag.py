"""The shop's folder: a valid bag by the bagit library and by sha256sum, the same bytes everywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import bagit
import pypdf
import pypdfium2
import pytest
import zxingcpp
from press_letters import IDENTITY, draw, letter, press_all

from mailing import press
from mailing.base.tables import read_table
from mailing.model import Route
from mailing.press.codes import code_text
from mailing.press.parts import OmrCode, OmrMark

if TYPE_CHECKING:
    from pathlib import Path

DL = press.load_profile("dl")


def shop_folder(folder: Path, profile: press.ShopProfile = DL, route: Route = Route.BULK) -> Path:
    """Press a small job and write all that goes along."""
    letters = [letter(number, pages=1 + number % 2) for number in range(8)]
    files = press_all(draw(letters, profile, route), profile, folder)
    press.write_shop_folder(folder, files, profile, IDENTITY)
    return folder


def test_it_is_a_valid_bag(tmp_path: Path) -> None:
    """The library of the Library of Congress finds it complete and unharmed."""
    bag = bagit.Bag(str(shop_folder(tmp_path)))
    bag.validate()
    assert bag.info["External-Identifier"] == IDENTITY.run_id
    assert bag.info["Bagging-Date"] == "2020-06-15"


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum isn't installed")
def test_sha256sum_alone_checks_it(tmp_path: Path) -> None:
    """Nothing of ours is needed to see that all is there; a changed byte is seen."""
    folder = shop_folder(tmp_path)
    check = ["sha256sum", "--check", "--quiet", "manifest-sha256.txt"]
    assert subprocess.run(check, cwd=folder, check=False).returncode == 0
    assert subprocess.run([*check[:-1], "tagmanifest-sha256.txt"], cwd=folder, check=False).returncode == 0
    sidecar = folder / "data" / "pieces.csv"
    sidecar.write_bytes(sidecar.read_bytes().replace(b"30", b"31", 1))
    assert subprocess.run(check, cwd=folder, check=False, capture_output=True).returncode == 1


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Two folders of the same job are the same, file by file; lists are sorted by path."""
    first, second = shop_folder(tmp_path / "a"), shop_folder(tmp_path / "b")
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    for file in files:
        assert (first / file).read_bytes() == (second / file).read_bytes(), file
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        listed = [row.split("  ")[1] for row in (first / name).read_text().splitlines()]
        assert listed == sorted(listed)


def test_the_sidecar_tells_each_piece(tmp_path: Path) -> None:
    """pieces.csv has a line for each piece, with its pages in its file, and nothing personal."""
    folder = shop_folder(tmp_path)
    rows = list(read_table(folder / "data" / "pieces.csv"))
    assert [int(row["piece"]) for row in rows] == list(range(1, 9))
    assert {row["leitregion"] for row in rows} == {"30"}
    for row in rows:
        assert int(row["last_page"]) - int(row["first_page"]) + 1 == int(row["pages"])
    told = b"".join(path.read_bytes() for path in folder.rglob("*.*") if path.suffix != ".pdf")
    assert "Lüdenscheidt".encode() not in told
    assert b"23702" not in told


def test_job_data_add_up(tmp_path: Path) -> None:
    """job.json counts what the files hold."""
    job = json.loads((shop_folder(tmp_path) / "data" / "job.json").read_text("utf-8"))
    assert job["job"] == f"{IDENTITY.job_number:08d}"
    assert job["counts"] == {"files": 2, "pieces": 8, "sheets": 12, "pages": 12, "grams": 99.88}
    assert job["envelopes"] == {"DIN lang, 110 × 220 mm, Fenster links": 8}
    assert [file["pieces"] for file in job["files"]] == [4, 4]
    assert [(file["first_piece"], file["last_piece"]) for file in job["files"]] == [(1, 4), (5, 8)]


OMR = OmrCode(kind="omr", x=8, y=230, length=8, thickness=0.5, pitch=4.233, quiet=5, marks=tuple(OmrMark))


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        (DL, "Data Matrix, 16 × 16 Module zu 0,5 mm"),
        (press.load_profile("epost"), "Frankierband im Anschriftfeld"),
        (DL.model_copy(update={"code": OMR}), "Grundmarke, Sicherung, Ende der Sendung"),
    ],
    ids=["datamatrix", "none", "omr"],
)
def test_the_job_sheet_tells_the_shop_all(tmp_path: Path, profile: press.ShopProfile, told: str) -> None:
    """Files, counts, envelopes, code and checksums stand on it; every font of it is embedded."""
    folder = shop_folder(tmp_path, profile)
    reader = pypdf.PdfReader(folder / "data" / "job" / "jobsheet.pdf")
    text = " ".join(page.extract_text() for page in reader.pages).replace("\n", " ")
    job = json.loads((folder / "data" / "job.json").read_text("utf-8"))
    for expected in (job["job"], "Auftragsblatt", "Bitte zurücksenden", told, *(f["sha256"] for f in job["files"])):
        assert expected in text
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "Arimo" in font["/BaseFont"]
            assert "/FontFile2" in font["/FontDescriptor"]


def test_special_routes_are_marked_on_the_job_sheet(tmp_path: Path) -> None:
    """Letters for handling by hand are told as such."""
    folder = shop_folder(tmp_path, route=Route.BLOCKED)
    text = pypdf.PdfReader(folder / "data" / "job" / "jobsheet.pdf").pages[0].extract_text()
    assert "von Hand" in text


def test_the_drawn_sample_can_be_read(tmp_path: Path) -> None:
    """The code on the job sheet says what stands beside it, so that a machine can be set by it."""
    folder = shop_folder(tmp_path)
    sheet = pypdfium2.PdfDocument(folder / "data" / "job" / "jobsheet.pdf")[0]
    found = zxingcpp.read_barcodes(sheet.render(scale=3, grayscale=True).to_numpy(), zxingcpp.BarcodeFormat.DataMatrix)
    assert code_text(IDENTITY.job_number, 1, 1, 1) in {code.text for code in found}

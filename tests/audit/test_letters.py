"""One letter of a run: found and taken out, proven, compared with a rebuild, and deleted with its kin."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import stat
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pytest
from audit_run import make_run, neighbours
from audit_sabotage import change_byte, change_manifest, change_text

from mailing.audit.purging import purge
from mailing.audit.rebuilding import compare_runs
from mailing.audit.receipts import check_receipt, receipt_of
from mailing.audit.showing import find_letters, letter_pdf, letter_pictures
from mailing.audit.verification import VerifyOptions, verify
from mailing.base.errors import InputError, UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = dt.date(2020, 7, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole run of 12 letters in three batches."""
    return make_run(tmp_path_factory.mktemp("runs") / "run")


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "run")


def codes(run: Path, **options: Any) -> list[str]:
    """Return the codes that verifying finds."""
    return [finding.code for finding in verify(run, VerifyOptions(**options))]


@pytest.mark.parametrize("wanted", ["7", "23702//0000006", "23702 // 0000006"])
def test_a_letter_is_found_by_piece_or_bg_number(made: Path, wanted: str) -> None:
    """With its file, its pages and its row."""
    (letter,) = find_letters(made, wanted)
    assert (letter.piece, letter.row, letter.bg_number) == (7, 8, "23702//0000006")
    assert (letter.file, letter.first_page, letter.last_page) == ("shop/data/batch-002.pdf", 2, 2)


def test_the_print_shop_finds_letters_by_piece_only(run: Path) -> None:
    """Without the house there is no way from a BG-Nummer to a piece."""
    shutil.rmtree(run / "house")
    (letter,) = find_letters(run, "7")
    assert (letter.row, letter.bg_number) == (0, "")
    with pytest.raises(UsageError, match="BG-Nummer"):
        find_letters(run, "23702//0000006")


@pytest.mark.parametrize("wanted", ["13", "0", "23702//9999999", "nobody"])
def test_a_letter_that_is_not_there(made: Path, wanted: str) -> None:
    """Said so, with where to look."""
    with pytest.raises(UsageError, match="keinen Brief"):
        find_letters(made, wanted)


def test_the_letter_alone_as_pdf(made: Path) -> None:
    """One page, and it is that household's."""
    (letter,) = find_letters(made, "7")
    document = pdfium.PdfDocument(letter_pdf(letter))
    assert len(document) == 1
    assert neighbours(12)[6].nachname in document[0].get_textpage().get_text_bounded()


def test_the_letter_alone_as_pictures(made: Path) -> None:
    """A PNG for each page."""
    (letter,) = find_letters(made, "7")
    (picture,) = letter_pictures(letter, dpi=50)
    assert picture.startswith(b"\x89PNG")


def test_a_receipt_holds(made: Path) -> None:
    """Each piece can be proven by JSON that names nobody and no other piece."""
    for piece in range(1, 13):
        receipt = json.loads(json.dumps(receipt_of(made, str(piece))))
        assert list(check_receipt(made, receipt)) == []
        assert len(receipt["path"]) <= 4
    assert "Vorname" not in json.dumps(receipt_of(made, "1"))


RECEIPT_FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], set[str]]] = {
    "another content": (
        lambda it: it.update(content_sha256="0" * 64),
        {"audit.proof-path", "audit.proof-piece"},
    ),
    "another household": (
        lambda it: it.update(household_hmac="0" * 64),
        {"audit.proof-path", "audit.proof-piece"},
    ),
    "another piece": (lambda it: it.update(piece=4), {"audit.proof-path", "audit.proof-piece"}),
    "another path": (lambda it: it["path"].pop(), {"audit.proof-path"}),
    "another run": (lambda it: it.update(run_id="2020-06-15_probe_00000000"), {"audit.proof-other"}),
}


@pytest.mark.parametrize("fault", RECEIPT_FAULTS)
def test_a_receipt_that_does_not_hold(made: Path, fault: str) -> None:
    """Whatever is changed in it."""
    receipt = receipt_of(made, "3")
    change, expected = RECEIPT_FAULTS[fault]
    change(receipt)
    assert {finding.code for finding in check_receipt(made, receipt)} == expected


def test_a_receipt_against_another_manifest(run: Path) -> None:
    """The manifest's root is another: what was proven isn't any more."""
    receipt = receipt_of(run, "3")
    change_manifest(run, lambda manifest: manifest.update(merkle_root="0" * 64))
    assert [finding.code for finding in check_receipt(run, receipt)] == ["audit.proof-path"]


def test_what_is_no_receipt(made: Path) -> None:
    """Refused as input, and a piece that isn't there as usage."""
    for nonsense in ({}, {"piece": "x"}, {**receipt_of(made, "1"), "path": [{"side": "left", "sha256": "zz"}]}):
        with pytest.raises(InputError, match="kein Nachweis"):
            list(check_receipt(made, nonsense))
    with pytest.raises(UsageError, match="kein Stück 13"):
        receipt_of(made, "13")


def test_a_rebuild_is_the_same(made: Path, run: Path) -> None:
    """Same bytes, whatever was made afterwards."""
    (run / "house/report.html").write_text("later")
    assert list(compare_runs(run, made)) == []


def test_a_rebuild_that_differs(made: Path, run: Path) -> None:
    """A file more, a file less, other bytes."""
    change_byte(run / "shop/data/batch-001.pdf")
    (run / "shop/data/batch-002.pdf").unlink()
    (run / "shop/data/more.pdf").write_bytes(b"")
    found = {(finding.code, finding.details["path"]) for finding in compare_runs(run, made)}
    assert found == {
        ("audit.rebuild-bytes", "shop/data/batch-001.pdf"),
        ("audit.rebuild-extra", "shop/data/batch-002.pdf"),
        ("audit.rebuild-missing", "shop/data/more.pdf"),
    }


def test_a_purged_run_has_nobody_in_it(run: Path) -> None:
    """No letter, no name, no BG-Nummer, no key is left in any file; the settings' copies are."""
    (run / "house/report.html").write_text("Vorname1")
    (run / "house/notes.txt").write_text("Vorname1")
    gone = purge(run, DAY).gone
    left = {path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file()}
    assert "house/key" in gone
    assert "house/settings/profile.toml" in left
    assert not any(path.endswith(".pdf") for path in left)
    text = b"".join((run / path).read_bytes() for path in left).decode()
    for person in neighbours(12):
        assert person.nachname not in text
        assert person.bg_nummer not in text
    assert stat.S_IMODE((run / "purged.json").stat().st_mode) == 0o600


def test_a_purged_run_still_verifies_as_such(run: Path) -> None:
    """The manifest stands, and a receipt still holds."""
    receipt = receipt_of(run, "3")
    purge(run, DAY)
    assert codes(run) == ["audit.purged"]
    assert list(check_receipt(run, receipt)) == []
    assert purge(run, DAY).gone == ()


def test_a_purge_that_was_cut_off_is_told(run: Path) -> None:
    """Personal data that should be gone."""
    copy = (run / "house/rows.csv").read_bytes()
    purge(run, DAY)
    (run / "house/rows.csv").write_bytes(copy)
    assert sorted(codes(run)) == ["audit.purge-incomplete", "audit.purged"]


def test_tampering_with_a_purged_run_is_told(run: Path) -> None:
    """What stays is still sealed."""
    purge(run, DAY)
    change_byte(run / "shop/data/pieces.csv")
    assert "audit.file-hash" in codes(run)
    change_manifest(run, lambda manifest: manifest["counts"].update(pieces=13))
    assert "audit.equation" in codes(run)


@pytest.mark.parametrize("wanted", ["7", "23702//0000006"])
def test_letters_of_a_purged_run_are_gone(run: Path, wanted: str) -> None:
    """Whoever asks for one is told that the run is purged, and when."""
    purge(run, DAY)
    with pytest.raises(VerificationError, match=r"bereinigt \(am 01.07.2020\)"):
        find_letters(run, wanted)


def test_pages_can_be_opened_again(made: Path) -> None:
    """The extracted letter can be given away: it is a whole PDF."""
    (letter,) = find_letters(made, "1")
    assert len(pdfium.PdfDocument(io.BytesIO(letter_pdf(letter)))) == 1


def test_a_sidecar_that_leads_out_of_the_run_is_not_followed(run: Path) -> None:
    """Whoever reads the letter would read something else."""
    change_text(run / "shop/data/pieces.csv", "data/batch-001.pdf", "../../batch-001.pdf")
    with pytest.raises(VerificationError, match="beschädigt"):
        find_letters(run, "1")
    assert "audit.books-broken" in codes(run)

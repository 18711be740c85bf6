"""Verifying a run: a faultless one stays green, and every kind of tampering turns it red with its own code."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import bagit
import pytest
from audit_run import code, identity_of, make_run, neighbours, payload, write_batch
from audit_sabotage import (
    change_byte,
    change_contents,
    change_manifest,
    change_text,
    correct_contents,
    correct_hashes,
    correct_root,
)

from mailing.audit.verification import VerifyOptions, verify
from mailing.base.errors import UsageError
from mailing.base.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "shop/data/batch-001.pdf"
QUICK = VerifyOptions(quick=True)


@pytest.fixture(scope="module")
def faultless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole run of 12 letters in three batches, the last letter a seed."""
    return make_run(tmp_path_factory.mktemp("runs") / "2020-06-15_probe_abababab")


@pytest.fixture
def run(faultless: Path, tmp_path: Path) -> Path:
    """A copy of the faultless run to be tampered with."""
    return shutil.copytree(faultless, tmp_path / faultless.name)


def codes(run: Path, **options: Any) -> list[str]:
    """Return the codes that verifying finds."""
    return [finding.code for finding in verify(run, VerifyOptions(**options))]


def test_a_faultless_run_is_green(faultless: Path) -> None:
    """Nothing is found, quickly or in full, in the house or at the print shop."""
    assert codes(faultless) == []
    assert codes(faultless, quick=True) == []
    assert codes(faultless, shop_only=True) == []


def test_the_bag_alone_is_green(faultless: Path, tmp_path: Path) -> None:
    """The print shop can verify its bag without manifest and house."""
    bag = shutil.copytree(faultless / "shop", tmp_path / "delivered")
    assert codes(bag, shop_only=True) == []


def test_progress_counts_the_pieces(faultless: Path) -> None:
    """The pages are a stage of their own, and its steps are the pieces."""
    seen: list[tuple[str, int | None]] = []

    class Watch:
        def begin(self, stage: str, total: int | None) -> None:
            seen.append((stage, total))

        def advance(self, steps: int) -> None:
            seen.append(("", steps))

    list(verify(faultless, VerifyOptions(), Progress(Watch())))
    assert seen[:2] == [("Lauf prüfen", None), ("Seiten prüfen", 12)]
    assert sum(steps for _stage, steps in seen[2:]) == 12


def test_findings_say_expected_and_found(run: Path) -> None:
    """A finding carries both, and names no person."""
    change_byte(run / FIRST)
    findings = list(verify(run, QUICK))
    wrong = next(finding for finding in findings if finding.code == "audit.file-hash")
    assert wrong.details["expected"] != wrong.details["found"]
    assert FIRST in wrong.message


def test_a_changed_byte_is_found(run: Path) -> None:
    """One byte in a batch: the manifest's hash and the bag's tell."""
    change_byte(run / FIRST)
    assert set(codes(run, quick=True)) == {"audit.file-hash", "audit.bag"}


def test_a_page_swapped_with_another_letters_is_found(run: Path) -> None:
    """Two pages change places, the file's hash is corrected: contents, addresses and codes all tell."""
    change_contents(run / FIRST, lambda pages: [pages[1], pages[0], *pages[2:]])
    correct_hashes(run)
    assert codes(run, quick=True) == []
    found = codes(run)
    assert {"audit.content-hash", "audit.address", "audit.code"} <= set(found)


def test_exchanged_addresses_are_found(run: Path) -> None:
    """Two letters show each other's address, and every hash is corrected: the window itself tells."""

    def exchange_windows(pages: list[bytes]) -> list[bytes]:
        lines = [page.split(b"\n") for page in pages[:2]]
        window = slice(2, 5)
        lines[0][window], lines[1][window] = lines[1][window], lines[0][window]
        return [*(b"\n".join(page) for page in lines), *pages[2:]]

    change_contents(run / FIRST, exchange_windows)
    correct_contents(run)
    findings = list(verify(run, VerifyOptions()))
    assert [finding.code for finding in findings] == ["audit.address", "audit.address"]
    assert findings[0].row == 2
    assert "Zeile 3 (Stück 2)" in findings[0].message


def test_a_dropped_piece_is_found(run: Path) -> None:
    """A piece is dropped, the numbers close up, batches, sidecar and sums are made anew: the rows tell."""
    people = neighbours(12)
    left = people[:4] + people[5:]
    for number, first in enumerate(range(0, 11, 5), start=1):
        write_batch(left[first : first + 5], first + 1, run / f"shop/data/batch-{number:03d}.pdf")
    table = run / "shop/data/pieces.csv"
    lines = table.read_bytes().decode().splitlines()
    table.write_bytes("".join(f"{line}\r\n" for line in lines[:12]).encode())
    job = json.loads((run / "shop/data/job.json").read_bytes())
    job["files"][-1].update(pieces=1, pages=1, sheets=1, last_piece=11)
    (run / "shop/data/job.json").write_text(json.dumps(job), "utf-8")

    def close_up(manifest: dict[str, Any]) -> None:
        manifest["counts"].update(pieces=11, households=10, sheets=11, pages=11)
        manifest["files"][-1].update(pieces=1, pages=1)
        for column, digits in manifest["pieces"].items():
            manifest["pieces"][column] = digits[: 64 * 11]
        manifest["seeds"] = [11]
        correct_root(manifest)

    change_manifest(run, close_up)
    correct_contents(run)
    found = set(codes(run))
    assert {"audit.equation", "audit.address"} <= found


def test_a_foreign_file_is_found(run: Path) -> None:
    """A file that no manifest knows, in the shop's folder or the house."""
    (run / "shop/data/extra.pdf").write_bytes(b"%PDF-1.6")
    (run / "house/notes.txt").write_text("x")
    assert codes(run, quick=True).count("audit.file-stranger") == 2


def test_a_missing_file_is_found(run: Path) -> None:
    """A batch that isn't there."""
    (run / FIRST).unlink()
    assert set(codes(run, quick=True)) == {"audit.file-missing", "audit.bag"}


def test_a_longer_file_is_found_by_its_size(run: Path) -> None:
    """Something was added to a file."""
    with (run / FIRST).open("ab") as stream:
        stream.write(b"\n")
    assert "audit.file-size" in codes(run, quick=True)


def test_a_changed_disposition_is_found(run: Path) -> None:
    """A row is said to be rejected that has a letter; with the hash corrected the sums still tell."""
    change_text(run / "house/rows.csv", ";printed;3;", ";rejected;3;")
    assert codes(run, quick=True) == ["audit.file-size", "audit.file-hash"]
    correct_hashes(run)
    assert {"audit.equation", "audit.row-disposition"} <= set(codes(run))


def test_a_row_with_another_bg_number_is_found(run: Path) -> None:
    """A row's BG-Nummer isn't that of its piece."""
    change_text(run / "house/rows.csv", "23702//0000004", "23702//0000999")
    correct_hashes(run)
    assert codes(run) == ["audit.row-household"]


def test_another_household_in_the_books_is_found(run: Path) -> None:
    """The house's own book is changed: the keyed hash tells."""
    change_text(run / "house/households.csv", "Vorname3", "Vorname8")
    correct_hashes(run)
    found = set(codes(run))
    assert {"audit.piece-household", "audit.address"} <= found
    assert "audit.books-broken" not in found  # the key is what it was


def test_another_key_is_found(run: Path) -> None:
    """No household's keyed hash fits it, and it isn't that of the book either."""
    key = (run / "house/key").read_text("ascii")
    change_text(run / "house/key", key[:2], "00" if key[:2] != "00" else "01")
    correct_hashes(run)
    assert {"audit.books-broken", "audit.piece-household"} <= set(codes(run))


def test_a_code_that_belongs_to_another_letter_is_found(run: Path) -> None:
    """A sheet carries another piece's control code."""
    change_contents(
        run / FIRST, lambda pages: [pages[0].replace(code(payload(1, 1, 1)), code(payload(9, 1, 1))), *pages[1:]]
    )
    correct_contents(run)
    assert codes(run) == ["audit.code"]
    assert codes(run, shop_only=True) == ["audit.code"]


def test_a_missing_code_is_found(run: Path) -> None:
    """A sheet without its control code."""
    change_contents(run / FIRST, lambda pages: [pages[0].replace(code(payload(1, 1, 1)), b""), *pages[1:]])
    correct_contents(run)
    assert codes(run) == ["audit.code-missing"]


def test_another_households_bg_number_in_the_text_is_found(run: Path) -> None:
    """The letter's text speaks of another household than its window."""
    change_contents(run / FIRST, lambda pages: [pages[0].replace(b"23702//0000000", b"23702//0000007"), *pages[1:]])
    correct_contents(run)
    findings = list(verify(run, VerifyOptions()))
    assert [finding.code for finding in findings] == ["audit.letter-foreign"]
    assert "Zeile 9" in findings[0].message


def test_a_letter_that_speaks_of_nobody_is_found(run: Path) -> None:
    """Neither BG-Nummer nor name of the household stands in the text."""

    def silence(pages: list[bytes]) -> list[bytes]:
        silent = b"\n".join(line for line in pages[0].split(b"\n") if b"BG-Nummer" not in line and b"Guten" not in line)
        return [silent, *pages[1:]]

    change_contents(run / FIRST, silence)
    correct_contents(run)
    assert codes(run) == ["audit.letter-household"]


def test_an_additional_line_in_the_address_is_found(run: Path) -> None:
    """More stands in the window than the household's address."""
    change_contents(run / FIRST, lambda pages: [pages[0].replace(b"(Vorname0", b"(Egon Vorname0", 1), *pages[1:]])
    correct_contents(run)
    assert codes(run) == ["audit.address-extra"]


def test_a_sidecar_that_contradicts_the_manifest_is_found(run: Path) -> None:
    """The sidecar sends a piece to other pages."""
    change_text(run / "shop/data/pieces.csv", "\n2;data/batch-001.pdf;2;2;", "\n2;data/batch-001.pdf;3;3;")
    correct_hashes(run)
    assert "audit.piece-table" in codes(run)


def test_a_page_beyond_the_pieces_is_found(run: Path) -> None:
    """A file has a page that belongs to no piece."""
    people = neighbours(12)
    write_batch(people[:6], 1, run / FIRST)
    correct_hashes(run)
    assert "audit.page-count" in codes(run)


def test_a_broken_pdf_is_a_finding(run: Path) -> None:
    """A file that is no PDF any more gives a finding, not a traceback."""
    (run / FIRST).write_bytes(b"%PDF-1.6 broken")
    correct_hashes(run)
    assert "audit.pdf-broken" in codes(run)


def test_broken_books_are_a_finding(run: Path) -> None:
    """A table that is none any more gives a finding, not a traceback."""
    (run / "house/rows.csv").write_bytes(b"\xff\xfe\x00")
    correct_hashes(run)
    assert codes(run) == ["audit.books-broken"]


def test_a_sum_that_is_wrong_in_the_manifest_is_found(run: Path) -> None:
    """The manifest's own figures must add up."""
    change_manifest(run, lambda manifest: manifest["counts"].update(printed=10))
    assert codes(run, quick=True) == ["audit.equation"]


def test_lines_of_the_list_that_do_not_add_up_are_found(run: Path) -> None:
    """Rows and the other lines make up the lines of the file."""
    change_manifest(run, lambda manifest: manifest["inputs"][0].update(lines=99, other_lines={"head": 1}))
    assert "audit.equation" in codes(run, quick=True)


def test_a_wrong_merkle_root_is_found(run: Path) -> None:
    """The root must stand over the manifest's pieces."""
    change_manifest(run, lambda manifest: manifest.update(merkle_root="0" * 64))
    assert codes(run, quick=True) == ["audit.merkle-root"]


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest.pop("counts"),
        lambda manifest: manifest.update(merkle_root="not hex"),
        lambda manifest: manifest.update(surprise=1),
        lambda manifest: manifest["others"][0].update(path="house/../../etc/passwd"),
    ],
)
def test_a_manifest_against_its_schema_is_refused(run: Path, change: Any) -> None:
    """What isn't a manifest is said to be none; a path out of the run above all."""
    change_manifest(run, change)
    assert set(codes(run)) == {"audit.manifest-broken"}


def test_a_run_without_manifest_was_not_closed(run: Path) -> None:
    """No manifest, no run."""
    (run / "manifest.json").unlink()
    assert codes(run) == ["audit.manifest-missing"]
    (run / "manifest.json").write_text("{")
    assert codes(run) == ["audit.manifest-broken"]


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    """The wrong folder is wrong usage."""
    with pytest.raises(UsageError, match="nicht der Ordner"):
        codes(tmp_path)


def test_an_invalid_bag_is_found(run: Path) -> None:
    """The bag's own checksums are wrong, whatever the manifest says; bagit agrees."""
    change_text(run / "shop/manifest-sha256.txt", "data/", "data/gone-")

    def correct(manifest: dict[str, Any]) -> None:
        from mailing.base.files import sha256_of

        for entry in manifest["others"]:
            file = run / entry["path"]
            entry["sha256"], entry["bytes"] = sha256_of(file), file.stat().st_size

    change_manifest(run, correct)
    assert set(codes(run, quick=True)) == {"audit.bag"}
    assert not bagit.Bag(str(run / "shop")).is_valid()


def test_others_agree_that_the_bag_is_whole(faultless: Path) -> None:
    """Bagit and sha256sum find nothing either."""
    shop = faultless / "shop"
    assert bagit.Bag(str(shop)).is_valid()
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=shop, check=True)
    hashes = {
        entry["path"]: entry["sha256"] for entry in json.loads((faultless / "manifest.json").read_bytes())["others"]
    }
    told = subprocess.run(
        ["sha256sum", "house/rows.csv"], cwd=faultless, check=True, capture_output=True, text=True
    ).stdout
    assert told.split()[0] == hashes["house/rows.csv"]


def test_many_processes_find_the_same(tmp_path: Path) -> None:
    """Read in processes of their own, a larger run gives the same findings."""
    run = make_run(tmp_path / "run", 1_200, 600)
    right, wrong = (code(payload(piece, 1, 1, identity_of(1_199))) for piece in (1, 9))
    change_contents(run / FIRST, lambda pages: [pages[0].replace(right, wrong), *pages[1:]])
    correct_contents(run)
    assert codes(run, workers=2) == codes(run, workers=1) == ["audit.code"]

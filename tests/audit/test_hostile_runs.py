"""Runs that somebody has harmed: whatever lies there, it is found, quickly, and nothing is opened that could hang."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bagit
import pytest
from audit_run import make_run
from audit_sabotage import change_manifest, change_text, correct_hashes
from program_kit import row, write_list

from mailing.audit.readback import Reading, read_pieces
from mailing.audit.rules import rules_from
from mailing.audit.run_files import run_files_at
from mailing.audit.verification import VerifyOptions, verify
from mailing.base.errors import ExitCode, VerificationError
from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST = "shop/data/batch-001.pdf"
MODES: list[dict[str, bool]] = [{}, {"quick": True}, {"shop_only": True}, {"shop_only": True, "quick": True}]
ROUNDS = int(os.environ.get("MAILING_FUZZ_EXAMPLES", "60"))
SOUND = {ExitCode.DONE, ExitCode.INPUT_UNUSABLE, ExitCode.VERIFICATION_FAILED}


@pytest.fixture(scope="module")
def faultless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole run of 12 letters in three batches."""
    return make_run(tmp_path_factory.mktemp("runs") / "run")


@pytest.fixture
def run(faultless: Path, tmp_path: Path) -> Path:
    """A copy of it to be harmed."""
    return shutil.copytree(faultless, tmp_path / "run")


def codes(run: Path, **options: Any) -> set[str]:
    """Return the codes of what makes a verification fail."""
    findings = verify(run, VerifyOptions(**options))
    return {finding.code for finding in findings if finding.forbids_the_letter}


def link(path: Path) -> None:
    """Put a link to the very same bytes in a file's place."""
    elsewhere = path.parents[len(path.parents) - 3] / f"elsewhere-{path.name}"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def pipe(path: Path) -> None:
    """Put a pipe in a file's place: whoever opens it to read waits for ever."""
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    """Put a folder in a file's place."""
    path.unlink()
    path.mkdir()


def bound_socket(path: Path) -> None:
    """Put a socket in a file's place."""
    path.unlink()
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's name may have 108 bytes
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(path.name)
    os.chdir(here)


@pytest.mark.parametrize("options", MODES, ids=str)
@pytest.mark.parametrize("kind", [link, pipe, folder, bound_socket])
@pytest.mark.parametrize(
    "path", [FIRST, "shop/data/pieces.csv", "shop/data/job.json", "shop/bagit.txt", "manifest.json"]
)
def test_what_is_no_plain_file_is_found(
    run: Path, path: str, kind: Callable[[Path], None], options: dict[str, bool]
) -> None:
    """In every mode, and before it is opened: a link to the same bytes too."""
    kind(run / path)
    assert {"audit.file-kind", "audit.manifest-broken"} & codes(run, **options)


@pytest.mark.parametrize("path", ["house/rows.csv", "house/key", "house/settings/profile.toml", "manifest.json.p7s"])
@pytest.mark.parametrize("kind", [link, pipe, folder])
@pytest.mark.parametrize("options", MODES[:2], ids=str)
def test_what_is_no_plain_file_in_the_house_is_found(
    run: Path, path: str, kind: Callable[[Path], None], options: dict[str, bool]
) -> None:
    """Likewise, and so is what lies beside the sealed files."""
    (run / path).touch()
    kind(run / path)
    assert "audit.file-kind" in codes(run, **options)


@pytest.mark.parametrize("options", MODES, ids=str)
@pytest.mark.parametrize("name", ["shop", "shop/data"])
def test_a_linked_folder_is_found(run: Path, tmp_path: Path, name: str, options: dict[str, bool]) -> None:
    """A folder of the run that lies elsewhere."""
    (run / name).rename(tmp_path / "elsewhere")
    (run / name).symlink_to(tmp_path / "elsewhere")
    assert "audit.file-kind" in codes(run, **options)


@pytest.mark.parametrize("options", MODES, ids=str)
@pytest.mark.parametrize("name", ["shop/empty", "shop/data/empty", "shop/data/job/empty/deeper"])
def test_an_empty_folder_is_found(run: Path, name: str, options: dict[str, bool]) -> None:
    """Nothing in it, and yet nothing of the run's."""
    (run / name).mkdir(parents=True)
    assert "audit.folder-stranger" in codes(run, **options)


@pytest.mark.parametrize("options", MODES, ids=str)
@pytest.mark.parametrize("name", ["shop/extra.txt", "shop/data/extra.pdf", "shop/data/\udcff\x1b[2J", "shop/fetch.txt"])
def test_a_stranger_is_found(run: Path, name: str, options: dict[str, bool]) -> None:
    """Named so that no terminal suffers."""
    (run / name).write_bytes(b"x")
    found = [finding for finding in verify(run, VerifyOptions(**options)) if finding.code == "audit.file-stranger"]
    assert found
    assert all(finding.message.isprintable() for finding in found)
    assert all(finding.message.encode() for finding in found)


def test_the_manifest_may_not_name_a_file_twice(run: Path) -> None:
    """Once as a batch, once among the others."""
    change_manifest(run, lambda manifest: manifest["others"].append(manifest["others"][0]))
    assert "audit.manifest-value" in codes(run, quick=True)


def test_a_row_twice_in_the_books_is_found(run: Path) -> None:
    """The count agrees: another row is missing."""
    change_text(run / "house/rows.csv", "\n5;", "\n4;")
    correct_hashes(run)
    assert "audit.row-twice" in codes(run)


def test_what_grew_beyond_all_measure_is_not_read(run: Path) -> None:
    """Sparse files of a terabyte, and of a few hundred megabytes: told by their size."""
    for size, code in ((1 << 40, "audit.file-unreadable"), (1 << 29, "audit.file-size")):
        with (run / "house/rows.csv").open("ab") as stream:
            stream.truncate(size)
        assert code in codes(run) & codes(run, quick=True)


BAG_FAULTS: dict[str, Callable[[Path], object]] = {
    "no declaration": lambda bag: (bag / "bagit.txt").unlink(),
    "another declaration": lambda bag: (bag / "bagit.txt").write_text("BagIt-Version: 9.9\n"),
    "no tag list": lambda bag: (bag / "tagmanifest-sha256.txt").unlink(),
    "no information": lambda bag: (bag / "bag-info.txt").unlink(),
    "another sum": lambda bag: change_text(bag / "bag-info.txt", "Payload-Oxum: ", "Payload-Oxum: 1"),
    "a line twice": lambda bag: _append(bag / "manifest-sha256.txt", _lines(bag / "manifest-sha256.txt")[0]),
    "a way out": lambda bag: _append(bag / "manifest-sha256.txt", f"{'0' * 64}  ../manifest.json\n"),
    "a line less": lambda bag: (bag / "manifest-sha256.txt").write_text(
        "".join(_lines(bag / "manifest-sha256.txt")[1:])
    ),
    "a tag more": lambda bag: _append(bag / "tagmanifest-sha256.txt", f"{'0' * 64}  other.txt\n"),
    "the payload": lambda bag: _append(bag / "data/pieces.csv", " "),
    "the information": lambda bag: _append(bag / "bag-info.txt", "Contact-Name: X\n"),
    "a file more": lambda bag: (bag / "data/more").write_bytes(b""),
}


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _keep_from_second(path: Path) -> None:
    path.write_text("".join(_lines(path)[1:]), "utf-8")


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines(keepends=True)


@pytest.mark.parametrize("fault", BAG_FAULTS)
def test_a_bag_is_judged_at_least_as_hard_as_by_the_stock_library(run: Path, fault: str) -> None:
    """Alone, without manifest and house; whatever bagit finds is found, and more."""
    bag = run / "shop"
    (run / "manifest.json").unlink()
    assert codes(bag, shop_only=True) == set()
    BAG_FAULTS[fault](bag)
    with contextlib.suppress(bagit.BagError, OSError):
        assert fault in {"no tag list", "a line twice", "a tag more", "a way out"} or not bagit.Bag(str(bag)).is_valid()
    assert codes(bag, shop_only=True, quick=True)


def change_job(bag: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the print shop is told, and make the bag agree."""
    job = json.loads((bag / "data/job.json").read_bytes())
    change(job)
    (bag / "data/job.json").write_text(json.dumps(job), "utf-8")
    bagit.Bag(str(bag)).save(manifests=True)


JOB_FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "pieces in all": lambda job: job["counts"].update(pieces=13),
    "grams": lambda job: job["counts"].update(grams=1),
    "a file's pieces": lambda job: job["files"][0].update(pieces=4),
    "a file's last piece": lambda job: job["files"][0].update(last_piece=4),
    "a file's sheets": lambda job: job["files"][0].update(sheets=4),
    "sheets a piece": lambda job: job["files"][0].update(sheets_a_piece=2),
    "a file less": lambda job: job["files"].pop(),
    "regions": lambda job: job["leitregionen"].update({"30": 13}),
    "envelopes": lambda job: job["envelopes"].update({"DL": 13}),
    "another run": lambda job: job.update(run="2020-06-15_probe_00000000"),
    "another title": lambda job: job.update(title="Anders"),
    "no profile": lambda job: job.pop("profile"),
    "files of another kind": lambda job: job.update(files=7),
}


@pytest.mark.parametrize("fault", JOB_FAULTS)
def test_job_data_that_contradict_the_rest_are_found(run: Path, fault: str) -> None:
    """The bag agrees with itself; what it says doesn't."""
    bag = run / "shop"
    (run / "manifest.json").unlink()
    change_job(bag, JOB_FAULTS[fault])
    assert bagit.Bag(str(bag)).is_valid()
    assert {"audit.shop-data", "audit.books-broken"} & codes(bag, shop_only=True)


# --- any byte ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real run as the program makes it, with both reports."""
    folder = tmp_path_factory.mktemp("real")
    path = write_list(folder / "liste.csv", [row(number) for number in range(1, 4)])
    assert main(["run", str(path), "-o", str(folder / "runs"), "--date", "2020-06-15", "--json"]) == ExitCode.DONE
    (made,) = (path for path in (folder / "runs").iterdir() if path.is_dir())
    assert main(["report", str(made), "--redacted"]) == ExitCode.DONE
    return made


def harmed(run: Path, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Give every file of a run with its bytes, harmed in one way or another."""
    for file in sorted(path for path in run.rglob("*") if path.is_file()):
        content = file.read_bytes()
        place = chance.randrange(len(content))
        other = chance.choice([byte for byte in range(256) if byte != content[place]])
        yield (
            file.relative_to(run).as_posix(),
            chance.choice(
                [
                    content[:place] + bytes((other,)) + content[place + 1 :],
                    content[:place],
                    content[:-1],
                    content[:place] + content[place + 1 :],
                    content + bytes((other,)),
                ]
            ),
        )


def test_any_byte_of_any_file(real: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Changed, cut or added: verifying finds it, and no command falls over it."""
    chance = random.Random(16)  # noqa: S311 - the same harm each time
    run = shutil.copytree(real, tmp_path / real.name)
    for _round in range(max(ROUNDS // 60, 1)):
        for path, content in harmed(real, chance):
            sound = (run / path).read_bytes()
            (run / path).write_bytes(content)
            assert main(["verify", str(run), "--json"]) == ExitCode.VERIFICATION_FAILED, (path, len(content))
            for command in (["show", run, "1"], ["show", run, "23702//0000001"], ["prove", run, "1"]):
                assert main([*map(str, command)]) in {*SOUND, ExitCode.USAGE, ExitCode.SOME_WITHOUT_LETTER}, path
            assert main(["show", str(run), "1", "--pdf", str(tmp_path / "x.pdf")]) != ExitCode.FAULT, path
            copy = shutil.copytree(run, tmp_path / "copy")
            assert main(["report", str(copy)]) in SOUND, path
            assert main(["purge", str(copy), "--yes", "--reason", "Ende"]) in SOUND, path
            shutil.rmtree(copy)
            (run / path).write_bytes(sound)
            capsys.readouterr()
    assert main(["verify", str(run), "--json"]) == ExitCode.DONE


@pytest.mark.parametrize("path", ["house/settings/job.json", "house/settings/profile.toml", "house/key"])
def test_a_run_with_a_pipe_is_not_made_again(real: Path, tmp_path: Path, path: str) -> None:
    """Nothing waits for it."""
    run = shutil.copytree(real, tmp_path / real.name)
    pipe(run / path)
    command = ["verify", str(run), "--rebuild", str(real.parents[1] / "liste.csv"), "--json"]
    assert main(command) == ExitCode.VERIFICATION_FAILED


def test_any_byte_of_a_purged_run(real: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stays is sealed as before: manifest and note too, one by the other."""
    chance = random.Random(18)  # noqa: S311 - the same harm each time
    run = shutil.copytree(real, tmp_path / real.name)
    assert main(["purge", str(run), "--yes", "--reason", "Ende"]) == ExitCode.DONE
    for path, content in harmed(run, chance):
        sound = (run / path).read_bytes()
        (run / path).write_bytes(content)
        assert main(["verify", str(run), "--json"]) == ExitCode.VERIFICATION_FAILED, (path, len(content))
        assert main(["show", str(run), "1"]) != ExitCode.FAULT
        assert main(["prove", str(run), "1"]) != ExitCode.FAULT
        (run / path).write_bytes(sound)
        capsys.readouterr()


def test_a_file_that_changes_meanwhile_is_found(run: Path) -> None:
    """What was hashed is what is read, or it is said that it isn't."""
    run_files = run_files_at(run, shop_only=False)
    run_files.read(FIRST)
    state = run_files.state(FIRST)
    other = (run / FIRST).read_bytes()
    (run / FIRST).unlink()
    (run / FIRST).write_bytes(other)
    with pytest.raises(VerificationError, match="während der Prüfung verändert"):
        run_files.read(FIRST)
    rules = rules_from({"envelope": "dl"}, "B")
    found = read_pieces(Reading(run / FIRST, FIRST, 0, (), rules, "0" * 8, state)).findings
    assert [finding.code for finding in found] == ["audit.pdf-broken"]


@pytest.mark.parametrize(
    "change",
    [
        lambda run: change_text(run / "house/settings/profile.toml", "130.0", "140.0"),
        lambda run: change_text(run / "house/settings/letter_templates/probe/letter.toml", "Probe", "Prabe"),
        lambda run: change_text(run / "house/settings/job.json", '"dl"', '"dx"'),
        lambda run: change_text(run / "house/settings/job.json", "2020-06-15", "2020-06-16"),
        lambda run: change_text(run / "house/households.csv", "\n12;1;", "\n12;;"),
        lambda run: change_text(run / "house/key", "a", "b"),
    ],
)
def test_copies_that_are_not_what_the_run_was_made_from(run: Path, change: Callable[[Path], None]) -> None:
    """Their hashes are corrected; the manifest's values tell, quickly."""
    change(run)
    correct_hashes(run)
    assert "audit.manifest-value" in codes(run, quick=True)


def test_any_byte_of_any_file_with_corrected_hashes(faultless: Path, tmp_path: Path) -> None:
    """The hashes agree, so that everything is read; nothing falls over it."""
    chance = random.Random(17)  # noqa: S311 - the same harm each time
    for _round in range(max(ROUNDS // 60, 1)):
        for path, content in harmed(faultless, chance):
            run = shutil.copytree(faultless, tmp_path / "run")
            (run / path).write_bytes(content)
            with contextlib.suppress(ValueError, KeyError):
                correct_hashes(run)
            for options in MODES:
                codes(run, **options)
            shutil.rmtree(run)

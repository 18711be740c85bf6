"""Purging as an office does it: runs, proofs, what a kill left, whole folders; and what can't be deleted is told."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from program_kit import HEADER, row, write_list

from mailing.base.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]

DATE = ("--date", "2020-06-15")
PEOPLE = [row(number, nachname=f"Geheimname{number}", termin="") for number in range(1, 4)]


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Path:
    """A run of three letters."""
    return program("run", write_list(tmp_path / "liste.csv", PEOPLE), *DATE, "-o", "runs", "--json").run


def left(folder: Path) -> bytes:
    """Return all that is left in a folder's files, one after the other."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_only_a_yes_deletes(program: Program, mailing: Program, run: Path) -> None:
    """No terminal and no --yes: nothing is asked, nothing deleted, whatever stands in the standard input."""
    before = left(run)
    assert program("purge", run).code == ExitCode.USAGE
    assert mailing("purge", run).code == ExitCode.USAGE
    assert left(run) == before
    assert program("purge", run, "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert b"Geheimname" not in left(run)
    assert program("verify", run).code == ExitCode.DONE


def test_that_a_run_was_never_released_is_told(program: Program, run: Path, tmp_path: Path) -> None:
    """Its letters count as made: whoever made it to try, and cleans up, would find that nobody is left to write to."""
    done = program("purge", run, "--yes")
    assert done.code == ExitCode.DONE
    assert "im Register gelten seine Briefe als gemacht" in done.out
    shorter = write_list(tmp_path / "kurz.csv", PEOPLE[:1])
    assert "schon in einem anderen Lauf\n" in program("run", shorter, *DATE, "-o", "runs").err
    assert program("run", shorter, *DATE, "-o", "runs", "--again").code == ExitCode.DONE


def test_what_is_not_the_runs_goes_too(program: Program, run: Path) -> None:
    """Foreign files and folders, unfinished files, wherever; what the manifest says of them isn't believed."""
    (run / "house/notizen").mkdir()
    for name in ("notes.txt", "shop/notes.txt", "shop/data/notes.txt", "house/notizen/a", "house/.rows.csv.1.part"):
        (run / name).write_text("Geheimname", "utf-8")
    manifest = json.loads((run / "manifest.json").read_bytes())
    for other in manifest["others"]:
        other["personal"] = False
    (run / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert program("purge", run, "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert b"Geheimname" not in left(run)
    assert not (run / "house/key").exists()
    assert not (run / "house/notizen").exists()


def test_settings_that_were_changed_do_not_stay(program: Program, run: Path) -> None:
    """Under the name of a template, somebody kept something else."""
    (run / "house/settings/letter_templates/organisation.toml").write_text("Geheimname", "utf-8")
    (run / "house/settings/letter_templates/personen.csv").write_text("Geheimname", "utf-8")
    assert program("purge", run, "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert b"Geheimname" not in left(run)


def test_the_target_of_a_link_is_named(program: Program, run: Path, tmp_path: Path) -> None:
    """It isn't the program's to delete; so the purge doesn't end with 0."""
    batch = next((run / "shop/data").glob("*.pdf"))
    batch.rename(tmp_path / "elsewhere.pdf")
    batch.symlink_to(tmp_path / "elsewhere.pdf")
    done = program("purge", run, "--yes", "--reason", "Ende")
    assert done.code == ExitCode.SURROUNDINGS
    assert str(tmp_path / "elsewhere.pdf") in done.out
    assert not batch.is_symlink()
    assert (tmp_path / "elsewhere.pdf").is_file()


def test_another_name_of_the_same_file_is_told(program: Program, run: Path, tmp_path: Path) -> None:
    """A hard link keeps what the purge can't reach."""
    os.link(run / "house/rows.csv", tmp_path / "rows.csv")
    done = program("purge", run, "--yes", "--reason", "Ende")
    assert done.code == ExitCode.SURROUNDINGS
    assert "rows.csv" in done.out


def test_a_run_that_was_cut_off_leaves_nothing(program: Program, run: Path) -> None:
    """No manifest, so nothing to prove: its folder and its spool go whole."""
    (run / "manifest.json").unlink()
    spool = run.with_name(f".{run.name}.work")
    spool.mkdir()
    (spool / "chunk-000000").write_text("Geheimname", "utf-8")
    assert program("purge", run, "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert not run.exists()
    assert not spool.exists()


def test_a_finished_run_leaves_no_spool_either(program: Program, run: Path) -> None:
    """A kill came between manifest and tidying up."""
    spool = run.with_name(f".{run.name}.work")
    spool.mkdir()
    (spool / "chunk-000000").write_text("Geheimname", "utf-8")
    assert program("purge", run, "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert not spool.exists()


def test_a_run_that_is_being_made_is_left_alone(program: Program, run: Path) -> None:
    """Its lock is held."""
    with FileLock(run.with_name(f".{run.name}.lock")):
        assert program("purge", run, "--yes", "--reason", "Ende").code == ExitCode.SURROUNDINGS
    assert (run / "house/rows.csv").is_file()


def test_a_proof_goes_whole(program: Program, tmp_path: Path) -> None:
    """But for what somebody else put there, which is named."""
    path = write_list(tmp_path / "liste.csv", PEOPLE)
    assert program("proof", path, *DATE, "-o", "proben").code == ExitCode.DONE
    (proof,) = (tmp_path / "proben").iterdir()
    copy = shutil.copytree(proof, tmp_path / "copy" / proof.name)
    assert program("purge", proof, "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert not proof.exists()
    (copy / "notes.txt").write_text("x", "utf-8")
    done = program("purge", copy, "--yes", "--reason", "Ende")
    assert done.code == ExitCode.SURROUNDINGS
    assert "notes.txt" in done.out
    assert [path.name for path in copy.iterdir()] == ["notes.txt"]


def test_other_folders_are_refused(program: Program, tmp_path: Path) -> None:
    """Nothing is deleted of what is no run."""
    (tmp_path / "Bilder").mkdir()
    (tmp_path / "Bilder/a.png").touch()
    assert program("purge", "Bilder", "--yes", "--reason", "Ende").code == ExitCode.USAGE
    assert program("purge", "nirgends", "--yes", "--reason", "Ende").code == ExitCode.USAGE
    assert program("purge", "nirgends", "--older-than", "3", "--yes", "--reason", "Ende").code == ExitCode.USAGE
    assert program("purge", "Bilder", "--older-than", "-3", "--yes", "--reason", "Ende").code == ExitCode.USAGE
    assert (tmp_path / "Bilder/a.png").is_file()


def test_all_that_is_old(program: Program, run: Path, tmp_path: Path) -> None:
    """Runs, proofs and spools whose letters' date lies so far back; younger ones and other things stay."""
    path = tmp_path / "liste.csv"
    young = program("run", path, "--date", "2020-12-01", "-o", "runs", "--again", "--json").run
    days = str((dt.datetime.now().astimezone().date() - dt.date(2020, 9, 1)).days)
    program("proof", path, *DATE, "-o", "runs")
    (proof,) = (tmp_path / "runs").glob("*_probe")
    spool = tmp_path / "runs/.2020-01-01_brief_00000000.work"
    spool.mkdir()
    (spool / "chunk-000000").touch()
    broken = shutil.copytree(run, tmp_path / "runs/2020-01-02_brief_00000000")
    (broken / "manifest.json").write_text("{", "utf-8")
    assert program("purge", "runs", "--older-than", days).code == ExitCode.USAGE
    done = program("purge", "runs", "--older-than", days, "--yes", "--reason", "Ende")
    assert done.code == ExitCode.SURROUNDINGS
    assert broken.name in done.out
    assert not proof.exists()
    assert not spool.exists()
    assert (run / "purged.json").is_file()
    assert b"Geheimname" not in left(run)
    assert not (young / "purged.json").exists()
    assert program("verify", young).code == ExitCode.DONE


def test_the_text_of_a_query_goes(program: Program, tmp_path: Path) -> None:
    """It names a person; the manifest never does, and the run can be made again until then."""
    names = HEADER.split(";")
    with sqlite3.connect(tmp_path / "amt.db") as connection:
        connection.execute(f"CREATE TABLE liste ({', '.join(names)})")
        lines = [tuple(entries.get(name, "") for name in names) for entries in PEOPLE]
        connection.executemany(f"INSERT INTO liste VALUES ({', '.join('?' * len(names))})", lines)  # noqa: S608
    query = "SELECT * FROM liste WHERE nachname <> 'Geheimname9'"
    run = program("run", "sqlite:///amt.db", "--query", query, *DATE, "-o", "runs", "--json").run
    assert "Geheimname9" not in (run / "manifest.json").read_text("utf-8")
    assert program("verify", run, "--rebuild", "sqlite:///amt.db").code == ExitCode.DONE
    assert program("purge", run, "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert b"Geheimname9" not in left(run)


def test_a_note_by_hand_is_none(program: Program, run: Path, tmp_path: Path) -> None:
    """Neither one that was made up, nor one of a run like it, nor a real one beside another manifest."""
    twin = shutil.copytree(run, tmp_path / run.name)
    program("purge", twin, "--yes", "--reason", "Ende")
    real = (twin / "purged.json").read_bytes()
    for batch in (run / "shop/data").glob("*.pdf"):
        batch.unlink()
    told = json.loads(real)
    for note in (b"{}", b"", b"[1]", json.dumps({**told, "token": "00" * 32}).encode(), real.replace(b"20", b"19", 1)):
        (run / "purged.json").write_bytes(note)
        done = program("verify", run)
        assert done.code == ExitCode.VERIFICATION_FAILED
        assert "audit.purge-note" in done.out
    manifest = (twin / "manifest.json").read_bytes()
    (twin / "manifest.json").write_bytes(manifest.replace(b'"personal": false', b'"personal": true', 1))
    assert program("verify", twin).code == ExitCode.VERIFICATION_FAILED


def test_a_purge_that_was_cut_off_goes_on(program: Program, run: Path) -> None:
    """The note says when it began; verify tells until it is done."""
    rows = (run / "house/rows.csv").read_bytes()
    program("purge", run, "--yes", "--reason", "Ende")
    note = (run / "purged.json").read_bytes()
    (run / "house/rows.csv").write_bytes(rows)
    assert program("verify", run, "--quick").code == ExitCode.VERIFICATION_FAILED
    assert program("purge", run, "--yes", "--reason", "Ende").code == ExitCode.DONE
    assert (run / "purged.json").read_bytes() == note
    assert program("verify", run).code == ExitCode.DONE

"""Whole ways through the house, as its users go them: the commands, their exit codes and what they leave."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from program_kit import letters_for_any_list, row, write_list

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Mailing = Callable[..., Called]

CLEAN = [row(number) for number in range(1, 8)]


def table(path: Path) -> list[dict[str, str]]:
    """Read one of the program's tables as Excel would."""
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


def texts(pdf: Path) -> list[str]:
    """Return the text of each page, as any reader finds it."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text_page = page.get_textpage()
        found.append(text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_becomes_letters_with_a_manifest(mailing: Mailing, tmp_path: Path, encoding: str) -> None:
    """The first whole way through the house."""
    rows = [row(1, nachname="Müßig"), row(2, anrede="Herr", vorname="José", nachname="Núñez")]
    called = mailing("run", write_list(tmp_path / "liste.csv", rows, encoding), "--json")
    assert called.code == 0, called.err
    told = called.json
    assert told["counts"]["rows"] == told["counts"]["pieces"] == told["counts"]["printed"] == 2
    assert called.run.name == told["run_id"]
    assert called.run.parent.name == "runs"
    pages = "\n".join(page for pdf in sorted(called.run.glob("shop/data/*.pdf")) for page in texts(pdf))
    assert "Frau Elif Müßig\r\nMusterstraße 1\r\n30159 Hannover" in pages
    assert "Sehr geehrter Herr Núñez," in pages
    assert "(0511) 6559-2299" in pages


def test_the_folder_that_a_run_leaves_is_the_contract(mailing: Mailing, tmp_path: Path) -> None:
    """Other programs rely on these names."""
    run = mailing("run", write_list(tmp_path / "liste.csv", CLEAN), "--json").run
    manifest = json.loads((run / "manifest.json").read_bytes())
    assert {"run_id", "program", "date", "template", "inputs", "files", "counts"} <= manifest.keys()
    assert {"name", "sha256", "rows"} <= manifest["inputs"][0].keys()
    assert manifest["inputs"][0]["sha256"] == hashlib.sha256((tmp_path / "liste.csv").read_bytes()).hexdigest()
    for file in manifest["files"]:
        assert {"path", "sha256", "bytes", "pages", "pieces"} <= file.keys()
        assert hashlib.sha256((run / file["path"]).read_bytes()).hexdigest() == file["sha256"]
        assert len(pypdfium2.PdfDocument(run / file["path"])) == file["pages"]
    pieces = table(run / "shop/data/pieces.csv")
    assert list(pieces[0]) == [
        "piece",
        "file",
        "first_page",
        "last_page",
        "pages",
        "sheets",
        "leitregion",
        "content_sha256",
    ]
    assert [entry["piece"] for entry in pieces] == [str(number) for number in range(1, 8)]
    assert list(table(run / "house/rows.csv")[0]) == ["row", "bg_number", "disposition", "piece", "code", "message"]
    assert (run / "house/findings.csv").read_text("utf-8-sig").startswith("severity;code;row;field;message;hint")


def test_a_faulty_row_costs_only_its_own_letter(mailing: Mailing, tmp_path: Path) -> None:
    """Made, but some rows have no letter: exit code 4, and the row says why."""
    rows = [row(1), row(2, nachname="", vorname=""), row(3)]
    called = mailing("run", write_list(tmp_path / "liste.csv", rows), "--json")
    assert called.code == 4
    dispositions = {entry["row"]: entry for entry in table(called.run / "house/rows.csv")}
    assert [dispositions[number]["disposition"] for number in ("2", "3", "4")] == ["printed", "rejected", "printed"]
    assert dispositions["3"]["code"]
    assert dispositions["3"]["message"]
    assert sum(called.json["without_letter"].values()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("run", "fehlt.csv"), 3),
        (("run",), 2),
        (("fliege",), 2),
        (("run", "liste.csv", "--date", "gestern"), 2),
        (("run", "liste.csv", "-t", "gibt-es-nicht"), 2),
        (("run", "liste.csv", "-t", "../letter_templates/einladung"), 2),
        (("run", "liste.csv", "--shop", "gibt-es-nicht"), 2),
        (("run", "liste.csv", "--engine", "dampf"), 2),
        (("run", "liste.csv", "--workers", "0"), 2),
        (("run", "liste.csv", "--column", "plz"), 2),
        (("run", "leer.csv"), 3),
        (("run", "junk.csv"), 3),
        (("run", "--job", "fehlt.toml"), 3),
        (("run", "liste.csv", "-o", "leer.csv/runs"), 6),
    ],
)
def test_every_refusal_is_a_message_with_its_code(
    mailing: Mailing, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    """What, where and what to do, in German; never a traceback."""
    write_list(tmp_path / "liste.csv", CLEAN)
    (tmp_path / "leer.csv").touch()
    (tmp_path / "junk.csv").write_bytes(bytes(range(256)) * 40)
    called = mailing(*arguments)
    assert called.code == code, called.err
    assert "Traceback" not in called.err
    assert called.err.strip()
    assert not (tmp_path / "runs").exists() or not list((tmp_path / "runs").glob("*/manifest.json"))


def test_a_job_file_holds_all_of_it_and_the_line_wins(mailing: Mailing, tmp_path: Path) -> None:
    """Paths in it are relative to it."""
    (tmp_path / "auftrag").mkdir()
    write_list(tmp_path / "auftrag" / "liste.csv", CLEAN)
    job = tmp_path / "auftrag" / "juni.toml"
    job.write_text('list = "liste.csv"\ntemplate = "kontaktwege"\ndate = 2020-06-16\nout = "fertig"\n')
    called = mailing("run", "--job", job, "--date", "2020-06-17", "--json")
    assert called.code == 0, called.err
    assert called.run.parent == tmp_path / "auftrag" / "fertig"
    assert called.run.name.startswith("2020-06-17_kontaktwege_")


def test_a_job_file_with_a_misspelt_key_is_refused(mailing: Mailing, tmp_path: Path) -> None:
    """The message names the key and the file."""
    (tmp_path / "juni.toml").write_text('list = "liste.csv"\nvorlage = "einladung"\n')
    called = mailing("run", "--job", "juni.toml")
    assert called.code == 3
    assert "vorlage" in called.err
    assert "juni.toml" in called.err


def test_check_makes_nothing(mailing: Mailing, tmp_path: Path) -> None:
    """Findings only."""
    called = mailing("check", write_list(tmp_path / "liste.csv", [row(1), row(2, plz="1067", ort="Dresden")]))
    assert "1067" not in called.err
    assert not (tmp_path / "runs").exists()


def test_a_sample_runs_clean_in_every_template(mailing: Mailing, tmp_path: Path) -> None:
    """What `mailing sample` writes, `mailing run` takes without a finding that costs a letter."""
    (tmp_path / "liste.csv").write_text(mailing("sample", 20, "--seed", 3).out, encoding="utf-8", newline="")
    for template in letters_for_any_list():
        called = mailing("run", "liste.csv", "-t", template, "--json")
        assert called.code == 0, (template, called.err, called.out)
        assert called.json["counts"]["households"] == 20


def test_a_sample_is_the_same_for_the_same_seed(mailing: Mailing) -> None:
    """And another for another."""
    assert mailing("sample", 5, "--seed", 1).out == mailing("sample", 5, "--seed", 1).out
    assert mailing("sample", 5, "--seed", 1).out != mailing("sample", 5, "--seed", 2).out


def test_limit_takes_the_first_households(mailing: Mailing, tmp_path: Path) -> None:
    """A trial of three letters."""
    called = mailing("run", write_list(tmp_path / "liste.csv", CLEAN), "--limit", 3, "--json")
    assert called.json["counts"]["pieces"] == 3


def test_every_engine_makes_the_same_bytes(mailing: Mailing, tmp_path: Path) -> None:
    """Serial is the reference."""
    write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 60)])
    hashes = {}
    for engine in ("serial", "processes", "dask"):
        run = mailing("run", "liste.csv", "--engine", engine, "--workers", 2, "-o", engine, "--json").run
        hashes[engine] = {
            str(path.relative_to(run)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(run.rglob("*"))
            if path.is_file() and not path.name.startswith("journal.")
        }
    assert hashes["serial"] == hashes["processes"] == hashes["dask"]


def test_a_run_that_is_there_already_is_kept(mailing: Mailing, tmp_path: Path) -> None:
    """The same call again finds the same run, checks and keeps it."""
    write_list(tmp_path / "liste.csv", CLEAN)
    first = mailing("run", "liste.csv", "--json")
    manifest = (first.run / "manifest.json").stat().st_mtime_ns
    again = mailing("run", "liste.csv", "--json")
    assert again.json["counts"] == first.json["counts"]
    assert (again.run / "manifest.json").stat().st_mtime_ns == manifest


def test_messages_can_be_english(mailing: Mailing) -> None:
    """On request, help included."""
    called = mailing("run", "missing.csv", "--lang", "en")
    assert called.err.startswith("Error: ")
    assert "address list" in mailing("--lang", "en", "run", "--help").out.lower()


def test_usage_errors_are_german_too(mailing: Mailing) -> None:
    """Those that argparse says sentences as well."""
    called = mailing("run", "liste.csv", "--engine", "dampf")
    assert "invalid choice" not in called.err


def test_the_version_is_told(mailing: Mailing) -> None:
    """As `mailing X.Y.Z`."""
    assert mailing("--version").out.startswith("mailing ")


def test_check_tells_of_every_row_though_none_can_have_a_letter(mailing: Mailing, tmp_path: Path) -> None:
    """Exit code 3, as the run would end, but with the findings and the proposals that would mend it."""
    rows = [row(1, plz="1067", ort="Dresden"), row(2, plz="4109", ort="Leipzig")]
    called = mailing("check", write_list(tmp_path / "liste.csv", rows), "--proposals", "vorschlaege.csv")
    assert called.code == 3
    assert "plz.four-digits" in called.out
    assert "01067" in (tmp_path / "vorschlaege.csv").read_text("utf-8-sig")


def test_accepted_proposals_and_only_those_are_applied(mailing: Mailing, tmp_path: Path) -> None:
    """The clerk writes `ja` into the last column; each applied change stands in `house/`."""
    rows = [row(1, plz="1067", ort="Dresden"), row(2, plz="4109", ort="Leipzig"), row(3)]
    mailing("check", write_list(tmp_path / "liste.csv", rows), "--proposals", "vorschlaege.csv")
    lines = (tmp_path / "vorschlaege.csv").read_text("utf-8-sig").splitlines()
    accepted = [line + "ja" if "01067" in line else line for line in lines]
    (tmp_path / "vorschlaege.csv").write_text("\r\n".join(accepted) + "\r\n", "utf-8-sig", newline="")
    called = mailing("run", "liste.csv", "--apply", "vorschlaege.csv", "--json")
    assert called.code == 4
    assert called.json["counts"]["pieces"] == 2
    (change,) = table(called.run / "house" / "changes.csv")
    assert (change["row"], change["found"], change["applied"]) == ("2", "1067", "01067")


def test_a_run_that_kept_households_back_can_be_made_again(mailing: Mailing, tmp_path: Path) -> None:
    """`--rebuild` keeps the same ones back, and asks and tells no register."""
    mailing("run", write_list(tmp_path / "mai.csv", [row(1), row(2)]))
    run = mailing("run", write_list(tmp_path / "juni.csv", [row(1), row(2), row(3)]), "--json").run
    called = mailing("verify", run, "--rebuild", "juni.csv", "--list", "juni.csv", "--json")
    assert called.json["findings"] == []


def test_the_language_of_the_messages_is_part_of_a_run(mailing: Mailing, tmp_path: Path) -> None:
    """Its tables speak it, so it shows in the run's name, and a rebuild speaks it again."""
    write_list(tmp_path / "liste.csv", [row(1), row(2, nachname="", vorname="")])
    german, english = (mailing("run", "liste.csv", "--again", "--lang", lang, "--json").run for lang in ("de", "en"))
    assert german != english
    assert mailing("verify", english, "--rebuild", "liste.csv").code == 0


def test_a_purged_run_is_not_made_again(mailing: Mailing, tmp_path: Path) -> None:
    """What was deleted on purpose doesn't come back by itself."""
    run = mailing("run", write_list(tmp_path / "liste.csv", CLEAN), "--json").run
    assert mailing("purge", run, "--yes", "--reason", "Ende").code == 0
    called = mailing("run", "liste.csv")
    assert called.code == 3
    assert "bereinigt" in called.err
    assert mailing("verify", run).code == 0


def test_nothing_made_leaves_no_folder(mailing: Mailing, tmp_path: Path) -> None:
    """Exit code 3 means just that."""
    rows = [row(1, nachname="字" * 3), row(2, nachname="字")]
    assert mailing("run", write_list(tmp_path / "liste.csv", rows)).code == 3
    assert not list(tmp_path.glob("runs/2*"))


def test_a_key_that_cant_sign_is_refused_before_anything_is_made(mailing: Mailing, tmp_path: Path) -> None:
    """Exit code 3 means that nothing was made."""
    (tmp_path / "kein.pem").write_text("kein Schlüssel", "utf-8")
    assert mailing("run", write_list(tmp_path / "liste.csv", CLEAN), "--sign", "kein.pem").code == 3
    assert not list(tmp_path.glob("runs/2*"))

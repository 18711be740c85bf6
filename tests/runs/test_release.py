"""Status, release, rejection and withdrawal, as the office calls them; and what may come between."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from audit_signers import TODAY, issue
from program_kit import Called, row, write_list

from mailing.base.tables import read_table
from mailing.lifecycle import seal

if TYPE_CHECKING:
    from collections.abc import Callable

Mailing = "Callable[..., Called]"
ORGANISATION = Path(__file__).parents[2] / "letter_templates"


@pytest.fixture
def run(program: Callable[..., Called], tmp_path: Path) -> Path:
    """A run of three letters that Eva had made."""
    write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 4)])
    return program("run", "liste.csv", "--by", "Eva Muster", "--json").run


def journal(run: Path) -> list[dict[str, Any]]:
    """Return the events of a run's journal."""
    return [json.loads(line) for line in (run / "journal.jsonl").read_bytes().splitlines()]


def kinds(run: Path) -> list[str]:
    """Return what happened to it."""
    return [event["kind"] for event in journal(run)]


def state(program: Callable[..., Called], run: Path) -> str:
    """Return the state that `status` tells."""
    (told,) = program("status", run, "--json").json["runs"]
    return str(told["state"])


def with_settings(tmp_path: Path, **tables: str) -> Path:
    """Return a folder of templates whose organisation has these tables beside its own."""
    import shutil

    folder = tmp_path / "templates" / "letter_templates"
    shutil.copytree(ORGANISATION, folder)
    shutil.copytree(ORGANISATION.parent / "sample_data", folder.parent / "sample_data")
    with (folder / "organisation.toml").open("a", encoding="utf-8") as file:
        file.writelines(f"\n[{name}]\n{text}\n" for name, text in tables.items())
    return folder


def test_a_run_says_who_had_it_made_once(program: Callable[..., Called], run: Path) -> None:
    """The first event; the same call again adds none."""
    (made,) = journal(run)
    assert (made["number"], made["kind"], made["previous"]) == (1, "made", None)
    assert made["by"] == {"name": "Eva Muster", "source": "cli"}
    assert dt.datetime.fromisoformat(made["at"]).tzinfo is not None
    assert program("run", "liste.csv", "--by", "Tom").code == 0
    assert len(journal(run)) == 1


def test_who_gives_no_name_is_the_systems_user(
    program: Callable[..., Called], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system calls them."""
    monkeypatch.setenv("LOGNAME", "amt.meier")
    write_list(tmp_path / "liste.csv", [row(1)])
    assert journal(program("run", "liste.csv", "--json").run)[0]["by"]["name"] == "amt.meier"


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[31m", "x" * 201])
def test_a_name_is_a_name(program: Callable[..., Called], run: Path, name: str) -> None:
    """No escapes in a journal that people read."""
    assert program("release", run, "--by", name, "--yes").code == 2
    assert kinds(run) == ["made"]


def test_status_tells_state_next_and_pieces(program: Callable[..., Called], run: Path) -> None:
    """For programs as the contract has it, for people in words."""
    (told,) = program("status", run.parent, "--json").json["runs"]
    assert told["run_id"] == run.name
    assert told["state"] == "made"
    assert told["since"] == journal(run)[0]["at"]
    assert told["next"] == "release: eine andere Person als Eva Muster"
    assert told["pieces"] == {"open": 3, "printed": 0, "destroyed": 0, "pulled": 0, "posted": 0, "returned": 0}
    assert "gesetzt, nicht freigegeben" in program("status").out
    assert program("status", "nirgends").code == 2


def test_what_has_waited_too_long_is_told(program: Callable[..., Called], tmp_path: Path) -> None:
    """As many days as the settings say."""
    folder = with_settings(tmp_path, stale="made = 0")
    write_list(tmp_path / "liste.csv", [row(1)])
    run = program("run", "liste.csv", "--templates", folder, "--json").run
    assert program("status", run, "--json").json["runs"][0]["stale"] is None
    lines = (run / "journal.jsonl").read_text("utf-8")
    old = dt.datetime.fromisoformat(journal(run)[0]["at"]) - dt.timedelta(days=3)
    (run / "journal.jsonl").write_text(lines.replace(journal(run)[0]["at"], old.isoformat()), "utf-8")
    assert program("status", run, "--json").json["runs"][0]["stale"] == 3


def test_another_person_releases(program: Callable[..., Called], run: Path) -> None:
    """And sees what: figures, findings, the proof."""
    released = program("release", run, "--by", "Tom", "--yes")
    assert released.code == 0
    assert "house/proof.pdf" in released.out
    assert kinds(run) == ["made", "released"]
    assert state(program, run) == "released"
    assert program("verify", run).code == 0
    assert program("release", run, "--by", "Ute", "--yes").code == 2
    assert kinds(run) == ["made", "released"]


@pytest.mark.parametrize("name", ["Eva Muster", "eva  muster", "EVA MUSTER"])
def test_whoever_made_a_run_does_not_release_it(program: Callable[..., Called], run: Path, name: str) -> None:
    """However they write their name; the error says what is allowed."""
    refused = program("release", run, "--by", name, "--yes")
    assert refused.code == 2
    assert "Erlaubt ist jetzt" in refused.err
    assert kinds(run) == ["made"]


def test_without_a_yes_nothing_is_released(program: Callable[..., Called], run: Path) -> None:
    """Where nobody can be asked, only --yes counts."""
    assert program("release", run, "--by", "Tom").code == 2
    assert kinds(run) == ["made"]


def test_many_pieces_need_two_people(program: Callable[..., Called], tmp_path: Path) -> None:
    """As the settings say, which are sealed with the run; the first one's release isn't enough."""
    folder = with_settings(tmp_path, release="needs = 2\nfrom_pieces = 2")
    write_list(tmp_path / "liste.csv", [row(1), row(2)])
    run = program("run", "liste.csv", "--templates", folder, "--by", "Eva", "--json").run
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    assert state(program, run) == "made"
    assert program("release", run, "--by", "tom", "--yes").code == 2
    assert program("release", run, "--by", "Ute", "--yes").code == 0
    assert state(program, run) == "released"


def test_a_shop_profile_may_ask_for_more_and_tells_the_cost(program: Callable[..., Called], tmp_path: Path) -> None:
    """Rates and people stand in the run's own profile."""
    profile = (Path(__file__).parents[2] / "mailing" / "press" / "profiles" / "dl.toml").read_text("utf-8")
    more = '\n[release]\nneeds = 2\n\n[rates]\nsheet = 0.1\npiece = 0.2\npostage = { "Standardbrief" = 1 }\n'
    (tmp_path / "amt.toml").write_text(profile + more.replace("= 1 }", "= 1.0 }"), "utf-8")
    write_list(tmp_path / "liste.csv", [row(1), row(2)])
    run = program("run", "liste.csv", "--shop", "amt.toml", "--by", "Eva", "--json").run
    released = program("release", run, "--by", "Tom", "--yes")
    assert released.code == 0
    products = {file["product"]: file["pieces"] for file in json.loads((run / "manifest.json").read_bytes())["files"]}
    postage = products.get("Standardbrief", 0)
    assert f"{0.1 * 2 + 0.2 * 2 + postage:.2f}".replace(".", ",") + " Euro" in released.out
    assert state(program, run) == "made"


def test_a_run_that_does_not_verify_is_not_released(program: Callable[..., Called], run: Path) -> None:
    """Exit code 5."""
    (pdf,) = run.glob("shop/data/*.pdf")
    pdf.write_bytes(pdf.read_bytes() + b" ")
    assert program("release", run, "--by", "Tom", "--yes").code == 5
    assert kinds(run) == ["made"]


def test_letters_that_are_too_old_are_not_released(program: Callable[..., Called], tmp_path: Path) -> None:
    """As many days after their date as the settings say."""
    date = dt.date(2020, 6, 15)
    age = (dt.datetime.now().astimezone().date() - date).days
    write_list(tmp_path / "liste.csv", [row(1)])
    codes = []
    for days in (age - 1, age + 1):
        folder = with_settings(tmp_path / str(days), release=f"days = {days}")
        made = program("run", "liste.csv", "--templates", folder, "--date", date, "--out", f"runs-{days}", "--json")
        codes.append(program("release", made.run, "--by", "Tom", "--yes").code)
    assert codes == [2, 0]


@pytest.mark.parametrize(("age", "last"), [(0, "2020-07-15"), (30, "2020-07-15"), (31, None)])
def test_without_a_setting_thirty_days_count(
    program: Callable[..., Called], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: int, last: str | None
) -> None:
    """A date that lay further back when the run was made is meant: it sets no last day."""
    made = dt.datetime(2020, 6, 15, 9, tzinfo=dt.UTC) + dt.timedelta(days=age)
    monkeypatch.setattr("mailing.runs.journal.release_terms.now", lambda: made)
    write_list(tmp_path / "liste.csv", [row(1)])
    run = program("run", "liste.csv", "--date", "2020-06-15", "--by", "Eva", "--json").run
    assert journal(run)[0]["details"].get("releasable_until") == last
    assert program("release", run, "--by", "Tom", "--yes").code == (0 if last is None else 2)


def test_near_duplicates_are_decided_or_accepted_with_a_reason(program: Callable[..., Called], tmp_path: Path) -> None:
    """Two letters may go to one household: somebody takes that on, by name."""
    write_list(tmp_path / "liste.csv", [row(1, nachname="Meier"), row(2, nachname="Maier", hausnummer="1")])
    run = program("run", "liste.csv", "--by", "Eva", "--json").run
    tom = ("release", run, "--by", "Tom", "--yes")
    assert program(*tom).code == 2
    assert program(*tom, "--accept", "duplicate.near").code == 2
    assert program(*tom, "--accept", "plz.unknown", "--reason", "x").code == 2
    assert kinds(run) == ["made"]
    assert program(*tom, "--accept", "duplicate.near", "--reason", "zwei Schwestern").code == 0
    assert journal(run)[-1]["details"]["accepted"] == {"duplicate.near": 1}
    assert journal(run)[-1]["details"]["reason"] == "zwei Schwestern"


def test_a_rejected_run_stays_listed_and_frees_its_letters(program: Callable[..., Called], run: Path) -> None:
    """Its households can be written to by another run; the same run isn't made again."""
    assert program("reject", run, "--by", "Tom", "--reason", "Falsche Uhrzeit").code == 0
    assert journal(run)[-1]["details"]["reason"] == "Falsche Uhrzeit"
    assert state(program, run) == "rejected"
    assert program("reject", run, "--by", "Tom", "--reason", "Falsche Uhrzeit").code == 2
    assert program("release", run, "--by", "Ute", "--yes").code == 2
    assert program("run", "liste.csv").code == 2
    fewer = write_list(run.parent.parent / "weniger.csv", [row(1), row(2)])
    assert program("run", fewer, "--json").json["counts"]["pieces"] == 2
    assert program("verify", run).code == 0


def test_a_withdrawn_run_ends(program: Callable[..., Called], run: Path) -> None:
    """Also one that is released; a reason is asked for."""
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    assert program("withdraw", run, "--reason", " ").code == 2
    assert program("withdraw", run, "--reason", "Termin verschoben").code == 0
    assert state(program, run) == "withdrawn"
    assert kinds(run) == ["made", "released", "withdrawn"]


def test_a_run_leaves_its_proof(program: Callable[..., Called], run: Path, tmp_path: Path) -> None:
    """The letters that `proof` chooses, sealed, each page with piece and reason; the same bytes each time."""
    import pikepdf

    sealed = {other["path"] for other in json.loads((run / "manifest.json").read_bytes())["others"]}
    assert {"house/proof.pdf", "house/proof.csv"} <= sealed
    table = list(read_table(run / "house" / "proof.csv"))
    with pikepdf.open(run / "house" / "proof.pdf") as pdf:
        assert [entry["page"] for entry in table] == [str(page) for page in range(1, len(pdf.pages) + 1)]
        assert all("/Muster" in page.Resources.XObject for page in pdf.pages)
    proof = Path(program("proof", "liste.csv", "--json").json["folder"])
    rows = {entry["piece"]: entry["row"] for entry in read_table(run / "house" / "rows.csv")}
    chosen = list(read_table(proof / "auswahl.csv"))
    ours = {(entry["row"], entry["reasons"]) for entry in chosen if "kein Haushalt" not in entry["reasons"]}
    assert {(rows[entry["piece"]], entry["why"]) for entry in table} == ours
    again = program("run", "liste.csv", "--out", tmp_path / "again", "--json").run
    assert (again / "house/proof.pdf").read_bytes() == (run / "house/proof.pdf").read_bytes()


def test_a_purge_is_recorded_once(program: Callable[..., Called], run: Path) -> None:
    """The journal stays, and tells it."""
    for _call in range(2):
        program("purge", run, "--yes", "--reason", "Ende", "--by", "Eva")
    assert kinds(run) == ["made", "purged"]
    assert state(program, run) == "purged"
    assert program("verify", run).code == 0


def test_a_journal_that_was_changed_stops_every_verb(program: Callable[..., Called], run: Path) -> None:
    """With exit code 5, until it is clear who did it; a run without a journal likewise."""
    file = run / "journal.jsonl"
    for content in (file.read_bytes().replace(b"Eva Muster", b"Eva Maurer") + b"{}\n", b""):
        file.write_bytes(content)
        assert program("verify", run, "--quick").code == 5
        assert program("status", run).code == 5
        for verb in (("release", "--yes"), ("reject", "--reason", "x"), ("withdraw", "--reason", "x")):
            assert program(verb[0], run, *verb[1:]).code == 5
        assert file.read_bytes() == content


VERBS = (
    ("release", "--by", "Tom", "--yes"),
    ("reject", "--by", "Tom", "--reason", "x"),
    ("withdraw", "--by", "Tom", "--reason", "x"),
)


@pytest.mark.slow
@pytest.mark.parametrize("verb", VERBS)
def test_killed_at_any_moment_a_verb_can_be_called_again(
    program: Callable[..., Called], run: Path, verb: tuple[str, ...]
) -> None:
    """The journal is whole each time, and the act is recorded once."""
    command = [sys.executable, "-m", "mailing", verb[0], str(run), *verb[1:]]
    for tenths in range(2, 14, 3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(tenths / 10)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert program("verify", run, "--quick").code == 0
    assert program(verb[0], run, *verb[1:]).code in {0, 2}
    assert len(kinds(run)) == 2
    assert program(verb[0], run, *verb[1:]).code == 2


def test_of_two_who_release_at_once_one_gets_through(program: Callable[..., Called], run: Path) -> None:
    """The other is told that it is done."""
    command = [sys.executable, "-m", "mailing", "release", str(run), "--yes", "--by"]
    both = [
        subprocess.Popen([*command, name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name in ("Tom", "Ute")
    ]
    assert sorted(process.wait(120) for process in both) == [0, 2]
    assert kinds(run) == ["made", "released"]
    assert program("verify", run).code == 0


LIMITED = """
import resource, sys
from mailing.cli import main
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.exit(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
@pytest.mark.parametrize("room", [0, 1, 40])
def test_on_a_full_disk_the_journal_stays_as_it_was(program: Callable[..., Called], run: Path, room: int) -> None:
    """Room for nothing or for half of a line: exit code 6, and the same call gets through later."""
    file = run / "journal.jsonl"
    before = file.read_bytes()
    script = [sys.executable, "-c", LIMITED, str(len(before) + room)]
    arguments = ["withdraw", str(run), "--by", "Tom", "--reason", "x"]
    done = subprocess.run([*script, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 6, done.stderr
    assert file.read_bytes() == before
    assert program(*arguments).code == 0


@pytest.fixture
def signed(program: Callable[..., Called], run: Path, tmp_path: Path) -> Path:
    """The run, released with a signature."""
    authority = issue("Zertifizierungsstelle", is_authority=True)
    authority.write_certificate(tmp_path / "ca.pem")
    issue("Tom Beispiel", authority).write(tmp_path / "tom.pem")
    assert program("release", run, "--by", "Tom", "--yes", "--sign", tmp_path / "tom.pem").code == 0
    return run


def found(program: Callable[..., Called], run: Path, *options: object) -> set[str]:
    """Return the codes of what a verification finds of the signatures."""
    codes = {finding["code"] for finding in program("verify", run, "--quick", "--json", *options).json["findings"]}
    return codes - {"audit.signature-unchecked", "audit.signature-missing"}


def test_a_release_can_be_signed(program: Callable[..., Called], signed: Path, tmp_path: Path) -> None:
    """Over the manifest and the journal's head; openssl agrees."""
    folder = signed / "house" / "signatures"
    told = json.loads((folder / "0002-released.json").read_bytes())
    assert told["manifest"] == journal(signed)[0]["manifest"]
    assert told["journal"] == journal(signed)[1]["previous"]
    assert program("verify", signed).code == 0
    assert found(program, signed, "--ca", tmp_path / "ca.pem", "--at", TODAY) == set()
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", folder / "0002-released.json.p7s"]
    content = ["-content", folder / "0002-released.json", "-CAfile", tmp_path / "ca.pem", "-out", os.devnull]
    assert subprocess.run([*command, *content], capture_output=True, check=False).returncode == 0


def test_a_signature_of_something_else_is_told(program: Callable[..., Called], signed: Path) -> None:
    """Another content, also one whose hash the journal was made to say; and a broken signature."""
    file, lines = signed / "house" / "signatures" / "0002-released.json", signed / "journal.jsonl"
    was, events = file.read_bytes(), lines.read_bytes()
    file.write_bytes(was.replace(b"Tom", b"Tim"))
    assert found(program, signed) >= {"journal.file-changed", "journal.signature", "audit.signature-broken"}
    digests = [hashlib.sha256(content).hexdigest().encode() for content in (was, file.read_bytes())]
    lines.write_bytes(events.replace(*digests))
    seal(lines)
    assert found(program, signed) == {"journal.signature", "audit.signature-broken"}


def test_signatures_outlive_a_purge(program: Callable[..., Called], signed: Path) -> None:
    """They name who released it, and no household."""
    program("purge", signed, "--yes", "--reason", "Ende", "--by", "Eva")
    assert (signed / "house" / "signatures" / "0002-released.json.p7s").is_file()
    assert program("verify", signed).code == 0


def test_a_signature_without_its_act_is_swept(program: Callable[..., Called], run: Path) -> None:
    """A killed call left it; the next act removes it."""
    left = run / "house" / "signatures" / "0002-released.json"
    left.parent.mkdir()
    left.write_bytes(b"{}")
    assert program("withdraw", run, "--reason", "x").code == 0
    assert program("verify", run).code == 0

"""`mailing init`: an office's own folder in one step, and everything called in it finds it by itself."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from program_kit import Called, row, write_list
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Program = Callable[..., Called]

NAME = "Sozialamt Musterhausen"
WHO = ("--name", NAME, "--address", "Rathausplatz 1a, 80331 München", "--phone", "089 1234-0")
DAY = ("--date", "2020-06-15")


def below(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder with their bytes, and its folders."""
    paths = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"" for path in paths}


def organisation(house: Path) -> dict[str, object]:
    """Return what an own folder's organisation.toml says."""
    return tomllib.loads((house / "letter_templates" / "organisation.toml").read_text("utf-8"))


@pytest.fixture
def house(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder with a list in it, and we in it."""
    assert program("init", "Mein Amt", *WHO).code == 0
    folder = tmp_path / "Mein Amt"
    write_list(folder / "liste.csv", [row(number) for number in range(1, 4)])
    monkeypatch.chdir(folder)
    return folder


def text_of(run: Path) -> str:
    """Return what the letters of a run say."""
    files = sorted((run / "shop" / "data").glob("*.pdf"))
    return "\n".join(page.extract_text() for file in files for page in PdfReader(file).pages)


def test_the_office_stands_in_it(house: Path) -> None:
    """Name, address, telephone; a sender's line that doesn't say who it is; the state by the PLZ; the comments stay."""
    told = organisation(house)
    assert told["name"] == NAME
    assert (told["strasse"], told["hausnummer"], told["plz"], told["ort"]) == ("Rathausplatz", "1a", "80331", "München")
    assert told["telefon"] == "089 1234-0"
    assert told["absender"] == "Rathausplatz 1a · 80331 München"
    assert told["bundesland"] == "BY"
    text = (house / "letter_templates" / "organisation.toml").read_text("utf-8")
    assert "Hannover" not in text
    assert "# Die kleine Zeile im Fenster." in text


def test_its_letters_are_in_order(house: Path, program: Program) -> None:  # noqa: ARG001 - we are in it
    """None of them says a word about the e-mail address that it hasn't."""
    checked = program("templates", "--check")
    assert (checked.code, checked.err) == (0, "")


@pytest.mark.parametrize("template", ["einladung", "kontaktwege", "leichte-sprache", "zugang-nur-mit-termin-ar"])
def test_a_run_in_it_is_its_own(house: Path, program: Program, template: str) -> None:
    """Its letters, its sender, its shop profile, its folder of runs and its register."""
    made = program("run", "liste.csv", "-t", template, *DAY, "--json")
    assert made.code == 0
    assert made.run.parent.resolve() == house / "runs"
    assert (house / "runs" / "register.sqlite").is_file()
    said = text_of(made.run)
    assert NAME in said
    assert "089 1234-0" in said
    assert "Jobcenter Region Hannover" not in said
    assert '"name": "druckerei"' in (made.run / "shop" / "data" / "job.json").read_text("utf-8")
    assert program("verify", made.run).code == 0


def test_what_the_shop_would_ask_stands_ready(house: Path, program: Program) -> None:
    """Only the signs in front are to be taken away; then the job sheet leaves nothing open but the posting day."""
    for name, keys in (
        ("letter_templates/organisation.toml", ("[ansprechpartner]", "name", "telefon")),
        ("shop_profiles/druckerei.toml", ("franking", "processor")),
    ):
        text = (house / name).read_text("utf-8")
        for key in keys:
            assert text.count(f"\n# {key}") == 1
            text = text.replace(f"\n# {key}", f"\n{key}")
        (house / name).write_text(text, "utf-8")
    program("sample", "3", "-o", "liste.csv")
    run = program("run", "liste.csv", "-t", "kontaktwege", "--json").run
    order = json.loads((run / "shop/data/job.json").read_bytes())["order"]
    assert [key for key, value in order.items() if value is None] == ["posting_day"]


def test_proof_check_and_rebuild_find_it_too(house: Path, program: Program) -> None:  # noqa: ARG001 - likewise
    """And the run is made again from what was sealed."""
    assert program("check", "liste.csv", "-t", "einladung", *DAY).code == 0
    assert program("proof", "liste.csv", "-t", "einladung", *DAY).code == 0
    made = program("run", "liste.csv", *DAY, "--json")
    assert program("verify", made.run, "--rebuild", "liste.csv").code == 0


def test_a_sample_list_gets_letters(house: Path, program: Program) -> None:  # noqa: ARG001 - likewise
    """Its sites are those of the table that came along."""
    assert program("sample", "12", "-o", "beispiel.csv").code == 0
    assert program("run", "beispiel.csv", "-t", "einladung").code == 0


def test_the_own_site_stands_first(house: Path, program: Program) -> None:
    """A list that names the office's place gets its address."""
    write_list(house / "hier.csv", [row(1, standort="München")])
    made = program("run", "hier.csv", "-t", "einladung", *DAY, "--json")
    assert made.code == 0
    assert f"{NAME}, Rathausplatz 1a, 80331 München" in text_of(made.run).replace("\n", " ")


class TestProfile:
    """The own shop profile: what is asked for by name is looked for in the folder first."""

    def test_it_comes_from_the_one_asked_for(self, program: Program, tmp_path: Path) -> None:
        """Of those that come along."""
        made = program("init", "amt", *WHO, "--shop", "c6-5", "--json")
        assert made.json["shop"] == "c6-5"
        assert 'envelope = "c6-5"' in (tmp_path / "amt" / "shop_profiles" / "druckerei.toml").read_text("utf-8")

    def test_an_unknown_one_is_refused(self, program: Program, tmp_path: Path) -> None:
        """The others are named; nothing is made."""
        refused = program("init", "amt", *WHO, "--shop", "c65")
        assert refused.code == 2
        assert "c6-5" in refused.err
        assert not (tmp_path / "amt").exists()

    def test_an_own_one_hides_ours_of_its_name(self, house: Path, program: Program) -> None:
        """And further own ones are found and named."""
        own = house / "shop_profiles" / "druckerei.toml"
        (house / "shop_profiles" / "dl.toml").write_text(
            own.read_text("utf-8").replace("letters = 5000", "letters = 2")
        )
        made = program("run", "liste.csv", "--shop", "dl", *DAY, "--json")
        assert len(list((made.run / "shop" / "data").glob("*.pdf"))) > 1
        refused = program("run", "liste.csv", "--shop", "druckrei")
        assert refused.code == 2
        assert "druckerei" in refused.err


class TestRefusals:
    """Where nothing can be made, nothing is changed."""

    @pytest.mark.parametrize("missing", ["--name", "--address", "--phone"])
    def test_nobody_is_asked_without_a_terminal(self, program: Program, tmp_path: Path, missing: str) -> None:
        """What is missing is named; a letter with somebody else's address can't come of it."""
        place = WHO.index(missing)
        refused = program("init", "amt", *WHO[:place], *WHO[place + 2 :])
        assert refused.code == 2
        assert missing in refused.err
        assert below(tmp_path) == {}

    @pytest.mark.parametrize("name", ["notiz.txt", ".gitignore"])
    def test_a_folder_with_files_stays_as_it_is(self, program: Program, tmp_path: Path, name: str) -> None:
        """Even hidden ones."""
        (tmp_path / "amt").mkdir()
        (tmp_path / "amt" / name).write_text("mein", "utf-8")
        before = below(tmp_path)
        assert program("init", "amt", *WHO).code == 2
        assert below(tmp_path) == before

    def test_so_does_what_is_no_folder(self, program: Program, tmp_path: Path) -> None:
        """A file, a link that leads nowhere, a folder's name in a folder that isn't there, a store."""
        (tmp_path / "datei").write_text("mein", "utf-8")
        (tmp_path / "link").symlink_to("nirgends")
        before = below(tmp_path)
        for folder in ("datei", "link", "nicht/da", "datei/amt", "s3://eimer/amt", "a\nb", "a\0b"):
            assert program("init", folder, *WHO).code == 2, folder
        assert below(tmp_path) == before

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("--name", ""),
            ("--name", "Amt\nPostfach"),
            ("--name", "A" * 81),
            ("--name", "Amt ☃"),
            ("--address", "Rathausplatz 1"),
            ("--address", "Rathausplatz, 30159 Hannover"),
            ("--address", "Rathausplatz 1, 3015 Hannover"),
            ("--address", "30159 Hannover"),
            ("--address", "Hinterhaus, Rathausplatz 1, 30159 Hannover"),
            ("--address", "Bürgergeldweg 1, 30159 Hannover"),
            ("--phone", "keins"),
            ("--phone", "12"),
            ("--email", "amt at example"),
        ],
    )
    def test_what_no_letter_could_show(self, program: Program, tmp_path: Path, option: str, value: str) -> None:
        """The option is named."""
        given = dict(zip(WHO[::2], WHO[1::2], strict=True)) | {option: value}
        refused = program("init", "amt", *(word for pair in given.items() for word in pair))
        assert refused.code == 2
        assert option in refused.err
        assert below(tmp_path) == {}


def test_an_empty_folder_is_filled(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the one that we are in: it stays the same folder."""
    folder = tmp_path / "leer"
    folder.mkdir()
    monkeypatch.chdir(folder)
    inode = folder.stat().st_ino
    assert program("init", ".", *WHO).code == 0
    assert folder.stat().st_ino == inode
    assert sorted(path.name for path in folder.iterdir()) == ["LIESMICH.txt", "letter_templates", "shop_profiles"]


def test_what_a_killed_call_left_is_nobodys_file(program: Program, tmp_path: Path) -> None:
    """An empty folder that was being filled counts as empty; any other hidden file doesn't."""
    folder = tmp_path / "leer"
    (folder / ".4711.part" / "letter_templates").mkdir(parents=True)
    assert program("init", folder, *WHO).code == 0
    assert (folder / "letter_templates" / "organisation.toml").is_file()
    other = tmp_path / "anders"
    (other / ".merkzettel").mkdir(parents=True)
    assert program("init", other, *WHO).code == 2


def test_what_is_cut_off_leaves_nothing(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a new folder and in one that was there."""

    def full(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mailing.runs.offices.house_files.readme", full)
    (tmp_path / "leer").mkdir()
    for folder in ("neu", "leer"):
        assert program("init", folder, *WHO).code == 6
    assert below(tmp_path) == {"leer": b""}
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ['Amt "Süd" \\ Nord', "Amt 'A' # 1", "Amt {{ 1 }} **fett**"])
def test_a_name_is_never_code(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Neither in TOML nor in a text."""
    assert program("init", "amt", "--name", name, *WHO[2:], "--email", "post@amt.example").code == 0
    monkeypatch.chdir(tmp_path / "amt")
    assert organisation(tmp_path / "amt")["name"] == name
    assert program("templates", "--check").code == 0


@pytest.mark.parametrize(
    ("address", "street", "number"),
    [
        ("Straße des 17. Juni 135, 10623 Berlin", "Straße des 17. Juni", "135"),
        ("Q7, 24, 68161 Mannheim", "Q7,", "24"),
        ("Am Markt 3-5, 01067 Dresden", "Am Markt", "3-5"),
    ],
)
def test_addresses_as_offices_have_them(
    program: Program, tmp_path: Path, address: str, street: str, number: str
) -> None:
    """Street and number apart."""
    assert program("init", "amt", *WHO[:2], "--address", address, *WHO[4:]).code == 0
    told = organisation(tmp_path / "amt")
    assert (told["strasse"], told["hausnummer"]) == (street, number)


def typed(folder: Path, answers: str, *arguments: str) -> tuple[int, str]:
    """Call the program at a terminal, type the answers, and return its exit code with what the terminal showed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "mailing", *arguments], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs
    ) as called:
        os.close(theirs)
        os.write(ours, answers.encode())
        shown = b""
        while True:
            try:
                some = os.read(ours, 4096)
            except OSError:  # the terminal's other end is closed
                break
            if not some:
                break
            shown += some
        code = called.wait(timeout=60)
    os.close(ours)
    return code, shown.decode()


def test_at_a_terminal_it_asks(tmp_path: Path) -> None:
    """For what isn't given, until it can be read."""
    answers = "Rathausplatz 1\nRathausplatz 1, 30159 Hannover\n0511 1234\n\n"
    code, shown = typed(tmp_path, answers, "init", "amt", "--name", NAME)
    assert code == 0, shown
    assert shown.count("Anschrift (Straße Nr, PLZ Ort)") == 2
    assert "Wie heißt das Amt" not in shown
    assert organisation(tmp_path / "amt")["telefon"] == "0511 1234"


def test_who_stops_answering_gets_nothing(tmp_path: Path) -> None:
    """Ctrl-D ends it."""
    code, shown = typed(tmp_path, f"{NAME}\n\x04", "init", "amt")
    assert code == 2, shown
    assert below(tmp_path) == {}

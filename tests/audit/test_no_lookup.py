"""Nobody can be looked up: who guesses a household and knows all but the list finds no hash that says "yes"."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import TYPE_CHECKING

import pypdf
import pytest
from program_kit import row, write_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]

HEX = re.compile(r"[0-9a-f]{64}")
PEOPLE = [row(1), row(2, land="Österreich", plz="1010", ort="Wien"), row(3)]
PURPOSE = b"mailing: key for the hashes of households, 1\n"


def made(program: Program, folder: Path, people: list[dict[str, str]]) -> Path:
    """Make a run from a list of these people and return its folder."""
    folder.mkdir()
    path = write_list(folder / "liste.csv", people)
    return program("run", path, "-o", folder / "runs", "--date", "2020-06-15", "--json").run


def public_hashes(run: Path, receipt: str) -> set[str]:
    """Return every hash in what leaves the house beside the print files: manifest, shop folder, receipt."""
    texts = [receipt, (run / "manifest.json").read_text("utf-8")]
    texts += [path.read_text("utf-8") for path in (run / "shop").rglob("*") if path.suffix in {".csv", ".json", ".txt"}]
    found = {digits for text in texts for digits in HEX.findall(text)}
    long = json.loads((run / "manifest.json").read_bytes())["pieces"]
    return found | {text[start : start + 64] for text in long.values() for start in range(0, len(text), 64)}


def page_bytes(run: Path) -> Iterator[bytes]:
    """Give for each page what its content hash is made of."""
    for file in sorted((run / "shop/data").glob("*.pdf")):
        for page in pypdf.PdfReader(file).pages:
            data = page.get_contents().get_data()
            forms = [
                page["/Resources"]["/XObject"][f"/{name}"].get_data() for name in re.findall(r"/(\w+) Do", str(data))
            ]
            yield data + b"".join(hashlib.sha256(form).digest() for form in forms)


def guesses(run: Path) -> set[str]:
    """Return all hashes that somebody could make of a run of the household that he guesses."""
    found = {hashlib.sha256(content).hexdigest() for content in page_bytes(run)}
    found |= {hashlib.sha256(path.read_bytes()).hexdigest() for path in (run / "shop/data").glob("*.pdf")}
    lines = (run / "house/households.csv").read_bytes().split(b"\r\n")
    found |= {hashlib.sha256(line + end).hexdigest() for line in lines for end in (b"", b"\r\n", b"\n")}
    number = json.loads((run / "manifest.json").read_bytes())["pieces"]
    return found | {text[start : start + 64] for text in number.values() for start in range(0, len(text), 64)}


@pytest.mark.parametrize("place", range(len(PEOPLE)))
def test_a_dictionary_of_households_finds_nobody(program: Program, tmp_path: Path, place: int) -> None:
    """One who is in the run, alone in a file of her own or among others, is guessed with every entry right."""
    run = made(program, tmp_path / "run", PEOPLE)
    receipt = program("prove", run, str(place + 1)).out
    guessed = guesses(made(program, tmp_path / "guess", [PEOPLE[place]]))
    fixed = guesses(made(program, tmp_path / "other", [row(77)]))
    assert not (guessed - fixed) & public_hashes(run, receipt)


def test_a_file_with_one_letter_cant_be_made_without_the_key(program: Program, tmp_path: Path) -> None:
    """The same letter abroad, alone in its file, in a run of the same name but another key: another hash."""
    run = made(program, tmp_path / "run", PEOPLE)
    files = json.loads((run / "manifest.json").read_bytes())["files"]
    alone = next(file["path"] for file in files if file["pieces"] == 1)
    identifier = re.search(rb"InstanceID>uuid:([^<]+)<", (run / alone).read_bytes())
    key = bytes.fromhex((run / "house/key").read_text("ascii"))
    digest = json.loads((run / "manifest.json").read_bytes())["digest"]
    name = alone.removeprefix("shop/")
    made_of = hmac.digest(key, f"{digest} {name} instance".encode(), "sha256")
    assert identifier is not None
    assert identifier[1].replace(b"-", b"").decode()[:8] == made_of.hex()[:8]


def test_each_hash_can_be_made_again_with_the_house_alone(program: Program, tmp_path: Path) -> None:
    """By `docs/audit.md`, with hashlib and hmac only: the key, the contents, the households."""
    run = made(program, tmp_path / "run", PEOPLE)
    books = (run / "house/households.csv").read_bytes().partition(b"\r\n")[2]
    key = hashlib.sha256(PURPOSE + books).digest()
    assert key.hex() == (run / "house/key").read_text("ascii").strip()
    pieces = json.loads((run / "manifest.json").read_bytes())["pieces"]
    contents = [hashlib.sha256(content).digest() for content in page_bytes(run)]
    assert "".join(hmac.digest(key, each, "sha256").hex() for each in contents) == pieces["content_sha256"]
    lines = books.split(b"\r\n")[:-1]
    assert "".join(hmac.digest(key, line, "sha256").hex() for line in lines) == pieces["household_hmac"]


def test_the_key_goes_with_the_purge(program: Program, tmp_path: Path) -> None:
    """What stays can't be computed by anybody any more."""
    run = made(program, tmp_path / "run", PEOPLE)
    key = (run / "house/key").read_text("ascii").strip()
    program("purge", run, "--yes", "--reason", "Ende")
    assert not (run / "house/key").exists()
    assert not any(key.encode() in path.read_bytes() for path in run.rglob("*") if path.is_file())

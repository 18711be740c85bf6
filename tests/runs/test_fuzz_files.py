"""Every file that a user gives, harmed in every way that a hand or a program harms it: told, never a program fault.

Exit code 2 or 3 with a message that names the file; or the file is still sound, and the command does its work.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from program_kit import row, write_list

from mailing.cli import main
from mailing.runs.making.preparation import find_templates

if TYPE_CHECKING:
    from collections.abc import Callable

AT_LENGTH = "MAILING_FUZZ_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("MAILING_FUZZ_EXAMPLES", "25"))
PROFILES = Path(__file__).parents[2] / "mailing" / "press" / "profiles"
SITES = Path(__file__).parents[2] / "sample_data" / "sites.csv"
LETTER = "letter_templates/einladung/letter.toml"
TEXT = "letter_templates/einladung/letter.md.j2"

ODD_TOML = st.sampled_from(
    [
        '""',
        "0",
        "-1",
        "1" * 5_000,
        "1e999",
        "nan",
        "true",
        "[]",
        "{}",
        "[[[[[[[[[[]]]]]]]]]]",
        '"\\u0000"',
        '"a\\nb"',
        '"../../../etc/passwd"',
        '"/dev/zero"',
        "2020-02-31",
        "9999-12-31",
        "0001-01-01",
        "2020-06-15T12:00:00Z",
        '"' + "x" * 3_000 + '"',
        '"{{ none }}"',
        '"{{ ort.upper }}"',
        '"{% if"',
        '"\\uE000\\uFFFE"',
        '"http://[::1"',
        '"C:\\Users\\amt"',
        "[1, 2, 3]",
        '{ a = { b = { c = "d" } } }',
    ]
)
ODD_TEXT = st.sampled_from(
    [
        "{{ none }}",
        "{{ mitglieder.items }}",
        "{{ ort.upper() }}",
        '{{ "%999999999d" | format(1) }}',
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(10 ** 9) }}",
        "{% for x in range(99999999) %}x{% endfor %}",
        "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
        "{% if true %}" * 200,
        "&#xE000;&#0;&#x110000;",
        "**" * 500,
        "[" * 500,
        "a**b" * 300,
        "|a|" * 200,
        "- " * 200 + "x",
        "\x00",
        "\u2028\u202e",
        "{# ",
        "{% raw %}",
        "{{ organisation.__class__ }}",
        "{{ termin | datum('" + "d" * 500 + "') }}",
        "{{ '' | zahl }}",
        "1" * 5_000,
    ]
)
BYTES = st.sampled_from(
    [b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\x80\x81", b"\r", b"\xc3", b"'", b'"""', b"=", b"[", b"]]"]
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as an office has it: templates, sites, a shop profile, a job, a list."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(find_templates(), tmp_path / "letter_templates")
    (tmp_path / "sample_data").mkdir()
    shutil.copy(SITES, tmp_path / "sample_data")
    shutil.copy(PROFILES / "dl.toml", tmp_path / "druck.toml")
    shutil.copy(PROFILES / "FOGRA29L.icc", tmp_path)
    write_list(tmp_path / "liste.csv", [row(1), row(2)])
    write_list(tmp_path / "sperren.csv", [row(9)])
    (tmp_path / "auftrag.toml").write_text(
        'list = "liste.csv"\ntemplate = "einladung"\nshop = "druck.toml"\nlimit = 2\nlang = "de"\n'
        'suppress = "sperren.csv"\nout = "runs"\n'
    )
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str]) -> None:
    """Check the list with the job; what stops it is told, whatever it is."""
    code = main(["check", "--job", "auftrag.toml"])
    said = capsys.readouterr()
    assert code in {0, 2, 3, 4}, (code, said.err)
    if code in {2, 3}:
        assert said.err.startswith("Fehler: ")
        assert "Abhilfe: " in said.err or "Wo: " in said.err
    assert "\x1b" not in said.out + said.err
    assert "\x00" not in said.out + said.err


def harmed(path: Path, harm: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]) -> None:
    """Check with one file harmed; then it is as before."""
    sound = path.read_bytes()
    try:
        path.write_bytes(harm(sound))
        checked(capsys)
    finally:
        path.write_bytes(sound)


short = settings(
    max_examples=EXAMPLES,
    derandomize=not AT_LENGTH,
    phases=list(Phase) if AT_LENGTH else [Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", [LETTER, "letter_templates/organisation.toml", "druck.toml", "auftrag.toml"])
def test_a_value_of_another_kind_is_told(house: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Wrong types, nesting, figures without end, dates that aren't, paths that lead elsewhere: by file and line."""
    lines = (house / name).read_text("utf-8").splitlines()
    keys = [number for number, line in enumerate(lines) if "=" in line.split("#")[0] and line[0] not in " #["]

    @short
    @given(number=st.sampled_from(keys), odd=ODD_TOML)
    def attempt(number: int, odd: str) -> None:
        key = lines[number].split("=")[0]
        text = "\n".join([*lines[:number], f"{key}= {odd}", *lines[number + 1 :]])
        harmed(house / name, lambda _sound: text.encode(), capsys)

    attempt()


@pytest.mark.parametrize(
    "name",
    [
        LETTER,
        TEXT,
        "letter_templates/organisation.toml",
        "sample_data/sites.csv",
        "druck.toml",
        "auftrag.toml",
        "liste.csv",
        "sperren.csv",
        "FOGRA29L.icc",
    ],
)
def test_harmed_bytes_are_told(house: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Cut short, a byte order mark, another encoding, signs out of place."""
    size = (house / name).stat().st_size

    @short
    @given(place=st.integers(0, size), length=st.sampled_from([0, 0, 1, 20, size]), put=st.one_of(BYTES, st.just(b"")))
    def attempt(place: int, length: int, put: bytes) -> None:
        harmed(house / name, lambda sound: sound[:place] + put + sound[place + length :], capsys)

    attempt()


@pytest.mark.parametrize("name", [TEXT, "letter_templates/teile/gruss.md.j2"])
def test_an_odd_text_is_told(house: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Whatever stands in a letter's text: refused by its line, or printed as it is."""
    lines = (house / name).read_text("utf-8").splitlines()

    @short
    @given(number=st.integers(0, len(lines)), odd=ODD_TEXT, joins=st.booleans())
    def attempt(number: int, odd: str, joins: bool) -> None:  # noqa: FBT001 - drawn
        added = [*lines[:number], odd, *lines[number:]]
        if joins and number < len(lines):
            added = [*lines[:number], lines[number] + odd, *lines[number + 1 :]]
        harmed(house / name, lambda _sound: "\n".join(added).encode("utf-8", "surrogatepass"), capsys)

    attempt()


def test_the_sound_files_are_sound(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else the tests above would tell nothing."""
    assert tomllib.loads((house / "auftrag.toml").read_text())["template"] == "einladung"
    assert main(["check", "--job", "auftrag.toml"]) == 0, capsys.readouterr().err

"""Settings are read strictly: each kind of fault is told with file, line and key, and all of them at once."""

from __future__ import annotations

import ast
import os
import pickle
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field, field_validator

from mailing.base.errors import InputError, TemplateError
from mailing.base.settings import SettingsFile, SettingsText
from mailing.base.texts import read_text

PACKAGE = Path(__file__).parents[2] / "mailing"


class Size(SettingsFile):
    """A part."""

    width: float = Field(gt=0)


class Round(SettingsFile):
    """One alternative."""

    kind: Literal["round"]
    radius: int


class Square(SettingsFile):
    """The other."""

    kind: Literal["square"]
    side: int


class Example(SettingsFile):
    """Settings with an entry of each kind."""

    title: str = Field(min_length=1)
    count: int = Field(default=1, ge=1, le=9)
    is_on: bool = False
    sizes: tuple[Size, ...] = Field(default=(), strict=False)
    shape: Annotated[Round | Square, Field(discriminator="kind")] | None = None
    facts: dict[str, str | int] = Field(default_factory=dict)
    colours: dict[Literal["rot", "grün"], int] = Field(default_factory=dict)
    even: int = 0
    given: str = "nothing"

    @field_validator("even")
    @classmethod
    def _is_even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("sie ist ungerade")
        return value


def read(text: str) -> Example:
    """Read the settings of a file `eigen.toml`."""
    return SettingsText(text, "eigen.toml").read_as(Example, given={"given": "by the program"})


def faults(text: str) -> list[tuple[str, str]]:
    """Return where and at which key the text is wrong."""
    with pytest.raises(InputError) as error:
        read(text)
    assert error.value.faults
    return [(fault.where, fault.key) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("text", "line", "key", "told"),
    [
        ("count = 2\n", 1, "title", "fehlt"),
        ('title = "T"\ncuont = 2\n', 2, "cuont", "„count“"),
        ("title = 5\n", 1, "title", "Anführungszeichen"),
        ('title = ""\n', 1, "title", "nicht leer"),
        ('title = "T"\ncount = "2"\n', 2, "count", "ganze Zahl"),
        ('title = "T"\ncount = 0\n', 2, "count", "mindestens 1"),
        ('title = "T"\ncount = 10\n', 2, "count", "höchstens 9"),
        ('title = "T"\nis_on = "ja"\n', 2, "is_on", "true oder false"),
        ('title = "T"\nsizes = 3\n', 2, "sizes", "eckigen Klammern"),
        ('title = "T"\nsizes = [\n{ width = 1 },\n3,\n]\n', 4, "sizes.2", "Tabelle"),
        ('title = "T"\n[[sizes]]\nwidth = 1\n[[sizes]]\nwidth = -1\n', 5, "sizes.2.width", "mehr als 0"),
        ('title = "T"\n[[sizes]]\nwidth = inf\n', 3, "sizes.1.width", "endliche Zahl"),
        ('title = "T"\n[[sizes]]\nwidth = nan\n', 3, "sizes.1.width", "endliche Zahl"),
        ('title = "T"\n[[sizes]]\nwidht = 1\nwidth = 1\n', 3, "sizes.1.widht", "„width“"),
        ('title = "T"\n[[sizes]]\n', 2, "sizes.1.width", "fehlt"),
        ('title = "T"\nshape.side = 1\n', 2, "shape.kind", "fehlt"),
        ('title = "T"\nshape = { kind = "oval" }\n', 2, "shape.kind", "'round', 'square'"),
        ('title = "T"\n\n[shape]\nkind = "round"\n', 3, "shape.radius", "fehlt"),
        ('title = "T"\n[shape]\nkind = "round"\nradius = 1.5\n', 4, "shape.radius", "ganze Zahl"),
        ('title = "T"\nfacts.a = [1]\n', 2, "facts.a", "Anführungszeichen oder eine ganze Zahl"),
        ('title = "T"\n[colours]\nrot = 1\ngruen = 2\n', 4, "colours.gruen", "„grün“"),
        ('title = "T"\neven = 3\n', 2, "even", "ungerade"),
        ('title = "T"\ngiven = "by the file"\n', 2, "given", "gibt es hier nicht"),
        ('title = "T\\u0000"\n', 1, "title", "U+0000"),
        ('title = "T"\n[facts]\n"\\u0000" = 1\n', 3, "facts.␀", "U+0000"),
        (f'title = "T"\nfacts.a = 0x{"f" * 5_000}\n', 2, "facts.a", "zu große Zahl"),
        (f'title = "T"\nfacts.a = {"1" * 5_000}\n', 2, "facts.a", "zu lang"),
        (f'title = "T"\nfacts.a = {"[" * 200}{"]" * 200}\n', 2, "facts", "zu tief"),
        (f'title = "T"\n{".".join("a" * 2_000)} = 1\n', 2, "a", "zu tief"),
        (f'title = "T"\nfacts.a = {"[" * 5_000}\n', 2, "facts.a", "Klammern ineinander"),
        ('title = "T"\nfacts.a = 2020-02-30\n', 2, "facts.a", "Tag"),
        ('title = "T"\nfacts.pfad = "C:\\Users\\x"\n', 2, "facts.pfad", "einfache Anführungszeichen"),
        ('title = "T"\nfacts.pfad = "D:\\Daten"\n', 2, "facts.pfad", "einfache Anführungszeichen"),
        ('title = "T"\ntitle = "U"\n', 2, "title", "weiter oben"),
        ('title "T"\n', 1, "", "TOML"),
    ],
)
def test_each_fault_is_told_with_its_line_and_key(text: str, line: int, key: str, told: str) -> None:
    """And with what to write instead."""
    with pytest.raises(InputError) as error:
        read(text)
    assert [(fault.where, fault.key) for fault in error.value.faults] == [(f"eigen.toml:{line}", key)]
    assert error.value.where == f"eigen.toml:{line}"
    assert key in error.value.what.replace("\0", "␀")
    assert told in f"{error.value.what} {error.value.hint}"


def test_faultless_settings_are_read() -> None:
    """The control."""
    said = read('title = "T"\nsizes = [{ width = 1 }]\n[shape]\nkind = "square"\nside = 2\n')
    assert (said.sizes[0].width, said.shape, said.given) == (1, Square(kind="square", side=2), "by the program")


def test_all_faults_come_together_in_the_order_of_the_file() -> None:
    """Misspelt lines, unknown, missing and wrong entries, in tables too."""
    assert faults("count = 0\nis_on = ja\ncolour = 1\n[[sizes]]\nheight = 1\neven = 1\n") == [
        ("eigen.toml:1", "title"),
        ("eigen.toml:1", "count"),
        ("eigen.toml:2", "is_on"),
        ("eigen.toml:3", "colour"),
        ("eigen.toml:4", "sizes.1.width"),
        ("eigen.toml:5", "sizes.1.height"),
        ("eigen.toml:6", "sizes.1.even"),
    ]


def test_an_entry_on_a_misspelt_line_is_not_missing_too() -> None:
    """One fault is told once."""
    assert faults("title = T\n") == [("eigen.toml:1", "title")]


def test_faults_cross_process_borders_whole() -> None:
    """A worker's error is told like any other."""
    with pytest.raises(InputError) as error:
        read("count = 0\n")
    again = pickle.loads(pickle.dumps(error.value))  # noqa: S301 - our own bytes
    assert (again.what, again.faults) == (error.value.what, error.value.faults)


class TestFiles:
    """What lies under a settings file's name is a text, or is refused at once."""

    @staticmethod
    def test_a_byte_order_mark_and_line_ends_of_windows(tmp_path: Path) -> None:
        """Editors write them."""
        file = tmp_path / "eigen.toml"
        file.write_bytes(b'\xef\xbb\xbftitle = "T"\r\ncount = 2\r\n')
        assert read_text(file, "eigen.toml") == 'title = "T"\ncount = 2\n'

    @staticmethod
    @pytest.mark.parametrize(
        ("content", "line", "told"),
        [
            ('a = 1\ntitle = "Prüfung"\n'.encode("cp1252"), 2, "Windows-1252"),
            ('title = "T"\n'.encode("utf-16"), 1, "UTF-16"),
            (b"a = 1\n\x81", 2, "UTF-8"),
        ],
    )
    def test_another_encoding_is_named(tmp_path: Path, content: bytes, line: int, told: str) -> None:
        """With the line of the first letter that tells it."""
        file = tmp_path / "eigen.toml"
        file.write_bytes(content)
        with pytest.raises(TemplateError, match=told) as error:
            read_text(file, "eigen.toml", TemplateError)
        assert error.value.where == f"eigen.toml:{line}"

    @staticmethod
    @pytest.mark.parametrize("kind", ["folder", "pipe", "device", "nothing", "too large"])
    def test_what_is_no_text_file_is_refused(tmp_path: Path, kind: str) -> None:
        """Nothing is waited for, nothing read without end."""
        file = Path("/dev/zero") if kind == "device" else tmp_path / "eigen.toml"
        if kind == "folder":
            file.mkdir()
        elif kind == "pipe":
            os.mkfifo(file)
        elif kind == "too large":
            file.write_bytes(b"#" * 200_001)
        with pytest.raises(InputError) as error:
            read_text(file, "eigen.toml")
        assert error.value.where == "eigen.toml"


def test_nobody_else_reads_toml() -> None:
    """The auditor alone reads for itself: it shares nothing with the writer."""
    readers = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom) and "tomllib" in ast.unparse(node)
    }
    assert {file for file in readers if not file.startswith("audit/")} == {"base/toml.py"}

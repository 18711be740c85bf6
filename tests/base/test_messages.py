"""The catalogs: English for every message of the code, German for what argparse says, and both compiled."""

from __future__ import annotations

import argparse
import ast
import asyncio
import io
import os
import re
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mailing.base.messages import DOMAIN, LOCALE_FOLDER, Language, _, chosen_language, in_language, plural, use_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from babel.messages.catalog import Catalog, Message
    from program_kit import Called

    Mailing = Callable[..., Called]

PACKAGE = LOCALE_FOLDER.parent
LANGUAGES = pytest.mark.parametrize("language", list(Language))
FOR_PROGRAMMERS = {
    ".__call__() not defined",
    "conflicting subparser: %s",
    "conflicting subparser alias: %s",
    'argument "-" with mode %r',
    "cannot merge actions - two groups are named %r",
    "'required' is an invalid argument for positionals",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "conflicting option string: %s",
    "mutually exclusive arguments must be optional",
    "cannot have multiple subparser arguments",
    "%r is not callable",
}
"""What argparse says of a parser that is built wrongly: never to users."""


@cache
def catalog_of(language: Language) -> Catalog:
    """Return what stands in a language's .po file."""
    with (LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as stream:
        return read_po(stream, locale=language.value)


def said_in_code() -> set[str]:
    """Return the messages of the code and the pages as Babel extracts them."""
    keywords = {**DEFAULT_KEYWORDS, "n_": None, "plural": (1, 2)}
    mappings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(told["pattern"], told["method"]) for told in mappings]
    options = {told.pop("pattern"): told for told in mappings}
    found = extract_from_dir(PACKAGE, methods, options, keywords=keywords)
    return {singular(message) for _file, _line, message, *_rest in found}


def singular(message: str | tuple[str, ...] | list[str]) -> str:
    """Return a message, of one with two numbers the first form."""
    return message if isinstance(message, str) else message[0]


def said_anywhere() -> Iterator[str]:
    """Give the messages by the code's own grammar: Babel misses those within another call or an f-string."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_" | "n_"), args=[ast.Constant(value=str(message))]):
                    yield message


def entries(language: Language) -> Iterator[Message]:
    """Give a catalog's messages, without its header."""
    return (message for message in catalog_of(language) if message.id)


def texts(said: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Return a message's forms: one, or singular and plural."""
    return (said,) if isinstance(said, str) else tuple(said)


def placeholders(text: str) -> Counter[str]:
    """Count the places where something is filled in: `{this}`, `%(this)s`, `%s` and `%r`; and brackets that stay."""
    return Counter(re.findall(r"\{\{|\}\}|\{[^{}]*\}|%\(\w+\)[rs]|%[rs]\b", text))


def test_every_message_is_said_in_english() -> None:
    """`make catalogs` adds new messages to the English catalog; somebody has to translate them."""
    english = {singular(message.id) for message in entries(Language.ENGLISH) if message.string}
    assert sorted({*said_in_code(), *said_anywhere()} - english) == []


@LANGUAGES
def test_translations_fill_in_the_same_things(language: Language) -> None:
    """Each placeholder as often as in the message."""
    different = [
        (source, translation)
        for message in entries(language)
        for source, translation in zip(texts(message.id), texts(message.string), strict=True)
        if placeholders(source) != placeholders(translation)
    ]
    assert different == []


@LANGUAGES
def test_catalogs_are_faultless(language: Language) -> None:
    """All is translated, nothing is only a guess, and Babel finds nothing wrong with the formats."""
    catalog = catalog_of(language)
    assert not catalog.fuzzy
    assert [message.id for message in entries(language) if message.fuzzy or not all(texts(message.string))] == []
    assert [(message.id, faults) for message, faults in catalog.check() if faults] == []


@LANGUAGES
def test_compiled_catalogs_are_in_step(language: Language) -> None:
    """The .mo files, which the program reads, say what the .po files say."""
    compiled = io.BytesIO()
    write_mo(compiled, catalog_of(language))
    file = LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    assert file.read_bytes() == compiled.getvalue(), "make catalogs"


def test_all_that_argparse_tells_users_is_said_in_german() -> None:
    """By the sentences of the Python that runs this test."""
    german = {texts(message.id)[0] for message in entries(Language.GERMAN)}
    found = extract_from_file("python", argparse.__file__, keywords={"_": None, "ngettext": (1, 2)})
    said = {texts(message)[0] for _line, message, _comments, _context in found}
    assert said - FOR_PROGRAMMERS - german == set()


def test_german_of_later_pythons_is_there() -> None:
    """Sentences that argparse says from Python 3.13 and 3.14 on."""
    german = {message.id for message in entries(Language.GERMAN)}
    assert "%(heading)s:" in german
    assert "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)" in german


def test_a_usage_error_is_german(mailing: Mailing) -> None:
    """Usage and error alike, with the exit code for wrong usage."""
    called = mailing("run", "--engine", "dampf")
    assert called.code == 2
    assert called.err.startswith("Aufruf: mailing run ")
    assert "mailing run: Fehler: Argument --engine: 'dampf' gibt es nicht; zur Wahl stehen: " in called.err


def test_a_usage_error_can_be_english(mailing: Mailing) -> None:
    """In argparse's own words."""
    called = mailing("--lang", "en", "run", "--engine", "steam")
    assert called.code == 2
    assert called.err.startswith("usage: mailing run ")
    assert "mailing run: error: argument --engine: invalid choice: 'steam' (choose from " in called.err


def test_an_error_can_be_english(mailing: Mailing) -> None:
    """What happened, where, and what to do."""
    called = mailing("run", "fehlt.csv", "--lang", "en")
    assert called.err.splitlines() == [
        "Error: The file does not exist",
        "  Where: fehlt.csv",
        "  What to do: Check the path",
    ]


def test_the_language_may_be_told_before_the_command(mailing: Mailing) -> None:
    """`mailing --lang en run …` as `mailing run --lang en …`."""
    assert mailing("--lang", "en", "run", "fehlt.csv").err.startswith("Error: ")


def test_help_is_german(mailing: Mailing) -> None:
    """All of it: not a word of argparse's English is left."""
    for arguments in ([], ["run"], ["sample"], ["verify"]):
        told = mailing(*arguments, "--help").out
        assert told.startswith("Aufruf: mailing")
        assert "\nOptionen:\n  -h, --help" in told
        assert "zeigt diese Hilfe" in told
        assert not re.search(r"usage|options|arguments|show this", told)


def test_help_can_be_english(mailing: Mailing) -> None:
    """All of it."""
    for arguments in ([], ["run"], ["sample"], ["verify"]):
        told = mailing("--lang", "en", *arguments, "--help").out
        assert told.startswith("usage: mailing")
        assert "\noptions:\n  -h, --help" in told
        assert "language of the messages (default: de)" in told
        assert not re.search(r"[äöüß]|Vorgabe|DATEI|LISTE", told)


@LANGUAGES
def test_nothing_said_stays_nothing(language: Language) -> None:
    """A catalog's header, which gettext keeps under the empty text, is told to nobody."""
    with in_language(language):
        assert _("") == ""


ERROR = "Fehler: {what}"
SPOKEN = {Language.GERMAN: "Fehler: {what}", Language.ENGLISH: "Error: {what}"}


def test_two_threads_speak_their_own_language_at_once() -> None:
    """Two people are served by one process, each in the language chosen for them."""
    both_have_chosen = Barrier(2, timeout=30)

    def serve(language: Language) -> str:
        use_language(language)
        both_have_chosen.wait()
        return _(ERROR)

    before = dict(os.environ)
    with ThreadPoolExecutor(2) as pool:
        assert dict(zip(Language, pool.map(serve, Language), strict=True)) == SPOKEN
    assert chosen_language() is Language.GERMAN
    assert dict(os.environ) == before


def test_two_asynchronous_tasks_speak_their_own_language() -> None:
    """One thread takes turns with both."""

    async def serve(language: Language) -> str:
        use_language(language)
        await asyncio.sleep(0)
        return _(ERROR)

    async def serve_all() -> list[str]:
        return await asyncio.gather(*map(serve, Language))

    assert dict(zip(Language, asyncio.run(serve_all()), strict=True)) == SPOKEN


def test_a_call_leaves_no_language_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """What argparse says is in the language of its call, and the next call begins anew."""
    from mailing.cli import main

    for language, usage in ((Language.ENGLISH, "usage: "), (Language.GERMAN, "Aufruf: ")):
        with pytest.raises(SystemExit):
            main(["--lang", language, "run", "--engine", "steam"])
        assert capsys.readouterr().err.startswith(usage)
        assert chosen_language() is Language.GERMAN


def test_a_plural_is_german_too() -> None:
    """Argparse tells of one argument and of several."""
    one, several = "expected %s argument", "expected %s arguments"
    with in_language(Language.GERMAN):
        assert plural(one, several, 1) != one
        assert plural(one, several, 1) != plural(one, several, 2)
    with in_language(Language.ENGLISH):
        assert plural(one, several, 2) == several

"""Versions of letters: nothing that was saved is lost, and nobody reads a letter half changed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from mailing.base.errors import MailingError
from mailing.base.held_still import LOCK_NAME, changing
from mailing.runs.offices.templates import describe_template
from mailing.web.call import NotFoundError
from mailing.web.templates import versions
from mailing.web.templates.bundles import SETTINGS, SHARED, bundle_of
from mailing.web.templates.differences import Mark, changed_lines, changes
from mailing.web.templates.versions import (
    NOBODY,
    ConflictError,
    Why,
    all_versions,
    contents_of,
    latest_known,
    now_of,
    restore,
    save,
)

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.web.office import Office

TEXT = "letter.md.j2"


def test_each_save_is_a_version_with_who_and_when(office: Office) -> None:
    """The one before it is kept whole; the folder has the new one."""
    letter = bundle_of(office, "einladung")
    before = letter.contents()
    found = now_of(letter)
    saved = save(letter, {TEXT: b"neu\n"}, "Anna", Why.SAVED, begun_at=found.number)
    assert [(each.number, each.by, each.why) for each in all_versions(letter)] == [
        (2, "Anna", Why.SAVED),
        (1, NOBODY, Why.FOUND),
    ]
    assert saved.at >= found.at
    assert (office.templates / "einladung" / TEXT).read_bytes() == b"neu\n"
    assert contents_of(letter, found) == before


def test_saving_what_is_saved_already_is_no_version(office: Office) -> None:
    """Pressing twice does nothing the second time, whatever it began at."""
    letter = bundle_of(office, "einladung")
    one = save(letter, {TEXT: b"neu\n"}, "Anna", Why.SAVED, begun_at=1)
    assert save(letter, {TEXT: b"neu\n"}, "Anna", Why.SAVED, begun_at=1) == one


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_save_that_was_cut_off_is_ended_by_who_opens_the_letter_next(
    office: Office, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """Its version is laid down, and some of its files: it is what was saved, and no change from outside."""
    letter = bundle_of(office, "einladung")
    settings = letter.contents()[SETTINGS] + b"# neu\n"
    calls = 0

    def cut(path: Path, content: bytes | None) -> None:
        nonlocal calls
        calls += 1
        if calls > written:
            raise OSError(5, "cut")
        put(path, content)

    put = versions._put
    with monkeypatch.context() as patch:
        patch.setattr(versions, "_put", cut)
        with pytest.raises(OSError, match="cut"):
            save(letter, {TEXT: b"neu\n", SETTINGS: settings, "extra.csv": b"a;b\n"}, "Anna", Why.SAVED)
    opened = now_of(letter)
    assert (opened.number, opened.by, opened.why) == (2, "Anna", Why.SAVED)
    now = letter.contents()
    assert (now[TEXT], now[SETTINGS], now["extra.csv"]) == (b"neu\n", settings, b"a;b\n")
    assert now_of(letter) == opened


def test_what_was_changed_outside_after_a_cut_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a version of its own."""
    letter = bundle_of(office, "einladung")

    def cut(*_arguments: object) -> None:
        raise OSError(5, "cut")

    with monkeypatch.context() as patch:
        patch.setattr(versions, "_put", cut)
        with pytest.raises(OSError, match="cut"):
            save(letter, {TEXT: b"neu\n"}, "Anna", Why.SAVED)
    (office.templates / "einladung" / TEXT).write_bytes(b"von Hand\n")
    assert now_of(letter).why is Why.OUTSIDE
    assert letter.contents()[TEXT] == b"von Hand\n"


def test_who_saves_second_is_refused_and_nothing_is_lost(office: Office) -> None:
    """Both began at the same version; the first one's text stays."""
    letter = bundle_of(office, "einladung")
    begun = now_of(letter).number
    save(letter, {TEXT: b"von Anna\n"}, "Anna", Why.SAVED, begun_at=begun)
    with pytest.raises(ConflictError) as refused:
        save(letter, {TEXT: b"von Ben\n"}, "Ben", Why.SAVED, begun_at=begun)
    assert refused.value.latest.by == "Anna"
    assert (office.templates / "einladung" / TEXT).read_bytes() == b"von Anna\n"
    save(letter, {TEXT: b"von Ben\n"}, "Ben", Why.SAVED, begun_at=refused.value.latest.number)
    assert [each.by for each in all_versions(letter)][:2] == ["Ben", "Anna"]


def test_going_back_makes_a_new_version(office: Office) -> None:
    """Also of files that were added since: the version before keeps them."""
    letter = bundle_of(office, "einladung")
    first = now_of(letter)
    save(letter, {TEXT: b"neu\n", "logo.svg": b"<svg/>"}, "Anna", Why.SAVED)
    back = restore(letter, first.number, "Ben")
    assert (back.number, back.of, back.files) == (3, 1, first.files)
    assert not (office.templates / "einladung" / "logo.svg").exists()
    assert contents_of(letter, all_versions(letter)[1])["logo.svg"] == b"<svg/>"


def test_a_change_outside_the_office_becomes_a_version(office: Office) -> None:
    """Who changed it nobody knows; it stands between the office's own."""
    letter = bundle_of(office, "einladung")
    now_of(letter)
    (office.templates / "einladung" / TEXT).write_bytes(b"im Explorer\n")
    noticed = now_of(letter)
    assert (noticed.number, noticed.by, noticed.why) == (2, NOBODY, Why.OUTSIDE)
    assert contents_of(letter, noticed)[TEXT] == b"im Explorer\n"


def test_what_all_letters_share_has_versions_of_its_own(office: Office) -> None:
    """Organisation, sites and parts; no letter's files."""
    shared = bundle_of(office, SHARED)
    assert {"organisation.toml", "standorte.csv", "teile/gruss.md.j2"} <= shared.contents().keys()
    assert not any(name.startswith("einladung") for name in shared.contents())
    save(shared, {"teile/gruss.md.j2": b"Gruss\n"}, "Anna", Why.SAVED)
    assert latest_known(bundle_of(office, "einladung")) is None


def test_a_reader_waits_for_who_changes_the_folder(office: Office) -> None:
    """A run reads a letter's files one by one: never some from before a change and some from after it."""
    now_of(bundle_of(office, "einladung"))
    assert (office.templates / LOCK_NAME).is_file()
    read = threading.Event()

    def reading() -> None:
        describe_template("einladung", office.templates)
        read.set()

    with changing(office.templates):
        reader = threading.Thread(target=reading)
        reader.start()
        assert not read.wait(0.3)
    assert read.wait(10)
    reader.join()


def test_a_folder_that_nobody_changed_here_needs_no_lock(office: Office) -> None:
    """Reading leaves nothing behind in it."""
    describe_template("einladung", office.templates)
    assert not (office.templates / LOCK_NAME).exists()


@pytest.mark.parametrize("name", ["..", ".", "", "teile", "nichts", "einladung/..", "/etc", "einladung\0"])
def test_only_letters_are_found(office: Office, name: str) -> None:
    """No name leads out of the templates, or to a folder that is no letter."""
    with pytest.raises(NotFoundError):
        bundle_of(office, name)


def test_links_are_no_files_of_a_letter(office: Office) -> None:
    """Neither shown nor kept, wherever they lead."""
    (office.templates / "einladung" / "passwd.toml").symlink_to("/etc/passwd")
    assert "passwd.toml" not in bundle_of(office, "einladung").contents()


def test_differences_say_of_each_line_what_became_of_it() -> None:
    """With the lines around them, and how many were left out."""
    old = "".join(f"Zeile {number}\n" for number in range(1, 21))
    new = old.replace("Zeile 10\n", "Zeile zehn\n")
    lines = changed_lines(old, new)
    assert [(line.mark, line.number, line.text) for line in lines if line.mark in (Mark.GONE, Mark.NEW)] == [
        (Mark.GONE, 10, "Zeile 10"),
        (Mark.NEW, 10, "Zeile zehn"),
    ]
    assert (lines[0].mark, lines[0].number, lines[-1].mark, lines[-1].number) == (Mark.SKIPPED, 7, Mark.SKIPPED, 8)


def test_files_that_came_or_went_are_told() -> None:
    """Also those that are no text."""
    told = changes({"a.pdf": b"1", "b.toml": b"x\n"}, {"b.toml": b"x\n", "c.pdf": b"2"})
    assert [(each.name, each.is_new, each.is_gone) for each in told] == [("a.pdf", False, True), ("c.pdf", True, False)]


def test_a_damaged_lock_ends_in_words(office: Office) -> None:
    """A folder in the lock's place is no traceback."""
    (office.templates / LOCK_NAME).mkdir()
    with pytest.raises(MailingError):
        now_of(bundle_of(office, "einladung"))

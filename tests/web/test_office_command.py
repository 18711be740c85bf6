"""`mailing office account` and `mailing office log`, as a user types them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pyotp
import pytest
from program_kit import Called

from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.roles import Role
from mailing.web.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PASSWORD = "ein langes Kennwort"  # noqa: S105 - of an account of the tests'


@pytest.fixture
def account(tmp_path: Path) -> Callable[..., Called]:
    """Call `mailing office account … --data data`, with a line on its input."""

    def call(*words: str, line: str = "", act: str = "account") -> Called:
        done = subprocess.run(
            [sys.executable, "-m", "mailing", "office", act, *words, "--data", "data"],
            cwd=tmp_path,
            input=line.encode(),
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Called(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    """The accounts that the command works on."""
    return Accounts(Office(tmp_path / "data").store)


def test_an_account_is_added_with_its_password_on_the_input(account: Callable[..., Called], tmp_path: Path) -> None:
    """The line's end isn't part of it; the password stands nowhere in what is said."""
    done = account("add", "Eva Muster", "--role", "erstellen", "--password-stdin", line=f"{PASSWORD}\r\n")
    assert (done.code, done.err) == (0, "")
    assert PASSWORD not in done.out
    assert "otpauth" not in done.out
    kept = Accounts(Office(tmp_path / "data").store)
    assert kept.with_password("Eva Muster", PASSWORD).roles == {Role.CREATE}


def test_who_releases_is_given_an_address_for_codes(account: Callable[..., Called], accounts: Accounts) -> None:
    """Whole, on a line of its own: programs and cameras take it from there."""
    roles = ("--role", "freigeben", "--role", "erstellen")
    done = account("add", "Frieda Müller", *roles, "--password-stdin", line=PASSWORD)
    address = next(line for line in done.out.splitlines() if line.startswith("otpauth://"))
    read = pyotp.parse_uri(address)
    assert (read.name, read.issuer) == ("Frieda Müller", "mailing")
    assert accounts.named("Frieda Müller").has_code


def test_without_a_password_there_is_a_link(account: Callable[..., Called], accounts: Accounts) -> None:
    """For the account's owner to set one."""
    done = account("add", "Eva", "--role", "pruefen")
    assert "http://127.0.0.1:8080/einrichten/" in done.out
    assert accounts.with_password("Eva", "") is None


def test_accounts_are_listed_reset_changed_and_removed(account: Callable[..., Called], accounts: Accounts) -> None:
    """The list shows roles, and who has no password."""
    account("add", "Eva", "--role", "erstellen", "--password-stdin", line=PASSWORD)
    account("add", "Max", "--role", "freigeben")
    listed = account("list").out.splitlines()
    assert [line.split()[:2] for line in listed] == [["Eva", "erstellen"], ["Max", "freigeben"]]
    assert "ohne Kennwort" in listed[1]
    assert account("reset", "eva", "--password-stdin", line="ein anderes Kennwort").code == 0
    assert accounts.with_password("Eva", "ein anderes Kennwort")
    assert "/einrichten/" in account("reset", "Eva").out
    assert accounts.with_password("Eva", "ein anderes Kennwort") is None
    assert "otpauth://" in account("reset", "Max", "--code").out
    assert "otpauth://" in account("roles", "Eva", "--role", "freigeben").out
    assert account("log-out", "Eva").code == 0
    assert account("remove", "Eva").code == 0
    assert account("list").out.split()[0] == "Max"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("add", "Eva", "--role", "erstellen", "--password-stdin"), ""),
        (("add", "Eva", "--role", "erstellen", "--password-stdin"), "kurz\n"),
        (("add", "Eva", "--role", "chef"), ""),
        (("add", "Eva"), ""),
        (("add", "", "--role", "erstellen"), ""),
        (("remove", "Niemand"), ""),
        (("reset", "Niemand"), ""),
        (("roles", "Niemand", "--role", "pruefen"), ""),
        ((), ""),
    ],
)
def test_what_cant_be_is_told_with_a_hint_and_nothing_is_made(
    account: Callable[..., Called], accounts: Accounts, words: tuple[str, ...], line: str
) -> None:
    """Exit code 2, no traceback."""
    done = account(*words, line=line)
    assert done.code == 2
    assert done.err
    assert "Traceback" not in done.err
    assert accounts.are_none()


def test_an_account_is_added_once(account: Callable[..., Called]) -> None:
    """However it is written."""
    account("add", "Eva", "--role", "erstellen")
    done = account("add", "EVA", "--role", "verwalten")
    assert (done.code, "gibt es schon" in done.err) == (2, True)


def test_bytes_that_are_no_text_are_no_password(tmp_path: Path) -> None:
    """They are told as such."""
    command = [sys.executable, "-m", "mailing", "office", "account", "add", "Eva", "--role", "erstellen"]
    done = subprocess.run(
        [*command, "--password-stdin"], cwd=tmp_path, input=b"\xff\xfe\x00abc", capture_output=True, check=False
    )
    assert done.returncode == 2


def test_the_log_is_shown_and_checked(account: Callable[..., Called], tmp_path: Path) -> None:
    """A change by hand ends with the exit code of a failed verification."""
    account("add", "Eva", "--role", "erstellen")
    shown = account(act="log")
    assert (shown.code, "Konto angelegt" in shown.out, "(cli)" in shown.out) == (0, True, True)
    store = Office(tmp_path / "data").store
    with store.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER log_no_UPDATE")
        connection.exec_driver_sql("UPDATE log SET account = 'niemand'")
    assert account(act="log").code == 5


def test_a_data_folder_that_is_a_file_is_told(account: Callable[..., Called], tmp_path: Path) -> None:
    """As everywhere."""
    (tmp_path / "data").write_text("x", "utf-8")
    done = account("list")
    assert (done.code, "braucht einen Ordner" in done.err) == (2, True)


def test_without_the_offices_packages_the_rest_runs_and_the_office_says_what_to_do(tmp_path: Path) -> None:
    """`mailing` alone doesn't bring them."""
    packages = ("starlette", "uvicorn", "argon2", "pyotp", "sqlalchemy")
    code = f"import sys\nsys.modules.update(dict.fromkeys({packages}))\nfrom mailing.cli import main\nsys.exit(main())"

    def call(*words: str) -> Called:
        command = [sys.executable, "-c", code, *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=60)
        return Called(done.returncode, done.stdout, done.stderr)

    for words in (("office", "--data", "data"), ("office", "account", "list", "--data", "data")):
        done = call(*words)
        assert (done.code, "pip install 'mailing[office]'" in done.err) == (6, True), done.err
    assert call("office", "--help").code == 0
    assert call("columns").code == 0


def test_help_imports_nothing_of_the_office() -> None:
    """Showing the commands is as quick as before."""
    code = (
        "import sys\nfrom mailing.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'starlette', 'uvicorn', 'sqlalchemy', 'argon2', 'pyotp', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0

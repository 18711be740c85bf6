"""The error tree and the exit codes: each class of error ends the program with the code it carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class ExitCode(IntEnum):
    """What the program's exit status means to a script."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    INPUT_UNUSABLE = 3
    SOME_WITHOUT_LETTER = 4
    VERIFICATION_FAILED = 5
    SURROUNDINGS = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """One of several things that are wrong with a file.

    Attributes:
        what: as of `MailingError`, like where and hint.
        key: the entry that it is about, with those above it: `limits.letters`.
        is_missing: whether the fault is that there is no such entry.
    """

    what: str
    where: str = ""
    hint: str = ""
    key: str = ""
    is_missing: bool = False


class MailingError(Exception):
    """What stops a command: says what, where and what to do.

    Args:
        what: one sentence without a closing full stop, in the user's language.
        where: the file, option, row or column that it is about; may be empty.
        hint: what to do about it; may be empty.
        faults: where there are several, each of them.
    """

    exit_code = ExitCode.FAULT

    def __init__(self, what: str, *, where: str = "", hint: str = "", faults: Sequence[Fault] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders whole: where, hint and faults included."""
        return _rebuild, (type(self), self.what, self.where, self.hint, self.faults)


def _rebuild(kind: type[MailingError], what: str, where: str, hint: str, faults: tuple[Fault, ...]) -> MailingError:
    return kind(what, where=where, hint=hint, faults=faults)


class ProgramFaultError(MailingError):
    """The program contradicts itself: a run that doesn't add up, say. Nothing is left behind."""


class UsageError(MailingError):
    """An option, a name or a combination of them that the command doesn't know."""

    exit_code = ExitCode.USAGE


class NotAllowedError(UsageError):
    """An act that a run's state, or the person, doesn't allow; the hint says what would be allowed."""


class InputError(MailingError):
    """The list, a side list or a setting can't be used; nothing was made."""

    exit_code = ExitCode.INPUT_UNUSABLE


class DamagedTableError(InputError):
    """A table that the program wrote isn't any more what was written."""


class TemplateError(InputError):
    """A letter template is at fault; the run stops before letter 1."""


class WithoutLetterError(MailingError):
    """What was asked for got no letter, as the run's books say; the error says why."""

    exit_code = ExitCode.SOME_WITHOUT_LETTER


class VerificationError(MailingError):
    """A run or a file isn't what it claims to be."""

    exit_code = ExitCode.VERIFICATION_FAILED


class SurroundingsError(MailingError):
    """Disk, rights, a missing tool or a lock: what the program stands on gave way."""

    exit_code = ExitCode.SURROUNDINGS

"""What damaged and hostile files make of the libraries that read them: findings or refusals, never a fall.

Which errors those libraries raise can't be foreseen: they are made for sound files. So here, and in nothing else, any
error of reading counts as damage. Its text may quote a cell, so that only its kind is named.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING

from mailing.audit.findings import fault
from mailing.base.errors import DamagedTableError, MailingError, VerificationError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mailing.findings import Finding


def surviving(check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """Give what a check finds, and one finding more where the run's files let it end early."""
    try:
        yield from check()
    except VerificationError as error:
        yield fault("audit.books-broken", found=error.what)
    except DamagedTableError as error:
        yield fault("audit.books-broken", found=error.where)
    except MailingError:
        raise
    except OSError as error:
        yield fault("audit.books-broken", found=_file_of(error))
    except Exception as error:  # noqa: BLE001 - see above
        yield fault("audit.books-broken", found=type(error).__name__)


def _file_of(error: OSError) -> str:
    """Return which file can't be read; the system's own words are no user's language."""
    return PurePath(str(error.filename)).name if error.filename else type(error).__name__


@contextmanager
def refusing_damage(run: Path) -> Iterator[None]:
    """Turn what reading a damaged run raises into an error that says so; what is no fault of the run's files passes.

    Raises:
        VerificationError: instead of any other error within the block.
    """
    try:
        yield
    except (MailingError, OSError):
        raise
    except Exception as error:
        raise VerificationError(
            _("Der Lauf ist beschädigt und lässt sich nicht lesen ({kind})").format(kind=type(error).__name__),
            where=str(run),
            hint=_("mailing verify sagt, woran es liegt"),
        ) from error

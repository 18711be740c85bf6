"""The folder that a run leaves, while it is being made: one run at a time, nothing half done under a final name."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from filelock import FileLock, Timeout

from mailing.base.errors import InputError, SurroundingsError, VerificationError
from mailing.base.files import (
    OWNER_ONLY_FILE,
    all_below,
    make_folder,
    remove_folder,
    remove_others,
    remove_unfinished,
    sha256_of,
    write_whole,
)
from mailing.base.messages import _
from mailing.base.stores import is_on_store
from mailing.findings import Finding
from mailing.findings.of_run import MENDED
from mailing.model import runfolder
from mailing.runs.making.resumption import mend
from mailing.runs.making.signatures import broken_signature, is_signed
from mailing.runs.making.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mailing.model import RunIdentity


@contextmanager
def alone(run: Path, seconds: float = 0) -> Iterator[None]:
    """Hold a run's lock, as whoever makes it or does something with it must; a store has none.

    Args:
        run: its folder; it need not be there yet.
        seconds: for how long to wait for another call to end.

    Raises:
        SurroundingsError: another call works on the run.
    """
    if is_on_store(run):
        yield
        return
    lock = FileLock(runfolder.lock_beside(run.resolve()), mode=OWNER_ONLY_FILE, timeout=seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise SurroundingsError(
            _("An diesem Lauf arbeitet gerade ein anderer Aufruf"),
            where=str(run),
            hint=_("Warten, bis er fertig ist, oder ihn beenden"),
        ) from error
    try:
        yield
    finally:
        lock.release()


class RunFolder:
    """A run's folder, locked by this process for as long as the `with` block lasts.

    The lock is the operating system's: a process that dies, however, leaves none behind. A store has none (see
    `docs/scale.md`).

    Attributes:
        root: the folder, named by the run's id.
        shop: what the print shop gets.
        spool: beside it, drawn letters and records of finished batches; gone when the run is complete.
    """

    def __init__(self, out: Path, identity: RunIdentity) -> None:
        out = out.absolute()  # a cluster's workers stand elsewhere
        self.root = out / identity.run_id
        self.shop = self.root / runfolder.SHOP
        self.spool = runfolder.work_beside(self.root)
        self._lock = ExitStack()
        self._harmed = 0
        self._found: frozenset[Path] = frozenset()

    def __enter__(self) -> Self:
        make_folder(self.root.parent)
        self._lock.enter_context(alone(self.root))
        make_folder(self.shop)
        self.sweep()
        return self

    def __exit__(self, *_error: object) -> None:
        self._lock.close()

    @property
    def manifest(self) -> Path:
        """The run's manifest: it comes last, so a run without one isn't complete."""
        return self.root / runfolder.MANIFEST

    @property
    def has_report(self) -> bool:
        """Whether the run's report is there: it follows the manifest, and a cut may come between."""
        return (self.root / runfolder.REPORT).exists()

    def holds_a_whole_run(self) -> bool:
        """Whether the run is there already, every file as its manifest says; a harmed one is made anew.

        Raises:
            InputError: it is there and purged.
            VerificationError: it is signed, and has been changed: what was signed isn't mended unseen.
        """
        if (self.root / runfolder.PURGED).exists():
            raise InputError(
                _("Dieser Lauf ist gemacht und bereinigt worden; er wird nicht noch einmal gemacht"),
                where=str(self.root),
                hint=_("Sind neue Briefe gewollt, einen anderen Ordner nennen: --out ORDNER"),
            )
        was_signed = is_signed(self.root)
        if was_signed and any(broken_signature(self.root)):
            raise self._changed_since_signed()
        if not self.manifest.is_file():
            return False
        harmed = self._harmed_files()
        if not harmed:
            return True
        if was_signed or self._was_to_be_signed():
            raise self._changed_since_signed()
        self._harmed += harmed
        self.manifest.unlink()
        return False

    def _was_to_be_signed(self) -> bool:
        try:
            return runfolder.SIGNED in json.loads(self.manifest.read_bytes())["options"]
        except (ValueError, LookupError, TypeError, RecursionError):
            return False  # it isn't the manifest that was sealed

    def _changed_since_signed(self) -> VerificationError:
        return VerificationError(
            _("Dieser Lauf ist unterschrieben und seither verändert worden; er wird nicht neu gemacht"),
            where=str(self.root),
            hint=_("mailing verify nennt die Befunde; den Vorfall klären, dann neu mit --out ORDNER"),
        )

    def _harmed_files(self) -> int:
        """Return how many files aren't as the manifest says; one that can't be read is a harmed file itself."""
        try:
            entries = json.loads(self.manifest.read_bytes())
            sealed = {str(entry["path"]): entry["sha256"] for entry in (*entries["files"], *entries["others"])}
        except (ValueError, LookupError, TypeError, RecursionError):
            return 1
        return sum(not _has_digest(self.root / path, digest) for path, digest in sealed.items())

    def go_on(self) -> None:
        """Make what was left of an earlier attempt fit to go on with: what its hash doesn't vouch for is taken away."""
        self._harmed += mend(self.shop, self.spool) + Spool(self.spool).mend()
        self._found = frozenset(path for path in all_below(self.root) if not path.is_dir())
        self.keep_only((self.root / runfolder.DATA).glob("*.pdf"))
        make_folder(self.root / runfolder.DATA)

    def keep_only(self, paths: Iterable[Path]) -> None:
        """Remove all but these files and what follows the manifest.

        Whatever lies in the folder when it is sealed is sealed: also what a file manager left there, and changes later.
        """
        later = (
            path for path in all_below(self.root) if runfolder.is_made_later(path.relative_to(self.root).as_posix())
        )
        remove_others(self.root, {*paths, *later})

    def mended(self) -> tuple[Finding, ...]:
        """Tell what of an earlier attempt was harmed, and what lay there that isn't the run's."""
        strangers = sum(not path.exists() for path in self._found)
        count = self._harmed + strangers
        return (Finding(MENDED, details={"count": count}),) if count else ()

    def sweep(self) -> None:
        """Remove what a killed call had begun to write: it would be sealed with the rest, and go to the shop.

        Needed when the folder is taken and again before it is sealed: a killed call's workers outlive it by a moment.
        """
        remove_unfinished(self.root)

    def keep(self, copies: Mapping[str, bytes]) -> None:
        """Write copies, by their path in the folder."""
        for path, content in copies.items():
            make_folder((self.root / path).parent)
            write_whole(self.root / path, content)

    def log(self, stages: Mapping[str, float]) -> None:
        """Write what the clock says of the latest call beside the run: nothing in its folder knows the clock."""
        times = {"ended": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "seconds": dict(stages)}
        content = json.dumps(times, ensure_ascii=False, indent=1).encode() + b"\n"
        write_whole(runfolder.log_beside(self.root), content)

    def discard(self) -> None:
        """Leave nothing of a run of which nothing can be made."""
        self.clear_work()
        remove_folder(self.root)

    def clear_work(self) -> None:
        """Remove what was needed only on the way."""
        remove_folder(self.spool)


def _has_digest(path: Path, digest: object) -> bool:
    return path.is_file() and sha256_of(path) == digest

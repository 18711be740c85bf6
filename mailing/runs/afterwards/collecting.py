"""Packages that the shop fetches itself: the same archive that a delivery lays down, and the same event for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailing.base.errors import NotAllowedError
from mailing.base.messages import _
from mailing.lifecycle import EventKind, RunState
from mailing.model import runfolder
from mailing.press import load_profile
from mailing.runs.afterwards.delivering import AT_THE_SHOP, DOWNLOAD, delivery_terms, packed_package, sealed_files
from mailing.runs.journal.journalled import open_run

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.base.progress import Progress
    from mailing.delivery import Parcel
    from mailing.lifecycle import Package
    from mailing.model.actors import Actor
    from mailing.runs.journal.journalled import JournalledRun

FETCHED_IN: Final = AT_THE_SHOP | {RunState.RELEASED}


@dataclass(frozen=True, slots=True)
class Collected:
    """A package's archive, ready to be sent.

    Attributes:
        path, name: where it lies, and what it is called.
        is_first: whether its delivery was recorded by this very call.
    """

    path: Path
    name: str
    is_first: bool


def collect(folder: Path, package: str, by: Actor, progress: Progress) -> Collected:
    """Give a released package to whoever fetches it; the first time, record that as its delivery.

    The event comes before the first byte goes: once the shop may have a letter, the run can't be withdrawn any more.
    Fetched again, it is the same archive; it is kept beside the run until that is closed or purged.

    Raises:
        NotAllowedError: it isn't released, the run has ended, or its delivery to another place was begun.
        VerificationError: it isn't what was released.
    """
    with open_run(folder, by) as run:
        wanted = _released(run, package)
        parcel = _packed(run, wanted, progress)
        if not wanted.is_delivered:
            if parcel.offered is not None:
                raise NotAllowedError(
                    _("Die Lieferung dieses Pakets an {target} wurde kurz vor ihrem Ende abgebrochen").format(
                        target=parcel.offered
                    ),
                    where=run.root.name,
                    hint=_("Erst die Lieferung zu Ende bringen"),
                )
            run.refuse_unless_allowed(EventKind.DELIVERED)
            run.record(EventKind.DELIVERED, _details(parcel))
        return Collected(parcel.path, parcel.name, not wanted.is_delivered)


def prepare(folder: Path, by: Actor, progress: Progress) -> None:
    """Pack what is released and not yet delivered, so that whoever fetches it needn't wait; errors as for `collect`."""
    with open_run(folder, by) as run:
        for package in run.life.packages:
            if package.is_released and not package.is_delivered:
                _packed(run, package, progress)


def configured_target(folder: Path) -> str | None:
    """Return where the run's own shop profile says that packages go; None where it doesn't say."""
    return load_profile(str(folder / runfolder.PROFILE)).delivery.to or None


def _released(run: JournalledRun, name: str) -> Package:
    package = run.life.package(name)
    if package is None or not package.is_released or run.life.state not in FETCHED_IN:
        raise NotAllowedError(
            _("Dieses Paket ist nicht für die Druckerei freigegeben"),
            where=run.root.name,
            hint=_("Abholen lässt sich, was freigegeben und nicht abgeschlossen ist"),
        )
    return package


def _packed(run: JournalledRun, package: Package, progress: Progress) -> Parcel:
    sealed = sealed_files(run)
    return packed_package(run, package, sealed, delivery_terms(run, sealed), progress)


def _details(parcel: Parcel) -> dict[str, Any]:
    return {
        "package": parcel.package,
        "target": DOWNLOAD,
        "file": parcel.name,
        "size": parcel.size,
        "sha256": parcel.sha256,
        "encryption": parcel.encryption.value,
        "tag_manifest": parcel.tag_manifest,
    }

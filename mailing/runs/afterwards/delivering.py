"""Delivering a run's packages to the shop, each once and whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailing.base.errors import NotAllowedError, UsageError, VerificationError
from mailing.base.files import sha256_of
from mailing.base.messages import _
from mailing.base.strict_json import strict_json
from mailing.delivery import Bag, forget, hand_over, is_offered, open_place, packed
from mailing.lifecycle import EventKind, RunState, files_of
from mailing.model import runfolder
from mailing.model.delivery import Target, read_target
from mailing.press import load_profile
from mailing.press.bag import TAG_MANIFEST, bag_files
from mailing.runs.journal.journalled import open_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.base.progress import Progress
    from mailing.delivery import Handed, Parcel, Place
    from mailing.lifecycle import Package, RunLife
    from mailing.model.actors import Actor
    from mailing.model.delivery import DeliveryTerms
    from mailing.runs.journal.journalled import JournalledRun

AT_THE_SHOP = frozenset({RunState.DELIVERED, RunState.ACCEPTED, RunState.POSTED})
DOWNLOAD: Final = "download"
"""Stands in the journal for the target of a package that the shop fetches: its archive stays, to be fetched again."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A package that has gone, and as what.

    Attributes:
        is_taken: whether it had been delivered by a call that was cut off, and the shop has taken it away since.
    """

    package: str
    target: str
    name: str
    size: int
    sha256: str
    is_taken: bool


def deliver(folder: Path, to: str | None, by: Actor, progress: Progress) -> tuple[Delivered, ...]:
    """Deliver all released packages of a run that the shop hasn't got yet, and record each; none where it has all.

    They go `to` there or, where that is None, to where the run's own shop profile says.

    Raises:
        NotAllowedError: there is nothing that may be delivered.
        UsageError: there is no such target, or none at all.
        VerificationError: a package isn't what was released.
        SurroundingsError: the other side can't be reached, isn't who it should be, or doesn't take it.
    """
    with open_run(folder, by) as run:
        _forget_delivered(run)
        if _has_all(run.life):
            return ()
        run.refuse_unless_allowed(EventKind.DELIVERED)
        sealed = sealed_files(run)
        terms = delivery_terms(run, sealed)
        target = _target(to, terms, run.root)
        waiting = [package for package in run.life.packages if package.is_released and not package.is_delivered]
        parcels = [packed_package(run, package, sealed, terms, progress) for package in waiting]
        with open_place(target, terms) as place:
            return tuple(_delivered(run, parcel, place, progress) for parcel in parcels)


def refuse_if_offered(run: JournalledRun) -> None:
    """Refuse to end a run whose letters the shop may have, though the call that delivered them couldn't record it.

    Raises:
        NotAllowedError: it is such a run.
    """
    if any(is_offered(run.root, package.name) for package in run.life.packages if not package.is_delivered):
        raise NotAllowedError(
            _("Eine Lieferung dieses Laufs wurde kurz vor ihrem Ende abgebrochen: vielleicht hat ihn die Druckerei"),
            where=str(run.root),
            hint=_("Erst die Lieferung zu Ende bringen: mailing deliver"),
        )


def _has_all(life: RunLife) -> bool:
    """Whether the shop has got every package, of a run that it works on."""
    return life.state in AT_THE_SHOP and all(package.is_delivered for package in life.packages)


def _forget_delivered(run: JournalledRun) -> None:
    """Remove the archives of packages that are on record as laid down: a call cut off just then has left them."""
    for event in run.events:
        if event.kind is EventKind.DELIVERED and event.details.get("target") != DOWNLOAD:
            forget(run.root, event.details["package"])


def packed_package(
    run: JournalledRun, package: Package, sealed: Mapping[str, str], terms: DeliveryTerms, progress: Progress
) -> Parcel:
    """Return a package as the archive that goes to the shop; VerificationError where it isn't what was sealed."""
    bag = _bag(run.root, package.name, sealed)
    total = sum((run.root / package.name / path).stat().st_size for path in bag.files)
    with progress.stage(_("Paket packen"), total) as meter:
        return packed(bag, terms, meter.advance)


def _delivered(run: JournalledRun, parcel: Parcel, place: Place, progress: Progress) -> Delivered:
    heads = [event.digest for event in run.events]
    with progress.stage(_("Paket liefern"), parcel.size) as meter:
        handed = hand_over(parcel, place, heads, meter.advance)
    run.record(EventKind.DELIVERED, _details(handed, place.name))
    forget(run.root, parcel.package)
    return Delivered(parcel.package, place.name, parcel.name, handed.size, handed.sha256, handed.is_taken)


def _details(handed: Handed, target: str) -> dict[str, Any]:
    return {
        "package": handed.parcel.package,
        "target": target,
        "file": handed.parcel.name,
        "size": handed.size,
        "sha256": handed.sha256,
        "encryption": handed.parcel.encryption.value,
        "tag_manifest": handed.parcel.tag_manifest,
        "ready": handed.ready,
    }


def sealed_files(run: JournalledRun) -> dict[str, str]:
    """Return path -> hex SHA-256 of what was released: as the manifest has it or, of a reprint, the journal."""
    manifest = strict_json((run.root / runfolder.MANIFEST).read_bytes())
    made = {entry["path"]: entry["sha256"] for entry in (*manifest["files"], *manifest["others"])}
    return made | files_of(run.events)


def _bag(root: Path, package: str, sealed: Mapping[str, str]) -> Bag:
    """Return a package as it was sealed: its tag manifest names all that is in it.

    Raises:
        VerificationError: it isn't what was sealed, or has something more in it.
    """
    folder, path = root / package, f"{package}/{TAG_MANIFEST}"
    if path not in sealed or not (root / path).is_file() or sha256_of(root / path) != sealed[path]:
        raise _not_as_released(root / path)
    files = bag_files(folder)
    there = {found.relative_to(folder).as_posix() for found in folder.rglob("*") if not found.is_dir()}
    if there != set(files):
        raise _not_as_released(folder / min(there ^ set(files)))
    run_id = strict_json((root / runfolder.MANIFEST).read_bytes())["run_id"]
    return Bag(root, run_id, package, sealed[path], files)


def delivery_terms(run: JournalledRun, sealed: Mapping[str, str]) -> DeliveryTerms:
    """Return how the run's own profile delivers; whoever changed that could send the letters anywhere."""
    profile = run.root / runfolder.PROFILE
    if not profile.is_file() or sha256_of(profile) != sealed.get(runfolder.PROFILE):
        raise _not_as_released(profile)
    return load_profile(str(profile)).delivery


def _target(to: str | None, terms: DeliveryTerms, root: Path) -> Target:
    if not (to or terms.to):
        raise UsageError(
            _("Wohin geliefert wird, sagt weder --to noch das Druckereiprofil des Laufs"),
            where="--to",
            hint=_("--to ORDNER oder --to sftp://benutzer@rechner:port/ordner; im Profil: [delivery] to"),
        )
    try:
        target = read_target(to or terms.to)
    except ValueError as error:
        raise UsageError(
            _("Dieses Ziel geht nicht: {reason}").format(reason=_(str(error))),
            where="--to",
            hint=_("zum Beispiel --to /mnt/druckerei oder --to sftp://amt@sftp.druckerei.example:22/eingang"),
        ) from error
    if target.is_remote:
        return target
    return _folder(target, root)


def _folder(target: Target, root: Path) -> Target:
    """Return a folder on this machine by its full path; the run's own takes no delivery."""
    folder = Path(target.folder).expanduser().absolute()
    if folder.resolve().is_relative_to(root):
        raise UsageError(
            _("In den Ordner des Laufs wird nicht geliefert"),
            where=str(folder),
            hint=_("Den Ordner nennen, aus dem die Druckerei abholt"),
        )
    return Target(str(folder))


def _not_as_released(path: Path) -> VerificationError:
    return VerificationError(
        _("Das Paket ist nicht, was freigegeben wurde: geliefert ist nichts"),
        where=str(path),
        hint=_("mailing verify nennt alle Abweichungen; den Vorfall klären"),
    )

"""Delivering a run's packages to the shop, each once and whole, and keeping the shop's answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailing.base.errors import NotAllowedError, UsageError, VerificationError
from mailing.base.files import make_folder, sha256_of, write_whole
from mailing.base.messages import _
from mailing.base.strict_json import strict_json
from mailing.delivery import Bag, hand_over, is_offered, open_place, packed
from mailing.lifecycle import EventKind, RunState, files_of
from mailing.model import runfolder
from mailing.model.delivery import Target, read_target
from mailing.press import load_profile
from mailing.press.bag import TAG_MANIFEST, bag_files
from mailing.runs.journalled import open_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.base.progress import Progress
    from mailing.delivery import Handed, Parcel, Place
    from mailing.lifecycle import Package, RunLife
    from mailing.model.actors import Actor
    from mailing.model.delivery import DeliveryTerms
    from mailing.runs.journalled import JournalledRun

AT_THE_SHOP = frozenset({RunState.DELIVERED, RunState.ACCEPTED, RunState.POSTED})
MOST_OF_A_RECEIPT = 64 << 20
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")


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
        if _has_all(run.life):
            return ()
        run.refuse_unless_allowed(EventKind.DELIVERED)
        sealed = _sealed_files(run)
        terms = _terms(run, sealed)
        target = _target(to, terms, run.root)
        waiting = [package for package in run.life.packages if package.is_released and not package.is_delivered]
        parcels = [_packed(run, package, sealed, terms, progress) for package in waiting]
        with open_place(target, terms) as place:
            return tuple(_delivered(run, parcel, place, progress) for parcel in parcels)


def record_receipt(folder: Path, receipt: Path, by: Actor) -> tuple[str, ...]:
    """Keep the shop's answer to what it has got, and record it; return the packages, none where it was known.

    Raises:
        NotAllowedError: nothing was delivered that it could be the answer to.
        UsageError: there is no such file, or one that is no receipt.
    """
    content = _receipt(receipt)
    with open_run(folder, by) as run:
        kept = f"{runfolder.EVIDENCE}receipt-{_short(content)}{_ending(receipt)}"
        answered = _answered(run, kept)
        if not answered and kept in files_of(run.events):
            return ()
        run.refuse_unless_allowed(EventKind.ACCEPTED)
        make_folder((run.root / kept).parent)
        write_whole(run.root / kept, content)
        for package in answered:
            run.record(EventKind.ACCEPTED, {"package": package}, files=[run.root / kept])
        return answered


def refuse_if_offered(run: JournalledRun) -> None:
    """Refuse to end a run whose letters the shop may have, though the call that delivered them couldn't record it.

    Raises:
        NotAllowedError: it is such a run.
    """
    if is_offered(run.root):
        raise NotAllowedError(
            _("Eine Lieferung dieses Laufs wurde kurz vor ihrem Ende abgebrochen: vielleicht hat ihn die Druckerei"),
            where=str(run.root),
            hint=_("Erst die Lieferung zu Ende bringen: mailing deliver"),
        )


def _answered(run: JournalledRun, receipt: str) -> tuple[str, ...]:
    """Return the packages that a receipt answers to: what it found delivered when it was first recorded, or finds now.

    So a call that was cut off between two of them goes on, and an old receipt doesn't answer to a later reprint.
    """
    first = next((event.number for event in run.events if receipt in event.files), len(run.events) + 1)
    delivered = {event.details["package"] for event in run.events[: first - 1] if event.kind is EventKind.DELIVERED}
    return tuple(package.name for package in run.life.packages if package.name in delivered and not package.is_accepted)


def _has_all(life: RunLife) -> bool:
    """Whether the shop has got every package, of a run that it works on."""
    return life.state in AT_THE_SHOP and all(package.is_delivered for package in life.packages)


def _packed(
    run: JournalledRun, package: Package, sealed: Mapping[str, str], terms: DeliveryTerms, progress: Progress
) -> Parcel:
    bag = _bag(run.root, package.name, sealed)
    total = sum((run.root / package.name / path).stat().st_size for path in bag.files)
    with progress.stage(_("Paket packen"), total) as meter:
        return packed(bag, terms, meter.advance)


def _delivered(run: JournalledRun, parcel: Parcel, place: Place, progress: Progress) -> Delivered:
    heads = [event.digest for event in run.events]
    with progress.stage(_("Paket liefern"), parcel.size) as meter:
        handed = hand_over(parcel, place, heads, meter.advance)
    run.record(EventKind.DELIVERED, _details(handed, place.name))
    parcel.forget()
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


def _sealed_files(run: JournalledRun) -> dict[str, str]:
    """Return path -> hex SHA-256 of what was released: by the manifest, by those of reprints, or by an event."""
    sealed = {**_files_in(run.root / runfolder.MANIFEST), **files_of(run.events)}
    for name, digest in files_of(run.events).items():
        if runfolder.is_reprint_manifest(name) and sha256_of(run.root / name) == digest:
            sealed |= _files_in(run.root / name)
    return sealed


def _files_in(manifest: Path) -> dict[str, str]:
    told = strict_json(manifest.read_bytes())
    return {entry["path"]: entry["sha256"] for entry in (*told["files"], *told["others"])}


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


def _terms(run: JournalledRun, sealed: Mapping[str, str]) -> DeliveryTerms:
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


def _receipt(file: Path) -> bytes:
    if not file.is_file() or not 0 < file.stat().st_size <= MOST_OF_A_RECEIPT:
        raise UsageError(
            _("Diese Datei ist keine Antwort der Druckerei: es gibt sie nicht, sie ist leer oder zu groß"),
            where=f"--receipt {file}",
            hint=_("die Datei nennen, mit der die Druckerei den Empfang bestätigt"),
        )
    return file.read_bytes()


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _ending(file: Path) -> str:
    """Return the ending of a file's name, where it is an ordinary one: the rest of the name might be personal."""
    return file.suffix.lower() if _ENDING.fullmatch(file.suffix) else ""


def _not_as_released(path: Path) -> VerificationError:
    return VerificationError(
        _("Das Paket ist nicht, was freigegeben wurde: geliefert ist nichts"),
        where=str(path),
        hint=_("mailing verify nennt alle Abweichungen; den Vorfall klären"),
    )

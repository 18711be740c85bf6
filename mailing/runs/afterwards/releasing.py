"""Releasing a run for the shop, rejecting or withdrawing it: by whoever may, after a look at what it is.

What is bound is the manifest's hash, which seals list, template, fonts, settings and the proof that was shown: if any
of it changes, the release is void.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from mailing.base.errors import Fault, NotAllowedError, UsageError, VerificationError
from mailing.base.files import sha256_of
from mailing.base.messages import _
from mailing.lifecycle import EventKind, RunState, refuse_unless_allowed, too_late
from mailing.model import runfolder
from mailing.model.piece_ranges import count
from mailing.press import load_profile
from mailing.runs.afterwards.delivering import refuse_if_offered
from mailing.runs.afterwards.run_findings import changes_of, findings_of
from mailing.runs.journal.journalled import now, open_run, read_life
from mailing.runs.making.double_runs import free_letters
from mailing.runs.making.letter_date import far_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

    from mailing.audit.signing import SigningKey
    from mailing.base.progress import Progress
    from mailing.lifecycle import Package, RunLife
    from mailing.model.actors import Actor

TO_BE_DECIDED = ("duplicate.near",)
"""Findings that nobody may release over without accepting them: two letters may go to one household."""
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """What somebody is shown before they release a package.

    Attributes:
        manifest: the hash of what they release.
        package: its name; `needs` how many must release it, `released_by` who has.
        pieces, sheets: how many the package has; so many `digital` letters leave the house with the first one.
        cost: in euros; None where the profile has no rates.
        made_by: who had it made.
        findings: how many of each code that is a warning or an error; `told` some of them, as they were told.
        changes: how many entries of the list were changed in the check, by whoever made the run.
        undecided: those of them that must be accepted.
        proof: the pages to look at; None where the run has none.
        notices: what is odd about the letters today.
    """

    run: Path
    manifest: str
    package: str
    needs: int
    released_by: tuple[str, ...]
    date: str
    pieces: int
    digital: int
    sheets: int
    cost: Decimal | None
    findings: Mapping[str, int]
    undecided: tuple[str, ...]
    proof: Path | None
    notices: tuple[str, ...]
    made_by: str = ""
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Released:
    """What a release came to: how many more people its package needs."""

    package: str
    missing: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """Findings that somebody takes responsibility for, and why."""

    codes: tuple[str, ...] = ()
    reason: str = ""


def look_at(run: Path, by: Actor) -> ReleaseView:
    """Return what is to be released next of a run, for somebody who may.

    Raises:
        NotAllowedError: state or person don't allow it, or the letters are too old.
        VerificationError: the run's journal isn't what was written.
    """
    _events, life = read_life(run)
    package = _package_for(life, by)
    manifest: dict[str, Any] = json.loads((run / runfolder.MANIFEST).read_bytes())
    findings, told = findings_of(run)
    proof = run / runfolder.PROOF
    return ReleaseView(
        run=run,
        manifest=sha256_of(run / runfolder.MANIFEST),
        package=package.name,
        needs=package.needs,
        released_by=tuple(actor.name for actor in package.released_by),
        date=manifest["date"],
        pieces=count(package.pieces),
        digital=manifest["counts"]["digital"] if package.name == runfolder.SHOP else 0,
        sheets=package.sheets,
        cost=_cost(run, manifest),
        findings=findings,
        undecided=_undecided(findings, package),
        proof=proof if proof.is_file() else None,
        notices=tuple(finding.message for finding in far_date(dt.date.fromisoformat(manifest["date"]))),
        made_by=package.by.name,
        told=told,
        changes=changes_of(run),
    )


def release(
    view: ReleaseView, by: Actor, accepted: Accepted, progress: Progress, key: SigningKey | None = None
) -> Released:
    """Verify a run, whole, and record that somebody releases what they were shown of it; `key` signs that.

    Raises:
        NotAllowedError: state or person don't allow it, or there are findings to be decided that aren't accepted.
        VerificationError: the run doesn't verify, or isn't any more what was shown.
        UsageError: a finding is accepted that the run hasn't, or without a reason.
    """
    with open_run(view.run, by) as run:
        package = _package_for(run.life, by)
        if (run.manifest, package.name) != (view.manifest, view.package):
            raise VerificationError(_("Der Lauf ist nicht mehr der, der gezeigt wurde"), where=str(view.run))
        _refuse_undecided(view, accepted)
        _refuse_unsound(view.run, progress)
        signature = run.sign(EventKind.RELEASED, key) if key is not None else []
        run.record(EventKind.RELEASED, _details(view, accepted), signature)
        missing = package.needs - len(package.released_by) - 1
        return Released(package.name, missing)


def reject(run: Path, by: Actor, reason: str, register: str | None = None) -> None:
    """End a run that nobody has delivered: whoever was to release it says no; errors as for `_end`."""
    _end(run, by, EventKind.REJECTED, reason, register)


def withdraw(run: Path, by: Actor, reason: str, register: str | None = None) -> None:
    """End a run that nobody has delivered: the office doesn't want it any more; errors as for `_end`."""
    _end(run, by, EventKind.WITHDRAWN, reason, register)


def _end(folder: Path, by: Actor, kind: EventKind, reason: str, register: str | None) -> None:
    """Record that a run ends, and why; its households may be written to by other runs.

    A call that was cut off in between is repeated: the run has ended then, and its letters are freed all the same.

    Raises:
        NotAllowedError: it is delivered or has ended.
        UsageError: there is no reason.
        SurroundingsError: the register can't be used; the run has ended.
    """
    if not reason.strip():
        raise UsageError(_("--reason braucht einen Grund"), where="--reason")
    with open_run(folder, by) as run:
        try:
            run.refuse_unless_allowed(kind)
            refuse_if_offered(run)
            run.record(kind, {"reason": reason.strip()})
        finally:
            if run.life.state in {RunState.REJECTED, RunState.WITHDRAWN}:
                free_letters(register, run.root.parent, run.events[0].details["registered_as"])


def _package_for(life: RunLife, by: Actor) -> Package:
    """Return the package that somebody may release now."""
    refuse_unless_allowed(life, EventKind.RELEASED, by)
    package = next(package for package in life.packages if not package.is_released and package.may_be_released_by(by))
    if package.until is not None and now().date() > package.until:
        raise too_late(package.until)
    return package


def _undecided(findings: Mapping[str, int], package: Package) -> tuple[str, ...]:
    """Return the findings that a run's own package can't be released over; a reprint's letters have been."""
    return tuple(code for code in TO_BE_DECIDED if findings.get(code)) if package.name == runfolder.SHOP else ()


def _refuse_undecided(view: ReleaseView, accepted: Accepted) -> None:
    unknown = [code for code in accepted.codes if code not in view.findings]
    if unknown or (accepted.codes and not accepted.reason.strip()):
        raise UsageError(
            _("--accept nennt einen Befund des Laufs und braucht --reason TEXT"),
            where=", ".join(f"--accept {code}" for code in unknown or accepted.codes),
            hint=_("Befunde des Laufs: {codes}").format(codes=", ".join(view.findings) or _("keine")),
        )
    left = [code for code in view.undecided if code not in accepted.codes]
    if left:
        raise NotAllowedError(
            _("Vor der Freigabe zu entscheiden: {what}").format(
                what=", ".join(f"{code} ({view.findings[code]})" for code in left)
            ),
            where=f"{view.run / runfolder.FINDINGS}",
            hint=_("Die Liste bereinigen und den Lauf neu machen, oder --accept {code} --reason TEXT").format(
                code=left[0]
            ),
        )


def _refuse_unsound(run: Path, progress: Progress) -> None:
    from mailing.runs.verify import VerifyOptions, verify  # an office that opens has nothing to verify yet

    reasons = [finding.message for finding in verify(run, VerifyOptions(), progress) if finding.forbids_the_letter]
    if reasons:
        raise VerificationError(
            _("Der Lauf wird nicht freigegeben: die Prüfung hat {number} Fehler gefunden").format(number=len(reasons)),
            where=str(run),
            hint=_("mailing verify nennt alle Befunde; den Vorfall klären"),
            faults=tuple(Fault(reason) for reason in islice(reasons, MOST_TOLD)),
        )


def _details(view: ReleaseView, accepted: Accepted) -> dict[str, Any]:
    proof = {} if view.proof is None else {"proof": sha256_of(view.proof)}
    cost = {} if view.cost is None else {"cost": str(view.cost)}
    decided = {code: view.findings[code] for code in accepted.codes}
    given = {"accepted": decided, "reason": accepted.reason.strip()} if decided else {}
    return {"package": view.package, **proof, **cost, **given}


def _cost(run: Path, manifest: Mapping[str, Any]) -> Decimal | None:
    """Return what the run costs by the rates of its own profile."""
    pieces: Counter[str] = Counter()
    for file in manifest["files"]:
        pieces[file["product"]] += file["pieces"]
    return load_profile(str(run / runfolder.PROFILE)).rates.cost(manifest["counts"]["sheets"], pieces)

"""What takes longer with a finished run: released, delivered, reported on.

Each may be done twice: the verb finds what is done, or the task sees that this person has done it already.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mailing.runs.afterwards.collecting import prepare
from mailing.runs.afterwards.delivering import deliver as deliver_packages
from mailing.runs.afterwards.releasing import Accepted, look_at
from mailing.runs.afterwards.releasing import release as release_package
from mailing.runs.afterwards.reporting import write_report
from mailing.runs.showing.standing import standing_of
from mailing.web.paths import run_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.web.work.tasks import Order


def release(order: Order) -> Mapping[str, Any]:
    """Verify a run, whole, and release what was shown of it."""
    run = run_folder(order.office, order.subject)
    package = standing_of(run).package(order.arguments["package"])
    if package is not None and order.by.name in package.released_by:
        return {"missing": package.needs - len(package.released_by)}
    shown = replace(look_at(run, order.by), manifest=order.arguments["manifest"], package=order.arguments["package"])
    accepted = Accepted(tuple(order.arguments["accepted"]), order.arguments["reason"])
    done = release_package(shown, order.by, accepted, order.progress)
    prepare(run, order.by, order.progress)
    return {"missing": done.missing}


def deliver(order: Order) -> Mapping[str, Any]:
    """Deliver a run's packages to where its shop profile says."""
    done = deliver_packages(run_folder(order.office, order.subject), None, order.by, order.progress)
    return {"packages": [package.package for package in done]}


def report(order: Order) -> Mapping[str, Any]:
    """Write a run's report."""
    write_report(run_folder(order.office, order.subject))
    return {}

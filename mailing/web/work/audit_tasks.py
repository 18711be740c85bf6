"""Verifying a run for an auditor: it writes into the office's own folder only."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from mailing.base.files import make_folder, older_than, written_whole
from mailing.findings import Severity
from mailing.runs.making.signatures import signature_told
from mailing.runs.verify import VerifyOptions
from mailing.runs.verify import verify as verify_run
from mailing.web.paths import run_folder
from mailing.web.uploads import given_upload
from mailing.web.verifications import MOST_KEPT, results_file
from mailing.web.work.queue import DAYS_KEPT, SECONDS_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mailing.findings import Finding
    from mailing.web.work.tasks import Order


def verify(order: Order) -> Mapping[str, Any]:
    """Verify a run as `mailing verify` does, keep what was found, and return how much that is."""
    run = run_folder(order.office, order.subject)
    results = results_file(order.office, order.arguments["results"])
    for old in older_than(results.parent, DAYS_KEPT * SECONDS_A_DAY):
        old.unlink(missing_ok=True)
    with ExitStack() as uploads:
        given = {
            name: uploads.enter_context(given_upload(order.office, key)) if (key := order.arguments.get(name)) else None
            for name in ("list", "ca")
        }
        options = VerifyOptions(quick=bool(order.arguments["quick"]), list_path=given["list"], ca=given["ca"])
        severities = _keep(results, verify_run(run, options, order.progress))
    return {
        "results": order.arguments["results"],
        "quick": options.quick,
        "with_list": options.list_path is not None,
        "counts": severities,
        "signature": signature_told(run),
    }


def _keep(results: Path, findings: Iterable[Finding]) -> dict[str, int]:
    """Keep what was found, a line each, without the texts as found: those may be a person's."""
    severities = Counter({severity.value: 0 for severity in Severity})
    make_folder(results.parent)
    with written_whole(results) as stream:
        for finding in findings:
            severities[finding.severity.value] += 1
            if severities.total() <= MOST_KEPT:
                told = {
                    "severity": finding.severity.value,
                    "code": finding.code,
                    "row": finding.row,
                    "where": finding.field,
                    "message": finding.message,
                    "hint": finding.hint,
                }
                stream.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
    return dict(severities)

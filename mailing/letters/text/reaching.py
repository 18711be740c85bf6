"""Conditions that no household of a run met: a slip in the template, perhaps."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from mailing.findings import Finding
from mailing.letters.text.script import read_script

if TYPE_CHECKING:
    from collections.abc import Collection

    from mailing.letters.text.parsing import SourceLine
    from mailing.letters.text.script import Script
    from mailing.letters.text.templates import Template

_CONDITION: Final = re.compile(r"\{%-?\s*(?:if|elif|for)\b.*?%\}")


def unreached(template: Template, reached: Collection[str], day: dt.date | None = None) -> tuple[Finding, ...]:
    """Return a finding for each branch that no household of the run reached.

    Args:
        template: what was printed.
        reached: the branches of all skeletons of the run (`Skeleton.branches`).
        day: the letters' date; by default the template's own.
    """
    day = day or template.date or dt.date.min
    scripts = {variant.name: read_script(variant, day) for variant in (*template.others, template)}
    used = [script for name, script in scripts.items() if name == template.name or _labels(script) & set(reached)]
    missed = {branch.label: branch for script in used for branch in script.branches.values()}
    return tuple(
        Finding(
            "template.else-unreached" if branch.is_other else "template.branch-unreached",
            field=label,
            details={"condition": _condition_at(template, branch.source_line)},
        )
        for label, branch in sorted(missed.items(), key=lambda item: (item[1].source_line, item[0]))
        if label not in reached and branch.asks_household
    )


def _labels(script: Script) -> set[str]:
    return {branch.label for branch in script.branches.values()}


def _condition_at(template: Template, source_line: SourceLine) -> str:
    """Return the condition that stands there, or the whole line where it has none or several."""
    line = template.sources[source_line.file].splitlines()[source_line.line - 1].strip()
    conditions = _CONDITION.findall(line)
    return conditions[0] if len(conditions) == 1 else line

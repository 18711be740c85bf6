"""The page `docs/findings.md`, made of the kinds themselves: `python -m mailing.findings.page`."""

from __future__ import annotations

import re
from pathlib import Path

from mailing.base.messages import Language, _, in_language
from mailing.findings import KINDS
from mailing.findings.kinds import FindingKind, Severity

PAGE = Path(__file__).parent.parent.parent / "docs" / "findings.md"
SEVERITIES = {
    Severity.ERROR: "Fehler · error",
    Severity.WARNING: "Warnung · warning",
    Severity.INFO: "Hinweis · info",
}
HEAD = """# Befunde · Findings

Jeder Befund hat einen festen Code. Ein **Fehler** kostet die Zeile ihren Brief (oder lässt eine Prüfung
scheitern), eine **Warnung** ist zur Entscheidung, ein **Hinweis** fürs Protokoll. „…“ steht für das, was im
Einzelfall eingesetzt wird.

Each finding has a stable code. An **error** costs the row its letter (or fails a verification), a **warning** is for
decision, an **info** for the record. “…” stands for what is filled in.

<!-- Made by `python -m mailing.findings.page`; don't edit it by hand. -->
"""
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def page() -> str:
    """Return the page: a section for every code, in both languages."""
    sections = [_section(kind) for _code, kind in sorted(KINDS.items())]
    return "\n".join((HEAD, *sections))


def _section(kind: FindingKind) -> str:
    lines = [f"## {kind.code}", "", f"*{SEVERITIES[kind.severity]}*", ""]
    for language in Language:
        with in_language(language):
            message, hint = (_PLACEHOLDER.sub("…", _(text)) for text in (kind.message, kind.hint))
        lines += [f"{language.value}: **{message}.** {hint}.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

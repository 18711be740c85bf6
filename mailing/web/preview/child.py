"""The process that sets pages for its server: wishes come by standard input, answers go to standard output.

A wish is a line of JSON; so is an answer, and behind it come so many bytes of a picture as it says. The process
lives as long as its server holds the other end; a wish that takes too much ends it, and the server starts another.
"""

from __future__ import annotations

import json
import os
import sys
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from mailing.base.errors import MailingError
from mailing.base.messages import Language, in_language
from mailing.runs.offices.templates import describe_template, template_names
from mailing.runs.showing.preview import Preview, Previewer, faults_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mailing.base.errors import Fault
    from mailing.findings import Finding

    Wish = Mapping[str, Any]
    Told = dict[str, Any]

MEMORY: Final = 1 << 30
"""Bytes that a process may take beside what its libraries take."""
LISTS_KEPT: Final = 3
_previewers: OrderedDict[str, Previewer] = OrderedDict()


def main() -> None:
    """Answer wishes until there are no more."""
    _keep_within(MEMORY)
    answers = sys.stdout.buffer
    for line in sys.stdin.buffer:
        wish = json.loads(line)
        picture = b""
        with in_language(Language(wish["language"])):
            try:
                told, picture = _KINDS[wish["do"]](wish)
            except MailingError as error:
                told = {"faults": _faults(faults_of(error))}
        _say(answers, {**told, "length": len(picture)}, picture)


def _page(wish: Wish) -> tuple[Told, bytes]:
    made = _previewer(wish).page(wish["name"], wish["instead"], place=wish["place"], row=wish["row"], page=wish["page"])
    return _as_told(made), made.picture


def _check(wish: Wish) -> tuple[Told, bytes]:
    faults, findings = _previewer(wish).check(wish["name"], wish["instead"])
    return {"faults": _faults(faults), "findings": _findings(findings)}, b""


def _hardest(wish: Wish) -> tuple[Told, bytes]:
    chosen = _previewer(wish).hardest(wish["name"], wish["instead"])
    return {"hardest": [{"place": place, "row": row, "reasons": reasons} for place, row, reasons in chosen]}, b""


def _describe(wish: Wish) -> tuple[Told, bytes]:
    """Tell of each template of the folder what it is, or why that can't be told."""
    folder = Path(wish["templates"])
    told = []
    for name in template_names(folder):
        try:
            found, _none = describe_template(name, folder)
        except MailingError as error:
            told.append({"name": name, "title": name, "kind": "", "variants": (), "faults": _faults(faults_of(error))})
            continue
        shown = {"name": name, "title": found.title, "kind": found.kind, "variants": found.variants, "faults": ()}
        told.append({**shown, "version": found.version, "needs": found.needs, "placeholders": found.placeholders})
    return {"templates": told}, b""


_KINDS: Final[Mapping[str, Callable[[Wish], tuple[Told, bytes]]]] = {
    "page": _page,
    "check": _check,
    "hardest": _hardest,
    "describe": _describe,
}


def _previewer(wish: Wish) -> Previewer:
    """Return what shows letters for the wish's list; lists that weren't asked for lately are let go."""
    key = json.dumps([wish["templates"], wish["list"]], sort_keys=True)
    if key in _previewers:
        _previewers.move_to_end(key)
    else:
        _previewers[key] = Previewer(Path(wish["templates"]), wish["list"])
        while len(_previewers) > LISTS_KEPT:
            _previewers.popitem(last=False)
    return _previewers[key]


def _as_told(made: Preview) -> Told:
    return {
        "page": made.page,
        "pages": made.pages,
        "text": made.text,
        "place": made.place,
        "row": made.row,
        "households": made.households,
        "columns": made.columns,
        "faults": _faults(made.faults),
        "findings": _findings(made.findings),
    }


def _faults(faults: Iterable[Fault]) -> list[Told]:
    return [{"what": fault.what, "where": fault.where, "hint": fault.hint} for fault in faults]


def _findings(findings: Iterable[Finding]) -> list[Told]:
    return [
        {"what": each.message, "where": each.field, "hint": each.hint, "severity": each.severity.value}
        for each in findings
    ]


def _say(answers: BinaryIO, told: Told, picture: bytes) -> None:
    answers.write(json.dumps(told).encode() + b"\n")
    answers.write(picture)
    answers.flush()


def _keep_within(memory: int) -> None:
    """Have the system refuse memory beyond this; processes of its own set their own limits (Windows has none)."""
    try:
        import resource
    except ImportError:
        return
    try:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return  # another Unix, where libraries' shares can't be told: the clock alone limits
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    try:
        main()
    except (MemoryError, RecursionError):
        os._exit(1)  # the server tells that the page took too much

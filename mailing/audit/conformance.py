"""The checker of finished PDFs: own rules over pikepdf for PDF/X-4, PDF/VT-1, PDF/A-2u and the shop's profile.

It shares no code with the writer. No published checker sees everything, so each rule is a function of its own, with its
source, and a test that turns it red. The texts of ISO 15930-7 and 16612-2 weren't at hand: their rules are what several
implementations agree on, so they are cited without clauses; those of PDF/A are as veraPDF cites them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

from mailing.audit.findings import fault
from mailing.audit.xmp import Xmp
from mailing.errors import InputError
from mailing.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mailing.findings import Finding

MOST_SHOWN = 20
"""So many places are told of one broken rule; more say nothing new."""


class Rule(NamedTuple):
    """One rule: the code of its finding, its source, and what gives each breach of it as found."""

    code: str
    source: str
    check: Callable[[Evidence], Iterator[str]]


@dataclass(frozen=True)
class PrintSettings:
    """What a shop profile asks of a finished file.

    Attributes:
        standard: `x4-vt1-a2u`, `x4` or `plain-1.6`.
        profile: the profile's settings, as its TOML file says them.
    """

    standard: str
    profile: Mapping[str, Any]

    @classmethod
    def of(cls, profile: Mapping[str, Any]) -> PrintSettings:
        """Return the settings of a profile read by tomllib."""
        return cls(str(profile.get("standard", "x4-vt1-a2u")), profile)


@dataclass(frozen=True, eq=False)
class Evidence:
    """The file in hand, as the rules look at it."""

    path: Path
    pdf: pikepdf.Pdf
    settings: PrintSettings

    @property
    def root(self) -> Any:
        """The document catalog."""
        return self.pdf.Root

    @cached_property
    def info(self) -> Mapping[str, Any]:
        """The document information, by key; empty where there is none."""
        return dict(self.pdf.trailer.get("/Info", {}).items())

    @cached_property
    def xmp(self) -> Xmp:
        """The XMP packet; empty where there is none or it can't be read."""
        metadata = self.root.get("/Metadata")
        return Xmp(metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b"")

    @cached_property
    def pages(self) -> tuple[Any, ...]:
        """All pages in order."""
        return tuple(page.obj for page in self.pdf.pages)

    @cached_property
    def streams(self) -> tuple[Any, ...]:
        """All streams of the file."""
        return tuple(item for item in self.pdf.objects if isinstance(item, pikepdf.Stream))

    @cached_property
    def dictionaries(self) -> tuple[Any, ...]:
        """All dictionaries of the file that are objects of their own, streams' included."""
        return tuple(item for item in self.pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)))

    @cached_property
    def forms(self) -> tuple[Any, ...]:
        """All form XObjects."""
        return tuple(stream for stream in self.streams if stream.get("/Subtype") == "/Form")

    @cached_property
    def fonts(self) -> tuple[Any, ...]:
        """All fonts, those of composite fonts included."""
        return tuple(item for item in self.dictionaries if item.get("/Type") == "/Font")


def check_print(path: Path, settings: PrintSettings) -> tuple[Finding, ...]:
    """Hold a finished file against its standard and profile; nothing found means that all rules hold.

    Raises:
        InputError: it is no PDF at all.
    """
    try:
        with pikepdf.open(path) as pdf:
            evidence = Evidence(path, pdf, settings)
            return tuple(finding for rule in rules_for(settings) for finding in _findings(rule, evidence))
    except (pikepdf.PdfError, OSError) as error:
        raise InputError(
            _("Die Datei lässt sich nicht als PDF lesen"), where=path.name, hint=_("Ist es die richtige Datei?")
        ) from error


def rules_for(settings: PrintSettings) -> tuple[Rule, ...]:
    """Return the rules that a file of the settings' standard must keep."""
    from mailing.audit.rules_archive import ARCHIVE_RULES
    from mailing.audit.rules_exchange import EXCHANGE_RULES, FILE_RULES
    from mailing.audit.rules_records import RECORD_RULES
    from mailing.audit.rules_shop import SHOP_RULES

    standards = {
        "x4-vt1-a2u": (*FILE_RULES, *EXCHANGE_RULES, *RECORD_RULES, *ARCHIVE_RULES),
        "x4": (*FILE_RULES, *EXCHANGE_RULES),
        "plain-1.6": FILE_RULES,
    }
    return (*standards[settings.standard], *SHOP_RULES)


def _findings(rule: Rule, evidence: Evidence) -> Iterator[Finding]:
    for found, _place in zip(rule.check(evidence), range(MOST_SHOWN), strict=False):
        yield fault(rule.code, where=evidence.path.name, path=evidence.path.name, found=found, source=rule.source)

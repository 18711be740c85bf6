"""The checker of finished PDFs: own rules over pikepdf for PDF/X-4, PDF/VT-1, PDF/A-2u and the shop's profile.

It shares no code with the writer. No published checker sees everything, so each rule is a function of its own, with its
source, and a test that turns it red. The texts of ISO 15930-7 and 16612-2 weren't at hand: their rules are what several
implementations agree on, so they are cited without clauses; those of PDF/A are as veraPDF cites them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from mailing.audit.content_hash import Contents, contents_of
from mailing.audit.findings import fault
from mailing.audit.printfile.evidence import ANY_STANDARD, Evidence, PrintRule, PrintSettings
from mailing.audit.printfile.honesty import HONEST_RULES
from mailing.audit.printfile.pdfa import ARCHIVE_RULES
from mailing.audit.printfile.pdfvt import RECORD_RULES
from mailing.audit.printfile.pdfx import EXCHANGE_RULES, FILE_RULES
from mailing.audit.printfile.shop import READ_WITH_PIECES, SHOP_RULES
from mailing.base.errors import InputError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.findings import Finding

MOST_SHOWN = 20
"""So many findings are given of one broken rule; more say nothing new."""


def _fonts(evidence: Evidence) -> Iterator[str]:
    """Look at the fonts of our own text; an office's file brings its own, and its pages are compared with the file."""
    from mailing.audit.printfile.fonts import font_faults

    pressed = (font for font in evidence.fonts if font.objgen not in evidence.artwork_fonts)
    return font_faults(tuple(pressed))


FONT_RULE = PrintRule("print.font-glyphs", "ISO 32000-1, 9.10.3", _fonts)


def check_print(path: Path, settings: PrintSettings) -> tuple[Finding, ...]:
    """Hold a finished file against its standard and profile; nothing found means that all rules hold.

    Raises:
        InputError: it is no PDF at all.
    """
    try:
        with Contents(path) as contents:
            evidence = Evidence(path, contents, settings)
            return tuple(finding for rule in rules_for(settings) for finding in _findings(rule, evidence, path.name))
    except (pikepdf.PdfError, OSError) as error:
        raise InputError(
            _("Die Datei lässt sich nicht als PDF lesen"), where=path.name, hint=_("Ist es die richtige Datei?")
        ) from error


def inks_of(path: Path, settings: PrintSettings) -> tuple[str, ...]:
    """Return the inks that a finished file prints with: "K", or "C", "M", "Y" and "K".

    Raises:
        InputError: it is no PDF at all.
    """
    try:
        with Contents(path) as contents:
            return Evidence(path, contents, settings).inks
    except (pikepdf.PdfError, OSError) as error:
        raise InputError(
            _("Die Datei lässt sich nicht als PDF lesen"), where=path.name, hint=_("Ist es die richtige Datei?")
        ) from error


def check_pressed(path: Path, name: str, settings: PrintSettings, *, with_fonts: bool) -> Iterator[Finding]:
    """Hold a run's own file against the rules that reading its pieces doesn't check anyway.

    Args:
        path: the file.
        name: the manifest's name for it.
        settings: of `ANY_STANDARD` where the profile isn't in hand, as in a print shop.
        with_fonts: whether the fonts that it names are those installed here.
    """
    of_settings = FILE_RULES if settings.standard == ANY_STANDARD else rules_for(settings)
    unread = READ_WITH_PIECES if with_fonts else READ_WITH_PIECES | {FONT_RULE}
    evidence = Evidence(path, contents_of(path), settings)
    for rule in dict.fromkeys((*of_settings, *HONEST_RULES, FONT_RULE)):
        if rule not in unread:
            yield from _findings(rule, evidence, name)


def rules_for(settings: PrintSettings) -> tuple[PrintRule, ...]:
    """Return the rules that a file of the settings' standard must keep."""
    standards = {
        "x4-vt1-a2u": (*FILE_RULES, *EXCHANGE_RULES, *RECORD_RULES, *ARCHIVE_RULES),
        "x4": (*FILE_RULES, *EXCHANGE_RULES),
        "plain-1.6": FILE_RULES,
    }
    return (*standards[settings.standard], *SHOP_RULES, *HONEST_RULES, FONT_RULE)


def _findings(rule: PrintRule, evidence: Evidence, name: str) -> Iterator[Finding]:
    for found, _count in zip(rule.check(evidence), range(MOST_SHOWN), strict=False):
        yield fault(rule.code, where=name, path=name, found=found, source=rule.source)

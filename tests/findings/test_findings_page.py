"""The page of all findings: complete, in both languages, and as the program makes it."""

from __future__ import annotations

import re
import string

import pytest

from mailing.base.messages import Language, _, in_language
from mailing.findings import KINDS, Finding
from mailing.findings.of_intake import INTAKE_KINDS
from mailing.findings.page import PAGE, page


def test_every_code_has_a_section() -> None:
    """All rooms' codes, each once, and no other."""
    sections = re.findall(r"^## (\S+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(sections) == sorted(KINDS)


def test_the_page_is_what_the_kinds_say() -> None:
    """`python -m mailing.findings.page` makes it anew when a kind or a translation changes."""
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.parametrize("kind", INTAKE_KINDS, ids=lambda kind: kind.code)
def test_every_finding_speaks_english_too(kind: object) -> None:
    """Another text, with the same placeholders; hints have none."""
    with in_language(Language.ENGLISH):
        message, hint = _(kind.message), _(kind.hint)
    assert message != kind.message
    assert hint != kind.hint
    assert _placeholders(message) == _placeholders(kind.message)
    assert not _placeholders(kind.hint)


def _placeholders(text: str) -> set[str | None]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_a_finding_speaks_the_users_language() -> None:
    """Message and hint of one finding in both."""
    finding = Finding("household.two-representatives", 3, details={"other": 2})
    german = (finding.message, finding.hint)
    with in_language(Language.ENGLISH):
        english = (finding.message, finding.hint)
    assert "Zeile 2" in german[0]
    assert "row 2" in english[0]

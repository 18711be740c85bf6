"""Checks of a template before letter 1, and of its conditions after the last."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.base.settings import SettingsText
from mailing.base.settings_faults import nearest_hint
from mailing.findings import Finding
from mailing.letters.blocks import BlockKind, LetterFault
from mailing.letters.text.composing import Composer
from mailing.letters.text.markdown import Reader, read_skeleton
from mailing.letters.text.marking import SUBJECT_END
from mailing.letters.text.parsing import PRIVATE_USE, SourceLine
from mailing.letters.text.rehearsal import rehearse
from mailing.letters.text.script import read_script
from mailing.letters.text.templates import ORGANISATION_NAME
from mailing.letters.text.trial import TRIAL_SALUTATION, trial_households
from mailing.letters.text.vocabulary import LIST_PLACEHOLDERS, LIST_ROW, PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from mailing.letters.text.organisation import Organisation
    from mailing.letters.text.script import Script
    from mailing.letters.text.templates import Template

_CONDITION: Final = re.compile(r"\{%-?\s*(?:if|elif|for)\b.*?%\}")


def check_template(
    template: Template,
    date: dt.date,
    columns: Collection[str] | None,
    unsettable: Callable[[str], str],
) -> tuple[Finding, ...]:
    """Check a template and its variants before letter 1; return what doesn't stop the run.

    Args:
        template: what is to be printed.
        date: the letters' date.
        columns: the list's columns by template name; None where no list is at hand.
        unsettable: gives the characters of a text that the font lacks.

    Raises:
        TemplateError: what stops the run; file and line are named.
    """
    findings: list[Finding] = []
    for variant in (template, *template.variants.values()):
        _refuse_other_dates(variant, date)
        script = read_script(variant, date)
        _refuse_unsettable_facts(variant.organisation, unsettable)
        found = (*_column_findings(variant, columns), *_text_findings(variant, script, unsettable))
        findings += (finding for finding in found if finding not in findings)
        _try_out(variant, date)
    return tuple(findings)


def unreached(template: Template, reached: Collection[str], day: dt.date | None = None) -> tuple[Finding, ...]:
    """Return a finding for each branch that no household of the run reached.

    Args:
        template: what was printed.
        reached: the branches of all skeletons of the run (`Skeleton.branches`).
        day: the letters' date; by default the template's own.
    """
    day = day or template.date or dt.date.min
    scripts = {variant.name: read_script(variant, day) for variant in (*template.variants.values(), template)}
    used = [script for name, script in scripts.items() if name == template.name or _labels(script) & set(reached)]
    missed = {branch.label: branch for script in used for branch in script.branches.values()}
    return tuple(
        Finding(
            "template.else-unreached" if branch.is_other else "template.branch-unreached",
            field=label,
            details={"condition": _condition_at(template, branch.source_line)},
        )
        for label, branch in sorted(missed.items(), key=lambda item: (item[1].source_line, item[0]))
        if label not in reached
    )


def _labels(script: Script) -> set[str]:
    return {branch.label for branch in script.branches.values()}


def _condition_at(template: Template, source_line: SourceLine) -> str:
    """Return the condition that stands there, or the whole line where it has none or several."""
    line = template.sources[source_line.file].splitlines()[source_line.line - 1].strip()
    conditions = _CONDITION.findall(line)
    return conditions[0] if len(conditions) == 1 else line


def _refuse_other_dates(template: Template, date: dt.date) -> None:
    first, last = template.valid_from, template.valid_until
    for key, limit, is_outside in (
        ("valid_from", first, first is not None and date < first),
        ("valid_until", last, last is not None and date > last),
    ):
        if is_outside:
            raise TemplateError(
                _("Die Vorlage gilt nicht am {date}").format(date=f"{date:%d.%m.%Y}"),
                where=str(_setting_line(template, key)),
                hint=_(
                    "{key} ist {limit}: wählen Sie mit --date ein anderes Datum, oder ändern Sie den Eintrag"
                ).format(key=key, limit=f"{limit:%d.%m.%Y}"),
            )


def _setting_line(template: Template, key: str) -> SourceLine:
    entries = SettingsText(template.sources[template.settings_name], template.settings_name)
    return SourceLine(template.settings_name, entries.line(key))


def _column_findings(template: Template, columns: Collection[str] | None) -> Iterator[Finding]:
    """Compare what the template uses with what the list has."""
    of_list = {*LIST_PLACEHOLDERS, *(template.required_columns if columns is None else columns)}
    known = {*PLACEHOLDERS, *of_list, *(f"{LIST_ROW}.{name}" for name in of_list)}
    for name, source_line in template.placeholders.items():
        if name not in known and (columns is not None or not name.startswith(f"{LIST_ROW}.")):
            raise TemplateError(
                _("Den Platzhalter „{name}“ gibt es nicht, und die Liste hat keine Spalte dieses Namens").format(
                    name=name
                ),
                where=str(source_line),
                hint=nearest_hint(name, known),
            )
        if columns is not None and name in LIST_PLACEHOLDERS and name not in columns:
            yield Finding("template.column-missing", field=str(source_line), found=name, details={"column": name})
    for name in template.required_columns:
        if columns is not None and name not in columns:
            raise TemplateError(
                _("Die Vorlage braucht die Spalte „{name}“, die die Liste nicht hat").format(name=name),
                where=str(_setting_line(template, "columns")),
                hint=nearest_hint(name, columns),
            )


def _text_findings(template: Template, script: Script, unsettable: Callable[[str], str]) -> Iterator[Finding]:
    """Read the text as each branch leaves it; Markdown that a letter can't show raises a TemplateError."""
    has_text = has_closing = False
    for rendered in rehearse(script.body):
        skeleton = read_skeleton(rendered, script)
        has_text |= bool(skeleton.blocks)
        has_closing |= any(block.kind is BlockKind.CLOSING for block in skeleton.blocks)
        for part in rendered.split(SUBJECT_END):
            _refuse_unsettable(Reader(part, script), unsettable)
    if not has_text:
        raise TemplateError(_("Der Brief hat keinen Text"), where=template.text_name)
    if not has_closing:
        yield Finding("template.no-closing", field=template.text_name)
    if "anrede_zeile" not in script.placeholders:
        yield Finding("template.no-salutation", field=template.text_name)


def _refuse_unsettable(reader: Reader, unsettable: Callable[[str], str]) -> None:
    for line, source_line in zip(reader.text.split("\n"), reader.source_lines, strict=True):
        _refuse_characters(unsettable(PRIVATE_USE.sub("", line)), source_line)


def _refuse_unsettable_facts(organisation: Organisation, unsettable: Callable[[str], str]) -> None:
    for key, entry in organisation.model_dump(mode="json").items():
        entries = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else [entry]
        missing = unsettable("".join(str(text) for text in entries).replace("\n", ""))
        _refuse_characters(missing, f"{ORGANISATION_NAME}: {key}")


def _refuse_characters(missing: str, where: SourceLine | str) -> None:
    if missing:
        raise TemplateError(
            _("Die Schrift hat das Zeichen „{characters}“ nicht (U+{code:04X})").format(
                characters=missing[0], code=ord(missing[0])
            ),
            where=str(where),
            hint=_("Ersetzen Sie es durch ein anderes"),
        )


def _try_out(template: Template, date: dt.date) -> None:
    """Compose letters for households with all entries and with none: what can't be worked out shows."""
    composer = Composer(template, date)
    for household in trial_households(template):
        try:
            composer.compose(household, TRIAL_SALUTATION)
        except LetterFault:
            continue  # the trial's entries are at fault, not the template

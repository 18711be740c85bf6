"""Checks of a template before letter 1: all that would stop a run, each fault once, and what is to be decided on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from mailing.base.errors import Fault, TemplateError
from mailing.base.messages import _
from mailing.base.settings_faults import nearest_hint, nearest_name
from mailing.findings import Finding
from mailing.letters.blocks import BlockKind
from mailing.letters.text import characters
from mailing.letters.text.markdown import read_skeleton, refusals
from mailing.letters.text.proofreading import proofread
from mailing.letters.text.rehearsal import TooMuchToRehearseError, rehearse
from mailing.letters.text.script import read_script
from mailing.letters.text.source_text import without_marks
from mailing.letters.text.trial import try_out
from mailing.letters.text.unfilled import unfilled_fields
from mailing.letters.text.vocabulary import LIST_PLACEHOLDERS, LIST_ROW, PLACEHOLDERS
from mailing.model.languages import is_german

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator

    from mailing.letters.blocks import Skeleton
    from mailing.letters.text.parsing import SourceLine
    from mailing.letters.text.script import Script
    from mailing.letters.text.templates import Template

MOST_REFUSALS: Final = 50
"""So many refusals of Markdown are looked for one after the other; each takes a reading of the text."""
WORD_SHOWN: Final = 60
"""So many letters of a word does a message show."""
LIKE_A_NAME: Final = 0.75
"""What begins with a capital and is less like any name is a text rather than a name ("Hannover", not "Ort")."""
Told: TypeAlias = Finding | TemplateError
"""What a check has to say: something to decide on, or what stops the run."""


def check_template(
    template: Template,
    date: dt.date,
    columns: Collection[str] | None,
    unsettable: Callable[..., str],
    too_wide: Callable[[Skeleton, float], Iterable[str]] = lambda _skeleton, _size: (),
) -> tuple[Finding, ...]:
    """Check a template and its variants before letter 1; return what doesn't stop the run.

    Args:
        template: what is to be printed.
        date: the letters' date.
        columns: the list's columns by template name; None where no list is at hand.
        unsettable: gives the characters of a text that the font lacks; of one in another language with `language`.
        too_wide: gives the words of a skeleton's fixed text that fit on no line, in type of that size (pt).

    Raises:
        TemplateError: what stops the run, all of it, each fault once; file and line are named.
    """
    told: list[Told] = []
    for variant in (template, *template.others):
        lacking = unsettable if is_german(variant.language) else partial(unsettable, language=variant.language)
        told += _told_of(variant, date, columns, lacking, too_wide)
    faults = {(each.what, each.where): each for each in told if isinstance(each, TemplateError)}
    if faults:
        raise as_one(list(faults.values()), template.name)
    findings: list[Finding] = []
    findings += (each for each in told if isinstance(each, Finding) and each not in findings)
    return tuple(findings)


def as_one(faults: list[TemplateError], name: str) -> TemplateError:
    """Return a single fault as itself, several as one error that lists them."""
    if len(faults) == 1:
        return faults[0]
    return TemplateError(
        _("Die Vorlage hat {count} Fehler").format(count=len(faults)),
        where=name,
        hint=_("Was Vorlagen können, steht in docs/templates.md"),
        faults=[Fault(fault.what, fault.where, fault.hint) for fault in faults],
    )


def _told_of(
    template: Template,
    date: dt.date,
    columns: Collection[str] | None,
    unsettable: Callable[[str], str],
    too_wide: Callable[[Skeleton, float], Iterable[str]],
) -> Iterator[Told]:
    """Give all that there is to say of one variant."""
    yield from _other_dates(template, date)
    yield from characters.in_settings(template, unsettable)
    yield from _columns(template, columns)
    try:
        script = read_script(template, date)
    except TemplateError as fault:
        yield fault
        return
    yield from characters.in_statements(script, unsettable)
    try:
        yield from _text(template, script, date, columns, unsettable, too_wide)
    except TooMuchToRehearseError:
        yield TemplateError(
            _("Die Vorlage ist zu lang für so viele Bedingungen"),
            where=template.text_name,
            hint=_("Teilen Sie den Brief in zwei Vorlagen"),
        )
    yield from try_out(template, date, script)


def _other_dates(template: Template, date: dt.date) -> Iterator[TemplateError]:
    first, last = template.valid_from, template.valid_until
    for key, limit, is_outside in (
        ("valid_from", first, first is not None and date < first),
        ("valid_until", last, last is not None and date > last),
    ):
        if is_outside:
            yield TemplateError(
                _("Die Vorlage gilt nicht am {date}").format(date=f"{date:%d.%m.%Y}"),
                where=str(template.setting_line(template.settings_name, key)),
                hint=_(
                    "{key} ist {limit}: wählen Sie mit --date ein anderes Datum, oder ändern Sie den Eintrag"
                ).format(key=key, limit=f"{limit:%d.%m.%Y}"),
            )


def _columns(template: Template, columns: Collection[str] | None) -> Iterator[Told]:
    """Compare what the template uses with what the list has."""
    of_list = {*LIST_PLACEHOLDERS, *(template.required_columns if columns is None else columns)}
    known = {*PLACEHOLDERS, *of_list, *(f"{LIST_ROW}.{name}" for name in of_list)}
    for name, source_line in template.placeholders.items():
        if name not in known and (columns is not None or not name.startswith(f"{LIST_ROW}.")):
            yield _unknown_placeholder(name, source_line, known, has_list=columns is not None)
        if columns is not None and name in LIST_PLACEHOLDERS and name not in columns:
            yield Finding("template.column-missing", field=str(source_line), found=name, details={"column": name})
    for name in template.required_columns:
        if columns is not None and name not in columns:
            yield TemplateError(
                _("Die Vorlage braucht die Spalte „{name}“, die die Liste nicht hat").format(name=name),
                where=str(template.setting_line(template.settings_name, "columns")),
                hint=nearest_hint(name, columns),
            )


def _unknown_placeholder(
    name: str, source_line: SourceLine, known: Collection[str], *, has_list: bool
) -> TemplateError:
    """Return what is wrong with a name that is none."""
    what = _("Den Platzhalter „{name}“ gibt es nicht")
    if has_list:
        what = _("Den Platzhalter „{name}“ gibt es nicht, und die Liste hat keine Spalte dieses Namens")
    hint = _meant_instead(name, known, has_list=has_list)
    return TemplateError(what.format(name=name), where=str(source_line), hint=hint)


def _meant_instead(name: str, known: Collection[str], *, has_list: bool) -> str:
    """Return what to write for a name that is none: without a list it may be one of its columns still."""
    if name[:1].isupper() and not nearest_name(name, known, cutoff=LIKE_A_NAME):
        return _("Soll das ein Text sein, steht er in geraden Anführungszeichen: {text}").format(text=f'"{name}"')
    if has_list:
        return nearest_hint(name, known)
    nearest = nearest_name(name, known)
    if nearest:
        return _(
            "Gemeint ist vermutlich „{name}“; "
            "eine Spalte der Liste in letter.toml unter columns nennen, oder mit --list LISTE prüfen"
        ).format(name=nearest)
    return _("Eine Spalte der Liste in letter.toml unter columns nennen, oder mit --list LISTE prüfen")


def _text(  # noqa: PLR0913, PLR0917 - all that a text is read for
    template: Template,
    script: Script,
    date: dt.date,
    columns: Collection[str] | None,
    unsettable: Callable[[str], str],
    too_wide: Callable[[Skeleton, float], Iterable[str]],
) -> Iterator[Told]:
    """Read the text as each branch leaves it: all that a letter can't show."""
    has_text = has_closing = False
    readings = MOST_REFUSALS
    names = {*PLACEHOLDERS, *LIST_PLACEHOLDERS, *template.required_columns, *(columns or ())}
    for rendered in rehearse(script.body):
        try:
            skeleton = read_skeleton(rendered, script)
        except TemplateError as fault:
            found = list(refusals(rendered, script, readings)) or [fault]
            yield from found
            readings -= len(found)
            has_text = has_closing = True
            continue
        has_text |= bool(skeleton.blocks)
        has_closing |= any(block.kind is BlockKind.CLOSING for block in skeleton.blocks)
        for part in script.sections(rendered):
            source = without_marks(part, script)
            if is_german(template.language):
                yield from proofread(source, script.fixed, date)
            yield from unfilled_fields(source, names)
            yield from characters.in_text(source, unsettable)
        for word in too_wide(skeleton, template.size):
            yield TemplateError(
                _("Das Wort „{word}“ ist breiter als die Zeile und lässt sich nicht trennen").format(
                    word=word if len(word) <= WORD_SHOWN else f"{word[:WORD_SHOWN]}…"
                ),
                where=str(template.line_with(word)),
                hint=_("Das Wort mit Leerzeichen oder Bindestrich gliedern, eine Tabelle mit weniger Spalten setzen"),
            )
    if not has_text:
        yield TemplateError(_("Der Brief hat keinen Text"), where=template.text_name)
    if not is_german(template.language) or template.is_enclosed or template.is_slip:
        return
    if not has_closing:
        yield Finding("template.no-closing", field=template.text_name)
    if "anrede_zeile" not in script.placeholders:
        yield Finding("template.no-salutation", field=template.text_name)

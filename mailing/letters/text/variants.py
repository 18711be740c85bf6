"""What `[variants]` of a letter may hold: formats and languages, each from a template in that language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.base.settings_faults import nearest_name
from mailing.model import LetterFormat
from mailing.model.language_names import known_languages, tag_named
from mailing.model.languages import is_german, primary

if TYPE_CHECKING:
    from mailing.letters.text.parsing import SourceLine
    from mailing.letters.text.templates import VariantSettings

VARIANT_FORMATS: Final = (str(LetterFormat.LARGE_PRINT), str(LetterFormat.EASY_LANGUAGE))
"""The variants that aren't languages."""
_LANGUAGE_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def refuse_mode(settings: VariantSettings, source_line: SourceLine) -> None:
    """Refuse a `mode` where no translation stands beside anything."""
    if settings.mode is not None:
        raise TemplateError(
            _("„mode“ gilt nur für Sprachen"), where=str(source_line), hint=_("Den Eintrag mode herausnehmen")
        )


def refuse_unknown(name: str, source_line: SourceLine) -> None:
    """Refuse a variant that is neither a format nor the tag of a language; a language's name is told its tag.

    Raises:
        TemplateError: file and line are named.
    """
    if _LANGUAGE_TAG.fullmatch(name) and not is_german(name) and primary(name) in known_languages():
        return
    tag, alike = tag_named(name), nearest_name(name, VARIANT_FORMATS, cutoff=0.5)
    hint = _("Varianten heißen Großdruck, Leichte Sprache oder wie das Kürzel einer Sprache: tr, uk, ar")
    if tag and is_german(tag):
        hint = _("Der Brief selbst ist deutsch: die Variante herausnehmen")
    elif tag:
        hint = _("Eine Sprache heißt hier wie ihr Kürzel: {example}").format(example=f'[variants."{tag}"]')
    elif alike:
        hint = _("Gemeint ist vermutlich „{name}“").format(name=alike)
    raise TemplateError(_("Eine Variante „{name}“ gibt es nicht").format(name=name), where=str(source_line), hint=hint)


def refuse_other_language(name: str, stated: object, wanted: str, source_line: SourceLine) -> None:
    """Refuse a template in another language than the variant's: households would get what they can't read.

    Args:
        name: of the template.
        stated: what its settings say of its language; None where they say nothing, and the variant says it.
        wanted: the tag of the variant's language.
        source_line: names the variant.

    Raises:
        TemplateError: that is so.
    """
    if isinstance(stated, str) and primary(stated).lower() != primary(wanted).lower():
        raise TemplateError(
            _("Die Vorlage „{name}“ ist in der Sprache „{stated}“, gebraucht wird „{wanted}“").format(
                name=name, stated=stated, wanted=wanted
            ),
            where=str(source_line),
            hint=_("Eine andere Vorlage nennen, oder in ihrer letter.toml language berichtigen"),
        )

"""Loading shop profiles: by name or from a file; what is wrong is told in German, with file and key."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from mailing.base.errors import InputError, UsageError
from mailing.base.messages import _, n_
from mailing.press.profiles import ShopProfile

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PROFILE_FOLDER = Path(__file__).parent / "profiles"
DEFAULT_PROFILE = "dl"

OTHER_FAULT = n_("der Wert ist von falscher Art")
_TOLD = {
    "missing": n_("der Schlüssel fehlt"),
    "extra_forbidden": n_("diesen Schlüssel gibt es nicht"),
    "literal_error": n_("erlaubt ist nur {expected}"),
    "enum": n_("erlaubt ist nur {expected}"),
    "union_tag_invalid": n_("erlaubt ist nur {expected_tags}"),
    "union_tag_not_found": n_("der Schlüssel kind fehlt"),
    "greater_than": n_("der Wert muss größer als {gt} sein"),
    "greater_than_equal": n_("der Wert muss mindestens {ge} sein"),
    "less_than_equal": n_("der Wert darf höchstens {le} sein"),
    "value_error": n_("{error}"),
}
"""What pydantic found, by its type, in German; what is none of these has a value of another kind."""


def profile_names() -> tuple[str, ...]:
    """The profiles that come along."""
    return tuple(sorted(path.stem for path in PROFILE_FOLDER.glob("*.toml")))


def load_profile(name_or_path: str) -> ShopProfile:
    """Load a profile by its name or from a file.

    Raises:
        UsageError: there is no such profile.
        InputError: the file can't be used; the message names file and key.
    """
    path = _find(name_or_path)
    try:
        source = path.read_text("utf-8")
        told = tomllib.loads(source)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(_("Das Profil lässt sich nicht lesen"), where=path.name, hint=str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            _("Das Profil ist kein gültiges TOML: {error}").format(error=error),
            where=path.name,
            hint=_("Die genannte Zeile berichtigen; mailing/press/profiles/dl.toml ist ein Muster"),
        ) from error
    try:
        profile = ShopProfile.model_validate(
            told | {"name": path.stem, "source": source, "icc_profile": _icc_profile(path, told)}
        )
    except ValidationError as error:
        raise _told_in_german(error, path) from error
    return profile


def _find(name_or_path: str) -> Path:
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.name != name_or_path:
        if path.is_file():
            return path
        raise UsageError(_("Die Profildatei gibt es nicht"), where=name_or_path)
    names = profile_names()
    if name_or_path in names:
        return PROFILE_FOLDER / f"{name_or_path}.toml"
    nearest = get_close_matches(name_or_path, names, 1, 0.4)
    hint = _("Gemeint ist vielleicht „{name}“").format(name=nearest[0]) if nearest else ""
    known = _("Es gibt: {names}; oder eine Datei mit der Endung .toml").format(names=", ".join(names))
    raise UsageError(
        _("Ein Profil „{name}“ gibt es nicht").format(name=name_or_path),
        where="--shop",
        hint="; ".join(filter(None, (hint, known))),
    )


def _icc_profile(path: Path, told: dict[str, object]) -> bytes:
    """Return the ICC profile that the output condition names: beside the file or bundled; it must be a printer's."""
    output = told.get("output")
    name = str(output.get("icc", "")) if isinstance(output, dict) else ""
    beside, bundled = path.with_name(Path(name).name), PROFILE_FOLDER / Path(name).name
    found = next((candidate for candidate in (beside, bundled) if name and candidate.is_file()), None)
    if found is None:
        raise InputError(
            _("Das ICC-Profil „{name}“ liegt weder neben dem Profil noch im Programm").format(name=name),
            where=f"{path.name}: output.icc",
            hint=_('Ohne eigenes Druckprofil: icc = "FOGRA29L.icc"'),
        )
    content = found.read_bytes()
    if int.from_bytes(content[:4], "big") > len(content):
        raise InputError(
            _("Das ICC-Profil „{name}“ ist abgeschnitten: sein Kopf nennt mehr Bytes").format(name=name),
            where=f"{path.name}: output.icc",
            hint=_("Das Profil noch einmal von der Druckerei holen"),
        )
    if content[36:40] != b"acsp" or content[12:20] != b"prtrCMYK":
        raise InputError(
            _("Das ICC-Profil „{name}“ ist kein CMYK-Ausgabeprofil (Klasse prtr)").format(name=name),
            where=f"{path.name}: output.icc",
            hint=_("PDF/X-4 verlangt ein Ausgabeprofil; die Druckerei nennt eines"),
        )
    return content


def _told_in_german(error: ValidationError, path: Path) -> InputError:
    """Return the first fault as an error, the others in its hint."""
    faults = [f"{_key(fault)}: {_fault(fault)}" for fault in error.errors(include_url=False)]
    where, _colon, what = faults[0].partition(": ")
    more = _("Außerdem: {faults}").format(faults="; ".join(faults[1:])) if faults[1:] else ""
    return InputError(
        _("Das Profil stimmt nicht: {what}").format(what=what),
        where=f"{path.name}: {where}" if where else path.name,
        hint=more or _("mailing/press/profiles/dl.toml ist ein Muster"),
    )


def _key(fault: ErrorDetails) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])


def _fault(fault: ErrorDetails) -> str:
    message = _(_TOLD.get(fault["type"], OTHER_FAULT))
    context = fault.get("ctx", {})
    return message.format_map({name: _(str(value)) for name, value in context.items()})

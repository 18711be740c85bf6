"""Loading shop profiles: by name or from a file."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.base.settings import SettingsText
from mailing.base.texts import read_text
from mailing.press.icc import PROFILE_FOLDER, icc_profile
from mailing.press.profiles import ShopProfile

DEFAULT_PROFILE = "dl"


def profile_names() -> tuple[str, ...]:
    """The profiles that come along."""
    return tuple(sorted(path.stem for path in PROFILE_FOLDER.glob("*.toml")))


def load_profile(name_or_path: str) -> ShopProfile:
    """Load a profile by its name or from a file.

    Raises:
        UsageError: there is no such profile.
        InputError: the file can't be used; the message names file, line and key of each fault.
    """
    path = _find(name_or_path)
    source = read_text(path, str(path))
    profile = SettingsText(source, str(path)).read_as(
        ShopProfile,
        given={"name": path.stem, "source": source, "icc_profile": b""},
        context={"folder": path.parent},
    )
    return profile.model_copy(update={"icc_profile": icc_profile(profile.output.icc, path.parent)})


def _find(name_or_path: str) -> Path:
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.name != name_or_path:
        if path.is_file():
            return path
        if path.exists():
            raise UsageError(_("Das Profil ist keine gewöhnliche Datei"), where=name_or_path)
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

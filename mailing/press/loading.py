"""Loading shop profiles: by name or from a file.

A working folder may have profiles of its own in `shop_profiles/`: by name they come before those that come along, and
the one called `druckerei` is what letters are made for where nothing else is asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.base.settings import SettingsText
from mailing.base.settings_faults import nearest_name
from mailing.base.texts import read_text
from mailing.press.icc import PROFILE_FOLDER, icc_profile
from mailing.press.profiles import ShopProfile

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_PROFILE = "dl"
OWN_PROFILES: Final = "shop_profiles"
"""The folder of a house's own profiles, in the working folder."""
OWN_PROFILE: Final = "druckerei"
"""The name of the own profile that letters are made for unless another is asked for."""


def profile_names() -> tuple[str, ...]:
    """The profiles that come along."""
    return _names_in(PROFILE_FOLDER)


def profile_text(name: str) -> str:
    """Return the text of a profile that comes along, to start an own one from.

    Raises:
        UsageError: there is no such profile.
    """
    if name not in profile_names():
        raise _unknown(name, profile_names())
    path = PROFILE_FOLDER / f"{name}.toml"
    return read_text(path, str(path))


def load_profile(name_or_path: str | None = None) -> ShopProfile:
    """Load a profile by its name or from a file; without one, the house's own or else the usual.

    Raises:
        UsageError: there is no such profile.
        InputError: the file can't be used; the message names file, line and key of each fault.
    """
    path = _default() if name_or_path is None else _find(name_or_path)
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
        if path.name != name_or_path:
            raise UsageError(_("Die Profildatei gibt es nicht"), where=name_or_path, hint=_beside(path))
    name = name_or_path.removesuffix(".toml")
    for folder in (Path.cwd() / OWN_PROFILES, PROFILE_FOLDER):
        if name in _names_in(folder):
            return folder / f"{name}.toml"
    raise _unknown(name, sorted({*_names_in(Path.cwd() / OWN_PROFILES), *profile_names()}))


def _beside(path: Path) -> str:
    """Name the profile in the same folder that was probably meant."""
    names = (other.name for other in path.parent.glob("*.toml"))
    nearest = nearest_name(path.name if path.suffix else f"{path.name}.toml", names)
    return _("Gemeint ist vermutlich „{name}“").format(name=path.parent / nearest) if nearest else ""


def _default() -> Path:
    own = Path.cwd() / OWN_PROFILES / f"{OWN_PROFILE}.toml"
    return own if own.is_file() else PROFILE_FOLDER / f"{DEFAULT_PROFILE}.toml"


def _names_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def _unknown(name: str, names: Sequence[str]) -> UsageError:
    nearest = nearest_name(name, names, cutoff=0.4)
    hint = _("Gemeint ist vielleicht „{name}“").format(name=nearest) if nearest else ""
    known = _("Es gibt: {names}; oder eine Datei mit der Endung .toml").format(names=", ".join(names))
    return UsageError(
        _("Ein Profil „{name}“ gibt es nicht").format(name=name),
        where="--shop",
        hint="; ".join(filter(None, (hint, known))),
    )

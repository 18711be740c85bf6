"""What a run in the making is made from, kept apart: letters and profiles as they were when the letter was chosen."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailing import press
from mailing.base.errors import UsageError
from mailing.base.files import OWNER_ONLY_FILE, all_below, is_plain_file, make_folder, remove_folder
from mailing.base.messages import _
from mailing.press.icc import PROFILE_FOLDER
from mailing.runs.preparation import TEMPLATES_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIX: Final = ".toml"


def shop_names(own: Path) -> Sequence[str]:
    """Return the names of the shop profiles: a house's own in the folder `own`, then those that come along."""
    return tuple(dict.fromkeys((*_names_in(own), *press.profile_names())))


def usual_shop(own: Path) -> str:
    """Return the profile that letters are made for where nobody asks for another."""
    return press.OWN_PROFILE if press.OWN_PROFILE in _names_in(own) else press.DEFAULT_PROFILE


def keep_settings(templates: Path, own_profiles: Path, folder: Path) -> None:
    """Copy letters and own profiles into `folder`, in place of what was kept there; links aren't followed."""
    remove_folder(folder)
    for source, name in ((templates, TEMPLATES_FOLDER), (own_profiles, press.OWN_PROFILES)):
        make_folder(folder / name)
        for path in all_below(source):
            if is_plain_file(path) and not _is_hidden(path.relative_to(source)):
                target = folder / name / path.relative_to(source)
                make_folder(target.parent)
                shutil.copyfile(path, target)
                target.chmod(OWNER_ONLY_FILE)


def kept_templates(folder: Path) -> Path:
    """Return where `keep_settings` put the letters."""
    return folder / TEMPLATES_FOLDER


def kept_shop(folder: Path, name: str) -> str:
    """Return the file of a profile: the one kept in `folder`, or of that name the one that comes along.

    Raises:
        UsageError: there is none of that name.
    """
    own = folder / press.OWN_PROFILES
    for place in (own, PROFILE_FOLDER):
        if name in _names_in(place):
            return str(place / f"{name}{SUFFIX}")
    raise UsageError(_("Ein Profil „{name}“ gibt es nicht").format(name=name), where="--shop")


def _names_in(folder: Path) -> Sequence[str]:
    return tuple(sorted(path.stem for path in folder.glob(f"*{SUFFIX}") if is_plain_file(path)))


def _is_hidden(name: Path) -> bool:
    return any(part.startswith((".", "__")) for part in name.parts)

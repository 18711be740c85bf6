"""What a run in the making is made from, kept apart: letter and profile as they were when the letter was chosen."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from mailing import letters, press
from mailing.base.errors import UsageError
from mailing.base.files import is_plain_file, make_folder, remove_folder, write_whole
from mailing.base.messages import _
from mailing.press.icc import PROFILE_FOLDER
from mailing.runs.making.mappings import read_mapping
from mailing.runs.making.preparation import TEMPLATES_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIX: Final = ".toml"


def shop_names(own: Path) -> Sequence[str]:
    """Return the names of the shop profiles: a house's own in the folder `own`, then those that come along."""
    return tuple(dict.fromkeys((*_names_in(own), *press.profile_names())))


def usual_shop(own: Path) -> str:
    """Return the profile that letters are made for where nobody asks for another."""
    return press.OWN_PROFILE if press.OWN_PROFILE in _names_in(own) else press.DEFAULT_PROFILE


def keep_settings(letter: str, templates: Path, shop: str, own_profiles: Path, folder: Path) -> None:
    """Copy a letter with all that it needs, and a profile of that name, into `folder`, in place of what lies there.

    A run made from these copies is, byte for byte, the one made from the originals as they are now.

    Raises:
        UsageError: there is no such letter or profile.
        InputError: one of them can't be used.
    """
    template = letters.load_letter(letter, templates)
    profile = press.load_profile(str(_shop_file(shop, own_profiles)))
    remove_folder(folder)
    kept = kept_templates(folder)
    for name, text in template.sources.items():
        _write(kept / name, text.encode())
    for name, content in template.files.items():
        _write(kept / name, content)
    own = folder / press.OWN_PROFILES
    _write(own / f"{shop}{SUFFIX}", profile.source.encode())
    icc = PurePosixPath(profile.output.icc)
    if not icc.is_absolute() and ".." not in icc.parts:
        _write(own / icc, profile.icc_profile)


def keep_mapping(name: str, templates: Path, folder: Path) -> None:
    """Copy a saved mapping beside the letters that `keep_settings` has copied.

    Raises:
        UsageError, InputError: there is none of that name, or it can't be used.
    """
    mapping = read_mapping(name, templates)
    _write(kept_templates(folder) / mapping.file, mapping.text.encode())


def kept_templates(folder: Path) -> Path:
    """Return where `keep_settings` put the letter."""
    return folder / TEMPLATES_FOLDER


def kept_shop(folder: Path, name: str) -> str:
    """Return the file of the profile that `keep_settings` has copied."""
    return str(folder / press.OWN_PROFILES / f"{name}{SUFFIX}")


def _shop_file(name: str, own: Path) -> Path:
    for place in (own, PROFILE_FOLDER):
        if name in _names_in(place):
            return place / f"{name}{SUFFIX}"
    raise UsageError(
        _("Ein Profil „{name}“ gibt es nicht").format(name=name),
        hint=_("Es gibt: {names}").format(names=", ".join(shop_names(own))),
    )


def _names_in(folder: Path) -> Sequence[str]:
    return tuple(sorted(path.stem for path in folder.glob(f"*{SUFFIX}") if is_plain_file(path)))


def _write(path: Path, content: bytes) -> None:
    make_folder(path.parent)
    write_whole(path, content)
